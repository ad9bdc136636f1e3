"""A network in; a place for every node out: countries as regions round a centre, nothing moves afterwards.

Korea, Japan and the United States stand apart as a map of the Pacific shows them, other countries between
and around them. Inside its region a node is drawn towards what it is linked with, then moved aside until its
name has room. The same network gets the same places: no chance is involved, and ties go by node id.

Lengths are pixels of the opening view at its natural size; y grows downwards.
"""

import math
from collections.abc import Mapping, Sequence

import networkx
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Points have the shape (n, 2): x and y."""
Pairs = NDArray[np.int64]

STRETCH = 2.15
"""Screens are wide: distances along x are this much longer than along y."""
CELL = 66.0
"""Diameter of the room that one node takes in its region, along y."""
GAP = 80.0
"""Between two regions, along y."""
NAME_WIDTH = 124.0
"""Longer names take two lines."""
MAIN_ANGLES = {"US": -14.0, "JP": 90.0, "KR": -166.0}
"""Degrees clockwise from the right."""
STEPS = 240
PAIRS = 20_000_000
"""Pairs of nodes that all steps together may look at: larger networks get fewer steps, the largest none."""


def place_nodes(network: networkx.MultiDiGraph, radii: Mapping[str, float]) -> dict[str, tuple[int, int]]:
    """x and y of each node, which attributes `country` and `label` describe; `radii` are the nodes' sizes."""
    names = sorted(network)
    if not names:
        return {}
    countries = [network.nodes[name].get("country") or "" for name in names]
    codes = sorted(set(countries), key=lambda code: (-countries.count(code), code))
    region = np.array([codes.index(code) for code in countries])
    reach = CELL / 2 * np.sqrt(np.bincount(region)) * 1.1
    anchors = place_regions(codes, reach)
    links = link_pairs(network, names)
    points = settle(seed_points(anchors[region], region, links), anchors[region], reach[region], links)
    points[:, 0] *= STRETCH
    spread(points, measure_rooms(network, names, radii))
    points -= (points.min(axis=0) + points.max(axis=0)) / 2
    return {name: (round(float(x)), round(float(y))) for name, (x, y) in zip(names, points, strict=True)}


def place_regions(codes: Sequence[str], reach: Floats) -> Floats:
    """Centres of the regions: the main countries in their directions and near each other, the rest around."""
    centres = np.zeros((len(codes), 2))
    main = [place for place, code in enumerate(codes) if code in MAIN_ANGLES]
    if len(main) > 1:
        centres[main] = draw_together([MAIN_ANGLES[codes[place]] for place in main], reach[main])
    placed = main
    inner = float(np.hypot(*centres[main].T).min()) * 1.1 if main else 0.0
    for place in range(len(codes)):
        if place not in main:
            centres[place] = find_spot(centres[placed], reach[placed], float(reach[place]), inner)
            placed = [*placed, place]
    return centres


def draw_together(angles: Sequence[float], reach: Floats) -> Floats:
    """Shape (n, 2): points at these angles, moved to the centre until their regions touch."""
    turns = np.radians(angles)
    points: Floats = np.stack([np.cos(turns), np.sin(turns)], axis=1) * reach.sum() * 2
    need = reach[:, None] + reach[None, :] + GAP
    for _ in range(STEPS):
        points *= 0.97
        for _ in range(8):
            if not push_apart(points, need):
                break
    return points


def find_spot(centres: Floats, reach: Floats, own: float, inner: float) -> Floats:
    """The free spot that widens the picture least, on one of the rays from the centre; `inner` stays free."""
    turns = np.radians(np.arange(0, 360, 7.5))
    farthest = inner + 3 * (reach.sum() + own + GAP)
    distances = np.arange(inner, farthest, max(8.0, farthest / 400))
    spots = (np.stack([np.cos(turns), np.sin(turns)], axis=1)[:, None] * distances[:, None]).reshape(-1, 2)
    apart = np.hypot(*(spots[:, None] - centres[None, :]).transpose(2, 0, 1))
    free = spots[(apart >= own + reach + GAP).all(axis=1)]
    low = np.minimum((centres - reach[:, None]).min(axis=0, initial=0), free - own - GAP / 2)
    high = np.maximum((centres + reach[:, None]).max(axis=0, initial=0), free + own + GAP / 2)
    cost = (high - low).sum(axis=1) + 0.15 * np.hypot(free[:, 0], free[:, 1])
    best = int(np.argmin(np.round(cost, 6)))
    return np.array([free[best, 0], free[best, 1]])


def push_apart(points: Floats, need: Floats | float) -> bool:
    """Move pairs that are nearer than they need to be half the lacking distance each; whether there were any."""
    apart = points[:, None] - points[None, :]
    distance = np.hypot(apart[..., 0], apart[..., 1])
    np.fill_diagonal(distance, np.inf)
    if (distance >= need).all():
        return False
    lacking = np.clip(need - distance, 0, None) / np.maximum(distance, 1e-9)
    points += (apart * lacking[..., None]).sum(axis=1) / 2
    return True


def link_pairs(network: networkx.MultiDiGraph, names: Sequence[str]) -> Pairs:
    """Shape (m, 2): the places in `names` of nodes that are linked, each pair once."""
    place = {name: number for number, name in enumerate(names)}
    pairs = {(min(place[a], place[b]), max(place[a], place[b])) for a, b in network.edges() if a != b}
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def seed_points(anchors: Floats, region: Pairs, links: Pairs) -> Floats:
    """Begin as sunflowers: in each region the best linked node in the middle, the others round it."""
    degree = np.bincount(links.ravel(), minlength=len(region))
    points = anchors.copy()
    for code in range(region.max() + 1):
        members = np.flatnonzero(region == code)
        members = members[np.argsort(-degree[members], kind="stable")]
        turn = np.arange(len(members)) * math.pi * (3 - math.sqrt(5))
        distance = CELL / 2 * np.sqrt(np.arange(len(members)))
        points[members] += np.stack([np.cos(turn), np.sin(turn)], axis=1) * distance[:, None]
    return points


def settle(points: Floats, anchors: Floats, reach: Floats, links: Pairs) -> Floats:
    """Let links pull, nearness push and regions hold, in ever smaller steps."""
    same = (anchors[links[:, 0]] == anchors[links[:, 1]]).all(axis=1)
    strength = np.where(same, 0.08, 0.012)[:, None]
    steps = count_steps(len(points))
    for step in range(steps):
        pull = (points[links[:, 1]] - points[links[:, 0]]) * strength
        move = (anchors - points) * 0.02
        np.add.at(move, links[:, 0], pull)
        np.add.at(move, links[:, 1], -pull)
        length = np.maximum(np.hypot(move[:, 0], move[:, 1]), 1e-9)
        points += move * np.minimum(1, CELL * 0.5 * (1 - step / steps) / length)[:, None]
        push_apart(points, CELL * 0.98)
        hold_inside(points, anchors, reach)
    return points


def count_steps(nodes: int) -> int:
    steps = min(STEPS, PAIRS // nodes**2)
    return steps if steps > 4 else 0


def hold_inside(points: Floats, anchors: Floats, reach: Floats) -> None:
    """Bring back to its region's border whatever has left it."""
    away = points - anchors
    distance = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1e-9)
    points[:] = anchors + away * np.minimum(1, reach / distance)[:, None]


def measure_rooms(network: networkx.MultiDiGraph, names: Sequence[str], radii: Mapping[str, float]) -> Floats:
    """Shape (n, 2): width and height that each node takes with its name under it."""
    return np.array([measure_room(str(network.nodes[name].get("label") or ""), radii[name]) for name in names])


def measure_room(label: str, radius: float) -> tuple[float, float]:
    """Names are written in one line or, where that is too long, in two."""
    width = sum(6.8 if letter < "\u1100" else 12.5 for letter in label)
    lines = 1 if width <= NAME_WIDTH else 2
    return max(min(width, NAME_WIDTH), 2 * radius) + 10, 2 * radius + 8 + 16 * lines


def spread(points: Floats, rooms: Floats) -> None:
    """Move nodes whose rooms overlap along the way that needs least, until none do."""
    for _ in range(count_steps(len(points))):
        need = (rooms[:, None] + rooms[None, :]) / 2
        apart = points[:, None] - points[None, :]
        lacking = np.clip(need - np.abs(apart), 0, None)
        overlap = np.asarray((lacking > 0.5).all(axis=2))
        np.fill_diagonal(overlap, False)
        if not overlap.any():
            return
        across = lacking[..., 0] < lacking[..., 1]
        push = np.stack([overlap & across, overlap & ~across], axis=2)
        points += (push * lacking * direction(apart)).sum(axis=1) * 0.3


def direction(apart: Floats) -> Floats:
    """The sign of each distance; where two nodes stand on one spot, the first gives way to the left."""
    order = np.sign(np.arange(len(apart))[:, None] - np.arange(len(apart))[None, :])
    signs = np.sign(apart)
    return np.where(signs == 0, order[..., None], signs)
