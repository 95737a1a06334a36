"""The edit screen: articles reworded, added, left out, moved, restored; the second editor keeps what was typed."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Agreement, AgreementMean, Article, PartyCommitment
from projects.models import Operation, undo
from tests.agreement_facts import make_agreement, read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator)


def article(agreement, key):
    return Article.objects.get(agreement=agreement, key=key)


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def article_url(agreement, key, name="article_edit", *rest):
    return url(name, agreement, article(agreement, key).public_id, *rest)


def reword(client, agreement, key, body, version=1, **headers):
    data = {"version": version, "title": article(agreement, key).title, "body": body}
    return client.post(article_url(agreement, key), data, headers=headers)


def test_the_screen_shows_articles_text_and_preview(agreement, coordinator, sign_in):
    page = sign_in(coordinator).get(agreement.get_absolute_url()).content.decode()
    assert "Engagements réciproques" in page
    assert "Préambule" in page
    assert "Ce qui manque" in page
    assert 'class="page-a4"' in page
    assert "{{" not in page


def test_a_fragment_is_the_main_part_of_the_page(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    address = article_url(agreement, "duree")
    fragment = client.get(address, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert fragment.strip().startswith('<main id="contenu"')
    whole = client.get(address).content.decode()
    start, end = whole.index('<main id="contenu"'), whole.index("</main>")
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'
    assert re.sub(token, "", whole[start:end]) == re.sub(token, "", fragment[: fragment.index("</main>")].lstrip())


def test_an_article_is_reworded_and_the_gesture_undone(agreement, coordinator, sign_in):
    before = article(agreement, "objet").body
    response = reword(sign_in(coordinator), agreement, "objet", "Les Parties font « {projet} » ensemble.")
    assert response.status_code == 302
    assert article(agreement, "objet").body == "Les Parties font «\u00a0{projet}\u00a0» ensemble."
    undo(Operation.objects.first(), by=coordinator)
    assert article(agreement, "objet").body == before


def test_the_second_of_two_editors_keeps_the_typed_text_beside_the_current_one(
    agreement, coordinator, director, sign_in
):
    reword(sign_in(coordinator), agreement, "objet", "Le texte de la première personne.")
    for headers in ({}, HTMX):
        response = reword(sign_in(director), agreement, "objet", "Le texte de la seconde.", **headers)
        page = response.content.decode()
        assert response.status_code == 409
        assert "Le texte de la première personne." in page
        assert "Le texte de la seconde." in page
        assert "Remplacer" in page
        assert 'name="version" value="2"' in page
    assert article(agreement, "objet").body == "Le texte de la première personne."
    assert reword(sign_in(director), agreement, "objet", "Le texte de la seconde.", version=2).status_code == 302
    assert article(agreement, "objet").body == "Le texte de la seconde."


def test_an_empty_title_is_refused_and_the_text_kept(agreement, coordinator, sign_in):
    data = {"version": 1, "title": "", "body": "Un texte long et précieux."}
    response = sign_in(coordinator).post(article_url(agreement, "objet"), data)
    assert response.status_code == 422
    assert "Un texte long et précieux." in response.content.decode()
    assert article(agreement, "objet").title == "Objet"


def test_what_is_typed_is_escaped(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    reword(client, agreement, "objet", "<script>alert(1)</script>")
    page = client.get(article_url(agreement, "objet")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_is_typed_is_drawn_and_nothing_is_written(agreement, coordinator, facilitator, sign_in):
    client, address, before = sign_in(coordinator), article_url(agreement, "objet"), article(agreement, "objet")
    gestures = Operation.objects.count()
    typed = {"version": 1, "title": "", "body": "Avec {p1.court}, <b>dès</b> lundi", "geste": "apercu"}
    page = client.post(address, typed, headers=HTMX).content.decode()
    assert page.strip().startswith('<section class="apercu" id="apercu"')
    assert 'data-apercu-article="1"' in page
    assert "&lt;b&gt;dès&lt;/b&gt; lundi" in page
    assert "{p1.court}" not in page
    # A title that does not hold stays as it was on the page, and is told where it is typed.
    assert before.title in page
    plain = client.post(address, typed)
    assert plain.status_code == 200
    for text in ("Rien n’est encore enregistré.", "Avec {p1.court}, &lt;b&gt;", "obligatoire", "<html"):
        assert text in plain.content.decode()
    same = typed | {"title": before.title, "body": before.body.replace("’", "'")}
    assert "Rien n’est encore" not in client.post(address, same, headers=HTMX).content.decode()
    new = {"title": "Un article de plus", "body": "Neuf.", "geste": "apercu"}
    for headers in (HTMX, {}):
        page = client.post(url("article_add", agreement), new, headers=headers).content.decode()
        assert page.count("Un article de plus") == (1 if headers else 2)
    dates = url("facts_edit", agreement, "dates")
    page = client.post(dates, {"version": 1, "duration": "tout un été", "geste": "apercu"}, headers=HTMX)
    assert "tout un été" in page.content.decode()
    assert article(agreement, "objet").body == before.body
    assert (Operation.objects.count(), Agreement.objects.get().version) == (gestures, 1)
    assert sign_in(facilitator).post(address, typed).status_code == 403
    Agreement.objects.update(status="signed")
    assert client.post(address, typed, headers=HTMX).status_code == 409


def test_an_optional_article_is_left_out_and_put_back(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    address = article_url(agreement, "communication", "article_switch")
    assert client.post(address, {"version": 1}).status_code == 302
    assert article(agreement, "communication").included is False
    client.post(address, {"version": 2})
    assert article(agreement, "communication").included is True


def test_a_stale_switch_is_told_and_changes_nothing(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    address = article_url(agreement, "communication", "article_switch")
    client.post(address, {"version": 1})
    assert client.post(address, {"version": 1}).status_code == 409
    assert article(agreement, "communication").included is False


def test_an_article_of_the_model_that_is_needed_stays(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    assert client.post(article_url(agreement, "objet", "article_switch"), {"version": 1}).status_code == 403
    assert client.post(article_url(agreement, "objet", "article_remove"), {"version": 1}).status_code == 403
    assert article(agreement, "objet").included is True


def test_articles_move_one_place_and_the_preamble_stays_first(agreement, coordinator, sign_in):
    client = sign_in(coordinator)

    def order():
        return list(Article.objects.filter(agreement=agreement).values_list("key", flat=True))[:3]

    assert order() == ["preambule", "objet", "objectifs"]
    client.post(article_url(agreement, "objectifs", "article_move", "monter"), {"version": 1})
    assert order() == ["preambule", "objectifs", "objet"]
    client.post(article_url(agreement, "objectifs", "article_move", "monter"), {"version": 2})
    assert order() == ["preambule", "objectifs", "objet"]
    undo(Operation.objects.order_by("pk")[1], by=coordinator)
    assert order() == ["preambule", "objet", "objectifs"]
    assert client.post(article_url(agreement, "objet", "article_move", "ailleurs"), {"version": 1}).status_code == 404


def test_the_wording_of_the_model_comes_back(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    before = article(agreement, "objet").body
    reword(client, agreement, "objet", "Autre chose.")
    assert "Texte du modèle" in client.get(article_url(agreement, "objet")).content.decode()
    client.post(article_url(agreement, "objet", "article_restore"), {"version": 2})
    assert article(agreement, "objet").body == before


def test_an_own_article_is_added_before_the_annexes_then_removed(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    response = client.post(url("article_add", agreement), {"title": "Bénévoles", "body": "Ils sont assurés."})
    own = Article.objects.get(agreement=agreement, key="")
    assert response.url == url("article_edit", agreement, own.public_id)
    assert [item.key for item in read(agreement).articles.all()][-3:] == ["", "annexes", "exemplaires"]
    assert client.post(url("article_restore", agreement, own.public_id), {"version": 1}).status_code == 404
    client.post(url("article_remove", agreement, own.public_id), {"version": 1})
    assert Article.objects.filter(agreement=agreement).count() == 21
    undo(Operation.objects.first(), by=coordinator)
    assert Article.objects.filter(agreement=agreement).count() == 22


def test_a_new_article_needs_a_title(agreement, coordinator, sign_in):
    response = sign_in(coordinator).post(url("article_add", agreement), {"title": "", "body": "Texte gardé."})
    assert response.status_code == 422
    assert "Texte gardé." in response.content.decode()


def test_a_signed_text_does_not_change(agreement, coordinator, sign_in):
    Agreement.objects.filter(pk=agreement.pk).update(status="signed")
    client = sign_in(coordinator)
    assert reword(client, agreement, "objet", "Autre chose.").status_code == 409
    assert client.post(url("article_add", agreement), {"title": "T"}).status_code == 409
    assert client.post(article_url(agreement, "communication", "article_switch"), {"version": 1}).status_code == 403
    assert client.get(agreement.get_absolute_url()).url == url("agreement_detail", agreement)


def test_an_article_of_another_agreement_is_not_found(agreement, project, coordinator, sign_in):
    other = make_agreement(project, coordinator)
    address = url("article_edit", agreement, article(other, "objet").public_id)
    assert sign_in(coordinator).get(address).status_code == 404


GETS = ["article_edit"]
POSTS = ["article_switch", "article_restore", "article_remove"]


@pytest.mark.parametrize("name", POSTS)
def test_gestures_are_posts(agreement, coordinator, sign_in, name):
    assert sign_in(coordinator).get(article_url(agreement, "communication", name)).status_code == 405


@pytest.mark.parametrize("name", GETS + POSTS)
def test_who_may_touch_an_article(agreement, facilitator, reader, stranger, sign_in, name):
    address = article_url(agreement, "communication", name)
    assert Client().post(address, {"version": 1}).status_code == 302
    assert sign_in(stranger).post(address, {"version": 1}).status_code == 404
    for user in (facilitator, reader):
        assert sign_in(user).post(address, {"version": 1}).status_code == 403
    assert article(agreement, "communication").included is True


def test_those_who_read_are_led_to_the_reading_page(agreement, facilitator, reader, sign_in):
    for user in (facilitator, reader):
        assert sign_in(user).get(agreement.get_absolute_url()).url == url("agreement_detail", agreement)


def test_the_screen_asks_the_same_questions_for_few_and_many_rows(agreement, coordinator, sign_in):
    client = sign_in(coordinator)
    client.get(agreement.get_absolute_url())

    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get(agreement.get_absolute_url())
        return len(queries)

    few = count()
    party = agreement.parties.first()
    for rank in range(20):
        PartyCommitment.objects.create(party=party, text=f"engagement {rank}")
        AgreementMean.objects.create(agreement=agreement, partnership=party.partnership, what=f"apport {rank}")
        Article.objects.create(agreement=agreement, title=f"Article {rank}", optional=True, position=30 + rank)
    assert count() == few
    assert few <= 14
