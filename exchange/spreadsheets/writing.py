"""The rows that a person accepted, written in one gesture: partners, persons, places in the project, all with their history."""

import copy
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, count

from django.db.models import Max
from django.utils import timezone

from exchange.spreadsheets.cells import has_contact
from exchange.spreadsheets.directory import stamp_of
from exchange.spreadsheets.planning import FACTS, PERSON, differences, new_places, person_of, same_person, settle
from partnerships.models import Contact, ImportState, Partner, PartnerImport, PartnerKind, PartnerPlace, Partnership
from projects.models import operation
from territories.names import normalise

BATCH = 200


class DirectoryMoved(Exception):
    """Somebody changed the directory after the rows were compared with it: nothing has been written."""


class AlreadyWritten(Exception):
    """The import is not waiting to be written any more: somebody pressed twice. Nothing has been written."""


@dataclass
class Result:
    """How many partners were created and completed, persons added, partners brought into the project, rows left out."""

    created: int = 0
    completed: int = 0
    persons: int = 0
    joined: int = 0
    left_out: int = 0

    @property
    def changes(self):
        """Return how many rows of the database the import wrote."""
        return self.created + self.completed + self.persons + self.joined


@dataclass
class _Group:
    """The rows that speak of one partner, in order."""

    partner: Partner | None = None
    rows: list = field(default_factory=list)
    persons: list = field(default_factory=list)
    places: list = field(default_factory=list)
    brings: str = ""
    expects: str = ""


def write_import(draft, *, by, label):
    """Write the accepted rows of a PartnerImport as one operation of `by`; return (Operation, Result).

    Raises DirectoryMoved or AlreadyWritten, having written nothing.
    """
    project = draft.project
    with operation(by=by, label=label, project=project) as gesture:
        # The operation holds the project's row: nobody else of the project writes between this look and the end.
        if stamp_of(project) != draft.stamp:
            raise DirectoryMoved
        result = _Writer(project, draft.plan).write()
        waiting = PartnerImport.objects.filter(pk=draft.pk, state=ImportState.WRITING)
        # The cells of the file have done their work: they are not kept.
        if not waiting.update(
            state=ImportState.DONE,
            operation=gesture,
            sheets=[],
            plan=[],
            touched_at=timezone.now(),
            notice=_words(result),
        ):
            raise AlreadyWritten
    return gesture, result


def _words(result):
    return f"{result.created}/{result.completed}/{result.persons}/{result.joined}/{result.left_out}"


class _Writer:
    def __init__(self, project, plan):
        self.project = project
        self.plan = plan
        self.result = Result()
        self.now = timezone.now()

    def write(self):
        groups = self.grouped()
        known = {
            partner.pk: partner
            for partner in Partner.objects.filter(organisation=self.project.organisation_id).prefetch_related(
                "contacts", "places"
            )
        }
        self.names = {_same(partner.name) for partner in known.values()}
        created, changed = [], []
        persons, completed, places = [], [], []
        before = {}
        for (what, where), group in groups.items():
            if what == "known":
                group.partner = known[where]
                before[where] = copy.copy(group.partner)
                if self.complete(group):
                    changed.append(group.partner)
            else:
                group.partner = self.new_partner(group)
                created.append(group.partner)
            places += self.add_places(group)
            added, filled = self.add_persons(group)
            persons += added
            completed += filled
        self.save(Partner, created)
        Partner.before_bulk_change([(before[row.pk], row) for row in changed])
        self.update(Partner, changed, (*FACTS, "name_norm", "version"))
        self.save(PartnerPlace, places)
        self.save(Contact, persons)
        self.update(Contact, completed, PERSON)
        self.join(groups.values())
        self.result.created, self.result.completed = len(created), len(changed)
        self.result.persons = len(persons)
        return self.result

    def grouped(self):
        groups = {}
        for item, root in zip(self.plan, settle(self.plan), strict=True):
            if root is not None:
                groups.setdefault(root, _Group()).rows.append(item)
            elif item["kind"] != "skip":
                self.result.left_out += 1
        return groups

    def new_partner(self, group):
        """Return the Partner that the rows of the group describe: the first word on each fact holds."""
        first = group.rows[0]["values"]
        facts = {}
        for item in group.rows:
            named = {"territory": facts.get("territory"), "other_places": group.places}
            group.places += new_places(named, item["values"])
            for name in FACTS:
                if item["values"].get(name):
                    facts.setdefault(name, item["values"][name])
        guessed = next(
            (item["values"]["kind_guessed"] for item in group.rows if item["values"].get("kind_guessed")), ""
        )
        kind = facts.pop("kind", "") or guessed or PartnerKind.OTHER
        partner = Partner(
            organisation_id=self.project.organisation_id,
            name=self.free_name(first["name"], first.get("territory_name", "")),
            kind=kind,
            territory_id=facts.pop("territory", None),
            **facts,
        )
        partner.name_norm = normalise(f"{partner.name} {partner.short_name}")[
            :220
        ]  # bulk creation does not call save()
        return partner

    def free_name(self, name, place):
        """Return a name that no partner of the organisation bears: with its place, then with a rank, behind it."""
        ranks = (f"{name} ({rank})" for rank in count(2))
        candidates = chain([name], [f"{name} ({place})"] if place else [], ranks)
        free = next(text for text in candidates if _same(text) not in self.names)
        # Two hundred signs are what a name holds; what tells it apart stays.
        free = free if len(free) <= 200 else f"{name[: 200 - (len(free) - len(name))]}{free[len(name) :]}"
        self.names.add(_same(free))
        return free

    def complete(self, group):
        """Fill what the directory does not know of a partner; return whether something was filled."""
        partner = group.partner
        changed = False
        for item in group.rows:
            now = {name: getattr(partner, "territory_id" if name == "territory" else name) for name in FACTS}
            now["other_places"] = [place.territory_id for place in partner.places.all()] + group.places
            fills, _kept = differences(now, item["values"])
            for name in fills:
                if name == "other_places":
                    group.places += [place for place in new_places(now, item["values"]) if place not in group.places]
                    continue
                setattr(partner, "territory_id" if name == "territory" else name, item["values"][name])
            changed = changed or bool(fills)
        if changed:
            partner.name_norm = normalise(f"{partner.name} {partner.short_name}")[:220]
            partner.version += 1
        return changed

    def add_places(self, group):
        """Return the places to create for the partner of the group, besides its first one."""
        partner = group.partner
        known = len(partner.places.all()) if partner.pk else 0
        ranked = enumerate(group.places, start=known)
        return [PartnerPlace(partner=partner, territory_id=place, position=position) for position, place in ranked]

    def add_persons(self, group):
        """Return (contacts to create, contacts to update) for the persons of the group's rows."""
        known = list(group.partner.contacts.all()) if group.partner.pk else []
        seen = [{"row": one, **{name: getattr(one, name) for name in PERSON}} for one in known]
        added, filled = [], {}
        for item in group.rows:
            if not has_contact(item["values"]):
                continue
            person = person_of(item["values"])
            match, fills = same_person(seen, person)
            if match is None:
                contact = Contact(partner=group.partner, position=len(seen), **person)
                added.append(contact)
                seen.append({"row": contact, **person})
                continue
            for name in fills:
                match[name] = person[name]
                setattr(match["row"], name, person[name])
            if fills and match["row"].pk:
                filled[match["row"].pk] = match["row"]
        return added, list(filled.values())

    def join(self, groups):
        """Bring the partners into the project, after the others; what they bring and expect is kept when it is new."""
        rows = {row.partner_id: row for row in Partnership.objects.filter(project=self.project)}
        position = self.project.partnerships.aggregate(last=Max("position"))["last"] or 0
        new, changed = [], []
        for group in groups:
            said = {}
            for name in ("brings", "expects"):
                texts = [item["values"][name] for item in group.rows if item["values"].get(name)]
                if texts:
                    said[name] = "\n".join(dict.fromkeys(texts))[:20000]
            row = rows.get(group.partner.pk)
            if row is None:
                position += 1
                new.append(Partnership(project=self.project, partner=group.partner, position=position, **said))
                continue
            empty = {name: text for name, text in said.items() if not getattr(row, name)}
            for name, text in empty.items():
                setattr(row, name, text)
            if empty:
                row.version += 1
                changed.append(row)
        self.save(Partnership, new)
        self.update(Partnership, changed, ("brings", "expects", "version"))
        self.result.joined = len(new)

    def save(self, model, rows):
        """Create the rows with their history; they belong to the operation under way."""
        if rows:
            model._default_manager.bulk_create(rows)
            model.history.bulk_history_create(rows, default_date=self.now)

    def update(self, model, rows, names):
        """Update the rows with their history."""
        if rows:
            model._default_manager.bulk_update(rows, names, batch_size=BATCH)
            model.history.bulk_history_create(rows, update=True, default_date=self.now)


def _same(name):
    """Return the name as the database compares it: letters A to Z in small, and every other with its capital too."""
    return name.lower()


def words_of(draft):
    """Return the Result of an import that has been written."""
    figures = draft.notice.split("/")
    return Result(*map(int, figures)) if len(figures) == 5 else Result()


def counts_of(plan):
    """Return {kind: how many rows} of a stored plan, `waiting` (nobody has said) and `useless` (nothing to add) apart."""
    counts = Counter()
    for item in plan:
        counts[item["kind"]] += 1
        if item["problem"] and item["kind"] not in ("error", "skip"):
            counts["numbers"] += 1
        if item["kind"] == "ask" and not item["answer"]:
            counts["waiting"] += 1
        if item["kind"] == "same" and not (item["fills"] or item["person"] or item["joins"]):
            counts["useless"] += 1
    return counts
