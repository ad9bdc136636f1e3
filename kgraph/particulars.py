"""An open graph and its network in; all that the page tells beside the drawing out, as the page's plain rows."""

from collections import defaultdict
from collections.abc import Iterator
from math import fsum

import networkx

from kgraph import ontology
from kgraph.analysis.brokerage import list_brokers
from kgraph.measures import measure_nodes
from kgraph.network import PartRow, list_moves
from kgraph.network.rows import MONEY
from kgraph.ontology import iri
from kgraph.page import Dispute, Extras, FactRow, Flow, Part, Quote, RankedThing, Ranking, Site
from kgraph.page import Step as PageStep
from kgraph.questions import ask
from kgraph.store import Store
from kgraph.things import FactLine, Named, QuoteLine, Statement, Step, read_quotes

MOST_MEASURED = 5_000
"""Larger networks are not measured for the page: betweenness would take minutes."""
MOST_BROKERS = 20
BESIDE = frozenset({"document", "technology"})
"""Roles that make nobody take part."""
MEASURED = ("betweenness", "degree", "pagerank", "strength")
THINGS = frozenset({"organization", "government", "person", "facility", "country"})


def read_facts(store: Store, network: networkx.MultiDiGraph) -> list[FactRow]:
    """All facts with those who take part in them, and with the words that say them."""
    parts, quotes, flows = read_parts(store, network), read_quotes(store), share_money(network)
    subjects, disputes, steps = read_subjects(store), read_disputes(store), read_steps(store)
    return [
        FactRow(
            event=line.event,
            kind=line.kind,
            label=line.label or "",
            sum=line.sum or "",
            usd=None if line.usd is None else float(line.usd),
            date=line.date,
            status=line.status,
            parts=tuple(sorted(parts[line.event])),
            evidence=tuple(map(make_quote, quotes[line.event])),
            technologies=tuple(subjects[line.event, "technology"]),
            policies=tuple(subjects[line.event, "policy"]),
            flows=tuple(flows[line.event]),
            disputes=tuple(disputes[line.event]),
            steps=tuple(steps[line.event]),
        )
        for line in map(FactLine._make, ask(store, "facts"))
    ]


def read_parts(store: Store, network: networkx.MultiDiGraph) -> defaultdict[str, set[Part]]:
    """Who takes part in each fact, and how; a country where its money ends in the network is a part too."""
    parts: defaultdict[str, set[Part]] = defaultdict(set)
    for row in map(PartRow._make, ask(store, "network-parts")):
        if row.role not in BESIDE:
            parts[row.event].add(Part(row.thing, row.role))
    for _, target, event in network.edges(data="event"):
        if network.nodes[target]["kind"] == "Country":
            parts[event].add(Part(target, "country"))
    return parts


def make_quote(line: QuoteLine | Statement) -> Quote:
    return Quote(line.quote or "", line.title or line.document, line.outlet, line.published, line.url)


def read_subjects(store: Store) -> defaultdict[tuple[str, str], list[str]]:
    """The names of each fact's technologies and policies."""
    subjects: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for event, subject, name in ask(store, "fact-subjects"):
        subjects[str(event), str(subject)].append(str(name))
    return subjects


def share_money(network: networkx.MultiDiGraph) -> defaultdict[str, list[Flow]]:
    """Each fact's money by the countries between which it goes, unless it is cancelled or part of another sum."""
    shares: defaultdict[str, defaultdict[tuple[str | None, str | None], list[float]]]
    shares = defaultdict(lambda: defaultdict(list))
    for ends, edge in list_moves(network):
        if edge["family"] in MONEY and edge["status"] != "cancelled":
            shares[edge["event"]][ends] += [] if edge["usd"] is None else [edge["usd"]]
    flows: defaultdict[str, list[Flow]] = defaultdict(list)
    for event, pairs in shares.items():
        for source, target in sorted(pairs, key=str):
            usd = pairs[source, target]
            flows[event].append(Flow(source, target, fsum(usd) if usd else None))
    return flows


def read_disputes(store: Store) -> defaultdict[str, list[Dispute]]:
    """On which properties of each fact documents disagree, and what each says."""
    disputes: defaultdict[str, list[Dispute]] = defaultdict(list)
    for line in map(Statement._make, ask(store, "conflicts")):
        name = ontology.label(iri(f"kg:{line.property}"))
        disputes[line.event].append(Dispute(name, line.value, make_quote(line)))
    return disputes


def read_steps(store: Store) -> defaultdict[str, list[PageStep]]:
    """How each investment went whose status or sum has changed."""
    steps: defaultdict[str, list[PageStep]] = defaultdict(list)
    for line in map(Step._make, ask(store, "history")):
        steps[line.event].append(PageStep(line.date, line.status, line.sum))
    return steps


def read_extras(store: Store, network: networkx.MultiDiGraph) -> Extras:
    """Other names, sites on the map, and what the network measures."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for line in map(Named._make, ask(store, "names")):
        if line.kind in THINGS:
            names[line.iri].add(line.name)
    small = len(network) <= MOST_MEASURED
    return Extras(
        names={thing: tuple(sorted(known)) for thing, known in names.items()},
        measures=measure_things(network) if small else {},
        sites=tuple(read_sites(store)),
        rankings=(rank_brokers(network),) if small else (),
    )


def read_sites(store: Store) -> Iterator[Site]:
    for facility, town, latitude, longitude in ask(store, "sites"):
        yield Site(str(facility), str(town), float(str(latitude)), float(str(longitude)))


def measure_things(network: networkx.MultiDiGraph) -> dict[str, dict[str, float]]:
    """Some measures of all things but countries, by their IRIs."""
    measured = measure_nodes(network, MEASURED)
    return {
        name: {str(node): value for node, value in found.values.items() if value is not None}
        for name, found in measured.items()
    }


def rank_brokers(network: networkx.MultiDiGraph) -> Ranking:
    """Who stands between the most pairs that do not deal with each other, most pairs first."""
    brokers = [line for line in list_brokers(network).lines if line.total][:MOST_BROKERS]
    return Ranking(
        "Brokers",
        "Pairs that deal with an organization and not with each other (Gould and Fernandez): all of them, those of two "
        "other countries (liaison), from its own country to another (representative) and back (gatekeeper).",
        ("Pairs", "Liaison", "Representative", "Gatekeeper"),
        tuple(
            RankedThing(line.iri, (line.total, line.liaison, line.representative, line.gatekeeper)) for line in brokers
        ),
    )
