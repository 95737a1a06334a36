"""What the forms of agreements share: the version the user saw, lists typed one a line, dates, values to compare."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.drafting import lines


class LinesField(forms.CharField):
    """A list of texts, typed one a line. `clean` returns the list."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Une idée par ligne."))
        super().__init__(required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value):
        return lines(super().clean(value))


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class VersionForm(forms.Form):
    """The version of the row that the user saw: the write is refused when somebody wrote since."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


def posted_version(request):
    """Return the version that the user saw, posted with a gesture; 0, which nobody saw, without one."""
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


class FactForm(VersionForm, forms.ModelForm):
    """A form on some fields of a row that two people may edit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DateInput()
            if isinstance(field.widget, forms.Textarea):
                # Django's own default is ten rows by forty columns.
                if field.widget.attrs.get("rows") == "10":
                    field.widget.attrs["rows"] = 4
                field.widget.attrs.pop("cols", None)


def shown(bound_field):
    """Return the value of a field as a person reads it: labels of the choices, lists on lines."""
    value = bound_field.value()
    choices = getattr(bound_field.field, "choices", None)
    if choices is not None:
        wanted = {str(item) for item in value} if isinstance(value, list | tuple) else {str(value or "")}
        return ", ".join(str(label) for key, label in choices if str(key) in wanted)
    if isinstance(bound_field.field, forms.BooleanField):
        return str(_("oui") if value else _("non"))
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")
    return str(value if value is not None else "")


def differences(current, typed):
    """Return [(label, current text)] of the fields whose current value is not what was typed."""
    return [
        (now.label, shown(now))
        for now in current.visible_fields()
        if shown(now).split() != shown(typed[now.name]).split()
    ]


class PartnershipChoice(forms.ModelChoiceField):
    """A partner of the project, by its name."""

    def label_from_instance(self, obj):
        return obj.partner.name
