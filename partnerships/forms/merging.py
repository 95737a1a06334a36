"""Saying, where two records differ, which value stays."""

from django import forms

from partnerships.merging.fields import GONE, KEPT


class MergeForm(forms.Form):
    """One choice a question of the plan, the proposed one taken; `seen` is the print of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["seen"].initial = plan.seen
        for question in plan.questions:
            self.fields[question.name] = forms.ChoiceField(
                label=question.label,
                choices=[(KEPT, question.kept), (GONE, question.gone)],
                initial=question.proposed,
                widget=forms.RadioSelect,
                error_messages={"required": "Choisissez l’une des deux valeurs."},
            )

    @property
    def record_questions(self):
        return [self[question.name] for question in self.plan.partner.questions]

    @property
    def parts(self):
        """Return [(Part, its bound fields)], in the order of the plan."""
        return [(part, [self[question.name] for question in part.questions]) for part in self.plan.parts]

    @property
    def choices(self):
        """Return {name of a question: KEPT or GONE}."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
