"""The journal of contacts: dated exchanges, and what was promised."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partnership import Partnership
from projects.models import Addressable, Project, tracked


class LogKind(models.TextChoices):
    APPOINTMENT = "appointment", _("Rendez-vous")
    MEETING = "meeting", _("Réunion")
    VISIT = "visit", _("Visite")
    CALL = "call", _("Appel")
    MAIL = "mail", _("Courriel, courrier")
    FIELD = "field", _("Rencontre sur le terrain")
    COUNCIL = "council", _("Conseil municipal")
    COMMITTEE = "committee", _("Comité")
    SIGNATURE = "signature", _("Signature")
    OTHER = "other", _("Autre")


class Mood(models.TextChoices):
    FAVOURABLE = "favourable", _("Favorable")
    CAUTIOUS = "cautious", _("Prudent")
    RESERVED = "reserved", _("Réservé")


class LogEntry(Addressable):
    """One exchange with a partner. No name of a resident (rule 4)."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="log_entries")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    date = models.DateField(_("date"))
    kind = models.CharField(_("type"), max_length=20, choices=LogKind.choices, default=LogKind.OTHER)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    summary = models.TextField(_("résumé"), max_length=20000, help_text=_("Aucun nom d’habitante ou d’habitant."))
    decision = models.TextField(_("décision"), max_length=20000, blank=True)
    mood = models.CharField(_("ressenti"), max_length=20, choices=Mood.choices, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("contact noté")
        verbose_name_plural = _("journal des contacts")
        ordering = ("-date", "-pk")
        indexes = [models.Index(fields=("partnership", "-date"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=LogKind.values), name="log_kind_known"),
            models.CheckConstraint(condition=models.Q(mood="") | models.Q(mood__in=Mood.values), name="log_mood_known"),
        ]

    def __str__(self):
        return f"{self.date} · {self.partnership}"


class LogPresence(ActorReference):
    """Somebody of ours who was there."""

    entry = models.ForeignKey(LogEntry, models.CASCADE, related_name="presences")
    position = models.PositiveIntegerField(default=0)

    history = tracked()

    class Meta:
        verbose_name = _("présence")
        verbose_name_plural = _("présences")
        ordering = ("position", "pk")

    def __str__(self):
        return self.who


class Promise(Addressable, ActorReference):
    """What was promised after an exchange: what, by whom, by when. Late is a fact of life, not an error."""

    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="promises")
    entry = models.OneToOneField(LogEntry, models.SET_NULL, null=True, blank=True, related_name="follow_up")
    what = models.TextField(_("quoi"), max_length=20000)
    due = models.DateField(_("pour le"), null=True, blank=True)
    done = models.BooleanField(_("fait"), default=False)

    history = tracked()

    class Meta:
        verbose_name = _("suite promise")
        verbose_name_plural = _("suites promises")
        ordering = ("due", "pk")
        indexes = [models.Index(fields=("partnership", "done", "due"))]

    def __str__(self):
        return self.what

    @property
    def project(self) -> Project:
        return self.partnership.project
