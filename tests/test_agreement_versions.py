"""A version is what was sent: frozen with its PDF, compared with any other, recognised from the file alone."""

import io
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements import freezing
from agreements.freezing import freeze, note_version, present_fingerprint, sha256
from agreements.keeping import keep_file
from agreements.models import Agreement, AgreementVersion, FileKind, TextMoved, VersionFile
from agreements.views import verifying
from projects.models import Operation, operation, undo
from tests.agreement_facts import DAY, make_agreement, read
from tests.agreement_sent import PDF, reword, send, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator)


def test_what_is_sent_is_frozen_with_its_words_its_data_and_its_file(agreement, coordinator):
    version = send(agreement, coordinator, title="Premier jet")
    assert (version.number, version.title, version.sent_by) == (1, "Premier jet", coordinator)
    assert version.file() == PDF
    assert version.sha256 == sha256(PDF)
    assert version.frozen["document"]["parties"][0]["name"] == "Centre social Le Fil"
    assert version.frozen["document"]["version"] == "1"
    article = agreement.articles.get(key="duree")
    assert any(section.key == "duree" and section.title in article.title for section in version.sections)
    assert "Centre social Le Fil" in version.text
    assert version.fingerprint == present_fingerprint(read(agreement))
    reword(agreement, "duree", "Autre chose.")
    stored = AgreementVersion.objects.get(pk=version.pk)
    assert (stored.text, stored.frozen) == (version.text, version.frozen)
    assert stored.fingerprint != present_fingerprint(read(agreement))


def test_a_text_that_moved_while_its_document_was_drawn_is_not_sent(agreement, coordinator):
    frozen = freeze(read(agreement), day=DAY, draft=True, render=lambda document: PDF)
    reword(agreement, "duree", "Autre chose.")
    with pytest.raises(TextMoved), operation(by=coordinator, label="Envoyer", project=agreement.project):
        read(agreement).send(on=DAY, frozen=frozen, by=coordinator)
    assert not AgreementVersion.objects.exists()
    assert not VersionFile.objects.exists()


def test_an_undone_sending_takes_the_version_away_and_doing_it_again_finds_its_file(agreement, coordinator):
    send(agreement, coordinator)
    undone = undo(Operation.objects.first(), by=coordinator)
    assert not AgreementVersion.objects.exists()
    assert read(agreement).status == "draft"
    undo(undone, by=coordinator)
    assert AgreementVersion.objects.get().file() == PDF


def test_pages_of_versions_are_read_by_the_team_alone(agreement, coordinator, reader, stranger, sign_in, client):
    send(agreement, coordinator, title="Premier jet")
    reword(agreement, "duree", "La convention dure <b>un</b> an.")
    pages = [
        url("version_list", agreement),
        url("version_detail", agreement, 1),
        url("version_compare", agreement, 1, "texte"),
        reverse("agreements:file_check", args=[agreement.project.slug]),
    ]
    inside, outside = sign_in(reader), sign_in(stranger)
    for page in pages:
        assert inside.get(page).status_code == 200
        assert outside.get(page).status_code == 404
        assert client.get(page).status_code == 302
    listed = inside.get(pages[0]).content.decode()
    assert "Premier jet" in listed
    assert "a changé depuis la version" in listed
    assert inside.get(url("version_detail", agreement, 7)).status_code == 404
    assert inside.get(url("version_compare", agreement, 1, "demain")).status_code == 404
    assert inside.post(pages[0]).status_code == 405


def test_the_pdf_is_given_byte_for_byte_and_never_drawn_again(agreement, coordinator, reader, sign_in, monkeypatch):
    send(agreement, coordinator)
    reword(agreement, "duree", "Autre chose.")
    monkeypatch.setattr("documents.convention.convention_pdf", None)
    response = sign_in(reader).get(url("version_pdf", agreement, 1))
    assert response.content == PDF
    assert response["ETag"]
    assert "-v1.pdf" in response["Content-Disposition"]
    VersionFile.objects.all().delete()
    assert sign_in(reader).get(url("version_pdf", agreement, 1)).status_code == 404


def test_a_comparison_tells_words_side_by_side_and_inline(agreement, coordinator, reader, sign_in):
    send(agreement, coordinator)
    reword(agreement, "duree", "La convention dure <b>un</b> an.")
    send(agreement, coordinator, pdf=PDF + b"2")
    client = sign_in(reader)
    address = url("version_compare", agreement, 1, "2")
    beside = client.get(address).content.decode()
    assert "<ins>" in beside
    assert "<del>" in beside
    assert "[supprimé" in beside
    assert "&lt;b&gt;un&lt;/b&gt;" in beside
    assert "<td" not in client.get(address, {"vue": "ligne"}).content.decode()
    # Only what changed is shown: parties, dates and the other articles are the same.
    assert beside.count('class="feuille-papier compare-partie"') == 1
    same = client.get(url("version_compare", agreement, 2, "texte")).content.decode()
    assert "Les deux textes sont les mêmes." in same
    listing = url("version_list", agreement)
    assert client.get(listing, {"de": "1", "a": "2"}).url == address
    assert client.get(listing, {"de": "1", "a": "1"}).status_code == 422


def test_an_article_is_told_against_a_version_on_its_own_screen(agreement, coordinator, sign_in):
    send(agreement, coordinator)
    article = reword(agreement, "duree", "La convention dure un an.")
    client, address = sign_in(coordinator), url("article_edit", agreement, article.public_id)
    assert "Comparer à la version&nbsp;1" in client.get(address).content.decode()
    compared = client.get(address, {"comparer": "1"}).content.decode()
    assert "La convention dure un an." in compared
    assert "<del><span" in compared
    assert "<del><span" not in client.get(address, {"comparer": "9"}).content.decode()
    other = agreement.articles.get(key="objet")
    same = client.get(url("article_edit", agreement, other.public_id), {"comparer": "1"}).content.decode()
    assert "n’a pas changé depuis la version" in same


def test_the_list_asks_the_same_questions_for_one_version_and_many(agreement, coordinator, reader, sign_in):
    client = sign_in(reader)

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(url("version_list", agreement))
        return len(queries)

    send(agreement, coordinator)
    few = count()
    for rank in range(3):
        send(agreement, coordinator, pdf=PDF + bytes([rank]))
    assert count() == few


def test_a_file_is_recognised_byte_for_byte_or_not_at_all(agreement, coordinator, reader, sign_in):
    send(agreement, coordinator, title="Premier jet")
    client = sign_in(reader)
    address = reverse("agreements:file_check", args=[agreement.project.slug])

    def say(content):
        response = client.post(address, {"file": SimpleUploadedFile("recu.pdf", content)})
        return response.content.decode().replace("&nbsp;", " ")

    assert "C’est la version 1" in say(PDF)
    assert "C’est la dernière version." in say(PDF)
    assert "aucun de ceux qui sont partis d’ici" in say(PDF + b" ")
    assert client.post(address).status_code == 422
    send(agreement, coordinator, pdf=PDF + b"2")
    assert "Ce n’est plus la dernière" in say(PDF)
    undo(Operation.objects.first(), by=coordinator)
    assert "Cet envoi a été annulé" in say(PDF + b"2")


def test_a_file_of_another_project_is_unknown_here(agreement, coordinator, stranger, sign_in):
    send(agreement, coordinator)
    elsewhere = reverse("agreements:file_check", args=[stranger.project_places.get().project.slug])
    response = sign_in(stranger).post(elsewhere, {"file": io.BytesIO(PDF)})
    assert "aucun de ceux qui sont partis d’ici" in response.content.decode()


def test_whoever_holds_a_file_learns_what_it_is_and_no_more(agreement, coordinator, client, monkeypatch):
    send(agreement, coordinator, title="Premier jet")
    address = reverse("agreements:file_verify")
    opened = client.get(address)
    assert (opened.status_code, opened["X-Robots-Tag"]) == (200, "noindex, nofollow")

    def say(content):
        response = client.post(address, {"file": SimpleUploadedFile("recu.pdf", content)})
        return response.content.decode().replace("&nbsp;", " ")

    page = say(PDF)
    assert f"version 1 (Premier jet) de la convention « {agreement.title} »" in page
    assert "/projets/" not in page
    assert str(coordinator) not in page
    assert "aucun de ceux qui sont partis d’ici" in say(PDF + b" ")
    assert client.post(address).status_code == 422
    send(agreement, coordinator, pdf=PDF + b"2")
    assert f"Demandez-la à {agreement.project.organisation.name}" in say(PDF)
    undo(Operation.objects.first(), by=coordinator)
    assert "Cet envoi a été annulé" in say(PDF + b"2")
    signed, brought = PDF + b"signed", PDF + b"brought"
    for kind, content in ((FileKind.PAPER, signed), (FileKind.STATUTES, brought)):
        keep_file(agreement, content, kind=kind, name="x.pdf", media_type="application/pdf", by=coordinator)
    assert "exemplaire signé, numérisé" in say(signed)
    assert "aucun de ceux qui sont partis d’ici" in say(brought)
    summed = client.post(address, {"summed": sha256(PDF)}).content.decode().replace("&nbsp;", " ")
    assert "Ce fichier est, à l’octet près, le PDF de la version 1" in summed
    assert client.post(address, {"summed": "a" * 63}).status_code == 422
    monkeypatch.setitem(verifying.RATES, "file", "1/10m/ip")
    cache.clear()
    say(PDF)
    assert client.post(address, {"file": SimpleUploadedFile("recu.pdf", PDF)}).status_code == 429


@pytest.mark.once
def test_a_file_is_sent_with_the_csrf_token_of_a_page_without_referrer_and_no_larger_than_said(
    agreement, sign_in, coordinator
):
    address = reverse("agreements:file_verify")
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address, {"summed": "a" * 64}).status_code == 403
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())[1]
    data = {"summed": "a" * 64, "csrfmiddlewaretoken": csrf}
    assert browser.post(address, data, headers={"origin": "null"}).status_code == 200
    team = sign_in(coordinator)
    team.handler.enforce_csrf_checks = True
    inside = reverse("agreements:file_check", args=[agreement.project.slug])
    assert team.post(inside, {"summed": "a" * 64}).status_code == 403
    for someone, place in ((browser, address), (team, inside)):
        assert someone.generic("POST", place, b"x", CONTENT_LENGTH="60000000").status_code == 413


def test_saying_ready_renders_the_clean_text_once_and_keeps_it(agreement, coordinator, sign_in, monkeypatch):
    for party in agreement.parties.all():
        party.seat, party.signatory, party.quality = "Ambert", "Jeanne Coudert", "présidente"
        party.save()
    drawn = []
    monkeypatch.setattr("documents.cache.cached", lambda document, render: drawn.append(document) or PDF)
    response = sign_in(coordinator).post(url("agreement_status", agreement), {"version": 1, "gesture": "prete"})
    assert response.status_code == 302
    version = agreement.versions.get()
    assert [document.draft for document in drawn] == [False]
    assert (version.file(), version.validated_by) == (PDF, str(coordinator))


def test_from_ready_on_the_pdf_handed_out_is_the_one_that_was_frozen(agreement, coordinator, sign_in, monkeypatch):
    client = sign_in(coordinator)
    with operation(by=coordinator, label="Prête", project=agreement.project):
        frozen = freeze(read(agreement), day=DAY, draft=False, render=lambda document: PDF)
        note_version(agreement, on=DAY, validated_by="", frozen=frozen, title="", by=coordinator)
    drawn = []
    monkeypatch.setattr("documents.cache.cached", lambda document, render: drawn.append(document.draft) or b"%PDF-new")
    clean, draft = url("agreement_pdf", agreement), url("agreement_draft_pdf", agreement)

    def read_as(status):
        Agreement.objects.filter(pk=agreement.pk).update(status=status)
        return client.get(clean).content, client.get(draft)

    # Sent, the text is still written: what is handed out is what it says now.
    assert read_as("negotiation")[1].content == b"%PDF-new"
    page = client.get(url("agreement_detail", agreement)).content.decode()
    assert "PDF envoyé, version&nbsp;1 du 16" in page
    reword(agreement, "duree", "Autre chose.")
    given, still_drawn = read_as("ready")
    assert (given, still_drawn.content) == (PDF, b"%PDF-new")
    assert "PDF à signer, version" in client.get(url("agreement_detail", agreement)).content.decode()
    for status in ("signed", "suspended", "denounced", "ended"):
        given, redirected = read_as(status)
        assert given == PDF
        assert redirected.url == clean
    assert "-v1.pdf" in client.get(clean)["Content-Disposition"]
    assert "PDF définitif, version" in client.get(url("agreement_detail", agreement)).content.decode()
    # A signed text that comes from a project file has no file of its own here: it is drawn, and the page says so.
    drawn.clear()
    agreement.versions.update(sha256="")
    assert client.get(clean).content == b"%PDF-new"
    assert drawn == [False]
    assert "celui d’origine n’est pas ici" in client.get(url("agreement_detail", agreement)).content.decode()


def test_an_agreement_written_elsewhere_is_sent_without_text(agreement, coordinator, monkeypatch):
    monkeypatch.setattr(freezing, "has_text", lambda agreement: False)
    assert freeze(agreement, day=DAY, draft=True, render=lambda document: PDF) is None
    with operation(by=coordinator, label="Envoyer", project=agreement.project):
        version = agreement.send(on=DAY, by=coordinator)
    assert (version.sections, version.file(), version.fingerprint) == ([], None, "")
