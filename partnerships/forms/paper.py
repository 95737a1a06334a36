"""What is printed of the frise: its format, its ink, the cards of the workshop."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PosterForm(forms.Form):
    """How the frise is printed. `SHEETS` gives the number of sheets of each format."""

    SHEETS = {"a3": 1, "a4": 4, "a4-grand": 9}

    format = forms.ChoiceField(
        label=_("Format"),
        choices=(
            ("a3", _("Une feuille A3")),
            ("a4", _("4 feuilles A4 à coller, 54 × 35 cm")),
            ("a4-grand", _("9 feuilles A4 à coller, 81 × 51 cm")),
        ),
        widget=forms.RadioSelect,
        initial="a3",
    )
    ecrire = forms.BooleanField(
        label=_("Des lignes dans chaque case"),
        required=False,
        help_text=_("Pour écrire dessus en atelier, les cases vides avec leur question."),
    )
    noir = forms.BooleanField(
        label=_("En noir, sans teinte"), required=False, help_text=_("Pour une imprimante ou une photocopieuse noire.")
    )

    def sheets(self):
        """Return the number of sheets of the format chosen."""
        return self.SHEETS[self.cleaned_data["format"]]


class CardsForm(forms.Form):
    """Which cards to cut out, and how large."""

    MOST_BLANKS = 60

    quoi = forms.ChoiceField(
        label=_("Quelles fiches"),
        choices=(("partenaires", _("Une par partenaire")), ("vierges", _("Des fiches vierges seulement"))),
        widget=forms.RadioSelect,
        initial="partenaires",
    )
    par_page = forms.TypedChoiceField(
        label=_("Taille"),
        choices=((10, _("10 par feuille")), (8, _("8 par feuille"))),
        coerce=int,
        widget=forms.RadioSelect,
        initial=10,
    )
    vierges = forms.IntegerField(
        label=_("Fiches vierges en plus"),
        min_value=0,
        max_value=MOST_BLANKS,
        required=False,
        initial=0,
        help_text=_("La dernière feuille est toujours complétée par des fiches vierges."),
    )
