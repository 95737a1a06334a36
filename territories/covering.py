"""Which places cover which: who acts on an intercommunalité acts in each of its communes, and nothing covers upwards.

A place is covered by its containers (EPCI, département, région, province), by the commune in which it lies, by what covers
that commune, and by every place that is made of it (an EPT, a canton, a bassin…). A place made of communes is covered by what
covers them all. A place merged into another counts as this one.
"""

from collections import defaultdict
from dataclasses import dataclass

from territories.models import Territory
from territories.models.territory import PARTS_OF_COMMUNES

_CONTAINERS = ("epci_id", "departement_id", "region_id")
_FACTS = ("pk", "kind", "successor_id", "commune_id", *_CONTAINERS)


@dataclass(frozen=True)
class Cover:
    """The places that cover one, as primary keys. `same`: itself, and what was merged into it; `wider`: larger places."""

    same: frozenset = frozenset()
    wider: frozenset = frozenset()

    @property
    def every(self):
        return self.same | self.wider


def covering(places, among):
    """Return {pk of each place: Cover}, the places that cover it looked for `among` these only.

    `places` and `among` are primary keys. Five queries at most, whatever their number.
    """
    places, among = set(places), set(among)
    atlas = _Atlas(places, among)
    # What a merged place covers, the place in which it is today covers.
    bearers = defaultdict(set)
    for pk in among:
        bearers[atlas.today(pk)].add(pk)
    covers = {}
    for place in places:
        here = atlas.today(place)
        wider = (bearers[one] for one in atlas.above(here) if one in bearers)
        covers[place] = Cover(frozenset(bearers.get(here, ())), frozenset().union(*wider))
    return covers


class _Atlas:
    """What the rule reads of places: their containers, what they are made of, where they are today."""

    def __init__(self, places, among):
        self.facts = {}
        self._containers = {}
        self._read(places | among)
        narrow, wide = ({self.today(pk) for pk in some} for some in (places, among))
        ties = Territory.parts.through.objects.filter(from_territory__in=narrow | wide)
        ties = list(ties.values_list("from_territory", "to_territory"))
        self._read({part for _whole, part in ties})
        self.parts, self.wholes = defaultdict(set), defaultdict(set)
        for whole, part in ties:
            if whole in narrow:
                self.parts[whole].add(self.today(part))
            # A quartier lies in the communes that it names: it does not cover them.
            if whole in wide and self.facts[whole]["kind"] not in PARTS_OF_COMMUNES:
                self.wholes[self.today(part)].add(whole)

    def _read(self, pks):
        """Read these places, then where the merged ones are today and the communes in which the small ones lie."""
        for _step in range(2):
            if unknown := pks - self.facts.keys():
                self.facts |= {one["pk"]: one for one in Territory.objects.filter(pk__in=unknown).values(*_FACTS)}
            read = [self.facts[pk] for pk in pks if pk in self.facts]
            pks = {pk for one in read for pk in (one["successor_id"], one["commune_id"]) if pk}

    def today(self, pk):
        """Return the place in which this one is today: itself, or the one that it was merged into."""
        place = self.facts.get(pk)
        return (place["successor_id"] if place else None) or pk

    def above(self, pk):
        """Return the set of the places that are larger than this one and contain it whole."""
        up = set(self.containers(pk))
        if parts := self.parts.get(pk):
            # What contains each of its parts contains it.
            up |= frozenset.intersection(*(self.containers(part) | {part} for part in parts))
        return up - {pk}

    def containers(self, pk):
        """Return the places that name this one among their parts, its containers, and those of its commune."""
        if pk not in self._containers:
            place = self.facts.get(pk)
            up = set(self.wholes.get(pk, ()))
            if place:
                up |= {place[name] for name in _CONTAINERS if place[name]}
                if place["commune_id"]:
                    commune = self.today(place["commune_id"])
                    up |= {commune} | self.containers(commune)
            self._containers[pk] = frozenset(up - {pk})
        return self._containers[pk]


__all__ = ["Cover", "covering"]
