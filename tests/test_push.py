"""A server holds what was pushed: two real ones, and one that fails when it is told to."""

import base64
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.errors import ServerError
from kgraph.model import Document, Facts, Organization
from kgraph.ontology import iri
from kgraph.push import Pushed, Target, push_graph
from kgraph.store import open_store
from kgraph.triples import document_iri, write_claims, write_nquads

HOSTILE = 'a "b" \\ \n\t } ; DROP ALL # \u202e \u0001 東レ 😀 \\u0022 . <x:y>'
KNOWLEDGE = "https://w3id.org/kgraph/knowledge"
LAYER = [
    Quad(
        NamedNode("https://example.org/firm#é?a=b&c"),
        NamedNode(iri(prop)),
        Literal(text, datatype=NamedNode(iri(type_))),
    )
    for prop, text, type_ in (
        ("rdfs:label", HOSTILE, "xsd:string"),
        ("kg:amountUSD", "1.5", "xsd:decimal"),
        ("kg:amountUSD", "6400000000", "xsd:decimal"),
        ("kg:date", "2023", "xsd:gYear"),
        ("kg:date", "2023-12", "xsd:gYearMonth"),
        ("kg:date", "2023-12-21", "xsd:date"),
        ("kg:truncated", "true", "xsd:boolean"),
    )
]


def write_document(folder: Path, name: str, firm: str = "Firm", firms: int = 1) -> str:
    """A document's graph in the store; returns its IRI."""
    document = Document(id=name, url=f"https://example.org/{name}?a=1&b#c", text=f"Text of {name}. {HOSTILE}")
    organizations = tuple(Organization(key=f"o{number}", name=firm) for number in range(firms))
    with open_store(folder, write=True) as store:
        quads = write_claims(Facts(document=document, organizations=organizations), "rules-1")
        store.replace_graph(document_iri(document), write_nquads(quads))
    return document_iri(document)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Two documents and a knowledge layer."""
    folder = tmp_path / "graph"
    for name in ("a", "b"):
        write_document(folder, name)
    with open_store(folder, write=True) as store:
        store.change([], LAYER)
    return folder


def push(folder: Path, target: Target, anew: bool = False) -> Pushed:
    with open_store(folder) as store:
        return push_graph(store, folder, target, anew)


# --- real servers


@dataclass
class Running:
    """A server at work: where it is asked, where graphs are sent, and where updates."""

    query: str
    graphs: Target
    updates: Target


def find_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(command: list[str], folder: Path, query: str) -> Iterator[None]:
    """A server that is up, and is ours: when its port was taken it has ended, and another would answer."""
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(process, query)
            yield
            assert process.poll() is None
        finally:
            process.terminate()


def wait_for(process: "subprocess.Popen[bytes]", query: str) -> None:
    for _ in range(600):
        assert process.poll() is None, "the server has ended"
        try:
            if httpx.get(query, params={"query": "ASK {}"}).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder, place = tmp_path_factory.mktemp("oxigraph"), f"127.0.0.1:{find_port()}"
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    with running([program, "serve", "--location", str(folder), "--bind", place], folder, f"http://{place}/query"):
        address = f"http://{place}"
        yield Running(f"{address}/query", Target(f"{address}/store"), Target(f"{address}/update"))


SETTINGS = """
[Database]
DatabaseFile = {folder}/v.db
ErrorLogFile = {folder}/v.log
LockFile = {folder}/v.lck
TransactionFile = {folder}/v.trx
xa_persistent_file = {folder}/v.pxa
[TempDatabase]
DatabaseFile = {folder}/t.db
TransactionFile = {folder}/t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = 60
"""


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("needs Virtuoso (installed by .ci/run)")
    folder, sql, http, password = tmp_path_factory.mktemp("virtuoso"), find_port(), find_port(), secrets.token_hex(12)
    (folder / "virtuoso.ini").write_text(SETTINGS.format(folder=folder, sql=sql, http=http), encoding="utf-8")
    address = f"http://127.0.0.1:{http}"
    with running([program, "+foreground", "+configfile", "virtuoso.ini"], folder, f"{address}/sparql"):
        command = f"exec=user_set_password('dba','{password}');"
        subprocess.run(["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", command], check=True, capture_output=True)
        yield Running(
            f"{address}/sparql",
            Target(f"{address}/sparql-graph-crud-auth", KNOWLEDGE, "dba", password),
            Target(f"{address}/sparql-auth", KNOWLEDGE, "dba", password),
        )


@pytest.fixture(params=["oxigraph-graphs", "oxigraph-updates", "virtuoso-graphs", "virtuoso-updates"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, Target]]:
    """Where to ask and where to push; emptied of our graphs afterwards."""
    server, way = request.param.split("-")
    running = request.getfixturevalue(server)
    yield running.query, getattr(running, way)


Found = set[tuple[str, str, object]]


def read_back(query: str, graph: str) -> Found:
    where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
    answer = httpx.get(
        query, params={"query": f"SELECT * {{ {where} }}"}, headers={"Accept": "application/sparql-results+json"}
    )
    return {
        (row["s"]["value"], row["p"]["value"], canonical(row["o"]["value"], row["o"].get("datatype", "")))
        for row in answer.json()["results"]["bindings"]
    }


def canonical(value: str, datatype: str) -> object:
    """A value as all servers agree on it: Virtuoso keeps truths as numbers."""
    if datatype == iri("xsd:boolean"):
        return Decimal(value == "true" or value == "1")
    return Decimal(value) if datatype in (iri("xsd:decimal"), iri("xsd:integer")) else value


def expect(folder: Path) -> dict[str, Found]:
    """What a server should hold, by graph; the knowledge layer under ""."""
    with open_store(folder) as store:
        graphs = {graph: list(store.read_graph(graph)) for graph in store.documents()} | {
            "": list(store.read_knowledge())
        }
    return {graph: {read_quad(quad) for quad in quads} for graph, quads in graphs.items()}


def read_quad(quad: Quad) -> tuple[str, str, object]:
    assert isinstance(quad.subject, NamedNode)
    value = quad.object
    assert isinstance(value, NamedNode | Literal)
    kind = value.datatype.value if isinstance(value, Literal) else ""
    return quad.subject.value, quad.predicate.value, canonical(value.value, kind)


def check_place(folder: Path, query: str, target: Target) -> None:
    for graph, found in expect(folder).items():
        assert read_back(query, graph or target.knowledge) == found


def test_a_server_holds_what_was_pushed_and_then_only_what_changed_is_sent(
    graph: Path, place: tuple[str, Target]
) -> None:
    query, target = place
    assert push(graph, target, anew=True) == Pushed(3, 0, 0)
    check_place(graph, query, target)
    assert push(graph, target) == Pushed(0, 0, 3)
    write_document(graph, "b", "Other")
    gone = write_document(graph, "c")
    assert push(graph, target) == Pushed(2, 0, 2)
    check_place(graph, query, target)
    with open_store(graph, write=True) as store:
        store.drop_graph(gone)
    assert push(graph, target) == Pushed(0, 1, 3)
    assert read_back(query, gone) == set()
    check_place(graph, query, target)


def test_a_graph_of_many_batches_replaces_what_was_there(graph: Path, place: tuple[str, Target]) -> None:
    query, target = place
    write_document(graph, "a", firms=700)
    push(graph, target)
    check_place(graph, query, target)
    write_document(graph, "a")
    assert push(graph, target) == Pushed(1, 0, 2)
    check_place(graph, query, target)


def test_the_sample_comes_back_from_a_server_as_it_is(sample: Path, place: tuple[str, Target], tmp_path: Path) -> None:
    query, target = place
    folder = Path(shutil.copytree(sample, tmp_path / "sample"))
    push(folder, target)
    check_place(folder, query, target)


def test_graphs_of_others_are_left_alone(graph: Path, place: tuple[str, Target]) -> None:
    query, target = place
    write_document(graph.parent / "others", "z")
    push(graph.parent / "others", target._replace(knowledge="https://example.org/others"))
    push(graph, target)
    (theirs,) = set(expect(graph.parent / "others")) - {""}
    assert read_back(query, theirs) == expect(graph.parent / "others")[theirs]


def test_a_wrong_password_is_told_and_the_right_one_helps(graph: Path, virtuoso: Running) -> None:
    with pytest.raises(ServerError, match=r"answered 401 Unauthorized .*KGRAPH_PUSH_PASSWORD"):
        push(graph, virtuoso.graphs._replace(password="wrong"))
    assert push(graph, virtuoso.graphs).sent == 3


def test_a_server_without_default_graph_is_told_of_the_option(graph: Path, virtuoso: Running) -> None:
    for target in (virtuoso.graphs, virtuoso.updates):
        with pytest.raises(ServerError, match=r"answered [45]00 .*default graph.*--knowledge names one"):
            push(graph, target._replace(knowledge=""))


# --- a server that fails


@dataclass
class Fake:
    """What a server of the Graph Store Protocol holds and how it behaves."""

    address: str = ""
    graphs: dict[str, bytes] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    wanted: str = ""
    fails_at: int = 0
    answer: tuple[int, dict[str, str], bytes] = (503, {}, b"")

    def handle(self, method: str, graph: str, content: bytes, login: str) -> tuple[int, dict[str, str], bytes]:
        self.requests.append(method)
        self.logins.append(login)
        if self.wanted and login != self.wanted:
            return 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""
        if method == "PUT" and self.requests.count("PUT") == self.fails_at:
            return self.answer
        if method == "PUT":
            self.graphs[graph] = content
        return (404, {}, b"") if graph not in self.graphs else (200, {}, b"")


@pytest.fixture
def fake() -> Iterator[Fake]:
    state = Fake()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            graph = asked.get("graph", [""])[0]
            status, headers, body = state.handle(self.command, graph, content, self.headers.get("Authorization", ""))
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815  (names of http.server)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.address = f"http://127.0.0.1:{server.server_port}/store"
        Thread(target=server.serve_forever, daemon=True).start()
        yield state
        server.shutdown()


def test_a_push_that_was_cut_off_goes_on_where_it_stopped(graph: Path, fake: Fake) -> None:
    fake.fails_at = 2
    with pytest.raises(ServerError, match=r"answered 503 Service Unavailable to <https://example.org/b.*push again"):
        push(graph, Target(fake.address))
    assert push(graph, Target(fake.address)) == Pushed(2, 0, 1)
    assert fake.requests.count("PUT") == 4
    assert len(fake.graphs) == 3


@pytest.mark.parametrize("status", [404, 405, 415])
def test_an_address_that_takes_no_graphs_is_told_and_what_to_name_instead(graph: Path, fake: Fake, status: int) -> None:
    fake.fails_at, fake.answer = 1, (status, {}, b"")
    with pytest.raises(
        ServerError, match=rf" answered {status} .* \(name the server's own address .* /store or /update\)$"
    ):
        push(graph, Target(fake.address))


def test_what_a_server_may_hold_in_part_is_taken_out_when_its_document_is_gone(graph: Path, fake: Fake) -> None:
    fake.fails_at = 2
    with pytest.raises(ServerError):
        push(graph, Target(fake.address))
    with open_store(graph, write=True) as store:
        store.drop_graph(list(store.documents())[1])
    assert push(graph, Target(fake.address)) == Pushed(1, 1, 1)
    assert fake.requests[-1] == "DELETE"


def test_a_line_that_was_cut_off_is_not_believed(graph: Path, fake: Fake) -> None:
    push(graph, Target(fake.address))
    (log,) = (graph / "pushed").iterdir()
    log.write_bytes(log.read_bytes()[:-1])
    assert push(graph, Target(fake.address)).sent == 1


def test_each_address_has_a_memory_of_its_own_and_all_can_be_sent_again(graph: Path, fake: Fake) -> None:
    assert push(graph, Target(fake.address)).sent == 3
    assert push(graph, Target(f"{fake.address}/other")).sent == 3
    assert push(graph, Target(fake.address), anew=True).sent == 3


def test_where_nothing_changed_no_server_is_asked(graph: Path, fake: Fake) -> None:
    push(graph, Target(fake.address))
    fake.requests.clear()
    push(graph, Target(fake.address))
    assert fake.requests == []


def test_a_password_goes_to_a_server_that_asks_and_to_no_other(graph: Path, fake: Fake) -> None:
    push(graph, Target(fake.address, "", "me", "secret"))
    assert set(fake.logins) == {""}
    fake.wanted = "Basic " + base64.b64encode(b"me:secret").decode()
    assert push(graph, Target(fake.address, "", "me", "secret"), anew=True).sent == 3
    assert fake.logins[-1] == fake.wanted


def test_the_words_of_a_server_come_in_one_line_of_plain_text(graph: Path, fake: Fake) -> None:
    fake.fails_at = 1
    fake.answer = 500, {}, b"<html><title>x</title><p>no &lt;room&gt;\n\x1b[31m left</p>" + b"z" * 9999
    with pytest.raises(
        ServerError, match=r"500 Internal Server Error to <.*>: no <room> +\[31m left z+…; push"
    ) as caught:
        push(graph, Target(fake.address))
    assert len(str(caught.value)) < 500


def test_a_server_that_has_moved_is_not_followed(graph: Path, fake: Fake) -> None:
    fake.fails_at = 1
    fake.answer = 307, {"Location": "http://other.example/store"}, b""
    with pytest.raises(ServerError, match=r"it has moved to http://other\.example/store"):
        push(graph, Target(fake.address))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.org", "is no address of a server"),
        ("graph", "is no address of a server"),
        ("http://x:y", "is no address of a server: Invalid port"),
        ("http://me:secret@example.org/", "set KGRAPH_PUSH_USER"),
        ("http://127.0.0.1:1/store", "does not answer: .*refused; push again"),
    ],
)
def test_an_address_that_cannot_be_is_told(graph: Path, url: str, message: str) -> None:
    with pytest.raises(ServerError, match=message) as caught:
        push(graph, Target(url))
    assert "secret" not in str(caught.value)


def test_a_graph_for_the_knowledge_layer_is_named_by_an_iri(graph: Path) -> None:
    with pytest.raises(ServerError, match="names no graph"):
        push(graph, Target("http://127.0.0.1:1/", "x> } ; DROP ALL #"))


def test_the_command_tells_what_it_sent(graph: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_PUSH_USER", "me")
    monkeypatch.setenv("KGRAPH_PUSH_PASSWORD", "secret")
    fake.wanted = "Basic " + base64.b64encode(b"me:secret").decode()
    result = CliRunner().invoke(app, ["push", fake.address, "-g", str(graph)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"3 graphs sent, 0 taken out, 0 unchanged: {fake.address}\n"
    monkeypatch.delenv("KGRAPH_PUSH_USER")
    monkeypatch.delenv("KGRAPH_PUSH_PASSWORD")
    result = CliRunner().invoke(app, ["push", fake.address, "--all", "-g", str(graph)])
    assert result.exit_code == 1
    assert "answered 401" in result.stderr
