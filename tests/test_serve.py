"""The server with clients that others wrote, under load, and how it starts and ends."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlsplit

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kgraph.serve.pool import Pool, ServerLimits, open_pool
from kgraph.serve.worker import Question
from kgraph.store import open_store

T = TypeVar("T")
SAMSUNG = URIRef("https://w3id.org/kgraph/thing/samsung-electronics")
LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
NAME = f"SELECT ?name {{ <{SAMSUNG}> rdfs:label ?name }}"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"


# --- SPARQLWrapper


@pytest.mark.parametrize(("method", "way"), [("GET", None), (POST, None), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_reads_tables(server: str, method: str, way: str | None) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=JSON)
    client.setMethod(method)
    if way:
        client.setRequestMethod(way)
    client.setQuery(NAME)
    assert client.query().convert()["results"]["bindings"][0]["name"]["value"] == "Samsung Electronics"


def test_sparqlwrapper_reads_the_other_formats(server: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql")
    client.setQuery(NAME)
    client.setReturnFormat(CSV)
    assert client.query().convert() == b"name\r\nSamsung Electronics\r\n"
    client.setReturnFormat(XML)
    assert "Samsung Electronics" in client.query().convert().toxml()
    client.setQuery(f"DESCRIBE <{SAMSUNG}>")
    client.setReturnFormat(TURTLE)
    assert (SAMSUNG, LABEL, None) in Graph().parse(data=client.query().convert(), format="turtle")


def test_sparqlwrapper_names_graphs_and_sees_errors(server: str, sample: Path) -> None:
    with open_store(sample) as store:
        document = next(iter(store.documents()))
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=JSON)
    client.addDefaultGraph(document)
    client.setQuery("SELECT ?d { ?d a kg:Document }")
    assert [row["d"]["value"] for row in client.query().convert()["results"]["bindings"]] == [document]
    client.setQuery("SELECT ?d {")
    with pytest.raises(QueryBadFormed, match="no SPARQL at line 1"):
        client.query()


# --- rdflib


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_s_store_reads_the_graph(server: str, method: str) -> None:
    graph = Graph(SPARQLStore(f"{server}/sparql", method=method, context_aware=False))
    assert str(graph.value(SAMSUNG, LABEL)) == "Samsung Electronics"
    assert (SAMSUNG, LABEL, None) in graph
    assert [str(row[0]) for row in graph.query(NAME)] == ["Samsung Electronics"]
    assert len(graph) > 1000


def test_rdflib_s_store_reads_one_document(server: str, sample: Path) -> None:
    with open_store(sample) as store:
        document = next(iter(store.documents()))
        claims = len(list(store.read_graph(document)))
    graph = Graph(SPARQLStore(f"{server}/sparql"), identifier=URIRef(document))
    assert len(list(graph)) == claims


def test_rdflib_reads_a_resource_from_its_page_s_address(server: str) -> None:
    graph = Graph().parse(f"{server}/thing/samsung-electronics", format="turtle")
    assert (SAMSUNG, LABEL, None) in graph


# --- load


def ask_until(end: float, address: str, query: str, statuses: Counter[int]) -> None:
    """Ask again and again, as an impatient client does; a connection that breaks counts as status 0."""
    while time.monotonic() < end:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        try:
            connection.request("GET", f"/sparql?query={quote(query)}")
            reply = connection.getresponse()
            reply.read()
            statuses[reply.status] += 1
        except OSError:
            statuses[0] += 1
        finally:
            connection.close()


def test_queries_without_end_or_measure_do_not_hurt_the_others(
    start_server: Callable[..., AbstractContextManager[str]], sample: Path
) -> None:
    good: Counter[int] = Counter()
    bad: Counter[int] = Counter()
    with start_server(sample, "--timeout", "3", "--workers", "2") as address:
        end = time.monotonic() + 6
        queries = [(NAME, good)] * 6 + [(ENDLESS, bad)] * 3 + [(GREEDY, bad)]
        threads = [threading.Thread(target=ask_until, args=(end, address, *query)) for query in queries]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
    assert set(good) == {200}
    assert set(bad) <= {500, 503}
    assert bad[500]


def test_a_long_query_waits_for_a_place_of_its_kind(
    start_server: Callable[..., AbstractContextManager[str]], sample: Path
) -> None:
    taken: Counter[int] = Counter()
    good: Counter[int] = Counter()
    waited: Counter[int] = Counter()
    with start_server(sample, "--timeout", "4", "--workers", "1") as address:
        end = time.monotonic() + 2
        threads = [
            threading.Thread(target=ask_until, args=(end, address, *query))
            for query in [(ENDLESS, taken), *[(f"{NAME} # {place}", good) for place in range(3)]]
        ]
        threads[0].start()
        time.sleep(1)  # it has the one place for long queries by now
        for thread in threads[1:]:
            thread.start()
        ask_until(time.monotonic() + 0.1, address, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d a ?f }", waited)
        for thread in threads:
            thread.join(60)
    assert (set(taken), set(good), set(waited)) == ({500}, {200}, {200})


def run(work: Coroutine[None, None, T]) -> T:
    """In a thread of its own: where a browser is at work, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def stay() -> None:
    await asyncio.Event().wait()


async def ask_for(pool: Pool, sparql: str) -> str:
    answer = await pool.ask(Question(sparql, "text/csv"), stay)
    with answer.content as content:
        return content.read().decode()


def test_each_of_many_questions_to_one_child_has_its_own_answer(sample: Path) -> None:
    async def ask_all() -> list[str]:
        async with open_pool(sample, ServerLimits(quick=1)) as pool:
            asked = [f"SELECT (COUNT(*) + {number} AS ?n) {{}}" if number % 7 else "SELECT" for number in range(40)]
            found = await asyncio.gather(*(ask_for(pool, sparql) for sparql in asked), return_exceptions=True)
            return [type(one).__name__ if isinstance(one, BaseException) else one for one in found]

    assert run(ask_all()) == [f"n\r\n{number + 1}\r\n" if number % 7 else "QueryError" for number in range(40)]


@pytest.mark.parametrize("endless", [1, 3])
def test_who_stands_behind_a_query_without_end_is_answered(sample: Path, endless: int) -> None:
    async def ask_all() -> tuple[list[str], int]:
        async with open_pool(sample, ServerLimits(quick=1, long=1)) as pool:
            never = [asyncio.ensure_future(ask_for(pool, ENDLESS)) for _ in range(endless)]
            await asyncio.sleep(0)
            found = await asyncio.gather(*(ask_for(pool, "ASK {}") for _ in range(3)))
            unanswered = sum(not one.done() for one in never)
            for one in never:
                one.cancel()
            await asyncio.gather(*never, return_exceptions=True)
            return found, unanswered

    assert run(ask_all()) == (["true"] * 3, endless)


def test_children_load_nothing_of_the_server() -> None:
    code = "import sys, kgraph.serve.worker; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert not {"starlette", "uvicorn", "jinja2", "rdflib"} & set(loaded.split())


def test_a_query_whose_asker_leaves_gives_its_place_to_others(
    start_server: Callable[..., AbstractContextManager[str]], sample: Path
) -> None:
    with start_server(sample, "--workers", "1") as address:
        for _ in range(4):
            connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
            connection.request("GET", f"/sparql?query={quote(ENDLESS)}")
            time.sleep(1.5)
            connection.close()
        statuses: Counter[int] = Counter()
        ask_until(time.monotonic() + 0.1, address, ENDLESS.replace("COUNT(*)", "1").replace("}", "} LIMIT 1"), statuses)
    assert set(statuses) == {200}


# --- start and end


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "kgraph", "serve", *map(str, arguments)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8")


def test_a_graph_that_is_not_there_cannot_be_served(tmp_path: Path) -> None:
    with start("-g", tmp_path / "none", "--port", "0") as process:
        assert process.stderr
        assert process.stderr.read().startswith("kgraph: there is no graph in")
    assert process.returncode == 1


def test_a_port_that_is_taken_is_told(sample: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with start("-g", sample, "--port", port) as process:
            assert process.stderr
            assert process.stderr.read().startswith(f"kgraph: nothing can be served on 127.0.0.1 port {port}")
    assert process.returncode == 1


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_is_left_behind(sample: Path, end: signal.Signals) -> None:
    with start("-g", sample, "--port", "0") as process:
        assert process.stderr
        process.stderr.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
        assert children
        process.send_signal(end)
        process.wait(20)
    until = time.monotonic() + 20
    while any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{child}").exists() for child in children)
