"""A spreadsheet of partners on its way in: kept between the steps, for the person who sent it alone, and for a few days."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.models import Addressable, Operation, Project

KEPT = datetime.timedelta(days=7)
# A background task that says nothing for so long has died with its worker.
SILENT = datetime.timedelta(minutes=5)


class ImportState(models.TextChoices):
    """Where the work is: what its column says decides which screen opens."""

    COLUMNS = "columns", _("Colonnes à vérifier")
    PLANNING = "planning", _("Lecture des lignes")
    PREVIEW = "preview", _("Lignes à vérifier")
    WRITING = "writing", _("Écriture")
    DONE = "done", _("Importé")


class PartnerImportQuerySet(models.QuerySet):
    def mine(self, user):
        """Return the user's own imports that have not expired: nobody else sees a file before it is written."""
        return self.filter(author=user, expires_at__gt=timezone.now())

    def expired(self):
        """Return the imports whose file must not be kept any longer."""
        return self.filter(expires_at__lte=timezone.now())


class PartnerImport(Addressable):
    """One file sent by one person. Holds the cells of the file, so it never leaves its author and it expires."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partner_imports")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(_("fichier"), max_length=200)
    # [{"name", "rows": [[text]], "refused"}], as exchange.spreadsheets.reading gives them; emptied once written.
    sheets = models.JSONField(default=list)
    sheet = models.PositiveIntegerField(_("feuille"), default=0)
    header = models.IntegerField(_("ligne des titres"), default=-1)  # from 0; -1: no titles
    fields = models.JSONField(_("colonnes"), default=list)
    # What exchange.spreadsheets.planning decided, one dict a row, and the directory that it was decided against.
    plan = models.JSONField(default=list)
    stamp = models.CharField(max_length=200, blank=True)
    state = models.CharField(_("étape"), max_length=10, choices=ImportState.choices, default=ImportState.COLUMNS)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    notice = models.CharField(_("à dire"), max_length=300, blank=True)
    operation = models.ForeignKey(Operation, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = PartnerImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import d’un tableur")
        verbose_name_plural = _("imports de tableurs")
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=("project", "author", "-created_at"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="partner_import_state_known")
        ]

    def __str__(self):
        return self.file_name

    def save(self, *args, **kwargs):
        if self.expires_at is None:
            self.expires_at = self.created_at + KEPT
        super().save(*args, **kwargs)

    @property
    def step(self):
        """Return the rank, from 1, of the step that the background work belongs to."""
        return 4 if self.state == ImportState.WRITING else 3

    @property
    def is_silent(self):
        """Return whether a background task should have answered long ago."""
        working = self.state in (ImportState.PLANNING, ImportState.WRITING)
        return working and timezone.now() - self.touched_at > SILENT

    def move(self, before, after, **facts):
        """Go from one of the states `before` to `after`; return whether it did.

        One atomic UPDATE: of two clicks, the second does nothing.
        """
        facts |= {"state": after, "touched_at": timezone.now()}
        moved = type(self).objects.filter(pk=self.pk, state__in=before).update(**facts)
        if moved:
            for name, value in facts.items():
                setattr(self, name, value)
        return bool(moved)
