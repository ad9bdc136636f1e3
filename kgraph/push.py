"""An open graph comes in; a SPARQL 1.1 server holds the same afterwards, graph for graph.

A server that speaks the Graph Store Protocol at the address gets each graph by PUT, any other by updates, a
thousand triples at a time. Only graphs that have changed since the last push to that address are sent: their
hashes stand in the graph's folder, written after each, so that a push that was cut off goes on where it stopped.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

import httpx

from kgraph.errors import GraphError, ServerError
from kgraph.steps import STEPS
from kgraph.store import Store
from kgraph.tables import clean_text

PUSHED = "pushed"
"""The folder that remembers what servers hold: a file for each address, a line for each graph sent."""
IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
BATCH = 1000
"""Triples of an update; Virtuoso compiles no five thousand."""
UNKNOWN = "-"
"""Stands for the hash of a graph of which a server may hold a part."""
TIMEOUT = httpx.Timeout(600, connect=10)
"""Seconds: a server takes its time over a large graph, not over a handshake."""


class Target(NamedTuple):
    """Where graphs are sent: an address, the graph for the knowledge layer, and what opens the server."""

    url: str
    knowledge: str = ""
    """Empty for the default graph."""
    user: str = ""
    password: str = ""


class Server(NamedTuple):
    """A target with the connection to it."""

    client: httpx.Client
    url: httpx.URL
    target: Target


class Pushed(NamedTuple):
    """How many graphs a push sent, took out and found unchanged."""

    sent: int
    dropped: int
    unchanged: int


def push_graph(store: Store, folder: Path, target: Target, anew: bool = False) -> Pushed:
    """Make a server hold what the graph holds, without touching graphs that are not ours.

    With `anew` all is sent, whatever was sent before. Raises ServerError, with what was sent until then remembered.
    """
    address, log = read_target(target), folder / PUSHED / sha256(target.url.encode()).hexdigest()[:16]
    before = read_log(log)
    now = {graph: digest(list_triples(store, graph, target)) for graph in list_graphs(store, target)}
    changed = {graph: known for graph, known in now.items() if anew or before.get(graph) != known}
    gone = sorted(before.keys() - now.keys())
    if changed or gone:
        # What is about to be sent may arrive in part: it is neither there nor forgotten until it is remembered.
        write_log(log, before | {graph: UNKNOWN for graph in changed if graph})
        with httpx.Client(timeout=TIMEOUT) as client:
            send(store, Server(client, address, target), changed, gone, log)
        write_log(log, now)
    return Pushed(len(changed), len(gone), len(now) - len(changed))


def send(store: Store, server: Server, changed: Mapping[str, str], gone: Iterable[str], log: Path) -> None:
    """Put changed graphs in place, each remembered as soon as the server has it, then take out what is gone."""
    way = UPDATES if wants_updates(server) else GRAPH_STORE
    for graph, known in changed.items():
        way.replace(server, graph, list_triples(store, graph, server.target))
        append_log(log, graph, known)
        STEPS.debug("sent: %s", graph or "the knowledge layer")
    for graph in gone:
        way.drop(server, graph)
        STEPS.debug("taken out: %s", graph)


def read_target(target: Target) -> httpx.URL:
    """The address of a target. Raises ServerError for one that is none, or that holds a password for all to see."""
    url = target.url
    if target.knowledge and not IRI.fullmatch(target.knowledge):
        raise ServerError(f"{target.knowledge!r} names no graph: it is no IRI")
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ServerError(f"{url!r} is no address of a server: {error}") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise ServerError(f"{url!r} is no address of a server: it starts with http:// or https://")
    if address.userinfo:
        raise ServerError("an address holds no user and password: set KGRAPH_PUSH_USER and KGRAPH_PUSH_PASSWORD")
    return address


def list_graphs(store: Store, target: Target) -> list[str]:
    """The graphs as the server is to name them; the knowledge layer last, since it speaks of all others."""
    return [*store.documents(), target.knowledge]


def list_triples(store: Store, graph: str, target: Target) -> list[str]:
    """The triples of a graph as lines, sorted."""
    quads = store.read_knowledge() if graph == target.knowledge else store.read_graph(graph)
    return sorted(f"{quad.triple} .\n" for quad in quads)


def digest(lines: Iterable[str]) -> str:
    found = sha256()
    for line in lines:
        found.update(line.encode())
    return found.hexdigest()


# --- what was sent


def read_log(log: Path) -> dict[str, str]:
    """Each graph that a server holds of ours, with the hash of what was sent."""
    # A line without its end was being written when the push was cut off: its graph is sent again.
    lines = log.read_text(encoding="utf-8").split("\n")[:-1] if log.exists() else []
    return {graph: known for known, _, graph in (line.partition(" ") for line in lines)}


def write_log(log: Path, graphs: Mapping[str, str]) -> None:
    try:
        log.parent.mkdir(exist_ok=True)
        new = log.with_suffix(".new")
        new.write_text("".join(f"{known} {graph}\n" for graph, known in graphs.items()), encoding="utf-8", newline="\n")
        new.replace(log)
    except OSError as error:
        raise GraphError(f"{log} cannot be written: {error.strerror}") from error


def append_log(log: Path, graph: str, known: str) -> None:
    try:
        with log.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{known} {graph}\n")
    except OSError as error:
        raise GraphError(f"{log} cannot be written: {error.strerror}") from error


# --- two ways to send


def wants_updates(server: Server) -> bool:
    """Whether an address takes updates: one of the Graph Store Protocol says that a graph is not found."""
    # Asked by reading, since an address that ignores ?graph= would take a PUT for the whole of its contents. By
    # GET, since Oxigraph answers HEAD with a body; it stays unread, since such an address would send everything.
    answer = ask(server, "GET", name_graph(server, f"urn:uuid:{uuid4()}"), headers={"Accept": "text/turtle"})
    return answer.status_code != httpx.codes.NOT_FOUND


def put_graph(server: Server, graph: str, triples: list[str]) -> None:
    content = "".join(triples).encode()
    address = name_graph(server, graph)
    check(graph, ask(server, "PUT", address, content=content, headers={"Content-Type": "text/turtle"}))


def delete_graph(server: Server, graph: str) -> None:
    answer = ask(server, "DELETE", name_graph(server, graph))
    if answer.status_code != httpx.codes.NOT_FOUND:  # it is gone, which is what we want
        check(graph, answer)


def name_graph(server: Server, graph: str) -> httpx.URL:
    if graph:
        return server.url.copy_merge_params({"graph": graph})
    # Without "=": Virtuoso, which has no default graph, would not say so.
    return server.url.copy_with(query=b"&".join(filter(None, [server.url.query, b"default"])))


def update_graph(server: Server, graph: str, triples: list[str]) -> None:
    batches = [triples[start : start + BATCH] for start in range(0, len(triples), BATCH)]
    empty_graph(server, graph)
    for batch in batches:
        inner = "".join(batch)
        update(
            server, graph, f"INSERT DATA {{ GRAPH <{graph}> {{\n{inner}}} }}" if graph else f"INSERT DATA {{\n{inner}}}"
        )


def empty_graph(server: Server, graph: str) -> None:
    update(server, graph, f"DROP SILENT GRAPH <{graph}>" if graph else "DROP SILENT DEFAULT")


def update(server: Server, graph: str, text: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    check(graph, ask(server, "POST", server.url, content=text.encode(), headers=headers))


class Way(NamedTuple):
    """How graphs are put in place of what a server holds, and taken out."""

    replace: Callable[[Server, str, list[str]], None]
    drop: Callable[[Server, str], None]


GRAPH_STORE = Way(put_graph, delete_graph)
UPDATES = Way(update_graph, empty_graph)


# --- the server's answers


def ask(server: Server, method: str, url: httpx.URL, **request: Any) -> httpx.Response:
    """What a server answers, after a login if it wants one. Raises ServerError where it does not answer."""
    client, target = server.client, server.target
    try:
        answer = read_answer(client, method, url, **request)
        if answer.status_code == httpx.codes.UNAUTHORIZED and target.user and client.auth is None:
            client.auth = choose_login(target, answer)
            answer = read_answer(client, method, url, **request)
    except httpx.HTTPError as error:
        raise ServerError(f"{target.url} does not answer: {error}; push again to go on") from error
    return answer


def read_answer(client: httpx.Client, method: str, url: httpx.URL, **request: Any) -> httpx.Response:
    """An answer with what it says, but for what it holds: that may be everything."""
    with client.stream(method, url, **request) as answer:
        if method != "GET" or answer.is_error:
            answer.read()
    return answer


def choose_login(target: Target, answer: httpx.Response) -> httpx.Auth:
    """The login that a server asks for: no password goes out as plain text where Digest would do."""
    if "digest" in answer.headers.get("WWW-Authenticate", "").lower():
        return httpx.DigestAuth(target.user, target.password)
    return httpx.BasicAuth(target.user, target.password)


def check(graph: str, answer: httpx.Response) -> None:
    """Raise ServerError, with the server's own words, for an answer that is no success."""
    if answer.is_success:
        return
    told = f"{answer.url.copy_with(query=None)} answered {answer.status_code} {answer.reason_phrase}"
    words = find_words(answer)
    what = f"<{graph}>" if graph else "the default graph"
    raise ServerError(f"{told} to {what}{': ' if words else ''}{words}{suggest(graph, answer)}")


def find_words(answer: httpx.Response) -> str:
    """What an answer says, in one line of plain text."""
    if answer.has_redirect_location:
        return f"it has moved to {answer.headers['Location']}"
    words = unescape(re.sub(r"<(style|title)\b.*?</\1>|<[^<>]*>", " ", answer.text[:4000], flags=re.DOTALL))
    line = clean_text(" ".join(words.split()))
    return line if len(line) <= 200 else line[:199] + "…"


ELSEWHERE = (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED, httpx.codes.UNSUPPORTED_MEDIA_TYPE)
"""What an address says that takes neither graphs nor updates."""


def suggest(graph: str, answer: httpx.Response) -> str:
    """What to do about an answer that is no success."""
    if answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return " (user and password come from KGRAPH_PUSH_USER and KGRAPH_PUSH_PASSWORD)"
    if answer.status_code in ELSEWHERE:
        return " (name the server's own address for graphs or updates, often one that ends in /store or /update)"
    return "; push again to go on" if graph else " (for a server without a default graph, --knowledge names one)"
