"""« Pas pour nous, parce que… »: a question that a team has answered once, and what it said."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models.history import Versioned, tracked
from projects.models.project import Project


def question_print(*texts):
    """Return 16 signs that change with any of the texts."""
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:16]


class SetAside(Versioned):
    """A question that the project does not want to be asked again, with its reason, its author and its date.

    `code` is the rule, `subject` what the question speaks of (the addresses of the rows, in the order of the rule), `mark`
    the print of both and of the facts on which the question stood that day. While the same facts stand, the question has
    the same mark and stays aside; when they change it has another one, and is asked again by itself.
    Internal to the team: the reason may speak of somebody. It goes into no document and no partner's link.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="set_asides")
    code = models.CharField(_("règle"), max_length=60)
    subject = models.CharField(_("sujet"), max_length=300, blank=True)
    mark = models.CharField(_("empreinte"), max_length=16)
    # The question as it was asked: what it speaks of may have gone since.
    question = models.CharField(_("question"), max_length=500)
    reason = models.TextField(_("pas pour nous, parce que"), max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("dit le"), default=timezone.now)

    history = tracked()

    class Meta:
        verbose_name = _("question mise de côté")
        verbose_name_plural = _("questions mises de côté")
        ordering = ("-at", "-pk")
        constraints = [models.UniqueConstraint(fields=("project", "code", "subject"), name="question_aside_once")]

    def __str__(self):
        return self.question

    @property
    def address(self):
        """Return the short name of the question in an address: it stays the same when its matter changes."""
        return question_print(self.code, self.subject)
