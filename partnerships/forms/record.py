"""Editing the record of a partner, block by block and line by line.

What guards them against a second editor is in `forms/guarded.py`.
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partnerships.forms.directory import OTHER_PLACES, namesake, settle_places
from partnerships.forms.guarded import GuardedForm, soften
from partnerships.forms.relations import LinkFields, open_ends
from partnerships.models import (
    Analysis,
    Channel,
    Contact,
    Lever,
    LogEntry,
    Obstacle,
    Partner,
    PartnerPlace,
    Partnership,
    Promise,
    Response,
    StageEntry,
    kind_choices,
)
from partnerships.numbers import CheckedNumbers
from partnerships.record import NATURES
from projects.forms import DAY, VersionedForm
from projects.models import ProjectMember, StaleVersion
from territories.forms import TerritoriesField, TerritoryField

SHORT = forms.Textarea(attrs={"rows": 2})
MIDDLE = forms.Textarea(attrs={"rows": 4})


# --- Blocks ---


class IdentityForm(CheckedNumbers, VersionedForm):
    """The partner itself, shared by all the projects of the organisation."""

    territory = TerritoryField(required=False, label=_("Territoire d’action"))
    other_places = TerritoriesField(**OTHER_PLACES)

    class Meta:
        model = Partner
        fields = (
            "name",
            "short_name",
            "kind",
            "territory",
            "other_places",
            "overlooked",
            "mission",
            "legal_form",
            "seat",
            "siret",
            "rna",
            "bce",
            "memo",
            "checked_on",
        )
        widgets = {"checked_on": DAY, "mission": SHORT, "memo": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("territory", "other_places"):
            self.fields[name].organisation = self.instance.organisation
        self.initial["other_places"] = self.instance.other_places
        country = self.instance.territory.country if self.instance.territory_id else ""
        self.fields["kind"].choices = kind_choices(country or getattr(self.instance, "country_around", ""))
        if not self.instance.memo:
            # Nobody writes there first: it is what a merge could not put elsewhere.
            del self.fields["memo"]

    def clean(self):
        return settle_places(super().clean())

    def save(self, commit=True):
        partner = super().save(commit)
        PartnerPlace.objects.put(partner, self.cleaned_data["other_places"])
        return partner

    def clean_name(self):
        name = self.cleaned_data["name"]
        twin = namesake(self.instance.organisation, name, but=self.instance.pk)
        if twin is not None:
            raise forms.ValidationError(_("Existe déjà\u00a0: %(name)s.") % {"name": twin.name})
        return name


class StageForm(VersionedForm):
    """Any stage, from any other: they guide, they never lock. The day and the reason stay written."""

    on = forms.DateField(label=_("Depuis le"), required=False, widget=DAY, help_text=_("Vide\u00a0: aujourd’hui."))
    note = forms.CharField(label=_("Pourquoi"), required=False, max_length=20000, widget=SHORT)

    class Meta:
        model = Partnership
        fields = ("stage",)

    def save(self, commit=True):
        partnership = super().save(commit)
        if "stage" in self.changed_data or self.cleaned_data["note"] or self.cleaned_data["on"]:
            StageEntry.objects.create(
                partnership=partnership,
                stage=partnership.stage,
                on=self.cleaned_data["on"] or timezone.localdate(),
                note=self.cleaned_data["note"],
            )
        return partnership


class LinkNatureForm(VersionedForm):
    class Meta:
        model = Partnership
        fields = ("nature", "intensity", "formalisation", "looked_after_by")
        widgets = {"nature": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["looked_after_by"].queryset = ProjectMember.objects.filter(project=self.instance.project_id)
        self.fields["looked_after_by"].empty_label = _("Personne pour l’instant")
        told = [(code, f"{label}\u00a0: {sentence}") for code, label, _drawing, sentence in NATURES]
        self.fields["nature"].choices = [*told, ("", _("À préciser"))]
        soften(self)


class ExchangeForm(VersionedForm):
    class Meta:
        model = Partnership
        fields = ("brings", "expects", "limits", "common_interests")
        widgets = dict.fromkeys(fields, MIDDLE)


def _scale(label, last):
    """Return the field of a scale from 1 to `last`, or nothing."""
    choices = [("", _("Pas d’avis")), *((n, str(n)) for n in range(1, last + 1))]
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)


class AnalysisForm(VersionedForm):
    """The team's private reading; the first save creates it."""

    influence = _scale(_("Influence, de 1 à 5"), 5)
    interest = _scale(_("Intérêt, de 1 à 5"), 5)
    synergy = _scale(_("Synergie, de 1 à 4"), 4)
    antagonism = _scale(_("Antagonisme, de 1 à 4"), 4)

    class Meta:
        model = Analysis
        fields = (
            "trust",
            "influence",
            "interest",
            "synergy",
            "antagonism",
            "commitment_now",
            "commitment_needed",
            "read_on",
        )
        widgets = {"read_on": DAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        soften(self)

    def claim_and_save(self):
        if self.instance.pk is None:
            first = Analysis.objects.filter(partnership=self.instance.partnership).first()
            if first is not None:
                raise StaleVersion(first)
            return self.save()
        return super().claim_and_save()


# --- Who ---


class WhoMixin:
    """Adds the field `who`: a person of the team, the partner itself, or whoever is named already."""

    KEEP = "garder"

    def add_who(self, partnership, row, label, name="who"):
        """Add the field; `row` is the ActorReference that it speaks of, None for one to come."""
        self.partnership = partnership
        team = ProjectMember.objects.filter(project=partnership.project_id)
        choices = [("", _("Personne en particulier"))]
        choices += [(f"m{member.pk}", member.name) for member in team]
        choices.append(("p", partnership.partner.label))
        initial = ""
        if row is not None and row.pk:
            if row.who_member_id:
                initial = f"m{row.who_member_id}"
            elif row.who_partnership_id == partnership.pk:
                initial = "p"
            elif row.who:
                initial = self.KEEP
                choices.append((self.KEEP, row.who))
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=initial)

    def write_who(self, row, value):
        """Write the choice on the row, which is saved by the caller."""
        if value == self.KEEP:
            return
        row.who_member_id = int(value[1:]) if value.startswith("m") else None
        row.who_partnership = self.partnership if value == "p" else None
        row.who_name = ""


# --- Lines ---


class ContactForm(GuardedForm):
    class Meta:
        model = Contact
        fields = ("name", "function", "email", "phone", "other_phone", "channel", "preferred", "left_on")
        widgets = {"left_on": DAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            # Nobody is noted on the day they leave.
            del self.fields["left_on"]
        self.fields["preferred"].choices = [("", _("Sans préférence")), *Channel.choices]
        self.fields["phone"].widget.input_type = self.fields["other_phone"].widget.input_type = "tel"

    def clean(self):
        cleaned = super().clean()
        preferred = cleaned.get("preferred")
        if preferred and preferred not in self.errors and not cleaned.get(preferred):
            self.add_error("preferred", _("Notez d’abord ce moyen de joindre la personne."))
        return cleaned


class _FactForm(GuardedForm):
    strength = _scale(_("Force, de 1 à 3"), 3)

    class Meta:
        fields = ("text", "category", "strength", "status")
        widgets = {"text": SHORT}


class ObstacleForm(_FactForm):
    class Meta(_FactForm.Meta):
        model = Obstacle
        labels = {"text": _("Ce qui le retient")}


class LeverForm(_FactForm):
    class Meta(_FactForm.Meta):
        model = Lever
        labels = {"text": _("Ce qui l’attire")}


class ResponseForm(WhoMixin, GuardedForm):
    class Meta:
        model = Response
        fields = ("text", "due", "done")
        labels = {"text": _("Piste")}
        widgets = {"text": SHORT, "due": DAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_who(self.instance.obstacle.partnership, self.instance, _("Qui s’en charge"))

    def save(self, commit=True):
        self.write_who(self.instance, self.cleaned_data["who"])
        return super().save(commit)


class PromiseForm(WhoMixin, GuardedForm):
    class Meta:
        model = Promise
        fields = ("due", "what")
        widgets = {"what": SHORT, "due": DAY}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_who(self.instance.partnership, self.instance, _("Qui s’en charge"))

    def save(self, commit=True):
        self.write_who(self.instance, self.cleaned_data["who"])
        return super().save(commit)


class LogEntryForm(WhoMixin, GuardedForm):
    """One exchange, who was there, and what was promised after it."""

    presences = forms.ModelMultipleChoiceField(
        ProjectMember.objects.none(),
        label=_("Qui était là, de notre côté"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    next_what = forms.CharField(label=_("Suite promise"), required=False, max_length=20000, widget=SHORT)
    next_due = forms.DateField(label=_("Pour le"), required=False, widget=DAY)

    class Meta:
        model = LogEntry
        fields = ("date", "kind", "place", "summary", "decision", "mood")
        widgets = {"date": DAY, "summary": MIDDLE, "decision": SHORT}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        entry = self.instance
        team = ProjectMember.objects.filter(project=entry.partnership.project_id)
        self.fields["presences"].queryset = team
        self.promise = None
        if entry.pk:
            self.promise = Promise.objects.filter(entry=entry).first()
            self.initial["presences"] = [row.who_member_id for row in entry.presences.all() if row.who_member_id]
        else:
            self.initial["date"] = self.initial.get("date") or timezone.localdate()
        if self.promise is not None:
            self.initial |= {"next_what": self.promise.what, "next_due": self.promise.due}
        self.add_who(entry.partnership, self.promise, _("Qui s’en charge"), name="next_who")
        self.order_fields([*self.Meta.fields, "presences", "next_what", "next_who", "next_due", "seen"])

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("next_what") and (cleaned.get("next_due") or cleaned.get("next_who")) and not self.promise:
            self.add_error("next_what", _("Dites ce qui est promis, ou videz la date et la personne."))
        return cleaned

    def save(self, commit=True):
        entry = super().save(commit)
        self._write_presences(entry)
        self._write_promise(entry)
        return entry

    def _write_presences(self, entry):
        """Write who was there; partners and free names noted by a file stay."""
        chosen = {member.pk: member for member in self.cleaned_data["presences"]}
        for row in entry.presences.exclude(who_member=None):
            if chosen.pop(row.who_member_id, None) is None:
                row.delete()
        for position, member in enumerate(chosen.values(), start=entry.presences.count()):
            entry.presences.create(who_member=member, position=position)

    def _write_promise(self, entry):
        what = self.cleaned_data["next_what"]
        if not what:
            if self.promise is not None:
                self.promise.delete()
            return
        promise = self.promise or Promise(entry=entry, partnership=entry.partnership)
        promise.what, promise.due = what, self.cleaned_data["next_due"]
        self.write_who(promise, self.cleaned_data["next_who"])
        promise.save()


class LinkForm(LinkFields):
    """What two partners of the project do together. The other end is chosen once."""

    other = forms.ModelChoiceField(Partnership.objects.none(), to_field_name="public_id", label=_("Avec"))

    def __init__(self, *args, partnership, **kwargs):
        super().__init__(*args, **kwargs)
        self.partnership = partnership
        if self.instance.pk:
            del self.fields["other"]
            return
        others = open_ends(partnership.project_id).exclude(pk=partnership.pk)
        linked = others.exclude(links_out__b=partnership).exclude(links_in__a=partnership)
        self.fields["other"].queryset = linked
        self.order_fields(["other", *self.Meta.fields])

    def save(self, commit=True):
        if not self.instance.pk:
            self.instance.project_id = self.partnership.project_id
            self.instance.a, self.instance.b = self.partnership, self.cleaned_data["other"]
        return super().save(commit)
