"""Forms of « Qui manque ? »: what a project answers, and the organisation's list of expected actors."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models import ActorAnswer, ExpectedActor, PartnerKind
from projects.forms import LinesField, VersionedForm
from projects.models import StaleVersion
from territories.names import normalise


class AnswerForm(forms.ModelForm):
    """What the project says of an expected actor. `seen_version`: of the answer that the person saw, 0 for none."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = ActorAnswer
        fields = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version if self.instance.pk else 0

    def write(self, *, by):
        """Write the answer over the one seen and return it. Call it inside an operation, which holds the project's row.

        Raises StaleVersion with the answer that is there now, or None when the one seen has been taken back.
        """
        seen = self.cleaned_data["seen_version"] or 0
        typed = {"partnership": None, "reason": ""} | {name: self.cleaned_data[name] for name in self.Meta.fields}
        answer = ActorAnswer.objects.filter(project=self.instance.project, actor=self.instance.actor).first()
        if answer is not None:
            answer.claim(seen)
        elif seen:
            raise StaleVersion(None)
        else:
            answer = ActorAnswer(project=self.instance.project, actor=self.instance.actor)
        for name, value in typed.items():
            setattr(answer, name, value)
        answer.by, answer.at = by, timezone.now()
        answer.save()
        return answer

    def _get_validation_exclusions(self):
        # One of the two fields is shown: that exactly one is filled is said by `write` and held by the database.
        return super()._get_validation_exclusions() | {"partnership", "reason"}


class ReasonForm(AnswerForm):
    """« Sans objet parce que… »: the reason is what is kept."""

    class Meta(AnswerForm.Meta):
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"reason": {"required": _("Dites pourquoi\u00a0: c’est ce que l’équipe relira dans un an.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True


class WhoForm(AnswerForm):
    """« C’est l’un de nos partenaires »: the name did not say it, the team does."""

    class Meta(AnswerForm.Meta):
        fields = ("partnership",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["partnership"]
        partnerships = self.instance.project.partnerships.filter(is_lead=False).select_related("partner")
        field.queryset = partnerships.order_by("partner__name_norm", "pk")
        field.to_field_name = "public_id"
        field.required = True
        field.empty_label = _("Choisir")
        if self.instance.partnership_id:
            self.initial["partnership"] = self.instance.partnership.public_id


class ExpectedActorForm(VersionedForm):
    """An entry of the organisation's list."""

    kinds = forms.MultipleChoiceField(
        label=_("Types d’acteurs qui y répondent"),
        choices=PartnerKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Un partenaire de l’un de ces types répond à la question. Aucun\u00a0: tous les types conviennent."
        ),
    )
    words = LinesField(
        label=_("Mots du nom"),
        required=False,
        help_text=ExpectedActor._meta.get_field("words").help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = ExpectedActor
        fields = ("label", "question", "family", "overlooked", "kinds", "words")

    def clean_label(self):
        label = self.cleaned_data["label"]
        others = ExpectedActor.objects.filter(organisation=self.instance.organisation).exclude(pk=self.instance.pk)
        if normalise(label) in {normalise(other) for other in others.values_list("label", flat=True)}:
            raise forms.ValidationError(
                _("Un acteur attendu porte déjà ce nom, peut-être parmi ceux qui sont retirés.")
            )
        return label
