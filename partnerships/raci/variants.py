"""The variants of the method: which letters each uses, what they mean, who answers and who does.

Source: method B5 of the domain file. RASCI adds a support; RACI-VS adds who verifies and who signs; RASCI-VS adds the
three; DACI has a driver, an approver, contributors and the informed. Words scare in a social project: each letter has
plain words beside its name. The one A and the doer are what the errors of `checks.py` count.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models import CellLetters
from projects.models import InvolvementCode, RaciVariant


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of a variant: its `name` on the screen, its meaning in `plain` words, the `key` that writes it."""

    code: str
    name: Promise
    plain: Promise
    key: str = ""


@dataclass(frozen=True)
class Variant:
    """`doer` and `both` are the letter of who carries out, and of who carries out and answers.

    `one_doer`: an activity has exactly one of them (the driver of DACI).
    """

    code: str
    letters: tuple
    doer: str
    both: str
    proposed: dict
    one_doer: bool = False

    @property
    def name(self):
        return str(RaciVariant(self.code).label)

    @cached_property
    def by_code(self):
        return {letter.code: letter for letter in self.letters}

    @cached_property
    def codes(self):
        return frozenset(self.by_code)

    @cached_property
    def answering(self):
        """Return the letters of which an activity has exactly one."""
        return frozenset({CellLetters.A.value, self.both})

    @cached_property
    def doing(self):
        """Return the letters of which an activity has at least one."""
        return frozenset({self.doer, self.both})

    @cached_property
    def checking(self):
        """Return the letters of who verifies and of who signs, in that order; empty where the variant has none."""
        return tuple(code for code in (CellLetters.V.value, CellLetters.SG.value) if code in self.codes)

    def in_order(self, codes):
        """Return codes in the order of the letters here; those that the variant does not have come last."""
        order = [letter.code for letter in self.letters]
        return sorted(codes, key=lambda code: order.index(code) if code in order else len(order))

    @property
    def choices(self):
        """Return [(code, name)] for a list of choice, without the empty cell."""
        return [(letter.code, letter.name) for letter in self.letters]

    def words(self, code):
        """Return what a letter is called here; a letter that the variant does not have is called as elsewhere."""
        letter = self.by_code.get(code)
        return str(letter.name if letter else CellLetters(code).label)

    def read(self, text):
        """Return the code that a text of a spreadsheet means here, empty for an empty cell. Raises ValueError."""
        word = text.strip().upper().replace(" ", "").replace("\u00a0", "")
        if word in _EMPTY:
            return ""
        if word in self._spellings:
            return self._spellings[word]
        parts = sorted(word.replace("/", "").replace("+", "").replace(",", ""))
        if parts == sorted(self.both):
            return self.both
        raise ValueError(text)

    @cached_property
    def _spellings(self):
        spellings = {code.upper(): code for code in self.by_code}
        if CellLetters.SG in self.codes and CellLetters.S not in self.codes:
            # The S of RACI-VS is a signature: nothing else there begins with it.
            spellings["S"] = CellLetters.SG.value
        return spellings


_EMPTY = {"", "-", "–", "—", "."}
_L = CellLetters
_R = Letter(_L.R.value, _("réalise"), _("fait, met la main à la pâte"), "R")
_A = Letter(_L.A.value, _("répond de l’action"), _("une structure, une seule, rend des comptes"), "A")
_C = Letter(_L.C.value, _("est consulté"), _("donne son avis avant"), "C")
_I = Letter(_L.I.value, _("est informé"), _("est tenu au courant, après"), "I")
_RA = Letter(_L.RA.value, _("réalise et répond de l’action"), _("fait, et rend des comptes"))
_P = Letter(_L.DELEGATED.value, _("répond par délégation"), _("à la place d’un autre, qui garde la responsabilité"))
_S = Letter(_L.S.value, _("soutient"), _("du temps, des moyens, une présence"), "S")
_V = Letter(_L.V.value, _("vérifie"), _("ce qui est fait convient-il\u00a0?"), "V")
_SG = Letter(_L.SG.value, _("signe"), _("ou valide la remise"), "G")
_D = Letter(_L.D.value, _("conduit"), _("mène le travail, réunit les avis"), "D")
_DACI_A = Letter(_L.A.value, _("décide"), _("une structure, une seule, approuve"), "A")
_DA = Letter(_L.DA.value, _("conduit et décide"), _("mène le travail, et approuve"))
_DACI_C = Letter(_L.C.value, _("contribue"), _("donne son avis et ses connaissances avant"), "C")

_FROM_LEVEL = {
    InvolvementCode.CO_LEAD.value: "R",
    InvolvementCode.ALLY.value: "C",
    InvolvementCode.INFORMED.value: "I",
}
# Several may carry a project together, one drives a decision: a co-lead is proposed as contributor there.
_FROM_LEVEL_DACI = {**_FROM_LEVEL, InvolvementCode.CO_LEAD.value: "C"}

VARIANTS = {
    variant.code: variant
    for variant in (
        Variant(RaciVariant.RACI.value, (_R, _A, _RA, _P, _C, _I), "R", "RA", _FROM_LEVEL),
        Variant(RaciVariant.RASCI.value, (_R, _A, _RA, _P, _S, _C, _I), "R", "RA", _FROM_LEVEL),
        Variant(RaciVariant.RACI_VS.value, (_R, _A, _RA, _P, _C, _I, _V, _SG), "R", "RA", _FROM_LEVEL),
        Variant(RaciVariant.RASCI_VS.value, (_R, _A, _RA, _P, _S, _C, _I, _V, _SG), "R", "RA", _FROM_LEVEL),
        Variant(RaciVariant.DACI.value, (_D, _DACI_A, _DA, _DACI_C, _I), "D", "DA", _FROM_LEVEL_DACI, one_doer=True),
    )
}
RACI = VARIANTS[RaciVariant.RACI.value]
# What a letter becomes when the new variant has no such letter: proposed, never done unasked.
CLOSEST = {"R": "D", "RA": "DA", "D": "R", "DA": "RA", "S": "R", "V": "C"}


def variant_of(project):
    """Return the Variant that a project uses."""
    return VARIANTS[project.raci_variant]


def closest(code, variant):
    """Return the letter of a variant that says nearly the same as `code`, or empty text."""
    near = CLOSEST.get(code, "")
    if near not in variant.codes:
        near = CLOSEST.get(near, "")
    return near if near in variant.codes and near != code else ""
