"""Measures `kgraph serve`: requests per second beside rdflib-endpoint, and how it bears queries that never end.

Run as `python tests/bench/bench_serve.py` with rdflib-endpoint and psutil installed. The data is the shipped sample,
copied under other names until there are enough quads; rdflib-endpoint gets its knowledge layer, in memory.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import psutil
import pyoxigraph

from kgraph.build import build_graph
from kgraph.demo import list_samples
from kgraph.store import open_store

THING = "https://w3id.org/kgraph/thing/samsung-electronics"
PREFIXES = (
    "PREFIX kg: <https://w3id.org/kgraph/ontology#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    "PREFIX prov: <http://www.w3.org/ns/prov#> "
)
QUERIES = {
    "one name": f"{PREFIXES} SELECT ?name {{ <{THING}> rdfs:label ?name }}",
    "facts of one thing": f"""{PREFIXES} SELECT ?event ?label ?sum ?date {{
        ?event kg:investor <{THING}> ; rdfs:label ?label ; kg:amount/rdfs:label ?sum OPTIONAL {{ ?event kg:date ?date }}
        }} ORDER BY ?label ?event""",
    "ten who give most": f"""{PREFIXES} SELECT ?giver (COUNT(?event) AS ?events) (SUM(?usd) AS ?sum) {{
        ?event kg:investor ?giver ; kg:amountUSD ?usd }} GROUP BY ?giver ORDER BY DESC(?sum) ?giver LIMIT 10""",
}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"
ACCEPT = "application/sparql-results+json"
CONNECTIONS = 4


def write_copies(lines: list[str], quads: int) -> Iterator[str]:
    """The sample's lines again and again, each time with names of their own."""
    names = re.compile(r"<(https://w3id\.org/kgraph/(?!ontology)[^>]*|https://example\.org/[^>#]*)")
    written = 0
    for turn in range(quads // len(lines) + 1):
        for line in lines[: quads - written]:
            yield names.sub(rf"<\1-{turn}", line) if turn else line
        written += len(lines)


def make_data(folder: Path, quads: int) -> None:
    """A graph of so many quads, and its knowledge layer in N-Triples."""
    build_graph(list_samples(), folder / "sample")
    with open_store(folder / "sample") as store:
        lines = list(store.dump())
    text = "\n".join(write_copies(lines, quads))
    with open_store(folder / "graph", write=True) as store:
        store.replace_knowledge(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS))
    with open_store(folder / "graph") as store:
        triples = "".join(f"{quad.triple} .\n" for quad in store.read_knowledge())
        print(f"{len(text.splitlines()):,} quads, {triples.count(chr(10)):,} of them of the knowledge layer")
    (folder / "knowledge.nt").write_text(triples, encoding="utf-8")


@contextmanager
def start(command: list[str], port: int, path: str) -> Iterator[int]:
    """A server on a port, ready to answer; gives its process."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None and not answers(port, path):
                time.sleep(0.2)
            assert process.poll() is None, f"{command} has ended"
            yield process.pid
        finally:
            process.terminate()


def answers(port: int, path: str) -> bool:
    try:
        return get(port, path, "ASK {}")[0] == 200
    except OSError:
        return False


def get(port: int, path: str, query: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=100)
    try:
        connection.request("GET", f"{path}?query={quote(query)}", headers={"Accept": ACCEPT})
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def find_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def measure_rate(port: int, path: str, query: str, seconds: float, distinct: bool) -> float:
    """Requests per second over a few open connections, each asking again as soon as it has its answer.

    Distinct requests ask the same with another comment, so that no server can give an answer or a parsed query twice.
    """
    asked = f"GET {path}?query={quote(query)}%23".encode()
    rest = f" HTTP/1.1\r\nHost: localhost\r\nAccept: {ACCEPT}\r\n\r\n".encode()
    counts = [0] * CONNECTIONS
    end = time.monotonic() + seconds

    def work(place: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while time.monotonic() < end:
                number = f"{end}-{place}-{counts[place]}".encode() if distinct else b""
                client.sendall(asked + number + rest)
                read_reply(client)
                counts[place] += 1

    start = time.monotonic()
    run_threads([threading.Thread(target=work, args=(place,)) for place in range(CONNECTIONS)])
    return sum(counts) / (time.monotonic() - start)


def read_reply(client: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += client.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head
    length = int(re.search(rb"content-length: (\d+)", head, re.IGNORECASE)[1])  # type: ignore[index]
    while len(body) < length:
        body += client.recv(65536)


def run_threads(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def read_rows(port: int, path: str, query: str) -> list[list[str]]:
    found = json.loads(get(port, path, query)[1])
    names = found["head"]["vars"]
    return [
        [row[name]["value"].removesuffix(".0") if name in row else "" for name in names]
        for row in found["results"]["bindings"]
    ]


def compare(folder: Path, rounds: int, seconds: float) -> None:
    """Both servers by turns, each alone."""
    ours, theirs = find_port(), find_port()
    peer = [str(Path(sys.executable).parent / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(theirs)]
    with (
        start(serve(folder / "graph", ours), ours, "/sparql"),
        start([*peer, str(folder / "knowledge.nt")], theirs, "/"),
    ):
        for name, query in QUERIES.items():
            assert read_rows(ours, "/sparql", query) == read_rows(theirs, "/", query), name
            for distinct in (False, True):
                rates = [
                    (
                        measure_rate(ours, "/sparql", query, seconds, distinct),
                        measure_rate(theirs, "/", query, seconds, distinct),
                    )
                    for _ in range(rounds)
                ]
                mine, other = (statistics.median(column) for column in zip(*rates, strict=True))
                what = f"{name}, {'each time another' if distinct else 'again and again'}"
                print(f"{what:38} kgraph {mine:7,.0f}/s  rdflib-endpoint {other:8,.1f}/s  {mine / other:6,.1f} times")


def serve(graph: Path, port: int, *options: str) -> list[str]:
    return [sys.executable, "-m", "kgraph", "serve", "-g", str(graph), "--port", str(port), *options]


def bear_load(graph: Path, clients: int, seconds: float) -> None:
    """Four in five clients ask what is quick, the others what never ends or wants all memory."""
    port = find_port()
    good: Counter[int] = Counter()
    bad: Counter[int] = Counter()
    waits: list[float] = []
    with start(serve(graph, port, "--timeout", "10"), port, "/sparql") as server:
        end = time.monotonic() + seconds

        def work(query: str, statuses: Counter[int]) -> None:
            while time.monotonic() < end:
                began = time.monotonic()
                try:
                    # Each is another question, that no kept answer helps.
                    statuses[get(port, "/sparql", f"{query} # {began}")[0]] += 1
                except OSError:
                    statuses[0] += 1
                if statuses is good:
                    waits.append(time.monotonic() - began)

        quick = [QUERIES["one name"], QUERIES["facts of one thing"], QUERIES["ten who give most"]]
        jobs = [
            (quick[place % 3], good) if place % 5 else ((ENDLESS, GREEDY)[place % 2], bad) for place in range(clients)
        ]
        watch = threading.Thread(target=watch_memory, args=(server, end, peaks := [0, 0]))
        run_threads([watch, *(threading.Thread(target=work, args=job) for job in jobs)])
    waits.sort()
    print(f"{clients} clients for {seconds:g} s: good ones by status {dict(good)}, bad ones {dict(bad)}")
    print(f"good ones waited {waits[len(waits) // 2]:.3f} s in the median, {waits[-1]:.2f} s at most")
    print(f"memory at most: server {peaks[0]:,.0f} MB, with all its children {peaks[1]:,.0f} MB")


def watch_memory(server: int, end: float, peaks: list[float]) -> None:
    while time.monotonic() < end:
        own = psutil.Process(server)
        sizes = [size_of(process) for process in [own, *own.children(recursive=True)]]
        peaks[:] = max(peaks[0], sizes[0]), max(peaks[1], sum(sizes))
        time.sleep(0.1)


def size_of(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1e6
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--load", type=float, default=30, help="seconds of the load test")
    asked = parser.parse_args()
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    with tempfile.TemporaryDirectory() as work:
        make_data(Path(work), asked.quads)
        if asked.rounds:
            compare(Path(work), asked.rounds, asked.seconds)
        bear_load(Path(work) / "graph", 50, asked.load)
