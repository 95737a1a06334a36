from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "privacy"
    verbose_name = "Données personnelles"

    def ready(self):
        from partnerships.merging.rules import MOVE, gathered_by
        from privacy.logs import hide_tokens

        hide_tokens()
        # A personal link follows the person and its structure: it is the same organisation, and what the page may show
        # does not change (shareable.py). Revoked, it could not be brought back when the merge is undone.
        gathered_by(
            {
                "privacy.PartnerLink.partnership": MOVE,
                "privacy.PartnerLink.contact": MOVE,
                "privacy.Proposal.partnership": MOVE,
                "privacy.Proposal.contact": MOVE,
                "privacy.Erasure.partner": MOVE,
            }
        )
