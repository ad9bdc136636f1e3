"""The server by HTTP: the cases of the W3C's SPARQL 1.1 Protocol tests, the Graph Store Protocol, and what we add."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph
import pytest
from rdflib import Graph, URIRef

from kgraph.ontology import iri
from kgraph.serve.protocol import GRAPHS, TABLES, choose_format
from kgraph.store import open_store

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
JSON, XML, CSV, TSV = TABLES
TURTLE = "text/turtle"
SAMSUNG = "https://w3id.org/kgraph/thing/samsung-electronics"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers["content-type"].partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    def rows(self) -> list[dict[str, str]]:
        return [{k: v["value"] for k, v in row.items()} for row in json.loads(self.body)["results"]["bindings"]]


def send(  # noqa: PLR0913 (the parts of a request)
    server: str, method: str, path: str, body: str | bytes | None = None, kind: str | None = None, accept: str = ""
) -> Reply:
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    headers = {"Content-Type": kind or "", "Accept": accept}
    data = body.encode() if isinstance(body, str) else body
    connection.request(method, path, data, {name: value for name, value in headers.items() if value})
    reply = connection.getresponse()
    found = Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
    connection.close()
    return found


def get(server: str, *fields: tuple[str, str], accept: str = "") -> Reply:
    return send(server, "GET", f"/sparql?{urlencode(fields)}", accept=accept)


def post_form(server: str, *fields: tuple[str, str], accept: str = "") -> Reply:
    return send(server, "POST", "/sparql", urlencode(fields), FORM, accept)


def post_direct(server: str, *fields: tuple[str, str], accept: str = "") -> Reply:
    (query,) = [value for name, value in fields if name == "query"]
    rest = [field for field in fields if field[0] != "query"]
    return send(server, "POST", f"/sparql?{urlencode(rest)}", query, DIRECT, accept)


Ask = Callable[..., Reply]
every_way = pytest.mark.parametrize("ask", [get, post_form, post_direct])


@pytest.fixture(scope="module")
def documents(sample: Path) -> list[str]:
    """The addresses of two documents, which are those of their graphs."""
    with open_store(sample) as store:
        return list(store.documents())[:2]


# --- the ways to ask


@every_way
def test_a_query_is_asked_by_get_form_and_body(server: str, ask: Ask) -> None:
    reply = ask(server, ("query", "SELECT ?é { BIND('東レ + 1%' AS ?é) }"))
    assert (reply.status, reply.kind) == (200, JSON)
    assert reply.rows() == [{"é": "東レ + 1%"}]


def test_content_types_may_say_utf_8(server: str) -> None:
    for kind, body in ((FORM, "query=ASK%7B%7D"), (DIRECT, "ASK {}")):
        assert send(server, "POST", "/sparql", body, f"{kind}; charset=UTF-8").status == 200


def test_head_gives_the_head_alone(server: str) -> None:
    reply = send(server, "HEAD", "/sparql?query=ASK%7B%7D")
    assert (reply.status, reply.kind, reply.body) == (200, JSON, b"")


# --- what is refused: bad_* of the W3C's tests


def test_two_queries_in_one_request_are_refused(server: str) -> None:
    for ask in (get, post_form):
        assert ask(server, ("query", "ASK {}"), ("query", "SELECT * {}")).status == 400
    assert send(server, "POST", "/sparql?query=ASK%7B%7D", "ASK {}", DIRECT).status == 400


def test_a_request_without_a_query_is_refused(server: str) -> None:
    assert get(server, ("qwery", "ASK {}")).status == 400
    assert post_form(server).status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(server: str, method: str) -> None:
    for path, allowed in (
        ("/sparql?query=ASK%7B%7D", "GET, HEAD, POST, OPTIONS"),
        ("/store?default", "GET, HEAD, OPTIONS"),
    ):
        reply = send(server, method, path, "ASK {}", DIRECT)
        assert (reply.status, reply.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "ASK {}"),
        (None, "ASK {}"),
        (None, "query=ASK%7B%7D"),
        ("application/json", '{"query": "ASK {}"}'),
    ],
)
def test_queries_of_other_types_are_refused(server: str, kind: str | None, body: str) -> None:
    assert send(server, "POST", "/sparql", body, kind).status == 415


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (DIRECT, "SELECT * { ?s ?p 'é' }".encode("utf-16")),
        (f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16")),
        (f"{FORM}; charset=UTF-16", "query=ASK%7B%7D".encode("utf-16")),
        (FORM, b"query=ASK%7B%7D%23%E9"),
    ],
)
def test_what_is_not_utf_8_is_refused(server: str, kind: str, body: bytes) -> None:
    assert send(server, "POST", "/sparql", body, kind).status == 400


@every_way
def test_bad_sparql_is_told_with_its_place(server: str, ask: Ask) -> None:
    reply = ask(server, ("query", "ASK {\n ?s ?p }"))
    assert (reply.status, reply.kind) == (400, "text/plain")
    assert reply.text.startswith("no SPARQL at line 2, column")


def test_a_question_that_is_too_long_is_refused(server: str) -> None:
    assert post_direct(server, ("query", f"ASK {{}} #{'x' * 1_000_000}")).status == 413


# --- nothing but reading


def test_updates_are_refused_and_change_nothing(server: str) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    assert get(server, ("update", update)).status == 403
    assert post_form(server, ("update", update)).status == 403
    assert send(server, "POST", "/sparql", update, "application/sparql-update").status == 403
    assert post_direct(server, ("query", update)).status == 400
    assert json.loads(get(server, ("query", "ASK { <urn:a> ?p ?o }")).body)["boolean"] is False


@pytest.mark.parametrize(
    "text", ["LOAD <file:///etc/passwd>", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"]
)
def test_no_query_reaches_files_or_other_servers(server: str, text: str) -> None:
    assert post_direct(server, ("query", text)).status == 400


@pytest.mark.parametrize("path", ["/static/..%2f__init__.py", "/static/%2fetc%2fpasswd", "/..%2f..%2fetc/passwd"])
def test_no_path_reaches_files(server: str, path: str) -> None:
    assert send(server, "GET", path).status == 404


# --- datasets


GRAPHS_SEEN = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
DOCUMENTS_SEEN = "SELECT DISTINCT ?d { ?d a kg:Document } ORDER BY ?d"


def column(reply: Reply, name: str) -> list[str]:
    return [row[name] for row in reply.rows()]


@every_way
def test_default_graphs_are_merged(server: str, ask: Ask, documents: list[str]) -> None:
    one, two = documents
    assert column(ask(server, ("query", DOCUMENTS_SEEN), ("default-graph-uri", one)), "d") == [one]
    fields = [("default-graph-uri", one), ("default-graph-uri", two)]
    assert column(ask(server, ("query", DOCUMENTS_SEEN), *fields), "d") == documents
    assert column(ask(server, ("query", GRAPHS_SEEN), *fields), "g") == []


@every_way
def test_named_graphs_are_those_that_are_named(server: str, ask: Ask, documents: list[str]) -> None:
    fields = [("named-graph-uri", graph) for graph in documents]
    assert column(ask(server, ("query", GRAPHS_SEEN), *fields), "g") == documents
    assert column(ask(server, ("query", DOCUMENTS_SEEN), *fields), "d") == []


@every_way
def test_both_make_the_whole_dataset(server: str, ask: Ask, documents: list[str]) -> None:
    one, two = documents
    fields = [("default-graph-uri", one), ("named-graph-uri", two)]
    assert column(ask(server, ("query", DOCUMENTS_SEEN), *fields), "d") == [one]
    assert column(ask(server, ("query", GRAPHS_SEEN), *fields), "g") == [two]


@every_way
def test_a_graph_is_named_by_a_whole_address(server: str, ask: Ask) -> None:
    reply = ask(server, ("query", "ASK {}"), ("named-graph-uri", "none"))
    assert (reply.status, reply.text) == (400, "named-graph-uri is to be a whole address, 'none' is none\n")


@every_way
def test_the_request_s_dataset_comes_before_the_query_s(server: str, ask: Ask, documents: list[str]) -> None:
    one, two = documents
    text = DOCUMENTS_SEEN.replace("{", f"FROM <{two}> {{", 1)
    assert column(ask(server, ("query", text)), "d") == [two]
    assert column(ask(server, ("query", text), ("default-graph-uri", one)), "d") == [one]


def test_a_graph_s_address_must_be_one(server: str) -> None:
    assert get(server, ("query", "ASK {}"), ("default-graph-uri", "no address")).status == 400


# --- formats: query_content_type_* of the W3C's tests


@pytest.mark.parametrize(
    ("accept", "kind"), [(one, one) for one in TABLES] + [("", JSON), ("*/*", JSON), ("text/*", CSV)]
)
def test_tables_come_in_the_format_that_is_asked_for(server: str, accept: str, kind: str) -> None:
    reply = get(server, ("query", "SELECT ('a,b' AS ?x) {}"), accept=accept)
    assert (reply.status, reply.kind, reply.headers["vary"]) == (200, kind, "Accept")
    assert (
        reply.text
        == {
            JSON: '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a,b"}}]}}',
            XML: '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>'
            '<variable name="x"/></head>'
            '<results><result><binding name="x"><literal>a,b</literal></binding></result></results></sparql>',
            CSV: 'x\r\n"a,b"\r\n',
            TSV: '?x\n"a,b"\n',
        }[kind]
    )


def properties(reply: Reply, node: str) -> set[str]:
    """What a graph in whatever format states of a node."""
    triples = pyoxigraph.parse(reply.body, pyoxigraph.RdfFormat.from_media_type(reply.kind))
    return {triple.predicate.value for triple in triples if triple.subject == pyoxigraph.NamedNode(node)}


@pytest.mark.parametrize("accept", [JSON, XML])
def test_answers_yes_or_no_come_in_json_and_xml(server: str, accept: str) -> None:
    reply = get(server, ("query", "ASK {}"), accept=accept)
    assert reply.kind == accept
    assert "true" in reply.text


@pytest.mark.parametrize("query", [f"DESCRIBE <{SAMSUNG}>", f"CONSTRUCT WHERE {{ <{SAMSUNG}> ?p ?o }}"])
@pytest.mark.parametrize(("accept", "kind"), [(one, one) for one in GRAPHS] + [("", TURTLE), ("*/*", TURTLE)])
def test_graphs_come_in_the_format_that_is_asked_for(server: str, query: str, accept: str, kind: str) -> None:
    reply = get(server, ("query", query), accept=accept)
    assert (reply.status, reply.kind) == (200, kind)
    assert iri("rdfs:label") in properties(reply, SAMSUNG)


def test_what_comes_in_no_format_asked_for_is_refused(server: str) -> None:
    assert get(server, ("query", "SELECT * {}"), accept=TURTLE).status == 406
    assert get(server, ("query", f"DESCRIBE <{SAMSUNG}>"), accept=CSV).status == 406
    reply = get(server, ("query", "ASK {}"), accept="image/png")
    assert (reply.status, reply.text) == (406, f"the formats of this answer are {', '.join(TABLES)}\n")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", XML),
        ("application/json", JSON),
        ("application/xml, */*;q=0.1", XML),
        ("*/*, application/sparql-results+json;q=0", XML),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", XML),
        ("text/csv;q=nonsense, */*;q=0.1", JSON),
        ("TEXT/CSV", CSV),
        ("", JSON),
        ("image/png", None),
        ("text/csv;q=0", None),
    ],
)
def test_the_preferred_format_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose_format(accept, TABLES) == chosen


# --- the graph store


def test_graphs_are_read_by_their_address(server: str, documents: list[str]) -> None:
    reply = send(server, "GET", f"/store?graph={quote(documents[0])}", accept="application/n-triples")
    assert (reply.status, reply.kind) == (200, "application/n-triples")
    found = Graph().parse(data=reply.body, format="nt")
    counted = get(server, ("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), ("default-graph-uri", documents[0]))
    assert str(len(found)) == counted.rows()[0]["n"]


def test_the_default_graph_is_the_knowledge_layer(server: str) -> None:
    reply = send(server, "GET", "/store?default", accept=TURTLE)
    assert (URIRef(SAMSUNG), None, None) in Graph().parse(data=reply.body, format="turtle")
    assert send(server, "HEAD", "/store?default").status == 200


def test_graphs_that_are_not_there_or_not_named_are_told(server: str) -> None:
    assert send(server, "GET", "/store?graph=urn:none").status == 404
    assert send(server, "GET", "/store").status == 400
    assert send(server, "GET", "/store?default&graph=urn:none").status == 400
    assert send(server, "GET", "/store?graph=none").status == 400
    assert send(server, "GET", "/store?default", accept=CSV).status == 406


# --- the server's own description


def test_the_endpoint_describes_itself(server: str) -> None:
    reply = send(server, "GET", "/sparql", accept=TURTLE)
    graph = Graph().parse(data=reply.body, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert set(graph.objects(None, URIRef(f"{sd}endpoint"))) == {URIRef(f"{server}/sparql")}
    assert URIRef(f"{sd}SPARQL11Query") in set(graph.objects())
    assert not any(str(term).startswith("_:") for term in graph.all_nodes())


# --- headers


def test_every_answer_has_strict_headers_and_may_be_read_by_other_pages(server: str) -> None:
    for path in (
        "/sparql?query=ASK%7B%7D",
        "/sparql?query=x",
        "/store?default",
        "/",
        "/none",
        "/static/query.js",
        "/graph",
    ):
        headers = send(server, "GET", path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
        assert "server" not in headers


def test_a_browser_may_ask_beforehand(server: str) -> None:
    reply = send(server, "OPTIONS", "/sparql")
    assert reply.status == 204
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "Content-Type" in reply.headers["access-control-allow-headers"]


# --- resources


def test_every_address_answers_with_rdf(server: str, documents: list[str]) -> None:
    reply = send(server, "GET", urlsplit(SAMSUNG).path.removeprefix("/kgraph"), accept=TURTLE)
    assert iri("rdfs:label") in properties(reply, SAMSUNG)
    reply = send(server, "GET", f"/resource?iri={quote(documents[0], safe='')}", accept="application/ld+json")
    assert iri("dcterms:title") in properties(reply, documents[0])
    assert send(server, "GET", "/thing/none", accept=TURTLE).status == 404
    assert send(server, "GET", "/resource?iri=no%20address", accept=TURTLE).status == 400


def test_every_node_of_the_graph_has_a_page(sample: Path, server: str) -> None:
    with open_store(sample) as store:
        nodes = [row[0] for row in store.query("SELECT DISTINCT ?s { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")]
    for node in sorted(map(str, nodes))[::40]:
        reply = send(server, "GET", f"/resource?iri={quote(node, safe='')}", accept="text/html")
        assert (reply.status, reply.kind) == (200, "text/html"), node


# --- limits


def test_a_query_without_end_is_ended_by_its_deadline(server: str) -> None:
    reply = post_direct(server, ("query", ENDLESS))
    assert (reply.status, reply.kind) == (500, "text/plain")
    assert reply.text.startswith("the query did not end within 5 s")


def test_a_query_that_wants_all_memory_is_ended(
    start_server: Callable[..., AbstractContextManager[str]], sample: Path
) -> None:
    with start_server(sample) as server:
        reply = post_direct(server, ("query", GREEDY))
        assert (reply.status, reply.text[:36]) == (500, "the query needs more than 1,000 MB o")
        assert get(server, ("query", "ASK {}")).status == 200


def test_an_answer_that_is_too_large_is_refused_as_a_whole(server: str) -> None:
    reply = get(server, ("query", "SELECT * { ?a ?b ?c . ?d a ?f }"))
    assert (reply.status, reply.text) == (500, "the answer is larger than 1 MB: ask for less, by LIMIT\n")


def test_a_large_answer_comes_whole(server: str) -> None:
    reply = get(server, ("query", "SELECT * { ?a ?b ?c . ?d a ?f } LIMIT 3000"), accept=CSV)
    assert len(list(csv.reader(io.StringIO(reply.text, newline="")))) == 3001
    assert int(reply.headers["content-length"]) == len(reply.body) > 100_000


@pytest.fixture
def copy(sample: Path, tmp_path: Path) -> Iterator[Path]:
    """A graph of one's own, to be written."""
    with open_store(sample) as old, open_store(tmp_path / "graph", write=True) as new:
        new.change([], old.read_knowledge())
    yield tmp_path / "graph"


def test_the_server_answers_from_what_the_last_writer_left(
    start_server: Callable[..., AbstractContextManager[str]], copy: Path
) -> None:
    count = ("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    with start_server(copy) as server:
        assert get(server, count).rows() != [{"n": "0"}]
        with open_store(copy, write=True) as store:
            store.change(store.read_knowledge(), [])
            assert get(server, count).rows() != [{"n": "0"}]
        assert get(server, count).rows() == [{"n": "0"}]
