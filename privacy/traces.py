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
    """A text that names the person. `passage`: the sentence; `where`: the partners it is about; `key`: for a form."""

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
    for model, fields, to_organisation, to_partners in _searched():
        wanted = _contains(fields, sure)
        if near:
            for to_partner in to_partners:
                wanted |= Q(**{to_partner: contact.partner_id}) & _contains(fields, near)
        if not wanted:
            continue
        rows = model._default_manager.filter(wanted, **{to_organisation: contact.partner.organisation_id})
        for rank, to_partner in enumerate(to_partners):
            name = "name" if to_partner == "pk" else f"{to_partner}__name"
            rows = rows.annotate(**{f"trace_partner_{rank}": F(to_partner), f"trace_where_{rank}": F(name)})
        ranks = range(len(to_partners))
        for row in rows.order_by("pk"):
            is_own = any(getattr(row, f"trace_partner_{rank}") == contact.partner_id for rank in ranks)
            where = ", ".join(filter(None, (getattr(row, f"trace_where_{rank}") for rank in ranks)))
            search = pattern([*sure, *near] if is_own else sure)
            for field in fields:
                passage = search and _passage(getattr(row, field.name), search)
                if passage:
                    found.append(Trace(row, field, passage, search, where))
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
    """Return [(model, its text columns, path to its organisation, paths to its partners)]."""
    found = []
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            # The contact has its own place in an export; a colleague who has the same name is somebody else.
            if model in (Contact, ProjectMember) or model._meta.model_name.startswith("historical"):
                continue
            fields = [field for field in model._meta.concrete_fields if _is_prose(field)]
            to_organisation = _paths(model, Organisation)[:1]
            if fields and to_organisation:
                to_partners = ["pk"] if model is Partner else _paths(model, Partner)
                found.append((model, fields, *to_organisation, to_partners))
    return found


def _is_prose(field):
    return isinstance(field, (models.CharField, models.TextField)) and not field.choices and field.name not in APART


def _paths(model, goal):
    """Return the shortest ways from a model to another by its foreign keys, as lookups: two for the ends of a link.

    An owner is required: a way through a key that may be NULL is taken when there is no other.
    """
    waiting, seen = [(model, "")], set()
    while waiting:
        sure, perhaps, further = [], [], []
        for here, before in waiting:
            for key in here._meta.concrete_fields:
                if not (key.is_relation and key.many_to_one):
                    continue
                path = f"{before}__{key.name}" if before else key.name
                if key.related_model is goal:
                    (perhaps if key.null else sure).append(path)
                elif not key.null and key.related_model._meta.app_label in ROOMS:
                    further.append((key.related_model, path))
        if sure or perhaps:
            return sure or perhaps[:1]
        seen.update(here for here, _before in waiting)
        waiting = [(there, path) for there, path in further if there not in seen]
    return []
