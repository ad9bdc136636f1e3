"""A network and the facts behind it in; one HTML file that draws and tells them out, as text.

The file asks for nothing: the drawing library (vis-network, as pyvis ships it), style and script stand in it,
and its Content-Security-Policy forbids every request. Data reaches it through `tojson` only, and its script
writes text, never markup: names and quotes, whatever they hold, stay names and quotes.

`layout` says where each thing stands; `page.html`, `page.css`, `picture.js` (the drawing) and `page.js`
(all around it, and the strings of the interface) are the template.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import networkx
import pyvis
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from pyvis.network import Network

from kgraph.page.layout import place_nodes


class Quote(NamedTuple):
    """The words of a document that say a fact, and where they stand."""

    quote: str
    title: str
    outlet: str | None = None
    date: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as the page tells it: an investment, agreement, meeting or operation.

    `sum` is the amount in words ("up to 6,400,000,000 USD"), `usd` the same in dollars, `date` as precise as
    it was said; `things` are the IRIs of all that take part.
    """

    event: str
    kind: str
    label: str
    sum: str = ""
    usd: float | None = None
    date: str | None = None
    status: str | None = None
    things: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()


Json = dict[str, Any]
"""An object of the page's data."""

MONEY = frozenset({"investment", "public_support", "grant", "loan", "tax_credit", "acquisition", "joint_venture"})
BELONGING = frozenset({"operation", "affiliation"})
"""Kinds of edges: these two, and those between partners, whose direction means nothing."""
COLOURS = {"US": "#0072B2", "KR": "#D55E00", "JP": "#009E73"}
"""Okabe and Ito's colours, which colour-blind people can tell apart too; the commonest other countries get
the rest, further ones share OTHER_COLOUR."""
MORE_COLOURS = ("#E69F00", "#56B4E9", "#CC79A7", "#F0E442")
OTHER_COLOUR = "#7A7F87"
CURVED_LINKS = 300
"""Above so many nodes links are straight: bent ones cost too much to draw."""


def render_page(network: networkx.MultiDiGraph, title: str, facts: Sequence[FactRow]) -> str:
    """The whole page as text; write it as UTF-8.

    Nodes have the attributes label, kind, country and country_name (None where unknown); edges kind, event,
    label, date, usd (the part of this edge), event_usd, status and documents. Things and links without a row
    in `facts` are shown all the same.
    """
    names = sorted(network)
    number = {name: place for place, name in enumerate(names)}
    rows = sorted([*facts, *list_untold_facts(network, facts)], key=lambda row: row.event)
    net = Network(directed=True, cdn_resources="in_line", heading=title)
    net.nodes = draw_nodes(network, names)
    net.edges = draw_links(network, number, rows)
    net.options = choose_options(len(names))
    net.set_template_dir(str(Path(__file__).parent), "page.html")
    net.templateEnv = open_templates()
    net.templateEnv.globals["kg"] = {
        "countries": list_countries(network),
        "facts": [describe_fact(row, number) for row in rows],
    }
    html: str = net.generate_html()
    return html


def list_untold_facts(network: networkx.MultiDiGraph, facts: Sequence[FactRow]) -> list[FactRow]:
    """A row for every event that edges tell of and `facts` do not; its documents are all its evidence."""
    told = {row.event for row in facts}
    edges: dict[str, list[tuple[str, str, Json]]] = defaultdict(list)
    for source, target, edge in network.edges(data=True):
        if edge["event"] not in told:
            edges[edge["event"]].append((source, target, edge))
    return [describe_event(event, edges[event]) for event in sorted(edges)]


def describe_event(event: str, edges: Sequence[tuple[str, str, Json]]) -> FactRow:
    first = min((edge for _, _, edge in edges), key=lambda edge: (edge["kind"], str(edge.get("label"))))
    documents = sorted({str(document) for _, _, edge in edges for document in edge.get("documents") or ()})
    return FactRow(
        event=event,
        kind=first["kind"],
        label=first.get("label") or "",
        usd=first.get("event_usd", first.get("usd")),
        date=first.get("date"),
        status=first.get("status"),
        things=tuple(sorted({thing for source, target, _ in edges for thing in (source, target)})),
        evidence=tuple(Quote("", document, url=document) for document in documents),
    )


def draw_nodes(network: networkx.MultiDiGraph, names: Sequence[str]) -> list[Json]:
    """Nodes as vis-network takes them, numbered in the order of `names`; `size` is a radius in pixels."""
    radii = {name: measure_radius(network, name) for name in names}
    places = place_nodes(network, radii)
    return [
        {
            "id": place,
            "iri": name,
            "name": network.nodes[name].get("label") or name,
            "kind": network.nodes[name].get("kind") or "",
            "country": network.nodes[name].get("country") or "",
            "size": radii[name],
            "x": places[name][0],
            "y": places[name][1],
        }
        for place, name in enumerate(names)
    ]


def measure_radius(network: networkx.MultiDiGraph, name: str) -> float:
    """Grows with the logarithm of the number of facts that link the node."""
    edges = [*network.in_edges(name, data="event"), *network.out_edges(name, data="event")]
    return round(6 + 3.6 * math.log2(1 + len({event for _, _, event in edges})), 1)


def draw_links(network: networkx.MultiDiGraph, number: Mapping[str, int], rows: Sequence[FactRow]) -> list[Json]:
    """One line for each pair of linked nodes, however many facts link them: they are bundled in `facts`."""
    row_of = {row.event: place for place, row in enumerate(rows)}
    bundles: dict[tuple[str, str], list[tuple[str, Json]]] = defaultdict(list)
    for source, target, edge in network.edges(data=True):
        bundles[min(source, target), max(source, target)].append((source, edge))
    return [
        {"id": place, "from": number[ends[0]], "to": number[ends[1]]}
        | draw_bundle(ends, bundles[ends], [network.nodes[name].get("country") for name in ends])
        | {"facts": sorted({row_of[edge["event"]] for _, edge in bundles[ends]})}
        for place, ends in enumerate(sorted(bundles))
    ]


def draw_bundle(ends: tuple[str, str], edges: Sequence[tuple[str, Json]], countries: Sequence[str | None]) -> Json:
    """How one line looks: its family, arrows where money goes, width in pixels by dollars."""
    kinds = {edge["kind"] for _, edge in edges}
    givers = {source for source, edge in edges if edge["kind"] in MONEY}
    usd = math.fsum(edge.get("usd") or 0.0 for _, edge in edges)
    family = "money" if kinds & MONEY else "belonging" if kinds <= BELONGING else "agreement"
    return {
        "arrows": ", ".join(arrow for arrow, end in zip(("to", "from"), ends, strict=True) if end in givers),
        "cross": None not in countries and countries[0] != countries[1],
        "family": family,
        "usd": usd,
        "width": round(1.3 + 1.1 * max(0.0, math.log10(max(usd, 1.0)) - 6.5), 1),
    }


def choose_options(nodes: int) -> Json:
    """vis-network's options: nothing moves by itself, and what costs time is left out of large drawings."""
    large = nodes > CURVED_LINKS
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False if large else {"enabled": True, "type": "curvedCW", "roundness": 0.1}},
        "interaction": {
            "dragNodes": False,
            "hideEdgesOnDrag": large,
            "hideEdgesOnZoom": large,
            "hover": True,
            "keyboard": {"enabled": True, "bindToWindow": False},
            "multiselect": False,
        },
    }


def list_countries(network: networkx.MultiDiGraph) -> list[Json]:
    """Each country's code, name if known, colour and number of nodes, commonest first; none has code ""."""
    nodes = [network.nodes[name] for name in sorted(network)]
    known = {node["country"]: node["country_name"] for node in nodes if node.get("country_name")}
    counts = Counter(country or "" for _, country in network.nodes(data="country"))
    codes = sorted(counts, key=lambda code: (code == "", -counts[code], code))
    more = iter(MORE_COLOURS)
    return [
        {
            "code": code,
            "name": known.get(code),
            "colour": COLOURS.get(code) or (next(more, OTHER_COLOUR) if code else OTHER_COLOUR),
            "nodes": counts[code],
        }
        for code in codes
    ]


def describe_fact(row: FactRow, number: Mapping[str, int]) -> Json:
    """A fact as the page's script reads it; things that the network leaves out are left out."""
    return {
        "event": row.event,
        "kind": row.kind,
        "label": row.label,
        "sum": row.sum,
        "usd": None if row.usd is None else float(row.usd),
        "date": row.date,
        "status": row.status,
        "things": sorted({number[thing] for thing in row.things if thing in number}),
        "evidence": [Quote(*quote)._asdict() for quote in row.evidence],
    }


def open_templates() -> Environment:
    """Our template beside pyvis's own files, everything escaped, JSON short and always in the same order."""
    folders = [Path(__file__).parent, Path(pyvis.__file__).parent / "templates"]
    environment = Environment(
        autoescape=True,
        loader=ChoiceLoader([FileSystemLoader(folder, encoding="utf-8") for folder in folders]),
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    return environment
