"""Forms on who is party: another partner, and the decision of a public one."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.forms.fields import FactForm, PartnershipChoice, VersionForm
from agreements.models import Party
from agreements.parties import bounds


class PartyAddForm(VersionForm):
    """One more party, chosen among the partners of the project that do not sign yet."""

    partnership = PartnershipChoice(
        queryset=None,
        to_field_name="public_id",
        label=gettext_lazy("Ajouter une partie"),
        empty_label=gettext_lazy("Choisissez un partenaire"),
        error_messages={"required": gettext_lazy("Choisissez un partenaire.")},
    )

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, initial={"version": agreement.version}, **kwargs)
        self.agreement = agreement
        signing = [party.partnership_id for party in agreement.parties.all()]
        self.fields["partnership"].queryset = (
            agreement.project.partnerships.filter(partner__archived_at=None)
            .exclude(pk__in=signing)
            .select_related("partner")
            .order_by("partner__name_norm", "pk")
        )

    def clean(self):
        cleaned = super().clean()
        most = bounds(self.agreement)[1]
        if len(self.agreement.parties.all()) >= most:
            self.add_error(None, _("Ce texte est écrit pour %(count)d parties au plus.") % {"count": most})
        return cleaned


class PartyDecisionForm(FactForm):
    class Meta:
        model = Party
        fields = (
            "deliberation_body",
            "deliberation_planned_on",
            "deliberation_number",
            "deliberation_on",
            "deliberation_enforceable_on",
        )
        help_texts = {
            "deliberation_body": gettext_lazy(
                "Conseil municipal, conseil communautaire, conseil d’administration du CCAS…"
            ),
            "deliberation_enforceable_on": gettext_lazy("Après sa publication et sa transmission à la préfecture."),
        }
