"""Two sides of a text: who reads it, who holds the pen, what came back and what the team does of it."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agreements.forgetting import forget_reader
from agreements.models import (
    AgreementLink,
    ArticleComment,
    PartnerRemark,
    PartyAnswer,
    PartyCorrection,
    WordingProposal,
)
from agreements.sides import side_of
from exchange.removal import remove_projects
from projects.models import CannotUndo, Operation, undo
from tests.agreement_facts import make_agreement, partner_of, read
from tests.agreement_sent import PDF, give_link, other_party, reword, send, send_with_replies, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator, partner_of(project, partner__name="Commune de Cunlhat"))


@pytest.fixture
def drawn(monkeypatch):
    """Documents drawn at once, for nothing."""
    monkeypatch.setattr("documents.cache.cached", lambda document, render: PDF)


def send_data(agreement, **fields):
    party = other_party(agreement).public_id
    return {
        "version": read(agreement).version,
        "title": "Premier jet",
        "days": 30,
        f"name-{party}": "Hélène Marchais",
        f"email-{party}": "helene@mairie.example",
    } | fields


def pen(agreement):
    side = side_of(read(agreement))
    return side.pen.replace("\u00a0", " "), side.is_ours


# --- Sending ---


def test_sending_freezes_the_text_and_shows_each_link_once(agreement, coordinator, sign_in, drawn):
    client = sign_in(coordinator)
    assert "Commune de Cunlhat" in client.get(url("version_send", agreement)).content.decode()
    response = client.post(url("version_send", agreement), send_data(agreement))
    assert response.status_code == 200
    link = AgreementLink.objects.get()
    assert (link.name, link.version.title, link.version.file()) == ("Hélène Marchais", "Premier jet", PDF)
    assert read(agreement).status == "negotiation"
    token = response.context["rows"][0]["address"].rstrip("/").rsplit("/", 1)[1]
    assert "no-store" in response["Cache-Control"]
    rows = [*AgreementLink.objects.values(), *AgreementLink.history.values(), *Operation.objects.values()]
    assert token not in repr(rows)
    pages = [url("reply_list", agreement), reverse("projects:operation_list", args=[agreement.project.slug])]
    assert not [page for page in pages if token in client.get(page).content.decode()]
    assert mail.outbox == []


def test_without_anybody_named_the_version_is_frozen_alone(agreement, coordinator, sign_in, drawn):
    party = other_party(agreement).public_id
    data = send_data(agreement, **{f"name-{party}": "", f"email-{party}": ""})
    assert sign_in(coordinator).post(url("version_send", agreement), data).status_code == 302
    assert agreement.versions.count() == 1
    assert not AgreementLink.objects.exists()


def test_a_sending_is_refused_when_it_should_be(agreement, coordinator, sign_in, drawn):
    client, address = sign_in(coordinator), url("version_send", agreement)
    party = other_party(agreement).public_id
    unnamed = client.post(address, send_data(agreement, **{f"name-{party}": ""}))
    assert unnamed.status_code == 422
    assert "helene@mairie.example" in unnamed.content.decode()
    stale = client.post(address, send_data(agreement, version=9))
    assert stale.status_code == 409
    assert "Premier jet" in stale.content.decode()
    type(agreement).objects.filter(pk=agreement.pk).update(status="signed")
    assert client.post(address, send_data(agreement)).status_code == 409
    assert not agreement.versions.exists()


def test_what_somebody_was_sent_is_no_more_unsent(agreement, coordinator):
    version = send(agreement, coordinator)
    sending = Operation.objects.first()
    give_link(agreement, coordinator, version=version)
    with pytest.raises(CannotUndo):
        undo(sending, by=coordinator)
    assert agreement.versions.get() == version


def test_a_closed_link_stays_closed_even_undone(agreement, coordinator, sign_in):
    link, _token = give_link(agreement, coordinator, version=send(agreement, coordinator))
    assert sign_in(coordinator).post(url("link_revoke", agreement, link.public_id)).status_code == 302
    undo(Operation.objects.first(), by=coordinator)
    link.refresh_from_db()
    assert (link.token_hash, link.is_alive) == ("", False)


def test_one_more_reader_gets_a_link_on_the_version_or_on_the_sheet_of_its_party(agreement, coordinator, sign_in):
    client, address = sign_in(coordinator), url("link_add", agreement)
    data = {"party": other_party(agreement).public_id, "name": "Le maire", "days": 10}
    assert client.post(address, data | {"days": 0}).status_code == 422
    assert client.post(address, data).status_code == 200
    assert AgreementLink.objects.get().version is None
    version = send(agreement, coordinator)
    client.post(address, data)
    assert AgreementLink.objects.filter(version=version).count() == 1
    reword(agreement, "duree", "Autre chose.")
    assert client.post(address, data).status_code == 409


# --- The pen ---


def test_the_pen_goes_from_one_side_to_the_other(agreement, coordinator):
    assert pen(agreement) == ("Rien n’est encore parti : c’est à vous d’écrire.", True)
    version = send(agreement, coordinator)
    assert pen(agreement) == ("La version 1 est figée ; personne ne la relit par un lien. C’est à vous d’écrire.", True)
    link, _token = give_link(agreement, coordinator, version=version)
    words, ours = pen(agreement)
    assert words.startswith("Commune de Cunlhat relit la version 1 depuis le ")
    assert not ours
    answer = PartyAnswer(version=version, party=link.party, kind="change", way="link", link=link)
    answer.save()
    assert pen(agreement) == ("Commune de Cunlhat demande un changement : c’est à vous d’écrire.", True)
    reword(agreement, "duree", "Autre chose.")
    assert "ses liens ne s’ouvrent plus" in pen(agreement)[0]
    PartyAnswer.objects.create(
        version=send(agreement, coordinator, pdf=b"%PDF 2"), party=link.party, kind="accepted", way="meeting"
    )
    assert pen(agreement) == ("Toutes les autres parties acceptent la version 2.", True)


def test_each_link_says_where_its_reader_stands(agreement, coordinator):
    def words():
        [reading] = side_of(read(agreement)).readings
        return reading.state, reading.team.replace("\u00a0", " ")

    version = send(agreement, coordinator)
    link, _token = give_link(agreement, coordinator, version=version)
    assert words() == ("open", "pas encore ouverte")
    link.opened()
    assert words()[1].startswith("lue le ")
    PartyAnswer.objects.create(version=version, party=link.party, kind="accepted", way="link", link=link)
    assert words()[1].startswith("accepte ce texte, le ")
    reword(agreement, "duree", "Autre chose.")
    assert words() == ("dead", "le texte a changé : ce lien ne s’ouvre plus")
    AgreementLink.objects.update(expires_at=timezone.now() - datetime.timedelta(days=1))
    assert words()[1].startswith("lien périmé")


# --- What came back ---


def test_the_page_of_what_came_back_is_for_the_team_and_asks_the_same_for_many(
    agreement, coordinator, reader, stranger, sign_in, client
):
    link = send_with_replies(agreement, coordinator, "jeton")
    address = url("reply_list", agreement)
    inside = sign_in(reader)

    def count():
        with CaptureQueriesContext(connection) as queries:
            page = inside.get(address).content.decode()
        return len(queries), page

    few, page = count()
    for text in ("Hélène Marchais", "Combien de temps", "relit la version", "Plus clair"):
        assert text in page
    assert "Entre nous" not in page
    article = agreement.articles.get(key="duree")
    for rank in range(3):
        give_link(agreement, coordinator, version=link.version, name=f"Personne {rank}")
        about = {"link": link, "article": article, "place": "duree", "title": "Durée"}
        PartnerRemark.objects.create(**about, body="<script>encore</script>")
        WordingProposal.objects.create(**about, seen="a", proposed="b")
    many, page = count()
    assert many == few
    assert "<script>encore" not in page
    assert sign_in(stranger).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_a_remark_is_answered_once_written(agreement, coordinator, reader, sign_in):
    link = send_with_replies(agreement, coordinator, "jeton")
    remark = link.remarks.get()
    address = url("remark_answer", agreement, remark.public_id)
    client = sign_in(coordinator)
    assert client.get(address).status_code == 200
    assert client.post(address, {"answer": ""}).status_code == 422
    assert client.post(address, {"answer": "Un an, renouvelable."}).status_code == 302
    remark.refresh_from_db()
    assert (remark.answer, remark.answered_by) == ("Un an, renouvelable.", coordinator)
    assert sign_in(reader).post(address, {"answer": "x"}).status_code == 403


def test_a_wording_taken_becomes_the_article_and_keeps_the_marks_of_what_it_left(agreement, coordinator, sign_in):
    link = send_with_replies(agreement, coordinator, "jeton")
    article = reword(agreement, "duree", "Elle dure {duree}.\nChacune peut la quitter après {preavis}.")
    type(agreement).objects.filter(pk=agreement.pk).update(duration="un an", notice="trois mois")
    wording = link.wordings.get()
    wording.proposed = "Elle dure un an.\nLe maire en parle au conseil.\nChacune peut la quitter après six mois."
    wording.save()
    client, address = sign_in(coordinator), url("wording_settle", agreement, wording.public_id)
    page = client.get(address).content.decode()
    assert "<ins>" in page
    assert "a changé depuis que le partenaire" in page
    assert client.post(address, {"version": 0, "choice": "reprendre"}).status_code == 409
    assert client.post(address, {"version": article.version, "choice": "reprendre", "word": "Oui"}).status_code == 302
    article.refresh_from_db()
    assert article.body == (
        "Elle dure {duree}.\nLe maire en parle au conseil.\nChacune peut la quitter après six mois."
    )
    wording.refresh_from_db()
    assert (wording.decision, wording.word, wording.decided_by) == ("accepted", "Oui", coordinator)
    again = client.post(address, {"version": article.version, "choice": "decliner", "word": "Non"})
    assert again.status_code == 409
    undo(Operation.objects.first(), by=coordinator)
    wording.refresh_from_db()
    article.refresh_from_db()
    assert (wording.decision, article.body.count("{")) == ("pending", 2)


def test_a_wording_is_declined_with_a_word(agreement, coordinator, facilitator, sign_in):
    link = send_with_replies(agreement, coordinator, "jeton")
    wording = link.wordings.get()
    client, address = sign_in(coordinator), url("wording_settle", agreement, wording.public_id)
    version = wording.article.version
    assert client.post(address, {"version": version, "choice": "decliner"}).status_code == 422
    assert client.post(address, {"version": version, "choice": "autre"}).status_code == 422
    data = {"version": version, "choice": "decliner", "word": "Le conseil a voté ce texte."}
    assert client.post(address, data).status_code == 302
    wording.refresh_from_db()
    assert wording.decision == "declined"
    assert sign_in(facilitator).get(address).status_code == 403


def test_an_answer_given_elsewhere_is_noted_with_its_day_and_its_words(agreement, coordinator, sign_in):
    client, address = sign_in(coordinator), url("answer_note", agreement)
    data = {
        "party": other_party(agreement).public_id,
        "kind": "accepted",
        "way": "meeting",
        "who": "Le maire",
        "said_on": "2026-11-10",
        "words": "D’accord sur tout",
    }
    assert client.post(address, data).status_code == 409
    send(agreement, coordinator)
    assert client.post(address, data | {"way": "link"}).status_code == 422
    assert client.post(address, data | {"said_on": "2999-01-01"}).status_code == 422
    assert client.post(address, data).status_code == 302
    answer = PartyAnswer.objects.get()
    assert (answer.way, answer.who, answer.noted_by, answer.link) == ("meeting", "Le maire", coordinator, None)
    assert "D’accord sur tout" in client.get(url("reply_list", agreement)).content.decode()


def test_corrections_of_a_party_are_decided_line_by_line(agreement, coordinator, sign_in):
    link, _token = give_link(agreement, coordinator)
    seen = {"seat": other_party(agreement).seat, "signatory": other_party(agreement).signatory}
    commitments = "\n".join(row.text for row in other_party(agreement).commitments.all())
    for field, before, proposed in (
        ("seat", seen["seat"], "1, place de la Mairie"),
        ("signatory", "Autre", "Alain Roussel"),
        ("commitments", commitments, "prêter la salle\nrelayer les dates"),
        ("other_signatories", "", "Anne Maes, directrice générale"),
        ("siret", "", "x" * 61),
    ):
        PartyCorrection.objects.create(link=link, field=field, seen=before, proposed=proposed)
    client, address = sign_in(coordinator), url("party_settle", agreement, link.party.public_id)
    page = client.get(address)
    choices = {line.seen_name: line.print for line in page.context["lines"]}
    by_field = {line.correction.field: line for line in page.context["lines"]}
    assert (by_field["seat"].choice, by_field["signatory"].choice) == ("accepted", "")
    assert client.post(address, choices).status_code == 422
    wanted = choices | {by_field[name].name: "accepted" for name in ("seat", "commitments", "other_signatories")}
    assert client.post(address, wanted | {by_field["siret"].name: "accepted"}).status_code == 422
    assert client.post(address, wanted | {by_field["seat"].seen_name: "faux"}).status_code == 409
    assert client.post(address, wanted | {by_field["siret"].name: "declined"}).status_code == 302
    party = other_party(agreement)
    assert party.seat == "1, place de la Mairie"
    assert [row.text for row in party.commitments.all()] == ["prêter la salle", "relayer les dates"]
    assert party.signatories[1:] == [("Anne Maes", "directrice générale")]
    assert {row.field: row.decision for row in PartyCorrection.objects.all()} == {
        "seat": "accepted",
        "other_signatories": "accepted",
        "commitments": "accepted",
        "siret": "declined",
        "signatory": "pending",
    }
    undo(Operation.objects.first(), by=coordinator)
    assert other_party(agreement).seat == seen["seat"]


# --- The team's own comments ---


def test_the_team_comments_an_article_answers_and_settles(agreement, coordinator, director, reader, sign_in):
    article = agreement.articles.get(key="duree")
    client, page = sign_in(coordinator), url("article_edit", agreement, article.public_id)
    add = url("comment_add", agreement, article.public_id)
    assert client.post(add, {"body": ""}).status_code == 422
    assert client.post(add, {"body": "Qui <b>assure</b> les locaux ?"}).status_code == 302
    thread = ArticleComment.objects.get()
    reply = sign_in(director).post(add, {"body": "Nous.", "parent": thread.public_id})
    assert reply.status_code == 302
    shown = client.get(page).content.decode()
    assert "Qui &lt;b&gt;assure&lt;/b&gt; les locaux" in shown
    assert "Nous." in shown
    assert '1<span class="vh"> à lire</span>' in shown
    settle = url("comment_resolve", agreement, thread.public_id)
    client.post(settle)
    thread.refresh_from_db()
    assert thread.resolved_by == coordinator
    assert " à lire</span>" not in client.get(page).content.decode()
    client.post(settle)
    thread.refresh_from_db()
    assert thread.resolved_at is None
    assert sign_in(reader).post(add, {"body": "x"}).status_code == 403
    other = agreement.articles.get(key="objet")
    wrong = client.post(url("comment_add", agreement, other.public_id), {"body": "x", "parent": thread.public_id})
    assert wrong.status_code == 404


# --- What goes for good ---


def test_a_project_goes_with_all_that_was_sent_and_came_back(agreement, coordinator):
    link = send_with_replies(agreement, coordinator, "jeton")
    PartyAnswer.objects.create(version=link.version, party=link.party, kind="accepted", way="link", link=link)
    PartyCorrection.objects.create(link=link, field="seat", seen="", proposed="Ailleurs")
    project = agreement.project
    remove_projects(organisation=project.organisation, projects=[project], by=coordinator, label="Supprimer")
    models = (AgreementLink, PartnerRemark, WordingProposal, PartyAnswer, PartyCorrection, ArticleComment)
    assert [model.__name__ for model in models if model.objects.exists()] == []
    assert [model.__name__ for model in models[:-1] if model.history.filter(operation=None).exists()] == []


def test_an_erased_person_is_in_no_link_and_its_words_stay_unsigned(agreement, coordinator):
    link = send_with_replies(agreement, coordinator, "jeton")
    PartyAnswer.objects.create(
        version=link.version, party=link.party, kind="accepted", way="link", who=link.name, words="Oui", link=link
    )
    forget_reader(link.party.partnership.partner, name="", email="HELENE@mairie.example")
    link.refresh_from_db()
    assert (link.name, link.email, link.is_alive) == ("[personne effacée]", "", False)
    assert "Hélène" not in repr([*AgreementLink.history.values(), *PartyAnswer.history.values()])
    assert [(row.who, row.words) for row in PartyAnswer.objects.all()] == [("[personne effacée]", "Oui")]
    assert link.remarks.get().body == "Combien de temps ?"
