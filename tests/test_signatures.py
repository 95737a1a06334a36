"""Signatures one by one: paper and electronic alike, order, refusal, reminder, files, and the agreement that becomes signed."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agreements.models import Agreement, AgreementFile, Arrangement, Blocked, Signature, SignatureState, StoredContent
from agreements.signing import starts_early
from partnerships.models import PartnerKind
from projects.models import Operation, operation, undo
from tests.agreement_facts import make_complete, partner_of, read
from tests.scan_samples import jpeg, pdf
from tests.validation_facts import DAY, circuit, make_ready, reword

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return make_ready(project, coordinator)


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def signatures(agreement):
    return list(Signature.objects.filter(agreement=agreement))


def tell(client, agreement, signature, way="papier", **data):
    data = {"version": Signature.objects.get(pk=signature.pk).version, "signed_on": "2026-11-10"} | data
    return client.post(url("signature_tell", agreement, signature.public_id, way), data)


def test_ready_asks_one_signature_of_each_party(agreement):
    assert [(one.name, one.state, one.asked_on) for one in signatures(agreement)] == [
        ("Jeanne Coudert", SignatureState.PENDING, DAY),
        ("Jeanne Coudert", SignatureState.PENDING, DAY),
    ]


def test_the_last_signature_makes_the_agreement_signed_on_the_last_day(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    first, second = signatures(agreement)
    assert tell(client, agreement, first, signed_on="2026-11-12").status_code == 302
    assert read(agreement).status == "ready"
    assert tell(client, agreement, second, way="electronique", signed_on="2026-11-10").status_code == 302
    assert (read(agreement).status, read(agreement).signed_on) == ("signed", datetime.date(2026, 11, 12))
    assert [one.state for one in signatures(agreement)] == [SignatureState.PAPER, SignatureState.ELECTRONIC]
    undo(Operation.objects.first(), by=coordinator)
    assert (read(agreement).status, read(agreement).signed_on) == ("ready", None)
    assert [one.state for one in signatures(agreement)] == [SignatureState.PAPER, SignatureState.PENDING]


def test_the_record_of_a_partner_says_what_was_signed_unless_somebody_said_more(
    project, agreement, coordinator, sign_in
):
    client = sign_in(coordinator)
    first, second = signatures(agreement)
    partnership = next(party.partnership for party in agreement.parties.all() if not party.partnership.is_lead)
    spoken = Arrangement.objects.create(partnership=partnership, formalisation="oral", purpose="La salle le mardi")

    def form_once_signed(before):
        partnership.formalisation = before
        partnership.save()
        answer = client.post(
            url("signature_tell", agreement, second.public_id, "papier"),
            {"version": Signature.objects.get(pk=second.pk).version, "signed_on": "2026-11-12"},
            follow=True,
        )
        partnership.refresh_from_db()
        after = partnership.formalisation
        assert ("l’écrit de sa fiche passe de" in answer.content.decode()) is (after != before)
        undo(Operation.objects.first(), by=coordinator)
        partnership.refresh_from_db()
        assert (read(agreement).status, partnership.formalisation) == ("ready", before)
        return after

    tell(client, agreement, first)
    assert form_once_signed("none") == "agreement"
    assert form_once_signed("charter") == "charter"
    assert form_once_signed("oral") == "oral"
    spoken.written_in = agreement
    spoken.save()
    assert form_once_signed("oral") == "agreement"
    assert not agreement.project.partnerships.get(is_lead=True).formalisation.startswith("agree")


def test_all_at_once_marks_each_and_refuses_when_somebody_refuses(agreement, coordinator, sign_in):
    client, address = sign_in(coordinator), url("agreement_status", agreement)
    first, _second = signatures(agreement)
    facts = {"version": agreement.version, "gesture": "signer", "signed_on": "2026-11-20"}
    tell(client, agreement, first, way="refus", reason="Pas d’accord sur le prix")
    refused = client.post(address, facts)
    assert refused.status_code == 409
    assert "a refusé de signer" in refused.content.decode()
    assert "Pas d’accord sur le prix" in client.get(url("signature_list", agreement)).content.decode()
    put_back = url("signature_put_back", agreement, first.public_id)
    assert client.post(put_back, {"version": Signature.objects.get(pk=first.pk).version}).status_code == 302
    assert client.post(address, facts).status_code == 302
    assert {(one.state, one.signed_on) for one in signatures(agreement)} == {
        (SignatureState.PAPER, datetime.date(2026, 11, 20))
    }


def test_an_order_is_kept_when_there_is_one(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    first, second = signatures(agreement)
    data = {"version": second.version, "party": second.party_id, "name": "Ada Roche", "quality": "maire", "rank": 2}
    edit = url("signatory_edit", agreement, second.public_id)
    assert client.post(edit, data).status_code == 302
    stale = client.post(edit, data | {"name": "Zoé"})
    assert stale.status_code == 409
    assert "Ada Roche" in stale.content.decode()
    early = tell(client, agreement, second)
    assert early.status_code == 409
    assert "Jeanne Coudert signe avant." in early.content.decode()
    tell(client, agreement, first)
    assert tell(client, agreement, second).status_code == 302
    assert read(agreement).status == "signed"


def test_a_public_party_signs_after_its_decision_the_other_whenever(project, coordinator, sign_in):
    commune = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY)
    decided = datetime.date(2026, 11, 15)
    agreement = make_complete(
        project,
        coordinator,
        commune,
        deliberation_number="41",
        deliberation_on=decided,
        deliberation_enforceable_on=decided,
    )
    with operation(by=coordinator, label="Prête", project=project):
        agreement.mark_ready(on=DAY)
    client = sign_in(coordinator)
    of_commune = Signature.objects.get(party__partnership=commune)
    other = Signature.objects.exclude(pk=of_commune.pk).get()
    assert tell(client, agreement, of_commune).status_code == 422
    assert tell(client, agreement, other, signed_on="2026-11-10").status_code == 302
    assert tell(client, agreement, of_commune, signed_on="2026-11-16").status_code == 302
    assert read(agreement).signed_on == datetime.date(2026, 11, 16)


def test_any_number_of_persons_sign_for_a_party_and_one_stays(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    first, second = signatures(agreement)
    data = {"version": 1, "party": first.party_id, "name": "Ada Roche", "rank": 1}
    assert client.post(url("signatory_add", agreement), data | {"name": ""}).status_code == 422
    assert client.post(url("signatory_add", agreement), data).status_code == 302
    added = Signature.objects.get(name="Ada Roche")
    assert client.post(url("signatory_remove", agreement, second.public_id), {"version": 1}).status_code == 403
    tell(client, agreement, first)
    tell(client, agreement, second)
    assert read(agreement).status == "ready"
    assert client.post(url("signatory_remove", agreement, added.public_id), {"version": 1}).status_code == 302
    assert client.post(url("signatory_remove", agreement, first.public_id), {"version": 2}).status_code == 403


def test_a_text_taken_back_is_signed_anew_and_its_files_stay(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    first, _second = signatures(agreement)
    tell(client, agreement, first, file=SimpleUploadedFile("scan.pdf", pdf(pages=2)))
    assert (
        client.post(
            url("agreement_status", agreement), {"version": read(agreement).version, "gesture": "reprendre"}
        ).status_code
        == 302
    )
    assert not signatures(agreement)
    assert AgreementFile.objects.get().signature is None
    undo(Operation.objects.first(), by=coordinator)
    assert AgreementFile.objects.get().signature == Signature.objects.get(state=SignatureState.PAPER)


def test_a_scan_is_kept_aside_and_handed_out_as_a_download(agreement, coordinator, reader, stranger, sign_in):
    client = sign_in(coordinator)
    first, _second = signatures(agreement)
    content = pdf(pages=3)
    response = tell(client, agreement, first, file=SimpleUploadedFile("../../<b>scan.html", content))
    assert response.status_code == 302
    kept = AgreementFile.objects.get()
    assert (kept.pages, kept.name) == (3, f"convention-{agreement.number}-jeanne-coudert.pdf")
    address = url("piece_download", agreement, kept.public_id)
    assert address in client.get(url("signature_list", agreement)).content.decode()
    answer = sign_in(reader).get(address)
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert sign_in(stranger).get(address).status_code == 404


def test_the_number_of_pages_is_compared_with_what_was_sent(agreement, coordinator, sign_in, monkeypatch):
    monkeypatch.setattr("agreements.views.signature.pages_sent", lambda agreement: 5)
    first, _second = signatures(agreement)
    client = sign_in(coordinator)
    tell(client, agreement, first, file=SimpleUploadedFile("scan.pdf", pdf(pages=3)))
    page = client.get(url("signature_list", agreement)).content.decode()
    assert "3 dans la copie, 5 dans le PDF envoyé" in page
    assert "le PDF envoyé en a 5" in page
    added = url("piece_add", agreement, first.public_id)
    assert client.post(added, {}).status_code == 422
    assert client.post(added, {"file": SimpleUploadedFile("p4.jpg", jpeg())}).status_code == 302
    assert sorted(AgreementFile.objects.values_list("pages", flat=True)) == [1, 3]


def test_a_file_that_is_refused_writes_nothing(agreement, coordinator, sign_in):
    first, _second = signatures(agreement)
    client = sign_in(coordinator)
    response = tell(client, agreement, first, file=SimpleUploadedFile("scan.pdf", b"<html><script>"))
    assert response.status_code == 422
    assert "n’en est pas un" in response.content.decode()
    assert Signature.objects.get(pk=first.pk).state == SignatureState.PENDING
    assert not StoredContent.objects.exists()
    assert tell(client, agreement, first, signed_on="2999-01-01").status_code == 422


def test_a_reminder_has_words_to_copy_and_keeps_its_day(agreement, coordinator, sign_in, settings, mailoutbox):
    client = sign_in(coordinator)
    first, _second = signatures(agreement)
    address = url("signature_remind", agreement, first.public_id)
    page = client.get(address).content.decode()
    assert "mailto:?subject=Signature" in page
    assert "Aucun serveur de courriel" in page
    Signature.objects.filter(pk=first.pk).update(email="jeanne@exemple.example")
    client.post(address, {"version": 1, "gesture": "noter"})
    assert Signature.objects.get(pk=first.pk).reminded_on is not None
    assert mailoutbox == []
    settings.EMAIL_HOST = "smtp.exemple.example"
    client.post(address, {"version": 2, "gesture": "envoyer"})
    (sent,) = mailoutbox
    assert sent.to == ["jeanne@exemple.example"]
    assert agreement.title in sent.body
    assert "Dernière relance" in client.get(url("signature_list", agreement)).content.decode()


def test_what_starts_before_everybody_has_signed_is_said(project, agreement, coordinator, sign_in):
    today = datetime.date(2026, 11, 22)
    assert not starts_early(agreement, today)
    Agreement.objects.update(effective_on=datetime.date(2026, 11, 1))
    assert starts_early(read(agreement), today)
    client = sign_in(coordinator)
    for address in (
        url("signature_list", agreement),
        url("agreement_detail", agreement),
        reverse("agreements:agreement_list", args=[project.slug]),
        project.get_absolute_url(),
    ):
        assert "Avant signature de tous" in client.get(address).content.decode()
    Agreement.objects.update(effective_on=None)
    sheet = project.sheets.create(title="Une halte", status="ongoing")
    agreement.sheets.add(sheet)
    assert "une fiche action est en cours" in client.get(project.get_absolute_url()).content.decode()
    Agreement.objects.update(status="signed")
    assert "une fiche action est en cours" not in client.get(project.get_absolute_url()).content.decode()


def test_a_text_that_changed_since_it_was_ready_is_not_signed(agreement, coordinator, sign_in):
    reword(agreement, coordinator)
    client = sign_in(coordinator)
    assert "Aucune signature ne se note avant" in client.get(url("signature_list", agreement)).content.decode()
    response = tell(client, agreement, signatures(agreement)[0])
    assert response.status_code == 422
    assert "Le texte a changé depuis" in response.content.decode()
    assert {one.state for one in signatures(agreement)} == {SignatureState.PENDING}


def test_a_text_that_the_circuit_has_not_validated_is_not_signed(project, coordinator):
    agreement = make_ready(project, coordinator)
    circuit(project, "Bureau")
    with pytest.raises(Blocked):
        agreement.sign(signed_on=DAY)


def test_an_agreement_that_came_ready_from_a_file_gets_its_signatures(agreement, coordinator, sign_in):
    Signature.objects.all().delete()
    client = sign_in(coordinator)
    assert "Préparer les signatures" in client.get(url("signature_list", agreement)).content.decode()
    assert client.post(url("signatures_ask", agreement)).status_code == 302
    assert len(signatures(agreement)) == 2


def test_nothing_is_noted_on_what_is_not_ready(agreement, coordinator, sign_in):
    first, _second = signatures(agreement)
    Agreement.objects.update(status="draft")
    assert tell(sign_in(coordinator), agreement, first).status_code == 403
    assert sign_in(coordinator).get(url("signature_list", agreement)).status_code == 200


def test_who_may_note_a_signature(agreement, facilitator, reader, stranger, client, sign_in):
    first, _second = signatures(agreement)
    way = url("signature_tell", agreement, first.public_id, "papier")
    assert client.get(way).status_code == 302
    assert sign_in(stranger).get(way).status_code == 404
    for user in (facilitator, reader):
        assert sign_in(user).get(way).status_code == 403
        assert sign_in(user).get(url("signature_list", agreement)).status_code == 200
