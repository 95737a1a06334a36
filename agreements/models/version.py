"""A version of the text as it was sent or validated: its words, its data and its file, which nothing changes any more."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.comparing import sections_from
from agreements.models.agreement import Agreement
from projects.models import tracked


class AgreementVersionQuerySet(models.QuerySet):
    def for_lists(self):
        """Return the versions, the newest first, without their texts: a list never reads them."""
        return self.defer("frozen", "text").select_related("sent_by").order_by("-number")


class AgreementVersion(models.Model):
    """Number, day and, when Maillage wrote the text, what was frozen (agreements.freezing).

    A version that comes from a file of another server has the words (`frozen["sections"]`) but not the PDF, or nothing
    but its number and day.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    date = models.DateField(_("date"))
    validated_by = models.CharField(_("validée par"), max_length=300, blank=True)
    title = models.CharField(_("nom"), max_length=200, blank=True)
    # The ConventionDocument as data, and its words article by article under "sections".
    frozen = models.JSONField(_("texte figé"), default=dict, blank=True, editable=False)
    text = models.TextField(_("texte"), blank=True, editable=False)
    # SHA-256 of the words: the text of today is still that one when its own is the same.
    fingerprint = models.CharField(_("empreinte du texte"), max_length=64, blank=True, editable=False)
    # SHA-256 of the PDF, empty when none was kept: VersionFile has its bytes.
    sha256 = models.CharField(_("empreinte du PDF"), max_length=64, blank=True, editable=False)
    sent_at = models.DateTimeField(_("figée le"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("figée par")
    )

    objects = AgreementVersionQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("number",)
        indexes = [models.Index(fields=("sha256",))]
        constraints = [models.UniqueConstraint(fields=("agreement", "number"), name="agreement_version_once")]

    def __str__(self):
        return f"v{self.number}"

    @property
    def label(self):
        """Return « version 3 », with its name when it was given one."""
        words = _("version\u00a0%(number)d") % {"number": self.number}
        return f"{words}, {self.title}" if self.title else words

    @property
    def sections(self):
        """Return the frozen text as a list of comparing.Section; empty when only the number and the day are known."""
        return sections_from(self.frozen)

    def file(self):
        """Return the bytes of the PDF as it was sent, or None."""
        found = VersionFile.objects.filter(agreement=self.agreement_id, sha256=self.sha256).first()
        return bytes(found.content) if found else None


class VersionFile(models.Model):
    """The bytes of a PDF that was sent, named by their own SHA-256.

    Apart from the version, so that no list loads them, and without history: an undo takes the version away, a second one
    brings it back, and the file is still that of its SHA-256. It goes with the agreement.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="version_files")
    sha256 = models.CharField(max_length=64, editable=False)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("fichier d’une version")
        verbose_name_plural = _("fichiers des versions")
        indexes = [models.Index(fields=("sha256",))]
        constraints = [models.UniqueConstraint(fields=("agreement", "sha256"), name="version_file_once")]

    def __str__(self):
        return self.sha256
