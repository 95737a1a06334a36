"""The forms of a new agreement: with whom, in which case, on which model, under which title. They travel in the address."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.choosing import ORAL, Answers, Data, Images, Lent, Money, Place, Strength
from agreements.conditions import is_public
from agreements.drafting import proposed_title
from agreements.forms.fields import DateInput
from agreements.models import AgreementTemplate, TemplateCode
from agreements.models_text import MODELS, model_from
from agreements.models_text.shape import MAX_PARTIES
from partnerships.models import PartnerKind

OWN = "nous-"
# An amendment starts from the agreement that it changes; an image is authorised by a person, not by a partner.
_NOT_FROM_HERE = ("AV", "IM")
_ASSOCIATIONS = (PartnerKind.ASSOCIATION, PartnerKind.SOCIAL_CENTRE, PartnerKind.FEDERATION, PartnerKind.FOUNDATION)


class PartnersField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj):
        return obj.partner.name


class WhoForm(forms.Form):
    """Who signs with us: one partner or several."""

    avec = PartnersField(
        queryset=None,
        to_field_name="public_id",
        label=gettext_lazy("Avec qui\u00a0?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choisissez un partenaire au moins.")},
        help_text=gettext_lazy("Votre structure signe toujours\u00a0: ne la cochez pas."),
    )
    # The lighter arrangement that this text is to put in writing.
    accord = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["avec"].queryset = (
            project.partnerships.filter(is_lead=False, partner__archived_at=None)
            .select_related("partner__territory")
            .order_by("partner__name_norm", "pk")
        )

    def clean_avec(self):
        chosen = list(self.cleaned_data["avec"])
        if len(chosen) >= MAX_PARTIES:
            raise forms.ValidationError(_("Neuf parties au plus, la vôtre comprise\u00a0: choisissez-en huit."))
        return chosen


def _radio(enumeration, label, help_text=""):
    return forms.ChoiceField(
        label=label,
        choices=enumeration.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=help_text,
        initial=enumeration.values[0],
    )


def _amount(label):
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, min_value=0, required=False)


class CaseForm(forms.Form):
    """The questions that change the text (method, C2). A question left alone takes its first answer."""

    forme = _radio(Strength, gettext_lazy("Que voulez-vous écrire\u00a0?"))
    argent = _radio(Money, gettext_lazy("De l’argent passe-t-il entre vous\u00a0?"))
    numeraire = _amount(gettext_lazy("Subvention, en euros par an"))
    nature = _amount(gettext_lazy("Valeur de ce qui est prêté ou donné en nature, en euros par an"))
    cumul = forms.BooleanField(
        label=gettext_lazy("L’association reçoit plus de 153\u00a0000\u00a0€ de subventions publiques par an"),
        required=False,
    )
    lieu = _radio(Place, gettext_lazy("Des locaux ou du matériel sont-ils prêtés\u00a0?"))
    personne = _radio(Lent, gettext_lazy("Une personne salariée est-elle mise à disposition\u00a0?"))
    donnees = _radio(Data, gettext_lazy("Tenez-vous des données personnelles ensemble\u00a0?"))
    nominatif = forms.BooleanField(
        label=gettext_lazy("Des informations nominatives sur des habitant·es seront partagées"),
        required=False,
        help_text=gettext_lazy("Seulement lorsque la loi le permet."),
    )
    images = _radio(Images, gettext_lazy("Des photos ou des vidéos sont-elles prévues\u00a0?"))
    belgique = forms.BooleanField(label=gettext_lazy("Une des parties est en Belgique"), required=False)

    def clean(self):
        cleaned = super().clean()
        for name in ("forme", "argent", "lieu", "personne", "images"):
            # Also where the box was unticked by hand: the first answer asks for nothing more.
            cleaned[name] = cleaned.get(name) or self.fields[name].initial
        return cleaned

    def answers(self, members):
        """Return the Answers, completed by what the directory says of all who sign (partnerships, ours first)."""
        said = self.cleaned_data
        partners = [member.partner for member in members]
        return Answers(
            parties=len(partners),
            strength=said["forme"],
            money=said["argent"],
            cash=said["numeraire"] if said["argent"] == Money.SUBSIDY else None,
            kind=said["nature"],
            all_subsidies_high=said["cumul"],
            place=said["lieu"],
            lent=said["personne"],
            data=said["donnees"],
            named_sharing=said["nominatif"],
            images=said["images"],
            belgian=said["belgique"] or any(in_belgium(partner) for partner in partners),
            public_body=any(is_public(partner) for partner in partners),
            association=any(partner.kind in _ASSOCIATIONS for partner in partners),
        )


def in_belgium(partner):
    return bool(partner.bce) or (partner.territory is not None and partner.territory.country == "BE")


class ModelForm(forms.Form):
    """Which text: the one proposed comes first, any other of this number of parties may be chosen."""

    modele = forms.ChoiceField(
        label=gettext_lazy("Le texte à écrire"),
        error_messages={"required": gettext_lazy("Choisissez un texte.")},
    )

    def __init__(self, *args, project, parties, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        self.own = {}
        own = AgreementTemplate.objects.filter(organisation=project.organisation_id, archived_at=None)
        for template in own.prefetch_related("versions"):
            version = template.published
            if version and template.base in MODELS:
                version.template = template
                self.own[OWN + template.public_id] = version
        self.models = {code: model for code, model in MODELS.items() if code not in _NOT_FROM_HERE}
        self.models |= {key: model_from(version) for key, version in self.own.items()}
        rows = [
            (key, model.name, model.purpose)
            for key, model in self.models.items()
            if model.parties_min <= parties <= model.parties_max
        ]
        rows.append((ORAL, _("Accord oral"), _("Rien n’est signé\u00a0: l’accord est noté, avec sa date.")))
        rows.append(
            (
                TemplateCode.ELSEWHERE.value,
                TemplateCode.ELSEWHERE.label,
                _("Un autre a écrit la convention\u00a0: ses parties, ses dates et ses échéances sont suivies ici."),
            )
        )
        self.fields["modele"].choices = [(key, name) for key, name, _purpose in rows]
        self.proposed = proposed if proposed in {key for key, _name, _purpose in rows} else ""
        self.initial.setdefault("modele", self.proposed)
        self.rows = sorted(
            ({"key": key, "name": name, "purpose": purpose, "own": key in self.own} for key, name, purpose in rows),
            key=lambda row: row["key"] != self.proposed,
        )


class TextForm(forms.Form):
    """The title and the dates; for an oral agreement, what is agreed; for a text from elsewhere, the day it was signed."""

    titre = forms.CharField(label=gettext_lazy("Titre"), max_length=300)
    effet = forms.DateField(label=gettext_lazy("Prend effet le"), required=False, widget=DateInput)
    fin = forms.DateField(label=gettext_lazy("Prend fin le"), required=False, widget=DateInput)
    signee = forms.DateField(
        label=gettext_lazy("Signée le"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Vide\u00a0: pas encore signée."),
    )

    def __init__(self, *args, project, model, chosen, day, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("fin", project.end)
        if chosen == ORAL:
            self.fields["titre"].label = _("Ce qui est convenu")
            self.fields["titre"].help_text = _("Par exemple\u00a0: prêter la salle le mardi matin.")
            self.fields["effet"].label = _("Convenu le")
            self.initial["fin"] = None
        else:
            self.initial.setdefault("titre", proposed_title(project, model))
            self.initial.setdefault("effet", project.start if project.start and project.start > day else None)
        if chosen != TemplateCode.ELSEWHERE:
            del self.fields["signee"]

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("effet"), cleaned.get("fin")
        if start and end and end < start:
            self.add_error("fin", _("La fin vient avant le début."))
        return cleaned
