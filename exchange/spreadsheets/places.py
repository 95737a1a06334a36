"""The places that the rows name, found in the official geography and among the organisation's own: a few queries for all."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from territories.forms import SEVERAL_TEXTS
from territories.models import Territory, TerritoryKind
from territories.names import normalise

BATCH = 400
MOST_PLACES = 50  # in one cell
_POSTCODE = re.compile(r"(?:(\d{5})\s+)?(.+)", re.DOTALL)
SEARCHED = 60  # names that are not written as they should be: each costs a search


def place_rows(rows, project):
    """Give each Row whose place is known a `territory` and a `territory_name`; remark on the others.

    A cell may name several places, « Ambert ; Cunlhat »: the first is `territory`, the next ones are `other_places`.
    A code decides, then a name with a postcode, then a name alone: of namesakes, the one in a département of the project.
    Return {pk: name} of the places found.
    """
    finder = _Finder(rows, project)
    for row in rows:
        if row.skipped:
            continue
        found = []
        for named in _named(row.values):
            place, remark = finder.find(named)
            if place is not None and place not in found:
                found.append(place)
            if remark:
                row.remarks.append(remark)
        if found:
            row.values["territory"] = found[0].pk
            row.values["territory_name"] = found[0].name
        if found[1:]:
            row.values["other_places"] = [place.pk for place in found[1:]]
            row.values["other_place_names"] = [place.name for place in found[1:]]
    return {place.pk: place.name for place in finder.used.values()}


def _named(values):
    """Return one dict for each place that a row names, with the keys that `_Finder.find` reads.

    A postcode is of the first place; so is a code, unless there are as many codes as places.
    """
    names = _split(values.get("place", ""))
    codes = _split(values.get("place_code", ""))
    if len(names) < 2:
        return [values]
    paired = len(codes) == len(names)
    first = values | {"place": names[0], "place_code": codes[0] if codes else ""}
    others = []
    for name, code in zip(names[1:], codes[1:] if paired else [""] * (len(names) - 1), strict=True):
        postcode, name = _POSTCODE.fullmatch(name).groups()
        others.append({"place": name, "postcode": postcode or "", "place_code": code})
    return [first, *others][:MOST_PLACES]


def _split(text):
    return [part for one in text.split(SEVERAL_TEXTS) if (part := one.strip())]


class _Finder:
    def __init__(self, rows, project):
        self.organisation = project.organisation
        self.usable = Territory.objects.usable_in(project.organisation).filter(retired=False)
        home = project.territories.values_list("pk", "departement")
        self.home = {pk for pair in home for pk in pair if pk}
        wanted = [named for row in rows if not row.skipped for named in _named(row.values)]
        self.by_name = defaultdict(list)
        self.by_code = {}
        self.by_postcode = defaultdict(list)
        self.known = {}
        self.used = {}
        self.searches = SEARCHED
        names = {normalise(values["place"]) for values in wanted if values.get("place")}
        for place in self.batches("name_norm__in", names):
            self.by_name[place.name_norm].append(place)
        for place in self.batches(
            "code__in", {values["place_code"].upper() for values in wanted if values.get("place_code")}
        ):
            if place.kind == TerritoryKind.COMMUNE:
                self.by_code[place.code] = place
        alone = {values["postcode"] for values in wanted if values.get("postcode") and not values.get("place")}
        alone |= {
            values["postcode_padded"] for values in wanted if values.get("postcode_padded") and not values.get("place")
        }
        for place in self.batches("postcodes__in", alone):
            self.by_postcode[place.postcodes].append(place)

    def batches(self, lookup, values):
        values = sorted(value for value in values if value)
        for start in range(0, len(values), BATCH):
            yield from self.usable.filter(**{lookup: values[start : start + BATCH]})

    def find(self, values):
        """Return (Territory or None, remark or "") for what a row says of its place."""
        key = tuple(values.get(name, "") for name in ("place", "postcode", "postcode_padded", "place_code"))
        if not any(key):
            return None, ""
        if key not in self.known:
            self.known[key] = self.look(*key)
        place, remark = self.known[key]
        if place is not None:
            self.used[place.pk] = place
        return place, remark

    def look(self, name, postcode, padded, code):
        if code and code.upper() in self.by_code:
            return self.by_code[code.upper()], ""
        postcodes = [text for text in (postcode, padded) if text]
        if not name:
            if not postcodes:
                return None, _("code de commune inconnu\u00a0: «\u00a0%(code)s\u00a0»") % {"code": code[:20]}
            found = [place for text in postcodes for place in self.by_postcode[text]]
            place, remark = self.only(
                found, _("plusieurs communes, ou aucune, au code postal %(text)s") % {"text": postcode}
            )
            if place is not None and padded in place.postcodes.split():
                remark = _("code postal %(postcode)s lu %(padded)s") % {"postcode": postcode, "padded": padded}
            return place, remark
        found = self.by_name.get(normalise(name), []) or self.searched(name)
        with_postcode = [place for place in found if set(place.postcodes.split()) & set(postcodes)]
        unknown = _("lieu à préciser\u00a0: «\u00a0%(name)s\u00a0»") % {"name": f"{postcode} {name}".strip()[:80]}
        return self.only(with_postcode or found, unknown)

    def only(self, found, remark):
        """Return the one place meant among those found, or the remark."""
        own = [place for place in found if not place.is_official]
        communes = [place for place in found if place.kind == TerritoryKind.COMMUNE]
        near = [place for place in communes if place.pk in self.home or place.departement_id in self.home]
        for few in (own, near, communes, found):
            if len(few) == 1:
                return few[0], ""
        return None, remark

    def searched(self, name):
        """Return what the search finds for a name written otherwise (« St Germain », « Amberrt » finds nothing)."""
        if self.searches <= 0:
            return []
        self.searches -= 1
        found = Territory.objects.search(name, organisation=self.organisation, limit=5)
        # The DGCL writes « CC », « CA », « CU » before the names of EPCI; people write the name alone.
        words = normalise(name)
        return [
            place for place in found if place.name_norm.startswith(words) or place.name_norm.partition(" ")[2] == words
        ]
