"""Where a place is: its contour when somebody imported one, else the outlines of the départements."""

import math
from functools import cache
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from documents.shapes import MapDrawing, MapShape
from territories import geography
from territories.models import NBSP, Country, Territory, TerritoryKind, TerritoryOutline

OUTLINES = geography.DATA_DIR / "contours-departements-svgmaps2.0.0.tsv.gz"
OUTLINES_SOURCE = _("Contours schématiques des départements\u00a0: Victor Cazanave, svg-maps 2.0 (CC BY 4.0).")
KILOMETRES_A_DEGREE = 111.2


def map_of(place, day):
    """Return the MapDrawing of a place, or None when nothing can be drawn: Belgium and overseas, without contour."""
    outline = TerritoryOutline.objects.filter(territory=place).first()
    if outline is not None:
        return _of_contour(place, outline, day)
    return _of_departements(place, day)


def _of_contour(place, outline, day):
    """The contour in kilometres around its own middle latitude, north upwards."""
    latitudes = [point[1] for polygon in outline.polygons for ring in polygon for point in ring]
    across = KILOMETRES_A_DEGREE * math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))

    def projected(ring):
        return tuple((x * across, -y * KILOMETRES_A_DEGREE) for x, y in ring)

    polygons = [[projected(ring) for ring in polygon] for polygon in outline.polygons]
    xs = [x for polygon in polygons for x, _y in polygon[0]]
    ys = [y for polygon in polygons for _x, y in polygon[0]]
    surface = sum(_surface(rings[0]) - sum(_surface(hole) for hole in rings[1:]) for rings in polygons)
    return MapDrawing(
        title=_("%(name)s\u00a0: son contour") % {"name": place.name},
        shapes=tuple(MapShape(place.name, tuple(polygon)) for polygon in polygons),
        heads=(_("Mesure"), _("Valeur")),
        rows=(
            (_("Surface, environ"), _measure(max(surface, 0), "km²")),
            (_("D’est en ouest"), _measure(max(xs) - min(xs), "km")),
            (_("Du nord au sud"), _measure(max(ys) - min(ys), "km")),
            (_("Morceaux"), str(len(polygons))),
            (_("Points du fichier, puis gardés"), f"{_number(outline.points_read)}, {_number(outline.point_count)}"),
        ),
        source=outline.source or _("Contour importé par l’organisation."),
        day=day,
        facts=facts(place),
    )


def _surface(ring):
    return abs(sum(x * down - across * y for (x, y), (across, down) in pairwise(ring))) / 2


def _measure(value, unit):
    digits = 0 if value >= 100 else 1 if value >= 1 else 2
    return f"{value:,.{digits}f}".replace(",", NBSP).replace(".", ",") + NBSP + unit


def _number(value):
    return f"{value:,}".replace(",", NBSP)


def _of_departements(place, day):
    """The départements where the place is, among those of their regions; for a region, among all of France."""
    if place.country != Country.FRANCE:
        return None
    rows = Territory.objects.official().filter(kind=TerritoryKind.DEPARTEMENT, country=Country.FRANCE, retired=False)
    if place.kind == TerritoryKind.REGION:
        inside = rows.filter(region=place)
    elif place.kind == TerritoryKind.DEPARTEMENT:
        inside = rows.filter(pk=place.pk)
    elif place.departement_id:
        inside = rows.filter(pk=place.departement_id)
    else:
        inside = rows.filter(pk__in=place.parts.values("departement"))
    inside = {one.code: one for one in inside.order_by("code")}
    drawn = outlines()
    if not inside or not inside.keys() <= drawn.keys():
        return None
    around = rows
    if place.kind != TerritoryKind.REGION:
        regions = {one.region_id for one in inside.values()}
        around = rows.filter(Q(region__in=regions) | Q(code__in=inside))
    names = dict(around.values_list("code", "name"))
    return MapDrawing(
        title=_("%(name)s\u00a0: où c’est") % {"name": place.name},
        shapes=tuple(
            MapShape(name, drawn[code], code in inside) for code, name in sorted(names.items()) if code in drawn
        ),
        heads=(_("Département"), _("Numéro"), _("Habitants")),
        rows=tuple((one.name, code, _number(one.population or 0)) for code, one in inside.items()),
        source=str(OUTLINES_SOURCE),
        day=day,
        facts=facts(place),
    )


@cache
def outlines():
    """Return {code of a département: its rings} of the drawing, in its own units; overseas ones are not drawn."""
    return {
        row["code"]: tuple(
            tuple(tuple(float(number) for number in point.split(",")) for point in ring.split(" "))
            for ring in row["contour"].split(";")
        )
        for row in geography.read_rows(OUTLINES)
    }


def facts(place):
    """Return what is known of a place as (label, value) texts, without the empty ones."""
    rows = (
        (_("Type"), place.get_kind_display()),
        (_("Code officiel"), place.code),
        (_("Codes postaux"), place.postcodes.replace(" ", ", ")),
        (_("Habitants"), _number(place.population) if place.population else ""),
        (_("Commune"), place.commune.name if place.commune_id else ""),
        (_("Intercommunalité"), place.epci.name if place.epci_id else ""),
        (_("Province") if place.country == Country.BELGIUM else _("Département"), _named(place.departement)),
        (_("Région"), _named(place.region)),
        (_("Zonages"), ", ".join(place.zoning_labels)),
        (_("Millésime"), place.vintage),
    )
    return tuple((str(label), str(value)) for label, value in rows if value)


def _named(place):
    return place.name if place else ""
