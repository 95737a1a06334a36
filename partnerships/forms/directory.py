"""Bringing a partner into the project, from its directory or from the frise."""

from django import forms
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from partnerships.likeness import ALIKE, likeness, words_of
from partnerships.models import Contact, Partner, PartnerPlace, Partnership, Placement, kind_choices, kinds_named
from partnerships.numbers import CheckedNumbers
from partnerships.register.filling import same_number
from projects.models import Horizon, InvolvementLevel
from territories.forms import TerritoriesField, TerritoryField
from territories.names import normalise

SHOWN = 20
OTHER_PLACES = {
    "required": False,
    "label": _("Agit aussi à"),
    "help_text": _("D’autres communes, son intercommunalité, un département…"),
}


def settle_places(cleaned):
    """Return the cleaned data of a form with its places as they are kept: a first one, then the others without it."""
    others = cleaned.get("other_places") or []
    # Several places and no first one: the first of these is it.
    if others and "territory" in cleaned and cleaned["territory"] is None:
        cleaned["territory"], *others = others
    cleaned["other_places"] = [place for place in others if place != cleaned.get("territory")]
    return cleaned


def namesake(organisation, name, but=None):
    """Return the partner of the organisation whose name reads the same (accents, hyphens, capitals), or None."""
    wanted = normalise(name)
    near = Partner.objects.filter(organisation=organisation, name_norm__startswith=wanted).exclude(pk=but)
    return next((partner for partner in near if normalise(partner.name) == wanted), None)


def lookalikes(organisation, name, territories=(), limit=3):
    """Return the partners of the organisation whose names are like this one, the most alike first: a question, no more.

    Among those that act in one of the territories, when both are known. At most `limit`; three queries.
    """
    here = {territory.pk for territory in territories}
    others = PartnerPlace.objects.filter(partner__organisation=organisation, territory__in=here)
    also_here = set(others.values_list("partner", flat=True)) if here else set()
    names = Partner.objects.filter(organisation=organisation).active().values_list("pk", "name", "territory")
    wanted = set(words_of(name))
    found = []
    for pk, other, place in names:
        if here and place is not None and place not in here and pk not in also_here:
            continue
        # Letters in common first: comparing thousands of names well is for the few that share something.
        if wanted & set(words_of(other)) or normalise(other)[:2] == normalise(name)[:2]:
            score = likeness(name, other)
            if score >= ALIKE:
                found.append((-score, other, pk))
    best = [pk for _score, _name, pk in sorted(found)[:limit]]
    partners = Partner.objects.select_related("territory").in_bulk(best)
    return [partners[pk] for pk in best]


class ContactFields(forms.ModelForm):
    """The person met there, asked for with the partner; all empty: nobody yet."""

    class Meta:
        model = Contact
        fields = ("name", "function", "email", "phone")


class OfficialFields(CheckedNumbers, forms.ModelForm):
    """What registers know of it, folded away: typed, or brought by the register of companies."""

    class Meta:
        model = Partner
        fields = ("legal_form", "siret", "rna", "bce", "seat")

    @property
    def filled(self):
        """Return whether one of the fields holds something to see."""
        return any(self[name].value() for name in self.fields)


class NewPartnerForm(forms.ModelForm):
    """A partner that the organisation does not know yet. After a namesake was found, `twin` is it."""

    territory = TerritoryField(required=False, label=_("Territoire d’action"))
    other_places = TerritoriesField(**OTHER_PLACES)
    brings = forms.CharField(
        label=_("Ce qu’il apporte"),
        help_text=_("Une idée par ligne."),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Asked for only when names are alike (`alike`): the person has seen them.
    another = forms.BooleanField(
        label=_("C’est un autre partenaire\u00a0: l’ajouter quand même"), required=False, widget=forms.HiddenInput
    )
    twin = None
    alike = ()
    numbered = ()

    class Meta:
        model = Partner
        fields = ("name", "short_name", "kind", "territory", "other_places", "overlooked")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.project = project
        self.instance.organisation = project.organisation
        for name in ("territory", "other_places"):
            self.fields[name].organisation = project.organisation
        data = self.data if self.is_bound else None
        # A kind by default would be a kind that nobody chose.
        self.fields["kind"].choices = [("", _("À choisir")), *kind_choices(project.country)]
        self.initial["kind"] = (kwargs.get("initial") or {}).get("kind", "")
        self.official = OfficialFields(data, instance=self.instance)
        self.contact = ContactFields(data, prefix="contact")
        for field in self.contact.fields.values():
            field.required = False

    def clean_name(self):
        name = self.cleaned_data["name"]
        self.twin = namesake(self.project.organisation, name)
        if self.twin is not None:
            self.twin.in_project = self.project.partnerships.filter(partner=self.twin).first()
            raise forms.ValidationError(_("Existe déjà\u00a0: %(name)s.") % {"name": self.twin.name})
        return name

    def clean(self):
        cleaned = settle_places(super().clean())
        name = cleaned.get("name")
        if name and self.twin is None and not cleaned.get("another"):
            organisation = self.project.organisation
            self.official.is_valid()
            numbers = [self.official.cleaned_data.get(field, "") for field in ("siret", "rna")]
            self.numbered = same_number(organisation, *numbers)
            places = [cleaned.get("territory"), *cleaned["other_places"]]
            alike = lookalikes(organisation, name, [place for place in places if place])
            self.alike = list(dict.fromkeys([*self.numbered, *alike]))
        if self.alike:
            present = {row.partner_id: row for row in self.project.partnerships.filter(partner__in=self.alike)}
            for partner in self.alike:
                partner.in_project = present.get(partner.pk)
            self.fields["another"].widget = forms.CheckboxInput()
            raise forms.ValidationError(_("Est-ce l’un de ceux-là\u00a0? Choisissez-le, ou dites que c’est un autre."))
        return cleaned

    def is_valid(self):
        # Both are read, so that one answer tells everything; an empty contact is simply not written.
        named = any(self.contact[name].value() for name in self.contact.fields)
        return super().is_valid() & self.official.is_valid() & (not named or self.contact.is_valid())

    def save(self):
        """Create the partner, its contact and its place in the project; return the Partnership. Inside an operation."""
        partner = super().save()
        PartnerPlace.objects.put(partner, self.cleaned_data["other_places"])
        if any(self.contact[name].value() for name in self.contact.fields):
            self.contact.instance.partner = partner
            self.contact.save()
        return join(self.project, partner, brings=self.cleaned_data["brings"])


def join(project, partner, **facts):
    """Put a partner of the directory in the project, last, and return the Partnership. Inside an operation.

    An archived record is in use again. Raises StaleVersion when somebody changed it in that very moment.
    """
    if partner.is_archived:
        partner.resume(version=partner.version)
    last = project.partnerships.aggregate(last=Max("position"))["last"]
    return Partnership.objects.create(project=project, partner=partner, position=(last or 0) + 1, **facts)


class KnownForm(forms.Form):
    """A partner of the organisation's directory that is not in the project yet."""

    partner = forms.ModelChoiceField(Partner.objects.none(), to_field_name="public_id")

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        # Archived ones are not listed; the one whose name was typed may be brought back with its record.
        self.fields["partner"].queryset = Partner.objects.filter(organisation=project.organisation).exclude(
            partnerships__project=project
        )


class PlaceForm(forms.Form):
    """Where a partner goes as it comes in: a cell of the frise, or the tray."""

    HELD = forms.Select(
        attrs={"form": "ajout"}
    )  # the form of the new partner holds it, the buttons of known ones send it
    horizon = forms.ModelChoiceField(
        Horizon.objects.none(),
        to_field_name="public_id",
        label=_("Horizon"),
        required=False,
        empty_label=_("À placer"),
        widget=HELD,
    )
    level = forms.ModelChoiceField(
        InvolvementLevel.objects.none(),
        to_field_name="public_id",
        label=_("Niveau"),
        required=False,
        empty_label=_("À choisir"),
        widget=HELD,
    )

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["horizon"].queryset = project.horizons.all()
        self.fields["level"].queryset = project.levels.all()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("horizon") and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choisissez aussi un niveau."))
        if cleaned.get("level") and not cleaned.get("horizon") and "horizon" not in self.errors:
            self.add_error("horizon", _("Choisissez aussi un horizon."))
        return cleaned

    def put(self, partnership, *, by):
        """Put the partner in the cell that was chosen, if one was. Inside an operation."""
        horizon, level = self.cleaned_data["horizon"], self.cleaned_data["level"]
        if horizon is not None:
            Placement.objects.place(partnership, horizon=horizon, level=level, by=by)


def known_elsewhere(project, text=""):
    """Return the partners of the organisation that are not in the project, whose name or kind holds every word of the text."""
    partners = Partner.objects.filter(organisation=project.organisation).active()
    partners = partners.exclude(partnerships__project=project)
    for word in normalise(text).split():
        partners = partners.filter(Q(name_norm__contains=word) | Q(kind__in=kinds_named(word)))
    return partners.select_related("territory").order_by("name_norm", "pk")
