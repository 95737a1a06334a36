"""Holes that other pages show too: places, situations, phases where somebody is missing; levels that are hoped for."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.addresses import address_of
from partnerships.gaps import read_gaps
from partnerships.models import PhasePresence
from partnerships.rules.base import BOARD, COVERAGE, REVIEWS, SITUATIONS, Question, rule
from partnerships.situation_matrix import situation_questions
from projects.models import PhaseMoment


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
    page = address_of("partnerships:situation_list", project.slug)
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


@rule(
    "personne_aux_bilans",
    REVIEWS,
    gettext_lazy("Elle revient si la phase change de nom, ou quand le nombre de présences notées change."),
)
def nobody_at_the_reviews(facts):
    """Nobody noted in a phase of bilans, once the team has noted who is there in the others. Two queries."""
    there = Counter(
        PhasePresence.objects.filter(partnership__project=facts.project, partnership__is_lead=False)
        .order_by()
        .values_list("phase", flat=True)
    )
    if not there:
        return
    for phase in facts.project.phases.filter(moment=PhaseMoment.REVIEW):
        if not there[phase.pk]:
            yield Question(
                "personne_aux_bilans",
                _("Personne n’est noté dans la phase «\u00a0%(name)s\u00a0»\u00a0: avec qui faire le point\u00a0?")
                % {"name": phase.name},
                address_of("partnerships:presence_list", facts.project.slug),
                "g-reunion",
                subject=(phase.public_id,),
                matter=(phase.name, there.total()),
            )


@rule("ecart", BOARD, gettext_lazy("Elle revient si le partenaire change de niveau, ou si un autre est espéré."))
def not_where_we_hope(facts):
    """A partner who does not stand at the level that is hoped for (partnerships.gaps asks it). Four queries at most."""
    for gap in read_gaps(facts.project, facts.today):
        today = gap.placement.level.public_id if gap.placement else ""
        yield Question(
            "ecart",
            gap.question,
            gap.url,
            "g-fleche",
            subject=(gap.partnership.public_id,),
            matter=(today, gap.partnership.hoped_level.public_id),
        )
