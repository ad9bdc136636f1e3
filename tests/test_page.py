"""One file that asks for nothing, is the same for the same graph, and takes all data as text."""

import json
import re
from html.parser import HTMLParser
from itertools import combinations, cycle, islice
from typing import Any

import networkx
import pytest

from kgraph.page import FactRow, Quote, render_page
from kgraph.page.layout import measure_room, place_nodes

HOSTILE = (
    "<script>window.fired = 1</script>",
    "</script><script>window.fired = 1</script>",
    '"><img src=x onerror="window.fired = 1">',
    "{{ 7 * 7 }}{% raw %}{# #}",
    "javascript:window.fired = 1",
    "href='https://example.org/'",
    "\u202eright to left\u2066",
    "line\nfeed\r\u2028end",
    "__proto__",
    "<!-- \\u003c ${7 * 7} `",
    "\x00\x07\u200b🌏",
)


def add_edge(network: networkx.MultiDiGraph, source: str, target: str, **edge: Any) -> None:
    usual = {"kind": "investment", "label": "", "date": None, "usd": None, "status": None, "documents": ()}
    network.add_edge(source, target, **(usual | edge))


def make_network() -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    for iri, label, kind, country in [
        ("urn:chips", "반도체", "Organization", "KR"),
        ("urn:fab", "Fab of the chipmaker", "Facility", "US"),
        ("urn:ministry", "経済省", "Government", "JP"),
        ("urn:unknown", "Nobody knows where", "Organization", None),
    ]:
        network.add_node(iri, iri=iri, label=label, kind=kind, country=country)
    add_edge(network, "urn:chips", "urn:fab", event="urn:1", usd=3e9)
    add_edge(network, "urn:chips", "urn:fab", event="urn:chips-fab", kind="operation", label="Runs the fab")
    add_edge(network, "urn:ministry", "urn:chips", event="urn:2", kind="grant", usd=1e8)
    add_edge(network, "urn:chips", "urn:ministry", event="urn:3", kind="meeting")
    return network


def make_facts() -> list[FactRow]:
    quote = Quote("It will build a fab.", "A fab is coming", "The Daily", "2024-04-15", "https://example.org/a")
    return [
        FactRow(
            "urn:1",
            "investment",
            "A fab",
            "3,000,000,000 USD",
            3e9,
            "2024-04",
            "announced",
            ("urn:chips", "urn:fab"),
            (quote,),
        ),
        FactRow("urn:2", "grant", "A grant", things=("urn:chips", "urn:ministry", "urn:elsewhere")),
    ]


class Tags(HTMLParser):
    """Collects the attributes of all tags and the texts of script elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.strip():
            self.scripts.append(data)


def read_data(html: str) -> dict[str, Any]:
    """What the page's script is given, read back as JSON."""
    line = next(line for line in html.splitlines() if line.startswith("const DATA = "))
    found = re.fullmatch(r"const DATA = \{ nodes: (.*), links: (.*), \.\.\.(\{.*\}), options: .* \};", line)
    assert found
    nodes, links, rest = (json.loads(part) for part in found.groups())
    return {"nodes": nodes, "links": links, **rest}


def test_the_same_graph_gives_the_same_bytes_in_whatever_order_it_was_built() -> None:
    network, other = make_network(), networkx.MultiDiGraph()
    other.add_nodes_from(reversed(list(network.nodes(data=True))))
    other.add_edges_from(reversed([(*ends, edge) for *ends, edge in network.edges(data=True)]))
    first = render_page(network, "Title", make_facts())
    assert first == render_page(other, "Title", make_facts()[::-1])


def test_rendering_leaves_the_network_as_it_was() -> None:
    network = make_network()
    render_page(network, "Title", make_facts())
    assert list(network.nodes(data=True)) == list(make_network().nodes(data=True))
    assert list(network.edges(data=True)) == list(make_network().edges(data=True))


def test_the_page_loads_no_address() -> None:
    html = render_page(make_network(), "Title", make_facts())
    tags = Tags(html).tags
    assert [attributes for _, attributes in tags if "src" in attributes] == []
    links = [attributes["href"] for _, attributes in tags if "href" in attributes]
    assert all(link == "data:," or (link or "").startswith("#") for link in links)
    styles = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert len(styles) == 2
    assert all(re.match(r"url\(['\"]?data:", found) for style in styles for found in re.findall(r"url\(.{8}", style))
    assert not any("@import" in style for style in styles)


def test_the_page_forbids_every_request() -> None:
    policy = next(
        attributes["content"]
        for _, attributes in Tags(render_page(make_network(), "Title", [])).tags
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy and "default-src 'none'" in policy and "http" not in policy


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_stays_data(text: str) -> None:
    network = networkx.MultiDiGraph()
    for iri in (text, f"{text}2"):
        network.add_node(iri, iri=iri, label=text, kind=text, country=text, country_name=text)
    add_edge(
        network,
        text,
        f"{text}2",
        event=text,
        kind=text,
        label=text,
        date=text,
        status=text,
        documents=(text,),
    )
    fact = FactRow("urn:1", text, text, text, 1.0, text, text, (text,), (Quote(*[text] * 5),))
    html, plain = render_page(network, text, [fact]), render_page(make_network(), "Title", [])
    assert [tag for tag, _ in Tags(html).tags] == [tag for tag, _ in Tags(plain).tags]
    data = read_data(html)
    assert [node["name"] for node in data["nodes"]] == [text, text]
    assert data["facts"][-1]["evidence"][0] in (
        {"quote": text, **dict.fromkeys(("title", "outlet", "date", "url"), text)},
        {"quote": "", "title": text, "outlet": None, "date": None, "url": text},
    )


def test_facts_that_link_the_same_two_things_are_one_line() -> None:
    data = read_data(render_page(make_network(), "Title", make_facts()))
    by_ends = {(link["from"], link["to"]): link for link in data["links"]}
    names = [node["iri"] for node in data["nodes"]]
    assert names == sorted(names)
    line = by_ends[names.index("urn:chips"), names.index("urn:fab")]
    assert [data["facts"][place]["event"] for place in line["facts"]] == ["urn:1", "urn:chips-fab"]
    assert (line["family"], line["arrows"], line["cross"], line["usd"]) == ("money", "to", True, 3e9)


def test_an_arrow_points_to_who_gets_the_money_and_a_meeting_has_none() -> None:
    data = read_data(render_page(make_network(), "Title", []))
    names = [node["iri"] for node in data["nodes"]]
    line = next(link for link in data["links"] if link["to"] == names.index("urn:ministry"))
    assert (names[line["from"]], line["arrows"]) == ("urn:chips", "from")


def test_links_without_a_row_of_facts_are_told_too() -> None:
    data = read_data(render_page(make_network(), "Title", make_facts()))
    told = {fact["event"]: fact for fact in data["facts"]}
    assert told["urn:chips-fab"]["label"] == "Runs the fab"
    assert set(told) == {"urn:1", "urn:2", "urn:3", "urn:chips-fab"}


def test_more_money_makes_a_wider_line() -> None:
    widths = []
    for usd in (None, 1e6, 1e8, 1e10):
        network = make_network()
        network.remove_edges_from(list(network.edges(keys=True)))
        add_edge(network, "urn:chips", "urn:fab", event="urn:1", usd=usd)
        widths.append(read_data(render_page(network, "Title", []))["links"][0]["width"])
    assert widths[0] == widths[1] < widths[2] < widths[3]


def test_colours_of_the_three_countries_are_fixed_and_no_colour_is_missing() -> None:
    countries = read_data(render_page(make_network(), "Title", []))["countries"]
    colours = {country["code"]: country["colour"] for country in countries}
    assert {colours["US"], colours["KR"], colours["JP"]} == {"#0072B2", "#D55E00", "#009E73"}
    assert re.fullmatch("#[0-9A-F]{6}", colours[""])


def test_a_network_without_nodes_is_a_page_without_nodes() -> None:
    assert read_data(render_page(networkx.MultiDiGraph(), "Nothing yet", []))["nodes"] == []


def make_ring(nodes: int) -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    for place, country in enumerate(islice(cycle(["US", "KR", "JP", "US", "KR", "JP", "TW", "DE", None]), nodes)):
        network.add_node(f"urn:{place:03}", label=f"Company number {place}", kind="Organization", country=country)
    for place in range(nodes):
        add_edge(network, f"urn:{place:03}", f"urn:{place * 7 % nodes:03}", event=f"urn:event:{place}")
    return network


def test_names_of_a_hundred_things_have_room() -> None:
    network = make_ring(100)
    places = place_nodes(network, dict.fromkeys(network, 10.0))
    width, height = measure_room("Company number 10", 10.0)
    for (x, y), (other_x, other_y) in combinations(places.values(), 2):
        assert abs(x - other_x) > width - 12 or abs(y - other_y) > height - 4


def test_countries_are_regions_apart_as_on_a_map_of_the_pacific() -> None:
    network = make_ring(90)
    places = place_nodes(network, dict.fromkeys(network, 10.0))
    members = {
        code: [places[name] for name, of in network.nodes(data="country") if of == code] for code in ("US", "KR", "JP")
    }
    assert max(x for x, _ in members["KR"]) < min(x for x, _ in members["US"])
    assert sum(y for _, y in members["JP"]) / 20 > max(sum(y for _, y in members[code]) / 20 for code in ("US", "KR"))


@pytest.mark.parametrize("nodes", [1, 2, 5])
def test_few_nodes_are_placed_as_well(nodes: int) -> None:
    network = make_ring(nodes)
    assert len(set(place_nodes(network, dict.fromkeys(network, 10.0)).values())) == nodes
