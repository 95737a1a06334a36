"""What each stage of a partnership asks, and when one leaves it: method B15, after Gacoin's six stages.

Every answer is read from what the project already holds. Stages guide: nothing here moves a partnership or holds it back.
"""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, Q, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from documents import words
from partnerships.models import Formalisation, LogKind, PartnerKind, Partnership
from partnerships.record import PATH
from projects.models import Stage


@dataclass(frozen=True)
class Ask:
    """Something that a stage asks: its words, whether the project holds it, where it is written."""

    label: str
    done: bool
    url: str


@dataclass(frozen=True)
class Guide:
    """A stage as the screen tells it. `met`: the fact that lets one leave it, empty while there is none."""

    stage: Stage
    point: str
    asks: tuple
    leaves: str
    met: str


class Path:
    """The path of one partnership on a day, from its Record. One query for each kind of fact that the stage asks."""

    def __init__(self, record):
        self.record = record
        self.partnership = record.partnership
        self.today = record.today
        self.points = list(self.partnership.round_points.all())
        self.mandates = list(self.partnership.mandates.select_related("who_member", "who_partnership__partner"))

    def guide(self, stage=None):
        """Return the Guide of a stage, of the present one without; None when it is not on the path."""
        stage = Stage(stage or self.partnership.stage)
        return _GUIDES[stage](self) if stage in PATH else None

    @property
    def neighbours(self):
        """Return (the stage before, the stage after) on the path; None at an end, or when it has left the path."""
        if self.partnership.stage not in PATH:
            return None, None
        rank = PATH.index(self.partnership.stage)
        return (PATH[rank - 1] if rank else None), (PATH[rank + 1] if rank + 1 < len(PATH) else None)

    @property
    def quiet_days(self):
        """Return for how many days nobody has noted an exchange, when it is long enough to say so, else None.

        A partnership that sleeps or has ended says nothing; one that never had an exchange is asked at its first stage.
        """
        last = self.partnership.last_entry_on
        if last is None or self.partnership.stage not in PATH:
            return None
        days = (self.today - last).days
        return days if days >= settings.DORMANT_AFTER_DAYS else None

    # --- Where things are written ---

    def block(self, name):
        return reverse("partnerships:record_edit", args=[self._slug, self._id, name]) + f"#bloc-{name}"

    def adding(self, items):
        return reverse("partnerships:record_item_add", args=[self._slug, self._id, items])

    def page(self, name):
        return reverse(name, args=[self._slug])

    def item(self, items):
        """Return where a mandate or a written point of the present stage is added."""
        return reverse("partnerships:stage_item_add", args=[self._slug, self._id, items])

    @property
    def _slug(self):
        return self.record.project.slug

    @property
    def _id(self):
        return self.partnership.public_id

    # --- Facts ---

    def validated(self, stage):
        """Return the sentence of the last written point of a stage that was validated inside, or empty text."""
        found = [point for point in self.points if point.stage == stage and point.validated_on]
        if not found:
            return ""
        point = max(found, key=lambda one: one.validated_on)
        if point.validated_by:
            return _("Validé par %(who)s le %(day)s.") % {
                "who": point.validated_by,
                "day": words.day(point.validated_on),
            }
        return _("Validé le %(day)s.") % {"day": words.day(point.validated_on)}

    def written(self, stage):
        return any(point.stage == stage for point in self.points)

    def sheets(self):
        """Return the fiches action that it pilots or has a place in, in their order. One query."""
        sheets = self.partnership.piloted_sheets.model.objects
        mine = Q(pilot=self.partnership) | Q(partners__partnership=self.partnership)
        return list(sheets.filter(mine).order_by("position", "pk").distinct())

    def some(self, *relations):
        """Return, for each relation of the partnership, whether it has a row. One query."""
        asked = {name: Exists(getattr(self.partnership, name).order_by()) for name in relations}
        found = Partnership.objects.filter(pk=self.partnership.pk).values_list(*asked.values())
        return found.get()


def _identified(path):
    partnership, partner = path.partnership, path.record.partner
    entries = path.record.latest_entries
    dates = partnership.log_entries.order_by("date", "pk").values_list("date", flat=True)
    first = dates.first() if partnership.entry_count > 1 else partnership.last_entry_on
    known = bool(partnership.looked_after_by_id) or any(entry.presences.all() for entry, _glyph in entries)
    return Guide(
        Stage.IDENTIFIED,
        _("La carte des liens qui existent déjà est trop souvent oubliée."),
        (
            Ask(_("De quel type d’acteur s’agit-il\u00a0?"), partner.kind != PartnerKind.OTHER, path.block("identite")),
            Ask(_("Où agit-il\u00a0?"), partner.territory_id is not None, path.block("identite")),
            Ask(_("Quelle est la nature du lien\u00a0?"), bool(partnership.nature), path.block("lien")),
            Ask(_("Qui, chez nous, le connaît\u00a0?"), known, path.block("lien")),
        ),
        _("Un premier contact est noté au journal."),
        _("Premier contact noté le %(day)s.") % {"day": words.day(first)} if first else "",
    )


def _idea(path):
    met = any(entry.presences.all() for entry, _glyph in path.record.latest_entries)
    return Guide(
        Stage.IDEA,
        _("Accepter d’être surpris, et engager vite la responsabilité de l’institution."),
        (
            Ask(_("L’idée, en deux lignes"), path.written(Stage.IDEA), path.item("points")),
            Ask(_("Qui a rencontré qui\u00a0?"), met, path.adding("contacts")),
            Ask(_("Son intérêt à lui"), bool(path.partnership.expects), path.block("echange")),
            Ask(_("Validée par une personne responsable"), bool(path.validated(Stage.IDEA)), path.item("points")),
        ),
        _("Une personne responsable a dit oui, à une date."),
        path.validated(Stage.IDEA),
    )


def _elaboration(path):
    obstacles, levers, placements = path.some("obstacles", "levers", "placements")
    return Guide(
        Stage.ELABORATION,
        _("La commande et la délégation sont explicites, avec des allers-retours."),
        (
            Ask(
                _("Le mandat\u00a0: qui parle pour nous, avec quelle marge"), bool(path.mandates), path.item("mandats")
            ),
            Ask(_("Ce qui le retient"), obstacles, path.adding("freins")),
            Ask(_("Ce qui l’attire"), levers, path.adding("leviers")),
            Ask(_("Sa place sur la frise"), placements, path.page("partnerships:board")),
        ),
        _("Des objectifs partagés sont écrits, et validés chez nous."),
        path.validated(Stage.ELABORATION),
    )


def _negotiation(path):
    partnership = path.partnership
    return Guide(
        Stage.NEGOTIATION,
        _(
            "On dit les finalités autant que les modalités et les engagements de chacun\u00a0; "
            "la personne responsable est là à la fin."
        ),
        (
            Ask(
                _("Ce que chacun apporte et attend"),
                bool(partnership.brings and partnership.expects),
                path.block("echange"),
            ),
            Ask(_("La forme de l’accord"), partnership.formalisation != Formalisation.NONE, path.block("lien")),
            Ask(
                _("Le texte, ou le point écrit de ce tour"),
                bool(path.record.agreements) or path.written(Stage.NEGOTIATION),
                path.item("points"),
            ),
            Ask(_("Sa validation chez nous"), bool(path.validated(Stage.NEGOTIATION)), path.item("points")),
        ),
        _("L’accord est signé, ou l’accord oral est daté et confirmé par écrit."),
        _agreed(path),
    )


def _agreed(path):
    """Return the sentence of the agreement signed, or made otherwise, or empty text.

    An oral agreement counts once it is confirmed in writing: its proof is noted, or a letter or a message stands in the
    journal on its day or later. One that has ended no longer counts.
    """
    for agreement in path.record.agreements:
        if agreement.signed_on:
            return _("«\u00a0%(title)s\u00a0» est signée depuis le %(day)s.") % {
                "title": agreement.title,
                "day": words.day(agreement.signed_on),
            }
    for arrangement in path.record.arrangements:
        if arrangement.date is None or arrangement.closed_on:
            continue
        confirmed = arrangement.formalisation != Formalisation.ORAL or arrangement.proof
        letters = path.partnership.log_entries.filter(kind=LogKind.MAIL, date__gte=arrangement.date)
        if confirmed or letters.exists():
            return _("%(form)s du %(day)s\u00a0: %(what)s.") % {
                "form": arrangement.get_formalisation_display(),
                "day": words.day(arrangement.date),
                "what": arrangement.purpose,
            }
    return ""


def _action_sheets(path):
    sheets = path.sheets()
    prefetch_related_objects(sheets, "indicators")
    (has_roles,) = path.some("assignments")
    listing = path.page("agreements:sheet_list")
    with_baseline = any(one.baseline is not None for sheet in sheets for one in sheet.indicators.all())
    validated = _validated_by_both(path, sheets)
    return Guide(
        Stage.ACTION_SHEETS,
        _("Place, rôle et activité de chacun, évaluations intermédiaire et finale prévues."),
        (
            Ask(_("Ses rôles dans le RACI"), has_roles, path.page("partnerships:raci_grid")),
            Ask(_("Sa place dans une fiche action"), bool(sheets), listing),
            Ask(_("Les dates d’évaluation"), any(sheet.interim_on and sheet.final_on for sheet in sheets), listing),
            Ask(_("Des indicateurs avec le chiffre d’avant"), with_baseline, listing),
        ),
        _("Une fiche au moins est validée des deux côtés."),
        _("«\u00a0%(title)s\u00a0» est validée des deux côtés.") % {"title": validated.title} if validated else "",
    )


def _validated_by_both(path, sheets):
    """Return a fiche of which it and the carrying organisation have validated the present text, or None. One query."""
    said = path.partnership.sheet_validations.model.objects.filter(sheet__in=sheets)
    sides = {}
    for sheet, edition, partnership, is_lead in said.values_list(
        "sheet", "edition", "partnership", "partnership__is_lead"
    ):
        side = "lead" if is_lead else "it" if partnership == path.partnership.pk else ""
        sides.setdefault((sheet, edition), set()).add(side)
    return next((sheet for sheet in sheets if {"lead", "it"} <= sides.get((sheet.pk, sheet.edition), set())), None)


def _implementation(path):
    sheets = path.sheets()
    final = [sheet.final_on for sheet in sheets if sheet.final_on]
    recent = path.today - datetime.timedelta(days=settings.DORMANT_AFTER_DAYS)
    late = [promise for promise, _far in path.record.promises if promise.due and promise.due < path.today]
    last = path.partnership.last_entry_on
    reached = bool(final) and min(final) <= path.today
    return Guide(
        Stage.IMPLEMENTATION,
        _("Un plan simple, ou des programmes qui se suivent."),
        (
            Ask(
                _("Un échange noté ces derniers mois"),
                last is not None and last >= recent,
                path.adding("contacts"),
            ),
            Ask(_("Rien de promis qui attende encore"), not late, path.page("home:task_list")),
            Ask(_("Les ajustements décidés"), path.written(Stage.IMPLEMENTATION), path.item("points")),
            Ask(_("La date de l’évaluation finale"), bool(final), path.page("agreements:sheet_list")),
        ),
        _("La date de l’évaluation finale est venue."),
        _("Elle était fixée au %(day)s.") % {"day": words.day(min(final))} if reached else "",
    )


def _evaluation(path):
    reviews = list(path.partnership.reviews.prefetch_related("decisions"))
    decided = any(review.decisions.all() for review in reviews)
    decision = path.validated(Stage.EVALUATION)
    return Guide(
        Stage.EVALUATION,
        _(
            "Apprendre ensemble\u00a0: questionner, écrire en commun, petites décisions, ajustements rapides, conflits traités."
        ),
        (
            Ask(_("Un bilan où il était"), bool(reviews), path.page("partnerships:review_list")),
            Ask(_("Des décisions écrites"), decided, path.page("partnerships:review_list")),
            Ask(
                _("La suite\u00a0: continuer, faire un avenant, clore"),
                path.written(Stage.EVALUATION),
                path.item("points"),
            ),
        ),
        _("La décision est écrite\u00a0: retour à la négociation, aux fiches action, ou fin."),
        decision,
    )


_GUIDES = {
    Stage.IDENTIFIED: _identified,
    Stage.IDEA: _idea,
    Stage.ELABORATION: _elaboration,
    Stage.NEGOTIATION: _negotiation,
    Stage.ACTION_SHEETS: _action_sheets,
    Stage.IMPLEMENTATION: _implementation,
    Stage.EVALUATION: _evaluation,
}
