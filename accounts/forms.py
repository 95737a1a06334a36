"""Forms of one's own account."""

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.LoginForm):
    """Address, then password: nothing stands between the two, not even a link, for who types without a mouse."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Adresse e-mail")
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
