"""Where the texts of an organisation name a person: read for access, shown and taken out for erasure.

Every text column of every model of the team is searched, found by walking the models: a column added tomorrow is searched
too (lists kept as JSON are not prose). Agreements are not: what was signed, or is being written to be signed, stays as it
is (domain D4: ten years).
"""

import re
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from partnerships.models import Contact, Partner
from projects.models import ProjectMember

ROOMS = ("partnerships", "projects", "workshops")
# Never a sentence.
APART = {"key", "public_id", "name_norm", "slug", "language", "color"}
REMOVED = "[personne effacée]"
SENTENCE_ENDS = (". ", "! ", "? ", "\n")


@dataclass(frozen=True)
class Trace:
    """A text that names the person. `passage`: the sentence; `where`: the partner it is about, if any; `key`: for a form."""

    row: models.Model
    field: models.Field
    passage: str
    search: re.Pattern
    where: str

    @property
    def key(self):
        return f"{self.row._meta.label_lower}.{self.row.pk}.{self.field.name}"

    @property
    def what(self):
        """Return what the text is, as people call it: « journal des contacts, résumé »."""
        return f"{self.row._meta.verbose_name}, {self.field.verbose_name}"

    def cleared(self, row):
        """Return the text of this field in a row (the present one, or one of its history) without the person."""
        return self.search.sub(REMOVED, getattr(row, self.field.name))


def words_of(contact):
    """Return (what names the person anywhere, what names it in the texts of its own partner: its last name)."""
    sure = [text for text in (contact.name, contact.email, contact.phone, contact.other_phone) if len(text) > 3]
    last = contact.name.split()[-1:] if " " in contact.name else []
    return sure, [name for name in last if len(name) > 2]


def pattern(words):
    """Return the compiled search of whole words, whatever the capitals; None when there is nothing to search."""
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in longest_first)})(?!\w)", re.IGNORECASE)


def traces_of(contact):
    """Return the Traces of a person in the texts of its organisation, model by model. One query a model."""
    sure, near = words_of(contact)
    found = []
    for model, fields, to_organisation, to_partner in _searched():
        wanted = _contains(fields, sure)
        if to_partner is not None and near:
            wanted |= Q(**{to_partner: contact.partner_id}) & _contains(fields, near)
        if not wanted:
            continue
        rows = model._default_manager.filter(wanted, **{to_organisation: contact.partner.organisation_id})
        if to_partner is not None:
            name = "name" if to_partner == "pk" else f"{to_partner}__name"
            rows = rows.annotate(trace_partner=F(to_partner), trace_where=F(name))
        for row in rows.order_by("pk"):
            is_own = getattr(row, "trace_partner", None) == contact.partner_id
            search = pattern([*sure, *near] if is_own else sure)
            for field in fields:
                passage = search and _passage(getattr(row, field.name), search)
                if passage:
                    found.append(Trace(row, field, passage, search, getattr(row, "trace_where", "")))
    return found


def _contains(fields, words):
    """Return the Q of rows whose fields hold a word; SQLite folds the capitals of ASCII alone, hence three spellings."""
    wanted = Q()
    for field in fields:
        for word in words:
            for spelling in {word, word.upper(), word.lower()}:
                wanted |= Q(**{f"{field.name}__icontains": spelling})
    return wanted


def _passage(text, search):
    """Return the sentence of the first mention, or empty text: what surrounds it may speak of somebody else."""
    match = search.search(text or "")
    if match is None:
        return ""
    before = max((text.rfind(mark, 0, match.start()) for mark in SENTENCE_ENDS), default=-1)
    after = [place for place in (text.find(mark, match.end()) for mark in SENTENCE_ENDS) if place >= 0]
    return text[before + 1 : min(after, default=len(text)) + 1].strip()


@cache
def _searched():
    """Return [(model, its text columns, path to its organisation, path to its partner or None)]."""
    found = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            # The contact has its own place in an export; a colleague who has the same name is somebody else.
            if model in (Contact, ProjectMember) or model._meta.model_name.startswith("historical"):
                continue
            fields = [field for field in model._meta.concrete_fields if _is_prose(field)]
            to_organisation = _path(model, Organisation)
            if fields and to_organisation:
                found.append((model, fields, to_organisation, "pk" if model is Partner else _path(model, Partner)))
    return found


def _is_prose(field):
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices and field.name not in APART


def _path(model, goal):
    """Return the shortest way from a model to another by its foreign keys, as a lookup; None when there is none.

    An owner is required: ways through keys that may be NULL come second.
    """
    waiting, seen = [(model, "")], {model}
    while waiting:
        here, before = waiting.pop(0)
        keys = [field for field in here._meta.concrete_fields if field.is_relation and field.many_to_one]
        for key in sorted(keys, key=lambda key: key.null):
            path = f"{before}__{key.name}" if before else key.name
            if key.related_model is goal:
                return path
            if key.related_model not in seen and not key.null and key.related_model._meta.app_label in ROOMS:
                seen.add(key.related_model)
                waiting.append((key.related_model, path))
    return None
