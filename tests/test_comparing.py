"""Two texts compared: article by article, word by word, at a bounded cost."""

import time

import pytest

from agreements.comparing import (
    ADDED,
    CHANGED,
    MOVED,
    REMOVED,
    SAME,
    Section,
    compare,
    compare_words,
    sections_as_data,
    sections_from,
    summary,
)

pytestmark = pytest.mark.once


def section(key, *paragraphs, number="", title=None):
    return Section(key, number, title or key.capitalize(), paragraphs)


def told(pieces):
    """Return a paragraph as people mark it by hand: [-removed-]{+added+}."""
    marks = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def kinds(before, after):
    return [(change.section.key, change.kind) for change in compare(before, after)]


def test_each_article_is_the_same_changed_added_removed_or_moved():
    before = [section("objet", "a"), section("locaux", "b"), section("duree", "c"), section("fin", "d")]
    after = [section("duree", "c"), section("objet", "a"), section("argent", "e"), section("fin", "autre chose")]
    assert kinds(before, after) == [
        ("duree", MOVED),
        ("objet", SAME),
        ("locaux", REMOVED),
        ("argent", ADDED),
        ("fin", CHANGED),
    ]
    assert summary(compare(before, after)) == {MOVED: 1, SAME: 1, REMOVED: 1, ADDED: 1, CHANGED: 1}


def test_a_new_number_alone_changes_nothing():
    assert kinds([section("fin", "d", number="4")], [section("fin", "d", number="3")]) == [("fin", SAME)]


def test_an_article_that_is_reworded_elsewhere_is_changed_and_moved():
    before = [section("a", "un"), section("b", "deux mots ici"), section("c", "trois")]
    after = [section("b", "deux mots là"), section("a", "un"), section("c", "trois")]
    changed = compare(before, after)[0]
    assert (changed.kind, changed.is_moved) == (CHANGED, True)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "La salle des fêtes, un mardi sur deux de 9 h à 12 h.",
            "La salle des fêtes, chaque mardi de 9 h à 12 h.",
            "La salle des fêtes, [-un mardi sur deux -]{+chaque mardi +}de 9 h à 12 h.",
        ),
        ("Elle paie l’eau.", "Elle paie l’eau. Le centre nettoie.", "Elle paie l’eau. {+Le centre nettoie.+}"),
        ("Deux  espaces", "Deux espaces", "Deux espaces"),
        ("", "Neuf", "{+Neuf+}"),
        ("- un point", "- un autre point", "- un {+autre +}point"),
    ],
)
def test_words_are_told_one_by_one(before, after, expected):
    assert told(compare_words(before, after)) == expected


def test_both_texts_are_found_again_in_what_is_told():
    before = "Le Centre met à disposition la salle, le mardi, pour l’accueil des habitants du bourg."
    after = "Le Centre social prête la grande salle chaque mardi et jeudi pour l’accueil de tous."
    pieces = compare_words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == after
    # What separates two words is that of the later text.
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED).split() == before.split()


def test_a_paragraph_is_told_beside_the_one_that_it_rewords():
    before = section("a", "La commune prête la salle des fêtes.", "Elle paie le chauffage.", "- un point")
    after = section("a", "Un préambule tout autre.", "La commune prête la petite salle des fêtes.", "- un point")
    [change] = compare([before], [after])
    assert [(passage.kind, told(passage.inline)) for passage in change.passages] == [
        (ADDED, "{+Un préambule tout autre.+}"),
        (CHANGED, "La commune prête la {+petite +}salle des fêtes."),
        (REMOVED, "[-Elle paie le chauffage.-]"),
        (SAME, "un point"),
    ]
    assert change.passages[-1].is_item
    assert told(change.passages[1].before) == "La commune prête la salle des fêtes."


def test_hostile_lengths_cost_little():
    started = time.process_time()
    word, mixed = "a " * 10_000, "".join(f"{n % 7} " for n in range(10_000))
    lines = tuple(f"{n % 3}" for n in range(5_000))
    rows = [section(f"k{n}", word, mixed) for n in range(60)]
    others = [section(f"k{n}", word + "b", mixed[2:]) for n in range(60)]
    compare([*rows, section("l", *lines)], [*others, section("l", *lines[1:], "z")])
    assert time.process_time() - started < 10


def test_sections_survive_their_way_through_json_and_anything_else_is_left_out():
    sections = [section("objet", "un", "- deux", number="1")]
    assert sections_from({"sections": sections_as_data(sections)}) == sections
    assert sections_from({}) == sections_from([]) == sections_from({"sections": ["x", 3]}) == []
