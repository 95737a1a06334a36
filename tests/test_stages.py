"""The path of a partnership: what each stage asks from facts, moves, mandates, written points."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import ActionSheet, Arrangement
from partnerships.models import LogEntry, LogPresence, Mandate, Obstacle, PartnerKind, Partnership, RoundPoint
from partnerships.record import PATH
from partnerships.stages import Path
from partnerships.views.record import record_of
from projects.models import Operation, Stage, undo
from tests.factories import PartnershipFactory, RaciFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 3, 12)


@pytest.fixture
def partnership(project):
    return PartnershipFactory(project=project, partner__name="Café Chez Lison", stage=Stage.IDENTIFIED)


def path_of(partnership):
    return Path(record_of(partnership.project, partnership.public_id))


def url(partnership, name="stage_path", *rest):
    return reverse(f"partnerships:{name}", args=[partnership.project.slug, partnership.public_id, *rest])


def version_of(partnership):
    return Partnership.objects.get(pk=partnership.pk).version


def met(partnership, stage):
    return path_of(partnership).guide(stage).met


def test_every_stage_of_the_path_tells_its_point_what_it_asks_and_when_it_is_left(partnership):
    guides = [path_of(partnership).guide(stage) for stage in PATH]
    assert [guide.stage for guide in guides] == list(PATH)
    assert all(guide.point and guide.leaves and len(guide.asks) >= 3 and not guide.met for guide in guides)
    assert path_of(partnership).guide(Stage.DORMANT) is None
    assert not any(
        ask.done
        for guide in guides
        for ask in guide.asks
        if guide.stage not in (Stage.IDENTIFIED, Stage.IMPLEMENTATION)
    )


def test_a_first_contact_lets_one_leave_the_first_stage(partnership):
    entry = LogEntry.objects.create(partnership=partnership, date=DAY, summary="Un café")
    LogPresence.objects.create(entry=entry, who_name="Nadège")
    type(partnership.partner).objects.filter(pk=partnership.partner_id).update(kind=PartnerKind.SHOP)
    guide = path_of(partnership).guide()
    assert "12\u00a0mars\u00a02026" in guide.met
    assert [ask.done for ask in guide.asks] == [True, False, False, True]


@pytest.mark.parametrize("stage", [Stage.IDEA, Stage.ELABORATION, Stage.EVALUATION])
def test_a_written_point_counts_once_it_is_validated_inside(partnership, stage):
    point = RoundPoint.objects.create(partnership=partnership, stage=stage, text="Deux jours", on=DAY)
    assert met(partnership, stage) == ""
    point.validated_by, point.validated_on = "La présidente", DAY
    point.save()
    assert met(partnership, stage) == "Validé par La présidente le 12\u00a0mars\u00a02026."


def test_an_oral_agreement_counts_once_a_letter_confirms_it(partnership):
    arrangement = Arrangement.objects.create(
        partnership=partnership, formalisation="oral", purpose="La terrasse", date=DAY
    )
    assert met(partnership, Stage.NEGOTIATION) == ""
    LogEntry.objects.create(partnership=partnership, date=DAY, kind="mail", summary="Nous confirmons")
    assert "La terrasse" in met(partnership, Stage.NEGOTIATION)
    LogEntry.objects.all().delete()
    arrangement.formalisation = "charter"
    arrangement.save()
    assert "Charte" in met(partnership, Stage.NEGOTIATION)


def test_a_sheet_validated_by_both_lets_one_leave_the_sheets_and_its_end_the_realisation(project, partnership):
    lead = project.partnerships.get(is_lead=True)
    sheet = ActionSheet.objects.create(project=project, title="Les haltes", pilot=lead, final_on=DAY)
    sheet.partners.create(partnership=partnership, role="R")
    sheet.indicators.create(name="Haltes", baseline=0)
    sheet.validations.create(partnership=lead, on=DAY)
    assert met(partnership, Stage.ACTION_SHEETS) == ""
    sheet.validations.create(partnership=PartnershipFactory(project=project), on=DAY)
    assert met(partnership, Stage.ACTION_SHEETS) == ""
    sheet.validations.create(partnership=partnership, on=DAY)
    assert "Les haltes" in met(partnership, Stage.ACTION_SHEETS)
    assert "12\u00a0mars\u00a02026" in met(partnership, Stage.IMPLEMENTATION)
    assert [ask.done for ask in path_of(partnership).guide(Stage.ACTION_SHEETS).asks] == [False, True, False, True]


def test_elaboration_asks_for_a_mandate_freins_and_a_place(partnership):
    Mandate.objects.create(partnership=partnership, who_name="Nadège")
    Obstacle.objects.create(partnership=partnership, text="Le temps")
    assert [ask.done for ask in path_of(partnership).guide(Stage.ELABORATION).asks] == [True, True, False, False]


def test_a_long_silence_is_told_and_nothing_moves(partnership, settings, coordinator, sign_in):
    settings.DORMANT_AFTER_DAYS = 90
    assert path_of(partnership).quiet_days is None
    day = timezone.localdate() - datetime.timedelta(days=94)
    entry = LogEntry.objects.create(partnership=partnership, date=day, summary="Un café")
    assert path_of(partnership).quiet_days == 94
    page = sign_in(coordinator).get(url(partnership)).content.decode()
    assert "depuis 94&nbsp;jours" in page
    assert Partnership.objects.get(pk=partnership.pk).stage == Stage.IDENTIFIED
    entry.date += datetime.timedelta(days=5)
    entry.save()
    assert path_of(partnership).quiet_days is None


def test_one_moves_anywhere_with_a_day_and_a_reason_and_takes_it_back(partnership, coordinator, sign_in):
    client = sign_in(coordinator)
    seen = version_of(partnership)
    data = {"stage": "implementation", "on": "2026-03-12", "note": "Il a commencé", "seen_version": seen}
    assert client.post(url(partnership), data | {"stage": "licorne"}).status_code == 422
    assert client.post(url(partnership), data).status_code == 302
    partnership.refresh_from_db()
    entry = partnership.stage_entries.get()
    assert (partnership.stage, entry.stage, entry.on, entry.note) == (
        "implementation",
        "implementation",
        DAY,
        "Il a commencé",
    )
    page = client.get(url(partnership)).content.decode()
    assert "Il a commencé" in page
    assert "Revenir à" in page
    late = client.post(url(partnership), data | {"stage": "idea"})
    assert late.status_code == 409
    assert "Réalisation" in late.content.decode()
    assert "Remplacer" in late.content.decode()
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    partnership.refresh_from_db()
    assert (partnership.stage, partnership.stage_entries.count()) == ("identified", 0)


def test_a_mandate_and_a_point_are_written_changed_and_removed(partnership, coordinator, sign_in):
    client = sign_in(coordinator)
    mandates, points = (url(partnership, "stage_item_add", items) for items in ("mandats", "points"))
    assert client.post(mandates, {"given_by": "Le CA"}).status_code == 422
    wrong = {"who_free": "Nadège", "given_on": "2026-03-12", "until": "2026-01-01"}
    assert client.post(mandates, wrong).status_code == 422
    assert client.post(mandates, wrong | {"until": "2027-01-01", "room": "Les horaires"}).status_code == 302
    assert Mandate.objects.get().who == "Nadège"
    point = {"stage": "idea", "on": "2026-03-12", "text": "Deux jours"}
    assert client.post(points, point | {"validated_by": "Le CA"}).status_code == 422
    assert client.post(points, point).status_code == 302
    page = client.get(url(partnership)).content.decode()
    assert "Les horaires" in page
    assert "Pas encore validé chez nous" in page
    row = RoundPoint.objects.get()
    edit = url(partnership, "stage_item_edit", "points", row.public_id)
    assert "Deux jours" in client.get(edit).content.decode()
    stale = client.post(edit, point | {"seen": "ancien", "text": "Trois jours"})
    assert stale.status_code == 409
    assert "Trois jours" in stale.content.decode()
    client.post(url(partnership, "stage_item_remove", "points", row.public_id))
    assert not RoundPoint.objects.exists()
    assert client.get(url(partnership, "stage_item_add", "licornes")).status_code == 404


def test_a_reader_reads_the_path_and_moves_nothing(partnership, reader, stranger, sign_in, client):
    page = sign_in(reader).get(url(partnership) + "?etape=evaluation").content.decode()
    assert "Apprendre ensemble" in page
    assert '<form method="post" action="/projets/' not in page.split("contenu")[1]
    assert sign_in(reader).post(url(partnership), {"stage": "idea"}).status_code == 403
    assert sign_in(stranger).get(url(partnership)).status_code == 404
    assert client.get(url(partnership)).status_code == 302


def test_the_path_takes_the_same_queries_whatever_it_holds(
    project, partnership, coordinator, sign_in, django_assert_max_num_queries
):
    for rank in range(8):
        sheet = ActionSheet.objects.create(project=project, title=f"Fiche {rank}")
        sheet.partners.create(partnership=partnership)
        sheet.indicators.create(name="Haltes")
        Mandate.objects.create(partnership=partnership, who_partnership=PartnershipFactory(project=project))
        RaciFactory(activity__project=project, partnership=partnership)
        entry = LogEntry.objects.create(partnership=partnership, date=DAY, summary="Un café")
        LogPresence.objects.create(entry=entry, who_name="Nadège")
    client = sign_in(coordinator)
    for stage in PATH:
        with django_assert_max_num_queries(24):
            client.get(url(partnership) + f"?etape={stage.value}")
