"""The engine: rules, the questions that they ask, and those that the team has set aside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from projects.models.aside import question_print

SILENCE = timedelta(days=60)


@dataclass(frozen=True)
class Question:
    """`glyph` is a symbol of the sprite; `url` leads to the place that answers.

    `subject`: the addresses of what the question speaks of, so that one rule may ask of several things. `matter`: the
    facts on which it stands; when they change, an answer « pas pour nous » no longer holds.
    """

    code: str
    text: str
    url: str
    glyph: str
    subject: tuple = ()
    matter: tuple = ()
    # Where there is little room: errors of the RACI first, then the nearest horizon, then what has no date.
    rank: int = 90

    @property
    def about(self):
        """Return the subject as it is kept."""
        return " ".join(self.subject)

    @property
    def address(self):
        """Return the short name of the question in an address: it stays the same when its matter changes."""
        return question_print(self.code, self.about)

    @property
    def mark(self):
        """Return the print of the question and of the facts on which it stands."""
        return question_print(self.code, self.about, *map(str, self.matter))


@dataclass(frozen=True, eq=False)
class Place:
    """Where questions are answered. `code` names the group on the page, `name` heads it."""

    code: str
    name: str


BOARD = Place("frise", _("Sur la frise"))
RACI = Place("raci", _("Dans le RACI"))
RELATIONS = Place("relations", _("Dans les relations"))
PARTNERS = Place("partenaires", _("Chez les partenaires"))
MISSING = Place("qui-manque", _("Dans «\u00a0Qui manque\u00a0?\u00a0»"))
COVERAGE = Place("couverture", _("Dans la couverture du territoire"))
SITUATIONS = Place("situations", _("Dans les situations"))
REVIEWS = Place("bilans", _("Dans les bilans"))
AGREEMENTS = Place("conventions", _("Dans les conventions"))
PLACES = (BOARD, RELATIONS, RACI, PARTNERS, MISSING, COVERAGE, SITUATIONS, REVIEWS, AGREEMENTS)


@dataclass(frozen=True, eq=False)
class Rule:
    """`ask(facts)` yields the Questions of the rule; `comes_back` says in French what counts as a change of their matter.

    `light`: it reads the board alone, and may be asked where every query counts. `shorten(questions, project)`: how several
    of them are told where there is little room. `own_answer`: the place keeps « sans objet » by itself.
    """

    code: str
    place: Place
    ask: Callable
    comes_back: str
    light: bool = False
    shorten: Callable | None = None
    own_answer: bool = False


RULES: dict[str, Rule] = {}


def rule(code, place, comes_back, **options):
    """Declare the decorated function as a rule. Raises ValueError for a name that is taken by another function."""

    def declare(ask):
        known = RULES.get(code)
        if known is not None and known.ask is not ask:
            raise ValueError(f"two rules are called {code}")
        RULES[code] = Rule(code, place, ask, comes_back, **options)
        return ask

    return declare


def in_order():
    """Return the rules place by place, in the order in which each place declared its own."""
    return sorted(RULES.values(), key=lambda rule: PLACES.index(rule.place))


def raised(facts, rules):
    """Return {Rule: its Questions}, set aside or not; rules that ask nothing are left out."""
    found = {rule: list(rule.ask(facts)) for rule in rules}
    return {rule: questions for rule, questions in found.items() if questions}


def standing(project, questions):
    """Return the questions that the team has not set aside. One query, none when the project was read with its marks."""
    return [question for question in questions if question.mark not in project.marks_aside]
