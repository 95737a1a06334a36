"""Forms of one's own account."""

from allauth.account import forms
from django.utils.translation import gettext_lazy as _


class LabelsOnly:
    """A form of allauth without its placeholders, which say the labels twice and vanish while one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(LabelsOnly, forms.LoginForm):
    """Address, then password: nothing stands between the two, not even a link, for who types without a mouse."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Adresse e-mail")
        self.fields["password"].help_text = ""


class ForgottenPasswordForm(LabelsOnly, forms.ResetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Adresse e-mail")


class NewPasswordForm(LabelsOnly, forms.ResetPasswordKeyForm):
    pass


class PasswordChangeForm(LabelsOnly, forms.ChangePasswordForm):
    pass


class FirstPasswordForm(LabelsOnly, forms.SetPasswordForm):
    pass


class SignInAgainForm(LabelsOnly, forms.ReauthenticateForm):
    pass
