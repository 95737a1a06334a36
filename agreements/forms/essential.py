"""What the file of essential data says and Maillage does not know."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EssentialForm(forms.Form):
    """Two answers for the rows of the file; nothing of it is stored."""

    ue = forms.ChoiceField(
        label=_("Dispositif notifié à l’Union européenne (aides de minimis)"),
        choices=[("non", _("non")), ("oui", _("oui"))],
        required=False,
        help_text=_(
            "Le décret cite le règlement (UE) n°\u00a01407/2013, remplacé depuis le 1er\u00a0janvier\u00a02024 par le "
            "règlement (UE) 2023/2831. Pour une association sans activité économique\u00a0: non."
        ),
    )
    rae = forms.RegexField(
        r"^[A-Za-z0-9]{1,5}$",
        label=_("Numéro au répertoire des aides aux entreprises"),
        required=False,
        help_text=_("Cinq signes au plus\u00a0; vide si l’aide n’y est pas."),
        error_messages={"invalid": _("Cinq lettres ou chiffres au plus.")},
    )

    def answers(self):
        """Return the arguments of essential_rows."""
        said = self.cleaned_data if self.is_valid() else {}
        return {"notified": said.get("ue") or "non", "register_number": said.get("rae") or ""}
