"""The files that a team keeps with an agreement: brought, described, removed; seen by the project and by nobody else."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.checks import findings
from agreements.keeping import keep_file
from agreements.models import AgreementFile, FileKind, StoredContent, TemplateCode
from agreements.views.piece import PAGE_SIZE
from agreements.wording import convention_document
from documents.attach import convention_json
from projects.models import Operation, operation, undo
from tests.agreement_facts import DAY, make_agreement, make_complete, read
from tests.agreement_sent import give_link, send
from tests.scan_samples import jpeg, pdf

pytestmark = pytest.mark.django_db


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def bring(client, agreement, content=None, **data):
    file = SimpleUploadedFile("../<b>.html", pdf(pages=2) if content is None else content)
    return client.post(url("piece_bring", agreement), {"kind": "quote", "file": file} | data)


@pytest.fixture
def agreement(project, coordinator):
    return make_complete(project, coordinator)


def test_a_file_is_brought_described_downloaded_and_removed_and_each_gesture_is_undone(
    agreement, coordinator, reader, stranger, sign_in
):
    client, party = sign_in(coordinator), agreement.parties.last()
    asked = client.get(url("piece_bring", agreement), {"nature": "insurance", "partie": party.public_id})
    form = asked.context["form"]
    assert (form["kind"].value(), form["party"].value()) == ("insurance", party.public_id)
    assert url("party_edit", agreement, party.public_id) in asked.content.decode()
    told = {"kind": "insurance", "title": "Attestation 2026", "dated_on": "2026-02-01", "party": party.public_id}
    assert bring(client, agreement, **told).url == url("piece_list", agreement)
    kept = AgreementFile.objects.get()
    assert (kept.kind, kept.party, kept.dated_on, kept.pages) == ("insurance", party, datetime.date(2026, 2, 1), 2)
    assert (kept.added_by, kept.name) == (coordinator, f"convention-{agreement.number}-attestation-2026.pdf")

    page = sign_in(reader).get(url("piece_list", agreement)).content.decode()
    assert "Attestation 2026" in page
    assert "Retirer" not in page
    answer = sign_in(reader).get(url("piece_download", agreement, kept.public_id))
    assert (answer.content, answer["Content-Disposition"][:10]) == (bytes(kept.stored.content), "attachment")
    assert sign_in(stranger).get(url("piece_list", agreement)).status_code == 404

    edit, told = url("piece_edit", agreement, kept.public_id), {"kind": "other", "title": "", "version": 1}
    assert client.post(edit, told).status_code == 302
    kept.refresh_from_db()
    assert (kept.label, kept.party, kept.version) == ("Autre pièce", None, 2)
    stale = client.post(edit, told | {"title": "La mienne"})
    assert stale.status_code == 409
    assert "La mienne" in stale.content.decode()
    assert client.post(edit, {"kind": "paper", "version": 2}).status_code == 422

    remove = url("piece_remove", agreement, kept.public_id)
    assert client.post(remove, {"version": 1}).status_code == 409
    assert client.post(remove, {"version": 2}).status_code == 302
    assert not AgreementFile.objects.exists()
    undo(Operation.objects.first(), by=coordinator)
    assert bytes(AgreementFile.objects.get().stored.content) == answer.content


def test_a_hostile_file_or_an_empty_form_writes_nothing(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    refused = bring(client, agreement, b"<html><script>", title="Devis du poêle")
    assert refused.status_code == 422
    assert "n’en est pas un" in refused.content.decode()
    assert "Devis du poêle" in refused.content.decode()
    for data in ({"kind": "sealed"}, {"dated_on": "2999-01-01"}, {"party": "ailleurs"}, {"file": ""}):
        assert bring(client, agreement, jpeg(), **data).status_code == 422
    assert not StoredContent.objects.exists()
    assert not AgreementFile.objects.exists()


def test_what_is_signed_or_sealed_is_not_described_nor_removed_here(agreement, coordinator, sign_in):
    with operation(by=coordinator, label="Scan", project=agreement.project):
        facts = {"name": "scan.pdf", "media_type": "application/pdf", "by": coordinator}
        scan = keep_file(agreement, b"0", kind=FileKind.SEALED, **facts)
    client = sign_in(coordinator)
    assert client.get(url("piece_edit", agreement, scan.public_id)).status_code == 404
    assert client.post(url("piece_remove", agreement, scan.public_id), {"version": 1}).status_code == 404
    assert "Signatures</a>\u00a0: 1 fichier" in client.get(url("piece_list", agreement)).content.decode().replace(
        "&nbsp;", "\u00a0"
    )


def test_a_recent_certificate_among_the_files_answers_the_check_and_an_old_one_does_not(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator, template=TemplateCode.T3)
    user = read(agreement).parties.all()[1]
    asked = [finding for finding in findings(read(agreement), day=DAY) if finding.number == 14]
    assert [finding.url for finding in asked] == [
        f"{url('piece_bring', agreement)}?nature=insurance&partie={user.public_id}"
    ]
    kept = _certificate(agreement, user, DAY - datetime.timedelta(days=366))
    assert [finding.number for finding in findings(read(agreement), day=DAY)].count(14) == 1
    page = sign_in(coordinator).get(url("missing_list", agreement)).content.decode()
    assert url("piece_download", agreement, kept.public_id) in page
    _certificate(agreement, user, DAY - datetime.timedelta(days=365))
    assert [finding.number for finding in findings(read(agreement), day=DAY)].count(14) == 0


def test_a_file_kept_with_the_text_is_in_no_document_no_link_and_stops_no_signature(agreement, coordinator, client):
    version = send(agreement, coordinator)
    _link, token = give_link(agreement, coordinator, version=version)
    _certificate(agreement, agreement.parties.last(), DAY, title="MARQUE-INTERNE", name="MARQUE-INTERNE.pdf")
    agreement = read(agreement)
    assert "MARQUE" not in convention_json(convention_document(agreement, day=DAY, draft=False))
    page = client.get(reverse("agreements:accord", args=[token]))
    # The link stays open: a file beside the text is not the text.
    assert page.status_code == 200
    assert "MARQUE" not in page.content.decode()


def test_the_list_is_paginated_and_takes_the_same_queries_for_many(agreement, coordinator, sign_in):
    client, counts = sign_in(coordinator), []
    for rows in (1, PAGE_SIZE):
        for _row in range(rows):
            _certificate(agreement, agreement.parties.last(), DAY)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url("piece_list", agreement))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    assert "Page 1 sur 2" in page.content.decode()


def _certificate(agreement, party, day, **facts):
    facts = {"kind": FileKind.INSURANCE, "name": "a.pdf", "media_type": "application/pdf", "by": None} | facts
    with operation(by=agreement.created_by, label="Pièce", project=agreement.project):
        return keep_file(agreement, b"0", party=party, dated_on=day, **facts)
