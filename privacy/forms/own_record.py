"""The form that a partner fills through its link, and those with which the team makes a link."""

from django import forms
from django.core import signing
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from documents.words import day as day_in_words
from partnerships.models import Contact
from privacy.asking import NO, YES, Places, asked_roles
from privacy.models import ProposedChange, Subject
from privacy.models.link import DAYS, SUBMISSIONS
from privacy.shareable import fields_for, plain, rows_of

SALT = "privacy.own-record"
ASKED = ("role_", "place_")
CHANGED = _("Le projet a changé pendant que vous répondiez\u00a0: relisez cette page, puis envoyez de nouveau.")
LINES = {"brings": 4, "expects": 4, "mission": 3}
# Lets a telephone propose what it knows, and show the right keyboard (WCAG 1.3.5).
AUTOCOMPLETE = {
    "contact_name": "name",
    "contact_function": "organization-title",
    "contact_email": "email",
    "contact_phone": "tel",
    "contact_other_phone": "tel",
}


class OwnRecordForm(forms.Form):
    """What the person may correct, filled with what stands today.

    `seen` carries, signed, the values that the page showed: « you saw » cannot be made up, and survives a refused form.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, link, **kwargs):
        super().__init__(*args, **kwargs)
        self.link = link
        partnership = link.partnership
        rows = rows_of(partnership, link.contact)
        self.shareable = fields_for(partnership.partner)
        self.current = {field.key: field.value_in(rows) for field in self.shareable}
        for field in self.shareable:
            self.fields[field.key] = self._field(field)
        self.fields["message"] = forms.CharField(
            label=_("Un mot pour l’équipe"),
            help_text=_("Par exemple\u00a0: qui contacter à votre place, ou que vous ne souhaitez plus figurer ici."),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.roles = asked_roles(partnership) if link.asks_roles else []
        self.places = Places(partnership).asked if link.asks_places else []
        for role in self.roles:
            self.fields[role.key] = self._role_field(role)
        for place in self.places:
            self.fields[place.key] = self._place_field(place)
            self.fields[place.comment_key] = forms.CharField(
                label=_("Pourquoi"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
            )
        self.current |= {role.key: role.answer for role in self.roles}
        self.current |= {place.key: place.value_in(rows) for place in self.places}
        self.initial |= (
            {key: value for key, value in self.current.items() if not key.startswith("place_")}
            | self._waiting()
            | {"seen": signing.dumps([link.public_id, self.current], salt=SALT, compress=True)}
        )

    def _field(self, field):
        options = {"label": field.label}
        if field.name in LINES:
            options["widget"] = forms.Textarea(attrs={"rows": LINES[field.name]})
        form_field = field.model_field.formfield(**options)
        form_field.help_text = _("Une idée par ligne.") if field.subject == Subject.PARTNERSHIP else ""
        if field.key in AUTOCOMPLETE:
            form_field.widget.attrs["autocomplete"] = AUTOCOMPLETE[field.key]
        if AUTOCOMPLETE.get(field.key) == "tel":
            form_field.widget.input_type = "tel"
        return form_field

    def _role_field(self, role):
        said = ""
        if role.answer:
            said = _("Votre réponse du %(day)s. Vous pouvez en changer.") % {"day": day_in_words(role.day)}
        return forms.ChoiceField(
            label=role.activity.name,
            choices=[(YES, _("J’en réponds")), (NO, _("Pas encore"))],
            required=False,
            widget=forms.RadioSelect,
            help_text=said,
        )

    def _place_field(self, place):
        now = place.placement
        said = _("L’équipe vous y voit\u00a0: %(level)s.") % {"level": now.level.name} if now else ""
        levels = [(public_id, level.name) for public_id, level in place.places.levels.items()]
        return forms.ChoiceField(
            label=place.team_label,
            choices=[("", _("Sans avis")), *levels],
            required=False,
            # Written as HTML by the page: a level is called what the team calls it.
            help_text=escape(said or _("L’équipe ne vous y a pas encore placé.")),
        )

    def _waiting(self):
        """Return what the person proposed and the team has not read: a new submission replaces it, so it starts from it."""
        waiting = ProposedChange.objects.filter(proposal__link=self.link, proposal__settled_at=None)
        waiting = [change for change in waiting if not change.is_decided]
        found = {f"{change.subject}_{change.field}": change.proposed for change in waiting}
        found |= {f"why_{change.field}": change.comment for change in waiting if change.subject == Subject.PLACE}
        return {key: value for key, value in found.items() if key in self.fields}

    def section(self, subject):
        """Return the bound fields about one subject."""
        return [self[field.key] for field in self.shareable if field.subject == subject]

    @property
    def about_you(self):
        return self.section(Subject.CONTACT)

    @property
    def about_structure(self):
        return self.section(Subject.PARTNER)

    @property
    def about_project(self):
        return self.section(Subject.PARTNERSHIP)

    @property
    def about_roles(self):
        return [self[role.key] for role in self.roles]

    @property
    def about_places(self):
        """Return [(the level at a horizon, why)], bound."""
        return [(self[place.key], self[place.comment_key]) for place in self.places]

    @property
    def levels(self):
        """Return the levels that the page asks about, to say what each means."""
        return list(self.places[0].places.levels.values()) if self.places else []

    def clean(self):
        cleaned = super().clean()
        if any(key.startswith(ASKED) and key not in self.fields for key in self.data):
            self.add_error(None, CHANGED)
        own = [field.key for field in self.shareable if field.subject == Subject.CONTACT]
        if not any(cleaned.get(key) or key in self.errors for key in own):
            self.add_error(own[0], _("Laissez au moins un nom, une fonction, un courriel ou un téléphone."))
        return cleaned

    def changes(self):
        """Return [(subject, field, seen, proposed)] where the person wrote something else than what it saw."""
        seen = self._seen()
        found = []
        for field in self.shareable:
            proposed, before = plain(self.cleaned_data[field.key]), seen.get(field.key, self.current[field.key])
            if proposed != before:
                found.append((field.subject, field.name, before, proposed))
        for place in self.places:
            # Naming the level where the team sees it already says something: the partner declares it.
            if self.cleaned_data[place.key]:
                before, comment = (
                    seen.get(place.key, self.current[place.key]),
                    plain(self.cleaned_data[place.comment_key]),
                )
                found.append((Subject.PLACE, place.name, before, self.cleaned_data[place.key], comment))
        return found

    def answers(self):
        """Return {public id of an activity: whether the partner answers for it} where it says something else than it saw."""
        seen = self._seen()
        said = {role: self.cleaned_data[role.key] for role in self.roles}
        return {
            role.activity.public_id: answer == YES
            for role, answer in said.items()
            if answer and answer != seen.get(role.key, role.answer)
        }

    def _seen(self):
        """Return the values that the page showed; those of now when what came back was not written by us."""
        try:
            public_id, values = signing.loads(self.cleaned_data["seen"], salt=SALT)
        except signing.BadSignature:
            return self.current
        return values if public_id == self.link.public_id else self.current


class LinkForm(forms.Form):
    """Whose link, for how long, for how many submissions."""

    asks_roles = forms.BooleanField(
        label=_("Demander s’il répond des activités dont il a le A"),
        required=False,
        help_text=_(
            "Il lit le nom de ces activités, et répond «\u00a0j’en réponds\u00a0» ou «\u00a0pas encore\u00a0»."
        ),
    )
    asks_places = forms.BooleanField(
        label=_("Demander où il se voit sur la frise"),
        required=False,
        help_text=_("Il lit, horizon par horizon, le niveau où vous le placez. Sa réponse attend votre décision."),
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), to_field_name="public_id", label=_("Pour qui"), empty_label=_("Choisissez une personne")
    )
    days = forms.IntegerField(label=_("Valable pendant (jours)"), min_value=1, max_value=365, initial=DAYS)
    max_submissions = forms.IntegerField(
        label=_("Envois possibles"),
        min_value=1,
        max_value=20,
        initial=SUBMISSIONS,
        help_text=_("Chaque envoi est une proposition\u00a0: vous l’acceptez ou non."),
    )

    field_order = ("contact", "days", "max_submissions", "asks_roles", "asks_places")

    def __init__(self, *args, partner, can_send, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = partner.contacts.present()
        if can_send:
            self.fields["send"] = forms.BooleanField(
                label=_("Envoyer le courriel tout de suite"),
                required=False,
                help_text=_("Sinon, vous copierez le texte dans votre messagerie."),
            )

    def clean(self):
        cleaned = super().clean()
        contact = cleaned.get("contact")
        if cleaned.get("send") and contact is not None and not contact.email:
            self.add_error("send", _("Cette personne n’a pas de courriel noté."))
        return cleaned
