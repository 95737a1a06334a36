"""Annexes that the team adds to a text: words of its own, or a picture with words that say what it shows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from agreements.models.signature import StoredContent
from projects.models import Addressable, Versioned, tracked

MAX_OWN_ANNEXES = 20


class OwnAnnexQuerySet(models.QuerySet):
    def for_text(self):
        """Return the annexes with what the text says of their pictures, without the bytes of these."""
        return self.select_related("picture").defer("picture__content")


class OwnAnnex(Addressable, Versioned):
    """An annex of the team's own, printed behind those of the model, in their order. Its number is its rank among all.

    `body` is a text as in Article.body. A picture has `alt` instead, the words read to those who do not see it.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="own_annexes")
    position = models.PositiveIntegerField(_("ordre"), default=0)
    title = models.CharField(_("titre"), max_length=200)
    is_picture = models.BooleanField(_("image ou plan"), default=False)
    body = models.TextField(_("texte"), max_length=20000, blank=True)
    alt = models.TextField(_("ce que montre l’image"), max_length=2000, blank=True)
    # Drawn anew when it came. NULL for a text, and for a picture that a project file describes without bringing it.
    picture = models.ForeignKey(StoredContent, models.CASCADE, null=True, blank=True, related_name="+")
    # In pixels; 0 without picture.
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)

    objects = OwnAnnexQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("annexe de l’équipe")
        verbose_name_plural = _("annexes de l’équipe")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("agreement", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_picture=True, body="") & ~Q(alt="") | Q(is_picture=False, alt="", picture=None),
                name="own_annex_text_or_picture",
                violation_error_message=_(
                    "Une annexe est un texte, ou une image avec les mots qui disent ce qu’elle montre."
                ),
            )
        ]

    def __str__(self):
        return self.title


def gather_own_annexes(agreements):
    """Hold, for each agreement that has some (of with_facts), the annexes of its team. One query at most for all of them."""
    found = [agreement for agreement in agreements if getattr(agreement, "has_own_annexes", True)]
    models.prefetch_related_objects(found, models.Prefetch("own_annexes", OwnAnnex.objects.for_text()))
