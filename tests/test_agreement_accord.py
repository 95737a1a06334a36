"""The page of a partner, without account: reads the version that was sent, says what it thinks, changes nothing by itself."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import (
    AgreementLink,
    ArticleComment,
    PartnerRemark,
    PartyAnswer,
    PartyCorrection,
    WordingProposal,
)
from partnerships.models import Obstacle
from privacy.logs import without_token
from projects.models import Operation, undo
from tests.agreement_facts import make_agreement, partner_of, read
from tests.agreement_sent import PDF, give_link, other_party, page_of, reword, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_left_over():
    cache.clear()


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator, partner_of(project, partner__name="Commune de Cunlhat"))


@pytest.fixture
def sent(agreement, coordinator):
    """Return (link, token) of a version that was sent."""
    return give_link(agreement, coordinator, version=send(agreement, coordinator, title="Premier jet"))


def post(client, token, gesture, **fields):
    return client.post(page_of(token), {"geste": gesture} | fields)


def text(response):
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


# --- Reading ---


def test_the_partner_reads_what_was_sent_and_its_file(agreement, sent, client):
    link, token = sent
    response = client.get(page_of(token))
    page = text(response)
    for words in ("Premier jet", "À lire", "Commune de Cunlhat", "C’est à vous de répondre"):
        assert words in page
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]
    link.refresh_from_db()
    assert link.first_opened_at
    pdf = client.get(f"{page_of(token)}convention.pdf")
    assert pdf.content == PDF
    assert "no-store" in pdf["Cache-Control"]
    assert client.put(page_of(token)).status_code == 405


def test_reading_writes_nothing_but_when_it_was_opened(sent, client):
    _link, token = sent
    before = (Operation.objects.count(), AgreementLink.history.count())
    client.get(page_of(token))
    assert (Operation.objects.count(), AgreementLink.history.count()) == before


def test_what_the_team_keeps_for_itself_is_not_on_the_page(agreement, sent, client, coordinator):
    link, token = sent
    marker = "MARQUEPRIVEE"
    Obstacle.objects.create(partnership=link.party.partnership, text=marker)
    article = agreement.articles.get(key="duree")
    ArticleComment.objects.create(article=article, author=coordinator, body=marker)
    other, _token = give_link(agreement, coordinator, version=link.version, name="Une autre personne")
    about = {"link": other, "article": article, "place": "duree", "title": "Durée"}
    PartnerRemark.objects.create(**about, body=marker)
    assert marker not in text(client.get(page_of(token)))


def test_dead_links_are_all_alike(agreement, sent, client, coordinator):
    _link, token = sent
    unknown = client.get(page_of("x" * 43))
    assert unknown.status_code == 404
    AgreementLink.objects.update(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    expired = client.get(page_of(token))
    AgreementLink.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1), token_hash="")
    closed = client.get(page_of(token))
    assert unknown.content == expired.content == closed.content
    assert (expired.status_code, closed.status_code) == (404, 404)
    assert client.get(page_of("x" * 200)).status_code == 404


def test_a_changed_text_closes_the_link_and_says_whom_to_ask(agreement, sent, client, coordinator):
    _link, token = sent
    reword(agreement, "duree", "Autre chose.")
    for response in (
        client.get(page_of(token)),
        client.get(f"{page_of(token)}convention.pdf"),
        post(client, token, "reponse", kind="accepted"),
    ):
        assert response.status_code == 410
        assert coordinator.email in text(response)
        assert "Autre chose." not in text(response)
    assert not PartyAnswer.objects.exists()


def test_undoing_the_change_opens_the_link_again(agreement, sent, client, coordinator, sign_in):
    _link, token = sent
    article = agreement.articles.get(key="duree")
    address = f"/projets/{agreement.project.slug}/conventions/{agreement.public_id}/articles/{article.public_id}/"
    typed = {"version": article.version, "title": article.title, "body": "Autre chose."}
    assert sign_in(coordinator).post(address, typed).status_code == 302
    assert client.get(page_of(token)).status_code == 410
    undo(Operation.objects.first(), by=coordinator)
    assert client.get(page_of(token)).status_code == 200


def test_tokens_stand_in_no_log():
    assert without_token("GET /accord/abc-DEF_9/convention.pdf 200") == "GET /accord/…/convention.pdf 200"


# --- Answering ---


def test_a_remark_and_a_wording_wait_for_the_team_and_change_nothing(agreement, sent, client):
    link, token = sent
    before = read(agreement).articles.get(key="duree").body
    page = text(client.get(page_of(token)))
    assert post(client, token, "remarque", partie="duree", body="Combien <b>de</b> temps ?").status_code == 302
    sent_back = post(client, token, "redaction", partie="duree", proposed="Elle dure  un an.\n\n", reason="Plus clair")
    assert sent_back["Location"].startswith(f"{page_of(token)}?envoye=redaction#partie-")
    remark, wording = PartnerRemark.objects.get(), WordingProposal.objects.get()
    assert (remark.article.key, remark.link) == ("duree", link)
    assert (wording.proposed, wording.reason) == ("Elle dure un an.", "Plus clair")
    assert wording.seen in page or wording.seen.splitlines()[0].replace("\u00a0", " ") in page
    assert read(agreement).articles.get(key="duree").body == before
    shown = text(client.get(page_of(token)))
    assert "Combien &lt;b&gt;de&lt;/b&gt; temps" in shown
    post(client, token, "redaction", partie="duree", proposed="Elle dure deux ans.")
    assert [row.decision for row in WordingProposal.objects.all()] == ["replaced", "pending"]


@pytest.mark.parametrize(
    ("gesture", "fields"),
    [
        ("remarque", {"partie": "duree", "body": ""}),
        ("remarque", {"partie": "duree", "body": "x" * 5001}),
        ("redaction", {"partie": "duree", "proposed": "  \n - \n"}),
        ("redaction", {"partie": "duree", "proposed": "Le siège est {p1.siege}"}),
        ("redaction", {"partie": "duree", "proposed": "x" * 20001}),
        ("reponse", {"kind": "change", "words": ""}),
        ("reponse", {"kind": "signed"}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sent, client, gesture, fields):
    _link, token = sent
    response = post(client, token, gesture, **fields)
    assert response.status_code == 422
    assert "Rien n’est parti encore" in text(response)
    typed = fields.get("proposed", "").strip()[:30]
    assert typed in text(response)
    assert not (PartnerRemark.objects.exists())
    assert not (WordingProposal.objects.exists())
    assert not (PartyAnswer.objects.exists())


def test_what_is_of_no_article_is_not_kept(sent, client):
    _link, token = sent
    assert post(client, token, "remarque", partie="ailleurs", body="x").status_code == 409
    assert post(client, token, "redaction", partie="parties", proposed="x").status_code == 409
    assert post(client, token, "autre").status_code == 409


def test_the_last_answer_counts_and_each_side_has_its_words(agreement, sent, client):
    _link, token = sent
    assert post(client, token, "reponse", kind="change", words="Le mardi, pas le jeudi").status_code == 302
    assert "vous demandez un changement" in text(client.get(page_of(token)))
    post(client, token, "reponse", kind="accepted")
    assert "vous acceptez ce texte" in text(client.get(page_of(token)))
    assert [answer.kind for answer in PartyAnswer.objects.all()] == ["change", "accepted"]
    assert {(answer.way, answer.who) for answer in PartyAnswer.objects.all()} == {("link", "Hélène Marchais")}


def test_a_signed_text_is_read_and_no_more_discussed(agreement, sent, client):
    _link, token = sent
    type(agreement).objects.filter(pk=agreement.pk).update(status="signed")
    page = text(client.get(page_of(token)))
    assert "ne se discute plus ici" in page
    assert "<form" not in page
    assert post(client, token, "reponse", kind="accepted").status_code == 409


def test_what_became_of_former_remarks_is_told_on_the_next_version(agreement, sent, client, coordinator):
    _link, token = sent
    post(client, token, "redaction", partie="duree", proposed="Elle dure un an.")
    WordingProposal.objects.update(decision="declined", word="Le conseil a voté trois ans.")
    reword(agreement, "duree", "Autre chose.")
    _next, newer = give_link(agreement, coordinator, version=send(agreement, coordinator, pdf=b"%PDF 2"))
    assert "Le conseil a voté trois ans." in text(client.get(page_of(newer)))
    _other, another = give_link(agreement, coordinator, version=_next.version, name="Quelqu’un d’autre", email="")
    assert "Le conseil a voté trois ans." not in text(client.get(page_of(another)))


def test_the_page_asks_the_same_questions_whatever_was_said(agreement, sent, client):
    _link, token = sent

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(token)).status_code == 200
        return len(queries)

    post(client, token, "remarque", partie="duree", body="Un")
    few = count()
    for rank in range(5):
        post(client, token, "remarque", partie="objet", body=f"Encore {rank}")
    assert count() == few


def test_too_many_tries_are_slowed_and_a_link_has_its_measure(sent, client, monkeypatch):
    _link, token = sent
    monkeypatch.setattr("agreements.views.accord.MOST", 1)
    assert post(client, token, "remarque", partie="duree", body="Un").status_code == 302
    assert post(client, token, "remarque", partie="duree", body="Deux").status_code == 409
    for _rank in range(40):
        last = post(client, token, "autre")
    assert last.status_code == 429
    assert client.get(page_of(token)).status_code == 200


def test_a_form_needs_the_csrf_token_and_takes_it_from_a_page_without_referrer(sent):
    _link, token = sent
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(page_of(token), {"geste": "reponse", "kind": "accepted"}).status_code == 403
    csrf = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(page_of(token)).content.decode())[1]
    data = {"geste": "reponse", "kind": "accepted", "csrfmiddlewaretoken": csrf}
    assert browser.post(page_of(token), data, headers={"origin": "null"}).status_code == 302


# --- Its own sheet, before the text ---


def test_a_party_corrects_its_own_sheet_before_any_text(agreement, client, coordinator):
    _link, token = give_link(agreement, coordinator)
    response = client.get(page_of(token))
    form = response.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    assert typed["name"] == "Commune de Cunlhat"
    assert client.get(f"{page_of(token)}convention.pdf").status_code == 404
    assert client.post(page_of(token), typed | {"name": " "}).status_code == 422
    changed = typed | {
        "seat": "1, place de la Mairie",
        "commitments": "prêter la salle\r\nrelayer",
        "other_signatories": "Anne Maes, directrice générale",
    }
    assert client.post(page_of(token), changed).status_code == 302
    assert {row.field: row.proposed for row in PartyCorrection.objects.all()} == {
        "seat": "1, place de la Mairie",
        "commitments": "prêter la salle\nrelayer",
        "other_signatories": "Anne Maes, directrice générale",
    }
    assert other_party(agreement).seat == typed["seat"]
    assert 'value="1, place de la Mairie"' in text(client.get(page_of(token)))
    client.post(page_of(token), typed)
    assert set(PartyCorrection.objects.values_list("decision", flat=True)) == {"replaced"}
    assert PartnerRemark.objects.get().body == "Tout est juste."
