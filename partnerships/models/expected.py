"""« Qui manque ? »: the actors that an organisation expects around a project, and what a project answers of each."""

import re
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.models.kind import ActorFamily
from partnerships.models.partnership import Partnership
from partnerships.starting_actors import starting_rows
from projects.models import Addressable, Project, Versioned, tracked
from projects.models.project import validate_text_list
from territories.names import normalise

WHOLE_WORD = 3
spelling = lru_cache(maxsize=4096)(normalise)


class Present(NamedTuple):
    """A partner of the project, as « Qui manque ? » reads it. `name`: the long name and the short one."""

    public_id: str
    kind: str
    label: str
    name: str


class ExpectedActorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the expected actors of the organisations that the user belongs to."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def asked(self):
        """Return those that are still asked for."""
        return self.filter(retired_at=None)

    def provide(self, organisation):
        """Give an organisation that has none the starting list; return whether it was given. Safe to call again.

        An organisation that retired everything keeps its choice: nothing is ever deleted, so it still has rows.
        """
        if self.filter(organisation=organisation).exists():
            return False
        rows = [self.model(organisation=organisation, **row) for row in starting_rows()]
        try:
            with transaction.atomic():
                rows = self.bulk_create(rows)
                self.model.history.bulk_history_create(rows, default_date=timezone.now())
        except IntegrityError:
            # Somebody gave it at the same moment: the keys are unique in an organisation.
            return False
        return True


class ExpectedActor(Addressable, Versioned):
    """A family of actors, or somebody often forgotten, asked for as a question in every project of the organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="expected_actors")
    # Which entry of the starting list it comes from; empty for those that the organisation wrote.
    key = models.CharField(max_length=40, blank=True, editable=False)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    label = models.CharField(_("acteur"), max_length=100)
    question = models.CharField(
        _("question"), max_length=300, help_text=_("Une question à l’équipe : qui, où, à quel moment ?")
    )
    family = models.CharField(_("famille"), max_length=20, choices=ActorFamily.choices)
    kinds = models.JSONField(_("types d’acteurs qui y répondent"), default=list, blank=True)
    words = models.JSONField(
        _("mots du nom"),
        default=list,
        blank=True,
        validators=[validate_text_list],
        help_text=_(
            "Un mot par ligne. Avec des mots, seul un partenaire dont le nom en contient un répond à la question : "
            "« café » reconnaît « Café de la Place »."
        ),
    )
    overlooked = models.BooleanField(
        _("souvent oublié"), default=False, help_text=_("Voit passer tout le monde sans être jamais invité.")
    )
    retired_at = models.DateTimeField(_("retiré le"), null=True, blank=True)

    objects = ExpectedActorQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("acteur attendu")
        verbose_name_plural = _("acteurs attendus")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "key"), condition=~models.Q(key=""), name="expected_actor_given_once"
            ),
            models.CheckConstraint(
                condition=models.Q(family__in=ActorFamily.values), name="expected_actor_family_known"
            ),
        ]

    def __str__(self):
        return self.label

    def recognised_in(self, present):
        """Return the Present partners that answer the question, among {PartnerKind code: [Present]}.

        Words are beginnings of words of the name; one of three letters or fewer is a whole word (« bar » is no barber).
        An actor without kinds nor words is recognised in nobody: the team says who it is.
        """
        if not self.kinds and not self.words:
            return []
        candidates = chain.from_iterable(present.get(kind, ()) for kind in self.kinds or present)
        wanted = [word for word in map(normalise, self.words) if word]
        if not wanted:
            return list(candidates)
        ends = "|".join(rf"{word}\b" if len(word) <= WHOLE_WORD else word for word in wanted)
        search = re.compile(rf"\b(?:{ends})").search
        return [one for one in candidates if search(spelling(one.name))]


class ActorAnswer(Versioned):
    """What a project says of an expected actor that its partners do not show: who it is, or why it is not relevant.

    Internal to the team: « sans objet parce que… » may speak of somebody. It goes into no document and no partner's link.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="actor_answers")
    actor = models.ForeignKey(ExpectedActor, models.CASCADE, related_name="answers", verbose_name=_("acteur attendu"))
    partnership = models.ForeignKey(
        Partnership, models.CASCADE, null=True, blank=True, related_name="actor_answers", verbose_name=_("partenaire")
    )
    reason = models.TextField(_("sans objet parce que"), max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("dit le"), default=timezone.now)

    history = tracked()

    class Meta:
        verbose_name = _("réponse à « qui manque ? »")
        verbose_name_plural = _("réponses à « qui manque ? »")
        ordering = ("actor__position", "actor")
        constraints = [
            models.UniqueConstraint(fields=("project", "actor"), name="actor_answer_once"),
            models.CheckConstraint(
                condition=models.Q(~models.Q(reason=""), partnership=None)
                | models.Q(reason="", partnership__isnull=False),
                name="actor_answer_says_one_thing",
                violation_error_message=_("Nommez un partenaire, ou dites pourquoi la question est sans objet."),
            ),
        ]

    def __str__(self):
        return str(self.actor)
