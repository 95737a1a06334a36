"""What the frise asks: gaps as questions, each with the place where it is answered. Never a score (rule of the house 1)."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.expected import ASKED_BY_NAME, open_actors, present_on
from partnerships.models import PartnerKind
from projects.models import Stage

SILENCE = timedelta(days=60)


@dataclass(frozen=True)
class Question:
    """`glyph` is a symbol of the sprite; `url` leads to the place."""

    code: str
    text: str
    url: str
    glyph: str


def ask(project, board):
    """Return the questions that the whole board raises, the nearest horizon first. One query beyond the board."""
    page = reverse("partnerships:board", args=[project.slug])
    return [
        *_empty_lanes(board, page),
        *_residents(board, page),
        *_waiting(board, page),
        *_silent(project, board),
        *_missing_actors(project, board),
    ]


def _empty_lanes(board, page):
    """No one to decide with, or to lean on, at a horizon; nobody to tell at the last one (method B1: read the holes)."""
    words = {
        "co_lead": _("Aucun co-porteur, %(when)s\u00a0: avec qui décider\u00a0?"),
        "ally": _("Aucun allié, %(when)s\u00a0: qui pourrait appuyer\u00a0?"),
        "informed": _("Personne à tenir informé, %(when)s\u00a0?"),
    }
    for position, horizon in enumerate(board.horizons):
        for level in board.levels:
            last = position == len(board.horizons) - 1
            if level.code not in words or (level.code == "informed" and not last):
                continue
            if not board.cells[horizon.public_id, level.public_id]:
                text = words[level.code] % {"when": horizon.name.lower()}
                yield Question("ligne_vide", text, f"{page}#case-{horizon.public_id}-{level.public_id}", "g-sans-a")


def _residents(board, page):
    """Only institutions at the first horizon: where are the people who live there? (method B1)"""
    if not board.horizons:
        return
    first = board.horizons[0]
    there = {card.partner for level in board.levels for card in board.cells[first.public_id, level.public_id]}
    residents = {row.public_id for row in board.partners if row.partner__kind in PartnerKind.residents()}
    if there and not there & residents:
        text = _("Où sont les habitantes et habitants, %(when)s\u00a0?") % {"when": first.name.lower()}
        yield Question("habitants", text, f"{page}#case-{first.public_id}-{board.levels[0].public_id}", "g-alerte")


def _waiting(board, page):
    """Partners without any placement."""
    n = len(board.tray)
    if n:
        text = ngettext("%(n)s partenaire attend sa place", "%(n)s partenaires attendent leur place", n) % {"n": n}
        yield Question("a_placer", text, f"{page}#a-placer", "g-horloge")


def _silent(project, board):
    """Partners with whom no contact has been noted for sixty days (product, F45)."""
    since = timezone.localdate() - SILENCE
    n = sum(
        row.stage not in (Stage.ENDED, Stage.DORMANT)
        and not row.partner__archived_at
        and (row.last_contact is None or row.last_contact < since)
        for row in board.partners
    )
    if n:
        text = ngettext(
            "%(n)s partenaire sans nouvelles depuis 60\u00a0jours",
            "%(n)s partenaires sans nouvelles depuis 60\u00a0jours",
            n,
        )
        home = reverse("partnerships:partnership_list", args=[project.slug])
        yield Question("silence", text % {"n": n}, f"{home}?forgotten=silence", "g-horloge")


def _missing_actors(project, board):
    """Families and forgotten actors that nobody answers (domain decision 5): two of them, then how many others."""
    missing = open_actors(project, present_on(board))
    if missing is None:
        yield from _overlooked(project, board)
        return
    page = reverse("partnerships:missing_list", args=[project.slug])
    # « Et 1 autre » would take the place of the question itself.
    named = len(missing) if len(missing) == ASKED_BY_NAME + 1 else ASKED_BY_NAME
    for actor in missing[:named]:
        yield Question("manque", actor.question, f"{page}#q-{actor.public_id}", "g-alerte")
    if len(missing) > named:
        text = _("Qui manque\u00a0? Et %(n)s autres questions") % {"n": len(missing) - named}
        yield Question("manque_autres", text, page, "g-alerte")


def _overlooked(project, board):
    """The same for an organisation without a list: nobody among those who see everyone without being invited."""
    if not any(row.partner__overlooked for row in board.partners):
        text = _("Secrétaire de mairie, café, pharmacie, marché\u00a0: qui voit passer tout le monde\u00a0?")
        page = reverse("partnerships:partnership_add", args=[project.slug])
        yield Question("oublies", text, f"{page}?depuis=frise", "g-alerte")
