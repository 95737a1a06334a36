"""The project: what is built with others, for whom, where, and from when to when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Role
from live import notices
from projects.models.history import Addressable, Versioned, tracked
from territories.models import Territory


class Stage(models.TextChoices):
    """Life of a project or a partnership. They guide, they never lock (Gacoin's six stages, glossary B15)."""

    IDENTIFIED = "identified", _("Repéré")
    IDEA = "idea", _("Idée première")
    ELABORATION = "elaboration", _("Élaboration")
    NEGOTIATION = "negotiation", _("Négociation")
    ACTION_SHEETS = "action_sheets", _("Fiches action")
    IMPLEMENTATION = "implementation", _("Réalisation")
    EVALUATION = "evaluation", _("Évaluation")
    DORMANT = "dormant", _("En sommeil")
    ENDED = "ended", _("Terminé")


class Joined(models.Aggregate):
    """The texts of a group in one, with commas between: for prints, which hold none."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="STRING_AGG(%(expressions)s, ',')", **context)


class RaciVariant(models.TextChoices):
    """Which letters the project's table uses; partnerships.raci.variants says what each of them means (method B5)."""

    RACI = "raci", _("RACI")
    RASCI = "rasci", _("RASCI")
    RACI_VS = "raci_vs", _("RACI-VS")
    RASCI_VS = "rasci_vs", _("RASCI-VS")
    DACI = "daci", _("DACI")


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the projects in which the user has a place."""
        return self.filter(members__user=user) if user.is_authenticated else self.none()

    def with_role_of(self, user):
        """Annotate `user_role` and `organisation_role`: codes of the user's Role in each project and in what owns it."""
        from projects.models.member import ProjectMember

        role = ProjectMember.objects.filter(project=models.OuterRef("pk"), user=user)
        organisation_role = Membership.objects.filter(organisation=models.OuterRef("organisation"), user=user)
        return self.annotate(
            user_role=models.Subquery(role.values("role")[:1]),
            organisation_role=models.Subquery(organisation_role.values("role")[:1]),
        )

    def renew(self):
        """Give the projects a new revision: something that their pages show has changed elsewhere."""
        self.update(revision=models.F("revision") + 1)
        notices.any_changed()

    def with_marks_aside(self):
        """Annotate `joined_marks`: what `marks_aside` reads, without a query of its own."""
        from projects.models.aside import SetAside

        aside = SetAside.objects.filter(project=models.OuterRef("pk")).order_by().values("project")
        return self.annotate(joined_marks=models.Subquery(aside.annotate(marks=Joined("mark")).values("marks")))


class Project(Versioned):
    """A collective action led by one organisation of the territory with its partners."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="projects", verbose_name=_("organisation")
    )
    slug = models.SlugField(_("adresse"), max_length=80, unique=True)
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    subtitle = models.CharField(_("sous-titre"), max_length=200, blank=True)
    framework = models.CharField(
        _("cadre"), max_length=300, blank=True, help_text=_("Projet social, CTG, CLS, PCS, contrat de ville…")
    )
    start = models.DateField(_("début"), null=True, blank=True)
    end = models.DateField(_("fin"), null=True, blank=True)
    stage = models.CharField(_("étape"), max_length=20, choices=Stage.choices, default=Stage.IDEA)
    finding = models.TextField(_("constat partagé"), max_length=20000, blank=True)
    purpose = models.TextField(_("pourquoi"), max_length=20000, blank=True)
    objectives = models.JSONField(_("objectifs"), default=list, blank=True)
    exclusions = models.TextField(_("ce que nous ne ferons pas"), max_length=20000, blank=True)
    banner = models.CharField(
        _("mention"), max_length=200, blank=True, help_text=_("Affichée sur chaque écran et chaque document.")
    )
    language = models.CharField(_("langue"), max_length=5, default="fr")
    raci_variant = models.CharField(
        _("lettres du tableau des rôles"), max_length=10, choices=RaciVariant.choices, default=RaciVariant.RACI
    )
    reference_date = models.DateField(_("date de référence du fichier"), null=True, blank=True)
    # The file's own words for the closed lists ({list: [{id, code, nom}]}); meaning always comes from the code.
    vocabulary = models.JSONField(_("mots du fichier"), default=dict, blank=True)
    revision = models.PositiveBigIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    territories = models.ManyToManyField(
        Territory, through="ProjectTerritory", related_name="projects", verbose_name=_("territoires"), blank=True
    )

    objects = ProjectQuerySet.as_manager()
    history = tracked(excluded_fields=["revision", "created_at"])

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        ordering = ("name",)
        indexes = [models.Index(fields=("organisation", "name"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start=None) | models.Q(end=None) | models.Q(end__gte=models.F("start")),
                name="project_ends_after_start",
                violation_error_message=_("Le projet ne peut pas finir avant de commencer."),
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="project_stage_known"),
            models.CheckConstraint(
                condition=models.Q(raci_variant__in=RaciVariant.values), name="project_raci_variant_known"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("home:project_home", args=[self.slug])

    def member_of(self, user):
        """Return the place of the user in the team, or None."""
        return self.members.filter(user=user).first()

    def role_of(self, user):
        """Return the Role of the user in this project, or None when the user has no place in it."""
        member = self.member_of(user)
        return Role(member.role) if member else None

    @cached_property
    def country(self):
        """Return the code of the country of the places that the project aims at, or empty text. One query."""
        places = self.project_territories.order_by("-targeted", "position", "pk")
        return places.values_list("territory__country", flat=True).first() or ""

    @cached_property
    def marks_aside(self):
        """Return the prints of the questions set aside. One query, none for a row read `with_marks_aside`."""
        if "joined_marks" in self.__dict__:
            return frozenset((self.joined_marks or "").split(","))
        return frozenset(self.set_asides.order_by().values_list("mark", flat=True))

    @property
    def etag(self):
        """Return the text that changes with every gesture on the project."""
        return f"{self.pk}-{self.revision}"


class ProjectTerritory(models.Model):
    """A place that the project's file names. `targeted` says that the project acts there."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="project_territories")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="+", verbose_name=_("territoire"))
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    targeted = models.BooleanField(_("visé par le projet"), default=True)
    to_check = models.CharField(_("à vérifier"), max_length=300, blank=True)
    member_count = models.PositiveIntegerField(_("nombre de communes"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("territoire du projet")
        verbose_name_plural = _("territoires du projet")
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("project", "territory"), name="project_territory_once"),
        ]

    def __str__(self):
        return str(self.territory)


class Audience(Addressable):
    """People for whom the project is made. Types of people, never named persons."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="audiences")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    name = models.CharField(_("public"), max_length=200)
    targeted = models.BooleanField(_("visé par le projet"), default=True)

    history = tracked()

    class Meta:
        verbose_name = _("public")
        verbose_name_plural = _("publics")
        ordering = ("position", "pk")
        constraints = [models.UniqueConstraint(fields=("project", "name"), name="audience_once_per_project")]

    def __str__(self):
        return self.name


class Milestone(Addressable, Versioned):
    """A date that matters for the project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    date = models.DateField(_("date"))
    title = models.CharField(_("titre"), max_length=200)

    history = tracked()

    class Meta:
        verbose_name = _("jalon")
        verbose_name_plural = _("jalons")
        ordering = ("date", "pk")
        indexes = [models.Index(fields=("project", "date"))]

    def __str__(self):
        return self.title


def validate_text_list(value):
    """Raise ValidationError unless the value is a list of texts of at most 20 000 signs each."""
    if not isinstance(value, list) or not all(isinstance(item, str) and len(item) <= 20000 for item in value):
        raise ValidationError(_("Il faut une liste de textes."))
