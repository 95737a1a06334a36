"""What a merge will do, read whole and written nowhere: the page shows it, `writing.py` does it.

A constant number of queries: one for each table that points at a record, whatever the number of projects and rows.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from dataclasses import field as dataclass_field

from django.db.models import Exists, Max, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role
from partnerships.merging.fields import GONE, KEPT, Question, capital, compare, shown
from partnerships.merging.people import gather
from partnerships.merging.rules import LinkRule, label_of, relations_to, rule_of
from partnerships.models import Analysis, Contact, Link, Partner, Partnership, Placement
from partnerships.removal import words_of_model
from projects.models import Project

# The plan gathers these itself.
OWN = {"partnerships.Partnership.partner", "partnerships.Contact.partner", "partnerships.Analysis.partnership"}


@dataclass
class Twins:
    """Two rows that cannot both stay. `field` of the second is to hold `to`, if it is the one that stays.

    `question` is None when they say the same, or when it is not asked.
    """

    kept: object
    gone: object
    rule: object
    field: object
    to: int
    question: Question | None = None


@dataclass
class Move:
    """A row that comes to speak of the record that stays, by one of its keys."""

    row: object
    field: object
    to: int


@dataclass
class Part:
    """What happens in one project. `kept` is None when only the record that goes is there: its place passes over whole."""

    project: Project
    kept: Partnership | None
    gone: Partnership
    told: list = dataclass_field(default_factory=list)
    questions: list = dataclass_field(default_factory=list)
    counts: dict = dataclass_field(default_factory=lambda: defaultdict(int))
    doubled: dict = dataclass_field(default_factory=lambda: defaultdict(int))
    notes: list = dataclass_field(default_factory=list)
    filled: dict = dataclass_field(default_factory=dict)
    analysis: tuple = ()

    @property
    def lines(self):
        """Return [(words, how many)] of the rows that come over."""
        return list(self.counts.items())

    @property
    def doubles(self):
        """Return [(words, how many)] of what both records say alike: it stays once."""
        return list(self.doubled.items())


class Plan:
    """The merge of `gone` into `kept`, two partners of one organisation, as `user` may do it."""

    def __init__(self, kept, gone, user):
        self.kept, self.gone, self.user = kept, gone, user
        self.moves, self.twins, self.dropped, self.same, self.parts = [], [], [], [], []
        self._refusals = []
        self._read = []
        self._partners()
        self._projects()
        self._people()
        self._rows()

    # --- What the page says ---

    @cached_property
    def refusals(self):
        """Return why this cannot be done, one sentence each; names of projects that the user does not see stay out."""
        hidden = [part for part in self.parts if part.project.user_role is None]
        shut = [part for part in self.parts if part.project.user_role not in (None, *Role.editors())]
        found = list(self._refusals)
        if shut:
            names = ", ".join(f"«\u00a0{part.project.name}\u00a0»" for part in shut)
            found.append(_("Cette fiche sert dans %(names)s, où votre rôle ne permet que de lire.") % {"names": names})
        if hidden:
            found.append(
                ngettext(
                    "Cette fiche sert dans %(n)s projet de votre organisation que vous ne voyez pas\u00a0: "
                    "demandez à la personne qui le coordonne.",
                    "Cette fiche sert dans %(n)s projets de votre organisation que vous ne voyez pas\u00a0: "
                    "demandez aux personnes qui les coordonnent.",
                    len(hidden),
                )
                % {"n": len(hidden)}
            )
        return found

    @property
    def questions(self):
        """Return every Question, in the order of the page."""
        return [*self.partner.questions, *(question for part in self.parts for question in part.questions)]

    def rows_of(self, model):
        """Return the rows of a model that were read, of both records."""
        return [row for row in self._read if isinstance(row, model)]

    @property
    def projects(self):
        """Return the projects in which the merge writes."""
        return [part.project for part in self.parts]

    @cached_property
    def seen(self):
        """Return a print of all that was read: it changes with anything that the merge would touch."""
        text = "\x1e".join(
            f"{label_of(one)}={getattr(row, one.attname)}" for row in self._read for one in row._meta.concrete_fields
        )
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    # --- Reading ---

    def _partners(self):
        recent = bool(
            self.gone.checked_on and (not self.kept.checked_on or self.gone.checked_on > self.kept.checked_on)
        )
        self.partner = compare(self.kept, self.gone, "fiche", GONE if recent else KEPT)
        self._read += [self.kept, self.gone]

    def _projects(self):
        rows = Partnership.objects.filter(partner__in=(self.kept, self.gone)).order_by("pk")
        rows = list(rows.select_related("project", "looked_after_by", "hoped_level", "analysis"))
        self._read += rows
        roles = dict(
            Project.objects.filter(members__user=self.user, pk__in=[row.project_id for row in rows])
            .with_role_of(self.user)
            .values_list("pk", "user_role")
        )
        kept = {row.project_id: row for row in rows if row.partner_id == self.kept.pk}
        self.places = {}
        for row in sorted(rows, key=lambda row: (row.project.name, row.pk)):
            row.partner = self.kept if row.partner_id == self.kept.pk else self.gone
            row.project.user_role = roles.get(row.project_id)
            if row.partner_id == self.gone.pk:
                part = Part(row.project, kept.get(row.project_id), row)
                self.parts.append(part)
                if part.kept is not None:
                    self.places[row.pk] = part
                    self._fold(part)
        self.only_kept = [key for key in kept if key not in {part.project.pk for part in self.parts}]

    def _fold(self, part):
        """Compare the two places of a project, and the two private readings."""
        prefix = part.project.slug
        found = compare(part.kept, part.gone, prefix)
        part.filled, part.told, part.questions = found.filled, found.told, found.questions
        mine, theirs = (getattr(row, "analysis", None) for row in (part.kept, part.gone))
        self._read += [row for row in (mine, theirs) if row is not None]
        if mine is not None and theirs is not None:
            found = compare(mine, theirs, f"{prefix}-lecture")
            part.analysis = (mine, theirs, found.filled, found.questions)
            part.told += [(_told_private(label), value) for label, value in found.told]
            for question in found.questions:
                question.label = _told_private(question.label)
            part.questions += found.questions
        elif theirs is not None:
            self.moves.append(Move(theirs, Analysis._meta.get_field("partnership"), part.kept.pk))
            part.counts[words_of_model(Analysis)] += 1

    def _people(self):
        rows = list(Contact.objects.filter(partner__in=(self.kept, self.gone)).order_by("position", "pk"))
        self._read += rows
        mine = [row for row in rows if row.partner_id == self.kept.pk]
        self.moved_people, self.same = gather(mine, [row for row in rows if row.partner_id == self.gone.pk])
        self.people_before = len(mine)

    def _rows(self):
        """Read each table that points at what goes, once, whatever the number of keys by which it points."""
        targets = {
            Partner: ({self.gone.pk: self.kept.pk}, {}),
            Partnership: ({key: part.kept.pk for key, part in self.places.items()}, self.places),
            Contact: ({one.gone.pk: one.kept.pk for one in self.same}, {}),
        }
        by_model = defaultdict(list)
        for target, (goes, parts) in targets.items():
            for key in relations_to(target):
                rule = rule_of(key)
                if label_of(key) not in OWN:
                    by_model[key.model].append((key, rule, goes, parts))
        models = sorted(by_model, key=lambda model: model._meta.label)
        wanted = {model: _wanted(by_model[model]) for model in models}
        # One query says which tables hold something, where reading each would take sixty.
        holds = {f"holds_{n}": Exists(model._base_manager.filter(wanted[model])) for n, model in enumerate(models)}
        [answers] = Partner._base_manager.filter(pk=self.gone.pk).annotate(**holds).values_list(*holds)
        for model, held in zip(models, answers, strict=True):
            if held:
                self._table(model, by_model[model], wanted[model])
        placed = {row.partnership_id for row in self._read if isinstance(row, Placement)}
        for part in self.places.values():
            if placed & {part.kept.pk, part.gone.pk} and (part.kept.is_lead or part.gone.is_lead):
                part.notes.append(
                    _(
                        "C’est la structure porteuse du projet\u00a0: ses places se lisent sur sa fiche, "
                        "sans carte sur la frise."
                    )
                )

    def _table(self, model, keys, wanted):
        follow = set()
        for _key, rule, _goes, _parts in keys:
            follow |= {name for name in (*(rule.once or ()), *rule.asks) if model._meta.get_field(name).is_relation}
        if model is Link:
            follow |= {"a__partner", "b__partner"}
        rows = model._base_manager.filter(wanted).order_by("pk")
        rows = list(rows.select_related(*sorted(follow)) if follow else rows)
        self._read += rows
        if model is Link:
            self._links(rows, keys)
            return
        for key, rule, goes, parts in keys:
            self._relation(key, rule, rows, goes, parts)

    def _relation(self, key, rule, rows, goes, parts):
        twins = {}
        if rule.once is not None:
            for row in rows:
                end = getattr(row, key.attname)
                if end in goes.values():
                    twins.setdefault((end, *_values(row, rule.once)), row)
        met = []
        for row in rows:
            end = getattr(row, key.attname)
            if end not in goes:
                continue
            place = (goes[end], *_values(row, rule.once or ()))
            other = twins.get(place) if rule.once is not None else None
            if other is None:
                self.moves.append(Move(row, key, goes[end]))
                twins[place] = row
                if end in parts:
                    parts[end].counts[words_of_model(key.model)] += 1
                continue
            part = parts.get(end)
            # What stands in a project that the user does not see is refused already, without its words.
            refusal = rule.refuses(other, row) if part is None or part.project.user_role else ""
            if refusal:
                self._refusals.append(refusal)
            met.append((Twins(other, row, rule, key, goes[end]), part))
        self._ask(met)

    def _links(self, rows, keys):
        """Relations between partners: ends change, a partner is not tied to itself, two relations with one are twins."""
        rule, goes, parts = keys[0][1:]
        present, met = {}, []
        for row in sorted(rows, key=lambda row: (row.a_id in goes or row.b_id in goes, row.pk)):
            ends = frozenset(goes.get(end, end) for end in (row.a_id, row.b_id))
            part = parts.get(row.a_id) or parts.get(row.b_id)
            if part is None:
                present.setdefault(ends, row)
            elif len(ends) == 1:
                self.dropped.append(row)
                part.notes.append(
                    _(
                        "La relation notée entre ces deux fiches (%(how)s) disparaît\u00a0: c’est une seule organisation."
                    )
                    % {"how": row.get_intensity_display().lower()}
                )
            elif ends in present:
                key = next(key for key, *_rest in keys if getattr(row, key.attname) in goes)
                met.append((Twins(present[ends], row, rule, key, goes[getattr(row, key.attname)]), part))
            else:
                present[ends] = row
                for key, *_rest in keys:
                    if getattr(row, key.attname) in goes:
                        self.moves.append(Move(row, key, goes[getattr(row, key.attname)]))
                part.counts[words_of_model(Link)] += 1
        self._ask(met)

    def _ask(self, met):
        """Ask which of two twins stays where they differ; the one written last is proposed."""
        self.twins += [twins for twins, _part in met]
        for twins, part in met:
            if part is not None and not _differ(twins):
                part.doubled[words_of_model(type(twins.gone))] += 1
        asked = [(twins, part) for twins, part in met if part is not None and _differ(twins)]
        dates = _last_written([row for twins, _part in asked for row in (twins.kept, twins.gone)])
        for twins, part in asked:
            model = twins.kept._meta
            rows = (twins.kept, twins.gone)
            proposed = GONE if dates.get(twins.gone.pk, "") > dates.get(twins.kept.pk, "") else KEPT
            where = _where(twins, part)
            twins.question = Question(
                f"{part.project.slug}-{model.model_name}-{_sign(twins, part)}",
                f"{capital(model.verbose_name)}, {where}" if where else capital(model.verbose_name),
                *(_told(row, twins.rule) for row in rows),
                proposed,
            )
            part.questions.append(twins.question)


def _wanted(keys):
    """Return which rows of a table the merge looks at: those that point at what goes, and those that they may double."""
    wanted = Q(pk=None)
    for key, rule, goes, _parts in keys:
        ends = [*goes, *(goes.values() if rule.once is not None or isinstance(rule, LinkRule) else ())]
        wanted |= Q(**{f"{key.name}__in": ends})
    return wanted


def _told_private(label):
    return _("%(label)s (privé équipe)") % {"label": label}


def _values(row, names):
    return tuple(getattr(row, row._meta.get_field(name).attname) for name in names)


def _differ(twins):
    return _values(twins.kept, twins.rule.asks) != _values(twins.gone, twins.rule.asks)


def _last_written(rows):
    """Return {key: moment of the last change}, of rows of one model."""
    if not rows:
        return {}
    history = type(rows[0]).history.filter(id__in={row.pk for row in rows})
    return {
        key: moment.isoformat() for key, moment in history.order_by().values_list("id").annotate(Max("history_date"))
    }


def _other_end(twins, part):
    row = twins.kept
    return row.b if row.a_id in (part.kept.pk, part.gone.pk) else row.a


def _sign(twins, part):
    """Return the address of what the two rows share: it names the question, whatever else changes meanwhile."""
    if isinstance(twins.rule, LinkRule):
        return _other_end(twins, part).public_id
    return "-".join(str(getattr(getattr(twins.kept, name), "public_id", "")) for name in twins.rule.once)


def _where(twins, part):
    """Return what the two rows share: the horizon, the activity, the other end of a relation."""
    if isinstance(twins.rule, LinkRule):
        return _("avec %(name)s") % {"name": _other_end(twins, part).partner.name}
    return ", ".join(shown(twins.kept, twins.kept._meta.get_field(name)) for name in twins.rule.once)


def _told(row, rule):
    """Return what a row says, in words: the fields on which twins differ, those that say something."""
    fields = [row._meta.get_field(name) for name in (*rule.asks, *rule.joins)]
    return ", ".join(shown(row, one) for one in fields if getattr(row, one.attname) not in (None, ""))
