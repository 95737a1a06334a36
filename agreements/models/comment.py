"""What the team says to itself about an article: a thread in the margin, never shown to a partner.

What a partner says comes in tables of its own (models.reply): no page of a partner reads this one.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.models.article import Article
from projects.models import Addressable, tracked


class ArticleCommentQuerySet(models.QuerySet):
    def threads(self):
        """Return the first comment of each thread, the answers prefetched, authors included; those resolved last."""
        answers = ArticleComment.objects.select_related("author").order_by("written_at", "pk")
        return (
            self.filter(parent=None)
            .select_related("author", "resolved_by")
            .prefetch_related(models.Prefetch("answers", answers))
            .order_by(models.F("resolved_at").asc(nulls_first=True), "written_at", "pk")
        )

    def still_open(self):
        """Return the threads that nobody has resolved."""
        return self.filter(parent=None, resolved_at=None)


class ArticleComment(Addressable):
    """A comment, or an answer to one (`parent`, one level only)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("commentaire"), max_length=5000)
    written_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    # Of the first comment of a thread alone.
    resolved_at = models.DateTimeField(_("réglé le"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("réglé par")
    )

    objects = ArticleCommentQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("commentaire")
        verbose_name_plural = _("commentaires")
        ordering = ("written_at", "pk")
        indexes = [models.Index(fields=("article", "resolved_at"))]

    def __str__(self):
        return self.body[:60]
