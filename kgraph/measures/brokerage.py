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
from numpy.typing import NDArray
from scipy import sparse

from kgraph.measures.arrays import UNKNOWN, Arrays, Floats, Ints, read_arrays, tie
from kgraph.measures.triangles import Ties, list_triangles, name_ties, orient_ties

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
    raw = count_roles(arrays)
    sizes = numpy.bincount(arrays.home, minlength=len(arrays.countries)).astype(numpy.float64)
    nodes = len(arrays.names)
    density = arrays.counts.nnz / max(1, nodes * (nodes - 1))
    expected, variance = (found[arrays.home] for found in expect_roles(sizes, density))
    table = zip(raw, expected, score(raw, expected, variance), arrays.names, arrays.home, strict=True)
    brokers = [make_broker(network, name, arrays.countries[home], rows) for *rows, name, home in table]
    brokers.sort(key=lambda broker: (-(broker.raw.total or 0), broker.label, broker.iri))
    sums, (chance, spread) = raw.sum(axis=0), expect_sums(sizes, density)
    return Brokerage(brokers, *(make_roles(row) for row in (sums, chance, score(sums, chance, spread))))


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
    ties = orient_ties(arrays.ties)
    up, down = (find_arcs(ties, arcs) for arcs in (arrays.counts, arrays.counts.T.tocsr()))
    alike = arrays.home[ties.ends[0]] == arrays.home[ties.ends[1]]
    given, taken = count_ends(arrays, ties, up, down), count_ends(arrays, ties, down, up)
    returned, returned_own = (count_nodes(arrays, ties, up & down & chosen) for chosen in (alike | True, alike))
    node = numpy.arange(len(arrays.names))
    from_own, to_own = taken[node, arrays.home], given[node, arrays.home]
    sources, targets = taken.sum(axis=1), given.sum(axis=1)
    coordinator = from_own * to_own - returned_own
    itinerant = (given * taken).sum(axis=1) - returned - coordinator
    representative, gatekeeper = from_own * (targets - to_own), (sources - from_own) * to_own
    liaison = sources * targets - returned - coordinator - itinerant - representative - gatekeeper
    roles = numpy.stack([coordinator, itinerant, representative, gatekeeper, liaison], axis=1)
    roles -= count_closed(ties, up, down, alike)
    return numpy.hstack([roles, roles.sum(axis=1, keepdims=True)]).astype(numpy.float64)


Flags = NDArray[numpy.bool_]
"""One for each tie."""


def find_arcs(ties: Ties, arcs: sparse.csr_array) -> Flags:
    """Along which ties an arc leads to the end of higher rank."""
    found = numpy.zeros(len(ties.keys), dtype=bool)
    found[numpy.searchsorted(ties.keys, name_ties(arcs, ties.order))] = True
    return found


def count_ends(arrays: Arrays, ties: Ties, up: Flags, down: Flags) -> Ints:
    """(n, countries): to how many of each country each node's arcs lead, of those up and down the ties."""
    shape = len(arrays.names), len(arrays.countries)
    sources, targets = numpy.hstack([ties.ends[:, up], ties.ends[::-1, down]])
    places = sources * shape[1] + arrays.home[targets]
    return numpy.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)


def count_nodes(arrays: Arrays, ties: Ties, chosen: Flags) -> Ints:
    """How many of the chosen ties each node has."""
    return numpy.bincount(ties.ends[:, chosen].ravel(), minlength=len(arrays.names))


def count_closed(ties: Ties, up: Flags, down: Flags, alike: Flags) -> Ints:
    """(n, 5): pairs around each node that deal with each other, by the role it would have had."""
    closed = numpy.zeros(len(ties.order) * 5, dtype=numpy.int64)
    for sides in list_triangles(ties):
        arc = {ends: (up if ends in SIDES else down)[sides[side_of(*ends)]] for ends in permutations(range(3), 2)}
        same = alike[sides]
        places = []
        for i, j, k in permutations(range(3)):
            held = numpy.flatnonzero(arc[i, j] & arc[j, k] & arc[i, k])
            role = name_roles(same[side_of(i, j), held], same[side_of(j, k), held], same[side_of(i, k), held])
            places.append(ties.ends[int(j > 0), sides[int(j > 1), held]] * 5 + role)
        closed += numpy.bincount(numpy.concatenate(places), minlength=len(closed))
    return closed.reshape(-1, 5)


def side_of(one: int, other: int) -> int:
    return SIDES[min(one, other), max(one, other)]


ROLE = numpy.array([4, 3, 2, 0, 1, 1, 1, 0])
"""The role's place in `Roles`, by: i and j alike (2), j and k alike (1), i and k alike (4)."""


def name_roles(before: NDArray[numpy.bool_], after: NDArray[numpy.bool_], ends: NDArray[numpy.bool_]) -> Ints:
    """The role of a broker of the same country as the one before, as the one after; those of one country."""
    role: Ints = ROLE[before * 2 + after + ends * 4]
    return role


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
