"""Reading a GeoJSON contour sent by somebody: hostile until every number of it has been looked at.

The work is linear in the size of the file, whatever it holds: size, depth, numbers of polygons, rings and points are
limited before they cost anything, and the simplification goes through the points a fixed number of times.
"""

import json
import math
import re
from itertools import accumulate, pairwise

from django.utils.translation import gettext as _

LARGEST = 5_000_000
DEEPEST = 12
MOST_POINTS = 100_000
MOST_RINGS = 2_000
POINTS_KEPT = 1_000
# Cells along the longer side of the place; the first that leaves few enough points is the one kept.
GRIDS = (1024, 512, 256, 64, 16)
SMALLEST_RING = 4
# An unfinished text matches too: the work stays linear.
_TEXTS = re.compile(rb'"(?:[^"\\]|\\.)*+"?')
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKETS = bytes(set(range(256)) - _STEPS.keys())


class ContourRefused(Exception):
    """The file holds no contour that may be kept. The text is French and made to be shown."""


def read(source):
    """Return (polygons, points read) of the bytes of a GeoJSON file, simplified: see TerritoryOutline.polygons.

    Reads a Polygon, a MultiPolygon, a GeometryCollection, a Feature or a FeatureCollection of these; everything else
    that the file says (properties, other coordinate systems) is ignored. Raises ContourRefused.
    """
    if len(source) > LARGEST:
        raise ContourRefused(_("Le fichier dépasse 5\u00a0Mo. Simplifiez le contour avant de l’envoyer."))
    if _depth(source) > DEEPEST:
        raise ContourRefused(_("Le fichier est imbriqué trop profondément pour un contour."))
    polygons, rings, points = [], 0, 0
    for coordinates in _polygons_of(_parsed(source), DEEPEST):
        rings += len(_list(coordinates))
        if rings > MOST_RINGS:
            raise ContourRefused(_("Le contour est fait de trop de morceaux (2\u00a0000 au plus)."))
        points += sum(len(_list(ring)) for ring in coordinates)
        if points > MOST_POINTS:
            raise ContourRefused(_("Le contour a plus de 100\u00a0000 points. Simplifiez-le avant de l’envoyer."))
        polygons.append([_ring(ring) for ring in coordinates])
    polygons = [polygon for polygon in polygons if polygon]
    if not points:
        raise ContourRefused(_("Le fichier ne contient aucun polygone."))
    kept = _simplified(polygons)
    if not kept:
        raise ContourRefused(_("Le contour est réduit à un point ou à une ligne\u00a0: il n’a pas de surface."))
    return kept, points


def _depth(source):
    """Return how deeply brackets are nested outside texts, without building anything."""
    brackets = _TEXTS.sub(b"", source).translate(None, _NO_BRACKETS)
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _parsed(source):
    def refuse(_constant):
        raise ValueError("NaN and Infinity are no JSON")

    try:
        return json.loads(source.decode("utf-8-sig"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise ContourRefused(_("Ce fichier n’est pas du GeoJSON lisible (un texte JSON en UTF-8).")) from error


def _polygons_of(value, deepest):
    """Yield the coordinates of each polygon of a GeoJSON value. The type is what the file says; its content is checked
    where it is used."""
    if not isinstance(value, dict) or deepest == 0:
        raise ContourRefused(_("Ce fichier n’est pas du GeoJSON."))
    kind = value.get("type")
    if kind == "FeatureCollection":
        for feature in _list(value.get("features")):
            yield from _polygons_of(feature, deepest - 1)
    elif kind == "Feature":
        if value.get("geometry") is not None:
            yield from _polygons_of(value["geometry"], deepest - 1)
    elif kind == "GeometryCollection":
        for geometry in _list(value.get("geometries")):
            yield from _polygons_of(geometry, deepest - 1)
    elif kind == "Polygon":
        yield value.get("coordinates")
    elif kind == "MultiPolygon":
        yield from _list(value.get("coordinates"))
    elif kind not in ("Point", "MultiPoint", "LineString", "MultiLineString"):
        raise ContourRefused(_("Ce fichier n’est pas du GeoJSON\u00a0: un type y est inconnu."))


def _list(value):
    if not isinstance(value, list):
        raise ContourRefused(_("Le GeoJSON est mal formé\u00a0: une liste manque."))
    return value


def _ring(value):
    """Return the ring as a list of (longitude, latitude), closed."""
    ring = [_point(point) for point in _list(value)]
    if ring and ring[0] != ring[-1]:
        ring.append(ring[0])
    return ring


def _point(value):
    numbers = _list(value)[:2]
    if len(numbers) < 2 or any(type(number) not in (int, float) for number in numbers):
        raise ContourRefused(_("Une coordonnée n’est pas un nombre."))
    longitude, latitude = numbers
    # False for infinities, and for an integer too large for a float.
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ContourRefused(
            _("Une coordonnée sort du globe. Le contour doit être en longitude et latitude (WGS\u00a084), en degrés.")
        )
    return float(longitude), float(latitude)


def _simplified(polygons):
    """Return the polygons with POINTS_KEPT points at most: the first point of each cell that the line enters.

    Rings of no surface at that grain are dropped. Coordinates are rounded to a metre or so.
    """
    longitudes = [point[0] for polygon in polygons for ring in polygon for point in ring]
    latitudes = [point[1] for polygon in polygons for ring in polygon for point in ring]
    west, south = min(longitudes), min(latitudes)
    side = max(max(longitudes) - west, max(latitudes) - south)
    if not side:
        return []
    kept = polygons
    for cells in GRIDS:
        grain, finer, kept = side / cells, kept, []
        for polygon in finer:
            rings = [_thinned(ring, west, south, grain) for ring in polygon]
            # Without its outside, a polygon is nothing but holes.
            if rings[0]:
                kept.append([ring for ring in rings if ring])
        if sum(len(ring) for polygon in kept for ring in polygon) <= POINTS_KEPT:
            return kept
    # So many pieces, or a line so tangled, that even the coarsest grain keeps too much: one point in so many.
    step = math.ceil(sum(len(ring) for polygon in kept for ring in polygon) / POINTS_KEPT)
    kept = [[_closed(ring[::step]) for ring in polygon] for polygon in kept]
    kept = sorted((polygon for polygon in kept if polygon[0]), key=lambda polygon: -_surface(polygon[0]))
    return [[ring for ring in polygon if ring] for polygon in kept[: POINTS_KEPT // SMALLEST_RING]]


def _thinned(ring, west, south, grain):
    line, last = [], None
    for longitude, latitude in ring:
        cell = (math.floor((longitude - west) / grain), math.floor((latitude - south) / grain))
        if cell != last:
            line.append([round(longitude, 5), round(latitude, 5)])
            last = cell
    return _closed(line)


def _closed(line):
    """Return the line as a closed ring, or an empty list when it has no surface."""
    if line and line[0] != line[-1]:
        line = [*line, line[0]]
    return line if len(line) >= SMALLEST_RING and _surface(line) else []


def _surface(ring):
    """Return the surface of a ring, in square degrees."""
    twice = sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise(ring))
    return abs(twice) / 2
