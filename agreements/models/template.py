"""The models of text that an organisation writes for itself, from one of ours, and their successive versions."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from agreements.models.agreement import TemplateCode, WrongMoment
from projects.models import Addressable, Versioned, tracked


class AgreementTemplate(Addressable, Versioned):
    """A model of text of an organisation. Its text is that of its versions: one may be a draft, the others never change."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="agreement_templates")
    # The model of ours that it was adapted from: the checks and the facts asked for follow it.
    base = models.CharField(_("adapté de"), max_length=4, choices=TemplateCode.choices)
    name = models.CharField(_("nom du modèle"), max_length=120)
    purpose = models.CharField(
        _("à quoi il sert"), max_length=300, blank=True, help_text=_("Une phrase, lue au moment de choisir.")
    )
    archived_at = models.DateTimeField(_("archivé le"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = tracked()

    class Meta:
        verbose_name = _("modèle de convention")
        verbose_name_plural = _("modèles de convention")
        ordering = ("name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(base__in=TemplateCode.values), name="agreement_template_base_known"
            ),
            models.UniqueConstraint(
                fields=("organisation", "name"),
                name="agreement_template_name_once",
                violation_error_message=_("Un de vos modèles porte déjà ce nom."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def draft(self):
        """Return the version being written, or None. Reads `versions`, prefetched or not."""
        return next((version for version in self.versions.all() if version.published_on is None), None)

    @property
    def published(self):
        """Return the last published version, the one that new agreements are written from, or None."""
        done = [version for version in self.versions.all() if version.published_on]
        return max(done, key=lambda version: version.number, default=None)

    def open_draft(self, *, by):
        """Return the draft, made from the last published version when there is none. Call it in an operation."""
        if self.draft:
            return self.draft
        last = self.published
        return AgreementTemplateVersion.objects.create(
            template=self,
            number=last.number + 1,
            title=last.title,
            visas=last.visas,
            party=last.party,
            party_last=last.party_last,
            articles=last.articles,
            by=by,
        )

    def archive(self):
        """Take the model off the list of those offered, or put it back. What was written from it does not change."""
        self.archived_at = None if self.archived_at else timezone.now()
        self.save()


class AgreementTemplateVersion(Versioned):
    """A state of the text. Once published it is never written again: agreements say which one they come from."""

    template = models.ForeignKey(AgreementTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("titre de la convention"), max_length=300)
    visas = models.TextField(_("visas"), max_length=5000, blank=True)
    party = models.TextField(_("présentation de chaque partie"), max_length=5000)
    party_last = models.TextField(_("après la dernière partie"), max_length=1000, blank=True)
    # [{key, title, body, optional, each_party}], in order (agreements.own_models.articles).
    articles = models.JSONField(_("articles"), default=list, blank=True)
    # NULL: a draft.
    published_on = models.DateField(_("publiée le"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    history = tracked()

    class Meta:
        verbose_name = _("version d’un modèle")
        verbose_name_plural = _("versions d’un modèle")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("template", "number"), name="agreement_template_version_once"),
            models.UniqueConstraint(
                fields=("template",),
                condition=models.Q(published_on=None),
                name="agreement_template_one_draft",
            ),
        ]

    def __str__(self):
        return f"{self.template}, version {self.number}"

    def publish(self, *, on, by):
        """Close the text: new agreements are written from it from now on. Raises WrongMoment unless it is a draft."""
        if self.published_on is not None:
            raise WrongMoment
        self.published_on, self.by = on, by
        self.save()
