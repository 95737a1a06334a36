"""A blocking check that somebody chose to pass over, with the reason (check 2 of C8)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models.agreement import Agreement
from projects.models import tracked


class CheckOverride(models.Model):
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="overrides")
    check_number = models.PositiveSmallIntegerField(_("vérification"))
    reason = models.CharField(_("motif"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("le"), auto_now_add=True)

    history = tracked()

    class Meta:
        verbose_name = _("vérification passée outre")
        verbose_name_plural = _("vérifications passées outre")
        ordering = ("check_number",)
        constraints = [models.UniqueConstraint(fields=("agreement", "check_number"), name="override_once_per_check")]

    def __str__(self):
        return f"{self.check_number} : {self.reason}"
