"""The proof that a person was erased, without the person in it (RGPD, article 5, 2)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.models import Partner
from projects.models import tracked


class ErasureKind(models.TextChoices):
    ERASED = "erased", _("Personne effacée")
    ANONYMISED = "anonymised", _("Fonction gardée, personne effacée")


class Erasure(models.Model):
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="erasures")
    partner = models.ForeignKey(Partner, models.SET_NULL, null=True, related_name="+", verbose_name=_("partenaire"))
    kind = models.CharField(_("geste"), max_length=20, choices=ErasureKind.choices)
    texts = models.PositiveIntegerField(_("passages retirés de textes libres"), default=0)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("fait par")
    )
    done_at = models.DateTimeField(_("fait le"), default=timezone.now)

    # It speaks of no person: what it keeps is to which partner the proof belongs, when two records become one.
    history = tracked()

    class Meta:
        verbose_name = _("effacement")
        verbose_name_plural = _("effacements")
        ordering = ("-done_at", "-pk")
        indexes = [models.Index(fields=("organisation", "-done_at"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ErasureKind.values), name="erasure_kind_known")
        ]

    def __str__(self):
        return f"{self.get_kind_display()} · {self.partner}"
