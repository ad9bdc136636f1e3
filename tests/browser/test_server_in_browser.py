"""The server's pages in Chromium: asking, reading, following links, and hostile data."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.ontology import iri
from kgraph.store import open_store

pytestmark = pytest.mark.browser

HOSTILE = (
    "<img src=x onerror='window.fired = 1'>",
    "</script><script>window.fired = 1</script>",
    "{{ 7 * 7 }}",
    "'\"><svg onload=window.fired=1>",
    "javascript:window.fired=1",
)
ADDRESS = "javascript:window.fired=1//'"


def ask(page: Page, query: str) -> None:
    page.fill("#query", query)
    page.click("#run")
    page.wait_for_selector("#stop:disabled")


def test_a_query_becomes_a_table_whose_addresses_lead_on(visit: Any) -> None:
    page = visit("/").page
    ask(page, "SELECT ?thing (5000000000 AS ?sum) { ?thing rdfs:label 'Samsung Electronics' }")
    assert page.locator("#status").inner_text().startswith("1 row, in ")
    assert page.locator("#answer th").all_inner_texts() == ["thing", "sum"]
    assert page.locator("#answer td.number").inner_text() == "5,000,000,000"
    page.click("#answer td a")
    page.wait_for_url("**/thing/samsung-electronics")
    assert page.locator("h1").inner_text() == "Samsung Electronics"


def test_every_shipped_question_can_be_asked(visit: Any) -> None:
    page = visit("/").page
    names = page.locator("#shipped option").evaluate_all("all => all.map((one) => one.value).filter(Boolean)")
    for name in names:
        page.select_option("#shipped", name)
        page.click("#run")
        page.wait_for_selector("#stop:disabled")
        assert page.locator("#status").get_attribute("class") == "", name
    assert len(names) >= 15


def test_keys_alone_ask_and_the_address_keeps_the_question(visit: Any) -> None:
    page = visit("/").page
    page.focus("#query")
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { ?x a kg:Grant }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer p")
    assert page.locator("#answer").inner_text() == "yes"
    again = visit(page.url).page
    assert again.locator("#query").input_value() == "ASK { ?x a kg:Grant }"


def test_triples_are_shown_in_turtle(visit: Any) -> None:
    page = visit("/").page
    ask(page, "DESCRIBE kg:Announced")
    assert "kg:Announced" in page.locator("#answer pre").inner_text()


def test_an_error_says_where_it_is(visit: Any) -> None:
    watched = visit("/")
    ask(watched.page, "SELECT ?x {")
    assert watched.page.locator("#status.error").inner_text().startswith("no SPARQL at line 1, column")
    # Chromium tells the console of every answer that is no 200.
    assert [line for line in watched.noise if "400" not in line] == []
    watched.noise.clear()


def test_a_question_without_end_can_be_stopped(visit: Any) -> None:
    page = visit("/").page
    page.fill("#query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.click("#run")
    page.click("#stop")
    page.wait_for_selector("#status >> text=stopped")


def test_answers_are_saved_as_files(visit: Any) -> None:
    page = visit("/").page
    ask(page, "SELECT ('a,b' AS ?x) {}")
    with page.expect_download() as download:
        page.click("#save button >> text=CSV")
    assert download.value.suggested_filename == "answer.csv"
    assert Path(download.value.path()).read_bytes() == b'x\r\n"a,b"\r\n'


def test_a_thing_s_page_shows_facts_with_quotes_and_links(visit: Any) -> None:
    page = visit("/thing/samsung-electronics").page
    assert "organization" in page.locator(".kinds").inner_text()
    assert "South Korea" in page.locator("#statements").inner_text()
    assert page.locator("#facts blockquote").count() > 3
    assert page.locator("#facts figcaption a").first.inner_text() != ""
    page.locator("#facts h3 a").nth(1).click()
    assert page.locator("#facts blockquote").count() >= 1
    page.locator("#facts figcaption a").first.click()
    assert "document" in page.locator(".kinds").inner_text()


def test_the_interactive_page_is_drawn(visit: Any) -> None:
    page = visit("/graph").page
    assert page.locator("#picture canvas").count() == 1
    assert page.evaluate("DATA.nodes.length") > 10


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, start_server: Callable[..., AbstractContextManager[str]]
) -> Iterator[str]:
    """A server on a graph all of whose texts and addresses mean harm."""
    folder = tmp_path_factory.mktemp("hostile") / "graph"
    node, properties = (
        NamedNode("https://w3id.org/kgraph/thing/a"),
        ["rdfs:label", "skos:altLabel", "schema:url", "kg:quote"],
    )
    with open_store(folder, write=True) as store:
        quads = [Quad(node, NamedNode(iri(name)), Literal(text)) for text in HOSTILE for name in properties]
        links = [Quad(node, NamedNode(iri("kg:evidence")), node), Quad(node, NamedNode(iri("oa:hasSource")), node)]
        script = Quad(node, NamedNode(ADDRESS), NamedNode(ADDRESS))
        store.change([], [*quads, *links, script])
    with start_server(folder) as address:
        yield address


@pytest.mark.parametrize("path", ["/thing/a", f"/resource?iri={quote(ADDRESS, safe='')}"])
def test_hostile_data_does_nothing_on_a_page(visit: Any, hostile: str, path: str) -> None:
    page = visit(hostile + path).page
    assert page.evaluate("window.fired") is None
    assert page.locator("main img, main script, main svg").count() == 0
    assert page.locator("a[href^='javascript']").count() == 0


def test_hostile_data_does_nothing_in_an_answer(visit: Any, hostile: str) -> None:
    page = visit(hostile).page
    ask(page, "SELECT * { ?s ?p ?o }")
    assert page.locator("#answer tr").count() > 10
    assert page.evaluate("window.fired") is None
    assert page.locator("#answer img, #answer script, #answer svg, a[href^='javascript']").count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_address_does_nothing(visit: Any, text: str) -> None:
    for path in (f"/resource?iri={quote(text)}", f"/thing/{quote(text, safe='')}", f"/#query={quote(text)}"):
        watched = visit(path)
        assert watched.page.evaluate("window.fired") is None
        assert watched.page.locator("main img, main script, main svg").count() == 0
        watched.noise.clear()
