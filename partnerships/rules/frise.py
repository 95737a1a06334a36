"""Rules of the frise (method B1: read the holes). They read the board alone."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.addresses import address_of
from partnerships.models import ActorFamily, PartnerKind
from partnerships.rules.base import BOARD, Question, rule

LANE_CHANGES = gettext_lazy(
    "Elle revient si l’horizon change de nom ou de dates, ou le niveau de nom ou de définition."
)
FAMILY_CHANGES = gettext_lazy("Elle revient si une autre famille d’acteurs arrive au premier horizon, ou en part.")
# Bodies that elected people speak for, and elected people themselves.
LED_BY_ELECTED = (
    *(PartnerKind.MUNICIPALITY, PartnerKind.INTERMUNICIPALITY, PartnerKind.COUNTY, PartnerKind.REGION),
    PartnerKind.ELECTED,
)
INSTITUTIONS = (*ActorFamily.STATE.kinds, *ActorFamily.LOCAL.kinds)


def board_page(project):
    return address_of("partnerships:board", project.slug)


def cell_url(project, horizon, level):
    """Return the address of a cell of the frise."""
    return f"{board_page(project)}#case-{horizon.public_id}-{level.public_id}"


def _empty(facts, code, level_code, text, horizons):
    """Yield the question of a lane that is empty at these horizons."""
    level = next((level for level in facts.board.levels if level.code == level_code), None)
    if level is None:
        return
    for horizon in horizons:
        if not facts.board.cells[horizon.public_id, level.public_id]:
            yield Question(
                code,
                text % {"when": horizon.name.lower()},
                cell_url(facts.project, horizon, level),
                "g-sans-a",
                subject=(horizon.public_id, level.public_id),
                matter=(horizon.name, horizon.start, horizon.end, level.name, level.definition),
                rank=facts.horizons.index(horizon),
            )


@rule("sans_co_porteur", BOARD, LANE_CHANGES, light=True)
def no_co_lead(facts):
    """Nobody to decide with at a horizon."""
    text = _("Aucun co-porteur, %(when)s\u00a0: avec qui décider\u00a0?")
    return _empty(facts, "sans_co_porteur", "co_lead", text, facts.horizons)


@rule("sans_allie", BOARD, LANE_CHANGES, light=True)
def no_ally(facts):
    """Nobody to lean on at a horizon."""
    return _empty(
        facts, "sans_allie", "ally", _("Aucun allié, %(when)s\u00a0: qui pourrait appuyer\u00a0?"), facts.horizons
    )


@rule("sans_informe", BOARD, LANE_CHANGES, light=True)
def nobody_told(facts):
    """Nobody to keep informed at the last horizon, when the project is to last."""
    text = _("Personne à tenir informé, %(when)s\u00a0?")
    return _empty(facts, "sans_informe", "informed", text, facts.horizons[-1:])


def _at_the_start(facts):
    """Return (first horizon, {public id: kind} of the partners there, the families of these kinds)."""
    if not facts.horizons or not facts.board.levels:
        return None, {}, ()
    first = facts.horizons[0]
    there = facts.names_at(first)
    kinds = {row.public_id: row.partner__kind for row in facts.board.partners if row.public_id in there}
    families = sorted({family.value for family in ActorFamily if set(family.kinds) & set(kinds.values())})
    return first, kinds, tuple(families)


@rule("habitants", BOARD, FAMILY_CHANGES, light=True)
def residents_absent(facts):
    """Only institutions at the first horizon, or everybody but the people who live there."""
    first, kinds, families = _at_the_start(facts)
    if not kinds or set(kinds.values()) & set(PartnerKind.residents()):
        return
    text = _("Où sont les habitantes et habitants, %(when)s\u00a0?")
    if set(kinds.values()) <= set(INSTITUTIONS):
        text = _("Rien que des institutions, %(when)s\u00a0: où sont les habitantes et habitants\u00a0?")
    yield Question(
        "habitants",
        text % {"when": first.name.lower()},
        cell_url(facts.project, first, facts.board.levels[0]),
        "g-alerte",
        subject=(first.public_id,),
        matter=families,
        rank=0,
    )


@rule("elus", BOARD, FAMILY_CHANGES, light=True)
def no_elected_member(facts):
    """Nobody elected, and no body that elected people lead, at the first horizon: later is often too late."""
    first, kinds, families = _at_the_start(facts)
    if kinds and not set(kinds.values()) & set(LED_BY_ELECTED):
        yield Question(
            "elus",
            _("Aucune élue, aucun élu, %(when)s\u00a0: qui portera la décision publique\u00a0?")
            % {"when": first.name.lower()},
            cell_url(facts.project, first, facts.board.levels[0]),
            "g-alerte",
            subject=(first.public_id,),
            matter=families,
            rank=0,
        )


@rule("a_placer", BOARD, gettext_lazy("Elle revient quand la liste des partenaires à placer change."), light=True)
def waiting(facts):
    """Partners without any placement."""
    n = len(facts.board.tray)
    if n:
        text = ngettext("%(n)s partenaire attend sa place", "%(n)s partenaires attendent leur place", n) % {"n": n}
        who = sorted(card.partner for card in facts.board.tray)
        url = f"{board_page(facts.project)}#a-placer"
        yield Question("a_placer", text, url, "g-horloge", matter=tuple(who), rank=80)
