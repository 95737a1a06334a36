"""Forms on an agreement: its facts by group, its state."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from agreements.forms.fields import DateInput, FactForm, LinesField, VersionForm
from agreements.models import Agreement, CheckOverride, DataOption


class WhyForm(FactForm):
    objectives = LinesField(label=_("Objectifs communs"))
    indicators = LinesField(label=_("Indicateurs"), help_text=_("Un indicateur par ligne."))

    class Meta:
        model = Agreement
        fields = ("finding", "objectives", "indicators")


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


class BodyForm(FactForm):
    class Meta:
        model = Agreement
        fields = ("governance_body", "governance_frequency", "residents_take_part", "interim_review_on")
        help_texts = {
            "governance_body": _("Par exemple\u00a0: le comité de pilotage du projet."),
            "governance_frequency": _("Par exemple\u00a0: deux fois par an."),
        }


class DatesForm(FactForm):
    class Meta:
        model = Agreement
        fields = ("effective_on", "ends_on", "duration", "notice", "formal_notice_delay", "jurisdiction")
        help_texts = {
            "duration": _("Vide\u00a0: la durée se compte d’après les deux dates."),
            "notice": _("Par exemple\u00a0: trois mois."),
            "formal_notice_delay": _("Par exemple\u00a0: trente jours."),
            "jurisdiction": _(
                "Avec un organisme public, souvent «\u00a0le tribunal administratif dans le ressort duquel la "
                "convention s’exécute\u00a0»\u00a0; entre deux organismes privés, «\u00a0le tribunal judiciaire "
                "compétent\u00a0». Vous choisissez."
            ),
        }


class DataForm(FactForm):
    class Meta:
        model = Agreement
        fields = ("data_option", "processor", "data_annex", "nominative_sharing", "secrecy_annex")
        widgets = {"data_option": forms.RadioSelect}
        help_texts = {
            "processor": _("Option C\u00a0: la partie qui agit sur instruction de l’autre."),
            "data_annex": _(
                "Options B et C\u00a0: finalités, données, durées, point de contact. Aucun nom d’habitant·e."
            ),
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


class AnnexesForm(FactForm):
    class Meta:
        model = Agreement
        fields = ("annex_means", "annex_raci", "annex_board", "sheets")
        widgets = {"sheets": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sheets"].queryset = self.instance.project.sheets.all()


# Key in the address → (title on the screen, form). The order is that of the list on the screen.
GROUPS = {
    "pourquoi": (_("Constat, objectifs, indicateurs"), WhyForm),
    "publics": (_("Publics et territoires"), WhomForm),
    "instance": (_("Instance commune et bilan"), BodyForm),
    "dates": (_("Dates, durée, différends"), DatesForm),
    "donnees": (_("Données personnelles"), DataForm),
    "deliberation": (_("Délibération"), DeliberationForm),
    "signature": (_("Titre et signature"), SignatureForm),
    "annexes": (_("Annexes"), AnnexesForm),
}


class StatusForm(VersionForm):
    """A change of state; `signed_on` when the gesture is the signature."""

    gesture = forms.ChoiceField(choices=[(key, key) for key in ("negocier", "prete", "signer", "reprendre")])
    signed_on = forms.DateField(label=_("Signée le"), required=False, widget=DateInput)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("gesture") == "signer" and not cleaned.get("signed_on") and "signed_on" not in self.errors:
            self.add_error("signed_on", _("Quel jour a-t-elle été signée\u00a0?"))
        return cleaned


class OverrideForm(forms.ModelForm):
    class Meta:
        model = CheckOverride
        fields = ("reason",)
        help_texts = {"reason": _("Ce motif reste écrit avec votre nom et la date.")}
