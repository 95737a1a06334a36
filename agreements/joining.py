"""Pieces of filled text, and how French joins them: « d’ », « du », « aux », « des articles 4 à 7 »."""

import re
from dataclasses import dataclass, replace

from documents.shapes import GAP

_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœAEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜŒ](?!nze)")
# Legal forms that French writes in the masculine, by their first word; the others are feminine (association, commune…).
_MASCULINE = re.compile(
    r"(?:établissement|syndicat|groupement|centre|organisme|service|fonds|comité|conseil|département|pays|pôle|lycée|"
    r"collège|hôpital|institut|office|état|ccas|cias|cpas|epci|epcc|gip|petr|sivom|sivu|gie|csapa|esat|ehpad)\b",
    re.I,
)
_FEMININE = re.compile(
    r"(?:la|une|communauté|commune|ville|mairie|métropole|région|agence|caisse|maison|mission|fédération|union|régie|"
    r"association|fondation|mutualité|mutuelle|école|université|chambre|coopérative|société)\b",
    re.I,
)
# A line to fill by hand on paper: nothing is missing.
BY_HAND = "blanc"


@dataclass(frozen=True)
class Run:
    """A piece of text. `mark` names the fact that it comes from, `place` where this fact is mended."""

    text: str
    mark: str = ""
    place: str = ""

    @property
    def is_gap(self):
        return self.text == GAP

    @property
    def is_missing(self):
        """Say whether something is left to write here; a line to fill by hand is not."""
        return self.is_gap and self.mark != BY_HAND


@dataclass(frozen=True)
class Block:
    """A paragraph, or an item of a list, as runs."""

    runs: tuple[Run, ...]
    item: bool = False

    @property
    def text(self):
        return "".join(run.text for run in self.runs)


def of_articles(ranks):
    """Return « des articles 4 à 7 et 11 », « de l’article 9 », or nothing for no rank."""
    ranks = sorted(set(ranks))
    if not ranks:
        return ""
    if len(ranks) == 1:
        return f"de l’article\u00a0{ranks[0]}"
    spans = []
    for rank in ranks:
        if spans and rank == spans[-1][1] + 1:
            spans[-1][1] = rank
        else:
            spans.append([rank, rank])
    words = []
    for first, last in spans:
        if last - first >= 2:
            words.append(f"{first}\u00a0à\u00a0{last}")
        else:
            words += [str(rank) for rank in range(first, last + 1)]
    return (
        f"des articles\u00a0{', '.join(words[:-1])} et {words[-1]}"
        if len(words) > 1
        else f"des articles\u00a0{words[0]}"
    )


def agreed(runs, name, legal_form):
    """Return the runs that present a party, « représenté par » when its legal form is masculine and its name not feminine.

    « Communauté de communes du Forez, établissement public, représentée par »; « CCAS d’Ambert, établissement public,
    représenté par ».
    """
    if _FEMININE.match(name.strip()) or not _MASCULINE.match(legal_form.strip()):
        return runs
    return tuple(
        run if run.mark else replace(run, text=run.text.replace("représentée par", "représenté par")) for run in runs
    )


_JOINED = {("de", "le"): "du", ("de", "les"): "des", ("à", "le"): "au", ("à", "les"): "aux"}


def append(runs, run):
    """Add a run, in French: « de » before a filled vowel is « d’ », « de le » is « du », « à les » is « aux ».

    A name too: « Engagements du Fil des Monts », « des Restos du cœur ».
    """
    before = runs[-1] if runs else None
    article = re.match(r"(les?) ", run.text, re.I)
    preposition = re.search(r"(?:^|[\s(])(de|à) $", before.text) if before else None
    if run.mark and article and preposition:
        joined = _JOINED[preposition.group(1), article.group(1).lower()]
        runs[-1] = replace(before, text=before.text[: preposition.start(1)] + joined + " ")
        run = replace(run, text=run.text[article.end() :])
    elif run.mark and before and not run.is_gap and _VOWEL.match(run.text):
        shorter = re.sub(r"(^|[\s(])([Dd]|[Qq]u)e $", r"\1\2’", before.text)
        runs[-1] = replace(before, text=shorter)
    if run.text:
        runs.append(run)


def trimmed(runs):
    """Return the runs without outer spaces, nor a space that a dropped part left before a full stop."""
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
    return [run for run in runs if run.text]
