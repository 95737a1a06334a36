"""The frise on the screen: who sees it, what is in it, what the projector leaves out, what it costs."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import Analysis, Certainty, Formalisation, Lever, Obstacle, Partner, Provenance
from projects.models import Horizon, InvolvementLevel, operation
from tests.factories import PartnershipFactory, PlacementFactory, TerritoryFactory

pytestmark = pytest.mark.django_db

SECRET = "Craint un doublon avec l’agence postale"


def url(project, name="board", *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


def place(project, name, horizon, level, **fields):
    """Put a partner on the frise by the names of its column and lane; return the Placement."""
    partnership = project.partnerships.filter(partner__name=name).first()
    return PlacementFactory(
        partnership=partnership or PartnershipFactory(project=project, partner__name=name),
        horizon=project.horizons.get(name=horizon),
        level=project.levels.get(name=level),
        **fields,
    )


def page(client, project, query=""):
    return client.get(url(project) + query).content.decode()


def cell(html, placement):
    """Return the HTML of the cell where the placement stands."""
    start = html.index(f'id="case-{placement.horizon.public_id}-{placement.level.public_id}"')
    return html[start : html.index("</td>", start)]


# --- Who ------------------------------------------------------------------------------------------------------------


def test_everybody_of_the_project_sees_the_frise(project, reader, facilitator, sign_in):
    for person in (reader, facilitator):
        assert sign_in(person).get(url(project)).status_code == 200


def test_an_anonymous_person_is_sent_to_sign_in(project, client):
    assert client.get(url(project)).status_code == 302


def test_another_organisation_does_not_see_that_it_exists(project, stranger, sign_in):
    for name in ("board", "board_pdf", "board_svg", "edge_list"):
        assert sign_in(stranger).get(url(project, name)).status_code == 404


def test_the_screen_is_only_read(project, coordinator, sign_in):
    assert sign_in(coordinator).post(url(project)).status_code == 405


def test_a_reader_is_offered_nothing_to_change(project, reader, sign_in):
    place(project, "Mairie", "Court terme", "Allié")
    html = page(sign_in(reader), project)
    for word in ("Ajouter", "data-editable", "data-version", "Horizons et niveaux"):
        assert word not in html


# --- What -----------------------------------------------------------------------------------------------------------


def test_a_card_says_who_where_and_how_things_stand(project, coordinator, sign_in):
    mairie = place(project, "Mairie de Saint-Amelin", "Court terme", "Allié", provenance=Provenance.AGREED)
    partnership = mairie.partnership
    partnership.partner.territory = TerritoryFactory(name="Saint-Amelin")
    partnership.partner.save()
    partnership.formalisation = Formalisation.ORAL
    partnership.save()
    Analysis.objects.create(partnership=partnership, trust=2)
    for text in ("Budget", "Temps"):
        Obstacle.objects.create(partnership=partnership, text=text)
    Lever.objects.create(partnership=partnership, text="Salle libre")
    card = cell(page(sign_in(coordinator), project), mairie)
    assert "Mairie de Saint-Amelin" in card
    assert '<span class="fiche-lieu">Saint-Amelin</span>' in card
    assert 'aria-label="Confiance\u00a0: en approche"' in card
    assert '2<span class="vh"> freins</span>' in card
    assert '1<span class="vh"> levier</span>' in card
    assert 'data-etat="orale"' in card
    assert "<span>Convenu</span> <span>probable</span>" in card


def test_a_partner_that_stays_at_its_level_only_goes_on(project, coordinator, sign_in):
    place(project, "Caf", "Court terme", "Allié")
    later = place(project, "Caf", "Moyen terme", "Allié")
    moved = place(project, "Caf", "Long terme", "Co-porteur")
    html = page(sign_in(coordinator), project)
    assert "continue" in cell(html, later)
    assert "continue" not in cell(html, moved)


def test_the_state_of_an_agreement_is_seen_on_the_card(project, coordinator, sign_in):
    from agreements.models import Agreement, AgreementStatus, Party

    card = place(project, "Caf", "Court terme", "Allié")
    agreement = Agreement.objects.create(project=project, title="Convention", template="T1")
    Party.objects.create(agreement=agreement, partnership=card.partnership)
    client = sign_in(coordinator)
    for status, state in ((AgreementStatus.NEGOTIATION, "nego"), (AgreementStatus.SIGNED, "signee")):
        with operation(by=coordinator, label="État", project=project):
            agreement.status = status
            agreement.save()
        assert f'data-etat="{state}"' in cell(page(client, project), card)


def test_the_carrying_organisation_has_no_card_and_no_place_in_the_tray(project, coordinator, sign_in):
    assert "Le Fil" not in page(sign_in(coordinator), project)


def test_a_partner_without_placement_waits_in_the_tray(project, coordinator, sign_in):
    PartnershipFactory(project=project, partner__name="Orle Habitat")
    html = page(sign_in(coordinator), project)
    assert "Orle Habitat" in html[html.index('id="a-placer"') :]


def test_beyond_six_cards_a_cell_keeps_the_others_behind_a_native_disclosure(project, coordinator, sign_in):
    cards = [place(project, f"Partenaire n° {n}", "Court terme", "Allié") for n in range(9)]
    html = cell(page(sign_in(coordinator), project), cards[0])
    assert "et 4 autres</summary>" in html
    assert html.count("<li id=c-") == 9
    chosen = page(sign_in(coordinator), project, f"?partenaire={cards[8].partnership.public_id}")
    assert '<details class="case-reste" open>' in chosen


def test_the_strip_always_leads_to_all_the_questions(project, coordinator, sign_in):
    html = page(sign_in(coordinator), project)
    assert html.count(reverse("partnerships:question_list", args=[project.slug])) == 1


def test_an_empty_cell_asks_a_question_of_its_own(project, coordinator, sign_in):
    html = page(sign_in(coordinator), project)
    assert html.count("Avec qui voulez-vous décider") == 3
    assert "Qui tenir informé, long terme" in html
    assert "La frise est vide." in html


def test_the_ruler_shows_today_only_in_its_horizon(project, coordinator, sign_in):
    today = datetime.date.today()
    project.horizons.filter(name="Moyen terme").update(start=today.replace(day=1), end=today + datetime.timedelta(90))
    project.horizons.filter(name="Court terme").update(start=datetime.date(2020, 1, 1), end=datetime.date(2020, 6, 30))
    html = page(sign_in(coordinator), project)
    assert html.count("regle-jour") == 1
    assert "janv.\u00a0–\u00a0juin\u00a02020" in html


def test_names_and_places_typed_by_people_are_only_text(project, coordinator, sign_in):
    hostile = place(project, '<img src=x onerror="alert(1)">', "Court terme", "Allié")
    hostile.partnership.partner.territory = TerritoryFactory(name="</span><script>1</script>")
    hostile.partnership.partner.save()
    PartnershipFactory(project=project, partner__name="<script>2</script>")
    html = page(sign_in(coordinator), project, f"?partenaire={hostile.partnership.public_id}")
    assert "<img src=x" not in html
    assert "<script>1" not in html
    assert "<script>2" not in html
    assert "&lt;img src=x" in html


# --- Side sheet -----------------------------------------------------------------------------------------------------


def test_the_sheet_tells_the_trajectory_and_what_holds_back(project, coordinator, sign_in):
    first = place(project, "Mairie", "Court terme", "Information", planned_on=datetime.date(2026, 2, 1))
    place(project, "Mairie", "Moyen terme", "Allié", reason="Le conseil l’a voté")
    Obstacle.objects.create(partnership=first.partnership, text=SECRET)
    query = f"?partenaire={first.partnership.public_id}"
    html = page(sign_in(coordinator), project, query)
    for text in ("févr. 2026", "Le conseil l’a voté", SECRET, "Ouvrir la fiche", "Déplacer"):
        assert text in html
    fragment = sign_in(coordinator).get(
        url(project) + query, headers={"HX-Request": "true", "HX-Target": "aside#volet"}
    )
    fragment = fragment.content.decode()
    assert SECRET in fragment


def test_a_partner_of_another_project_opens_no_sheet(project, coordinator, sign_in):
    other = PartnershipFactory(partner__name="Ailleurs")
    assert "Ailleurs" not in page(sign_in(coordinator), project, f"?partenaire={other.public_id}")


# --- Projector ------------------------------------------------------------------------------------------------------


def test_the_wall_screen_has_names_and_nothing_private_in_its_page(project, coordinator, sign_in):
    card = place(project, "Mairie", "Court terme", "Allié", reason="Raison interne", certainty=Certainty.HOPED)
    Analysis.objects.create(partnership=card.partnership, trust=1)
    Obstacle.objects.create(partnership=card.partnership, text=SECRET)
    html = page(sign_in(coordinator), project, f"?projection=1&partenaire={card.partnership.public_id}")
    assert "Mairie" in html
    for word in (SECRET, "Raison interne", "frein", "levier", "onfiance", "Supposé", "spéré", "Sans convention"):
        assert word not in html


# --- Filters --------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_partners(project):
    caf = place(project, "Caf", "Court terme", "Allié", certainty=Certainty.SURE)
    caf.partnership.partner.kind = "family_fund"
    caf.partnership.partner.territory = TerritoryFactory(name="Évaux")
    caf.partnership.partner.save()
    place(project, "Café Chez Lucette", "Moyen terme", "Information", provenance=Provenance.DECLARED)
    return project


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=evaux", {"Caf"}),
        ("q=LUCETTE", {"Café Chez Lucette"}),
        ("kind=family_fund", {"Caf"}),
        ("certainty=sure", {"Caf"}),
        ("provenance=declared", {"Café Chez Lucette"}),
        ("stage=identified", {"Caf", "Café Chez Lucette"}),
        ("q=caf&certainty=hoped", set()),
    ],
)
def test_filters_narrow_the_cards_and_the_address_rebuilds_the_screen(two_partners, coordinator, sign_in, query, found):
    html = page(sign_in(coordinator), two_partners, f"?{query}")
    for name in ("Caf", "Café Chez Lucette"):
        assert (f">{name}</a></h3>" in html) == (name in found)
    assert f"Filtrer, {query.count('=')}" in html
    assert ("Aucun partenaire ne répond à ces critères." in html) == (not found)


def test_filters_on_a_column_and_a_lane_keep_those_cards_only(two_partners, coordinator, sign_in):
    horizon = Horizon.objects.get(name="Court terme", project=two_partners)
    level = InvolvementLevel.objects.get(name="Information", project=two_partners)
    client = sign_in(coordinator)
    assert ">Caf</a></h3>" in page(client, two_partners, f"?horizon={horizon.public_id}")
    html = page(client, two_partners, f"?level={level.public_id}")
    assert ">Caf</a></h3>" not in html
    assert "Café Chez Lucette</a></h3>" in html


def test_a_filter_that_makes_no_sense_shows_everything_and_says_nothing_false(two_partners, coordinator, sign_in):
    html = page(sign_in(coordinator), two_partners, "?kind=inconnu")
    assert ">Caf</a></h3>" in html


# --- Cost -----------------------------------------------------------------------------------------------------------


def test_ten_queries_at_most_whatever_the_number_of_partners(project, coordinator, sign_in):
    client = sign_in(coordinator)

    def queries():
        with CaptureQueriesContext(connection) as spent:
            assert client.get(url(project)).status_code == 200
        return len(spent)

    for n in range(3):
        place(project, f"Partenaire {n}", "Court terme", "Allié")
    few = queries()
    for n in range(3, 60):
        place(project, f"Partenaire {n}", ("Court terme", "Moyen terme", "Long terme")[n % 3], "Information")
    assert queries() == few
    assert few <= 10


def test_an_unchanged_frise_is_not_sent_twice(project, coordinator, sign_in):
    client = sign_in(coordinator)
    first = client.get(url(project))
    again = client.get(url(project), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    with operation(by=coordinator, label="Autre chose", project=project):
        pass
    changed = client.get(url(project), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_a_partner_renamed_in_the_directory_is_renamed_on_the_frise(project, coordinator, sign_in):
    card = place(project, "Ancien nom", "Court terme", "Allié")
    client = sign_in(coordinator)
    first = client.get(url(project))
    partner = Partner.objects.get(pk=card.partnership.partner_id)
    with operation(by=coordinator, label="Renommer", organisation=project.organisation):
        partner.claim(partner.version)
        partner.name = "Nouveau nom"
        partner.save()
    again = client.get(url(project), headers={"If-None-Match": first["ETag"]})
    assert "Nouveau nom" in again.content.decode()


def test_each_person_has_an_etag_of_their_own(project, coordinator, reader, sign_in):
    assert sign_in(coordinator).get(url(project))["ETag"] != sign_in(reader).get(url(project))["ETag"]


# --- Density ------------------------------------------------------------------------------------------------------------


def checked(html):
    return html[: html.index(" checked><span>")].rpartition('value="')[2].split('"')[0]


def test_the_density_is_kept_for_the_person_on_every_device(project, reader, coordinator, sign_in):
    client = sign_in(reader)
    before = client.get(url(project))
    assert checked(before.content.decode()) == "cards"
    answer = client.post(
        url(project, "board_density"), {"board_density": "details"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 204
    client.logout()
    again = sign_in(reader).get(url(project), headers={"If-None-Match": before["ETag"]})
    assert checked(again.content.decode()) == "details"
    assert checked(page(sign_in(coordinator), project)) == "cards"


def test_without_script_the_density_comes_back_to_the_same_frise(project, reader, sign_in):
    client = sign_in(reader)
    fields = {"board_density": "names", "next": f"{url(project)}?kind=shop"}
    assert client.post(url(project, "board_density"), fields).url == f"{url(project)}?kind=shop"
    elsewhere = fields | {"next": "https://ailleurs.example/"}
    assert client.post(url(project, "board_density"), elsewhere).url == url(project)


def test_a_density_that_does_not_exist_is_refused(project, reader, stranger, client, sign_in):
    address = url(project, "board_density")
    assert client.post(address, {"board_density": "names"}).status_code == 302
    assert sign_in(stranger).post(address, {"board_density": "names"}).status_code == 404
    assert sign_in(reader).post(address, {"board_density": "poster"}).status_code == 422
    assert sign_in(reader).get(address).status_code == 405


# --- Documents ------------------------------------------------------------------------------------------------------


def test_the_drawing_has_names_and_places_only(project, coordinator, sign_in):
    card = place(project, "Mairie", "Court terme", "Allié", reason="Raison interne")
    Obstacle.objects.create(partnership=card.partnership, text=SECRET)
    answer = sign_in(coordinator).get(url(project, "board_svg"))
    assert answer["Content-Type"].startswith("image/svg+xml")
    svg = answer.content.decode()
    assert "Mairie" in svg
    assert SECRET not in svg
    assert "Raison interne" not in svg


def test_the_frise_comes_out_as_a_pdf(project, reader, sign_in, settings, tmp_path):
    settings.DOCUMENT_CACHE_DIR = tmp_path
    place(project, "Mairie", "Court terme", "Allié")
    answer = sign_in(reader).get(url(project, "board_pdf"))
    body = b"".join(answer) if answer.streaming else answer.content
    assert body.startswith(b"%PDF")


def test_a_large_board_stays_light_and_keeps_every_name(project, coordinator, sign_in):
    for n in range(60):
        for horizon, level in (("Court terme", "Allié"), ("Moyen terme", "Information"), ("Long terme", "Allié")):
            place(project, f"Association des habitants du quartier n° {n}", horizon, level)
    answer = sign_in(coordinator).get(url(project))
    html = answer.content.decode()
    assert html.count("<li id=c-") == 180
    assert "et 57 autres" in html
    assert len(answer.content) < 100_000
