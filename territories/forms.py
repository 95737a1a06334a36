"""Choosing places in any form: by name, postcode or code, with or without JavaScript.

    territory = TerritoryField(required=False, label="Territoire")     # then, in __init__:
    self.fields["territory"].organisation = project.organisation

`TerritoryField` cleans to a Territory or None, `TerritoriesField` to a list of them.
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES
from django.db.models import prefetch_related_objects
from django.urls import reverse_lazy
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from territories.models import Territory, TerritoryKind
from territories.names import normalise
from territories.search import LONGEST

CANDIDATES = 20
SEVERAL_TEXTS = ";"
MOST_TERRITORIES = 200


@dataclass(frozen=True)
class Entry:
    """What a form sent for one place: the text typed, the key chosen, and the text that this choice answered."""

    text: str = ""
    key: str = ""
    answered: str = ""


@dataclass(frozen=True)
class Entries:
    """What a form sent for several places: the keys ticked and a text still to be read."""

    text: str = ""
    keys: tuple = ()


class Ambiguous(ValidationError):
    """Several places answer the text. `candidates` are they, best first."""

    def __init__(self, text, candidates):
        super().__init__(
            _("Plusieurs territoires répondent à «\u00a0%(text)s\u00a0». Choisissez le bon."),
            code="ambiguous",
            params={"text": text},
        )
        self.candidates = candidates


def resolve(text, organisation=None, kinds=None):
    """Return the one Territory that a text names. Raises Ambiguous, or ValidationError when nothing answers.

    A full label, a key, an exact name or an exact code wins over what merely begins so.
    """
    territories = Territory.objects.usable_in(organisation).with_labels()
    if kinds:
        territories = territories.filter(kind__in=kinds)
    if "." in text and (known := territories.of_keys([text]).first()):
        return known
    found = Territory.objects.search(text, organisation, kinds, CANDIDATES)
    words = normalise(text)
    labelled = [one for one in found if normalise(one.label_full) == words]
    if len(labelled) == 1:
        return labelled[0]
    exact = [one for one in found if _is_called(one, words)]
    # Évry is a village, and what people call Évry-Courcouronnes: the best answer must be the only exact one.
    if len(exact) == 1 and exact[0] == found[0]:
        return exact[0]
    if len(found) == 1:
        return found[0]
    if found:
        raise Ambiguous(text, found)
    raise ValidationError(
        _(
            "Aucun territoire ne répond à «\u00a0%(text)s\u00a0». "
            "Essayez le début du nom, le code postal ou le code officiel."
        ),
        code="unknown",
        params={"text": text},
    )


def _is_called(territory, words):
    """Return whether these normalised words are the whole of a name, code or postcode of the place."""
    other = territory.found_as
    names = [territory.name_norm, territory.code.lower(), *territory.postcodes.split()]
    names += [other.name_norm, other.code.lower()] if other else []
    return words in names


class _TerritoryWidget(forms.TextInput):
    """What the two widgets share: the address of the search, and the candidates of an ambiguous text."""

    organisation = None
    kinds = ()
    candidates = ()

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        query = [("organisation", self.organisation.slug)] if self.organisation else []
        query += [("kind", kind) for kind in self.kinds]
        search_url = str(reverse_lazy("territories:territory_search"))
        context["widget"] |= {
            "chosen_name": f"{name}-choisi",
            "answered_name": f"{name}-pour",
            "search_url": f"{search_url}?{urlencode(query)}" if query else search_url,
            "candidates": self.candidates,
        }
        return context

    def use_required_attribute(self, initial):
        """Return False: the sentence of the server says what to type, and a ticked place needs no text."""
        return False


class TerritoryWidget(_TerritoryWidget):
    template_name = "territories/widgets/territory.html"

    def value_from_datadict(self, data, files, name):
        return Entry(
            text=data.get(name, "").strip()[:LONGEST],
            key=data.get(f"{name}-choisi", ""),
            answered=data.get(f"{name}-pour", "").strip(),
        )

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        entry = value or Entry()
        if self.candidates:
            entry = Entry(entry.text, "", entry.text)
        context["widget"] |= {"value": entry.text, "key": entry.key, "answered": entry.answered}
        return context


class TerritoriesWidget(_TerritoryWidget):
    template_name = "territories/widgets/territories.html"

    def value_from_datadict(self, data, files, name):
        keys = data.getlist(f"{name}-choisi") if hasattr(data, "getlist") else data.get(f"{name}-choisi", [])
        return Entries(text=data.get(name, "").strip(), keys=tuple(dict.fromkeys(keys)))

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-choisi" not in data

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        text, chosen = value or ("", [])
        context["widget"] |= {"value": text, "chosen": chosen}
        return context


class _TerritoryFieldBase(forms.Field):
    def __init__(self, *, organisation=None, kinds=(), **kwargs):
        kwargs.setdefault("label", _("Territoire"))
        super().__init__(**kwargs)
        self.organisation = organisation
        self.kinds = kinds

    @property
    def organisation(self):
        """The organisation whose own places may be chosen besides the official ones; None for these alone."""
        return self.widget.organisation

    @organisation.setter
    def organisation(self, organisation):
        self.widget.organisation = organisation

    @property
    def kinds(self):
        """The kinds of places that may be chosen; empty for all."""
        return self.widget.kinds

    @kinds.setter
    def kinds(self, kinds):
        self.widget.kinds = tuple(kinds)

    def _usable(self):
        """Return the places that may be chosen."""
        territories = Territory.objects.usable_in(self.organisation).with_labels()
        return territories.filter(kind__in=self.kinds) if self.kinds else territories

    def _resolve(self, text):
        return resolve(text, self.organisation, self.kinds)


class TerritoryField(_TerritoryFieldBase):
    """One place. Cleans to a Territory, or None when the text is empty and the field is not required."""

    widget = TerritoryWidget

    def clean(self, value):
        self.widget.candidates = ()
        entry = value if isinstance(value, Entry) else Entry(text=value or "")
        if not entry.text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if entry.key and entry.text == entry.answered and (chosen := self._usable().of_keys([entry.key]).first()):
            return chosen
        try:
            return self._resolve(entry.text)
        except Ambiguous as ambiguous:
            self.widget.candidates = ambiguous.candidates
            raise

    def prepare_value(self, value):
        """Return the Entry to show for an initial value: a Territory, its primary key, or what the form sent."""
        if isinstance(value, Entry):
            return value
        territory = value if isinstance(value, Territory) else self._initial(value)
        if territory is None:
            return Entry()
        return Entry(territory.label_full, territory.key, territory.label_full)

    def has_changed(self, initial, data):
        entry = data if isinstance(data, Entry) else Entry(text=data or "")
        shown = self.prepare_value(initial)
        return (shown.text, shown.key) != (entry.text, entry.key if entry.text else "")

    @staticmethod
    def _initial(value):
        if value in EMPTY_VALUES:
            return None
        return Territory.objects.with_labels().filter(pk=value).first()


class TerritoriesField(_TerritoryFieldBase):
    """Several places. Cleans to a list of Territory, in the order chosen, without repeats; empty when not required."""

    widget = TerritoriesWidget

    def clean(self, value):
        self.widget.candidates = ()
        entries = value or Entries()
        chosen = self._of_keys(entries.keys)
        candidates, errors = [], []
        texts = [text for part in entries.text.split(SEVERAL_TEXTS) if (text := part.strip()[:LONGEST])]
        for text in texts[:MOST_TERRITORIES]:
            try:
                chosen.append(self._resolve(text))
            except Ambiguous as ambiguous:
                # A candidate ticked below the text is the answer to it.
                if not any(one in chosen for one in ambiguous.candidates):
                    candidates += ambiguous.candidates
                    errors.append(ambiguous)
            except ValidationError as unknown:
                errors.append(unknown)
        chosen = list(dict.fromkeys(chosen))
        if errors:
            self.widget.candidates = [one for one in dict.fromkeys(candidates) if one not in chosen]
            raise ValidationError(errors)
        if self.required and not chosen:
            raise ValidationError(self.error_messages["required"], code="required")
        return chosen

    def prepare_value(self, value):
        """Return (text, chosen territories) to show: of what the form sent, or of an iterable of Territory."""
        if isinstance(value, Entries):
            return value.text, self._of_keys(value.keys)
        territories = list(value or [])
        # The label of an EPCI reads its département: one query for all.
        prefetch_related_objects(
            [one for one in territories if one.kind in (TerritoryKind.EPCI, TerritoryKind.EPT)], "departement"
        )
        prefetch_related_objects([one for one in territories if one.retired], "successor")
        return "", territories

    def has_changed(self, initial, data):
        entries = data or Entries()
        return bool(entries.text) or [one.key for one in initial or []] != list(entries.keys)

    def _of_keys(self, keys):
        """Return the usable territories of these keys, in their order. Unknown keys are left out."""
        by_key = {one.key: one for one in self._usable().of_keys(keys[:MOST_TERRITORIES])} if keys else {}
        return [by_key[key] for key in keys if key in by_key]


class SearchForm(forms.Form):
    """What the search receives. `organisation` narrows the person's own places to one of their organisations."""

    q = forms.CharField(label=_("Nom, code postal ou code officiel"), max_length=LONGEST, required=False)
    kind = forms.MultipleChoiceField(choices=TerritoryKind.choices, required=False)
    organisation = forms.ModelChoiceField(Organisation.objects.none(), to_field_name="slug", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = Organisation.objects.visible_to(user)
        self.fields["organisation"].queryset = self.organisations

    def results(self):
        """Return the territories that answer a valid form, best first."""
        sent = self.cleaned_data
        return Territory.objects.search(
            sent["q"], sent["organisation"] or self.organisations, sent["kind"], limit=CANDIDATES
        )
