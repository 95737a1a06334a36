"""Rules on who is there, who is not, and who has been silent."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.addresses import address_of
from partnerships.expected import ASKED_BY_NAME
from partnerships.models import LogPresence
from partnerships.rules.base import MISSING, PARTNERS, SILENCE, Question, rule
from projects.models import Stage

# Fewer partners than this say nothing of who looks after them.
A_FEW = 4


@rule(
    "silence",
    PARTNERS,
    gettext_lazy("Elle revient quand la liste des partenaires sans contact noté change."),
    light=True,
)
def silent(facts):
    """Partners with whom no contact has been noted for sixty days (product, F45)."""
    since = facts.today - SILENCE
    quiet = sorted(
        row.public_id
        for row in facts.board.partners
        if row.stage not in (Stage.ENDED, Stage.DORMANT)
        and not row.partner__archived_at
        and (row.last_contact is None or row.last_contact < since)
    )
    n = len(quiet)
    if n:
        text = ngettext(
            "%(n)s partenaire sans nouvelles depuis 60\u00a0jours",
            "%(n)s partenaires sans nouvelles depuis 60\u00a0jours",
            n,
        )
        home = address_of("partnerships:partnership_list", facts.project.slug)
        yield Question("silence", text % {"n": n}, f"{home}?forgotten=silence", "g-horloge", matter=tuple(quiet))


@rule(
    "une_personne",
    PARTNERS,
    gettext_lazy("Elle revient quand la liste des partenaires que cette personne voit change."),
)
def one_person_sees_everybody(facts):
    """One person of our team holds every link (method B3: a risk). Read from who looks after whom and who was there.

    Two queries. Asked from four partners seen on.
    """
    seen = {}
    rows = facts.project.partnerships.filter(is_lead=False).exclude(looked_after_by=None)
    for partner, member, name in rows.values_list("public_id", "looked_after_by__public_id", "looked_after_by__name"):
        seen.setdefault(partner, set()).add((member, name))
    presences = LogPresence.objects.filter(entry__partnership__project=facts.project, entry__partnership__is_lead=False)
    for partner, member, name in presences.exclude(who_member=None).values_list(
        "entry__partnership__public_id", "who_member__public_id", "who_member__name"
    ):
        seen.setdefault(partner, set()).add((member, name))
    if len(seen) < A_FEW:
        return
    people = set().union(*seen.values())
    if len(people) == 1:
        member, name = people.pop()
        yield Question(
            "une_personne",
            _(
                "%(name)s est la seule personne de l’équipe à connaître nos %(n)s partenaires\u00a0: "
                "qui d’autre les voit\u00a0?"
            )
            % {"name": name, "n": len(seen)},
            address_of("partnerships:partnership_list", facts.project.slug),
            "t-habitants",
            subject=(member,),
            matter=tuple(sorted(seen)),
        )


def two_then_a_count(questions, project):
    """Return the first questions by their name, then how many others there are."""
    # « Et 1 autre » would take the place of the question itself.
    named = len(questions) if len(questions) == ASKED_BY_NAME + 1 else ASKED_BY_NAME
    short = questions[:named]
    if len(questions) > named:
        page = address_of("partnerships:missing_list", project.slug)
        text = _("Qui manque\u00a0? Et %(n)s autres questions") % {"n": len(questions) - named}
        short.append(Question("manque_autres", text, page, "g-alerte"))
    return short


@rule(
    "manque",
    MISSING,
    gettext_lazy("La raison se garde dans «\u00a0Qui manque\u00a0?\u00a0», et s’y reprend."),
    light=True,
    own_answer=True,
    shorten=two_then_a_count,
)
def missing_actors(facts):
    """Families and forgotten actors that nobody answers (domain decision 5)."""
    page = address_of("partnerships:missing_list", facts.project.slug)
    for actor in facts.missing_actors or ():
        yield Question("manque", actor.question, f"{page}#q-{actor.public_id}", "g-alerte", subject=(actor.public_id,))


@rule("oublies", MISSING, gettext_lazy("Elle ne revient que si vous la reposez."), light=True)
def overlooked(facts):
    """The same for an organisation without a list: nobody among those who see everyone without being invited."""
    if facts.missing_actors is None and not any(row.partner__overlooked for row in facts.board.partners):
        text = _("Secrétaire de mairie, café, pharmacie, marché\u00a0: qui voit passer tout le monde\u00a0?")
        page = address_of("partnerships:partnership_add", facts.project.slug)
        yield Question("oublies", text, f"{page}?depuis=frise", "g-alerte")
