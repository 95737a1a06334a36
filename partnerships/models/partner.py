"""The organisation's directory: one record an actor, shared by all the organisation's projects."""

import calendar
import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from partnerships.models.kind import PartnerKind, kind_glyph, kind_label
from partnerships.numbers import doubtful
from projects.models import Addressable, Versioned, tracked
from territories.models import Territory
from territories.names import normalise


def marked(label, archived_at):
    """Return the name of a partner for a card or a column, with « archivé » when it is: read, whatever the screen."""
    return gettext("%(name)s\u00a0(archivé)") % {"name": label} if archived_at else label


def stale_since(organisation):
    """Return the day before which « vérifié le » is too old, by the organisation's setting (in months)."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1 - organisation.check_months
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(today.day, last))


# What rooms above write when partners are about to be called otherwise: functions ([(partner as it is called now, its name
# to come, its short name to come)]) → [(row, {column: value})].
RENAMED = []


def names_to_keep(changes):
    """Return [(row, {column: value})], to write so that what must not follow a name goes on saying it (a signed text).

    `changes`: [(partner as it is called now, its name to come, its short name to come)].
    """
    changes = [change for change in changes if (change[0].name, change[0].short_name) != change[1:]]
    return [pair for kept in RENAMED for pair in kept(changes)] if changes else []


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the partners in the directories of the user's organisations."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def active(self):
        """Return the partners that have not been archived."""
        return self.filter(archived_at=None)

    def to_check(self, organisation):
        """Return those that nobody has checked since the term of the organisation."""
        return self.filter(Q(checked_on=None) | Q(checked_on__lt=stale_since(organisation)))


class Partner(Addressable, Versioned):
    """An actor of the territory, as the organisation knows it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="partners")
    name = models.CharField(_("nom"), max_length=200)
    name_norm = models.CharField(max_length=220, editable=False)
    short_name = models.CharField(_("nom court"), max_length=60, blank=True, help_text=_("Pour les fiches et le RACI."))
    kind = models.CharField(_("type d’acteur"), max_length=30, choices=PartnerKind.choices, default=PartnerKind.OTHER)
    # The first place of action, written beside the name; the others are PartnerPlace, which never repeat it.
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="partners", verbose_name=_("territoire d’action")
    )
    overlooked = models.BooleanField(
        _("partenaire oublié"),
        default=False,
        help_text=_("Voit passer tout le monde sans être jamais invité : secrétaire de mairie, café, pharmacie…"),
    )
    legal_form = models.CharField(_("forme juridique"), max_length=200, blank=True)
    seat = models.CharField(_("siège"), max_length=300, blank=True)
    # Kept as typed: a wrong checksum is a warning, never a refusal (project file, rule 10).
    siret = models.CharField(_("SIRET"), max_length=60, blank=True)
    rna = models.CharField(_("RNA"), max_length=60, blank=True)
    bce = models.CharField(_("numéro BCE"), max_length=60, blank=True)
    mission = models.TextField(_("mission"), max_length=20000, blank=True)
    memo = models.TextField(
        _("autres mentions"),
        max_length=20000,
        blank=True,
        help_text=_("Ce que portait une fiche réunie à celle-ci : un autre nom, un autre numéro."),
    )
    checked_on = models.DateField(_("vérifié le"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archivé le"), null=True, blank=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("archivé par"),
    )

    objects = PartnerQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("partenaire")
        verbose_name_plural = _("partenaires")
        ordering = ("name", "pk")
        indexes = [
            models.Index(fields=("organisation", "name_norm")),
            models.Index(fields=("organisation", "kind")),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=PartnerKind.values), name="partner_kind_known"),
            models.UniqueConstraint(
                "organisation",
                Lower("name"),
                name="partner_name_once",
                violation_error_message=_("Un partenaire porte déjà ce nom dans votre annuaire."),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name_norm = normalise(f"{self.name} {self.short_name}")[:220]
        # However a partner comes to be called otherwise, a form, a proposal or a gesture taken back, it comes through here.
        if self.pk and (before := Partner.objects.filter(pk=self.pk).first()):
            self.before_bulk_change([(before, self)])
        super().save(*args, **kwargs)

    @classmethod
    def before_bulk_change(cls, pairs):
        """Write what has to be before partners change without save(): [(as it is, as it will be)]. Inside an operation."""
        for row, values in names_to_keep([(before, after.name, after.short_name) for before, after in pairs]):
            for column, value in values.items():
                setattr(row, column, value)
            row.save()

    @property
    def label(self):
        """Return the short name when there is one: what a card or a column shows."""
        return self.short_name or self.name

    @property
    def glyph(self):
        return kind_glyph(self.kind)

    def get_kind_display(self):
        """Return what the kind is called where the partner acts: « CPAS » in Belgium. Reads `territory`.

        Without a place it is called as in the country of the project that shows it, if that set `country_around`.
        """
        country = self.territory.country if self.territory_id else getattr(self, "country_around", "")
        return kind_label(self.kind, country)

    @property
    def is_archived(self):
        return self.archived_at is not None

    def archive(self, *, version, by):
        """Take the record, seen at `version`, out of lists and choices; what speaks of it stays. Inside an operation.

        Raises StaleVersion.
        """
        self.claim(version)
        self.archived_at, self.archived_by = timezone.now(), by
        self.save()

    def resume(self, *, version):
        """Bring an archived record, seen at `version`, back. Inside an operation; raises StaleVersion."""
        self.claim(version)
        self.archived_at = self.archived_by = None
        self.save()

    def note_checked(self, *, version, day):
        """Note that the record, seen at `version`, was checked on a day. Inside an operation; raises StaleVersion."""
        self.claim(version)
        self.checked_on = day
        self.save()

    @property
    def other_places(self):
        """Return the Territories where it acts besides the first, in order. Two queries, none when they were prefetched."""
        models.prefetch_related_objects([self], "places__territory")
        # A gesture taken back may have made the first of one of these.
        return [place.territory for place in self.places.all() if place.territory_id != self.territory_id]

    @property
    def number_problems(self):
        """Return what is wrong with the official numbers, one sentence each: kept as typed, they may need checking."""
        return list(doubtful(self).values())


class Channel(models.TextChoices):
    """By which of its details a person wants to be reached. The values are names of fields of Contact."""

    EMAIL = "email", _("par courriel")
    PHONE = "phone", _("par téléphone")
    OTHER_PHONE = "other_phone", _("par l’autre téléphone")
    OTHER = "channel", _("par l’autre moyen")


class ContactQuerySet(models.QuerySet):
    def present(self):
        """Return the contacts who have not left their organisation: those who may be written to, or asked to sign."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=timezone.localdate()))

    def in_order(self):
        """Return the contacts in the order of the team, those who left last."""
        left = models.Case(models.When(left_on__lte=timezone.localdate(), then=1), default=0)
        return self.order_by(left, "position", "pk")


class Contact(Addressable):
    """A named person, or a function, inside a partner. Professional data only."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="contacts")
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    other_phone = models.CharField(_("autre téléphone"), max_length=40, blank=True)
    channel = models.CharField(
        _("autre moyen"), max_length=200, blank=True, help_text=_("Messagerie, adresse d’une page, jour de permanence…")
    )
    preferred = models.CharField(_("à joindre de préférence"), max_length=20, choices=Channel.choices, blank=True)
    left_on = models.DateField(
        _("parti·e le"),
        null=True,
        blank=True,
        help_text=_("N’est plus proposé·e pour un lien, une signature ou un courriel."),
    )

    objects = ContactQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="", function="", email="", phone="", other_phone="", channel=""),
                name="contact_not_empty",
                violation_error_message=_("Notez au moins un nom, une fonction, un courriel ou un téléphone."),
            ),
            models.CheckConstraint(
                condition=models.Q(preferred="") | models.Q(preferred__in=Channel.values),
                name="contact_preferred_known",
            ),
        ]

    def __str__(self):
        return self.name or self.function or self.email or self.phone or self.other_phone or self.channel

    @property
    def has_left(self):
        return self.left_on is not None and self.left_on <= timezone.localdate()

    @property
    def ways(self):
        """Return [(Channel, value, whether it is the preferred one)] of the ways to reach the person, that one first."""
        found = [(way, getattr(self, way.value), way.value == self.preferred) for way in Channel]
        return sorted((way for way in found if way[1]), key=lambda way: not way[2])
