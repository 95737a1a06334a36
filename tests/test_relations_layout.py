"""Where the two drawings put partners: always the same, never two in one place, nobody moved by a newcomer."""

import random
import time
from itertools import pairwise

from documents.relations_target import apart
from partnerships.relations.layout import (
    Actor,
    _nearest,
    _nearest_free,
    graph_places,
    joined_angles,
    joined_places,
    target_angles,
)


def a_net(count, links, seed=7):
    dice = random.Random(seed)
    families = ("state", "local", "associations", "individuals", "")
    actors = [Actor(f"p{n}", families[n % 5], is_lead=n == 0) for n in range(count)]
    pairs = [(f"p{dice.randrange(count)}", f"p{dice.randrange(count)}") for _n in range(links)]
    return actors, [pair for pair in pairs if pair[0] != pair[1]]


def test_the_graph_gives_each_a_slot_of_its_own_and_the_same_one_each_time():
    actors, pairs = a_net(40, 60)
    places = graph_places(actors, pairs)
    assert places == graph_places(actors, pairs)
    assert len({tuple(place) for place in places.values()}) == len(actors)
    assert all(column >= 0 and row >= 0 for column, row in places.values())


def test_those_whom_nothing_ties_stand_in_the_last_rows():
    actors, pairs = a_net(20, 0)
    pairs = [("p0", "p1"), ("p1", "p2")]
    places = graph_places(actors, pairs)
    assert max(places[name][1] for name in ("p0", "p1", "p2")) < min(places[f"p{n}"][1] for n in range(3, 20))


def test_a_newcomer_stands_beside_those_it_is_tied_to_and_moves_nobody():
    actors, pairs = a_net(30, 40)
    known = graph_places(actors, pairs)
    added = joined_places([*actors, Actor("new", "local"), Actor("alone", "")], [*pairs, ("new", "p3")], known)
    assert set(added) == {"new", "alone"}
    assert tuple(added["new"]) not in {tuple(place) for place in known.values()}
    assert abs(added["new"][0] - known["p3"][0]) + abs(added["new"][1] - known["p3"][1]) <= 4
    assert added["alone"] != added["new"]


def test_the_search_of_a_free_slot_finds_the_nearest_of_all():
    dice = random.Random(3)
    for columns, rows in ((1, 30), (6, 9), (12, 3)):
        grid = {(column, row) for column in range(columns) for row in range(rows)}
        for _turn in range(60):
            held = set(dice.sample(sorted(grid), dice.randrange(len(grid))))
            x, y = dice.uniform(0, columns - 1), dice.uniform(0, rows - 1)
            assert _nearest_free(held, x, y, columns, rows) == _nearest(grid - held, x, y)


def test_a_place_very_far_away_costs_nothing_to_those_who_join():
    known = {"p0": [2_000_000_000, 2_000_000_000]}
    actors = [Actor(name, "local") for name in ("p0", "tied", "alone")]
    added = joined_places(actors, [("p0", "tied")], known)
    assert abs(added["tied"][0] - 2_000_000_000) + abs(added["tied"][1] - 2_000_000_000) == 1
    assert added["alone"][1] >= 2_000_000_000
    assert added["alone"] != added["tied"]


def test_the_target_puts_families_side_by_side_and_a_newcomer_with_its_own():
    actors, _pairs = a_net(21, 0)
    known = target_angles(actors)
    assert len(set(known.values())) == 20
    assert "p0" not in known
    local = sorted(known[actor.public_id] for actor in actors if actor.family == "local")
    assert local[-1] - local[0] < 90
    added = joined_angles([*actors, Actor("new", "local")], known)
    assert set(added) == {"new"}
    assert local[0] - 20 <= added["new"] <= local[-1] + 20


def test_a_first_partner_and_nobody_at_all_have_a_drawing_too():
    assert graph_places([], []) == target_angles([]) == {}
    assert joined_angles([Actor("a", "local")], {}) == {"a": 0}
    assert graph_places([Actor("a", "local")], []) == {"a": [0, 0]}


def test_neighbours_on_a_circle_give_way_to_each_other():
    found = apart([10, 11, 12, 200], 20)
    gaps = [after - before for before, after in pairwise(found)]
    assert min(gaps) >= 19
    assert abs(found[3] - 200) < 1


def test_three_hundred_partners_are_placed_without_falling_over():
    actors, pairs = a_net(300, 600)
    start = time.perf_counter()
    assert len(graph_places(actors, pairs)) == 300
    assert time.perf_counter() - start < 10  # half a second on an idle machine
