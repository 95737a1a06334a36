"""The contacts of two records: those that are one person become one, the others all stay."""

import re
from dataclasses import dataclass

from partnerships.models import Contact
from territories.names import normalise

APART = {"id", "public_id", "partner", "position"}
# Each of these alone says who it is; the rest (a function, a switchboard) is shared.
IDENTIFYING = ("name", "email")


@dataclass
class Same:
    """A person noted twice. `filled`: {field: value} that the contact that stays did not have."""

    kept: Contact
    gone: Contact
    filled: dict


def gather(kept, gone):
    """Return (the contacts that move, the Sames) of two lists of contacts."""
    free = list(kept)
    moved, same = [], []
    for contact in gone:
        for other in free:
            filled = completed(other, contact)
            if filled is not None:
                same.append(Same(other, contact, filled))
                free.remove(other)
                break
        else:
            moved.append(contact)
    return moved, same


def completed(mine, theirs):
    """Return {field: value} that `theirs` adds to the same person, or None when nothing says that it is the same.

    One name or one courriel in common, and nothing that contradicts: two functions, two numbers are kept as two people.
    """
    if not any(_said(mine, name) and _said(mine, name) == _said(theirs, name) for name in IDENTIFYING):
        return None
    filled = {}
    for field in Contact._meta.concrete_fields:
        if field.name in APART:
            continue
        here, there = _said(mine, field.name), _said(theirs, field.name)
        if here and there and here != there:
            return None
        if there and not here:
            filled[field.name] = getattr(theirs, field.name)
    return filled


def _said(contact, name):
    """Return a value as it is compared: spelling of a name, digits of a number; empty when nothing is said."""
    value = getattr(contact, name)
    if not value:
        return ""
    if name == "email":
        return value.casefold()
    if "phone" in name:
        return re.sub(r"\D", "", value) or value
    return normalise(value) if isinstance(value, str) else value
