"""Amendments: one at a time, between the same parties, article by article; the text in force."""

import pytest
from django.urls import reverse

from agreements.amending import open_amendment, replace_article, start_amendment
from agreements.consolidating import in_force
from agreements.models import Agreement, WrongMoment
from agreements.wording import convention_document
from projects.models import Operation, operation, undo
from tests.agreement_facts import DAY, read
from tests.agreement_texts import make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(project, coordinator):
    agreement = make_text(project, coordinator, "T1", number="2026-01")
    Agreement.objects.filter(pk=agreement.pk).update(status="signed", signed_on=DAY)
    return read(agreement)


def url(agreement, name):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id])


def amendment_of(signed, by):
    with operation(by=by, label="Avenant", project=signed.project):
        return start_amendment(signed, by=by, day=DAY)


def test_an_amendment_copies_parties_and_facts_and_names_its_agreement(signed, coordinator):
    amendment = read(amendment_of(signed, coordinator))
    assert amendment.title == f"Avenant n°\u00a01 à la convention «\u00a0{signed.title}\u00a0»"
    assert [party.signatory for party in amendment.parties.all()] == ["Jeanne Coudert", "Jeanne Coudert"]
    assert (amendment.ends_on, amendment.effective_on, amendment.signed_on) == (None, None, None)
    assert (amendment.renewal, amendment.notice) == ("", "")
    visa = convention_document(amendment, day=DAY, draft=True).visas[0]
    assert "n°\u00a02026-01, signée le 16\u00a0novembre\u00a02026" in visa


def test_one_amendment_is_open_at_a_time_and_only_on_a_signed_text(signed, coordinator):
    amendment = amendment_of(signed, coordinator)
    assert open_amendment(signed) == amendment
    with pytest.raises(WrongMoment):
        amendment_of(signed, coordinator)
    with pytest.raises(WrongMoment):
        amendment_of(read(amendment), coordinator)


def test_an_article_is_taken_as_it_stands_and_replaced_once_signed(signed, coordinator):
    amendment = amendment_of(signed, coordinator)
    with operation(by=coordinator, label="Article", project=signed.project):
        current = in_force(signed)[15]
        article = replace_article(amendment, current)
        with pytest.raises(WrongMoment):
            replace_article(amendment, current)
    assert article.body.splitlines()[0].startswith(
        "L’article 16 «\u00a0Modification\u00a0» de la Convention est remplacé"
    )
    assert "Sous réserve de l’article 9" in article.body
    assert [row.key for row in amendment.articles.all()] == ["objet", "", "effet", "inchange", "exemplaires"]
    article.body = article.body.splitlines()[0] + "\nUn courriel suffit."
    article.save()
    assert "avenant écrit" in in_force(signed)[15].blocks[0].text
    Agreement.objects.filter(pk=amendment.pk).update(status="signed", signed_on=DAY)
    assert [block.text for block in in_force(signed)[15].blocks] == ["Un courriel suffit."]
    assert (in_force(signed)[15].number, in_force(signed)[15].title) == (16, "Modification")


def test_the_screens_start_choose_and_undo(signed, coordinator, sign_in):
    client = sign_in(coordinator)
    response = client.post(url(signed, "amendment_start"))
    amendment = open_amendment(signed)
    assert response.url == url(amendment, "amendment_articles")
    page = client.get(response.url).content.decode()
    assert page.count('name="number"') == 20
    assert client.post(response.url, {"number": "99"}).status_code == 422
    chosen = client.post(response.url, {"number": "7"})
    assert chosen.status_code == 302
    assert "Remplacé ici" in client.get(response.url).content.decode()
    assert client.get(chosen.url).status_code == 200
    undo(Operation.objects.first(), by=coordinator)
    assert amendment.articles.filter(amends_number=7).count() == 0
    again = client.post(url(signed, "amendment_start"), follow=True).content.decode()
    assert "Un avenant est déjà ouvert" in again


def test_the_text_in_force_is_read_by_all_and_says_what_makes_faith(signed, reader, sign_in):
    page = sign_in(reader).get(url(signed, "agreement_in_force")).content.decode()
    assert "seuls les textes signés font foi" in page
    assert "20. Exemplaires" in page
    Agreement.objects.filter(pk=signed.pk).update(status="draft", signed_on=None)
    assert sign_in(reader).get(url(signed, "agreement_in_force")).status_code == 404


def test_what_is_not_an_amendment_has_no_article_to_replace(signed, coordinator, sign_in):
    assert sign_in(coordinator).get(url(signed, "amendment_articles")).status_code == 404


def test_the_next_text_names_the_parties_as_the_last_one_signed_does(signed, coordinator):
    first = amendment_of(signed, coordinator)
    party = first.parties.last()
    party.signatory, party.other_signatories = "Ada Roche", ["Paul Roux, directeur général"]
    party.save()
    Agreement.objects.filter(pk=first.pk).update(status="signed", signed_on=DAY)
    second = amendment_of(signed, coordinator).parties.last()
    assert (second.signatory, second.other_signatories) == ("Ada Roche", ["Paul Roux, directeur général"])
    assert signed.parties.last().signatory == "Jeanne Coudert"
