"""The plain pages of what is followed: every fact that a project file holds can be read there."""

import datetime

import pytest
from django.conf import settings
from django.urls import reverse

from exchange.importing import import_file
from partnerships.models import (
    Link,
    LogEntry,
    Obstacle,
    PerspectiveShift,
    Promise,
    Response,
    Review,
    SituationActor,
)
from partnerships.views.follow_up.reviews import gap
from projects.models import Committee, Meeting, Situation
from tests.factories import PartnershipFactory, ProjectMemberFactory
from tests.official import official_places

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 12)
PAGES = {
    "partnerships:follow_up": "suivi/",
    "partnerships:journal": "journal/",
    "partnerships:perspective_list": "pas-de-cote/",
    "partnerships:situation_list": "situations/",
    "partnerships:link_list": "relations/",
    "partnerships:review_list": "bilans/",
    "partnerships:committee_list": "instances/",
    "workshops:workshop_list": "ateliers/",
}


@pytest.fixture
def demo(coordinator, project):
    """The demonstration, in the coordinator's organisation."""
    official_places()
    source = (settings.BASE_DIR / "exchange" / "demo.yaml").read_bytes()
    demo = import_file(source, organisation=project.organisation).project
    ProjectMemberFactory(project=demo, user=coordinator)
    return demo


def read(client, project, page, query=""):
    response = client.get(f"/projets/{project.slug}/{page}{query}")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


@pytest.mark.parametrize(("name", "path"), PAGES.items())
def test_the_page_is_read_by_the_team_only(project, reader, stranger, sign_in, client, name, path):
    address = reverse(name, args=["le-detour"])
    assert address == f"/projets/le-detour/{path}"
    assert client.get(address).status_code == 302
    assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(reader).get(address).status_code == 200
    assert sign_in(reader).post(address).status_code == 405


@pytest.mark.parametrize("path", PAGES.values())
def test_an_empty_page_says_what_to_do(project, reader, sign_in, path):
    text = read(sign_in(reader), project, path)
    assert 'class="vide"' in text or path == "suivi/"


EXPECTED = {
    "journal/": [
        "L'idée d'un camion sur le marché plaît", "Mairie de Cunlhat", "Accord de principe", "Yanis Combe",
        "Envoyer une page de présentation", "Promis et tenu", "favorable", "Conseil municipal",
    ],
    "pas-de-cote/": [
        "Une petite équipe municipale", "Marc Teyssonneau", "Devoir financer seule la halte", "Financier",
        "force 3 sur 3", "Vérifié auprès de l’acteur", "Écrire dans la convention que la commune apporte la place",
        "10 décembre 2026", "à faire", "Redonner vie à la place le vendredi", "Hypothèse",
    ],
    "situations/": [
        "Une personne âgée seule, sans voiture", "volets fermés le matin", "La peur de retomber",
        "La Miche dorée", "Personne n'oriente entre le premier signe et l'évaluation", "Veilleurs de village",
        "personne",
    ],
    "relations/": ["Collaboration", "Qui reçoit d'abord les demandes d'aide ?"],
    "bilans/": ["Quatre premiers mois", "Intermédiaire", "5 novembre 2026"],
    "instances/": [
        "Comité de pilotage de La Buissonnière", "trois fois par an", "Bilan de quatre mois", "CC ALF",
        "Avis favorable à la convention 2027-2029", "un mardi sur deux mois", "Comité technique",
    ],
    "ateliers/": [
        "La frise des partenariats", "26 février 2026", "Yanis Combe", ">11<", ">41<", ">12<", "Boire un café chez Lison",
    ],
}  # fmt: skip


@pytest.mark.parametrize("path", EXPECTED)
def test_the_page_tells_what_the_demonstration_holds(demo, coordinator, sign_in, path):
    text = read(sign_in(coordinator), demo, path)
    assert [words for words in EXPECTED[path] if words not in text] == []


def test_a_bilan_tells_everything(demo, coordinator, sign_in):
    review = demo.reviews.get(title__startswith="Quatre")
    text = read(sign_in(coordinator), demo, f"bilans/{review.public_id}/")
    for expected in (
        "6 juillet 2026", "31 octobre 2026", "Haltes tenues", ">45<", ">41<", "−4", "+72", "4 annulations",
        "Olliergues", ">203<", "moins de 26 ans", ">46<", "France services", ">21<", "13 réponses", "3,2", "2,4",
        "Je viens pour le café", "Les trajets groupés", "La pluie d'octobre", "21 sur 29 placés",
        "saisie au comité de pilotage", "23 200 €", "22 460 €", "−740 €", "CCAS Cunlhat",
        "Confier la communication", "15 janvier 2027", "Yanis Combe", "continuer ; convention pluriannuelle",
    ):  # fmt: skip
        assert expected in text, expected


def test_a_bilan_of_another_project_is_not_found(project, reader, sign_in):
    review = Review.objects.create(project=PartnershipFactory().project, kind="final", title="Ailleurs")
    assert sign_in(reader).get(f"/projets/le-detour/bilans/{review.public_id}/").status_code == 404
    mine = Review.objects.create(project=project, kind="final", title="Ici")
    assert sign_in(reader).get(f"/projets/le-detour/bilans/{mine.public_id}/").status_code == 200
    assert sign_in(reader).post(f"/projets/le-detour/bilans/{mine.public_id}/").status_code == 405


@pytest.mark.parametrize(
    ("planned", "actual", "words"),
    [(45, 41, "−4"), (15, 15, "0"), (10, 10.5, "+0,5"), (0, 12345, "+12\u00a0345"), (None, 3, "")],
)
def test_a_gap_is_signed_and_a_missing_number_makes_none(planned, actual, words):
    from decimal import Decimal

    numbers = [None if number is None else Decimal(str(number)) for number in (planned, actual)]
    assert gap(*numbers) == words


def test_themes_keep_their_order_whatever_their_values(demo, coordinator, sign_in):
    review = demo.reviews.get(title__startswith="Quatre")
    response = sign_in(coordinator).get(f"/projets/{demo.slug}/bilans/{review.public_id}/")
    assert [float(mean) for _label, mean in response.context["themes"]] == [3.2, 3.0, 2.4, 3.4, 2.6, 3.3]


def test_the_journal_is_filtered_by_partner_kind_and_promise(demo, coordinator, sign_in):
    client = sign_in(coordinator)
    partnership = demo.partnerships.get(partner__short_name="Maison des solidarités")

    def found(query):
        return [row[0].key for row in client.get(f"/projets/{demo.slug}/journal/?{query}").context["rows"]]

    assert found(f"partenaire={partnership.public_id}") == ["j12", "j04"]
    assert found("type=signature") == ["j11"]
    assert set(found("suite=False")) == {"j08", "j12", "j13", "j14", "j15"}
    assert found("type=licorne") == found("")


def test_the_journal_comes_fifty_a_page(project, reader, sign_in):
    partnership = PartnershipFactory(project=project)
    for n in range(51):
        LogEntry.objects.create(partnership=partnership, date=DAY + datetime.timedelta(days=n), summary=f"Échange {n}")
    client = sign_in(reader)
    assert "Échange 50" in read(client, project, "journal/")
    assert "Échange 0<" in read(client, project, "journal/", "?page=2")


def test_follow_up_counts_what_each_page_holds(demo, coordinator, sign_in):
    response = sign_in(coordinator).get(f"/projets/{demo.slug}/suivi/")
    assert [count for _name, _url, count, _words in response.context["pages"]] == [
        15,
        8,
        5,
        3,
        demo.links.count(),
        2,
        2,
        4,
        3,
    ]


def test_the_directory_leads_to_what_is_followed(project, reader, sign_in):
    assert reverse("partnerships:follow_up", args=["le-detour"]) in read(sign_in(reader), project, "partenaires/")


@pytest.mark.parametrize("path", [path for path in PAGES.values() if path != "ateliers/"])
def test_a_page_takes_the_same_queries_for_three_rows_and_for_thirty(project, reader, sign_in, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(reader)
    member = project.members.first()

    def fill(n):
        for _ in range(n):
            a, b = PartnershipFactory(project=project), PartnershipFactory(project=project)
            entry = LogEntry.objects.create(partnership=a, date=DAY, summary="Vu")
            entry.presences.create(who_member=member)
            Promise.objects.create(partnership=a, entry=entry, what="Rappeler", who_partnership=b)
            shift = PerspectiveShift.objects.create(partnership=a, who_member=member)
            frein = Obstacle.objects.create(partnership=a, shift=shift, text="Frein")
            Response.objects.create(obstacle=frein, text="Piste", who_partnership=b)
            situation = Situation.objects.create(project=project, name="Seule")
            SituationActor.objects.create(situation=situation, partnership=b, role="acts")
            Link.objects.create(project=project, a=a, b=b, intensity=1)
            Review.objects.create(project=project, kind="final", title="Bilan")
            committee = Committee.objects.create(project=project, kind="steering", name="Comité")
            committee.seats.create(partnership=a)
            Meeting.objects.create(committee=committee, date=DAY).attendances.create(who_partnership=b)

    counts = []
    for rows in (3, 27):
        fill(rows)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/projets/le-detour/{path}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
