"""How fast the store loads and answers, beside its peers on the same quads in the same run.

    python tests/bench/bench_store.py             100,000 quads
    python tests/bench/bench_store.py 1000000     as many as these

Loads N-Quads against pyoxigraph's own bulk loader, asks the shipped aggregate queries against rdflib in memory and
against bare pyoxigraph, compares the rows, checks the shapes against pySHACL, and times a small query from the shell.
Prints; never fails on a figure.
"""

import gc
import multiprocessing
import re
import resource
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.resources import files
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyoxigraph
import pyshacl
import rdflib

from kgraph.ontology import PREFIXES, load_shapes
from kgraph.store import Plain, Store, open_store
from kgraph.validate import check_graph

GOLDEN = Path(__file__).parent.parent / "golden" / "samples.nq"
QUADS = 100_000
ROUNDS = 5
PATIENCE = 30, 25
"""CPU seconds that rdflib may take for a query at least, and how often those of kgraph: then it is cut off."""
FIRMS = 50
"""In how many guises the sample's organizations, people, places and policies come: others tell of the same."""


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else QUADS
    with TemporaryDirectory() as work:
        file = Path(work) / "data.nq"
        count = write_quads(file, wanted)
        print(f"{count:,} quads, CPU seconds, medians of {ROUNDS} rounds (rdflib: 1)\n")
        print_loads(file, Path(work))
        print_queries(file, Path(work) / "ours")
        print_checks(file, Path(work) / "ours")
        print_shell(Path(work) / "ours")


def write_quads(file: Path, wanted: int) -> int:
    """The sample again and again: documents, facts and sums anew each time, the things that they name shared."""
    text, lines = GOLDEN.read_text(encoding="utf-8"), set[str]()
    number = 0
    while len(lines) < wanted:
        number += 1
        copy = text.replace("https://example.org/", f"https://example.org/{number}/")
        copy = re.sub(r"(w3id\.org/kgraph/(?:event|facility)/)", rf"\g<1>{number}-", copy)
        copy = re.sub(r"(w3id\.org/kgraph/(?:thing|policy)/)", rf"\g<1>{number % FIRMS}-", copy)
        lines.update(copy.splitlines())
    file.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    return len(lines)


def print_loads(file: Path, work: Path) -> None:
    bare, ours = [], []
    for number in range(ROUNDS):
        bare.append(time_cpu(lambda number=number: load_bare(file, work / f"bare{number}")))
        ours.append(time_cpu(lambda number=number: load_ours(file, work / f"ours{number or ''}")))
    print(f"{'load, on disk':<22}{'pyoxigraph':>12}{'kgraph':>10}{'speed':>8}{'needed':>8}")
    print(f"{'':<22}{median(bare):>12.2f}{median(ours):>10.2f}{median(bare) / median(ours):>8.2f}{'.9':>8}\n")


def load_bare(file: Path, folder: Path) -> None:
    store = pyoxigraph.Store(str(folder))
    store.bulk_load(path=str(file), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()


def load_ours(file: Path, folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.load(file)


def print_queries(file: Path, folder: Path) -> None:
    columns = "".join(f"{name:>{width}}" for name, width in (("rdflib", 12), ("bare", 10), ("kgraph", 10)))
    print(f"{'aggregate query':<22}{columns}{'× rdflib':>10}{'/ bare':>8}{'rows':>8}  same rows")
    peer, times = rdflib.Dataset().parse(file, format="nquads"), []
    bare = pyoxigraph.Store.read_only(str(folder / "store"))
    with open_store(folder) as store:
        for name, text in list_aggregates():
            plain, ours = measure(text, bare, store)
            theirs = ask_peer(peer, text, round(max(PATIENCE[0], PATIENCE[1] * ours)))
            times.append((theirs.seconds, plain, ours))
            rows = list(map(write_row, store.query(text)))
            print(f"{name:<22}{theirs.note or f'{theirs.seconds:.3f}':>12}{plain:>10.3f}{ours:>10.3f}", end="")
            print(
                f"{theirs.seconds / ours:>10.1f}{ours / plain:>8.2f}{len(rows):>8,}  {compare_rows(theirs, rows)}",
                flush=True,
            )
    ratios = [theirs / ours for theirs, _, ours in times]
    print(f"\nmedian × rdflib: {median(ratios):.1f} (needed: 15), least: {min(ratios):.1f} (needed: 1)")
    print(f"median / bare: {median(ours / theirs for _, theirs, ours in times):.2f} (needed: at most 1.15)")


def list_aggregates() -> list[tuple[str, str]]:
    shipped = sorted((files("kgraph") / "queries").iterdir(), key=lambda file: file.name)
    texts = ((file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in shipped)
    return [(name, text) for name, text in texts if re.search(r"\b(SUM|COUNT)\(", text)]


class Told(NamedTuple):
    """What a peer answered, in how many CPU seconds; a note, and no rows, where it was cut off."""

    seconds: float
    rows: list[str] | None
    note: str = ""


def ask_peer(peer: rdflib.Dataset, text: str, patience: int) -> Told:
    """Ask in a child process, which has the peer's data as they lie in memory and can be ended."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=answer, args=(peer, text, patience, sender))
    child.start()
    sender.close()
    try:
        return receiver.recv()
    except EOFError:  # the child has ended without a word
        return Told(patience, None, f"over {patience}")
    finally:
        child.join()


def answer(peer: rdflib.Dataset, text: str, patience: int, sender: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (patience, patience))
    gc.disable()  # or the first collection touches, and so copies, all that the parent holds
    start = time.process_time()
    rows = list(peer.query(text))
    seconds = time.process_time() - start
    sender.send(Told(seconds, [write_row([read_term(term) for term in row]) for row in rows]))


def read_term(term: object) -> Plain:
    """A term of rdflib's as kgraph reads it: dates stay texts."""
    if isinstance(term, rdflib.Literal):
        value = term.toPython()
        return value if isinstance(value, int | float | Decimal) else str(term)
    return None if term is None else str(term)


def write_row(row: Iterable[Plain]) -> str:
    """A row as a text, numbers with two decimals: 3 and 3.0 are the same."""
    return " | ".join(f"{cell:.2f}" if isinstance(cell, int | float | Decimal) else str(cell) for cell in row)


def compare_rows(theirs: Told, ours: list[str]) -> str:
    """Whether two answers have the same rows. Their order is left aside: rdflib 7.6 takes a variable that is grouped
    by, yet not selected, for unbound when it orders (`summary`).
    """
    if theirs.rows is None:
        return "not compared"
    others = (Counter(theirs.rows) - Counter(ours)).total() + (Counter(ours) - Counter(theirs.rows)).total()
    return "yes" if not others else f"{others:,} others"


def measure(text: str, bare: pyoxigraph.Store, store: Store) -> tuple[float, float]:
    """CPU seconds of bare pyoxigraph and of kgraph, by turns."""
    rounds = [
        (time_cpu(lambda: list(bare.query(text, prefixes=dict(PREFIXES)))), time_cpu(lambda: list(store.query(text))))
        for _ in range(ROUNDS)
    ]
    plain, ours = (median(column) for column in zip(*rounds, strict=True))
    return plain, ours


def print_checks(file: Path, folder: Path) -> None:
    """Each document's graph and the knowledge layer, from the disk; pySHACL has them in memory as one graph."""
    union = rdflib.Graph()
    for *triple, _ in rdflib.Dataset().parse(file, format="nquads").quads():
        union.add(tuple(triple))
    theirs = time_cpu(lambda: pyshacl.validate(union, shacl_graph=load_shapes(), inplace=True))
    with open_store(folder) as store:
        ours = median(time_cpu(lambda: list(check_graph(store))) for _ in range(ROUNDS))
    print(f"\nkgraph validate: {ours:.2f} s, pySHACL: {theirs:.2f} s, × pySHACL: {theirs / ours:.1f}")


def print_shell(folder: Path) -> None:
    command = [sys.executable, "-m", "kgraph", "query", "SELECT ?s { ?s a kg:Country } LIMIT 5", "-g", str(folder)]
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    print(f"\nkgraph query, small, from the shell: {median(times):.2f} s in all (needed: under 0.7)")


def time_cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
