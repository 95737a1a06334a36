"""Internal validation: who says yes to a text before it is signed, in which order, and on which text exactly."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Role
from agreements.models.agreement import Agreement, WrongMoment
from projects.models import Addressable, Project, ProjectMember, Versioned, tracked


class ApproverKind(models.TextChoices):
    ROLE = "role", _("Un rôle de l’équipe")
    MEMBER = "member", _("Une personne de l’équipe")
    BODY = "body", _("Une instance")


class Approver(models.Model):
    """Who says yes at a step. Anybody of the role; that person; or a body, whose decision is noted with its reference."""

    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("étape"), max_length=120)
    kind = models.CharField(_("qui valide"), max_length=10, choices=ApproverKind.choices, default=ApproverKind.ROLE)
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, blank=True)
    # NULL: the step is not a person's, or the person has left the team since.
    member = models.ForeignKey(
        ProjectMember, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("personne")
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def who(self):
        """Return who decides, in words: a person, a role; for a body, the name of the step says it."""
        if self.kind == ApproverKind.MEMBER:
            return self.member.name if self.member_id else str(_("personne qui a quitté l’équipe"))
        return str(self.get_role_display()) if self.kind == ApproverKind.ROLE else str(_("instance"))


class ValidationStep(Addressable, Versioned, Approver):
    """A step of the circuit of a project, or of the one that an organisation gives to its new projects."""

    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="validation_steps")
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="validation_steps")

    history = tracked()

    class Meta:
        verbose_name = _("étape de validation")
        verbose_name_plural = _("étapes de validation")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(project=None, organisation__isnull=False) | Q(project__isnull=False, organisation=None),
                name="step_of_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(kind=ApproverKind.ROLE, role__in=Role.values)
                | Q(kind__in=(ApproverKind.MEMBER, ApproverKind.BODY), role=""),
                name="step_says_who",
                violation_error_message=_("Choisissez le rôle qui valide."),
            ),
        ]


class TextState(models.Model):
    """A text as somebody was asked about it. Written once, never changed: gestures point at it, undone or not.

    `sections`: comparing.Section as data, as agreements.fingerprint reads the text.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="text_states")
    fingerprint = models.CharField(_("empreinte"), max_length=64)
    sections = models.JSONField(_("texte"), default=list)

    class Meta:
        verbose_name = _("texte soumis")
        verbose_name_plural = _("textes soumis")
        constraints = [models.UniqueConstraint(fields=("agreement", "fingerprint"), name="text_state_once")]

    def __str__(self):
        return self.fingerprint[:12]


class ValidationRound(Addressable):
    """One request made to the whole circuit. A new one replaces the one before."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField(_("tour"))
    text = models.ForeignKey(TextState, models.CASCADE, related_name="+")
    asked_on = models.DateField(_("demandée le"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(
        _("mot aux personnes qui valident"),
        max_length=500,
        blank=True,
        help_text=_("Ce qui a été négocié, ce qu’il faut regarder de près."),
    )
    # The text as the last gesture left it, and the day on which it ceased to be the one before: lists read these
    # (agreements.validating.watch writes them). Pages that show a text compute its fingerprint.
    current = models.CharField(max_length=64, editable=False)
    changed_on = models.DateField(null=True, editable=False)

    history = tracked(excluded_fields=["current", "changed_on"])

    class Meta:
        verbose_name = _("tour de validation")
        verbose_name_plural = _("tours de validation")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=("agreement", "number"), name="round_once")]

    def __str__(self):
        return f"{self.agreement_id}/{self.number}"

    def withdraw(self, *, on, by):
        """Take the request back: steps that have not answered answer no more.

        Raises WrongMoment when none waits, or when somebody has asked for a change: that is answered, not taken back.
        """
        steps = list(self.validations.all())
        waiting = [step for step in steps if step.decision == Decision.WAITING]
        if not waiting or any(step.decision == Decision.CHANGE for step in steps):
            raise WrongMoment
        for step in waiting:
            step.decision, step.decided_on, step.decided_by = Decision.WITHDRAWN, on, by
            step.save()


class Decision(models.TextChoices):
    WAITING = "waiting", _("En attente")
    VALIDATED = "validated", _("Validé")
    CHANGE = "change", _("Changement demandé")
    WITHDRAWN = "withdrawn", _("Demande retirée")


class ValidationQuerySet(models.QuerySet):
    def of_last_rounds(self):
        """Return the steps of the last round of each agreement."""
        last = ValidationRound.objects.filter(agreement=models.OuterRef("round__agreement")).order_by("-number")
        return self.filter(round=models.Subquery(last.values("pk")[:1]))

    def with_people(self):
        """Return the steps with what a page says of them, the texts themselves left in the database."""
        return self.select_related("round__asked_by", "round__text", "text", "member", "decided_by").defer(
            "round__text__sections", "text__sections"
        )


class Validation(Addressable, Versioned, Approver):
    """The answer of one step in a round. Who answers is copied from the circuit, which may change meanwhile."""

    round = models.ForeignKey(ValidationRound, models.CASCADE, related_name="validations")
    decision = models.CharField(_("décision"), max_length=10, choices=Decision.choices, default=Decision.WAITING)
    # The day on which its turn came, NULL before that.
    asked_on = models.DateField(_("attend depuis le"), null=True, blank=True)
    decided_on = models.DateField(_("le"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # The text on which the answer was given: another one since, and the answer no longer stands.
    text = models.ForeignKey(TextState, models.CASCADE, null=True, blank=True, related_name="+")
    reason = models.CharField(_("ce qui doit changer"), max_length=2000, blank=True)
    article = models.CharField(_("article"), max_length=300, blank=True)
    # Of a body, or of somebody without account: the minute, the letter, the mail that says so.
    reference = models.CharField(_("référence"), max_length=300, blank=True)

    objects = ValidationQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("validation")
        verbose_name_plural = _("validations")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="validation_decision_known"),
            models.CheckConstraint(
                condition=~Q(decision=Decision.CHANGE) | ~Q(reason=""),
                name="validation_change_has_a_reason",
                violation_error_message=_("Dites ce qui doit changer."),
            ),
        ]

    def validate(self, *, text, on, by, reference=""):
        """Say yes to this text; the next step's turn comes. Raises WrongMoment when it is not this step's turn."""
        self._require_turn(text)
        self.decision, self.text, self.decided_on, self.decided_by = Decision.VALIDATED, text, on, by
        self.reason = self.article = ""
        self.reference = reference
        self.save()
        for step in self.round.validations.filter(position__gt=self.position).order_by("position", "pk"):
            if step.decision == Decision.VALIDATED and step.text_id == text.pk:
                continue
            step.asked_on = on
            step.save()
            break

    def ask_change(self, *, text, on, by, reason, article="", reference=""):
        """Send the text back to the team with a reason. Raises WrongMoment when it is not this step's turn."""
        self._require_turn(text)
        self.decision, self.text, self.decided_on, self.decided_by = Decision.CHANGE, text, on, by
        self.reason, self.article, self.reference = reason, article, reference
        self.save()

    def _require_turn(self, text):
        from agreements.validating import standing_of

        standing = standing_of(self.round, self.round.validations.select_related("text"), text.fingerprint)
        if standing.turn is None or standing.turn.pk != self.pk:
            raise WrongMoment
