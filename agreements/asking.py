"""What agreements ask of the team, declared at the start to the rules of the project (partnerships.rules)."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementStatus, Arrangement, Party
from agreements.terms import dates_only, terms_of, with_terms
from documents import words
from partnerships.rules.base import AGREEMENTS, Question, rule


def _held(project):
    """Yield (partner public id, address of what is written, day on which it ends, where it is read). Five queries at most."""
    parties = Party.objects.filter(partnership__is_lead=False).select_related("partnership")
    agreements = with_terms(dates_only(project.agreements.filter(status=AgreementStatus.SIGNED, amends=None)))
    for agreement in agreements.prefetch_related(Prefetch("parties", parties)):
        url = reverse("agreements:agreement_detail", args=[project.slug, agreement.public_id])
        end = terms_of(agreement).ends_on
        for party in agreement.parties.all() if end else ():
            yield party.partnership.public_id, agreement.public_id, end, url
    others = Arrangement.objects.living().filter(
        partnership__project=project, end__isnull=False, partnership__is_lead=False
    )
    for partner, public_id, purpose, end in others.order_by("partnership__position", "position", "pk").values_list(
        "partnership__public_id", "public_id", "purpose", "end"
    ):
        yield partner, purpose, end, reverse("agreements:arrangement_detail", args=[project.slug, public_id])


@rule("accord_trop_court", AGREEMENTS, gettext_lazy("Elle revient si la fin de l’accord ou celle de l’horizon change."))
def ends_before_the_horizon(facts):
    """A signed agreement, or another written one, ends during a horizon at which its partner is placed, and before it does.

    Horizons that are over ask nothing any more. Of several for one partner and one horizon, the first to end is asked.
    """
    first = {}
    for partner, what, end, url in _held(facts.project):
        for horizon in facts.horizons:
            ends_inside = horizon.start and horizon.end and horizon.start <= end < horizon.end
            placed = partner in facts.partners and horizon.public_id in facts.places.get(partner, {})
            if ends_inside and placed and facts.today <= horizon.end:
                known = first.setdefault((partner, horizon), (end, what, url))
                first[partner, horizon] = min(known, (end, what, url))
    for (partner, horizon), (end, what, url) in first.items():
        yield Question(
            "accord_trop_court",
            _(
                "%(name)s\u00a0: l’accord prend fin le %(day)s, avant la fin de l’horizon «\u00a0%(when)s\u00a0»\u00a0: "
                "et après\u00a0?"
            )
            % {"name": facts.label(partner), "day": words.day(end), "when": horizon.name},
            url,
            "cv-signee",
            subject=(partner, horizon.public_id),
            matter=(what, end, horizon.end),
        )
