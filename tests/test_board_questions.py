"""What the frise asks: gaps as questions, each leading to the place where it is answered."""

import datetime

import pytest
from django.utils import timezone

from partnerships.board import read_board
from partnerships.models import LogEntry, PartnerKind
from partnerships.questions import ask
from projects.models import InvolvementCode, Stage
from tests.factories import PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db


def asked(project, code=None):
    return [q for q in ask(project, read_board(project)) if code in {None, q.code}]


def place(project, code, position=0, **partner):
    partnership = PartnershipFactory(project=project, **{f"partner__{key}": value for key, value in partner.items()})
    return PlacementFactory(
        partnership=partnership, horizon=project.horizons.all()[position], level=project.levels.get(code=code)
    )


def test_an_empty_lane_is_asked_and_leads_to_its_cell(project):
    empty = asked(project, "ligne_vide")
    assert len(empty) == 7  # two lanes at three horizons, and information at the last one
    place(project, InvolvementCode.ALLY)
    left = asked(project, "ligne_vide")
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


def test_three_questions_are_shown_and_the_others_are_one_click_away(project, coordinator, sign_in):
    html = sign_in(coordinator).get(f"/projets/{project.slug}/frise/").content.decode()
    total = len(asked(project))
    assert total > 3
    assert f"et {total - 3} autres" in html
    assert html.index("et 5 autres") > html.index(asked(project)[2].text)
