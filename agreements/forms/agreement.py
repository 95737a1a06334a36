"""Forms on an agreement: its facts by group, its state."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput, FactForm, LinesField, VersionForm
from agreements.models import Agreement, CheckOverride, DataOption


class ModelForm(FactForm):
    """A form whose ONLY fields are asked for some models of text alone: {field: codes of the models}."""

    ONLY = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, codes in self.ONLY.items():
            if self.instance.template not in codes:
                del self.fields[name]


class WhyForm(ModelForm):
    ONLY = {"origin": ("T2", "AV")}
    objectives = LinesField(label=_("Objectifs communs"))
    indicators = LinesField(label=_("Indicateurs"), help_text=_("Un indicateur par ligne."))

    class Meta:
        model = Agreement
        fields = ("finding", "origin", "objectives", "indicators")
        help_texts = {
            "origin": _("Convention avec subvention\u00a0: qui a eu l’idée, quand. Avenant\u00a0: pourquoi modifier."),
        }


class WhomForm(FactForm):
    class Meta:
        model = Agreement
        fields = ("audiences", "territories")
        widgets = {"audiences": forms.CheckboxSelectMultiple, "territories": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.fields["audiences"].queryset = project.audiences.all()
        self.fields["territories"].queryset = project.territories.order_by("name")
        # Nothing to tick: lead to where it is noted, once for the whole project.
        for name, words, url in (
            (
                "audiences",
                _("Ajouter un public au projet"),
                reverse("projects:item_add", args=[project.slug, "publics"]),
            ),
            (
                "territories",
                _("Choisir les territoires du projet"),
                reverse("projects:places_edit", args=[project.slug]),
            ),
        ):
            if not self.fields[name].queryset.exists():
                link = format_html('<a href="{}">{}</a>', url, words)
                self.fields[name].help_text = format_html("{} {}.", _("Le projet n’en nomme pas encore."), link)


class BodyForm(ModelForm):
    ONLY = {"quorum": ("T4",), "majority": ("T4",)}

    class Meta:
        model = Agreement
        fields = (
            "governance_body",
            "governance_frequency",
            "quorum",
            "majority",
            "residents_take_part",
            "interim_review_on",
        )
        help_texts = {
            "governance_body": _("Par exemple\u00a0: le comité de pilotage du projet."),
            "governance_frequency": _("Par exemple\u00a0: deux fois par an."),
            "quorum": _("Par exemple\u00a0: la moitié des co-porteuses présentes ou représentées."),
            "majority": _("Par exemple\u00a0: les deux tiers des co-porteuses."),
        }


class DatesForm(ModelForm):
    ONLY = {"public_notice": ("T2", "T3"), "court_town": ("T2", "T5")}

    class Meta:
        model = Agreement
        fields = (
            "effective_on",
            "ends_on",
            "duration",
            "notice",
            "public_notice",
            "formal_notice_delay",
            "jurisdiction",
            "court_town",
        )
        help_texts = {
            "duration": _("Vide\u00a0: la durée se compte d’après les deux dates."),
            "notice": _("Par exemple\u00a0: trois mois."),
            "public_notice": _(
                "Quand l’organisme public y met fin pour l’intérêt général. Par exemple\u00a0: six mois."
            ),
            "formal_notice_delay": _("Par exemple\u00a0: trente jours."),
            "court_town": _("Le nom de la ville suffit\u00a0: la phrase est déjà dans le texte."),
            "jurisdiction": _(
                "Avec un organisme public, souvent «\u00a0le tribunal administratif dans le ressort duquel la "
                "convention s’exécute\u00a0»\u00a0; entre deux organismes privés, «\u00a0le tribunal judiciaire "
                "compétent\u00a0». Vous choisissez."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.amends_id:
            self.fields["ends_on"].help_text = _("Vide\u00a0: l’avenant ne change pas la fin de la convention.")
            self.fields["notice"].help_text = _("Vide\u00a0: l’avenant ne change pas le préavis.")


class DataForm(FactForm):
    class Meta:
        model = Agreement
        fields = (
            "data_option",
            "processor",
            "data_purpose",
            "data_kinds",
            "data_persons",
            "data_retention",
            "data_contact",
            "data_annex",
            "nominative_sharing",
            "secrecy_annex",
        )
        widgets = {"data_option": forms.RadioSelect}
        help_texts = {
            "processor": _("Option C\u00a0: la partie qui agit sur instruction de l’autre."),
            "data_purpose": _("Options B et C\u00a0: par exemple, inscrire aux ateliers et prévenir d’un changement."),
            "data_kinds": _("Par exemple\u00a0: prénom, nom, téléphone, commune. Rien de plus que le nécessaire."),
            "data_persons": _("Par exemple\u00a0: les personnes inscrites aux ateliers. Aucun nom d’habitant·e."),
            "data_retention": _("Par exemple\u00a0: jusqu’à la fin de l’atelier, puis trois mois."),
            "data_contact": _("À qui une personne s’adresse pour exercer ses droits."),
            "data_annex": _("Ce qui s’ajoute\u00a0: qui informe, qui répond, quelles mesures de sécurité."),
            "nominative_sharing": _("Seulement lorsque la loi le permet, entre professionnels concernés."),
            "secrecy_annex": _("Qui échange quoi, avec quel accord de la personne, sur quel fondement."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["processor"].queryset = self.instance.parties.select_related("partnership__partner")
        self.fields["processor"].empty_label = _("Choisissez, pour l’option C")
        self.fields["data_option"].choices = [
            ("", _("Pas encore choisi")),
            (DataOption.SEPARATE, _("A – chacune décide de son côté de ce qu’elle fait des données")),
            (
                DataOption.JOINT,
                _("B – vous décidez ensemble (registre, formulaire ou tableau commun)\u00a0: RGPD, article 26"),
            ),
            (DataOption.PROCESSOR, _("C – l’une suit les instructions de l’autre\u00a0: RGPD, article 28")),
        ]


class SubsidyForm(ModelForm):
    """Models T2 and T5 first: what the subsidy serves, how it is paid, justified and evaluated. Amounts stand in the budget."""

    ONLY = {
        "requested_on": ("T2",),
        "republican_contract": ("T1", "T2", "T3", "T4", "AV"),
        "republican_contract_on": ("T1", "T2", "T3", "T4", "AV"),
        "total_cost": ("T2",),
        "variation_threshold": ("T2",),
        "charged_to": ("T2",),
        "accountant": ("T2",),
        "passing_on": ("T1", "T2", "T4", "AV"),
        "unspent_max": ("T2",),
        "evaluation_months": ("T2",),
        "framework": ("T5",),
        "budget_article": ("T5",),
        "proof_deadline": ("T5",),
    }

    class Meta:
        model = Agreement
        fields = (
            "framework",
            "public_policy",
            "requested_on",
            "republican_contract",
            "republican_contract_on",
            "total_cost",
            "variation_threshold",
            "iban",
            "charged_to",
            "accountant",
            "budget_article",
            "passing_on",
            "unspent_max",
            "evaluation_months",
            "proof_deadline",
        )
        help_texts = {
            "framework": _("Par exemple\u00a0: le plan de cohésion sociale 2026-2031, action 4.2."),
            "public_policy": _("La phrase dit «\u00a0l’intérêt que ce projet présente pour…\u00a0»."),
            "republican_contract": _(
                "Une association ou une fondation subventionnée le souscrit (décret n°\u00a02021-1947)."
            ),
            "total_cost": _(
                "Toutes les années ensemble. Laissez vide s’il n’y a qu’un exercice\u00a0: "
                "c’est alors la somme des charges."
            ),
            "variation_threshold": _("Au-delà, l’association prévient l’organisme public."),
            "passing_on": _("À quels partenaires, pour quels montants\u00a0: dites-le dans le budget."),
            "unspent_max": _("Ce que l’association peut garder si les objectifs sont atteints."),
            "proof_deadline": _("Par exemple\u00a0: au plus tard le 31 mars de l’année suivante."),
        }


class PremisesForm(FactForm):
    """Model T3: the place and the things lent."""

    time_slots = LinesField(label=_("Créneaux"), help_text=_("Un créneau par ligne\u00a0: jour, heures, salle."))
    equipment = LinesField(label=_("Matériel prêté"), help_text=_("Une chose par ligne, avec son nombre."))

    class Meta:
        model = Agreement
        fields = (
            "premises",
            "premises_domain",
            "premises_use",
            "premises_capacity",
            "time_slots",
            "equipment",
            "fee",
            "fee_terms",
            "insurer",
            "policy",
            "keys",
            "premises_state",
        )
        help_texts = {
            "premises": _("Nom, adresse, étage, surface."),
            "premises_domain": _(
                "Une salle des fêtes, une école, une place\u00a0: presque toujours le domaine public."
            ),
            "premises_capacity": _("Le chiffre de la commission de sécurité, s’il existe."),
            "fee": _("0\u00a0: la mise à disposition est gratuite."),
            "fee_terms": _("Par exemple\u00a0: chaque trimestre, à terme échu."),
            "insurer": _("De la partie qui se sert du lieu."),
            "keys": _("Par exemple\u00a0: deux clés et un badge d’alarme."),
            "premises_state": _("Pièce par pièce. L’état de sortie se remplit à la main."),
        }


class PicturesForm(FactForm):
    """Images of people: what is planned, and for which uses (C. civ. 9)."""

    picture_uses = LinesField(label=_("Supports"), help_text=_("Un support par ligne\u00a0: affiches, site, bilan…"))

    class Meta:
        model = Agreement
        fields = ("pictures_planned", "picture_uses", "picture_duration", "picture_territory", "annex_image")
        help_texts = {
            "picture_duration": _("Par exemple\u00a0: trois ans."),
            "picture_territory": _("Par exemple\u00a0: le monde entier, pour ce qui est publié en ligne."),
            "annex_image": _("Un formulaire vierge\u00a0: la personne signe, ou ses deux parents si elle est mineure."),
        }


class DeliberationForm(FactForm):
    class Meta:
        model = Agreement
        fields = (
            "deliberation_body",
            "deliberation_planned_on",
            "deliberation_number",
            "deliberation_on",
            "deliberation_enforceable_on",
        )
        help_texts = {
            "deliberation_body": _("Conseil municipal, conseil communautaire, conseil d’administration du CCAS…"),
            "deliberation_enforceable_on": _("Après sa publication et sa transmission à la préfecture."),
        }


class SignatureForm(FactForm):
    class Meta:
        model = Agreement
        fields = ("title", "place", "signature_planned_on", "originals", "electronic_signature")
        help_texts = {"originals": _("Autant que de parties, au moins.")}


class AnnexesForm(ModelForm):
    ONLY = {"charter": ("T4", "CH")}

    class Meta:
        model = Agreement
        fields = ("annex_means", "annex_raci", "annex_board", "annex_image", "sheets", "charter")
        widgets = {"sheets": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        project = self.instance.project
        self.fields["sheets"].queryset = project.sheets.all()
        if not self.fields["sheets"].queryset.exists():
            link = format_html(
                '<a href="{}">{}</a>',
                reverse("agreements:sheet_create", args=[project.slug]),
                _("Écrire une fiche action"),
            )
            self.fields["sheets"].help_text = format_html("{} {}.", _("Le projet n’en a pas encore."), link)


# Key in the address → (title on the screen, form). The order is that of the list on the screen.
GROUPS = {
    "pourquoi": (_("Constat, objectifs, indicateurs"), WhyForm),
    "publics": (_("Publics et territoires"), WhomForm),
    "subvention": (_("Subvention"), SubsidyForm),
    "lieu": (_("Lieu et matériel prêtés"), PremisesForm),
    "instance": (_("Instance commune et bilan"), BodyForm),
    "dates": (_("Dates, durée, différends"), DatesForm),
    "donnees": (_("Données personnelles"), DataForm),
    "images": (_("Photos et films"), PicturesForm),
    "deliberation": (_("Délibération"), DeliberationForm),
    "signature": (_("Titre et signature"), SignatureForm),
    "annexes": (_("Annexes"), AnnexesForm),
}

# What only these models of text ask for; the others are asked for by all.
_GROUPS_OF = {"subvention": ("T2", "T4", "T5"), "lieu": ("T3",), "budget": ("T2", "T4", "T5", "AV")}


def groups_of(agreement):
    """Return [(place, title)] of the facts that the text of this agreement draws on, beside its parties and means."""
    groups = [(key, title) for key, (title, _form) in GROUPS.items()]
    groups.insert(3, ("budget", _("Budget et versements")))
    found = [(key, title) for key, title in groups if agreement.template in _GROUPS_OF.get(key, [agreement.template])]
    if any(mean.is_staff for mean in agreement.means.all()):
        found.append(("personnel", _("Personnel mis à disposition")))
    return found


class StatusForm(VersionForm):
    """A change of state; `signed_on` when the gesture is the signature."""

    gesture = forms.ChoiceField(
        choices=[(key, key) for key in ("negocier", "prete", "completer", "signer", "reprendre")]
    )
    signed_on = forms.DateField(label=_("Signée le"), required=False, widget=DateInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("gesture") == "signer" and not cleaned.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", _("Quel jour a-t-elle été signée\u00a0?"))
        return cleaned


class ReplyFilterForm(forms.Form):
    """The list of agreements: all of them, or those about which a partner has answered."""

    retours = forms.BooleanField(required=False)

    @property
    def wants_replies(self):
        return self.is_valid() and self.cleaned_data["retours"]


class OverrideForm(forms.ModelForm):
    class Meta:
        model = CheckOverride
        fields = ("reason",)
        help_texts = {"reason": _("Ce motif reste écrit avec votre nom et la date.")}
