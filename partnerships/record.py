"""The record of one partner in one project. Each part is read when the page, or the block of it, shows it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.changes import LATEST, placement_changes, tell
from partnerships.models import (
    Commitment,
    LinkNature,
    LogEntry,
    LogPresence,
    PartnerPlace,
    Partnership,
    PerspectiveShift,
    Response,
    stale_since,
)
from partnerships.opinions import opinions_of, spreads
from partnerships.raci.variants import variant_of
from partnerships.sheet import trajectory
from projects.counting import number_of
from projects.models import Stage

# Seven steps on the path; a partnership asleep or ended has left it (glossary B15).
PATH = (
    Stage.IDENTIFIED,
    Stage.IDEA,
    Stage.ELABORATION,
    Stage.NEGOTIATION,
    Stage.ACTION_SHEETS,
    Stage.IMPLEMENTATION,
    Stage.EVALUATION,
)
# Gacoin's three words, told in one sentence (glossary A1).
NATURES = (
    (LinkNature.NETWORK.value, LinkNature.NETWORK.label, "l-reseau", gettext_lazy("On se connaît, on se sollicite.")),
    (
        LinkNature.COOPERATION.value,
        LinkNature.COOPERATION.label,
        "l-cooperation",
        gettext_lazy("Chacun agit, dans son rôle."),
    ),
    (
        LinkNature.PARTNERSHIP.value,
        LinkNature.PARTNERSHIP.label,
        "l-partenariat",
        gettext_lazy("Un projet commun, librement."),
    ),
)
LOG_GLYPHS = {
    "call": "g-tel",
    "mail": "g-courriel",
    "visit": "g-visite",
    "field": "g-visite",
    "signature": "g-signature",
}


@dataclass(frozen=True)
class Step:
    """A step of the path. `state`: faite, encours, or empty for a step to come; `since`: when it was reached, if known."""

    stage: Stage
    state: str
    since: date | None


def log_glyph(entry):
    """Return the symbol of the kind of an entry of the journal."""
    return LOG_GLYPHS.get(entry.kind, "g-reunion")


def delay(due, today):
    """Return how far a date is, in words near and in days far (design §8); empty text for None."""
    if due is None:
        return ""
    days = (due - today).days
    near = {0: _("aujourd’hui"), 1: _("demain"), -1: _("hier")}
    if days in near:
        return near[days]
    words = _("dans %(n)s\u00a0jours") if days > 0 else _("depuis %(n)s\u00a0jours")
    return words % {"n": abs(days)}


def with_who(relation, model):
    """Return the Prefetch of rows that name somebody, with the names: one query instead of four."""
    return Prefetch(relation, model.objects.select_related("who_member", "who_partnership__partner"))


# What it answers for first, then what it does, then what is asked of it.
_ORDER = ("RA", "DA", "A", "R", "D", "(A)", "S", "V", "Sg", "C", "I")


class Record:
    """What the record of a partnership shows, on a day. One query for each part that is read, whatever it holds."""

    def __init__(self, project, partnership, today):
        self.project = project
        self.partnership = partnership
        self.partner = partnership.partner
        self.today = today
        partnership.project = project
        if self.partner.territory_id is None:
            self.partner.country_around = project.country

    @cached_property
    def analysis(self):
        return getattr(self.partnership, "analysis", None)

    @property
    def trust_glyph(self):
        """Return the symbol of the trust, from none to four knots tied."""
        return f"conf-{self.analysis.trust}"

    @property
    def is_stale(self):
        """Return whether nobody has checked the record within the term of the organisation."""
        day = self.partner.checked_on
        return day is None or day < stale_since(self.project.organisation)

    @property
    def checked_today(self):
        return self.partner.checked_on == self.today

    # --- Where it stands ---

    @cached_property
    def placements(self):
        rows = self.partnership.placements.select_related("horizon", "level", "placed_by")
        return list(rows.order_by("horizon__position"))

    @property
    def placement_today(self):
        """Return the placement whose horizon holds the day, or None."""
        for placement in self.placements:
            horizon = placement.horizon
            if horizon.start and horizon.end and horizon.start <= self.today <= horizon.end:
                return placement
        return None

    @cached_property
    def trajectory(self):
        return trajectory(self.placements)

    @cached_property
    def changes(self):
        return tell(placement_changes(self.partnership)[:LATEST])

    @cached_property
    def spreads(self):
        """Return the Spreads of what each one thinks of its places."""
        return spreads(opinions_of(self.partnership), self.placements)

    @cached_property
    def presences(self):
        return list(self.partnership.phase_presences.select_related("phase"))

    @cached_property
    def steps(self):
        """Return the seven Steps, or those of nothing reached when the partnership is asleep or ended."""
        stage = Stage(self.partnership.stage)
        rank = PATH.index(stage) if stage in PATH else -1
        reached = self._reached
        return [
            Step(step, "faite" if n < rank else "encours" if n == rank else "", reached.get(step))
            for n, step in enumerate(PATH)
        ]

    @cached_property
    def _reached(self):
        """Return {stage: day} on which each was last entered: the day that was said, else that of the change made here."""
        days, before = {}, None
        rows = self.partnership.history.order_by("history_id").values_list("stage", "history_type", "history_date")
        for stage, kind, moment in rows:
            if before is not None and stage != before and kind == "~":
                days[stage] = moment.date()
            before = stage
        return days | {entry.stage: entry.on for entry in self.stage_entries}

    @cached_property
    def stage_entries(self):
        return list(self.partnership.stage_entries.all())

    @property
    def off_path(self):
        """Return the label of a stage that is not on the path, or empty text."""
        return "" if self.partnership.stage in PATH else self.partnership.get_stage_display()

    @property
    def natures(self):
        """Return [(code, label, glyph, sentence, whether it is the current one)]."""
        return [
            (code, label, glyph, sentence, code == self.partnership.nature) for code, label, glyph, sentence in NATURES
        ]

    # --- What holds back, what pulls in ---

    @cached_property
    def obstacles(self):
        return list(self.partnership.obstacles.prefetch_related(with_who("responses", Response)))

    @cached_property
    def levers(self):
        return list(self.partnership.levers.all())

    @cached_property
    def shifts(self):
        rows = PerspectiveShift.objects.filter(partnership=self.partnership)
        return list(rows.select_related("who_member", "who_partnership__partner"))

    # --- What it does ---

    @cached_property
    def roles(self):
        """Return [(letters, what they say, [activity])], in the order of the method."""
        rows = self.partnership.assignments.select_related("activity").order_by("activity__position", "activity")
        groups = {}
        for row in rows:
            groups.setdefault(row.letters, []).append(row.activity)
        variant = variant_of(self.project)
        order = sorted(groups, key=lambda code: _ORDER.index(code))
        return [(code, variant.words(code), groups[code]) for code in order]

    @cached_property
    def sheet_roles(self):
        return list(self.partnership.sheet_roles.select_related("sheet").order_by("sheet__position"))

    @cached_property
    def situation_roles(self):
        """Return [(situation, what the actor does in it)]."""
        rows = self.partnership.situation_roles.select_related("situation").order_by("situation__position", "position")
        return [(row.situation, row.get_role_display()) for row in rows]

    @cached_property
    def seats(self):
        return list(self.partnership.seats.select_related("committee").order_by("committee__position"))

    # --- What is written ---

    @cached_property
    def agreements(self):
        """Return the agreements to which the partner is a party, by their order."""
        rows = self.partnership.party_to.select_related("agreement").order_by("agreement__position", "agreement")
        return [row.agreement for row in rows]

    @cached_property
    def arrangements(self):
        return list(self.partnership.arrangements.all())

    # --- With whom, who, where ---

    @cached_property
    def links(self):
        """Return [(Link, the partnership at its other end)], by name."""
        rows = self.project.links.filter(Q(a=self.partnership) | Q(b=self.partnership))
        pairs = [
            (link, link.b if link.a_id == self.partnership.pk else link.a)
            for link in rows.select_related("a__partner", "b__partner")
        ]
        return sorted(pairs, key=lambda pair: pair[1].partner.name_norm)

    @cached_property
    def contacts(self):
        return list(self.partner.contacts.in_order())

    @cached_property
    def territories(self):
        """Return the place of action and those that contain it, from the smallest to the largest."""
        place = self.partner.territory
        if place is None:
            return []
        return [one for one in (place, place.epci, place.departement) if one is not None]

    @cached_property
    def other_places(self):
        return self.partner.other_places

    # --- What was said and promised ---

    @cached_property
    def latest_entries(self):
        rows = self.partnership.log_entries.prefetch_related(with_who("presences", LogPresence))
        return [(entry, log_glyph(entry)) for entry in rows[:LATEST]]

    @cached_property
    def promises(self):
        """Return [(promise to keep, how far)], the nearest first; without date last."""
        rows = self.partnership.promises.filter(done=False).select_related("who_member", "who_partnership__partner")
        kept = sorted(rows, key=lambda promise: (promise.due is None, promise.due or self.today))
        return [(promise, delay(promise.due, self.today)) for promise in kept]

    # --- Private ---

    @property
    def commitment(self):
        """Return [(label, is it X: where it is, is it O: where it is needed)] of Beckhard's scale; empty when unknown."""
        reading = self.analysis
        if reading is None or not (reading.commitment_now or reading.commitment_needed):
            return []
        return [(step.label, step == reading.commitment_now, step == reading.commitment_needed) for step in Commitment]


def partnership_of(project, public_id):
    """Return a queryset of the one partnership with what every part of its record needs."""
    return (
        Partnership.objects.filter(project=project, public_id=public_id)
        .select_related(
            "partner__territory__epci",
            "partner__territory__departement",
            "partner__archived_by",
            "analysis",
            "looked_after_by",
            "hoped_level",
        )
        .prefetch_related(Prefetch("partner__places", PartnerPlace.objects.select_related("territory")))
        .annotate(
            entry_count=number_of(LogEntry.objects.all(), "partnership"),
            last_entry_on=Subquery(
                LogEntry.objects.filter(partnership=OuterRef("pk")).order_by("-date").values("date")[:1]
            ),
        )
    )
