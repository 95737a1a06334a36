"""Two rows of one model made one, field by field: what is filled, what is put together, what the person chooses."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _

from documents.words import day
from partnerships.models import CellLetters, Formalisation, PartnerKind, Provenance, RaciLetters
from projects.models import Stage

KEPT, GONE = "gardee", "autre"
# What a field holds when nobody has said anything yet.
UNSAID = {
    "kind": PartnerKind.OTHER,
    "formalisation": Formalisation.NONE,
    "stage": Stage.IDENTIFIED,
    "hoped_provenance": Provenance.SUPPOSED,
}
# One idea a line: the two lists become one. A single text (mission) is a choice.
LISTS = {"brings", "expects", "limits", "common_interests", "memo"}
# Not a matter of choice: identity of the row, place in lists, what other rules settle.
APART = {"id", "public_id", "version", "organisation", "project", "partner", "partnership", "name_norm", "position"}
APART |= {"is_lead", "archived_at", "archived_by"}


@dataclass
class Question:
    """Two values, one to keep. `name`: of the form's field; `proposed`: KEPT or GONE; `kept`, `gone`: what is shown."""

    name: str
    label: str
    kept: str
    gone: str
    proposed: str = KEPT
    # The field of the row that it settles; empty when it settles between two rows.
    field: str = ""


@dataclass
class Comparison:
    """`filled`: {field: value} that the row that stays takes without asking; `told`: [(label, value)] of these."""

    filled: dict
    told: list
    questions: list


def compare(kept, gone, prefix, proposed=KEPT):
    """Return the Comparison of two rows of one model."""
    filled, told, questions = {}, [], []
    for field in kept._meta.concrete_fields:
        if field.name in APART:
            continue
        mine, theirs = getattr(kept, field.attname), getattr(gone, field.attname)
        if mine == theirs or is_unsaid(field, theirs):
            continue
        label = capital(field.verbose_name)
        if field.name in LISTS:
            together = joined(mine, theirs)
            if together != mine:
                filled[field.attname] = together
                told.append((label, _("les deux textes, l’un après l’autre") if mine else theirs))
        elif is_unsaid(field, mine):
            filled[field.attname] = theirs
            if field.name != "key":
                told.append((label, shown(gone, field)))
        elif field.name == "checked_on":
            # The older day: nothing is said to have been checked since then that was not.
            if theirs < mine:
                filled[field.attname] = theirs
                told.append((label, shown(gone, field)))
        elif field.name != "key":
            question = Question(
                f"{prefix}-{field.name}", label, shown(kept, field), shown(gone, field), proposed, field.attname
            )
            questions.append(question)
    return Comparison(filled, told, questions)


def is_unsaid(field, value):
    """Return whether a value says nothing: empty, a box not ticked, or what a new row holds."""
    return value in (None, "") or value is False or value == UNSAID.get(field.name, "")


def joined(mine, theirs):
    """Return two texts as one, the lines of the second that the first does not have after its own."""
    known = {line.strip().casefold() for line in mine.splitlines()}
    more = [line for line in theirs.splitlines() if line.strip() and line.strip().casefold() not in known]
    return "\n".join([*([mine.rstrip()] if mine.strip() else []), *more])


def shown(row, field):
    """Return the value of a field as people read it."""
    value = getattr(row, field.name) if field.is_relation else getattr(row, field.attname)
    if value is None or value == "":
        return _("vide")
    display = getattr(row, f"get_{field.name}_display", None)
    if display and field.choices in (RaciLetters.choices, CellLetters.choices):
        return f"{value}, {display()}" if value else _("vide")
    if display:
        return str(display())
    if isinstance(field, models.DateField):
        return day(value)
    if value is True:
        return _("oui")
    return str(value)


def capital(text):
    text = str(text)
    return text[:1].upper() + text[1:]
