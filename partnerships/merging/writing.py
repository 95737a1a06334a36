"""Doing a merge that was shown: one operation, every row with its history, nothing left that points at what goes."""

from collections import defaultdict

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.words import day
from partnerships.merging.fields import GONE, joined
from partnerships.merging.plan import Plan
from partnerships.merging.rules import relations_to
from partnerships.models import Partner, PartnerPlace, names_to_keep
from projects.models import Project, operation, remember


class Changed(Exception):
    """Something that the merge touches was written since it was shown. Nothing was done. `plan`: as it is now."""

    def __init__(self, plan):
        super().__init__("changed since")
        self.plan = plan


class LeftBehind(Exception):
    """A row still points at what goes: a bug, and the merge writes nothing."""


def merge(plan, *, choices, by, project):
    """Do what `plan` showed, with {name of a question: KEPT or GONE}, and return the Operation.

    The projects' rows are taken first; all is read again under them. Raises Changed when anything differs from what the
    person saw, StaleVersion when a row was written in that very moment.
    """
    label = _("Fusionner «\u00a0%(gone)s\u00a0» avec «\u00a0%(kept)s\u00a0»")
    label %= {"gone": plan.gone.name, "kept": plan.kept.name}
    with operation(by=by, label=label, project=project, others=plan.projects) as gesture:
        locked = Partner.objects.select_for_update().select_related(None).in_bulk([plan.kept.pk, plan.gone.pk])
        fresh = Plan(locked[plan.kept.pk], locked[plan.gone.pk], by) if len(locked) == 2 else None
        if fresh is None or fresh.seen != plan.seen or fresh.refusals:
            raise Changed(fresh)
        _Writer(fresh, choices).write()
        # Where the record that stays was already, its name may change.
        Project.objects.filter(pk__in=fresh.only_kept).exclude(pk=project.pk).renew()
    return gesture


class _Writer:
    """Collects what changes and what goes, then writes each row once."""

    def __init__(self, plan, choices):
        self.plan = plan
        self.choices = choices
        self.rows = {}  # (model, key): the one copy of a row in memory
        self.values = defaultdict(dict)  # (model, key): {column: value}
        self.first, self.last = [], []  # rows that go, before and after the changes
        self.created = []
        self.held = set()  # rows written last: they take what belongs to a row that goes

    def takes_gone(self, question):
        return question is not None and self.choices.get(question.name, question.proposed) == GONE

    def change(self, row, **values):
        place = (type(row), row.pk)
        self.rows.setdefault(place, row)
        self.values[place].update(values)

    def write(self):
        self._people()
        for move in self.plan.moves:
            self.change(move.row, **{move.field.attname: move.to})
        for twins in self.plan.twins:
            self._twins(twins)
        self.last += self.plan.dropped
        for part in self.plan.parts:
            self._part(part)
        self._partner()
        self._apply()

    # --- What changes ---

    def _partner(self):
        kept, gone = self.plan.kept, self.plan.gone
        values = dict(self.plan.partner.filled)
        self._places(values)
        left = []
        for question in self.plan.partner.questions:
            if self.takes_gone(question):
                values[question.field] = getattr(gone, question.field)
            if question.field == "territory_id":
                continue
            if self.takes_gone(question):
                left.append(f"{question.label}\u00a0: {question.kept}")
            else:
                left.append(f"{question.label}\u00a0: {question.gone}")
        if left:
            # Neither name nor number is lost: what was not chosen stays readable on the record.
            line = _("Réunie le %(day)s. %(left)s") % {"day": day(timezone.localdate()), "left": " ; ".join(left)}
            values["memo"] = joined(values.get("memo", kept.memo), line)
        if gone.archived_at is None and kept.archived_at is not None:
            values["archived_at"] = None
        names = values.get("name", kept.name), values.get("short_name", kept.short_name)
        for row, written in names_to_keep([(partner, *names) for partner in (kept, gone)]):
            self.change(row, **written)
        self.held.add((Partner, kept.pk))
        self.change(kept, **values)
        self.last.append(gone)

    def _places(self, values):
        """Make the first place of action that is not kept as such one of the others; the first is never repeated."""
        kept, gone = self.plan.kept, self.plan.gone
        question = next((one for one in self.plan.partner.questions if one.field == "territory_id"), None)
        first = gone.territory_id if self.takes_gone(question) else values.get("territory_id", kept.territory_id)
        places = self.plan.rows_of(PartnerPlace)
        self.last += [row for row in places if row.territory_id == first and row not in self.last]
        known = {row.territory_id for row in places} | {first, None}
        for territory in (kept.territory_id, gone.territory_id):
            if territory not in known:
                self.created.append(PartnerPlace(partner_id=kept.pk, territory_id=territory, position=len(known)))

    def _part(self, part):
        if part.kept is None:
            self.change(part.gone, partner_id=self.plan.kept.pk)
            return
        values = dict(part.filled)
        for question in part.questions:
            if question.field and question.name.startswith(f"{part.project.slug}-lecture-"):
                continue
            if question.field and self.takes_gone(question):
                values[question.field] = getattr(part.gone, question.field)
        if part.gone.is_lead:
            values["is_lead"] = True
        self.held.add((type(part.kept), part.kept.pk))
        self.change(part.kept, **values)
        self.last.append(part.gone)
        if part.analysis:
            mine, theirs, filled, questions = part.analysis
            chosen = {one.field: getattr(theirs, one.field) for one in questions if self.takes_gone(one)}
            self.change(mine, **filled, **chosen)
            self.last.append(theirs)

    def _twins(self, twins):
        stays, goes = twins.kept, twins.gone
        takes_gone = self.takes_gone(twins.question)
        if takes_gone:
            stays, goes = goes, stays
            self.change(stays, **{twins.field.attname: twins.to})
        # Before: its place is taken by the one that stays. After: what hangs on it has moved by then.
        (self.first if takes_gone else self.last).append(goes)
        for name in twins.rule.joins:
            text = joined(getattr(stays, name), getattr(goes, name))
            limit = stays._meta.get_field(name).max_length
            if limit is None or len(text) <= limit:
                self.change(stays, **{name: text})
        for name in twins.rule.adds:
            self.change(stays, **{name: getattr(stays, name) + getattr(goes, name)})
        for row, values in twins.rule.absorb(stays, goes):
            self.change(row, **values)

    def _people(self):
        for rank, contact in enumerate(self.plan.moved_people):
            self.change(contact, partner_id=self.plan.kept.pk, position=self.plan.people_before + rank)
        for same in self.plan.same:
            self.change(same.kept, **same.filled)
            self.last.append(same.gone)

    # --- Writing ---

    def _apply(self):
        removed = {(type(row), row.pk) for row in (*self.first, *self.last)}
        changes = {
            place: values
            for place, values in self.values.items()
            if place not in removed and any(getattr(self.rows[place], name) != value for name, value in values.items())
        }
        by_model = defaultdict(list)
        for model, key in sorted({*changes, *removed}, key=lambda place: (place[0]._meta.label, place[1])):
            by_model[model].append(self.rows.get((model, key)) or self._gone(model, key))
        for rows in by_model.values():
            remember(rows)
        self._remove(self.first)
        self._save({place: values for place, values in changes.items() if place not in self.held})
        # Children before owners: a person before its partner, what hangs on a place before the place.
        owners = {type(row): rank for rank, row in enumerate(reversed(self.last))}
        self._remove(sorted(self.last, key=lambda row: (isinstance(row, Partner), _is_place(row), owners[type(row)])))
        self._save({place: values for place, values in changes.items() if place in self.held})
        for row in self.created:
            row.save()

    def _gone(self, model, key):
        return next(row for row in (*self.first, *self.last) if type(row) is model and row.pk == key)

    def _save(self, changes):
        for (model, key), values in changes.items():
            row = self.rows[model, key]
            names = set(values)
            for name, value in values.items():
                setattr(row, name, value)
            if hasattr(row, "claim"):
                row.claim(row.version)
            if model is Partner:
                names.add("name_norm")
            row.save(update_fields=sorted({model._meta.get_field(name).name for name in names}))

    def _remove(self, rows):
        """Delete rows, each with its history, once nothing hangs on them any more. Raises LeftBehind."""
        by_model = defaultdict(list)
        for row in rows:
            by_model[type(row)].append(row)
        for model, some in by_model.items():
            keys = [row.pk for row in some]
            for field in relations_to(model):
                if field.model._base_manager.filter(**{f"{field.name}__in": keys}).exists():
                    raise LeftBehind(f"{field.model._meta.label}.{field.name}")
            for row in some:
                if hasattr(row, "claim"):
                    row.claim(row.version)
                row.delete()


def _is_place(row):
    return type(row).__name__ == "Partnership"
