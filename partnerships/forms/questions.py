"""« Pas pour nous, parce que… »: the reason of a question set aside."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import SetAside, StaleVersion


class AsideForm(forms.ModelForm):
    """`seen_version`: of what was said of the question when the person opened it, 0 for nothing."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    class Meta:
        model = SetAside
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"reason": {"required": _("Dites pourquoi\u00a0: c’est ce que l’équipe relira dans un an.")}}

    def __init__(self, *args, asked, project, **kwargs):
        self.asked, self.project = asked, project
        before = asked.before
        super().__init__(*args, initial={"reason": before.reason if before else ""}, **kwargs)
        self.fields["seen_version"].initial = before.version if before else 0

    def write(self, *, by):
        """Keep the reason with the facts of the day, over what the person saw; return the SetAside.

        Call it inside an operation, which holds the project's row. Raises StaleVersion with what is there now, or None.
        """
        seen, question = self.cleaned_data["seen_version"] or 0, self.asked.question
        row = self.project.set_asides.filter(code=question.code, subject=question.about).first()
        if row is not None:
            row.claim(seen)
        elif seen:
            raise StaleVersion(None, SetAside)
        else:
            row = SetAside(project=self.project, code=question.code, subject=question.about)
        row.mark, row.question = question.mark, question.text[:500]
        row.reason, row.by, row.at = self.cleaned_data["reason"], by, timezone.now()
        row.save()
        return row
