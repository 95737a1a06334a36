"""Reading a contour: what is kept, and everything a hostile file may try."""

import json
import math

import pytest

from territories import contours
from territories.contours import ContourRefused, read

SQUARE = [[3.5, 45.5], [3.6, 45.5], [3.6, 45.6], [3.5, 45.6], [3.5, 45.5]]
HOLE = [[3.52, 45.52], [3.54, 45.52], [3.54, 45.54], [3.52, 45.52]]


def geojson(coordinates, kind="Polygon"):
    return json.dumps({"type": kind, "coordinates": coordinates}).encode()


def circle(points):
    angles = [turn / points * math.tau for turn in range(points)]
    return [[3 + math.cos(angle), 45 + math.sin(angle)] for angle in angles]


def test_a_square_with_a_hole_is_kept_whole():
    assert read(geojson([SQUARE, HOLE])) == ([[SQUARE, HOLE]], 9)


def test_an_open_ring_is_closed_and_altitudes_are_left_out():
    polygons, _points = read(geojson([[[*point, 12.5] for point in SQUARE[:-1]]]))
    assert polygons == [[SQUARE]]


def test_every_container_of_polygons_is_read():
    polygon = {"type": "Polygon", "coordinates": [SQUARE]}
    many = {"type": "MultiPolygon", "coordinates": [[SQUARE], [HOLE]]}
    line = {"type": "LineString", "coordinates": SQUARE}
    features = [
        {"type": "Feature", "geometry": polygon, "properties": {"type": "Polygon"}},
        {"type": "Feature", "geometry": None},
        {"type": "Feature", "geometry": {"type": "GeometryCollection", "geometries": [many, line]}},
    ]
    polygons, points = read(b"\xef\xbb\xbf" + json.dumps({"type": "FeatureCollection", "features": features}).encode())
    assert polygons == [[SQUARE], [SQUARE], [HOLE]]
    assert points == 14


def test_many_points_become_few_and_the_shape_stays():
    polygons, points = read(geojson([circle(30_000)]))
    kept = polygons[0][0]
    assert points == 30_000
    assert 100 < len(kept) <= contours.POINTS_KEPT
    assert contours._surface(kept) == pytest.approx(math.pi, rel=0.02)


def test_a_tangled_line_is_thinned_all_the_same():
    tangle = [[3 + 0.4 * math.cos(turn * 1.7), 45 + 0.4 * math.sin(turn * 2.3)] for turn in range(20_000)]
    polygons, _points = read(geojson([tangle]))
    assert sum(len(ring) for polygon in polygons for ring in polygon) <= contours.POINTS_KEPT + 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b" " * (contours.LARGEST + 1), "5\u00a0Mo"),
        (b"[" * 1_000_000, "imbriqué"),
        (b'{"a":' * 500_000, "imbriqué"),
        (b'"' + b'\\"' * 1_000_000, "GeoJSON lisible"),
        (b"", "GeoJSON lisible"),
        (b"\xff\xfe\x00", "GeoJSON lisible"),
        (b"<svg/>", "GeoJSON lisible"),
        (b"null", "n’est pas du GeoJSON"),
        (b"[]", "n’est pas du GeoJSON"),
        (b'{"type": "Polygon"}', "mal formé"),
        (b'{"type": ["Polygon"], "coordinates": []}', "un type y est inconnu"),
        (b'{"type": "Topology"}', "un type y est inconnu"),
        (b'{"type": "FeatureCollection", "features": {"0": 1}}', "mal formé"),
        (b'{"type": "FeatureCollection", "features": []}', "aucun polygone"),
        (geojson([SQUARE[0]], "LineString"), "aucun polygone"),
        (geojson([[[1, 1], [1, 1], [1, 1], [1, 1]]]), "pas de surface"),
        (geojson([[[1, 1], [2, 2], [3, 3], [1, 1]]]), "pas de surface"),
        (geojson([[[652709, 6492000], [1, 2], [2, 2]]]), "WGS\u00a084"),
        (geojson([[["3", "45"], [1, 2], [2, 2]]]), "pas un nombre"),
        (geojson([[[True, False], [1, 2], [2, 2]]]), "pas un nombre"),
        (geojson([[[3], [1, 2], [2, 2]]]), "pas un nombre"),
        (geojson([[3, 45]]), "mal formé"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 2], [2, 2]]]}', "GeoJSON lisible"),
        (b'{"type": "Polygon", "coordinates": [[[Infinity, 1], [1, 2], [2, 2]]]}', "GeoJSON lisible"),
        (b'{"type": "Polygon", "coordinates": [[[1e999, 1], [1, 2], [2, 2]]]}', "WGS\u00a084"),
        (b'{"type": "Polygon", "coordinates": [[[' + b"9" * 400 + b", 1], [1, 2], [2, 2]]]}", "WGS\u00a084"),
        (b'{"type": "Polygon", "coordinates": [[[' + b"9" * 5000 + b", 1], [1, 2], [2, 2]]]}", "GeoJSON lisible"),
        (geojson([[]] * 2_001), "morceaux"),
        (geojson([[SQUARE]] * 2_001, "MultiPolygon"), "morceaux"),
        (geojson([[[1, 2]] * (contours.MOST_POINTS + 1)]), "points"),
    ],
)
def test_what_is_no_contour_is_refused_with_a_reason(source, said):
    with pytest.raises(ContourRefused, match=said):
        read(source)
