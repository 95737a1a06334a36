"""Who uses Maillage: people, the organisations they belong to, and what a role allows."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do, in a project or for the directory of an organisation."""

    DIRECTOR = "director", _("Direction")
    COORDINATOR = "coordinator", _("Coordination")
    FACILITATOR = "facilitator", _("Animation")
    READER = "reader", _("Lecture et atelier")

    @classmethod
    def managers(cls):
        """Return the roles that change the project itself: settings, horizons, levels, agreements, files in and out."""
        return (cls.DIRECTOR, cls.COORDINATOR)

    @classmethod
    def editors(cls):
        """Return the roles that place partners, fill the RACI and edit partner records."""
        return (cls.DIRECTOR, cls.COORDINATOR, cls.FACILITATOR)


class Density(models.TextChoices):
    """How much of each card the frise shows to a person."""

    NAMES = "names", _("Noms")
    CARDS = "cards", _("Fiches")
    DETAILS = "details", _("Détails")


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        """Return a new saved user; without a password the account cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """Return a new saved user with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; the e-mail address is the login."""

    email = models.EmailField(
        _("adresse e-mail"), unique=True, error_messages={"unique": _("Cette adresse a déjà un compte.")}
    )
    name = models.CharField(_("nom affiché"), max_length=200, blank=True)
    is_active = models.BooleanField(_("compte actif"), default=True)
    is_staff = models.BooleanField(_("administration du serveur"), default=False)
    date_joined = models.DateTimeField(_("créé le"), default=timezone.now)
    board_density = models.CharField(
        _("densité de la frise"), max_length=10, choices=Density.choices, default=Density.CARDS
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(board_density__in=Density.values), name="user_board_density_known"
            )
        ]

    def __str__(self):
        return self.name or self.email

    @property
    def initials(self):
        """Return one or two capitals for the round badge of the person."""
        words = str(self).split("@")[0].replace(".", " ").replace("-", " ").split()
        return "".join(word[0] for word in words[:2]).upper()


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the organisations that the user belongs to."""
        return self.filter(memberships__user=user)

    def managed_by(self, user):
        """Return the organisations in which the user may create projects."""
        return self.filter(memberships__user=user, memberships__role__in=Role.managers())


class Organisation(models.Model):
    """The owner of everything: projects, partners, the team's own territories. No query crosses it."""

    name = models.CharField(_("nom"), max_length=200)
    slug = models.SlugField(_("identifiant"), max_length=80, unique=True)
    check_months = models.PositiveSmallIntegerField(
        _("une fiche est à vérifier après (mois)"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("Compté depuis le jour où quelqu’un l’a vérifiée."),
    )
    created_at = models.DateTimeField(_("créée le"), auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(check_months__gte=1, check_months__lte=60),
                name="organisation_check_months_between_one_and_sixty",
                violation_error_message=_("Choisissez entre 1 et 60 mois."),
            )
        ]

    def __str__(self):
        return self.name

    def role_of(self, user):
        """Return the Role of the user in this organisation, or None."""
        membership = self.memberships.filter(user=user).first()
        return Role(membership.role) if membership else None


class Membership(models.Model):
    """A person in an organisation: opens its partner directory."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices, default=Role.READER)

    class Meta:
        verbose_name = _("appartenance")
        verbose_name_plural = _("appartenances")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "user"),
                name="membership_once_per_user",
                violation_error_message=_("Cette personne fait déjà partie de l’organisation."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"
