"""What the frise asks: gaps as questions, each leading to the place where it is answered."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partnerships.board import read_board
from partnerships.models import LogEntry, PartnerKind
from partnerships.questions import ask
from projects.models import InvolvementCode, Project, SetAside, Stage
from tests.factories import PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db


LANES = {"sans_co_porteur", "sans_allie", "sans_informe"}


def asked(project, *codes):
    return [q for q in ask(project, read_board(project)) if not codes or q.code in codes]


def place(project, code, position=0, **partner):
    partnership = PartnershipFactory(project=project, **{f"partner__{key}": value for key, value in partner.items()})
    return PlacementFactory(
        partnership=partnership, horizon=project.horizons.all()[position], level=project.levels.get(code=code)
    )


def test_an_empty_lane_is_asked_and_leads_to_its_cell(project):
    empty = asked(project, *LANES)
    assert len(empty) == 7  # two lanes at three horizons, and information at the last one
    place(project, InvolvementCode.ALLY)
    left = asked(project, *LANES)
    assert len(left) == 6
    first = project.horizons.first()
    assert left[0].url.endswith(f"#case-{first.public_id}-{project.levels.first().public_id}")
    assert left[0].text.endswith("?")


def test_residents_absent_at_the_start_are_asked_for(project):
    assert not asked(project, "habitants")
    place(project, InvolvementCode.ALLY)
    assert asked(project, "habitants")
    place(project, InvolvementCode.INFORMED, kind=PartnerKind.RESIDENT_RELAY)
    assert not asked(project, "habitants")


def test_those_who_see_everyone_without_being_invited(project):
    assert asked(project, "oublies")
    PartnershipFactory(project=project, partner__overlooked=True)
    assert not asked(project, "oublies")


def test_partners_that_wait_for_a_place_are_counted(project):
    for _n in range(2):
        PartnershipFactory(project=project)
    assert asked(project, "a_placer")[0].text == "2 partenaires attendent leur place"


def test_silence_of_sixty_days_leads_to_those_partners(project):
    today = timezone.localdate()
    quiet, recent, asleep = (place(project, InvolvementCode.ALLY).partnership for _n in range(3))
    LogEntry.objects.create(partnership=quiet, date=today - datetime.timedelta(days=61), summary="Appel")
    LogEntry.objects.create(partnership=recent, date=today - datetime.timedelta(days=60), summary="Visite")
    asleep.stage = Stage.DORMANT
    asleep.save()
    question = asked(project, "silence")[0]
    assert question.text.startswith("1 partenaire sans nouvelles")
    assert "forgotten=silence" in question.url


def test_somebody_elected_is_asked_for_at_the_start(project):
    assert not asked(project, "elus")
    place(project, InvolvementCode.ALLY, kind=PartnerKind.RESIDENT_RELAY)
    assert asked(project, "elus")
    place(project, InvolvementCode.INFORMED, kind=PartnerKind.MUNICIPALITY)
    assert not asked(project, "elus")


def test_institutions_alone_are_said_to_be_alone(project):
    place(project, InvolvementCode.ALLY, kind=PartnerKind.FAMILY_FUND)
    assert asked(project, "habitants")[0].text.startswith("Rien que des institutions")
    place(project, InvolvementCode.ALLY, kind=PartnerKind.ASSOCIATION)
    assert asked(project, "habitants")[0].text.startswith("Où sont les habitantes")


def test_a_question_set_aside_leaves_the_strip_without_one_more_query(project, coordinator, sign_in):
    place(project, InvolvementCode.ALLY)
    client, url = sign_in(coordinator), f"/projets/{project.slug}/frise/"
    client.get(url)
    with CaptureQueriesContext(connection) as before:
        shown = client.get(url).content.decode()
    question = asked(project, "habitants")[0]
    assert question.text in shown
    SetAside.objects.create(
        project=project, code="habitants", subject=question.about, mark=question.mark, question="-", reason="-"
    )
    Project.objects.filter(pk=project.pk).update(revision=project.revision + 1)
    with CaptureQueriesContext(connection) as after:
        assert question.text not in client.get(url).content.decode()
    assert len(after) == len(before) <= 10


def test_three_questions_are_shown_and_the_others_are_one_click_away(project, coordinator, sign_in):
    html = sign_in(coordinator).get(f"/projets/{project.slug}/frise/").content.decode()
    total = len(asked(project))
    assert total > 3
    assert f"et {total - 3} autres" in html
    assert html.index(f"et {total - 3} autres") > html.index(asked(project)[2].text)
