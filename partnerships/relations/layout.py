"""Where partners stand on the two drawings of their relations. Pure Python: no package, no page request.

Positions are kept (RelationsLayout) and made when links change or when somebody asks: a newcomer takes a free place, nobody
else moves. Same rows, same drawing: nothing here is random.
"""

import math
from dataclasses import dataclass

from partnerships.models import ActorFamily, Link, RelationsLayout

# The graph: how many slots for a partner, and how much taller than wide the grid is, slots being wider than tall.
SLOTS_EACH, TALL = 1.7, 1.0
# What the repulsions of all the rounds may cost, in pairs: half a second.
PAIRS = 600_000
ROUNDS = 90
_FAMILIES = list(ActorFamily.values)


@dataclass(frozen=True)
class Actor:
    """A partner to place: its family orders the target. `is_lead` stands in the middle."""

    public_id: str
    family: str
    is_lead: bool = False


def family_of(kind):
    """Return the code of the family of a PartnerKind, empty for « Autre »."""
    return next((family.value for family in ActorFamily if kind in family.kinds), "")


def read_actors(project):
    """Return ([Actor], [(public id, public id)]) of a project. Two queries."""
    rows = project.partnerships.order_by("position", "pk").values_list("public_id", "partner__kind", "is_lead")
    actors = [Actor(public_id, family_of(kind), is_lead) for public_id, kind, is_lead in rows]
    pairs = Link.objects.filter(project=project).order_by("pk").values_list("a__public_id", "b__public_id")
    return actors, list(pairs)


def place_newcomers(project):
    """Give a place to the partners that have none; the others stay. Call it in the operation that changes links."""
    layout = RelationsLayout.objects.select_for_update().filter(project=project).first()
    layout = layout or RelationsLayout(project=project)
    actors, pairs = read_actors(project)
    if not layout.graph:
        layout.graph = graph_places(actors, pairs)
    else:
        layout.graph = {**layout.graph, **joined_places(actors, pairs, layout.graph)}
    if not layout.target:
        layout.target = target_angles(actors)
    else:
        layout.target = {**layout.target, **joined_angles(actors, layout.target)}
    layout.save()
    return layout


def draw_anew(project):
    """Place everybody again, and keep the drawing as it was: `put_back` returns to it."""
    layout = RelationsLayout.objects.select_for_update().filter(project=project).first()
    layout = layout or RelationsLayout(project=project)
    actors, pairs = read_actors(project)
    layout.before = {"graph": layout.graph, "target": layout.target}
    layout.graph, layout.target = graph_places(actors, pairs), target_angles(actors)
    layout.save()
    return layout


def put_back(project):
    """Return to the drawing from before the last time it was made anew; return whether there was one."""
    layout = RelationsLayout.objects.select_for_update().filter(project=project).first()
    if layout is None or not layout.before:
        return False
    layout.graph, layout.target = layout.before["graph"], layout.before["target"]
    layout.before = {}
    layout.save()
    return True


# --- The target: an angle each, families side by side -------------------------------------------------------------
def _in_families(actors):
    order = {code: rank for rank, code in enumerate(_FAMILIES)}
    placed = [actor for actor in actors if not actor.is_lead]
    return sorted(placed, key=lambda actor: order.get(actor.family, len(order)))


def target_angles(actors):
    """Return {public id: degrees from the top, clockwise}: everybody at the same distance from the next."""
    placed = _in_families(actors)
    return {actor.public_id: round(360 * rank / len(placed)) % 360 for rank, actor in enumerate(placed)}


def joined_angles(actors, known):
    """Return the angles of those that `known` has not: each in the widest gap beside its own family, else anywhere."""
    families = {actor.public_id: actor.family for actor in actors}
    taken = {name: angle for name, angle in known.items() if name in families}
    found = {}
    for actor in _in_families(actors):
        if actor.public_id in taken:
            continue
        around = sorted(taken.items(), key=lambda pair: (pair[1], pair[0]))
        if not around:
            angle = 0
        else:
            gaps = [
                ((end[1] - start[1]) % 360 or (360 if len(around) == 1 else 0), start, end)
                for start, end in zip(around, around[1:] + around[:1], strict=True)
            ]
            kin = [gap for gap in gaps if actor.family in (families[gap[1][0]], families[gap[2][0]])]
            wide, start, _end = max(kin or gaps, key=lambda gap: (gap[0], -gap[1][1]))
            angle = round(start[1] + wide / 2) % 360
        taken[actor.public_id] = found[actor.public_id] = angle
    return found


# --- The graph: a slot of a grid each, so that no two cards ever touch -------------------------------------------
def graph_places(actors, pairs):
    """Return {public id: [column, row]}: those who are tied near each other, those who are not in the last rows."""
    names = [actor.public_id for actor in actors]
    index = {name: n for n, name in enumerate(names)}
    edges = sorted({tuple(sorted((index[a], index[b]))) for a, b in pairs if a in index and b in index and a != b})
    degree = [0] * len(names)
    for a, b in edges:
        degree[a] += 1
        degree[b] += 1
    tied = [n for n in range(len(names)) if degree[n]]
    rows = max(1, round(math.sqrt(SLOTS_EACH * max(len(tied), 1) * TALL)))
    columns = max(1, math.ceil(SLOTS_EACH * len(tied) / rows), 4 if len(names) > 6 else 1)
    points = _spread(tied, edges, degree)
    places, free = {}, {(column, row) for column in range(columns) for row in range(rows)}
    for n in sorted(tied, key=lambda n: (-degree[n], n)):
        x, y = points[n]
        slot = _nearest(free, x * (columns - 1), y * (rows - 1))
        free.discard(slot)
        places[names[n]] = list(slot)
    bottom = max((row for _column, row in places.values()), default=-1) + 1
    for rank, n in enumerate(n for n in range(len(names)) if not degree[n]):
        places[names[n]] = [rank % columns, bottom + rank // columns]
    return places


def _far(slot, x, y):
    # A step down looks shorter than a step aside: cards are wider than tall.
    return (slot[0] - x) ** 2 * 2 + (slot[1] - y) ** 2


def _nearest(free, x, y):
    return min(free, key=lambda slot: (_far(slot, x, y), slot))


def _nearest_free(held, x, y, columns, rows):
    """Return the slot of a grid nearest to a point of it that is not held; None when all are.

    Ring after ring: what is looked at grows with the number of slots held, never with the size of the grid.
    """
    middle, best, around = (round(x), round(y)), None, 0
    while around <= max(columns, rows):
        found = [slot for slot in _ring(middle, around, columns, rows) if slot not in held]
        if found:
            nearest = _nearest(found, x, y)
            best = min(best or nearest, nearest, key=lambda slot: (_far(slot, x, y), slot))
        around += 1
        # No slot of the next ring is nearer than half a step less.
        if best is not None and (around - 0.5) ** 2 > _far(best, x, y):
            break
    return best


def _ring(middle, around, columns, rows):
    """Yield the slots of the grid at `around` steps from the middle, sideways or downwards."""
    column, row = middle
    left, right, top, bottom = column - around, column + around, row - around, row + around
    for c in range(max(0, left), min(columns - 1, right) + 1):
        yield from ((c, r) for r in {top, bottom} if 0 <= r < rows)
    for r in range(max(0, top + 1), min(rows, bottom)):
        yield from ((c, r) for c in {left, right} if 0 <= c < columns)


def joined_places(actors, pairs, known):
    """Return the slots of those that `known` has not: beside those they are tied to, else after the last row."""
    names = {actor.public_id for actor in actors}
    taken = {name: tuple(place) for name, place in known.items() if name in names}
    columns = max((column for column, _row in taken.values()), default=3) + 1
    found = {}
    for actor in actors:
        name = actor.public_id
        if name in taken:
            continue
        near = [taken[b if a == name else a] for a, b in pairs if name in (a, b) and (b if a == name else a) in taken]
        held = set(taken.values())
        bottom = max((row for _column, row in held), default=0)
        if near:
            x, y = (sum(values) / len(near) for values in zip(*near, strict=True))
            slot = _nearest_free(held, x, y, columns, bottom + 2)
        else:
            # The first free of the last row: no further than there are partners.
            slot = next((slot for c in range(columns) if (slot := (c, bottom)) not in held), (0, bottom + 1))
        taken[name] = slot
        found[name] = list(slot)
    return found


def _spread(tied, edges, degree):
    """Return {n: (x, y) in the unit square} for those who are tied (Fruchterman and Reingold, from circles by degree)."""
    if not tied:
        return {}
    points = {}
    for rank, n in enumerate(sorted(tied, key=lambda n: (-degree[n], n))):
        # The golden angle: no two on one ray, the most tied in the middle.
        radius, angle = math.sqrt((rank + 0.5) / len(tied)), rank * 2.399963
        points[n] = [radius * math.cos(angle), radius * math.sin(angle)]
    ideal = 1.3 / math.sqrt(len(tied))
    rounds = max(8, min(ROUNDS, PAIRS // max(1, len(tied) * (len(tied) - 1) // 2)))
    for turn in range(rounds):
        _one_round(points, tied, edges, ideal, heat=0.22 * (1 - turn / rounds) + 0.005)
    across, down = _evenly(points, 0), _evenly(points, 1)
    return {n: (across[n], down[n]) for n in tied}


def _evenly(points, axis):
    """Return {n: 0 to 1} along an axis: half where the forces put it, half its rank, so that the sheet is used."""
    order = sorted(points, key=lambda n: (points[n][axis], n))
    low, high = points[order[0]][axis], points[order[-1]][axis]
    last = max(1, len(order) - 1)
    return {n: 0.5 * (points[n][axis] - low) / (high - low or 1) + 0.5 * rank / last for rank, n in enumerate(order)}


def _one_round(points, tied, edges, ideal, heat):
    """Move each point by what pushes and pulls it, at most by `heat`."""
    pull = {n: [0.0, 0.0] for n in tied}
    square = ideal * ideal
    for rank, n in enumerate(tied):
        x, y = points[n]
        mine = pull[n]
        for other in tied[rank + 1 :]:
            place, theirs = points[other], pull[other]
            dx, dy = x - place[0], y - place[1]
            force = square / (dx * dx + dy * dy + 1e-9)
            dx *= force
            dy *= force
            mine[0] += dx
            mine[1] += dy
            theirs[0] -= dx
            theirs[1] -= dy
    for a, b in edges:
        dx, dy = points[a][0] - points[b][0], points[a][1] - points[b][1]
        force = math.hypot(dx, dy) / ideal
        pull[a][0] -= dx * force
        pull[a][1] -= dy * force
        pull[b][0] += dx * force
        pull[b][1] += dy * force
    for n in tied:
        dx, dy = pull[n]
        # A little gravity, so that two nets that nothing joins stay on one sheet.
        dx, dy = dx - points[n][0] * ideal, dy - points[n][1] * ideal
        length = math.hypot(dx, dy) or 1e-9
        step = min(length, heat) / length
        points[n][0] += dx * step
        points[n][1] += dy * step
