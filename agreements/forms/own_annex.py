"""Forms on the annexes that the team adds: a text, or a picture with the words that say what it shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.forms.article import clean_text
from agreements.forms.fields import FactForm
from agreements.forms.signature import FileForm
from agreements.keeping import keep_content
from agreements.models import MAX_OWN_ANNEXES, OwnAnnex
from agreements.typography import french

# Two hundred points an inch over the height of a page.
PRINTED_SIDE = 2000


class OwnAnnexForm(FactForm):
    """What both sorts share: a title, a place behind the other annexes."""

    def clean_title(self):
        return french(self.cleaned_data["title"])

    def clean(self):
        """Refuse one more than a text holds."""
        cleaned = super().clean()
        if self.instance.pk is None and self.instance.agreement.own_annexes.count() >= MAX_OWN_ANNEXES:
            self.add_error(
                None, _("Une convention porte au plus %(count)d annexes de ce genre.") % {"count": MAX_OWN_ANNEXES}
            )
        return cleaned

    def save(self, commit=True):
        """Write the annex, the last one when it is new. Call it in an operation."""
        if self.instance.pk is None:
            last = self.instance.agreement.own_annexes.order_by("-position").values_list("position", flat=True).first()
            self.instance.position = 0 if last is None else last + 1
        return super().save(commit)


class TextAnnexForm(OwnAnnexForm):
    class Meta:
        model = OwnAnnex
        fields = ("title", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "body": _(
                "Comme dans un article\u00a0: un paragraphe par ligne\u00a0; une ligne qui commence par «\u00a0-\u00a0» est un "
                "élément de liste."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].required = True

    def clean_body(self):
        return clean_text(self.cleaned_data["body"])


class PictureAnnexForm(OwnAnnexForm, FileForm):
    """A picture or a plan: its file is asked for once, its words always."""

    side = PRINTED_SIDE
    field_order = ("title", "file", "alt")

    class Meta:
        model = OwnAnnex
        fields = ("title", "alt")
        widgets = {"alt": forms.Textarea(attrs={"rows": 4})}
        labels = {"alt": _("Ce que montre l’image")}
        help_texts = {
            "alt": _(
                "Lu à qui ne la voit pas\u00a0: pour un plan, les pièces, les entrées, les cotes. Pas «\u00a0image\u00a0»."
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["alt"].required = True
        file, is_kept = self.fields["file"], self.instance.picture_id is not None
        file.label = _("Remplacer l’image") if is_kept else _("Image ou plan")
        file.required = not is_kept
        file.widget.attrs["accept"] = ".jpg,.jpeg,.png"
        file.help_text = _("JPEG ou PNG, 20\u00a0Mo au plus. Redessinée à la taille d’une page.")

    def clean_file(self):
        """Refuse a PDF: it would be pages, not a picture."""
        file = super().clean_file()
        if self.inspected and not self.inspected.width:
            raise forms.ValidationError(
                _("C’est un PDF. Enregistrez la page en JPEG ou en PNG, ou gardez le PDF parmi les pièces.")
            )
        return file

    def clean_alt(self):
        return french(" ".join(self.cleaned_data["alt"].split()))

    def save(self, commit=True):
        annex = self.instance
        annex.is_picture = True
        if self.inspected is not None:
            annex.picture = keep_content(annex.agreement, self.inspected.content, self.inspected.media_type)
            annex.width, annex.height = self.inspected.width, self.inspected.height
        return super().save(commit)
