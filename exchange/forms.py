"""A project file sent through the interface."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from exchange.reading import MAX_BYTES


class ProjectImportForm(forms.Form):
    """The file, where the project goes, and whether its dates move. The size is known before anything is read."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        empty_label=None,
        help_text=_("Ses partenaires déjà connus sont repris, jamais écrasés."),
    )
    file = forms.FileField(
        label=_("Fichier de projet"),
        allow_empty_file=True,  # the reader says it better
        help_text=_("Un texte YAML ou JSON, 5\u00a0Mo au plus."),
        widget=forms.ClearableFileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )
    shift_dates = forms.BooleanField(
        label=_("Décaler les dates pour que la date de référence du fichier soit aujourd’hui"),
        required=False,
        help_text=_("Utile pour une démonstration. Les textes ne changent pas."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.managed_by(user)

    def source(self):
        """Return the bytes of the file, cut just past the limit so that a large one is refused without being read."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)
