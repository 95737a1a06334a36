"""The frise on paper: which file each choice gives, of whom there are cards, who may ask for them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.drawings import board_drawing, cut_cards
from partnerships.models import PartnerKind
from tests.documents_samples import text
from tests.factories import PartnershipFactory, PlacementFactory, TerritoryFactory

pytestmark = pytest.mark.django_db
PAGES = ("board_paper", "board_cards")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DOCUMENT_CACHE_DIR = tmp_path


@pytest.fixture
def table(project):
    """A town hall placed, a café with its place, a record out of use."""
    town = PartnershipFactory(project=project, partner__name="Mairie de Vertolaye", partner__kind="municipality")
    PlacementFactory(partnership=town, horizon=project.horizons.first(), level=project.levels.first())
    place = TerritoryFactory(name="Cunlhat")
    PartnershipFactory(
        project=project, partner__name="Chez Lison", partner__kind=PartnerKind.SHOP, partner__territory=place
    )
    PartnershipFactory(project=project, partner__name="Ancien bailleur", partner__archived_at=timezone.now())
    return project


def url(project, name, query=""):
    return reverse(f"partnerships:{name}", args=[project.slug]) + query


def test_the_page_offers_each_paper_and_keeps_the_filter_of_the_frise(table, reader, coordinator, sign_in):
    client = sign_in(reader)
    html = client.get(url(table, "board_paper")).content.decode()
    for words in ("Une feuille A3", "9 feuilles A4", "En noir, sans teinte", "2 partenaires dans le projet"):
        assert words in html
    assert "Saisir les fiches" not in html
    html = sign_in(coordinator).get(url(table, "board_paper", "?kind=shop")).content.decode()
    assert "1 partenaire, selon le filtre" in html
    assert '<input type="hidden" name="kind" value="shop">' in html
    assert "Saisir les fiches" in html
    empty = client.get(url(table, "board_paper", "?kind=school")).content.decode()
    assert "Aucun partenaire ne répond à ces critères." in empty


def test_who_comes_in(table, client, stranger, reader, sign_in):
    for name in PAGES:
        assert client.get(url(table, name)).status_code == 302
        assert sign_in(stranger).get(url(table, name)).status_code == 404
        assert sign_in(reader).post(url(table, name)).status_code == 405


def test_the_frise_links_to_each_paper(table, coordinator, reader, sign_in):
    html = sign_in(coordinator).get(url(table, "board", "?kind=shop")).content.decode()
    for name, query in (("board_pdf", "?format=a4"), ("board_cards", "?kind=shop"), ("board_paper", "?kind=shop")):
        assert f'href="{url(table, name, query)}"' in html
    assert url(table, "board_entry") in html
    assert url(table, "board_entry") not in sign_in(reader).get(url(table, "board")).content.decode()


def test_a_file_for_each_format_and_none_for_what_does_not_exist(table, reader, sign_in):
    client = sign_in(reader)
    answer = client.get(url(table, "board_pdf", "?format=a4&ecrire=on&noir=on"))
    assert "frise-le-detour-a4.pdf" in answer["Content-Disposition"]
    read = text(answer.content)
    assert "Une frise de 54 × 35 cm" in read
    assert "Avec qui voulez-vous décider" in read
    assert client.get(url(table, "board_pdf", "?format=a0")).status_code == 422
    for query in ("?par_page=9", "?vierges=900", "?quoi=tout"):
        assert client.get(url(table, "board_cards", query)).status_code == 422


def test_cards_are_of_those_that_the_filter_keeps_or_of_nobody(table, reader, sign_in):
    client = sign_in(reader)
    read = text(client.get(url(table, "board_cards")).content)
    for words in ("Chez Lison", "Commerce, café, marché", "Cunlhat", "Mairie de Vertolaye"):
        assert words in read
    assert "Ancien bailleur" not in read
    assert "Le Fil" not in read
    read = text(client.get(url(table, "board_cards", "?level=" + table.levels.first().public_id)).content)
    assert "Mairie de Vertolaye" in read
    assert "Chez Lison" not in read
    assert "Mairie" not in text(client.get(url(table, "board_cards", "?quoi=vierges&par_page=8")).content)


def test_an_empty_cell_asks_what_the_screen_asks(table):
    day = timezone.localdate()
    asks = board_drawing(table, day, asking=True).asks
    assert len(asks) == 8
    assert (0, 1, "Qui pourrait vous appuyer ici\u00a0?") in asks
    assert board_drawing(table, day).asks == ()


def test_the_queries_do_not_grow_with_the_partners(table, reader, sign_in):
    client = sign_in(reader)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url(table, "board_paper", "?kind=shop")).status_code == 200
            cut_cards(table, table.partnerships.all(), timezone.localdate(), per_page=10, blanks=0)
        return len(asked)

    queries()  # the session, once
    few = queries()
    for _ in range(12):
        PartnershipFactory(project=table, partner__kind="shop", partner__territory=TerritoryFactory())
    assert queries() == few <= 14
