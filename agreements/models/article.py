"""The articles of an agreement, as text that people edit."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from projects.models import Addressable, Versioned, tracked


class Amends(models.TextChoices):
    """What an article of an amendment does to the amended text, beside replacing an article of it (empty)."""

    ADD = "add", _("ajoute un article")
    DELETE = "delete", _("supprime l’article")


class Article(Addressable, Versioned):
    """One article. Its number is its rank among the included ones: an omitted article loses its number.

    `body` is plain text, one paragraph a line, a line that starts with « - » is an item of a list.
    `{name}` marks are filled from the facts when the text is shown (agreements.wording); an unknown or empty one
    becomes a dotted line.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="articles")
    # The article's name in its model ("objet", "duree"…); empty for an article the team wrote.
    key = models.CharField(_("article du modèle"), max_length=40, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    title = models.CharField(_("titre"), max_length=200)
    body = models.TextField(_("texte"), max_length=20000, blank=True)
    optional = models.BooleanField(_("facultatif"), default=False)
    included = models.BooleanField(_("dans la convention"), default=True)

    # In an amendment: the article of the amended agreement that this one replaces, adds or deletes. `amends_rank` is 1 for
    # « 7 bis » (agreements.numbering), `amends_title` what it is called there; empty when it is replaced.
    amends_number = models.PositiveSmallIntegerField(_("remplace l’article"), null=True, blank=True)
    amends_rank = models.PositiveSmallIntegerField(_("bis, ter…"), default=0)
    amends_kind = models.CharField(_("ce qu’il fait"), max_length=10, choices=Amends.choices, blank=True)
    amends_title = models.CharField(_("titre dans la convention"), max_length=200, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("agreement", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(optional=True) | models.Q(included=True),
                name="article_required_stays",
                violation_error_message=_("Cet article ne peut pas être retiré."),
            ),
            models.CheckConstraint(
                condition=models.Q(amends_kind="")
                | models.Q(amends_kind__in=Amends.values, amends_number__isnull=False) & ~models.Q(amends_title=""),
                name="article_amends_whole",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def amends_key(self):
        """Return (number, rank) of what it changes in the amended agreement, None when it changes no article of it."""
        return (self.amends_number, self.amends_rank) if self.amends_number else None
