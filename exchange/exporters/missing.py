"""What a project answers to « Qui manque ? », with what another organisation needs to know the actor."""

from django.utils import timezone

from exchange import codes
from exchange.exporters.names import cleaned, group
from partnerships.models import ActorAnswer


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
