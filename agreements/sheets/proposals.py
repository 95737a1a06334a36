"""What the rest of the project proposes for a fiche action. A proposal completes the typed rows and replaces none."""

from partnerships.models import CellLetters, Obstacle, RaciAssignment, Response
from partnerships.models.raci import ANSWERING
from partnerships.raci.variants import variant_of

_L = CellLetters
# What an organisation does most, of all that it does in the linked activities.
_STRONGEST = (_L.RA, _L.DA, _L.A, _L.R, _L.D, _L.DELEGATED, _L.S, _L.V, _L.SG, _L.C, _L.I)


def letters_of(sheet):
    """Return {partnership: its letters in the activities of the sheet, gathered in one}. One query.

    Who answers for one activity and carries out another does both here.
    """
    cells = (
        RaciAssignment.objects.filter(activity__in=sheet.activities.all())
        .select_related("partnership__partner")
        .order_by("partnership__position", "partnership")
    )
    held = {}
    for cell in cells:
        held.setdefault(cell.partnership, set()).add(cell.letters)
    variant = variant_of(sheet.project)
    return {partnership: _gathered(letters, variant) for partnership, letters in held.items()}


def _gathered(letters, variant):
    if {_L.A, variant.doer} <= letters:
        return variant.both
    return next(code.value for code in _STRONGEST if code in letters)


def pilot_of(letters):
    """Return the one organisation that answers for the activities (from letters_of), None for none or several."""
    answering = [partnership for partnership, code in letters.items() if code in ANSWERING]
    return answering[0] if len(answering) == 1 else None


def with_raci(rows, letters, pilot_id):
    """Return typed rows completed from the RACI, and how many cells were filled.

    `rows`: [{partnership: public id, role, contribution}]. A role that is typed stays; the pilot has no row of its own.
    """
    rows, filled = [dict(row) for row in rows], 0
    typed = {row["partnership"]: row for row in rows if row["partnership"]}
    for partnership, code in letters.items():
        row = typed.get(partnership.public_id)
        if row is None and partnership.pk != pilot_id:
            rows.append({"partnership": partnership.public_id, "role": code, "contribution": ""})
            filled += 1
        elif row is not None and not row["role"]:
            row["role"] = code
            filled += 1
    return [row for row in rows if any(row.values())], filled


def freins_of(sheet):
    """Return [(frein, its parades in one text)] of the pilot and the partners of the sheet. Two queries."""
    partnerships = [row.partnership_id for row in sheet.partners.all()]
    if sheet.pilot_id:
        partnerships.append(sheet.pilot_id)
    obstacles = list(Obstacle.objects.filter(partnership__in=partnerships).order_by("partnership__position", "pk"))
    responses = {}
    for response in Response.objects.filter(obstacle__in=obstacles):
        responses.setdefault(response.obstacle_id, []).append(response.text)
    return [(_short(obstacle.text), _short("\u00a0; ".join(responses.get(obstacle.pk, ())))) for obstacle in obstacles]


def with_freins(rows, freins):
    """Return typed rows [{text, response}] completed by the freins that they do not have, and how many came."""
    rows, filled = [dict(row) for row in rows], 0
    typed = {_folded(row["text"]): row for row in rows if row["text"]}
    for text, response in freins:
        row = typed.get(_folded(text))
        if row is None:
            rows.append({"text": text, "response": response})
            typed[_folded(text)] = rows[-1]
            filled += 1
        elif response and not row["response"]:
            row["response"] = response
            filled += 1
    return [row for row in rows if any(row.values())], filled


def _folded(text):
    return " ".join(text.split()).casefold()


def _short(text, limit=1000):
    """Return a text of the pas de côté on one line, as long as a row may be."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
