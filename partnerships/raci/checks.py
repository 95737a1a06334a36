"""What a RACI table leaves open: four errors and nine warnings, each a question to the team, none a score.

Source of every rule: method B5 of the domain file (errors E1 and E2; warnings with their thresholds and codes), the
usual reading of a RACI: along the rows (is there one clear owner?), then down the columns (overloaded? absent?).
« RA » counts as R and as A. « (A) » is a delegation, not an A. Which letters answer and do: `variants.py`. What RACI-VS and
DACI ask besides is read from the meaning that B5 gives to their letters: somebody verifies, somebody signs, one drives.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.raci.matrix import Column, Row, Stand, read_matrix
from partnerships.raci.variants import RACI, Variant
from projects.models import InvolvementCode

ERROR, WARNING = "error", "warning"
MOST_DOERS = 3
MOST_CONSULTED = 5
MOST_ROWS_ANSWERED = 0.4
MOST_ROWS_DONE = 0.6


@dataclass(frozen=True, slots=True)
class RaciSignal:
    """A finding about a row (`activity`), a column (`partnership`), or a column at one `horizon`.

    `level` is error or warning, `code` the stable name of the rule, `detail` its French wording, `short` the two or
    three words that fit beside a row.
    """

    level: str
    code: str
    activity: Row | None
    partnership: Column | None
    horizon: Stand | None
    detail: str
    short: str = ""


@dataclass(frozen=True, slots=True)
class RowState:
    """An activity with what its cells hold. `residents` are the letters of the people who live there."""

    row: Row
    letters: list
    residents: list
    variant: Variant = RACI

    @classmethod
    def of(cls, row, cells, resident_pks, variant=RACI):
        """Return the state of `row` from its {partnership pk: letters}."""
        return cls(row, list(cells.values()), [cells[pk] for pk in resident_pks if pk in cells], variant)

    @property
    def answering(self):
        """Return how many answer for the activity: A, alone or in « RA »."""
        return sum(letters in self.variant.answering for letters in self.letters)

    @property
    def doing(self):
        """Return how many carry it out: R, alone or in « RA »."""
        return sum(letters in self.variant.doing for letters in self.letters)


@dataclass(frozen=True, slots=True)
class ColumnState:
    """An organisation with all its letters, its places on the frise, and the number of rows of the table."""

    column: Column
    letters: list
    stands: list
    rows: int
    variant: Variant = RACI

    @property
    def answering(self):
        """Return for how many rows the organisation answers."""
        return sum(letters in self.variant.answering for letters in self.letters)

    @property
    def doing(self):
        """Return how many rows it carries out."""
        return sum(letters in self.variant.doing for letters in self.letters)


def _about_row(level, code, state, detail, short=""):
    return RaciSignal(level, code, state.row, None, None, detail, short or detail)


def no_accountable(state):
    """Error E1: a row without A, where nobody answers for the action."""
    return None if state.answering else _about_row(ERROR, "aucun_a", state, _("personne n’en répond"), _("Aucun A"))


def several_accountable(state):
    """Error E1: more than one A; if two seem needed, the activity is to be split."""
    answering = state.answering
    if answering < 2:
        return None
    short = _("Deux A") if answering == 2 else _("%(count)s A") % {"count": answering}
    return _about_row(ERROR, "plusieurs_a", state, _("%(count)s acteurs en répondent") % {"count": answering}, short)


def no_doer(state):
    """Error E2: a row without R (D in DACI), that nobody carries out."""
    if state.doing:
        return None
    short = _("Aucun %(letter)s") % {"letter": state.variant.doer}
    return _about_row(ERROR, "aucun_r", state, _("personne ne la réalise"), short)


def several_drivers(state):
    """Error of DACI: more than one D on a row, where one organisation drives and gathers opinions."""
    if not state.variant.one_doer or state.doing < 2:
        return None
    words = {"count": state.doing, "letter": state.variant.doer}
    detail = _("%(count)s acteurs la conduisent") % words
    return _about_row(ERROR, "plusieurs_d", state, detail, _("%(count)s %(letter)s") % words)


def nobody_checks(state):
    """Warning of RACI-VS: a row without V, that nobody verifies, or without Sg, of which nobody signs the hand-over."""
    missing = [code for code in state.variant.checking if code not in state.letters]
    if not missing:
        return None
    details = {"V": _("personne ne la vérifie"), "Sg": _("personne ne signe la remise")}
    detail = details[missing[0]] if len(missing) == 1 else _("personne ne la vérifie ni ne signe la remise")
    return _about_row(
        WARNING, "sans_verification", state, detail, _("Sans %(letters)s") % {"letters": _(" ni ").join(missing)}
    )


def many_doers(state):
    """Warning: more than three R on a row. Where one alone drives, two are an error already."""
    if state.doing <= MOST_DOERS or state.variant.one_doer:
        return None
    return _about_row(WARNING, "trop_de_realisateurs", state, f"{state.doing} {state.variant.doer}")


def many_consulted(state):
    """Warning: more than five C on a row, which makes it slow."""
    consulted = state.letters.count("C")
    return _about_row(WARNING, "trop_de_consultes", state, f"{consulted} C") if consulted > MOST_CONSULTED else None


def residents_absent(state):
    """Warning: no resident partner (relay or group) with more than an I on the row."""
    if any(letters != "I" for letters in state.residents):
        return None
    detail = _("habitants relais seulement informés") if state.residents else _("aucun habitant relais en R, A ou C")
    short = _("Habitants informés") if state.residents else _("Sans habitant")
    return _about_row(WARNING, "habitants_absents", state, detail, short)


def outside_variant(state):
    """Warning: letters that the variant of the project does not have. They count for nothing, and are never lost."""
    strange = sorted({letters for letters in state.letters if letters not in state.variant.codes})
    if not strange:
        return None
    names = {"letters": ", ".join(strange), "variant": state.variant.name}
    detail = ngettext(
        "%(letters)s n’existe pas en %(variant)s", "%(letters)s n’existent pas en %(variant)s", len(strange)
    )
    return _about_row(WARNING, "lettre_hors_variante", state, detail % names, _("%(letters)s hors %(variant)s") % names)


def owner_overloaded(state):
    """Warning: one organisation answers for more than 40 % of the rows."""
    detail = _("répond de %(count)s activités sur %(rows)s (%(share)s\u00a0%%)")
    return _overload(state, state.answering, MOST_ROWS_ANSWERED, "porteur_surcharge", detail)


def doer_overloaded(state):
    """Warning: one organisation carries out more than 60 % of the rows."""
    detail = _("réalise %(count)s activités sur %(rows)s (%(share)s\u00a0%%)")
    return _overload(state, state.doing, MOST_ROWS_DONE, "realisateur_surcharge", detail)


def _overload(state, count, most, code, detail):
    if not state.rows or count / state.rows <= most:
        return []
    words = detail % {"count": count, "rows": state.rows, "share": round(100 * count / state.rows)}
    return [RaciSignal(WARNING, code, None, state.column, None, words)]


def co_lead_without_role(state):
    """Warning: placed as co-lead at a horizon, and never R nor A. One signal per such horizon.

    A delegated « (A) » is a role: the organisation does answer for something, though the A stays with another.
    """
    if any(letters not in ("C", "I") for letters in state.letters):
        return []
    return [
        RaciSignal(WARNING, "co_porteur_sans_role", None, state.column, stand, _co_lead_detail(stand, state.variant))
        for stand in state.stands
        if stand.level_code == InvolvementCode.CO_LEAD
    ]


def _co_lead_detail(stand, variant):
    words = {"horizon": stand.horizon, "doer": variant.doer}
    if stand.horizon.lower().endswith("terme"):
        words["horizon"] = stand.horizon[:1].lower() + stand.horizon[1:]
        return _("co-porteur au %(horizon)s, jamais %(doer)s ni A") % words
    return _("co-porteur à l’horizon «\u00a0%(horizon)s\u00a0», jamais %(doer)s ni A") % words


def absent_from_table(state):
    """Warning: placed on the frise and nowhere in the table."""
    if state.letters or not state.stands:
        return []
    detail = _("placé sur la frise, nulle part dans le RACI")
    return [RaciSignal(WARNING, "absent_du_raci", None, state.column, None, detail)]


ROW_RULES = (
    no_accountable,
    several_accountable,
    no_doer,
    several_drivers,
    many_doers,
    many_consulted,
    nobody_checks,
    residents_absent,
    outside_variant,
)
COLUMN_RULES = (owner_overloaded, doer_overloaded, co_lead_without_role, absent_from_table)


def row_signals(state):
    """Return the signals of one row, errors first."""
    return [signal for rule in ROW_RULES if (signal := rule(state)) is not None]


def column_signals(state):
    """Return the signals of one organisation over the whole table."""
    return [signal for rule in COLUMN_RULES for signal in rule(state)]


def matrix_signals(matrix):
    """Return every signal of a Matrix: row by row, then organisation by organisation."""
    residents = [column.pk for column in matrix.columns if column.is_resident]
    found = []
    for row in matrix.rows:
        found += row_signals(RowState.of(row, matrix.cells.get(row.pk, {}), residents, matrix.variant))
    for column in matrix.columns:
        stands = matrix.stands.get(column.pk, [])
        found += column_signals(
            ColumnState(column, matrix.letters_of[column.pk], stands, len(matrix.rows), matrix.variant)
        )
    return found


def raci_signals(project):
    """Return every RaciSignal of a project, read from the database: errors and warnings of method B5."""
    return matrix_signals(read_matrix(project))
