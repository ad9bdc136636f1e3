"""An open graph comes in, files of it or of its network, and the page with its facts, go out."""

from pathlib import Path

import networkx

from kgraph.analysis.networks import read_network
from kgraph.errors import KgraphError
from kgraph.export import NETWORKS, find_ending, write_dataset, write_network
from kgraph.files import write_file
from kgraph.network import Selection, select_network
from kgraph.page import render_page
from kgraph.page.drawing import count_facts, list_countries, measure_radius
from kgraph.page.layout import place_nodes
from kgraph.page.static import Format, draw_network
from kgraph.particulars import read_extras, read_facts
from kgraph.store import Store

ALL = Selection()


def write_page(store: Store, title: str, path: Path, selection: Selection = ALL) -> None:
    """Write the interactive page, as `make_page` makes it. Raises KgraphError where the file cannot be written."""
    write_file(path, make_page(store, title, selection))


def write_picture(store: Store, title: str, path: Path, selection: Selection = ALL) -> None:
    """Draw the graph, or what is asked for, into an SVG or PNG file. Raises KgraphError, also for any other ending."""
    forms: dict[str, Format] = {".svg": "svg", ".png": "png"}
    form = forms.get(path.suffix.lower())
    if form is None:
        raise KgraphError(f"{path} ends in neither .svg nor .png: choose one of these")
    write_file(path, draw_network(select_asked(read_network(store), selection), title, form))


def write_export(store: Store, path: Path, selection: Selection = ALL) -> None:
    """Write the graph, or the network of it, in the format that a file's ending names.

    Where something is asked for that alone is written, which takes a format of networks. Raises KgraphError.
    """
    if find_ending(path) in NETWORKS:
        write_network(dress_nodes(select_asked(read_network(store), selection)), path)
    elif selection != ALL:
        raise KgraphError(f"{path}: only networks can be written in part: use {', '.join(NETWORKS)}")
    else:
        write_dataset(store.dump(), path)


def select_asked(network: networkx.MultiDiGraph, selection: Selection) -> networkx.MultiDiGraph:
    """What is asked for; where nothing is, all, what is cancelled too."""
    return network if selection == ALL else select_network(network, selection)


def dress_nodes(network: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """The same network, its nodes with the page's colours, sizes and places in networkx's attribute `viz`."""
    radii = {name: measure_radius(facts) for name, facts in count_facts(network).items()}
    colours = {country["code"]: country["colour"] for country in list_countries(network, ())}
    for name, (x, y) in place_nodes(network, radii).items():
        red, green, blue = bytes.fromhex(colours[network.nodes[name]["country"] or ""][1:])
        network.nodes[name]["viz"] = {
            "color": {"r": red, "g": green, "b": blue},
            "position": {"x": float(x), "y": float(-y), "z": 0.0},  # Gephi's y grows upwards
            "size": radii[name],
        }
    return network


def make_page(store: Store, title: str, selection: Selection = ALL) -> str:
    """The interactive page of the whole graph, or of what is asked for."""
    network = select_asked(read_network(store), selection)
    facts = read_facts(store, network)
    if selection != ALL:
        kept = {edge["event"] for *_, edge in (*network.edges(data=True), *network.graph["loose"])}
        facts = [fact for fact in facts if fact.event in kept]
    return render_page(network, title, facts, read_extras(store, network))
