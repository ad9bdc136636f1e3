"""A network and the facts behind it in; one HTML file that draws and tells them out, as text.

The file asks for nothing: the drawing library (vis-network, as pyvis ships it), style and script stand in it,
and its Content-Security-Policy forbids every request. Data reaches it through `tojson` only, and its script
writes text, never markup: names and quotes, whatever they hold, stay names and quotes.

    rows        the plain values that the page is made of
    layout      where each thing stands in the drawing
    drawing     nodes, links and countries as the script reads them
    grouping    what of a large network the page keeps, and a count of the rest
    telling     facts, sites and rankings as the script reads them
    static      the same picture without a browser, as SVG or PNG
    world       degrees to points on the map
    template/   page.html, its styles, and its script, one noun a file; `strings.js` has all words of the interface
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import networkx
import pyvis
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup
from pyvis.network import Network

from kgraph.page.drawing import BELONGING, MONEY, choose_options, draw_links, draw_nodes, list_countries
from kgraph.page.grouping import choose_kept, count_rest
from kgraph.page.rows import NOTHING
from kgraph.page.rows import Dispute as Dispute
from kgraph.page.rows import Extras as Extras
from kgraph.page.rows import FactRow as FactRow
from kgraph.page.rows import Flow as Flow
from kgraph.page.rows import Part as Part
from kgraph.page.rows import Quote as Quote
from kgraph.page.rows import RankedThing as RankedThing
from kgraph.page.rows import Ranking as Ranking
from kgraph.page.rows import Site as Site
from kgraph.page.rows import Step as Step
from kgraph.page.telling import list_untold_facts, tell_facts, tell_rankings, tell_sites
from kgraph.page.world import draw_coastlines

TEMPLATE = Path(__file__).parent / "template"


@contextmanager
def pause_collector() -> Iterator[None]:
    """Python's collector walks again and again through the many small parts of a page, of which none is lost meanwhile:
    that took a quarter of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@pause_collector()
def render_page(network: networkx.MultiDiGraph, title: str, facts: Sequence[FactRow], extras: Extras = NOTHING) -> str:
    """The whole page as text; write it as UTF-8.

    Nodes have the attributes label, kind, country and country_name (None where unknown); edges kind, event,
    label, date, usd (the part of this edge), event_usd, status and documents. Things and links without a row
    in `facts` are shown all the same. Of networks over 5,000 nodes the page keeps the 2,000 with most facts, and
    counts the rest by country and kind.
    """
    names = choose_kept(network)
    rest = count_rest(network, names)
    if rest["things"]:
        network = network.subgraph(names)
        linked = {event for _, _, event in network.edges(data="event")}
        facts = [fact for fact in facts if fact.event in linked]
    number = {name: place for place, name in enumerate(names)}
    rows = sorted([*facts, *list_untold_facts(network, facts)], key=lambda row: row.event)
    net = Network(directed=True, cdn_resources="in_line", heading=title)
    net.nodes = draw_nodes(network, names, extras)
    net.edges = draw_links(network, number, rows)
    net.options = choose_options(len(names))
    net.set_template_dir(str(TEMPLATE), "page.html")
    net.templateEnv = open_templates()
    net.templateEnv.globals["kg"] = {
        "countries": list_countries(network, rows),
        "families": {"money": sorted(MONEY), "belonging": sorted(BELONGING)},
        "measures": ["facts", *sorted(extras.measures)],
        "rest": rest,
        "rankings": tell_rankings(extras.rankings, number),
        "sites": tell_sites(extras.sites, number),
        "coastlines": draw_coastlines() if extras.sites else "",
        **tell_facts(rows, number),
    }
    html: str = net.generate_html()
    return html


def open_templates() -> Environment:
    """Our template beside pyvis's own files, everything escaped, JSON short and always in the same order."""
    folders = [TEMPLATE, Path(pyvis.__file__).parent / "templates"]
    environment = Environment(
        autoescape=True,
        loader=ChoiceLoader([FileSystemLoader(folder, encoding="utf-8") for folder in folders]),
    )
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "separators": (",", ":")}
    environment.globals["read"] = partial(read_part, environment)
    return environment


def read_part(environment: Environment, name: str) -> Markup:
    """A style or a script as it stands: what is no template is not compiled as one."""
    assert environment.loader
    return Markup(environment.loader.get_source(environment, name)[0].removesuffix("\n"))
