"""A network in; who ranks where by any measure, with the usual ones beside it, out."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import networkx

from kgraph.analysis import Findings
from kgraph.analysis.networks import KINDS, Of, project_network
from kgraph.measures import measure_nodes, rank_values
from kgraph.steps import time_step
from kgraph.tables import format_rows

USUAL = ("degree", "strength", "pagerank", "betweenness", "cross_border")
PATHS = ("betweenness", "cross_border", "bridging")


class Standing(NamedTuple):
    """A thing's rank and value by one measure, and its values by the usual ones.

    country: by name. strength: in dollars. within: betweenness less cross_border, what a place on the paths within
    countries gives. value: that of the measure ranked by, None where it is not defined. error: its standard error
    where it is sampled. code: the country's by ISO 3166-1.
    """

    rank: int
    name: str
    country: str | None
    degree: float
    strength: float
    pagerank: float
    betweenness: float
    cross_border: float
    within: float
    value: float | None
    error: float | None
    kind: str
    code: str | None
    iri: str


class Standings(NamedTuple):
    """All of a kind, the highest value first, and how the measure was taken ("exact", "sampled: ...")."""

    rows: list[Standing]
    method: str


@time_step("measured")
def rank_things(network: networkx.MultiDiGraph, of: Of, measure: str) -> Standings:
    """The ranking of all of a kind, each kind in the network of `project_network`.

    KgraphError where there is no such measure.
    """
    kind = KINDS[of]
    projected = project_network(network, kind)
    found = measure_nodes(projected, dict.fromkeys([*USUAL, measure]), countries_too=kind == "Country")
    ranked = rank_values(projected, found[measure], {kind})
    names, errors = dict(projected.nodes(data="country_name")), found[measure].errors or {}
    rows = []
    for row in ranked:
        usual = [found[name].values[row.iri] or 0.0 for name in USUAL]
        within = round(usual[-2] - usual[-1], 12)
        about = (within, row.value, errors.get(row.iri), kind, row.country, row.iri)
        rows.append(Standing._make((row.rank, row.label, names[row.iri], *usual, *about)))
    return Standings(rows, found[measure].method)


def find_ranking(standings: Standings, measure: str, top: int) -> Findings:
    rows = standings.rows[:top]
    return Findings(Standing._fields, rows, describe_ranking(rows, measure))


def describe_ranking(rows: Sequence[Standing], measure: str) -> Iterator[str]:
    """The measure ranked by, then the usual ones as far as a line holds them."""
    usual = ("degree", "strength", "betweenness", "cross_border", *(("within",) if measure in PATHS else ()))
    others = [name for name in usual if name != measure]
    yield format_rows(
        ("rank", "name", "country", measure, *others),
        [(row.rank, row.name, row.code, row.value, *(getattr(row, name) for name in others)) for row in rows],
    )
