"""A network in; who stands between others of the same and of other countries, in which role, out.

j is a broker from i to k where i deals with j and j with k, but not i with k (Gould & Fernandez 1989). The role
follows from the three countries:

- coordinator (w_I): all of one. itinerant (w_O): i and k of one, j of another.
- representative (b_IO): j speaks for its own i abroad. gatekeeper (b_OI): j lets a stranger i in to its own k.
- liaison (b_O): three countries.

Edges have a direction, mutual ones both; how many run along matters not, loops count for nothing. Nodes whose
country is unknown take no part. What is expected of chance, and z, are those of a graph in which each arc stands
with the same probability, the countries being as they are; so R's package sna reckons them too.
"""

from itertools import permutations
from typing import Any, NamedTuple

import networkx
import numpy
from scipy import sparse

from kgraph.measures.arrays import UNKNOWN, Arrays, Floats, Ints, read_arrays, tie
from kgraph.measures.triangles import Flags, Ties, list_triangles, orient_ties

SIDES = {(0, 1): 0, (0, 2): 1, (1, 2): 2}
"""The place of the side between two corners of a triangle."""


class Roles(NamedTuple):
    """How often each role is played, or its z-score: None where chance knows no spread."""

    coordinator: float | None
    itinerant: float | None
    representative: float | None
    gatekeeper: float | None
    liaison: float | None
    total: float | None


class Broker(NamedTuple):
    """A node with its roles, what chance would give to one of its country, and how far it is from that."""

    label: str
    kind: str | None
    country: str
    raw: Roles
    expected: Roles
    z: Roles
    iri: str


class Brokerage(NamedTuple):
    """All brokers, most open pairs first, then by label and name; and the sums over the network."""

    brokers: list[Broker]
    raw: Roles
    expected: Roles
    z: Roles


def find_brokers(network: networkx.Graph) -> Brokerage:
    """Brokerage among all nodes whose `country` is known, those of kind Country aside."""
    arrays = keep_known(read_arrays(network, countries_too=False))
    roles = measure_roles(arrays)
    brokers = [
        make_broker(network, name, arrays.countries[home], rows)
        for *rows, name, home in zip(*roles, arrays.names, arrays.home, strict=True)
    ]
    brokers.sort(key=lambda broker: (-(broker.raw.total or 0), broker.label, broker.iri))
    sums, (chance, spread) = roles[0].sum(axis=0), expect_sums(*describe_chance(arrays))
    return Brokerage(brokers, *(make_roles(row) for row in (sums, chance, score(sums, chance, spread))))


def measure_roles(arrays: Arrays) -> tuple[Floats, Floats, Floats]:
    """(n, 6) each: the roles of each node, what chance would give, and z. All countries are known."""
    raw = count_roles(arrays)
    expected, variance = (found[arrays.home] for found in expect_roles(*describe_chance(arrays)))
    return raw, expected, score(raw, expected, variance)


def describe_chance(arrays: Arrays) -> tuple[Floats, float]:
    """The number of nodes of each country, and the share of arcs that there are."""
    sizes, nodes = numpy.bincount(arrays.home, minlength=len(arrays.countries)), len(arrays.names)
    return sizes.astype(numpy.float64), arrays.counts.nnz / max(1, nodes * (nodes - 1))


def make_broker(network: networkx.Graph, name: Any, country: str, rows: list[Floats]) -> Broker:
    label, kind = (network.nodes[name].get(key) for key in ("label", "kind"))
    raw, expected, z = map(make_roles, rows)
    return Broker(str(name if label is None else label), kind, country, raw, expected, z, str(name))


def make_roles(row: Floats) -> Roles:
    return Roles(*(None if numpy.isnan(value) else float(value) for value in row))


def score(raw: Floats, expected: Floats, variance: Floats) -> Floats:
    """z-scores, NaN where the variance is not above 0."""
    spread = numpy.sqrt(numpy.where(variance > 0, variance, numpy.nan))
    z: Floats = (raw - expected) / spread
    return z


def keep_known(arrays: Arrays) -> Arrays:
    """The part of a graph whose countries are known."""
    known = numpy.flatnonzero(arrays.home != UNKNOWN)
    names = tuple(arrays.names[place] for place in known)
    counts, dollars = (matrix[known][:, known] for matrix in (arrays.counts, arrays.dollars))
    return Arrays(names, arrays.countries, arrays.home[known], counts, dollars, tie(counts))


def count_roles(arrays: Arrays) -> Floats:
    """(n, 6): the five roles and their sum, of each node. All countries are known.

    All pairs of i and k around j, less those where i is k, less those where i deals with k.
    """
    ties = orient_ties(arrays)
    alike = arrays.home[ties.ends[0]] == arrays.home[ties.ends[1]]
    given, taken = (count_homes_met(arrays, arcs) for arcs in (arrays.counts, arrays.counts.T.tocsr()))
    both = ties.up & ties.down
    returned, returned_own = count_nodes(arrays, ties, both), count_nodes(arrays, ties, both & alike)
    node = numpy.arange(len(arrays.names))
    from_own, to_own = taken[node, arrays.home], given[node, arrays.home]
    in_degree, out_degree = numpy.bincount(arrays.counts.indices, minlength=len(node)), numpy.diff(arrays.counts.indptr)
    coordinator = from_own * to_own - returned_own
    itinerant = numpy.einsum("ij,ij->i", given, taken) - returned - coordinator
    representative, gatekeeper = from_own * (out_degree - to_own), (in_degree - from_own) * to_own
    liaison = in_degree * out_degree - returned - coordinator - itinerant - representative - gatekeeper
    roles = numpy.stack([coordinator, itinerant, representative, gatekeeper, liaison], axis=1)
    roles -= count_closed(ties, alike)
    return numpy.hstack([roles, roles.sum(axis=1, keepdims=True)]).astype(numpy.float64)


def count_homes_met(arrays: Arrays, arcs: sparse.csr_array) -> Ints:
    """(n, countries): to how many of each country each node's arcs lead."""
    shape = len(arrays.names), len(arrays.countries)
    rows = numpy.repeat(numpy.arange(shape[0]) * shape[1], numpy.diff(arcs.indptr))
    return numpy.bincount(rows + arrays.home[arcs.indices], minlength=shape[0] * shape[1]).reshape(shape)


def count_nodes(arrays: Arrays, ties: Ties, chosen: Flags) -> Ints:
    """How many of the chosen ties each node has."""
    return numpy.bincount(ties.ends[:, chosen].ravel(), minlength=len(arrays.names))


def count_closed(ties: Ties, alike: Flags) -> Ints:
    """(n, 5): pairs around each node that deal with each other, by the role it would have had."""
    closed = numpy.zeros(ties.nodes * 5, dtype=numpy.int64)
    states = ties.up + 2 * ties.down + 4 * alike
    for sides in list_triangles(ties):
        triangles = (states[sides[0]] << 6) + (states[sides[1]] << 3) + states[sides[2]]
        places = []
        for (_, j, _), roles in CLOSED.items():
            role = roles[triangles]
            held = numpy.flatnonzero(role != NO_ROLE)
            places.append(ties.ends[int(j > 0), sides[int(j > 1), held]] * 5 + role[held])
        closed += numpy.bincount(numpy.concatenate(places), minlength=len(closed))
    return closed.reshape(-1, 5)


def name_roles(i: int, j: int, k: int) -> Ints:
    """By the state of a triangle, the role between i and k that j would have, NO_ROLE where an arc is missing.

    Of 512 states; for each side, 0-1, 0-2 and 1-2, they hold 1 where an arc leads up, 2 where one leads down, 4 where
    both ends are of one country.
    """
    states = numpy.arange(512)

    def has(bit: int, one: int, other: int) -> Flags:
        found: Flags = states >> 3 * (2 - SIDES[min(one, other), max(one, other)]) & bit > 0
        return found

    arcs = [has(1 if one < other else 2, one, other) for one, other in ((i, j), (j, k), (i, k))]
    role = ROLE[has(4, i, j) * 2 + has(4, j, k) + has(4, i, k) * 4]
    return numpy.where(numpy.all(arcs, axis=0), role, NO_ROLE)


ROLE = numpy.array([4, 3, 2, 0, 1, 1, 1, 0])
"""The role's place in `Roles`, by: i and j alike (2), j and k alike (1), i and k alike (4)."""
NO_ROLE = 5
CLOSED = {corners: name_roles(*corners) for corners in permutations(range(3))}


def expect_roles(sizes: Floats, density: float) -> tuple[Floats, Floats]:
    """Means and variances (countries, 6) for a node of each country, of countries of these sizes.

    Each role has so many pairs of i and k; two of them depend on each other where they share one.
    """
    nodes, own, others = sizes.sum(), sizes - 1, sizes.sum() - sizes
    abroad, squares, cubes = (sum_others(sizes**power) for power in (1, 2, 3))
    crossing = others * own
    shared_crossing = 2 * (own * choose_two(others) + others * choose_two(own))
    elsewhere = others[:, None] - sizes[None, :]
    apart = choose_two(elsewhere) * sizes[None, :]
    everyone = numpy.full_like(sizes, (nodes - 1) * (nodes - 2))
    pairs = [own * (own - 1), squares - abroad, crossing, crossing, abroad**2 - squares, everyone]
    shared = [
        2 * own * (own - 1) * (own - 2),
        2 * (cubes - 3 * squares + 2 * abroad),
        shared_crossing,
        shared_crossing,
        4 * (apart.sum(axis=1) - apart.diagonal()),
        everyone * 2 * (nodes - 3),
    ]
    once = density**2 * (1 - density)
    mean = once * numpy.stack(pairs, axis=1)
    return mean, mean * (1 - once) + (density * (1 - density)) ** 3 * numpy.stack(shared, axis=1)


def sum_others(values: Floats) -> Floats:
    others: Floats = values.sum() - values
    return others


def choose_two(values: Floats) -> Floats:
    return values * (values - 1) / 2


def expect_sums(sizes: Floats, density: float) -> tuple[Floats, Floats]:
    """Mean and variance (6) of the sums over all nodes.

    Besides open pairs that share two arcs, such count of which one's arc is the one that the other lacks.
    """
    nodes = sizes.sum()
    others = nodes - sizes
    own, crossing, whole = (
        sizes * (sizes - 1) * (sizes - 2),
        sizes * others * (sizes - 1),
        nodes * (nodes - 1) * (nodes - 2),
    )
    x, y = sizes[:, None], sizes[None, :]
    itinerant = x * y * (x - 1) * ~numpy.eye(len(sizes), dtype=bool)
    a, b, c = ((density**up) * (1 - density) ** down for up, down in ((3, 3), (4, 2), (5, 1)))
    crossed = (crossing * ((nodes - 3) * a + (sizes - 2) * c)).sum()
    shared = numpy.array(
        [
            (own * ((4 * sizes - 10) * a - 4 * (sizes - 3) * b + (sizes - 3) * c)).sum(),
            (itinerant * ((2 * x + 2 * y - 6) * a + (nodes - x - 1) * c)).sum(),
            crossed,
            crossed,
            share_liaisons(sizes, a, b, c),
            whole * ((4 * nodes - 10) * a - 4 * (nodes - 3) * b + (nodes - 3) * c),
        ]
    )
    liaisons = whole - own.sum() - 3 * crossing.sum()
    once = density**2 * (1 - density)
    mean = once * numpy.array([own.sum(), crossing.sum(), crossing.sum(), crossing.sum(), liaisons, whole])
    return mean, mean * (1 - once) + shared


def share_liaisons(sizes: Floats, a: float, b: float, c: float) -> float:
    """The part of liaisons in `expect_sums`: over all i, j and k of three countries."""
    nodes, apart = sizes.sum(), ~numpy.eye(len(sizes), dtype=bool)
    total = 0.0
    for place, j in enumerate(sizes):
        i, k = sizes[:, None], sizes[None, :]
        three = apart & apart[place][:, None] & apart[place][None, :]
        weight = (4 * (nodes - j) - 2 * (i + k + 1)) * a - (4 * (nodes - k) - 2 * (i + j + 1)) * b
        total += float((i * j * k * (weight + (nodes - i - k - 1) * c) * three).sum())
    return total
