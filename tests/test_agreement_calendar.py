"""The dates of an agreement after its signature: pure functions, then the page."""

import datetime
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.calendar import add_months, dues_of, months_of, term_for, term_of
from agreements.models import Agreement, AgreementFile, AgreementStatus, Renewal, WrongMoment
from partnerships.models import Contact
from privacy.retention import people
from projects.models import Operation, undo
from tests.agreement_facts import make_agreement, read
from tests.scan_samples import pdf, png

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), -3, date(2026, 9, 30)),
        (date(2026, 3, 15), -12, date(2025, 3, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_number_or_the_last_day(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        *(("trois mois", 3), ("3 mois", 3), ("Un préavis de deux mois", 2), ("un an", 12), ("2 années", 24)),
        *(("", None), ("trente jours", None), ("quelques mois", None)),
    ],
)
def test_a_notice_is_read_in_its_own_words(text, months):
    assert months_of(text) == months


def term(end, **options):
    found = term_of(end, today=TODAY, **options)
    return found and (found.end, found.notice_on, found.renewals, found.is_over)


def test_without_end_there_is_no_term():
    assert term(None, renewal=Renewal.TACIT, period=12) is None


def test_a_fixed_term_runs_to_its_end_and_its_notice_passes():
    assert term(date(2027, 12, 31), notice=3) == (date(2027, 12, 31), date(2027, 9, 30), 0, False)
    assert term(date(2026, 12, 31), notice=3) == (date(2026, 12, 31), None, 0, False)
    assert term(date(2026, 10, 31), notice=3) == (date(2026, 10, 31), None, 0, True)
    assert term(TODAY) == (TODAY, None, 0, False)


def test_a_renewal_by_decision_does_not_happen_by_itself():
    assert term(date(2026, 10, 31), renewal=Renewal.DECISION, period=12, notice=1) == (
        date(2026, 10, 31),
        None,
        0,
        True,
    )


@pytest.mark.parametrize(
    ("end", "period", "notice", "expected"),
    [
        # Two silent years: the end is the third one, its notice still to come.
        (date(2024, 12, 31), 12, 1, (date(2026, 12, 31), date(2026, 11, 30), 2, False)),
        # The notice of this end has passed: that of the renewed end is told.
        (date(2026, 12, 31), 12, 3, (date(2026, 12, 31), date(2027, 9, 30), 0, False)),
        (date(2025, 11, 21), 12, 3, (date(2027, 11, 21), date(2027, 8, 21), 2, False)),
        # A 31st stays one after a shorter month.
        (date(2026, 8, 31), 6, 1, (date(2027, 2, 28), date(2027, 1, 28), 1, False)),
        (date(2026, 5, 31), 3, None, (date(2026, 11, 30), None, 2, False)),
        # A notice longer than the period.
        (date(2026, 12, 31), 1, 3, (date(2026, 12, 31), date(2026, 11, 28), 0, False)),
    ],
)
def test_a_tacit_renewal_tells_the_next_notice_from_the_renewed_end(end, period, notice, expected):
    assert term(end, renewal=Renewal.TACIT, period=period, notice=notice) == expected


def agreement(**fields):
    base = {
        "status": AgreementStatus.SIGNED,
        "effective_on": date(2026, 1, 1),
        "interim_review_on": date(2027, 3, 1),
        "ends_on": date(2027, 12, 31),
        "renewal": Renewal.NONE,
        "renewal_months": None,
        "notice_months": None,
        "notice": "trois mois",
        "events": SimpleNamespace(all=list),
        "amends_id": None,
        "amendments": SimpleNamespace(all=list),
        "is_followed": False,
    }
    return SimpleNamespace(**base | fields)


def dues(**fields):
    return [(due.day.isoformat(), due.kind) for due in dues_of(agreement(**fields), TODAY)]


def test_the_calendar_tells_review_notice_alert_and_end():
    assert dues() == [
        *(("2027-03-01", "review"), ("2027-09-30", "alert"), ("2027-09-30", "notice"), ("2027-12-31", "end")),
    ]
    assert dues(renewal=Renewal.TACIT, renewal_months=12)[-1] == ("2027-12-31", "renewal")
    assert dues(ends_on=date(2026, 10, 1), interim_review_on=None) == [("2026-10-01", "over")]
    assert dues(status=AgreementStatus.DRAFT) == []
    assert dues(status=AgreementStatus.ENDED) == []


def test_denounced_it_ends_on_the_day_of_effect():
    event = SimpleNamespace(kind="denounce", on=date(2026, 11, 1), effect_on=date(2027, 2, 1))
    fields = {"status": AgreementStatus.DENOUNCED, "events": SimpleNamespace(all=lambda: [event])}
    assert dues(**fields, renewal=Renewal.TACIT, renewal_months=12) == [("2027-02-01", "end")]
    assert isinstance(datetime.date.fromisoformat(dues(**fields)[0][0]), date)


def test_renewed_by_a_decision_it_ends_on_the_day_that_the_decision_says():
    renewals = [
        SimpleNamespace(pk=year, kind="renew", on=date(year, 11, 1), until=date(year + 1, 12, 31))
        for year in (2027, 2028)
    ]
    fields = {"interim_review_on": None, "renewal": Renewal.DECISION, "events": SimpleNamespace(all=lambda: renewals)}
    assert dues(**fields) == [("2029-09-30", "alert"), ("2029-09-30", "notice"), ("2029-12-31", "end")]


@pytest.fixture
def signed(project, coordinator):
    made = make_agreement(project, coordinator)
    fields = {"status": AgreementStatus.SIGNED, "ends_on": TODAY + datetime.timedelta(days=400), "notice": "deux mois"}
    Agreement.objects.filter(pk=made.pk).update(**fields, version=1)
    return read(made)


def url(name, agreement):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id])


@pytest.mark.django_db
def test_the_calendar_of_a_project_and_of_all_of_them(project, signed, coordinator, stranger, sign_in, client):
    address = reverse("agreements:agreement_calendar", args=[project.slug])
    page = sign_in(coordinator).get(address).content.decode()
    assert "Dernier jour pour dénoncer" in page
    assert "Convention de partenariat" in page
    everywhere = reverse("agreements:agreement_calendar_all")
    assert "Le Détour" in sign_in(coordinator).get(everywhere).content.decode()
    assert "Aucune échéance" in sign_in(stranger).get(everywhere).content.decode()
    assert sign_in(stranger).get(address).status_code == 404
    assert client.get(everywhere).status_code == 302


@pytest.mark.django_db
def test_renewal_and_notice_are_written_once_signed_and_undone(signed, coordinator, director, reader, sign_in):
    address, writer = url("agreement_terms", signed), sign_in(coordinator)
    assert writer.post(address, {"version": 1, "renewal": "tacit"}).status_code == 422
    data = {"version": 1, "renewal": "tacit", "renewal_months": "12", "notice_months": "3"}
    assert writer.post(address, data).status_code == 302
    assert read(signed).renewal_months == 12
    late = sign_in(director).post(address, data | {"renewal": "decision"})
    assert late.status_code == 409
    assert "Remplacer" in late.content.decode()
    assert sign_in(reader).get(address).status_code == 200
    assert sign_in(reader).post(address, data).status_code == 403
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    assert read(signed).renewal == "none"


@pytest.mark.django_db
def test_a_signed_agreement_is_suspended_resumed_denounced_and_closed_with_a_reason(signed, coordinator, sign_in):
    address, writer = url("agreement_turn", signed), sign_in(coordinator)
    today = {"on": "2026-11-22"}

    def turn(kind, **more):
        return writer.post(address, {"kind": kind, "version": read(signed).version, **today, **more}).status_code

    assert turn("suspend") == 422
    assert turn("resume") == 422
    assert turn("suspend", reason="Travaux dans la salle") == 302
    assert writer.post(address, {"kind": "close", "version": 1, "reason": "Fini", **today}).status_code == 409
    assert turn("resume") == 302
    party = signed.parties.last()
    denounced = {"reason": "Fin de mandat", "effect_on": "2027-02-01", "party": party.public_id}
    assert turn("denounce", **denounced | {"effect_on": "2026-01-01"}) == 422
    assert turn("denounce", **denounced) == 302
    page = writer.get(url("agreement_terms", signed)).content.decode()
    assert "Fin de mandat" in page
    assert "1er février 2027" in page.replace("\u00a0", " ")
    assert turn("close", reason="Bilan partagé") == 302
    assert (read(signed).status, signed.events.count()) == ("ended", 4)
    assert turn("suspend", reason="Trop tard") == 422
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    assert (read(signed).status, signed.events.count()) == ("denounced", 3)


@pytest.mark.django_db
def test_a_renewal_is_decided_with_a_new_end_where_the_text_asks_for_a_decision(signed, coordinator, sign_in):
    address, writer = url("agreement_turn", signed), sign_in(coordinator)
    renewed = {"kind": "renew", "version": 1, "on": "2026-11-22", "reason": "Bilan partagé", "until": "2999-12-31"}
    # Said nowhere, it takes an amendment.
    assert writer.post(address, renewed).status_code == 422
    with pytest.raises(WrongMoment):
        read(signed).turn("renew", on=TODAY, until=date(2999, 12, 31))
    Agreement.objects.filter(pk=signed.pk).update(renewal=Renewal.DECISION)
    assert "Reconduire, suspendre" in writer.get(url("agreement_terms", signed)).content.decode()
    for until in ("", "2026-11-23", "jamais"):
        assert writer.post(address, renewed | {"until": until}).status_code == 422
    assert writer.post(address, renewed).status_code == 302
    page = writer.get(url("agreement_terms", signed)).content.decode().replace("\u00a0", " ")
    assert "Jusqu’au 31 décembre 2999." in page
    agreement = read(signed)
    assert (agreement.status, agreement.ends_on) == (AgreementStatus.SIGNED, signed.ends_on)
    assert term_for(agreement, TODAY).end == date(2999, 12, 31)
    # Wherever its end counts: the list, the register, the contacts that may be kept.
    page = writer.get(reverse("agreements:agreement_list", args=[signed.project.slug])).content.decode()
    assert "jusqu’au 31 décembre 2999" in page.replace("\u00a0", " ")
    Agreement.objects.filter(pk=signed.pk).update(ends_on=TODAY - datetime.timedelta(days=30))
    assert "Aucune convention" in writer.get(reverse("agreements:agreement_register") + "?ends=passee").content.decode()
    contact = Contact.objects.create(partner=signed.parties.last().partnership.partner, name="Ada Roche")
    assert people(signed.project.organisation, TODAY).get(pk=contact.pk).in_force
    # What is no renewal has no new end.
    suspended = renewed | {"kind": "suspend", "version": agreement.version}
    assert writer.post(address, suspended).status_code == 302
    assert agreement.events.get(kind="suspend").until is None


@pytest.mark.django_db
def test_a_letter_is_kept_with_what_happened_and_downloaded_by_who_reads(
    signed, coordinator, reader, stranger, sign_in
):
    writer, address = sign_in(coordinator), url("agreement_turn", signed)
    facts = {"kind": "suspend", "version": 1, "on": "2026-11-22", "reason": "Travaux"}
    refused = writer.post(address, facts | {"file": SimpleUploadedFile("lettre.pdf", b"<script>")})
    assert refused.status_code == 422
    assert "Travaux" in refused.content.decode()
    assert not signed.events.exists()
    letter = pdf(pages=2)
    assert writer.post(address, facts | {"file": SimpleUploadedFile("x.exe", letter)}).status_code == 302
    event, kept = signed.events.get(), AgreementFile.objects.get()
    assert (kept.event, kept.signature, kept.pages, kept.added_by) == (event, None, 2, coordinator)
    assert kept.name.endswith("suspension-2026-11-22.pdf")
    more = reverse("agreements:event_piece_add", args=[signed.project.slug, signed.public_id, event.public_id])
    assert writer.get(more).status_code == 200
    assert writer.post(more).status_code == 422
    assert writer.post(more, {"file": SimpleUploadedFile("photo", png())}).status_code == 302
    file_url = reverse("agreements:piece_download", args=[signed.project.slug, signed.public_id, kept.public_id])
    page = sign_in(reader).get(url("agreement_terms", signed)).content.decode()
    assert file_url in page
    assert more not in page
    answer = sign_in(reader).get(file_url)
    assert (answer.content, answer["Content-Type"]) == (letter, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert file_url not in sign_in(reader).get(url("signature_list", signed)).content.decode()
    assert sign_in(reader).post(more).status_code == 403
    assert sign_in(stranger).get(file_url).status_code == sign_in(stranger).get(more).status_code == 404
    undo(Operation.objects.order_by("-pk").first(), by=coordinator)
    assert AgreementFile.objects.get() == kept


@pytest.mark.django_db
def test_the_calendar_takes_the_same_queries_for_many(project, coordinator, sign_in, django_assert_max_num_queries):
    for _rank in range(6):
        made = make_agreement(project, coordinator)
        Agreement.objects.filter(pk=made.pk).update(status=AgreementStatus.SIGNED, ends_on=date(2030, 1, 1))
    client = sign_in(coordinator)
    with django_assert_max_num_queries(8):
        client.get(reverse("agreements:agreement_calendar", args=[project.slug]))


@pytest.mark.django_db
def test_the_register_gathers_the_projects_that_one_sees_and_leaves_as_a_table(
    project, signed, coordinator, stranger, sign_in, client
):
    address, writer = reverse("agreements:agreement_register"), sign_in(coordinator)
    partner = signed.parties.last().called
    for query, found in (
        ("", True),
        (f"?q={partner}", True),
        ("?q=introuvable", False),
        ("?status=signed&project=le-detour", True),
        ("?status=draft", False),
        ("?ends=3", False),
        ("?ends=aucune", False),
        ("?status=licorne", True),
    ):
        page = writer.get(address + query).content.decode()
        assert ("Convention de partenariat" in page) is found
        assert ("Aucune convention ne répond." in page) is not found
    table = writer.get(reverse("exchange:register_download", args=["csv"]) + "?status=signed").content.decode()
    assert partner in table
    assert str(signed.ends_on) in table
    assert (
        "Convention"
        not in sign_in(stranger).get(reverse("exchange:register_download", args=["csv"])).content.decode()[120:]
    )
    assert writer.get(reverse("exchange:register_download", args=["pdf"])).status_code == 404
    assert client.get(address).status_code == 302
