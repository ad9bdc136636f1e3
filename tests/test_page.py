"""One file that asks for nothing, is the same for the same graph, and takes all data as text."""

import gc
import json
import math
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations, cycle, islice
from typing import Any

import networkx
import pytest

from kgraph.page import (
    Dispute,
    Extras,
    FactRow,
    Flow,
    Part,
    Quote,
    RankedThing,
    Ranking,
    Site,
    Step,
    render_page,
)
from kgraph.page.layout import measure_room, place_nodes
from kgraph.page.world import draw_coastlines, project_point

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
            (Part("urn:chips", "investor"), Part("urn:fab", "facility")),
            (quote,),
        ),
        FactRow("urn:2", "grant", "A grant", parts=(Part("urn:chips"), Part("urn:ministry"), Part("urn:elsewhere"))),
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


@pytest.mark.parametrize("rests", [False, True])
def test_rendering_leaves_the_collector_as_it_was(rests: bool) -> None:
    (gc.disable if rests else gc.enable)()
    try:
        render_page(networkx.MultiDiGraph(), "Empty", [])
        assert gc.isenabled() is not rests
    finally:
        gc.enable()


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
    quote = Quote(*[text] * 5)
    fact = FactRow(
        *("urn:1", text, text, text, 1.0, text, text, (Part(text, text),), (quote,), (text,), (text,)),
        flows=(Flow(text, text, 1.0),),
        disputes=(Dispute(text, text, quote),),
        steps=(Step(text, text, text),),
    )
    extras = Extras(
        names={text: (f"{text}'",)},
        measures={text: {text: 1.0}},
        sites=(Site(text, text, 1.0, 2.0),),
        rankings=(Ranking(text, text, (text,), (RankedThing(text, (text,)),)),),
    )
    html, plain = render_page(network, text, [fact], extras), render_page(make_network(), "Title", [])
    assert [tag for tag, _ in Tags(html).tags] == [tag for tag, _ in Tags(plain).tags]
    data = read_data(html)
    assert [node["name"] for node in data["nodes"]] == [text, text]
    (told,) = [fact for fact in data["facts"] if fact["event"] == "urn:1"]
    assert told["evidence"][0][0] == text
    assert data["documents"][told["evidence"][0][1]] == dict.fromkeys(("title", "outlet", "date", "url"), text)


def test_facts_that_link_the_same_two_things_are_one_line() -> None:
    data = read_data(render_page(make_network(), "Title", make_facts()))
    by_ends = {(link["from"], link["to"]): link for link in data["links"]}
    names = [node["iri"] for node in data["nodes"]]
    assert names == sorted(names)
    line = by_ends[names.index("urn:chips"), names.index("urn:fab")]
    parts = [(data["facts"][fact]["event"], usd, way) for fact, usd, way in line["parts"]]
    assert parts == [("urn:1", 3e9, 1), ("urn:chips-fab", None, 0)]


def test_money_has_a_way_and_a_meeting_has_none() -> None:
    data = read_data(render_page(make_network(), "Title", []))
    names = [node["iri"] for node in data["nodes"]]
    line = next(link for link in data["links"] if link["to"] == names.index("urn:ministry"))
    assert names[line["from"]] == "urn:chips"
    assert [(data["facts"][fact]["kind"], way) for fact, _, way in line["parts"]] == [("grant", -1), ("meeting", 0)]


def test_links_without_a_row_of_facts_are_told_too() -> None:
    data = read_data(render_page(make_network(), "Title", make_facts()))
    told = {fact["event"]: fact for fact in data["facts"]}
    assert told["urn:chips-fab"]["label"] == "Runs the fab"
    assert set(told) == {"urn:1", "urn:2", "urn:3", "urn:chips-fab"}


def test_what_is_cancelled_has_no_dollars_on_its_line() -> None:
    network = make_network()
    add_edge(network, "urn:ministry", "urn:fab", event="urn:4", usd=5e9, status="cancelled")
    data = read_data(render_page(network, "Title", []))
    names = [node["iri"] for node in data["nodes"]]
    line = next(link for link in data["links"] if link["from"] == names.index("urn:fab"))
    assert line["parts"] == [[3, None, -1]]


def test_sizes_follow_the_number_of_facts_and_each_measure() -> None:
    extras = Extras(measures={"pagerank": {"urn:chips": 0.4, "urn:fab": 0.1}})
    data = read_data(render_page(make_network(), "Title", [], extras))
    assert data["measures"] == ["facts", "pagerank"]
    sizes = {node["iri"]: node["sizes"] for node in data["nodes"]}
    assert sizes["urn:chips"] == [14.4, 22.0] and sizes["urn:fab"] == [11.7, 14.0]
    assert sizes["urn:unknown"] == [6.0, 6.0]


def test_a_document_that_says_many_facts_is_told_once() -> None:
    first, second = make_facts()
    data = read_data(render_page(make_network(), "Title", [first, replace(second, evidence=first.evidence)]))
    assert len(data["documents"]) == 1
    assert [fact["evidence"] for fact in data["facts"][:2]] == [[["It will build a fab.", 0]]] * 2


def test_other_names_are_there_to_be_found_but_not_the_name_itself() -> None:
    extras = Extras(names={"urn:chips": ("반도체", "Chips of Korea")})
    data = read_data(render_page(make_network(), "Title", [], extras))
    assert data["nodes"][0]["names"] == ["Chips of Korea"]


def test_countries_that_only_money_names_are_among_the_countries() -> None:
    fact = FactRow("urn:9", "investment", "Money", flows=(Flow("TW", None, 1e6),))
    countries = read_data(render_page(make_network(), "Title", [fact]))["countries"]
    assert {country["code"]: country["nodes"] for country in countries} == {"JP": 1, "KR": 1, "US": 1, "": 1, "TW": 0}


def test_a_page_without_sites_carries_no_map() -> None:
    sites = (Site("urn:fab", "Austin", 30.27, -97.74), Site("urn:elsewhere", "Nowhere", 0.0, 0.0))
    without = read_data(render_page(make_network(), "Title", []))
    with_map = read_data(render_page(make_network(), "Title", [], Extras(sites=sites)))
    assert (without["coastlines"], without["sites"]) == ("", [])
    assert with_map["coastlines"] and [site["town"] for site in with_map["sites"]] == ["Austin"]


def test_the_map_has_the_pacific_in_its_middle_and_south_below() -> None:
    seoul, tokyo, austin, sydney = ((37.6, 127.0), (35.7, 139.7), (30.3, -97.7), (-33.9, 151.2))
    assert project_point(*seoul)[0] < project_point(*tokyo)[0] < 0 < project_point(*austin)[0]
    assert project_point(*sydney)[1] > 0 > project_point(*seoul)[1]
    # Published values of Equal Earth on a sphere of radius 1: the equator ends at 2.70663, the pole is at 1.31737.
    assert project_point(0, 329.9)[0] == pytest.approx(200 * 2.70663, abs=0.4)
    assert project_point(90, 150) == (0, pytest.approx(-200 * 1.31737, abs=0.1))


def test_no_coastline_jumps_across_the_map() -> None:
    rings = [
        [tuple(map(float, point.split())) for point in ring.rstrip("Z").split("L")]
        for ring in draw_coastlines().split("M")[1:]
    ]
    assert len(rings) > 100
    assert max(math.dist(a, b) for ring in rings for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) < 80


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
