"""What a project answers: to « Qui manque ? », with what another organisation needs to know the actor; to questions."""

from django.utils import timezone

from exchange import codes
from exchange.exporters.names import cleaned, group
from partnerships.models import ActorAnswer
from partnerships.questions import ask_everything


def answers(names):
    """Return `qui_manque`, in the order of the organisation's list."""
    rows = ActorAnswer.objects.filter(project=names.project).select_related("actor")
    return [
        group(
            acteur=row.actor.label,
            question=row.actor.question,
            famille=names.words.word(codes.ACTOR_FAMILIES, row.actor.family),
            types=[names.words.word(codes.PARTNER_KINDS, kind) for kind in row.actor.kinds],
            mots=cleaned(row.actor.words),
            oublie=row.actor.overlooked or None,
            sans_objet=row.reason,
            partenaire=names.partners.get(row.partnership_id),
            date=timezone.localtime(row.at).date(),
        )
        for row in rows
    ]


def set_aside(names):
    """Return `questions_de_cote`, oldest first: a question is known by its rule and its words, which hold no address."""
    rows = list(names.project.set_asides.order_by("at", "pk"))
    if not rows:
        return []
    everything = ask_everything(names.project)
    holding = {row.pk: asked.question for row, asked in everything.aside}
    back = {asked.before.pk for group in everything.groups for asked in group.asked if asked.before}
    return [
        group(
            regle=row.code,
            question=holding[row.pk].text if row.pk in holding else row.question,
            raison=row.reason,
            date=timezone.localtime(row.at).date(),
            revenue=row.pk in back or None,
        )
        for row in rows
    ]
