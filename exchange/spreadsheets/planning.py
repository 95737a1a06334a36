"""What each row would do to the directory: pure, so that the screen, the writing and the tests read the same decisions.

A row is `new`, `same` (a partner known already), `also` (the partner of an earlier row), `ask` (perhaps one of these: a person
says), `error` or `skip`. Numbers decide first, then the same name, then names alike within a place.
"""

from dataclasses import asdict, dataclass, field

from django.utils.translation import gettext as _

from exchange.spreadsheets.cells import CONTACT, Row, has_contact
from partnerships.likeness import ALIKE, Names, likeness, undotted
from territories.names import normalise

# Fields of a Contact, one for each column of a person (cells.CONTACT).
PERSON = tuple(name.removeprefix("contact_") for name in CONTACT)
# Fields of a partner that a row completes, when the directory has nothing there.
FACTS = ("short_name", "kind", "territory", "legal_form", "seat", "siret", "rna", "bce", "mission", "checked_on")
NUMBERS = ("siret", "rna", "bce")
# What it said in this project, completed in the same way.
SAID = ("brings", "expects")
# The answers that each decision takes; the first is what happens when nobody says anything.
ANSWERS = {
    "new": ("take", "leave"),
    "same": ("take", "leave"),
    "also": ("take", "leave"),
    "ask": ("", "same", "other", "leave"),
}


@dataclass
class Known:
    """A partner of the directory as plain values. `facts`: {field: value}; `contacts`: [{field: value}] in order.

    `facts["other_places"]`: the keys of the places where it acts besides `territory`; `SAID`: what it said in this project.
    """

    pk: int
    name: str
    territory: int | None
    keys: dict
    facts: dict
    contacts: list
    in_project: bool
    archived: bool = False


@dataclass
class Decision:
    """What a row would do. `target`: ("known", pk) or ("row", rank); `reason`: why, in words.

    `fills`: fields that the row completes; `kept`: fields where the directory says otherwise and keeps its word; `person`: "",
    "new" or "fills"; `joins`: the partner comes into the project.
    """

    kind: str
    target: tuple = ()
    likeness: int = 0
    reason: str = ""
    fills: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    person: str = ""
    joins: bool = False


def plan(rows, known, places, tick=None):
    """Return the Decision of each Row, in order. `places`: {pk of a territory: its name}. `tick(rank)`: called as it goes."""
    planner = _Planner(known, places)
    decisions = []
    for rank, row in enumerate(rows):
        decisions.append(planner.decide(rank, row))
        if tick is not None and rank % 250 == 0:
            tick(rank)
    return decisions


class _Planner:
    def __init__(self, known, places):
        self.places = places
        self.known = {one.pk: one for one in known}
        self.keys = {}  # (number, digits): what bears it
        self.exact = {}  # name as it compares: [(place, siren, what)]
        self.alike = Names()
        self.names = {}  # rank of a row: its name
        for one in known:
            target = ("known", one.pk)
            self.remember(target, one.name, [one.territory, *one.facts.get("other_places", ())], one.keys)

    def remember(self, target, name, places, keys):
        for number, key in keys.items():
            if key:
                self.keys.setdefault((number, key), target)
                if number == "siret":
                    self.keys.setdefault(("siren", key[:9]), target)
        siren = keys.get("siret", "")[:9]
        for place in places:
            self.exact.setdefault(_same_name(name), []).append((place, siren, target))
            self.alike.add(name, place, (target, siren))

    def decide(self, rank, row):
        if row.skipped:
            return Decision("skip")
        if row.problem and not row.number_only:
            return Decision("error", reason=row.problem)
        values = row.values
        places = [values.get("territory"), *values.get("other_places", ())]
        keys = {number: values.get(f"{number}_key", "") for number in NUMBERS}
        decision = self.by_number(keys, values["name"]) or self.by_name(values["name"], places, keys["siret"][:9])
        if decision is None:
            decision = Decision("new")
        if decision.kind in ("new", "ask"):
            self.names[rank] = values["name"]
            self.remember(("row", rank), values["name"], places, keys)
        else:
            # The next row may bear the number, or the spelling, of this one only.
            for number, key in keys.items():
                if key:
                    self.keys.setdefault((number, key), decision.target)
        return self.compared(decision, values)

    def by_number(self, keys, name):
        for number in NUMBERS:
            key = keys[number]
            if not key:
                continue
            target = self.keys.get((number, key))
            if target is not None:
                return self.found(target, _("même numéro"))
            if number == "siret":
                target = self.keys.get(("siren", key[:9]))
                if target is None:
                    continue
                known = self.keys_of(target)
                alike = likeness(name, self.name_of(target))
                one_number = len(key) == 9 or len(known) == 9
                if one_number and alike >= ALIKE:
                    return self.found(target, _("même SIREN"))
                # An organisation of many establishments, or two names of one: the number alone does not say.
                reason = _("même SIREN, autre nom") if one_number else _("même SIREN, autre établissement")
                return Decision("ask", target, alike, reason)
        return None

    def keys_of(self, target):
        """Return the SIRET or SIREN under which a target is known."""
        if target[0] == "known":
            return self.known[target[1]].keys.get("siret", "")
        return next((key for (number, key), what in self.keys.items() if number == "siret" and what == target), "")

    def name_of(self, target):
        return self.known[target[1]].name if target[0] == "known" else self.names[target[1]]

    def by_name(self, name, places, siren):
        place = places[0]
        same = self.exact.get(_same_name(name), [])
        if place is not None and place in self.places:
            # A namesake of another place was written with the name of its place behind its own.
            same = self.exact.get(_same_name(f"{name} {self.places[place]}"), []) + same
        best = None
        for other_place, other_siren, target in same:
            if siren and other_siren and siren != other_siren:
                best = best or Decision("ask", target, 100, _("même nom, autre SIREN"))
            elif None in (place, other_place) or other_place in places:
                return self.found(target, _("même nom"))
            else:
                where = self.places.get(other_place, "")
                best = best or Decision("ask", target, 100, _("même nom, à %(place)s") % {"place": where})
        if best is not None:
            return best
        for score, (target, other_siren) in self.alike.near(name, place):
            if not (siren and other_siren and siren != other_siren):
                return Decision("ask", target, score, _("nom proche"))
        return None

    def found(self, target, reason):
        return Decision("same" if target[0] == "known" else "also", target, 100, reason)

    def compared(self, decision, values):
        """Say what the row adds to the partner that it speaks of."""
        if decision.target and decision.target[0] == "known":
            one = self.known[decision.target[1]]
            decision.fills, decision.kept = differences(one.facts, values)
            for name in SAID:
                now, value = one.facts.get(name, ""), values.get(name, "")
                if value and not now:
                    decision.fills.append(name)
                elif value and not {normalise(line) for line in value.splitlines()} <= {
                    *map(normalise, now.splitlines())
                }:
                    decision.kept.append(name)
            decision.joins = not one.in_project
            if has_contact(values):
                match, fills = same_person(one.contacts, person_of(values))
                decision.person = "new" if match is None else "fills" if fills else ""
        elif has_contact(values):
            decision.person = "new"
        return decision


def _same_name(name):
    """Return the name as two spellings of it compare: « C.C.A.S. d’Ambert », « CCAS d'AMBERT »."""
    return normalise(undotted(name))


def differences(facts, values):
    """Return (fields that the row fills, fields where it says otherwise) for the facts known of a partner."""
    fills, kept = [], []
    acts_in = {facts.get("territory"), *facts.get("other_places", ())}
    for name in FACTS:
        value = values.get(name)
        if not value:
            continue
        if name == "territory" and facts.get(name) and (value in acts_in or values.get("other_places")):
            # It acts there too, or will: `new_places`.
            continue
        now = facts.get(name)
        if not now or (name == "kind" and now == "other"):
            fills.append(name)
        elif not _agree(name, now, value):
            kept.append(name)
    if new_places(facts, values):
        fills.append("other_places")
    return fills, kept


def new_places(facts, values):
    """Return the keys of the places that a row adds to those where a partner acts, the first one aside.

    One place in the cell speaks of the first one; several speak of all.
    """
    named = [values.get("territory"), *values.get("other_places", ())]
    known = {facts.get("territory") or named[0], *facts.get("other_places", ())}
    return [place for place in named if place not in known] if len(named) > 1 else []


def _agree(name, now, value):
    if now == value:
        return True
    if name in NUMBERS:
        return "".join(filter(str.isalnum, str(now))).upper() == "".join(filter(str.isalnum, str(value))).upper()
    return isinstance(value, str) and normalise(str(now)) == normalise(value)


def person_of(values):
    """Return {field of a Contact: text} of the person of a row."""
    return {field: values.get(name, "") for name, field in zip(CONTACT, PERSON, strict=True)}


def same_person(contacts, person):
    """Return (the contact that is this person, the fields that the row fills for them), or (None, ()).

    An e-mail tells two persons apart, then a name, then a telephone, then a function.
    """
    for name in ("email", "name", "phone", "function"):
        if not person[name]:
            continue
        for contact in contacts:
            if contact[name] and _same(name, contact[name], person[name]):
                return contact, [key for key, value in person.items() if value and not contact[key]]
        if name != "email":
            # A contact that has no such line may still be them: only an e-mail alone does not tell who.
            break
    return None, ()


def _same(name, one, other):
    if name == "phone":
        return "".join(filter(str.isdigit, one)) == "".join(filter(str.isdigit, other))
    return normalise(one) == normalise(other)


def as_stored(rows, decisions):
    """Return the plan as JSON values: one dict a row."""
    return [
        {
            "number": row.number,
            "values": row.values,
            "problem": row.problem,
            "number_only": row.number_only,
            "remarks": row.remarks,
            **asdict(decision),
            "answer": "" if row.problem else ANSWERS.get(decision.kind, ("",))[0],
        }
        for row, decision in zip(rows, decisions, strict=True)
    ]


def answers_of(item):
    """Return the answers that a stored row takes, "" (nothing said: left out) among them when somebody has to say."""
    answers = ANSWERS.get(item["kind"], ())
    return ("", *(answer for answer in answers if answer)) if item["problem"] and answers else answers


def settle(plan):
    """Return, for each row of a stored plan, the partner that it speaks of: ("known", pk), ("row", rank), or None: left out.

    A row attached to an earlier one goes where that one goes.
    """
    settled, roots = [], []
    for rank, item in enumerate(plan):
        answer, kind = item["answer"], item["kind"]
        if kind in ("skip", "error"):
            root = None
        elif kind == "new" or (kind == "ask" and answer == "other"):
            root = ("row", rank)
        elif kind == "ask" and answer != "same":
            root = None
        else:
            what, where = item["target"]
            root = ("known", where) if what == "known" else roots[where]
        roots.append(root)
        settled.append(root if answer not in ("", "leave") else None)
    return settled


__all__ = [
    "ANSWERS",
    "FACTS",
    "Decision",
    "Known",
    "Row",
    "answers_of",
    "as_stored",
    "differences",
    "new_places",
    "person_of",
    "plan",
    "same_person",
    "settle",
]
