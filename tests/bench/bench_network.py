"""How long building the network takes beside its queries, on the same store in the same run.

    python tests/bench/bench_network.py            100,000 events
    python tests/bench/bench_network.py 10000      as many as these

The store holds the sample's knowledge layer again and again, events and facilities anew each time, the organizations,
people and policies in 50 guises; evidence is left out, which no query of the network reads. Prints; never fails on a
figure.
"""

import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pyoxigraph

from kgraph.network import (
    EventRow,
    NodeRow,
    PartRow,
    Selection,
    build_network,
    project_countries,
    project_organizations,
    select_network,
    sum_flows,
)
from kgraph.questions import read_question
from kgraph.store import Store, open_store

GOLDEN = Path(__file__).parent.parent / "golden" / "samples.nq"
EVENTS = 100_000
FIRMS = 50
"""In how many guises the sample's organizations, people and policies come."""
SHARED = re.compile("<https://w3id.org/kgraph/(thing|policy|place|country|technology)")
EVENT = re.compile("#type> <https://w3id.org/kgraph/ontology#(Investment|Agreement|Meeting)>")
T = TypeVar("T")


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    with TemporaryDirectory() as work:
        count = write_triples(Path(work) / "data.nq", wanted)
        with open_store(Path(work) / "graph", write=True) as store:
            store.load(Path(work) / "data.nq")
        with open_store(Path(work) / "graph") as store:
            print(f"{wanted:,} events, {count:,} triples, CPU seconds\n")
            print_times(store)


def write_triples(file: Path, wanted: int) -> int:
    """At least so many events; returns the number of triples."""
    lines = [line for line in read_knowledge() if "char=" not in line]
    copies = wanted // sum(bool(EVENT.search(line)) for line in lines) + 1
    count = 0
    with file.open("w", encoding="utf-8") as out:
        for number in range(1, copies + 1):
            kept = [line for line in lines if number <= FIRMS or not SHARED.match(line)]
            out.write(copy_lines("".join(kept), number))
            count += len(kept)
    return count


def read_knowledge() -> list[str]:
    quads = pyoxigraph.parse(path=GOLDEN, format=pyoxigraph.RdfFormat.N_QUADS)
    return [f"{quad.triple} .\n" for quad in quads if isinstance(quad.graph_name, pyoxigraph.DefaultGraph)]


def copy_lines(text: str, number: int) -> str:
    text = text.replace("https://example.org/", f"https://example.org/{number}/")
    text = re.sub(r"(w3id\.org/kgraph/(?:event|facility)/)", rf"\g<1>{number}-", text)
    return re.sub(r"(w3id\.org/kgraph/(?:thing|policy)/)", rf"\g<1>{number % FIRMS}-", text)


def print_times(store: Store) -> None:
    rows, asked = zip(*(time_query(store, name) for name in ("nodes", "events", "parts")), strict=True)
    nodes, events, parts = rows
    network, built = time_cpu(
        lambda: build_network(map(NodeRow._make, nodes), map(EventRow._make, events), map(PartRow._make, parts))
    )
    size = f"{len(network):,} nodes, {network.number_of_edges():,} edges"
    print(f"{'queries':<26}{sum(asked):>8.2f}   {' + '.join(f'{one:.2f}' for one in asked)}")
    print(f"{'rows -> network':<26}{built:>8.2f}   {size}")
    print(f"{'both / queries':<26}{(sum(asked) + built) / sum(asked):>8.2f}   needed: at most 3\n")
    selection = Selection(since="2024", technologies=("semiconductors",))
    print(f"{'select_network':<26}{time_cpu(lambda: select_network(network, selection))[1]:>8.2f}")
    for work in (project_organizations, project_countries, sum_flows):
        print(f"{work.__name__:<26}{time_cpu(lambda work=work: work(network))[1]:>8.2f}")


def time_query(store: Store, name: str) -> tuple[list[tuple[object, ...]], float]:
    sparql = read_question(f"network-{name}")
    return time_cpu(lambda: list(store.query(sparql)))


def time_cpu(work: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    done = work()
    return done, time.process_time() - start


if __name__ == "__main__":
    main()
