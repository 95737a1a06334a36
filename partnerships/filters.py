"""What narrows the list of a project's partners: the directory and the frise share it. The address rebuilds the screen."""

from functools import cache

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Certainty,
    Formalisation,
    LinkNature,
    Partner,
    PartnerKind,
    PartnerPlace,
    Partnership,
    PhasePresence,
    Placement,
    Provenance,
    kinds_named,
)
from partnerships.rules.base import SILENCE
from projects.models import PhaseMoment, ProjectTerritory, Stage
from projects.prepared import Prepared
from territories.covering import covering
from territories.models import Territory
from territories.names import normalise

# In place of a territory: partners of whom nobody said where they act.
NOWHERE = "inconnu"
NOT_SAID = ("inconnu", _("(à dire)"))
FORGOTTEN = (
    ("oublies", _("Souvent oubliés")),
    ("a_placer", _("À placer")),
    ("silence", _("Sans nouvelles depuis 60 jours")),
    ("a_verifier", _("À vérifier")),
    ("archives", _("Archivés")),
)


def spoken(choices):
    """Return a function that gives the choices as plain text, said once in each language.

    A function, because django-filter copies the rest of a filter, deeply, at each request.
    """

    @cache
    def said(language):
        return tuple((value, str(label)) for value, label in choices)

    return lambda: said(get_language())


def acting_in(places):
    """Return the condition « the partner acts in one of these places », keys of territories, on a partnership."""
    return Q(partner__territory__in=places) | Q(partner__in=PartnerPlace.objects.acting_in(places))


def _places(project):
    first = Partner.objects.filter(partnerships__project=project).values("territory")
    others = PartnerPlace.objects.filter(partner__partnerships__project=project).values("territory")
    aimed_at = ProjectTerritory.objects.filter(project=project, targeted=True).values("territory")
    in_use = first.order_by().union(others.order_by(), aimed_at.order_by())
    places = Territory.objects.filter(pk__in=in_use)
    return places.only("organisation", "country", "kind", "code", "public_id", "name", "name_norm")


_places_of = Prepared(_places, project=int)


def places_in_use(project):
    """Return the territories where the partners of a project act, and those that it aims at. One query."""
    return _places_of(project=project.pk)


class PartnershipFilter(django_filters.FilterSet):
    """Filters on partnerships; those on placements (level, horizon, certainty, provenance) must hold for one placement."""

    q = django_filters.CharFilter(label=_("Chercher"), method="filter_text")
    kind = django_filters.ChoiceFilter(
        label=_("Type d’acteur"), field_name="partner__kind", choices=spoken(PartnerKind.choices)
    )
    territory = django_filters.ChoiceFilter(label=_("Agit à"), method="filter_territory")
    horizon = django_filters.ChoiceFilter(label=_("Horizon"), method="filter_placement")
    level = django_filters.ChoiceFilter(label=_("Niveau"), method="filter_placement")
    certainty = django_filters.ChoiceFilter(
        label=_("Certitude"), method="filter_placement", choices=spoken(Certainty.choices)
    )
    provenance = django_filters.ChoiceFilter(
        label=_("Qui le dit"), method="filter_placement", choices=spoken(Provenance.choices)
    )
    nature = django_filters.ChoiceFilter(label=_("Nature du lien"), choices=spoken(LinkNature.choices))
    formalisation = django_filters.ChoiceFilter(label=_("Formalisation"), choices=spoken(Formalisation.choices))
    stage = django_filters.ChoiceFilter(label=_("Étape"), choices=spoken(Stage.choices))
    present = django_filters.ChoiceFilter(
        label=_("Présent"), method="filter_present", choices=spoken((*PhaseMoment.choices, NOT_SAID))
    )
    forgotten = django_filters.ChoiceFilter(
        label=_("À ne pas oublier"),
        method="filter_forgotten",
        choices=spoken(FORGOTTEN),
    )

    class Meta:
        model = Partnership
        fields = ()

    def __init__(self, data, *, project, with_lead=False, horizons=None, levels=None, places=None):
        """`with_lead`: the carrying organisation is listed too (the directory shows everybody, the frise does not).

        `horizons`, `levels` and `places` (places_in_use): those of the project, when the page has read them already.
        """
        queryset = project.partnerships.all() if with_lead else project.partnerships.filter(is_lead=False)
        if with_lead and (data or {}).get("forgotten") != "archives":
            # Archived records stay on the frise, where they were; the directory shows them to who asks for them.
            queryset = queryset.filter(partner__archived_at=None)
        self.project = project
        super().__init__(data, queryset=queryset)
        self.places = {place.key: place for place in (places_in_use(project) if places is None else places)}
        self.filters["territory"].extra["choices"] = [
            *((key, place.name) for key, place in self.places.items()),
            (NOWHERE, _("(à préciser)")),
        ]
        # Who acts in the territory asked for: exactly there, or on a larger scale.
        self.cover = None
        self.keys = {}
        for name, rows in (("horizon", horizons), ("level", levels)):
            rows = getattr(project, f"{name}s").all() if rows is None else rows
            rows = list(rows)
            self.filters[name].extra["choices"] = [(row.public_id, row.name) for row in rows]
            self.keys |= {row.public_id: row.pk for row in rows}
        for item in self.filters.values():
            item.field.empty_label = item.extra["empty_label"] = _("Tous")

    def filter_text(self, queryset, name, value):
        """Every word must be in the name, the short name, the place, or be one of the words of its kind, « CPAS » too."""
        for word in normalise(value).split():
            # The places in use are known already: no join with all the places there are.
            places = [place.pk for place in self.places.values() if word in place.name_norm]
            wanted = Q(partner__name_norm__contains=word) | Q(partner__kind__in=kinds_named(word))
            queryset = queryset.filter(wanted | acting_in(places) if places else wanted)
        return queryset

    def filter_territory(self, queryset, name, value):
        """Whoever acts there, exactly or on a larger scale: the rule of the coverage."""
        if value == NOWHERE:
            return queryset.filter(partner__territory=None)
        place = self.places[value].pk
        self.cover = covering([place], [one.pk for one in self.places.values()])[place]
        return queryset.filter(acting_in(self.cover.every))

    def filter_placement(self, queryset, name, value):
        placed = Placement.objects.filter(self.placements())
        if not {"horizon", "level"} & {key for key, chosen in self.form.cleaned_data.items() if chosen}:
            # A horizon or a level belongs to one project; a certainty does not.
            placed = placed.filter(partnership__project=self.project)
        return queryset.filter(pk__in=placed.values("partnership"))

    def filter_present(self, queryset, name, value):
        """Whoever is there at a moment of the project, or of whom nobody has said."""
        if value == NOT_SAID[0]:
            return queryset.filter(phase_presences=None)
        there = PhasePresence.objects.filter(phase__project=self.project, phase__moment=value)
        return queryset.filter(pk__in=there.values("partnership"))

    def filter_forgotten(self, queryset, name, value):
        if value == "a_placer":
            # The carrying organisation is never on the frise: it waits for no place there.
            return queryset.filter(placements=None, is_lead=False, partner__archived_at=None)
        if value == "archives":
            return queryset.exclude(partner__archived_at=None)
        if value == "a_verifier":
            return queryset.filter(partner__in=Partner.objects.active().to_check(self.project.organisation))
        if value == "silence":
            rows = queryset.exclude(stage__in=(Stage.ENDED, Stage.DORMANT))
            return rows.exclude(log_entries__date__gte=timezone.localdate() - SILENCE)
        return queryset.filter(partner__overlooked=True)

    def placements(self):
        """Return the conditions on placements, as one Q; empty when there are none."""
        conditions = Q()
        chosen = self.form.cleaned_data
        if chosen.get("horizon"):
            conditions &= Q(horizon=self.keys[chosen["horizon"]])
        if chosen.get("level"):
            conditions &= Q(level=self.keys[chosen["level"]])
        if chosen.get("certainty"):
            conditions &= Q(certainty=chosen["certainty"])
        if chosen.get("provenance"):
            conditions &= Q(provenance=chosen["provenance"])
        return conditions

    def address(self):
        """Return the query string that rebuilds the screen, without what is empty: kind=shop&q=caf%C3%A9."""
        if not self.is_valid():
            return ""
        return urlencode({name: value for name, value in self.form.cleaned_data.items() if value})

    @property
    def active(self):
        """Return how many filters narrow the list."""
        return sum(1 for value in self.form.cleaned_data.values() if value) if self.is_valid() else 0
