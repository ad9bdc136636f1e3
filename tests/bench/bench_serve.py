"""Measures `kgraph serve`: requests per second beside rdflib-endpoint, and how it bears queries that never end.

Run as `python tests/bench/bench_serve.py` with rdflib-endpoint, oxrdflib and psutil installed. The data is the shipped
sample, copied under other names until there are enough quads. All servers hold all of it, rdflib-endpoint in memory, in
either of the stores that it offers. Beside the requests per second stands the processor time that one takes in the
server and its children, which says more where other programs are at work.
"""

import argparse
import json
import os
import re
import selectors
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import quote

import psutil

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
CONNECTIONS = 16


def write_copies(lines: list[str], quads: int) -> Iterator[str]:
    """The sample's lines again and again, each time with names of their own."""
    names = re.compile(r"<(https://w3id\.org/kgraph/(?!ontology)[^>]*|https://example\.org/[^>#]*)")
    written = 0
    for turn in range(quads // len(lines) + 1):
        for line in lines[: quads - written]:
            yield names.sub(rf"<\1-{turn}", line) if turn else line
        written += len(lines)


def make_data(folder: Path, quads: int) -> None:
    """A graph of so many quads, and the same in N-Quads."""
    build_graph(list_samples(), folder / "sample")
    with open_store(folder / "sample") as store:
        lines = list(store.dump())
    text = "\n".join(write_copies(lines, quads))
    (folder / "graph.nq").write_text(text + "\n", encoding="utf-8")
    with open_store(folder / "graph", write=True) as store:
        store.load(folder / "graph.nq")
    print(f"{len(text.splitlines()):,} quads")


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


class Rate(NamedTuple):
    """Requests per second, and the processor time of one in microseconds."""

    requests: float
    cost: float


def measure_rate(served: "Served", query: str, seconds: float, distinct: bool) -> Rate:
    """How fast a server answers over a few open connections, each of which asks again as soon as it has its answer.

    Distinct requests ask the same with another comment, so that no server can give an answer or a parsed query twice.
    """
    asked = f"GET {served.path}?query={quote(query)}%23{time.monotonic()}".encode()
    rest = f" HTTP/1.1\r\nHost: localhost\r\nAccept: {ACCEPT}\r\n\r\n".encode()
    requests = (asked + (b"-%d" % number if distinct else b"") + rest for number in count())
    used, start = read_processor_time(served.process), time.monotonic()
    answered = keep_asking(served.port, requests, start + seconds)
    took = time.monotonic() - start
    return Rate(answered / took, (read_processor_time(served.process) - used) / answered * 1e6)


def keep_asking(port: int, requests: Iterator[bytes], end: float) -> int:
    """Ask by one thread, which takes little from the servers, until a time comes; gives how many were answered."""
    with ExitStack() as stack, selectors.DefaultSelector() as selector:
        for _ in range(CONNECTIONS):
            client = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(client, selectors.EVENT_READ)
            client.sendall(next(requests))
        missing: Counter[int] = Counter()
        answered = 0
        while time.monotonic() < end:
            for key, _ in selector.select(1):
                client = cast(socket.socket, key.fileobj)
                data = client.recv(65536)
                missing[key.fd] = (missing[key.fd] or measure_reply(data)) - len(data)
                if not missing[key.fd]:
                    answered += 1
                    client.sendall(next(requests))
    return answered


def measure_reply(start: bytes) -> int:
    """The length of a reply from its first piece."""
    assert start.startswith(b"HTTP/1.1 200"), start
    return start.index(b"\r\n\r\n") + 4 + int(re.search(rb"content-length: (\d+)", start, re.IGNORECASE)[1])  # type: ignore[index]


def read_processor_time(process: int) -> float:
    """Seconds that a process and its children have had of the processors."""
    own = psutil.Process(process)
    return sum(sum(one.cpu_times()[:2]) for one in [own, *own.children(recursive=True)])


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


class Served(NamedTuple):
    """A server that runs: where it answers, and its process."""

    port: int
    path: str
    process: int


def compare(folder: Path, rounds: int, seconds: float) -> None:
    """All servers by turns, each alone."""
    ports = [find_port() for _ in range(3)]
    theirs = [str(Path(sys.executable).parent / "rdflib-endpoint"), "serve", "--host", "127.0.0.1"]
    commands = {
        "kgraph": (serve(folder / "graph", ports[0]), "/sparql"),
        "rdflib-endpoint": ([*theirs, "--port", str(ports[1]), str(folder / "graph.nq")], "/"),
        "with oxigraph": ([*theirs, "--port", str(ports[2]), "--store", "oxigraph", str(folder / "graph.nq")], "/"),
    }
    with ExitStack() as stack:
        servers = {
            name: Served(port, path, stack.enter_context(start(command, port, path)))
            for port, (name, (command, path)) in zip(ports, commands.items(), strict=True)
        }
        for name, query in QUERIES.items():
            found = [read_rows(served.port, served.path, query) for served in servers.values()]
            assert all(found), name
            for distinct in (False, True):
                measured = [
                    [measure_rate(one, query, seconds, distinct) for one in servers.values()] for _ in range(rounds)
                ]
                rates = [
                    Rate(*map(statistics.median, zip(*column, strict=True))) for column in zip(*measured, strict=True)
                ]
                print(f"{name}, {'each time another' if distinct else 'again and again'}")
                for server, rate in zip(servers, rates, strict=True):
                    faster, cheaper = rates[0].requests / rate.requests, rate.cost / rates[0].cost
                    beside = f"kgraph {faster:7,.1f} times, {cheaper:7,.1f} by cost"
                    print(
                        f"  {server:16} {rate.requests:9,.1f}/s, costs {rate.cost:9,.0f} us of processor time; {beside}"
                    )


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
