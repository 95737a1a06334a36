"""A partner in one project: the row on which placements, RACI letters, obstacles, journal and agreements hang."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnerships.models.partner import Partner
from projects.models import (
    Addressable,
    InvolvementLevel,
    PhaseMoment,
    Project,
    ProjectMember,
    Stage,
    Versioned,
    tracked,
)


class Provenance(models.TextChoices):
    """Who said it: us, the partner, or both together (rule of the house 2)."""

    SUPPOSED = "supposed", _("Supposé")
    DECLARED = "declared", _("Déclaré")
    AGREED = "agreed", _("Convenu")


class LinkNature(models.TextChoices):
    """Kind of link (Gacoin). None is better than another: never ranked, never coloured."""

    NETWORK = "network", _("Réseau")
    COOPERATION = "cooperation", _("Coopération")
    PARTNERSHIP = "partnership", _("Partenariat")


class LinkIntensity(models.IntegerChoices):
    """Himmelman's continuum, as Guide-UP uses it. Apart from LinkNature on purpose (domain decision 2)."""

    NETWORKING = 1, _("Réseautage")
    COORDINATION = 2, _("Coordination")
    COOPERATION = 3, _("Coopération")
    COLLABORATION = 4, _("Collaboration")


class Formalisation(models.TextChoices):
    """What the partnership is written on (glossary A5). Ordered, not ranked."""

    NONE = "none", _("Aucune")
    ORAL = "oral", _("Accord oral")
    LETTER_OF_INTENT = "letter_of_intent", _("Lettre d’intention")
    CHARTER = "charter", _("Charte")
    PROTOCOL = "protocol", _("Protocole de collaboration")
    AGREEMENT = "agreement", _("Convention de partenariat")
    FRAMEWORK = "framework", _("Convention-cadre")
    CPO = "cpo", _("Convention pluriannuelle d’objectifs")
    PROVISION = "provision", _("Mise à disposition")
    AMENDMENT = "amendment", _("Avenant")


class Commitment(models.TextChoices):
    """Beckhard and Harris's commitment levels (method B7). Private to the team."""

    AGAINST = "against", _("S’y oppose")
    NO_COMMITMENT = "no_commitment", _("Sans engagement")
    LET_IT_HAPPEN = "let_it_happen", _("Laisse faire")
    HELP_IT_HAPPEN = "help_it_happen", _("Aide à faire")
    MAKE_IT_HAPPEN = "make_it_happen", _("Fait advenir")


class Trust(models.IntegerChoices):
    """Where the relation stands, judged on acts. Private to the team."""

    NOT_YET = 0, _("Pas encore de contact")
    TO_BUILD = 1, _("À construire")
    APPROACHING = 2, _("En approche")
    ESTABLISHED = 3, _("Établie")
    SOLID = 4, _("Solide")


class PartnershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the partnerships of the projects that the user can see."""
        return self.filter(project__in=Project.objects.visible_to(user))


class Partnership(Addressable, Versioned):
    """A partner in a project. The carrying organisation has one too: it needs a column in the RACI."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="partnerships")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="partnerships", verbose_name=_("partenaire"))
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    is_lead = models.BooleanField(_("structure porteuse"), default=False)
    nature = models.CharField(_("nature du lien"), max_length=20, choices=LinkNature.choices, blank=True)
    intensity = models.PositiveSmallIntegerField(
        _("intensité du lien"), choices=LinkIntensity.choices, null=True, blank=True
    )
    formalisation = models.CharField(
        _("formalisation"), max_length=20, choices=Formalisation.choices, default=Formalisation.NONE
    )
    stage = models.CharField(_("étape"), max_length=20, choices=Stage.choices, default=Stage.IDENTIFIED)
    brings = models.TextField(_("ce qu’il apporte"), max_length=20000, blank=True, help_text=_("Une idée par ligne."))
    expects = models.TextField(_("ce qu’il attend"), max_length=20000, blank=True, help_text=_("Une idée par ligne."))
    limits = models.TextField(_("ses limites"), max_length=20000, blank=True, help_text=_("Une idée par ligne."))
    common_interests = models.TextField(
        _("nos intérêts communs"), max_length=20000, blank=True, help_text=_("Une idée par ligne.")
    )
    looked_after_by = models.ForeignKey(
        ProjectMember, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("suivi par")
    )
    # Where one would like to meet one day, whatever the horizon: NULL while nobody has said anything. Neither a target
    # nor a mark: the distance to it is only ever asked as a question (gaps.py).
    hoped_level = models.ForeignKey(
        InvolvementLevel,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hoped_for",
        verbose_name=_("niveau espéré"),
    )
    hoped_provenance = models.CharField(
        _("qui le dit"), max_length=10, choices=Provenance.choices, default=Provenance.SUPPOSED
    )
    hoped_reason = models.TextField(_("pourquoi ce niveau"), max_length=20000, blank=True)
    # When best to ask this partner: a day, a moment of the project, or both (Convergences: each at the right moment).
    ask_on = models.DateField(_("à solliciter le"), null=True, blank=True)
    ask_moment = models.CharField(_("à quel moment du projet"), max_length=10, choices=PhaseMoment.choices, blank=True)
    ask_reason = models.TextField(_("pourquoi à ce moment"), max_length=20000, blank=True)

    objects = PartnershipQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name = _("partenariat")
        verbose_name_plural = _("partenariats")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("project", "position"))]
        constraints = [
            models.UniqueConstraint(
                fields=("project", "partner"),
                name="partnership_once_per_project",
                violation_error_message=_("Ce partenaire est déjà dans le projet."),
            ),
            models.UniqueConstraint(
                fields=("project",),
                condition=models.Q(is_lead=True),
                name="partnership_one_lead",
                violation_error_message=_("Le projet a déjà une structure porteuse."),
            ),
            models.CheckConstraint(
                condition=models.Q(nature="") | models.Q(nature__in=LinkNature.values), name="partnership_nature_known"
            ),
            models.CheckConstraint(
                condition=models.Q(intensity=None) | models.Q(intensity__in=LinkIntensity.values),
                name="partnership_intensity_known",
            ),
            models.CheckConstraint(
                condition=models.Q(formalisation__in=Formalisation.values), name="partnership_formalisation_known"
            ),
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="partnership_stage_known"),
            models.CheckConstraint(
                condition=models.Q(hoped_provenance__in=Provenance.values), name="partnership_hoped_provenance_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ask_moment="") | models.Q(ask_moment__in=PhaseMoment.values),
                name="partnership_ask_moment_known",
            ),
        ]

    def __str__(self):
        return str(self.partner)

    def get_absolute_url(self):
        return reverse("partnerships:partnership_record", args=[self.project.slug, self.public_id])

    def asked(self):
        """Note that the partner has been asked: no moment waits any more. Call it inside an operation."""
        self.claim(self.version)
        self.ask_on, self.ask_moment, self.ask_reason = None, "", ""
        self.save()


class Analysis(Versioned):
    """The team's private reading of a partner. Never in a link, a PDF or an export meant for partners (rule 3)."""

    partnership = models.OneToOneField(Partnership, models.CASCADE, related_name="analysis")
    trust = models.PositiveSmallIntegerField(_("confiance"), choices=Trust.choices, null=True, blank=True)
    influence = models.PositiveSmallIntegerField(_("influence"), null=True, blank=True)
    interest = models.PositiveSmallIntegerField(_("intérêt"), null=True, blank=True)
    synergy = models.PositiveSmallIntegerField(_("synergie"), null=True, blank=True)
    antagonism = models.PositiveSmallIntegerField(_("antagonisme"), null=True, blank=True)
    commitment_now = models.CharField(_("engagement actuel"), max_length=20, choices=Commitment.choices, blank=True)
    commitment_needed = models.CharField(_("engagement requis"), max_length=20, choices=Commitment.choices, blank=True)
    # A position is that of a day (method B9): the day on which the team last placed the actor.
    read_on = models.DateField(_("positions au"), null=True, blank=True)

    history = tracked()

    class Meta:
        verbose_name = _("lecture privée")
        verbose_name_plural = _("lectures privées")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{field: None}) | models.Q(**{f"{field}__range": (low, high)}),
                name=f"analysis_{field}_range",
                violation_error_message=_("Cette valeur sort de l’échelle."),
            )
            for field, low, high in (
                ("trust", 0, 4),
                ("influence", 1, 5),
                ("interest", 1, 5),
                ("synergy", 1, 4),
                ("antagonism", 1, 4),
            )
        ] + [
            models.CheckConstraint(
                condition=models.Q(**{field: ""}) | models.Q(**{f"{field}__in": Commitment.values}),
                name=f"analysis_{field}_known",
            )
            for field in ("commitment_now", "commitment_needed")
        ]

    def __str__(self):
        return str(self.partnership)
