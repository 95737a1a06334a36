"""Whose card is it? The names of the organisation's directory, those of the project first. Proposed, never decided."""

from itertools import chain
from typing import NamedTuple

from django.utils.functional import cached_property

from partnerships.likeness import Names, undotted
from partnerships.models import Partner
from territories.names import normalise

MOST_OFFERED = 4


class Known(NamedTuple):
    """A record of the directory; `partnership` is its key in the project, None when it is not there."""

    pk: int
    public_id: str
    name: str
    short_name: str
    archived: bool
    partnership: int | None
    is_lead: bool


class Directory:
    """The records among which a typed name is looked for. Two queries, whatever the number of names."""

    def __init__(self, project):
        inside = {row[0]: row[1:] for row in project.partnerships.values_list("partner", "pk", "is_lead")}
        rows = Partner.objects.filter(organisation=project.organisation_id).order_by("name_norm", "pk")
        fields = rows.values_list("pk", "public_id", "name", "short_name", "archived_at")
        self.records = [
            Known(pk, public_id, name, short, archived is not None, *inside.get(pk, (None, False)))
            for pk, public_id, name, short, archived in fields
        ]
        self._named = {}
        for record in self.records:
            for name in {normalise(undotted(record.name)), normalise(undotted(record.short_name))} - {""}:
                self._named.setdefault(name, []).append(record)

    def called(self, name):
        """Return the records that bear exactly this name, long or short: those of the project, else the others.

        Among several, those in use.
        """
        found = self._named.get(normalise(undotted(name)), [])
        found = [record for record in found if record.partnership] or found
        return [record for record in found if not record.archived] or found

    def near(self, name):
        """Return (records whose name begins with these words, other records in use whose name is alike)."""
        said = normalise(undotted(name))
        held = [records for called, records in self._named.items() if called.startswith(f"{said} ")]
        begin = [record for record in dict.fromkeys(chain(*held)) if not record.archived and not record.is_lead]
        begin.sort(key=lambda record: record.partnership is None)
        alike = dict.fromkeys(record for _score, record in self._names.near(name, None, MOST_OFFERED))
        return begin[:MOST_OFFERED], [record for record in alike if record not in begin][:MOST_OFFERED]

    @cached_property
    def _names(self):
        names = Names()
        for record in self.records:
            if not record.archived and not record.is_lead:
                names.add(record.name, None, record)
                if record.short_name:
                    names.add(record.short_name, None, record)
        return names
