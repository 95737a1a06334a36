"""What is noted about a cell of the RACI besides its letters: a note, « j’en réponds », an opinion asked, a refusal."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.models.actor import ActorReference
from partnerships.models.partner import Channel
from partnerships.models.partnership import Partnership
from partnerships.models.raci import CellLetters
from projects.models import Activity, Addressable, Project, tracked


class FactKind(models.TextChoices):
    """`note`: private words of the team. `refused`: a proposed letter that the team does not want. `answer`: what the A says
    of the activity. `done`: the opinion of a C was asked, or an I was told.
    """

    NOTE = "note", _("note")
    REFUSED = "refused", _("proposition refusée")
    ANSWER = "answer", _("réponse du A")
    DONE = "done", _("fait")


class SaidBy(models.TextChoices):
    """By which way something was asked, told or said."""

    MEETING = "meeting", _("de vive voix")
    PHONE = "phone", _("par téléphone")
    EMAIL = "email", _("par courriel")
    LETTER = "letter", _("par courrier")
    COMMITTEE = "committee", _("en comité")
    LINK = "link", _("par son lien personnel")
    OTHER = "other", _("autrement")

    @classmethod
    def preferred_of(cls, contact):
        """Return the way that a Contact prefers, empty when it is not said."""
        ways = {Channel.EMAIL: cls.EMAIL, Channel.PHONE: cls.PHONE, Channel.OTHER_PHONE: cls.PHONE}
        return ways.get(contact.preferred, cls.OTHER) if contact is not None and contact.preferred else ""


class RaciFactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return what is noted in the projects that the user can see."""
        return self.filter(activity__project__in=Project.objects.visible_to(user))

    def of_project(self, project):
        return self.filter(activity__project=project)

    def notes_of(self, project):
        """Return {(activity key, partnership key): RaciFact} of the notes of a project. One query."""
        notes = self.of_project(project).filter(kind=FactKind.NOTE)
        return {(note.activity_id, note.partnership_id): note for note in notes}

    def write_note(self, note, activity, partnership, text, member):
        """Make, change or remove the note of a cell, by keys; `note` is the RaciFact of it, or None. Inside an operation."""
        if not text:
            if note is not None:
                note.delete()
            return
        note = note or self.model(activity_id=activity, partnership_id=partnership, kind=FactKind.NOTE)
        note.text, note.who_member, note.day = text, member, timezone.localdate()
        note.save()

    def write_own_answer(self, activity, partnership, agreed, who):
        """Write what an organisation says of its activity by itself, over what was noted of it. Inside an operation.

        `who` is the name of the person who answers. The words that the team had noted fall with the answer that they explained.
        """
        of_cell = {"activity": activity, "partnership": partnership, "kind": FactKind.ANSWER}
        fact = self.filter(**of_cell).first() or self.model(**of_cell)
        fact.agreed, fact.day, fact.channel = agreed, timezone.localdate(), SaidBy.LINK
        fact.who_member = fact.who_partnership = None
        fact.who_name, fact.text = who[:200], ""
        fact.save()


class RaciFact(Addressable, ActorReference):
    """A dated fact about an activity and an organisation, whether their cell holds a letter or not. Private to the team,
    but for the answer of the A. `letters`: what was refused, asked (C) or told (I). `agreed` holds for an answer alone:
    « j’en réponds », or « pas encore ».
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="raci_facts")
    partnership = models.ForeignKey(Partnership, models.CASCADE, related_name="raci_facts")
    kind = models.CharField(_("nature"), max_length=10, choices=FactKind.choices)
    letters = models.CharField(_("rôle"), max_length=3, choices=CellLetters.choices, blank=True)
    agreed = models.BooleanField(_("en répond"), default=True)
    day = models.DateField(_("date"), default=timezone.localdate)
    channel = models.CharField(_("par quel moyen"), max_length=10, choices=SaidBy.choices, blank=True)
    text = models.TextField(_("note"), max_length=2000, blank=True)

    objects = RaciFactQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("fait noté sur un rôle")
        verbose_name_plural = _("faits notés sur les rôles")
        ordering = ("activity", "partnership", "kind", "letters")
        constraints = [
            models.UniqueConstraint(
                fields=("activity", "partnership", "kind", "letters"),
                name="raci_fact_once",
                violation_error_message=_("C’est déjà noté."),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=FactKind.values), name="raci_fact_kind_known"),
            models.CheckConstraint(
                condition=models.Q(channel="") | models.Q(channel__in=SaidBy.values), name="raci_fact_channel_known"
            ),
        ]

    def __str__(self):
        return f"{self.activity} · {self.partnership} : {self.get_kind_display()}"

    @property
    def is_own_word(self):
        """Return whether the organisation said it itself, without the team in between."""
        return self.channel == SaidBy.LINK

    @property
    def answer(self):
        """Return what the A says, in its words."""
        return _("j’en réponds") if self.agreed else _("pas encore")
