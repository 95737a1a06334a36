"""Which records may be one organisation: one number, one name, names alike. Questions, never decided."""

import re

from django.db.models import Q

from partnerships.forms.directory import lookalikes
from partnerships.likeness import Names
from partnerships.models import Partner, kinds_named
from territories.models import Territory
from territories.names import normalise

NUMBERS = ("siret", "rna", "bce")
SHOWN = 100


def candidates(partner):
    """Return the partners that may be this one: those that bear one of its numbers, then those whose names are alike."""
    same = Q(pk=None)
    for name in NUMBERS:
        if getattr(partner, name):
            same |= Q(**{name: getattr(partner, name)})
    others = Partner.objects.filter(organisation=partner.organisation_id).exclude(pk=partner.pk)
    found = list(others.filter(same).select_related("territory")[:SHOWN])
    # One more than shown: the partner is like itself.
    places = Q(pk=partner.territory_id) | Q(pk__in=partner.places.values("territory"))
    alike = lookalikes(partner.organisation, partner.name, Territory.objects.filter(places), limit=6)
    return found + [other for other in alike if other.pk != partner.pk and other not in found]


def named_like(partner, text):
    """Return the other partners whose name or kind holds every word of the text."""
    others = Partner.objects.filter(organisation=partner.organisation_id).exclude(pk=partner.pk)
    for word in normalise(text).split():
        others = others.filter(Q(name_norm__contains=word) | Q(kind__in=kinds_named(word)))
    return others.select_related("territory").order_by("name_norm", "pk")


def twins_of(project):
    """Return [(partnership of the project, the partner that it looks like)], each pair once, by name. Two queries."""
    mine = {row.partner_id: row for row in project.partnerships.all()}
    partners = list(
        Partner.objects.filter(organisation=project.organisation_id)
        .active()
        .select_related("territory")
        .order_by("name_norm")
    )
    names, numbers = Names(), {}
    for partner in partners:
        names.add(partner.name, partner.territory_id, partner)
        for number in _numbers(partner):
            numbers.setdefault(number, []).append(partner)
    pairs, seen = [], set()
    for partner in partners:
        if partner.pk not in mine:
            continue
        alike = [other for number in _numbers(partner) for other in numbers[number]]
        alike += [other for _score, other in names.near(partner.name, partner.territory_id)]
        for other in alike:
            pair = frozenset((partner.pk, other.pk))
            if len(pair) == 2 and pair not in seen:
                seen.add(pair)
                row = mine[partner.pk]
                row.partner = partner
                pairs.append((row, other))
    return pairs[:SHOWN]


def _numbers(partner):
    """Return [(which, its letters and digits)] of the official numbers that the partner bears."""
    found = [(name, re.sub(r"\W", "", getattr(partner, name))) for name in NUMBERS]
    return [(name, number) for name, number in found if number]
