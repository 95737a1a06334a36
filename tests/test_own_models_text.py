"""What may stand in a model of text: marks, conditions, brackets; the example that fills it; its articles as data."""

import pytest

from agreements.models_text import MODELS, PREAMBLE
from agreements.own_models import articles as rows
from agreements.own_models.example import example_agreement
from agreements.own_models.palette import conditions_told, palette, vocabulary
from agreements.own_models.syntax import problems
from agreements.wording import Writer, convention_document
from tests.agreement_facts import DAY


@pytest.fixture
def words(db):
    return words_of("T1")


def words_of(code):
    model = MODELS[code]
    return vocabulary(Writer(example_agreement(model, base=code)), model)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Un texte sans repère, avec […] et (des parenthèses).",
        "{preavis} et {p1.court}, {p2.engagements}",
        "[si option A : chacun garde {p1.court}.]",
        "Voir l’article {article:fiches} et {des_articles:moyens,duree}.",
        "[si article fiches : Sous réserve de l’article {article:fiches}, ]tout va.",
        "{annexe:moyens}, {annexes}, {numero}",
    ],
)
def test_a_text_that_the_model_can_fill_has_no_problem(words, text):
    assert problems(text, words) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Bien\n{preavi} mal", 2, "repère inconnu\u00a0: «\u00a0{preavi}\u00a0»"),
        ("{}", 1, "repère vide"),
        ("{preavis", 1, "jamais fermée"),
        ("Bien\n\npreavis}", 3, "sans ouvrante"),
        ("[si option A : oui", 1, "crochet ouverte et jamais fermée"),
        ("[si option A : [si option B : non]]", 1, "dans une autre"),
        ("[si pluie : parapluie]", 1, "condition inconnue\u00a0: «\u00a0pluie\u00a0»"),
        ("[si option A oui]", 1, "mettez deux-points"),
        ("{article:nulle_part}", 1, "aucun article ne s’appelle «\u00a0nulle_part\u00a0»"),
        ("{des_articles:objet,ailleurs}", 1, "«\u00a0ailleurs\u00a0»"),
        ("{annexe:lune}", 1, "aucune annexe"),
        ("{p.court}", 1, "pour chaque partie"),
        ("{p12.court}", 1, "parties au plus"),
        ("{court}", 1, "repère inconnu"),
        ("[si article lune : oui]", 1, "condition inconnue"),
    ],
)
def test_what_cannot_be_filled_is_said_with_its_line(words, text, line, said):
    found = problems(text, words)
    assert [problem.line for problem in found][:1] == [line]
    assert said in str(found[0])


def test_the_mark_of_each_party_stands_in_its_own_article_or_in_a_part_said_for_each(words):
    assert problems("{p.court} s’engage.", words, each_party=True) == []
    assert problems("[chaque partie : {p.court} fait sa part.]", words) == []
    assert problems("{denomination}, {rang}", words, presents=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize("code", list(MODELS))
def test_every_model_of_ours_passes_its_own_check_and_fills_its_example(code, django_assert_max_num_queries):
    model = MODELS[code]
    with django_assert_max_num_queries(2):
        agreement = example_agreement(model, base=code)
        writer = Writer(agreement)
        document = convention_document(agreement, day=DAY, draft=True, writer=writer, with_annexes=False)
    words = vocabulary(writer, model)
    for article in model.articles:
        for text in (article.title, article.body):
            assert problems(text, words, each_party=article.each_party) == [], (code, article.key)
    for text in (model.party, model.party_last):
        assert problems(text, words, presents=True) == []
    printed = str(document)
    assert "{" not in printed
    assert [article.number for article in document.articles] == list(range(1, len(document.articles) + 1))
    assert document.articles


@pytest.mark.django_db
def test_the_palette_names_every_mark_in_french_with_its_example():
    model = MODELS["T1"]
    writer = Writer(example_agreement(model, base="T1"))
    marks = {mark.code: mark for _heading, some in palette(writer, model) for mark in some}
    assert marks["{preavis}"].value == "trois mois"
    assert all(mark.label for mark in marks.values())
    assert "{p1.court}" in marks
    assert "{article:objet}" in marks
    assert f"{{article:{PREAMBLE}}}" not in marks
    each = {mark.code for _heading, some in palette(writer, model, each_party=True) for mark in some}
    assert "{p.court}" in each
    assert ("[si habitants\u00a0: …]", "des habitant·es prennent part à l’instance") in conditions_told(writer)
    words = vocabulary(writer, model)
    assert [code for code in marks if problems(code, words)] == []


def test_articles_are_added_before_the_last_ones_moved_and_removed():
    model = MODELS["T1"]
    some = rows.stored(model)
    key = rows.new_key(some, "Objet")
    assert key == "objet_2"
    assert "_p" not in rows.new_key(some, "Part 2 _p2")
    assert rows.new_key(some, "Ajouter") != "ajouter"
    assert rows.new_key(some, "…") == "article"
    more = rows.added(some, {"key": key, "title": "Objet", "body": "", "optional": False, "each_party": False})
    assert [row["key"] for row in more[-3:]] == [key, "annexes", "exemplaires"]
    assert rows.moved(more, key, -1)[-4]["key"] == key
    # The preamble stays first, and the last stays in the list.
    assert rows.moved(some, some[1]["key"], -1)[1]["key"] == some[1]["key"]
    assert rows.moved(some, PREAMBLE, 1)[0]["key"] == PREAMBLE
    assert rows.moved(some, "exemplaires", 1)[-1]["key"] == "exemplaires"
    assert rows.without(more, key) == some
    assert rows.find(rows.changed(some, "objet", title="But"), "objet")["title"] == "But"
