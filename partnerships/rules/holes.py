"""Holes that other pages show too: places where nobody acts, situations where somebody is missing."""

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from partnerships.rules.base import COVERAGE, SITUATIONS, Question, rule
from partnerships.situation_matrix import situation_questions


@rule("personne", COVERAGE, gettext_lazy("Elle revient quand l’horizon du jour n’est plus le même."))
def nobody_in_a_place(facts):
    """A place aimed at in which nobody is placed at the horizon of the day."""
    return [question for question in facts.coverage.questions if question.code == "personne"]


@rule("sur_place", COVERAGE, gettext_lazy("Elle revient quand l’horizon du jour n’est plus le même."))
def nobody_on_the_spot(facts):
    """A place aimed at in which only those who act on a larger scale are placed."""
    return [question for question in facts.coverage.questions if question.code == "sur_place"]


def one_or_a_count(questions, project):
    """Return the question when it is alone, else how many there are."""
    n = len(questions)
    if n < 2:
        return questions
    text = ngettext(
        "%(n)s situation où il manque quelqu’un\u00a0: qui\u00a0?",
        "%(n)s situations où il manque quelqu’un\u00a0: qui\u00a0?",
        n,
    )
    page = reverse("partnerships:situation_list", args=[project.slug])
    return [Question("situation", text % {"n": n}, page, "g-alerte")]


@rule(
    "situation",
    SITUATIONS,
    gettext_lazy("Elle revient quand d’autres rôles sont vides."),
    shorten=one_or_a_count,
)
def situation_without_somebody(facts):
    """A situation in which nobody holds a role, unless the hole is kept as a finding."""
    return situation_questions(facts.project)
