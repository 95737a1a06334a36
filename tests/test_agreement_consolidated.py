"""What an amendment adds and deletes, numbers that do not move, the text in force to read and to take away."""

import datetime
import io

import docx
import pytest
from django.urls import reverse

from agreements.amending import add_article, delete_article, open_amendment, replace_article, start_amendment
from agreements.consolidating import consolidated, in_force, left_pointing, pointing_words
from agreements.models import Agreement, Article, WrongMoment
from agreements.numbering import LATIN, label, next_label, quoted, read_label
from agreements.succeeding import start_next
from agreements.wording import Writer
from documents.docx import convention_docx
from documents.odt import convention_odt
from projects.models import operation
from tests.agreement_facts import DAY, read
from tests.agreement_texts import make_text

LATER = datetime.date(2027, 3, 1)


def test_numbers_take_the_next_bis_and_never_move():
    taken = {(number, 0) for number in range(1, 10)}
    assert next_label(7, taken) == (7, 1)
    assert next_label(7, {*taken, (7, 1), (7, 2)}) == (7, 3)
    assert next_label(7, {*taken, *((7, rank) for rank in range(1, len(LATIN) + 1))}) is None
    # At the end nothing stands after it: the next number.
    assert next_label(9, taken) == (10, 0)
    assert [label(7, 0), label(7, 1), label(12, 3)] == [7, "7\u00a0bis", "12\u00a0quater"]
    assert [read_label(text) for text in ("7", "7\u00a0bis", "12 Quater", "bis", "7 octante", "")] == [
        (7, 0),
        (7, 1),
        (12, 3),
        None,
        None,
        None,
    ]


def test_a_reference_is_read_whole_and_a_law_is_none():
    text = "Sous réserve de l’article\u00a09 et des articles\u00a04 à\u00a07, 11 et 12 bis de la Convention."
    assert quoted(text) == {(9, 0), (4, 0), (5, 0), (6, 0), (7, 0), (11, 0), (12, 1)}
    assert (
        quoted("l’article 9 des statuts, l’article 28 du RGPD, article 1193 du code civil, l’article L. 1611-4")
        == set()
    )


@pytest.fixture
def signed(project, coordinator):
    agreement = make_text(project, coordinator, "T1", number="2026-01")
    Agreement.objects.filter(pk=agreement.pk).update(status="signed", signed_on=DAY)
    return read(agreement)


@pytest.fixture
def amendment(signed, coordinator):
    with operation(by=coordinator, label="Avenant", project=signed.project):
        return start_amendment(signed, by=coordinator, day=DAY)


def url(agreement, name, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def add(amendment, by, after, title, body="Un texte."):
    taken = {one.key for one in in_force(amendment.amends, also=read(amendment))}
    with operation(by=by, label="Ajouter", project=amendment.project):
        return add_article(amendment, after, title=title, body=body, taken=taken)


def sign(amendment, on=LATER):
    Agreement.objects.filter(pk=amendment.pk).update(status="signed", signed_on=on, effective_on=on)


def texts(one):
    return [text for block in one.blocks for text in getattr(block, "items", None) or (block.text,)]


@pytest.mark.django_db
def test_an_amendment_adds_and_deletes_and_the_text_in_force_says_by_which_one(amendment, signed, coordinator):
    nine = in_force(signed)[8]
    add(amendment, coordinator, 7, "Participation", "- une voix pour {p1.court}")
    added = add(amendment, coordinator, 7, "Jeunes")
    add(amendment, coordinator, 20, "Fin")
    with operation(by=coordinator, label="Supprimer", project=signed.project):
        delete_article(amendment, nine, reason="il fait double emploi")
        with pytest.raises(WrongMoment):
            delete_article(amendment, nine, reason="encore")
    written = {one.article.pk: one for one in Writer(read(amendment)).written()}
    headings = [one.title for one in written.values()]
    assert headings == [
        "Objet",
        "Insertion d’un article 7\u00a0bis",
        "Insertion d’un article 7\u00a0ter",
        "Suppression de l’article 9",
        "Insertion d’un article 21",
        "Prise d’effet",
        "Autres stipulations",
        "Exemplaires et signatures",
    ]
    assert written[added.pk].blocks[0].text == (
        "Il est inséré dans la Convention, après l’article 7\u00a0bis, un article 7\u00a0ter «\u00a0Jeunes\u00a0», "
        "ainsi rédigé\u00a0:"
    )
    deleted = next(one for one in written.values() if one.article.amends_kind == "delete")
    assert f"L’article 9 «\u00a0{nine.title}\u00a0» de la Convention est supprimé" in deleted.blocks[0].text
    assert deleted.blocks[0].text.endswith("le motif suivant\u00a0: il fait double emploi.")
    assert len(in_force(signed)) == 20
    sign(amendment)
    now = in_force(signed)
    assert [one.number for one in now][6:11] == [7, "7\u00a0bis", "7\u00a0ter", 8, 9]
    assert (now[10].is_gone, now[10].title, now[10].blocks) == (True, nine.title, ())
    assert now[10].note == "Supprimé par l’avenant n°\u00a01 du 1er\u00a0mars\u00a02027"
    assert texts(now[7])[0].startswith("une voix pour ")
    assert now[-1].number == 21
    # Article 16 is subject to article 9, which is gone: a question, not a rewriting.
    [(gone, pointing)] = left_pointing(now)
    assert (gone.number, 16 in [one.number for one in pointing]) == (9, True)
    assert pointing_words(gone, pointing).startswith("L’article 9, supprimé, est cité par ")


@pytest.mark.django_db
def test_the_next_amendment_changes_what_the_first_one_added(amendment, signed, coordinator):
    add(amendment, coordinator, 7, "Participation")
    sign(amendment)
    with operation(by=coordinator, label="Avenant", project=signed.project):
        second = start_amendment(signed, by=coordinator, day=LATER)
        current = next(one for one in in_force(signed) if one.key == (7, 1))
        article = replace_article(second, current)
        article.body = article.body.splitlines()[0] + "\nUn autre texte."
        article.save()
    assert article.title == "Modification de l’article 7\u00a0bis"
    sign(second, datetime.date(2027, 6, 1))
    current = next(one for one in in_force(signed) if one.key == (7, 1))
    assert texts(current) == ["Un autre texte."]
    assert current.note == (
        "Ajouté par l’avenant n°\u00a01 du 1er\u00a0mars\u00a02027, "
        "puis modifié par l’avenant n°\u00a02 du 1er\u00a0juin\u00a02027"
    )
    assert add(second, coordinator, 7, "Encore").amends_rank == 2


@pytest.mark.django_db
def test_the_next_agreement_takes_what_was_added_and_leaves_what_was_deleted(amendment, signed, coordinator):
    add(amendment, coordinator, 7, "Participation")
    with operation(by=coordinator, label="Supprimer", project=signed.project):
        delete_article(amendment, in_force(signed)[8], reason="double emploi")
    sign(amendment)
    with operation(by=coordinator, label="Suite", project=signed.project):
        made = start_next(read(signed), by=coordinator, day=LATER)
    titles = {one.title: one.number for one in Writer(read(made)).written()}
    assert titles["Participation"] == 8
    nine = list(signed.articles.all())[9]  # the preamble has no number
    assert titles[Writer(signed).write(nine).title] is None


@pytest.mark.django_db
def test_the_text_in_force_is_taken_away_to_read_and_not_to_sign(amendment, signed, coordinator, reader, sign_in):
    add(amendment, coordinator, 7, "Participation", "- une voix")
    sign(amendment)
    document = consolidated(read(signed), day=LATER)
    assert document.notice.startswith("Texte consolidé au 1er\u00a0mars\u00a02027, sans valeur juridique propre")
    paragraphs = [one.text for one in docx.Document(io.BytesIO(convention_docx(document))).paragraphs]
    assert document.notice in paragraphs
    assert "Article\u00a07\u00a0bis. Participation" in paragraphs
    assert "Ajouté par l’avenant n°\u00a01 du 1er\u00a0mars\u00a02027." in paragraphs
    assert not any("Fait à" in text for text in paragraphs)
    assert convention_odt(document)[:2] == b"PK"
    client = sign_in(reader)
    assert "texte-consolide.pdf" in client.get(url(signed, "agreement_in_force")).content.decode()
    answer = client.get(url(signed, "agreement_in_force_docx"))
    assert 'filename="texte-consolide-' in answer["Content-Disposition"]
    assert client.get(url(amendment, "agreement_in_force_pdf")).status_code == 404


@pytest.mark.django_db
def test_the_screens_add_and_delete_an_article(amendment, signed, coordinator, sign_in):
    client = sign_in(coordinator)
    form = url(amendment, "amendment_add")
    assert "article 7\u00a0bis" in client.get(form).content.decode()
    refused = client.post(form, {"after": "7", "amends_title": "", "body": "Un texte gardé."})
    assert (refused.status_code, "Un texte gardé." in refused.content.decode()) == (422, True)
    done = client.post(form, {"after": "7", "amends_title": "Participation", "body": "Un texte."})
    article = Article.objects.get(agreement=amendment, amends_kind="add")
    assert done.url == url(amendment, "article_edit", article.public_id)
    page = client.get(done.url).content.decode()
    assert "Titre du nouvel article" in page
    # The line that says what the amendment does is not lost by mistake.
    posted = {"version": article.version, "amends_title": "Les jeunes", "body": "Rien d’autre."}
    assert client.post(done.url, posted).status_code == 422
    posted["body"] = f"{article.body}\nEt plus."
    assert client.post(done.url, posted).status_code == 302
    gone = url(amendment, "amendment_delete")
    assert "Supprimer l’article 9" in client.get(f"{gone}?numero=9").content.decode()
    assert client.get(f"{gone}?numero=99").status_code == 404
    assert client.post(gone, {"number": "9", "reason": ""}).status_code == 422
    assert client.post(gone, {"number": "9", "reason": "Double emploi"}).status_code == 302
    assert client.get(f"{gone}?numero=9").url == url(amendment, "amendment_articles")
    assert client.post(gone, {"number": "9", "reason": "Encore"}).status_code == 422
    page = client.get(url(amendment, "amendment_articles")).content.decode()
    assert ("Ajouté ici" in page, "Supprimé ici" in page, "faut-il" in page) == (True, True, True)
    assert "Les jeunes" in page
    Agreement.objects.filter(pk=amendment.pk).update(status="signed", signed_on=DAY)
    assert client.post(form, {"after": "7", "amends_title": "Trop tard", "body": "x"}).status_code == 409
    assert client.post(gone, {"number": "8", "reason": "Trop tard"}).status_code == 409
    assert open_amendment(signed) is None
