"""What a project asks its team, where it is shown: the strip of the frise, the home, the page of questions.

Gaps are questions, each with the place where it is answered. Never a score (rule of the house 1).
"""

from dataclasses import dataclass

from partnerships.rules.base import Place, Question, Rule, in_order, raised, standing
from partnerships.rules.facts import Facts
from projects.models import SetAside

__all__ = ["Question", "ask", "ask_everything", "in_short"]


def ask(project, board):
    """Return the questions that the whole board raises, the nearest horizon first. One query beyond the board."""
    return in_short(Facts(project, board), [rule for rule in in_order() if rule.light])


def in_short(facts, rules):
    """Return the questions of the rules that nobody has set aside, many of one kind told as a few.

    The first of each rule comes before the second of any: where four are shown, they are of four kinds.
    """
    found = []
    for rule, questions in raised(facts, rules).items():
        questions = standing(facts.project, questions)
        short = rule.shorten(questions, facts.project) if rule.shorten and questions else questions
        found += [(question.rank, nth, question) for nth, question in enumerate(short)]
    return [question for _rank, _nth, question in sorted(found, key=lambda one: one[:2])]


@dataclass(frozen=True)
class Asked:
    """A question on the page. `before`: what was said of it when its matter was another, or None."""

    question: Question
    rule: Rule
    before: SetAside | None


@dataclass(frozen=True)
class Group:
    """The questions answered in one place."""

    place: Place
    asked: list


@dataclass(frozen=True)
class Everything:
    """`groups`: what is asked; `aside`: [(SetAside, Question as asked today)]; `kept`: SetAsides that nothing asks today."""

    groups: list
    aside: list
    kept: list

    @property
    def count(self):
        return sum(len(group.asked) for group in self.groups)

    def find(self, address):
        """Return the Asked of a question by its address, set aside or not, or None."""
        for group in self.groups:
            for asked in group.asked:
                if asked.question.address == address:
                    return asked
        return next((asked for _said, asked in self.aside if asked.question.address == address), None)


def ask_everything(project, today=None):
    """Return Everything that the project asks, place by place, with what was set aside.

    About thirty queries whatever the size of the project: each place is read as its own page reads it.
    """
    said = {(row.code, row.subject): row for row in project.set_asides.select_related("by")}
    groups, aside, seen = {}, [], set()
    for rule, questions in raised(Facts(project, today=today), in_order()).items():
        for question in questions:
            row = said.get((question.code, question.about))
            seen.add((question.code, question.about))
            if row is not None and row.mark == question.mark:
                aside.append((row, Asked(question, rule, row)))
            else:
                groups.setdefault(rule.place, []).append(Asked(question, rule, row))
    kept = [row for key, row in said.items() if key not in seen]
    return Everything([Group(place, asked) for place, asked in groups.items()], aside, kept)
