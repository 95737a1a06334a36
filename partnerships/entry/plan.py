"""What a text of cards would write on the frise, line by line; then writing it, all of it or nothing."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from partnerships.entry.directory import Directory, Known
from partnerships.entry.lines import EXAMPLE, find_edge, read_lines
from partnerships.forms.directory import join
from partnerships.models import Partner, PartnerKind, Partnership, Placement
from projects.edges import edges_of
from territories.names import normalise

LONGEST = Partner._meta.get_field("name").max_length
NEW, ASIDE = "nouveau", "non"


class Doing(TextChoices):
    """What a line does. ASK waits for a choice, STOP for a correction: while one is there, nothing is written."""

    PLACE = "place", _lazy("Placer")
    MOVE = "move", _lazy("Déplacer")
    SAME = "same", _lazy("Déjà là")
    REPEAT = "repeat", _lazy("Répétée")
    ASIDE = "aside", _lazy("Laissée de côté")
    ASK = "ask", _lazy("À choisir")
    STOP = "stop", _lazy("À corriger")


@dataclass
class Entry:
    """A line as it is understood. `options`: [(value, words)] when whose card it is has to be chosen; `choice` is it.

    `known` is the record, None for a partner to create; `before` the Placement that it has at this horizon. A name is
    asked about once: `asked_at` is the number of the line that does, when it is another one.
    """

    number: int
    text: str
    name: str = ""
    key: str = ""
    horizon: object = None
    level: object = None
    doing: str = Doing.STOP
    trouble: str = ""
    known: Known | None = None
    before: Placement | None = None
    options: list = field(default_factory=list)
    choice: str = ""
    asked_at: int = 0
    kind: str = PartnerKind.OTHER.value

    @property
    def label(self):
        return Doing(self.doing).label

    @property
    def writes(self):
        return self.doing in {Doing.PLACE, Doing.MOVE}

    @property
    def creates(self):
        """Return whether the partner is written in the directory by this line."""
        return self.writes and self.known is None

    @property
    def joins(self):
        """Return whether a record of the directory comes into the project by this line."""
        return self.writes and self.known is not None and self.known.partnership is None

    @property
    def asks_kind(self):
        return self.choice == NEW and not self.asked_at

    @property
    def seen(self):
        """Return what the person is shown of the line, to tell whether it is still so when they confirm."""
        ends = [row.public_id if row else "" for row in (self.known, self.horizon, self.level)]
        return [
            self.text,
            self.doing,
            self.trouble,
            self.choice,
            self.kind,
            *ends,
            self.before.seen if self.before else "",
        ]


class Plan:
    """The Entries of a text on a project. `choices` and `kinds`: what was chosen for a name, by its key (`Entry.key`).

    Five queries, whatever the number of lines.
    """

    def __init__(self, project, text, *, choices=None, kinds=None):
        self.project = project
        self._choices, self._kinds = choices or {}, kinds or {}
        self.horizons, self.levels = edges_of(project)
        self._directory = Directory(project)
        self._asked = {}  # key of a name: the line that asks about it
        self.entries = [self._read(line) for line in read_lines(text)]
        self._look_at_places()

    # --- Reading --------------------------------------------------------------------------------------------------
    def _read(self, line):
        entry = Entry(line.number, line.text, line.parts[0])
        if len(line.parts) != 3:
            entry.trouble = _("Une ligne a trois parties\u00a0: %(example)s.") % {"example": EXAMPLE}
        elif not normalise(entry.name):
            entry.trouble = _("Il manque le nom.")
        elif len(entry.name) > LONGEST:
            entry.trouble = _("Ce nom est trop long\u00a0: %(most)d signes au plus.") % {"most": LONGEST}
        else:
            entry.trouble = self._find_place(entry, *line.parts[1:])
            self._find_partner(entry)
        return entry

    def _find_place(self, entry, when, how):
        """Give the entry its horizon and its level, in either order; return what is wrong, in French."""
        found = find_edge(when, self.horizons), find_edge(how, self.levels)
        if not all(found):
            swapped = find_edge(how, self.horizons), find_edge(when, self.levels)
            found = swapped if all(swapped) else found
        words = (_("horizon"), when, self.horizons), (_("niveau"), how, self.levels)
        for rows, (what, said, every) in zip(found, words, strict=True):
            if len(rows) != 1:
                return self._unclear(what, said, rows or every, known=bool(rows))
        entry.horizon, entry.level = found[0][0], found[1][0]
        return ""

    @staticmethod
    def _unclear(what, said, rows, *, known):
        if not rows:
            return _("La frise n’a encore aucun %(what)s.") % {"what": what}
        names = ", ".join(row.name for row in rows)
        if not said:
            return _("Il manque un %(what)s\u00a0: %(names)s.") % {"what": what, "names": names}
        if known:
            words = _("«\u00a0%(said)s\u00a0» peut vouloir dire %(names)s.")
        else:
            words = _("«\u00a0%(said)s\u00a0» n’est pas un %(what)s. Essayez %(names)s.")
        return words % {"said": said[:60], "what": what, "names": names}

    # --- Whose card -----------------------------------------------------------------------------------------------
    def _find_partner(self, entry):
        """Give the entry its record, or the options among which to choose."""
        entry.key = normalise(entry.name)
        called = self._directory.called(entry.name)
        if any(record.is_lead for record in called):
            entry.trouble = _("C’est la structure porteuse\u00a0: elle n’a pas de place sur la frise.")
        elif len(called) == 1 and not called[0].archived:
            entry.known = called[0]
        elif called:
            self._offer(entry, called)
        else:
            begin, alike = self._directory.near(entry.name)
            inside = [record for record in begin if record.partnership]
            proposed = NEW if not begin + alike else ""
            if len(inside) == 1 and len(begin + alike) == 1:
                proposed = inside[0].public_id
            self._offer(entry, begin + alike, creating=True, proposed=proposed)

    def _offer(self, entry, records, *, creating=False, proposed=""):
        for record in records:
            words = _("Remettre en service %(name)s") if record.archived else _("C’est %(name)s")
            if record.partnership is None:
                words = _("%(words)s, de votre annuaire") % {"words": words}
            entry.options.append((record.public_id, words % {"name": record.name}))
        if creating:
            entry.options.append((NEW, _("Créer «\u00a0%(name)s\u00a0»") % {"name": entry.name}))
        entry.options.append((ASIDE, _("Laisser de côté")))
        first = self._asked.setdefault(entry.key, entry.number)
        entry.asked_at = first if first != entry.number else 0
        chosen = self._choices.get(entry.key, proposed)
        entry.choice = chosen if chosen in dict(entry.options) else ""
        entry.known = next((record for record in records if record.public_id == entry.choice), None)
        kind = self._kinds.get(entry.key)
        entry.kind = kind if kind in PartnerKind.values else PartnerKind.OTHER.value

    # --- What it does ---------------------------------------------------------------------------------------------
    def _look_at_places(self):
        inside = {entry.known.partnership for entry in self.entries if entry.known and entry.known.partnership}
        rows = Placement.objects.filter(partnership__in=inside).select_related("partnership", "level")
        places = {(row.partnership_id, row.horizon_id): row for row in rows}
        first = {}
        for entry in self.entries:
            if entry.trouble:
                continue
            if entry.options and not entry.choice:
                entry.doing = Doing.ASK
                if entry.asked_at:
                    entry.trouble = _("Selon la ligne %(number)d.") % {"number": entry.asked_at}
            elif entry.choice == ASIDE:
                entry.doing = Doing.ASIDE
            else:
                self._look_at(entry, places, first)

    def _look_at(self, entry, places, first):
        who = entry.known.pk if entry.known else entry.key
        before = first.setdefault((who, entry.horizon.pk), entry)
        if before is not entry:
            if before.level == entry.level:
                entry.doing = Doing.REPEAT
                entry.trouble = _("Comme la ligne %(number)d.") % {"number": before.number}
            else:
                entry.trouble = _("La ligne %(number)d le met déjà à cet horizon, «\u00a0%(level)s\u00a0».") % {
                    "number": before.number,
                    "level": before.level.name,
                }
            return
        entry.before = places.get((entry.known.partnership, entry.horizon.pk)) if entry.known else None
        if entry.before is None:
            entry.doing = Doing.PLACE
        else:
            entry.doing = Doing.SAME if entry.before.level_id == entry.level.pk else Doing.MOVE

    # --- The whole ------------------------------------------------------------------------------------------------
    @property
    def problems(self):
        """Return the entries that hold everything back."""
        return [entry for entry in self.entries if entry.doing in {Doing.ASK, Doing.STOP}]

    @property
    def writes(self):
        return [entry for entry in self.entries if entry.writes]

    @property
    def counts(self):
        """Return [(Doing, how many lines)] of what the lines do, in the order of Doing."""
        counted = [(doing, sum(entry.doing == doing for entry in self.entries)) for doing in Doing]
        return [(doing, number) for doing, number in counted if number]

    @property
    def stamp(self):
        """Return the print of all that is shown, sent back with the confirmation."""
        return sha256(repr([entry.seen for entry in self.entries]).encode()).hexdigest()[:32]

    @property
    def chosen(self):
        """Return {key of a name: (choice, kind of actor or empty)} of the names that are asked about."""
        asked = [entry for entry in self.entries if entry.options and not entry.asked_at]
        return {entry.key: (entry.choice, entry.kind if entry.asks_kind else "") for entry in asked}

    # --- Writing --------------------------------------------------------------------------------------------------
    def write(self, *, by, provenance):
        """Write every line. Inside an operation; raises StaleVersion or HorizonTaken when a card moved since it was read."""
        here = Partnership.objects.select_related("partner").in_bulk(
            [entry.known.partnership for entry in self.writes if entry.known and entry.known.partnership]
        )
        records = Partner.objects.in_bulk([entry.known.pk for entry in self.writes if entry.joins])
        came = {}
        for entry in self.writes:
            who = entry.known.pk if entry.known else entry.key
            partnership = here.get(entry.known.partnership) if entry.known else None
            if partnership is None:
                if who not in came:
                    came[who] = join(self.project, records.get(who) or self._create(entry))
                partnership = came[who]
            elif partnership.partner.is_archived:
                partnership.partner.resume(version=partnership.partner.version)
            self._put(entry, partnership, by=by, provenance=provenance)

    def _create(self, entry):
        return Partner.objects.create(organisation=self.project.organisation, name=entry.name, kind=entry.kind)

    @staticmethod
    def _put(entry, partnership, *, by, provenance):
        where = {"horizon": entry.horizon, "level": entry.level, "by": by, "provenance": provenance}
        if entry.before is None:
            Placement.objects.place(partnership, **where)
        else:
            entry.before.move_to(version=entry.before.version, **where)
