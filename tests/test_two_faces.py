"""What the team thinks of a partner never leaves the team (rule of the house 3): marker strings in every output.

The control: the same markers are on the team's own pages, so the search would find them.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.wording import convention_document
from documents.board import board_svg
from documents.relations import graph_svg, target_svg
from partnerships.comparison import compare
from partnerships.drawings import board_drawing, comparison_drawing, cut_cards, past_drawing
from partnerships.models import (
    ActorAnswer,
    Analysis,
    Commitment,
    Contact,
    ExpectedActor,
    Lever,
    Link,
    LogEntry,
    Mood,
    Obstacle,
    PerspectiveShift,
    PlacementOpinion,
    Response,
    SituationActor,
)
from partnerships.relations.drawing import relations_drawing
from partnerships.tables import raci_table
from partnerships.views.live.walls import WALLS
from privacy.models import DataPolicy
from privacy.register import register_sheet
from privacy.shareable import FIELDS
from projects.models import SetAside, Situation
from tests.agreement_facts import make_agreement
from tests.documents_samples import text as text_of_pdf
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory
from tests.personal_data import make_link, page_of

pytestmark = pytest.mark.django_db
KINDS = (
    *("frein", "levier", "parade", "portrait", "tension", "journal", "limites", "intérêts", "placement", "collègue"),
    *("situation", "signe", "bascule", "trou", "sans-objet", "lien", "de-côté"),
    *("avis", "espéré", "moment"),
)
MARKERS = [f"MARQUEUR-{what}" for what in KINDS]


@pytest.fixture
def partnership(project):
    """A partner with something private in every place that can hold it, a card on the frise and a letter in the RACI."""
    partnership = PartnershipFactory(
        project=project,
        partner__name="Café Chez Lison",
        partner__short_name="Chez Lison",
        partner__overlooked=True,
        limits="MARQUEUR-limites",
        common_interests="MARQUEUR-intérêts",
        hoped_level=project.levels.first(),
        hoped_reason="MARQUEUR-espéré",
        ask_on=timezone.localdate(),
        ask_reason="MARQUEUR-moment",
    )
    Contact.objects.create(partner=partnership.partner, name="Claire Perrin", email="claire@cafe.example")
    Contact.objects.create(partner=partnership.partner, name="MARQUEUR-collègue")
    obstacle = Obstacle.objects.create(partnership=partnership, text="MARQUEUR-frein")
    Lever.objects.create(partnership=partnership, text="MARQUEUR-levier")
    Response.objects.create(obstacle=obstacle, text="MARQUEUR-parade")
    PerspectiveShift.objects.create(partnership=partnership, portrait="MARQUEUR-portrait")
    lead = project.partnerships.get(is_lead=True)
    Link.objects.create(
        project=project, a=lead, b=partnership, intensity=2, note="MARQUEUR-lien", tension="MARQUEUR-tension"
    )
    SetAside.objects.create(project=project, code="-", mark="-", question="-", reason="MARQUEUR-de-côté")
    LogEntry.objects.create(
        partnership=partnership, date=timezone.localdate(), summary="MARQUEUR-journal", mood=Mood.RESERVED
    )
    Analysis.objects.create(partnership=partnership, trust=0, antagonism=4, commitment_now=Commitment.AGAINST)
    PlacementFactory(
        partnership=partnership,
        horizon=project.horizons.first(),
        level=project.levels.first(),
        reason="MARQUEUR-placement",
    )
    PlacementOpinion.objects.create(
        partnership=partnership,
        horizon=project.horizons.first(),
        level=project.levels.last(),
        comment="MARQUEUR-avis",
    )
    RaciFactory(activity=ActivityFactory(project=project), partnership=partnership, letters="C")
    situation = Situation.objects.create(
        project=project,
        name="MARQUEUR-situation",
        signs=["MARQUEUR-signe"],
        tipping_point="MARQUEUR-bascule",
        gap="MARQUEUR-trou",
    )
    SituationActor.objects.create(situation=situation, partnership=partnership, role="spots")
    ExpectedActor.objects.provide(project.organisation)
    actor = project.organisation.expected_actors.get(key="gardien")
    ActorAnswer.objects.create(project=project, actor=actor, reason="MARQUEUR-sans-objet")
    return partnership


def found_in(text):
    return [marker for marker in [*MARKERS, "S’y oppose", "Pas encore de contact"] if marker in text]


def test_no_document_contains_what_is_private(project, partnership, coordinator):
    today = timezone.localdate()
    agreement = make_agreement(project, coordinator, partnership)
    drawing = board_drawing(project, today)
    before = today - datetime.timedelta(days=1)
    compared = comparison_drawing(project, compare(project, before, today), before, today)
    relations = relations_drawing(project, today)
    shapes = (
        drawing,
        past_drawing(project, today),
        cut_cards(project, project.partnerships.all(), today, per_page=10, blanks=0),
        compared,
        raci_table(project, today),
        relations,
        convention_document(agreement, day=today, draft=False),
    )
    for shape in shapes:
        assert "Chez Lison" in repr(shape)
        assert found_in(repr(shape)) == []
    for picture in (board_svg(drawing), target_svg(relations), graph_svg(relations)):
        assert found_in(picture) == []


def test_the_wall_screen_contains_what_is_private_nowhere(project, partnership, coordinator, sign_in):
    page = sign_in(coordinator).get(reverse("partnerships:board", args=[project.slug]), {"projection": "1"})
    text = page.content.decode()
    assert "Chez Lison" in text
    assert found_in(text) == []
    assert "frein" not in text.lower().replace("freins notés", "")


def test_what_is_pushed_to_the_walls_contains_what_is_private_nowhere(project, partnership):
    for page, draw in WALLS.items():
        for view in ("", f"partenaire={partnership.public_id}", f"o={partnership.public_id}", "forgotten=oublies"):
            text = draw(project.pk, view)
            assert "Chez Lison" in text, page
            assert found_in(text) == []
            assert "frein" not in text.lower()


def test_the_page_of_a_personal_link_contains_what_is_private_nowhere(project, partnership, coordinator, client):
    _link, token = make_link(partnership, coordinator)
    page = client.get(page_of(token))
    refused = client.post(page_of(token), {"contact_email": "illisible"})
    for response, status in ((page, 200), (refused, 422)):
        text = response.content.decode()
        assert response.status_code == status
        assert "Claire Perrin" in page.content.decode()
        assert found_in(text) == []
        assert "oublié" not in text
    assert client.get(page_of("inconnu")).status_code == 404


def test_the_file_of_a_person_and_the_register_contain_nothing_private(project, partnership, coordinator, sign_in):
    contact = partnership.partner.contacts.get(name="Claire Perrin")
    organisation = project.organisation.slug
    client = sign_in(coordinator)
    pdf = client.get(reverse("privacy:person_pdf", args=[organisation, contact.public_id])).content
    outputs = {
        "json": client.get(reverse("privacy:person_json", args=[organisation, contact.public_id])).content.decode(),
        "pdf": text_of_pdf(pdf),
        "register": repr(register_sheet(DataPolicy.of(project.organisation), timezone.localdate())),
    }
    assert "Claire Perrin" in outputs["json"]
    assert "Claire Perrin" in outputs["pdf"]
    assert {name: found_in(text) for name, text in outputs.items()} == {"json": [], "pdf": [], "register": []}


def test_every_column_that_a_link_shows_is_on_the_short_list_of_what_may_be_shared():
    shared = {(field.subject.value, field.name) for field in FIELDS}
    assert shared == {
        *(("contact", name) for name in ("name", "function", "email", "phone", "other_phone", "channel")),
        *(("partner", name) for name in ("name", "mission", "legal_form", "seat", "siret", "rna", "bce")),
        *(("partnership", name) for name in ("brings", "expects")),
    }


def test_the_pages_of_the_team_do_contain_it(project, partnership, coordinator, sign_in):
    client = sign_in(coordinator)
    pages = [
        reverse("partnerships:partnership_record", args=[project.slug, partnership.public_id]),
        reverse("partnerships:perspective_list", args=[project.slug]),
        reverse("partnerships:link_list", args=[project.slug]),
        reverse("partnerships:situation_list", args=[project.slug]),
        reverse("partnerships:missing_list", args=[project.slug]),
        reverse("partnerships:question_list", args=[project.slug]),
    ]
    text = "".join(client.get(page).content.decode() for page in pages)
    assert set(MARKERS) <= set(found_in(text))
