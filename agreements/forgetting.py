"""What goes for good of those who read a text by a link: with the project, or when a person asks to be erased.

The words that were exchanged on a text stay, unsigned, like the agreement they made (RGPD, article 17-3-b and e).
"""

from agreements.models import (
    AgreementLink,
    PartnerRemark,
    PartyAnswer,
    PartyCorrection,
    WordingProposal,
)
from agreements.readers import links_of

ERASED = "[personne effacée]"
FROM_LINKS = (PartnerRemark, WordingProposal, PartyCorrection)


def forget_reader(partner, *, name, email):
    """Take a person of a partner out of the links it was given, which no longer open, and out of their past rows."""
    keys = list(links_of(partner, name=name, email=email).values_list("pk", flat=True))
    AgreementLink.objects.filter(pk__in=keys).update(name=ERASED, email="", token_hash="")
    AgreementLink.history.filter(id__in=keys).update(name=ERASED, email="")
    PartyAnswer.objects.filter(link__in=keys).update(who=ERASED)
    PartyAnswer.history.filter(link_id__in=keys).update(who=ERASED)


def forget_projects(keys):
    """Remove the past rows of what partners of these projects sent: written outside any gesture, they would outlive it.

    Call it before the projects go.
    """
    links = list(AgreementLink.history.filter(agreement__project__in=keys).values_list("id", flat=True).distinct())
    for model in FROM_LINKS:
        model.history.filter(link_id__in=links).delete()
    PartyAnswer.history.filter(link_id__in=links).delete()
