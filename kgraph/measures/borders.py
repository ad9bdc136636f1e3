"""A network in; how far its ties, and those of each country and node, cross borders out.

Ties are those between two nodes that have anything to do with each other, once each, without direction; only ties
count whose ends both have a known country.

- E-I index: (E - I) / (E + I), E ties across borders, I within (Krackhardt & Stern 1988): 1 all abroad, -1 all at
  home. A country's is that of its members' ties, each tie within it once.
- assortativity: 1 where all ties stay within countries, 0 where they fall as chance has it (Newman 2003).
- participation: 1 - sum over countries of (k_c / k)^2, k_c a node's ties with country c (Guimera & Amaral 2005):
  0 all with one country, near 1 evenly with many.
"""

from typing import NamedTuple

import networkx
import numpy

from kgraph.measures.arrays import UNKNOWN, Arrays, Floats, Ints, Measured, count_homes, divide, read_arrays


class Openness(NamedTuple):
    """Ties across borders and within, of a country or (None) of the whole, and its E-I index; None without ties."""

    country: str | None
    external: int
    internal: int
    ei: float | None


class Borders(NamedTuple):
    """The whole, each country in the order of codes, and how alike the countries of joined nodes are."""

    whole: Openness
    countries: list[Openness]
    assortativity: float | None


def measure_borders(network: networkx.Graph) -> Borders:
    """The E-I index of the whole and of each country, and assortativity by country.

    Assortativity is None where all ties that count are with a single country, or there are none.
    """
    arrays = read_arrays(network, countries_too=False)
    ends = list_known(arrays)
    external, internal = count_sides(ends, len(arrays.countries))
    countries = [make_openness(*row) for row in zip(arrays.countries, external, internal, strict=True)]
    whole = make_openness(None, external.sum() // 2, internal.sum())
    mixing = numpy.zeros((len(arrays.countries),) * 2)
    numpy.add.at(mixing, tuple(numpy.hstack([ends, ends[::-1]])), 1)
    return Borders(whole, countries, find_assortativity(mixing))


def list_known(arrays: Arrays) -> Ints:
    """(2, ties): the countries of both ends of each tie, where both are known."""
    low, high = arrays.ties.nonzero()
    ends = arrays.home[numpy.stack([low, high])[:, low < high]]
    known: Ints = ends[:, (ends != UNKNOWN).all(axis=0)]
    return known


def count_sides(ends: Ints, countries: int) -> tuple[Ints, Ints]:
    """Each country's ties across borders and within; what crosses counts for both."""
    across = ends[0] != ends[1]
    external = numpy.bincount(ends[:, across].ravel(), minlength=countries)
    return external, numpy.bincount(ends[0, ~across], minlength=countries)


def make_openness(country: str | None, external: int, internal: int) -> Openness:
    ties = int(external + internal)
    return Openness(country, int(external), int(internal), float(external - internal) / ties if ties else None)


def find_assortativity(mixing: Floats) -> float | None:
    """Newman's coefficient of a matrix of ties, or of shares of them, between kinds: (trace - |e^2|) / (1 - |e^2|)."""
    if not mixing.sum():
        return None
    shares = mixing / mixing.sum()
    chance = float((shares.sum(axis=0) * shares.sum(axis=1)).sum())
    return None if numpy.isclose(chance, 1) else float((numpy.trace(shares) - chance) / (1 - chance))


def measure_neighbours(arrays: Arrays) -> dict[str, Measured]:
    """ei and participation of each node; not defined without ties that count."""
    homes = count_homes(arrays)
    to = (arrays.ties @ homes).toarray()
    to[arrays.home == UNKNOWN] = 0
    ties = to.sum(axis=1)
    own = (to * homes.toarray()).sum(axis=1)
    index = numpy.where(ties > 0, divide(ties - 2 * own, ties), numpy.nan)
    participation = numpy.where(ties > 0, 1 - divide((to**2).sum(axis=1), ties**2), numpy.nan)
    return {"ei": Measured(index), "participation": Measured(participation)}
