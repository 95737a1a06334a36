"""The net that links make: neighbours, who stands alone, who alone joins others. Plain values, no query but one."""

from collections import defaultdict
from itertools import combinations


class Net:
    """Partners by public id. `pairs`: the ends of each link; the carrying organisation is one of the ends."""

    def __init__(self, pairs, leads=()):
        self.pairs = [tuple(pair) for pair in pairs]
        self.leads = set(leads)
        self.neighbours = defaultdict(set)
        for one, other in self.pairs:
            self.neighbours[one].add(other)
            self.neighbours[other].add(one)

    @classmethod
    def of(cls, links):
        """Return the Net of a Link queryset. One query."""
        rows = list(links.order_by("pk").values_list("a__public_id", "b__public_id", "a__is_lead", "b__is_lead"))
        leads = {a for a, _b, is_lead, _other in rows if is_lead} | {b for _a, b, _other, is_lead in rows if is_lead}
        return cls([row[:2] for row in rows], leads)

    def tied(self, one, other):
        return other in self.neighbours.get(one, ())

    def others(self, partner):
        """Return the neighbours of a partner, without the carrying organisation."""
        return self.neighbours.get(partner, set()) - self.leads

    def missing_pairs(self, partners):
        """Return the pairs of these partners between which there is no link, in their order."""
        return [pair for pair in combinations(partners, 2) if not self.tied(*pair)]

    def alone_with(self, partner):
        """Return those whose every link goes to this partner."""
        return {other for other in self.neighbours.get(partner, ()) if self.neighbours[other] == {partner}}

    def cut_off_by(self, partner):
        """Return the smaller sides of the net that only this partner joins to the rest: sets of public ids.

        The largest side is « the rest ». Without the partner, a side of which nobody was tied to it does not count.
        """
        sides, seen = [], {partner}
        for start in sorted(self.neighbours.get(partner, ())):
            if start in seen:
                continue
            side, ahead = set(), [start]
            while ahead:
                one = ahead.pop()
                if one in seen:
                    continue
                seen.add(one)
                side.add(one)
                ahead.extend(self.neighbours[one] - seen)
            sides.append(side)
        sides.sort(key=lambda side: (-len(side), min(side)))
        return sides[1:]
