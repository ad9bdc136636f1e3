"""An open graph comes in, what the commands and the page show of it goes out: network, rankings, flows, facts."""

from collections import defaultdict
from pathlib import Path
from typing import Literal, NamedTuple

import networkx

from kgraph.errors import KgraphError
from kgraph.export import NETWORKS, describe_dataset, find_ending, write_dataset, write_network
from kgraph.gazetteer import country_name
from kgraph.measures import MEASURES, rank_centrality
from kgraph.network import EdgeRow, NodeRow, build_network, project_countries, project_organizations
from kgraph.page import FactRow, Quote, render_page
from kgraph.questions import ask
from kgraph.store import Plain, Rows, Store
from kgraph.things import FactLine, QuoteLine, read_quotes

Ranked = Literal["organizations", "governments", "countries"]
KINDS: dict[Ranked, str] = {
    "organizations": "Organization",
    "governments": "Government",
    "countries": "Country",
}


class Standing(NamedTuple):
    """A thing's rank by one measure, and its values by all of them; its country by name."""

    rank: int
    name: str
    country: str | None
    degree: float
    strength: float
    pagerank: float
    betweenness: float


def read_network(store: Store) -> networkx.MultiDiGraph:
    """The network by the rules of `network`."""
    return build_network(
        map(NodeRow._make, ask(store, "network-nodes")), map(EdgeRow._make, ask(store, "network-edges"))
    )


def rank_things(network: networkx.MultiDiGraph, of: Ranked, measure: str) -> list[Standing]:
    """Organizations, governments or countries, the highest value of a measure first.

    Organizations and governments are measured in one network, countries in one of their own.
    """
    projected = project_countries(network) if of == "countries" else project_organizations(network)
    rankings = {name: rank_centrality(projected, name, kinds=None) for name in MEASURES}
    values = {name: {row.iri: row.value for row in rows} for name, rows in rankings.items()}
    ranked = [row for row in rankings[measure] if row.kind == KINDS[of]]
    names = dict(projected.nodes(data="country_name"))
    return [
        Standing(rank, row.label, names[row.iri], *(values[name][row.iri] for name in MEASURES))
        for rank, row in enumerate(ranked, 1)
    ]


def read_flows(store: Store, named: bool = False) -> Rows:
    """Money between countries, these by their ISO 3166-1 codes or named for people; None is a country unknown."""
    flows = ask(store, "flows")
    return Rows(flows.columns, map(name_countries, flows)) if named else flows


def name_countries(flow: tuple[Plain, ...]) -> tuple[Plain, ...]:
    source, target, *numbers = flow
    return (*(country_name(str(code)) if code else "unknown" for code in (source, target)), *numbers)


def write_page(store: Store, title: str, path: Path) -> None:
    """Write the interactive page of the whole graph. Raises KgraphError where the file cannot be written."""
    page = make_page(store, title)
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgraphError(f"{path} cannot be written: {error.strerror}") from error


def write_export(store: Store, path: Path) -> None:
    """Write the graph with its description, or the network of it, in the format that a file's ending names.

    Raises KgraphError.
    """
    if find_ending(path) in NETWORKS:
        write_network(read_network(store), path)
    else:
        lines = list(store.dump())
        write_dataset([*lines, *describe_dataset(lines)], path)


def make_page(store: Store, title: str) -> str:
    """The interactive page of the whole graph."""
    network = read_network(store)
    return render_page(network, title, read_facts(store, network))


def read_facts(store: Store, network: networkx.MultiDiGraph) -> list[FactRow]:
    """All facts with those who take part in them, and with the words that say them."""
    things: defaultdict[str, set[str]] = defaultdict(set)
    for source, target, event in network.edges(data="event"):
        things[event] |= {source, target}
    for row in map(EdgeRow._make, ask(store, "network-edges")):
        things[row.event].add(row.thing)
    quotes = read_quotes(store)
    return [
        FactRow(
            event=line.event,
            kind=line.kind,
            label=line.label or "",
            sum=line.sum or "",
            usd=None if line.usd is None else float(line.usd),
            date=line.date,
            status=line.status,
            things=tuple(sorted(things[line.event])),
            evidence=tuple(map(make_quote, quotes[line.event])),
        )
        for line in map(FactLine._make, ask(store, "facts"))
    ]


def make_quote(line: QuoteLine) -> Quote:
    return Quote(line.quote, line.title or line.document, line.outlet, line.published, line.url)
