"""The path of a partnership: a mandate, a written point."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.forms.guarded import GuardedForm
from partnerships.forms.record import WhoMixin
from partnerships.models import Mandate, RoundPoint
from partnerships.record import PATH
from projects.forms import DAY

SHORT = forms.Textarea(attrs={"rows": 2})
MIDDLE = forms.Textarea(attrs={"rows": 4})


class MandateForm(WhoMixin, GuardedForm):
    who_free = forms.CharField(label=_("Ou un autre nom"), required=False, max_length=200)

    class Meta:
        model = Mandate
        fields = ("given_by", "given_on", "until", "room", "questions")
        widgets = {"given_on": DAY, "until": DAY, "room": SHORT, "questions": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_who(self.instance.partnership, self.instance, _("Qui parle pour nous"))
        # The partner does not speak for us.
        self.fields["who"].choices = [choice for choice in self.fields["who"].choices if choice[0] != "p"]
        self.order_fields(["who", "who_free", *self.Meta.fields, "seen"])

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who_free") and cleaned.get("who"):
            self.add_error("who_free", _("Choisissez une personne de l’équipe ou écrivez un nom, pas les deux."))
        if not (cleaned.get("who_free") or cleaned.get("who")) and "who" not in self.errors:
            self.add_error("who", _("Dites qui parle pour nous."))
        return cleaned

    def save(self, commit=True):
        self.write_who(self.instance, self.cleaned_data["who"])
        if self.cleaned_data["who_free"]:
            self.instance.who_name = self.cleaned_data["who_free"]
        return super().save(commit)


class RoundPointForm(GuardedForm):
    class Meta:
        model = RoundPoint
        fields = ("stage", "on", "text", "validated_by", "validated_on")
        widgets = {"on": DAY, "text": MIDDLE, "validated_on": DAY}
        labels = {"stage": _("À quelle étape"), "text": _("Ce qui est convenu, ce qui reste ouvert")}
        help_texts = {"validated_on": _("Vide tant que personne, chez nous, ne l’a validé.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(stage.value, stage.label) for stage in PATH]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("validated_by") and not cleaned.get("validated_on") and "validated_on" not in self.errors:
            self.add_error("validated_on", _("Quel jour l’a-t-elle validé\u00a0?"))
        return cleaned
