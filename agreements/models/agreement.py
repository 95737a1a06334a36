"""An agreement: who, what for, from when to when, on which text."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from agreements.models.sheet import ActionSheet
from projects.models import Addressable, Audience, Project, Versioned, tracked
from projects.models.project import validate_text_list
from territories.models import Territory


class TemplateCode(models.TextChoices):
    """The five built-in models (glossary C5), the small forms that go with them, and a text written elsewhere."""

    T1 = "T1", _("Partenariat simple")
    T2 = "T2", _("Convention pluriannuelle avec subvention publique")
    T3 = "T3", _("Mise à disposition de locaux et de matériel")
    T4 = "T4", _("Convention-cadre multipartenariale")
    T5 = "T5", _("Belgique, commune ou CPAS et ASBL")
    LI = "LI", _("Lettre d’intention")
    CH = "CH", _("Charte")
    AV = "AV", _("Avenant")
    A26 = "A26", _("Accord de responsabilité conjointe (RGPD, art. 26)")
    IM = "IM", _("Autorisation d’image")
    ELSEWHERE = "EXT", _("Texte écrit ailleurs")


class AgreementStatus(models.TextChoices):
    DRAFT = "draft", _("Brouillon")
    NEGOTIATION = "negotiation", _("En négociation")
    READY = "ready", _("Prête à signer")
    SIGNED = "signed", _("Signée")
    SUSPENDED = "suspended", _("Suspendue")
    DENOUNCED = "denounced", _("Dénoncée")
    ENDED = "ended", _("Terminée")


# While the text may still change.
OPEN_STATUSES = (AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION, AgreementStatus.READY)


class TurnKind(models.TextChoices):
    """What may happen to a signed agreement. Renewing is for a text that says « reconduite par décision expresse »."""

    RENEW = "renew", _("Reconduction")
    SUSPEND = "suspend", _("Suspension")
    RESUME = "resume", _("Reprise")
    DENOUNCE = "denounce", _("Dénonciation")
    CLOSE = "close", _("Clôture")


# Kind → the states from which it is possible, the state that follows.
TURNS = {
    TurnKind.RENEW: ((AgreementStatus.SIGNED,), AgreementStatus.SIGNED),
    TurnKind.SUSPEND: ((AgreementStatus.SIGNED,), AgreementStatus.SUSPENDED),
    TurnKind.RESUME: ((AgreementStatus.SUSPENDED,), AgreementStatus.SIGNED),
    TurnKind.DENOUNCE: ((AgreementStatus.SIGNED, AgreementStatus.SUSPENDED), AgreementStatus.DENOUNCED),
    TurnKind.CLOSE: (
        (AgreementStatus.SIGNED, AgreementStatus.SUSPENDED, AgreementStatus.DENOUNCED),
        AgreementStatus.ENDED,
    ),
}


class DataOption(models.TextChoices):
    """Who decides on personal data: the three variants of article 12 (RGPD, articles 26 and 28)."""

    SEPARATE = "A", _("A – chacune de son côté")
    JOINT = "B", _("B – responsables conjointes (art. 26)")
    PROCESSOR = "C", _("C – sous-traitance (art. 28)")


class PremisesDomain(models.TextChoices):
    """To whom the premises of model T3 belong: it decides which rules hold (CG3P, Code civil)."""

    PUBLIC = "public", _("domaine public")
    PRIVATE = "private", _("domaine privé d’une personne publique")
    OWNER = "owner", _("propriété ou bail d’une personne privée")


class Renewal(models.TextChoices):
    """What happens at the end (C. civ. 1214 and 1215): nothing, a new decision, or a silent renewal by periods."""

    NONE = "none", _("Sans reconduction")
    DECISION = "decision", _("Reconduite par décision expresse")
    TACIT = "tacit", _("Reconduction tacite, par périodes")


class WrongMoment(Exception):
    """The agreement is not in a state from which this gesture is possible."""


class Blocked(Exception):
    """Checks forbid the gesture. `findings` say which and where to mend them."""

    def __init__(self, findings):
        super().__init__("blocked")
        self.findings = findings


class TextMoved(Exception):
    """The text has changed while the document to send was being drawn: nothing was sent."""


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Return the agreements of the projects that the user can see."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def with_facts(self):
        """Return the agreements with all that the wording and the checks read, in a constant number of queries.

        Adds `text_version` (the last number of AgreementVersion, or None), `has_links`, `has_comments` and `has_own_annexes`;
        to each party `certificate_on`, the day of its last insurance certificate among the files, or None.
        """
        from agreements.models.article import Article
        from agreements.models.comment import ArticleComment
        from agreements.models.link import AgreementLink
        from agreements.models.money import MoneyLine
        from agreements.models.override import CheckOverride
        from agreements.models.own_annex import OwnAnnex
        from agreements.models.party import AgreementMean, Party
        from agreements.models.signature import AgreementFile, FileKind
        from agreements.models.version import AgreementVersion

        version = AgreementVersion.objects.filter(agreement=models.OuterRef("pk")).order_by("-number")
        certificates = AgreementFile.objects.filter(
            party=models.OuterRef("pk"), kind=FileKind.INSURANCE, dated_on__isnull=False
        ).order_by("-dated_on")
        parties = (
            Party.objects.select_related("partnership__partner__territory", "who_member", "who_partnership__partner")
            .annotate(certificate_on=models.Subquery(certificates.values("dated_on")[:1]))
            .prefetch_related("commitments")
        )
        return (
            self.select_related("amends", "text_model__template")
            .annotate(
                text_version=models.Subquery(version.values("number")[:1]),
                has_links=models.Exists(AgreementLink.objects.filter(agreement=models.OuterRef("pk"))),
                has_own_annexes=models.Exists(OwnAnnex.objects.filter(agreement=models.OuterRef("pk"))),
                has_comments=models.Exists(ArticleComment.objects.filter(article__agreement=models.OuterRef("pk"))),
            )
            .prefetch_related(
                models.Prefetch("parties", parties),
                models.Prefetch("means", AgreementMean.objects.select_related("partnership__partner")),
                models.Prefetch("articles", Article.objects.all()),
                models.Prefetch(
                    "sheets", ActionSheet.objects.select_related("pilot__partner").prefetch_related("money_lines")
                ),
                models.Prefetch("overrides", CheckOverride.objects.select_related("by")),
                models.Prefetch("money_lines", MoneyLine.objects.select_related("source__partner")),
                "audiences",
                "territories",
            )
        )


class Agreement(Addressable, Versioned):
    project = models.ForeignKey(Project, models.CASCADE, related_name="agreements")
    key = models.CharField(_("identifiant de fichier"), max_length=100, blank=True)
    position = models.PositiveIntegerField(_("ordre"), default=0)
    number = models.CharField(_("numéro"), max_length=40, blank=True)
    template = models.CharField(_("modèle"), max_length=4, choices=TemplateCode.choices)
    # The version of the organisation's own model that the text was written from; NULL: the built-in one.
    text_model = models.ForeignKey(
        "agreements.AgreementTemplateVersion",
        models.RESTRICT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("version du modèle"),
    )
    title = models.CharField(_("titre"), max_length=300)
    status = models.CharField(_("état"), max_length=20, choices=AgreementStatus.choices, default=AgreementStatus.DRAFT)
    # Why and for whom
    finding = models.TextField(_("constat partagé"), max_length=20000, blank=True)
    origin = models.TextField(_("origine du projet"), max_length=20000, blank=True)
    objectives = models.JSONField(_("objectifs communs"), default=list, blank=True, validators=[validate_text_list])
    audiences = models.ManyToManyField(Audience, related_name="+", blank=True, verbose_name=_("publics"))
    territories = models.ManyToManyField(Territory, related_name="+", blank=True, verbose_name=_("territoires"))
    indicators = models.JSONField(_("indicateurs"), default=list, blank=True, validators=[validate_text_list])
    # How it is decided
    governance_body = models.CharField(_("instance commune"), max_length=200, blank=True)
    governance_frequency = models.CharField(_("fréquence des réunions"), max_length=200, blank=True)
    residents_take_part = models.BooleanField(_("des habitant·es y prennent part"), default=False)
    # Data and secrecy
    data_option = models.CharField(_("données personnelles"), max_length=1, choices=DataOption.choices, blank=True)
    nominative_sharing = models.BooleanField(_("partage d’informations nominatives"), default=False)
    # The party that only works on the other's instructions (option C).
    processor = models.ForeignKey(
        "agreements.Party", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sous-traitant")
    )
    data_annex = models.TextField(_("annexe « Données personnelles »"), max_length=20000, blank=True)
    secrecy_annex = models.TextField(_("annexe « Discrétion et partage d’informations »"), max_length=20000, blank=True)
    # Time
    effective_on = models.DateField(_("prend effet le"), null=True, blank=True)
    ends_on = models.DateField(_("prend fin le"), null=True, blank=True)
    duration = models.CharField(_("durée"), max_length=200, blank=True)
    notice = models.CharField(_("préavis"), max_length=100, blank=True)
    formal_notice_delay = models.CharField(_("délai de mise en demeure"), max_length=100, blank=True)
    interim_review_on = models.DateField(_("bilan intermédiaire"), null=True, blank=True)
    jurisdiction = models.CharField(_("juridiction"), max_length=300, blank=True)
    # Signature
    place = models.CharField(_("fait à"), max_length=200, blank=True)
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    signature_planned_on = models.DateField(_("signature prévue le"), null=True, blank=True)
    originals = models.PositiveSmallIntegerField(_("nombre d’originaux"), null=True, blank=True)
    electronic_signature = models.BooleanField(_("signature électronique"), default=False)
    # Decision of a public party (check 2 of C8)
    deliberation_body = models.CharField(_("organe délibérant"), max_length=200, blank=True)
    deliberation_planned_on = models.DateField(_("délibération prévue le"), null=True, blank=True)
    deliberation_number = models.CharField(_("numéro de délibération"), max_length=100, blank=True)
    deliberation_on = models.DateField(_("date de la délibération"), null=True, blank=True)
    deliberation_enforceable_on = models.DateField(_("exécutoire le"), null=True, blank=True)
    # Public subsidy (model T2)
    requested_on = models.DateField(_("demande du"), null=True, blank=True)
    republican_contract = models.BooleanField(_("contrat d’engagement républicain souscrit"), null=True, blank=True)
    republican_contract_on = models.DateField(_("souscrit le"), null=True, blank=True)
    passing_on = models.BooleanField(_("reversement à des partenaires"), null=True, blank=True)
    unspent_max = models.DecimalField(
        _("excédent conservé, au plus (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    public_policy = models.TextField(
        _("politique publique ou fin d’intérêt public servie"), max_length=20000, blank=True
    )
    total_cost = models.DecimalField(
        _("coût total prévisionnel, toute la durée (€)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    variation_threshold = models.DecimalField(
        _("écart entre postes à signaler, au-delà de (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    iban = models.CharField(_("compte à créditer (IBAN)"), max_length=60, blank=True)
    charged_to = models.CharField(_("imputation budgétaire"), max_length=200, blank=True)
    accountant = models.CharField(_("comptable assignataire"), max_length=200, blank=True)
    evaluation_months = models.PositiveSmallIntegerField(
        _("évaluation d’ensemble, mois avant le terme"), null=True, blank=True
    )
    public_notice = models.CharField(_("préavis pour motif d’intérêt général"), max_length=100, blank=True)
    court_town = models.CharField(_("ville ou arrondissement du tribunal"), max_length=100, blank=True)
    budget_year = models.PositiveSmallIntegerField(_("exercice du budget"), null=True, blank=True)
    # Belgium (model T5)
    framework = models.CharField(_("cadre (PCS, CLSS…)"), max_length=300, blank=True)
    budget_article = models.CharField(_("article budgétaire"), max_length=100, blank=True)
    proof_deadline = models.CharField(_("délai des justificatifs"), max_length=200, blank=True)
    # Premises and equipment lent (model T3)
    premises = models.TextField(_("lieu mis à disposition"), max_length=20000, blank=True)
    premises_domain = models.CharField(
        _("à qui est le lieu"), max_length=10, choices=PremisesDomain.choices, blank=True
    )
    premises_use = models.TextField(_("usage convenu"), max_length=20000, blank=True)
    premises_capacity = models.PositiveIntegerField(_("personnes au plus"), null=True, blank=True)
    time_slots = models.JSONField(_("créneaux"), default=list, blank=True, validators=[validate_text_list])
    equipment = models.JSONField(_("matériel prêté"), default=list, blank=True, validators=[validate_text_list])
    fee = models.DecimalField(_("redevance (€)"), max_digits=14, decimal_places=2, null=True, blank=True)
    fee_terms = models.CharField(_("quand la redevance est due"), max_length=200, blank=True)
    insurer = models.CharField(_("assureur"), max_length=200, blank=True)
    policy = models.CharField(_("numéro de police"), max_length=100, blank=True)
    keys = models.CharField(_("clés et badges remis"), max_length=300, blank=True)
    premises_state = models.TextField(_("annexe « État des lieux et inventaire »"), max_length=20000, blank=True)
    # Several parties (model T4)
    charter = models.TextField(_("annexe « Charte »"), max_length=20000, blank=True)
    quorum = models.CharField(_("quorum du comité de pilotage"), max_length=200, blank=True)
    majority = models.CharField(_("majorité pour modifier"), max_length=200, blank=True)
    # What is done with personal data (RGPD, articles 26 and 28)
    data_purpose = models.TextField(_("à quoi servent les données"), max_length=20000, blank=True)
    data_kinds = models.TextField(_("quelles données"), max_length=20000, blank=True)
    data_persons = models.CharField(_("de qui"), max_length=300, blank=True)
    data_retention = models.CharField(_("gardées combien de temps"), max_length=300, blank=True)
    data_contact = models.CharField(_("point de contact"), max_length=300, blank=True)
    # Images of people (C. civ. 9). NULL: not said.
    pictures_planned = models.BooleanField(_("photos ou films prévus"), null=True, blank=True)
    picture_uses = models.JSONField(_("supports"), default=list, blank=True, validators=[validate_text_list])
    picture_duration = models.CharField(_("durée d’utilisation"), max_length=100, blank=True)
    picture_territory = models.CharField(_("territoire d’utilisation"), max_length=200, blank=True)
    # The agreement that an amendment (model AV) changes.
    amends = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="amendments", verbose_name=_("convention modifiée")
    )
    # The agreement that this one comes after: written from it when its end was near. Its dates are its own.
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("fait suite à")
    )
    watch_points = models.JSONField(_("points d’attention"), default=list, blank=True, validators=[validate_text_list])
    sheets = models.ManyToManyField(
        ActionSheet, related_name="annexed_to", blank=True, verbose_name=_("fiches annexées")
    )
    annex_means = models.BooleanField(_("joindre les apports en nature"), default=True)
    annex_raci = models.BooleanField(_("joindre le tableau RACI"), default=True)
    annex_board = models.BooleanField(_("joindre la frise"), default=True)
    annex_image = models.BooleanField(_("joindre le formulaire d’autorisation d’image"), default=False)
    # After the signature: what the dates of the calendar are computed from (agreements.calendar).
    # Empty in an amendment that leaves it as it was.
    renewal = models.CharField(
        _("reconduction"), max_length=10, choices=Renewal.choices, default=Renewal.NONE, blank=True
    )
    renewal_months = models.PositiveSmallIntegerField(
        _("période de reconduction (mois)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    # In months; NULL: as far as `notice` can be read.
    notice_months = models.PositiveSmallIntegerField(_("préavis (mois)"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AgreementQuerySet.as_manager()
    history = tracked(m2m_fields=[audiences, territories, sheets])

    class Meta:
        verbose_name = _("convention")
        verbose_name_plural = _("conventions")
        ordering = ("position", "pk")
        indexes = [models.Index(fields=("project", "position"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(template__in=TemplateCode.values), name="agreement_template_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=AgreementStatus.values), name="agreement_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(renewal__in=Renewal.values) | models.Q(renewal="", template=TemplateCode.AV),
                name="agreement_renewal_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(renewal=Renewal.TACIT) | models.Q(renewal_months__gte=1),
                name="agreement_tacit_has_period",
                violation_error_message=_("Une reconduction tacite dit de combien de mois."),
            ),
            models.CheckConstraint(
                condition=models.Q(effective_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("effective_on")),
                name="agreement_ends_after_start",
                violation_error_message=_("La convention ne peut pas finir avant de prendre effet."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("agreements:agreement_edit", args=[self.project.slug, self.public_id])

    @property
    def is_open(self):
        """Say whether the text may still change: a signed text changes by an amendment only (C. civ. 1193)."""
        return self.status in OPEN_STATUSES

    @cached_property
    def team_annexes(self):
        """Return the annexes of the team's own, in order. One query, none where with_facts has found that there are none."""
        from agreements.models.own_annex import gather_own_annexes

        if not getattr(self, "has_own_annexes", True):
            return []
        gather_own_annexes([self])
        return list(self.own_annexes.all())

    @property
    def has_subsidy(self):
        """Say whether a public subsidy is written, year by year. Reads the lines of with_facts."""
        from agreements.models.money import MoneySection

        return any(line.section == MoneySection.SUBSIDY for line in self.money_lines.all())

    @property
    def version_label(self):
        """Return « version 3 ». Needs `text_version` of with_facts; a text never sent is version 1."""
        return _("version %(number)d") % {"number": self.text_version or 1}

    def negotiate(self, *, on, frozen=None, title="", by=None):
        """Send the draft to the other party: the text of that day is frozen as a version, which is returned.

        Raises WrongMoment unless it is a draft, TextMoved when the text is no longer that of `frozen`.
        """
        self._require(AgreementStatus.DRAFT)
        return self.send(on=on, frozen=frozen, title=title, by=by)

    def send(self, *, on, frozen=None, title="", by=None):
        """Send the text, again or for the first time, under a name: frozen as a version, which is returned.

        `frozen` comes from freezing.freeze, with the PDF that it rendered. Raises WrongMoment, TextMoved.
        """
        self._require(AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION)
        version = self._note_version(on, frozen=frozen, title=title, by=by)
        self.status = AgreementStatus.NEGOTIATION
        self.save()
        return version

    def mark_ready(self, *, on, validated_by="", frozen=None, by=None):
        """Say that the text is ready to sign: the version to sign is frozen and returned, its signatures are waited for.

        Raises WrongMoment, TextMoved, or Blocked when a check of C8 forbids it or the circuit has not validated this text.
        """
        from agreements.signing import ask_signatures
        from agreements.validating import who_validated

        self._require(AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION)
        self._require_no_blocking_check()
        self._require_validated()
        version = self._note_version(on, who_validated(self) or validated_by, frozen=frozen, by=by)
        self.status = AgreementStatus.READY
        self.save()
        ask_signatures(self, on=on)
        return version

    def complete(self, *, on, frozen=None, by=None):
        """Freeze the copy to sign anew, with the facts that came since it was said ready (ADR 14), and return the version.

        The text is the same: validations, links and answers hold. Raises WrongMoment unless it is ready and nobody has signed,
        Blocked when the words themselves have moved, TextMoved.
        """
        self._require(AgreementStatus.READY)
        if any(signature.is_signed for signature in self.signatures.all()):
            raise WrongMoment
        self.require_text_as_sent()
        last = self.versions.order_by("-number").first()
        version = self._note_version(on, last.validated_by if last else "", frozen=frozen, by=by)
        self.save()
        return version

    def sign(self, *, signed_on):
        """Note the signature of all. Return the sentences that tell what the records of its partners say from now on.

        Raises WrongMoment (somebody has refused), or Blocked: a public party signs after its enforceable decision, and the
        text signed is the one that the circuit validated.
        """
        from agreements.formalising import gain_signed
        from agreements.signing import sign_the_others

        self._require(AgreementStatus.READY)
        self.signed_on = signed_on
        self._require_no_blocking_check()
        self.require_text_as_sent()
        self._require_validated()
        sign_the_others(self, on=signed_on)
        self.status = AgreementStatus.SIGNED
        self.save()
        return gain_signed(self)

    def reopen(self):
        """Take the text back to work: a draft again, to be signed anew. Raises WrongMoment once it is signed."""
        from agreements.signing import drop_signatures

        self._require(AgreementStatus.NEGOTIATION, AgreementStatus.READY)
        drop_signatures(self)
        self.status = AgreementStatus.DRAFT
        self.save()

    def turn(self, kind, *, on, reason="", effect_on=None, until=None, body="", by=None):
        """Renew, suspend, resume, denounce or close what was signed, and return its AgreementEvent, which says why.

        `by` is the party that asks for it, when one does; `body` who decided; `until` the new end, of a renewal. Raises
        WrongMoment; also for an amendment, which follows its agreement.
        """
        from agreements.terms import terms_of

        before, after = TURNS[kind]
        self._require(*before)
        if self.amends_id or (kind == TurnKind.RENEW and terms_of(self).renewal != Renewal.DECISION):
            raise WrongMoment
        event = self.events.create(
            kind=kind, on=on, reason=reason, effect_on=effect_on, until=until, body=body, party=by
        )
        self.status = after
        self.save()
        return event

    def _require(self, *statuses):
        if self.status not in statuses:
            raise WrongMoment

    def _require_no_blocking_check(self):
        # Checks read the whole agreement; they live above the models.
        from agreements.checks import blocking, findings

        errors = blocking(findings(self, day=self.signed_on))
        if errors:
            raise Blocked(errors)

    def require_text_as_sent(self):
        """Raise Blocked when the text is no longer the one that was frozen when it was said ready, nobody saw this one; or when
        the file to sign says another act than ours: the number of a deliberation, who is empowered by what (ADR 14).
        """
        from agreements.checks.case import ERROR, Finding
        from agreements.freezing import late_facts, version_given
        from agreements.signing import moved_since_ready

        if moved_since_ready(self):
            moved = _("Le texte a changé depuis qu’il a été dit prêt à signer\u00a0: reprenez-le, puis dites-le prêt.")
            raise Blocked([Finding(0, ERROR, moved, self.get_absolute_url())])
        given = version_given(self)
        wrong = late_facts(self, given).wrong if given is not None else ()
        if wrong:
            url = reverse("agreements:signature_list", args=[self.project.slug, self.public_id])
            said = _("L’exemplaire à signer dit autre chose que la convention\u00a0: %(what)s.")
            raise Blocked([Finding(0, ERROR, said % {"what": str(fact.label).lower()}, url) for fact in wrong])

    def _require_validated(self):
        from agreements.checks.case import ERROR, Finding
        from agreements.validating import what_validation_lacks

        lacks = what_validation_lacks(self)
        if lacks:
            url = reverse("agreements:validation_detail", args=[self.project.slug, self.public_id])
            raise Blocked([Finding(0, ERROR, lacks, url)])

    def _note_version(self, on, validated_by="", *, frozen=None, title="", by=None):
        # Freezing reads the whole text; it lives above the models.
        from agreements.freezing import note_version

        return note_version(self, on=on, validated_by=validated_by[:300], frozen=frozen, title=title, by=by)
