"""A network in; what flows from country to country, what comes back and what is more than chance out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import networkx

from kgraph.analysis import Findings
from kgraph.analysis.networks import keep_deals
from kgraph.gazetteer import country_name
from kgraph.measures import compare_chance, measure_flows
from kgraph.measures.chance import LEVEL
from kgraph.network import project_countries, sum_flows
from kgraph.network.projection import take_part
from kgraph.network.rows import Edge
from kgraph.tables import Cell, format_rows

By = Literal["kind", "year", "technology"]
UNKNOWN = "unknown"
FLOW = ("from", "to", "investments", "usd", "public_supports", "public_usd", "agreements", "meetings", "returned")
CHANCE = ("of", "from", "to", "value", "expected", "p", "q", "verdict")


class FlowLine(NamedTuple):
    """A flow as `kgraph.network.Flow` has it, of a part of the network where it is parted.

    returned: dollars, private and public, that flow back, per dollar; None within a country and without dollars.
    """

    part: str | None
    source: str | None
    target: str | None
    investments: int
    usd: float | None
    public_supports: int
    public_usd: float | None
    agreements: int
    meetings: int
    returned: float | None


class ChanceLine(NamedTuple):
    """A value that is compared with chance: events or dollars from one country to another, or an E-I index ("ei").

    An index has no target; that of the whole has no source either. q is p corrected for the number of tests.
    """

    of: str
    source: str | None
    target: str | None
    value: float | None
    expected: float | None
    p: float | None
    q: float | None
    verdict: str | None


def list_flows(network: networkx.MultiDiGraph, by: By | None = None) -> list[FlowLine]:
    """All flows, the most dollars first; by kind, year or technology those of each, in the order of words.

    An event of several technologies counts with each of them, its dollars split evenly.
    """
    parts = split_network(network, by) if by else [(None, network)]
    return [line for word, part in parts for line in make_lines(word, part)]


def make_lines(word: str | None, network: networkx.MultiDiGraph) -> Iterator[FlowLine]:
    between = measure_flows(project_countries(network)).flows
    returned = {(flow.source, flow.target): flow.returned for flow in between}
    return (FlowLine(word, *flow, returned.get((flow.source, flow.target))) for flow in sum_flows(network))


def split_network(network: networkx.MultiDiGraph, by: By) -> Iterator[tuple[str, networkx.MultiDiGraph]]:
    """The edges of each kind, year or technology, between all nodes."""
    loose = network.graph.get("loose", ())
    edges = [*(edge for *_, edge in network.edges(data=True)), *(edge for _, edge in loose)]
    for word in sorted({word for edge in edges for word in name_parts(edge, by)}):
        part = networkx.MultiDiGraph()
        part.add_nodes_from(network.nodes(data=True))
        for source, target, key, edge in network.edges(keys=True, data=True):
            if word in (words := name_parts(edge, by)):
                part.add_edge(source, target, key, **take_part(edge, len(words)))
        part.graph["loose"] = tuple(
            (source, take_part(edge, len(words))) for source, edge in loose if word in (words := name_parts(edge, by))
        )
        yield word, part


def name_parts(edge: Edge, by: By) -> tuple[str, ...]:
    if by == "kind":
        return (edge["kind"],)
    if by == "year":
        return (edge["date"][:4] if edge["date"] else UNKNOWN,)
    technologies: tuple[str, ...] = edge["technologies"]
    return technologies or (UNKNOWN,)


def compare_flows(network: networkx.MultiDiGraph) -> list[ChanceLine]:
    """Flows of deals, and E-I indices, beside what chance would make of them (see `kgraph.measures.chance`).

    Money counts from those who give to those who receive, or to the facility; what leads to a country alone has
    nobody's place to be dealt out, and is left out.
    """
    chance = compare_chance(keep_deals(network))
    return [ChanceLine(of, *line) for of, lines in chance._asdict().items() for line in lines]


def find_flows(network: networkx.MultiDiGraph, by: By | None = None) -> Findings:
    lines = list_flows(network, by)
    if by:
        return Findings((by, *FLOW), lines, describe_parts(lines, by))
    return Findings(FLOW, [line[1:] for line in lines], describe_flows(network, lines))


def describe_flows(network: networkx.MultiDiGraph, lines: Iterable[FlowLine]) -> Iterator[str]:
    """A table, and a sentence on what comes back."""
    yield describe_table(lines)
    matrix = measure_flows(project_countries(network))
    if matrix.reciprocity_usd is not None:
        yield f"\nOf the dollars that cross borders {matrix.reciprocity_usd:.0%} run both ways.\n"


def describe_table(lines: Iterable[FlowLine]) -> str:
    """Flows between countries by name; an agreement or a meeting stands both ways."""
    return format_rows(
        ("from", "to", "investments", "usd", "public_usd", "agreements", "meetings"),
        [
            (
                *map(name_country, (line.source, line.target)),
                line.investments + line.public_supports,
                *(line.usd, line.public_usd, line.agreements, line.meetings),
            )
            for line in lines
        ],
    )


def describe_parts(lines: Iterable[FlowLine], by: By) -> Iterator[str]:
    """The same by kind, year or technology, countries by their codes to leave it room."""
    yield format_rows(
        (by, "from", "to", "investments", "usd", "public_usd", "agreements", "meetings"),
        [
            (
                *(line.part, line.source or "?", line.target or "?", line.investments + line.public_supports),
                *(line.usd, line.public_usd, line.agreements, line.meetings),
            )
            for line in lines
        ],
    )


def find_chance(network: networkx.MultiDiGraph) -> Findings:
    lines = compare_flows(network)
    return Findings(CHANCE, lines, describe_chance(lines))


def describe_chance(lines: Sequence[ChanceLine]) -> Iterator[str]:
    """What is there, the least likely first; of p-values the corrected one."""
    shown = sorted((line for line in lines if line.value or line.verdict), key=order_chance)
    yield format_rows(CHANCE, list(map(name_whole, shown)))
    beyond = sum(line.verdict is not None for line in lines)
    yield f"\n{beyond} of {len(lines)} values are more or less than chance (q up to {LEVEL}).\n"
    yield "Chance deals the countries out anew among the same nodes.\n"


def order_chance(line: ChanceLine) -> tuple[float, str, str, str]:
    return 1.0 if line.p is None else line.p, line.of, line.source or "", line.target or ""


def name_whole(line: ChanceLine) -> Sequence[Cell]:
    return line._replace(source=line.source or ("all" if line.of == "ei" else UNKNOWN))


def name_country(code: str | None) -> str:
    return country_name(code) if code else UNKNOWN
