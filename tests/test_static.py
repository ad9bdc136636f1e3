"""A picture without a browser: the same graph gives the same file, whatever its names hold."""

import xml.etree.ElementTree as ET
from io import BytesIO

import networkx
import pytest
from PIL import Image

from kgraph.page.static import break_lines, draw_network, measure_text

SVG = "{http://www.w3.org/2000/svg}"


def make_network(name: str = "Chips") -> networkx.MultiDiGraph:
    """Three things in two countries and one without; money, a meeting and a cancelled grant."""
    network = networkx.MultiDiGraph()
    nodes = [("urn:a", "Organization", "KR"), ("urn:b", "Facility", "US"), ("urn:c", "Government", None)]
    for iri, kind, country in nodes:
        network.add_node(iri, label=f"{name} {iri[-1]}", kind=kind, country=country, country_name=None)
    for source, target, kind, usd, status in [
        ("urn:a", "urn:b", "investment", 3e9, "announced"),
        ("urn:b", "urn:a", "meeting", None, None),
        ("urn:c", "urn:b", "grant", 1e9, "cancelled"),
    ]:
        event = f"urn:{kind}"
        network.add_edge(
            source, target, kind=kind, event=event, label="", date=None, usd=usd, status=status, documents=()
        )
    return network


def read_texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_network_gives_the_same_bytes_in_whatever_order_it_was_built(form: str) -> None:
    network, other = make_network(), networkx.MultiDiGraph()
    other.add_nodes_from(reversed(list(network.nodes(data=True))))
    other.add_edges_from(reversed([(*ends, edge) for *ends, edge in network.edges(data=True)]))
    assert draw_network(network, "Title", form) == draw_network(other, "Title", form)


def test_the_svg_file_tells_names_countries_and_the_number_of_bundled_facts_as_text() -> None:
    texts = read_texts(draw_network(make_network(), "Who invests", "svg"))
    assert {"Who invests", "Chips a", "Chips b", "Chips c", "KR", "US", "COUNTRY NOT KNOWN", "2"} <= set(texts)


def test_the_png_file_shows_the_countries_colours() -> None:
    picture = Image.open(BytesIO(draw_network(make_network(), "Title", "png"))).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1_000_000) or []}
    assert {(0, 114, 178), (213, 94, 0)} <= colours


@pytest.mark.parametrize("name", ["</text><script>", "$x^2$ and $", "\x00\u202eback\u2066", "{{ 7 }}", "_" * 400])
def test_whatever_names_hold_the_file_stays_a_picture(name: str) -> None:
    svg = draw_network(make_network(name), name, "svg")
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}
    assert "script" not in tags and "text" in tags


def test_a_network_without_nodes_is_an_empty_picture() -> None:
    assert "Title" in read_texts(draw_network(networkx.MultiDiGraph(), "Title", "svg"))


def test_of_a_large_network_the_picture_shows_the_most_linked_and_says_so() -> None:
    network = make_network()
    for place in range(400):
        network.add_node(f"urn:{place}", label=f"Alone {place}", kind="Organization", country="JP")
    texts = read_texts(draw_network(network, "Title", "svg"))
    assert "Chips a" in texts
    assert any("The 300 things with most facts, of 403." in text for text in texts)


@pytest.mark.parametrize("name", ["Short", "Ministry of Economy, Trade and Industry of Japan", "한" * 60, "a" * 500])
def test_a_name_takes_two_lines_at_most_and_each_fits(name: str) -> None:
    lines = break_lines(name)
    assert 1 <= len(lines) <= 2
    assert all(measure_text(line) <= 124 for line in lines)
    assert name.startswith(lines[0].rstrip("…"))
