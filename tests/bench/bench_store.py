"""How fast the store loads and answers, beside its peers on the same quads in the same run.

    python tests/bench/bench_store.py             100,000 quads
    python tests/bench/bench_store.py 1000000     as many as these

Loads N-Quads against pyoxigraph's own bulk loader, asks the shipped aggregate queries against rdflib in memory and
against bare pyoxigraph, and times a small query from the shell. Prints; never fails on a figure.
"""

import re
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pyoxigraph
import rdflib

from kgraph.ontology import PREFIXES
from kgraph.store import Store, open_store

GOLDEN = Path(__file__).parent.parent / "golden" / "samples.nq"
QUADS = 100_000
ROUNDS = 5
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
    print(f"{'aggregate query':<22}{'rdflib':>12}{'bare':>10}{'kgraph':>10}{'× rdflib':>10}{'/ bare':>8}{'rows':>8}")
    peer, times = read_peer(file), []
    bare = pyoxigraph.Store.read_only(str(folder / "store"))
    with open_store(folder) as store:
        for name, text in list_aggregates():
            times.append(measure(name, text, peer, bare, store))
    fewer = [theirs / ours for theirs, _, ours in times if theirs]
    print(f"\nmedian × rdflib: {median(fewer):.1f} (needed: 15), least: {min(fewer):.1f} (needed: 1)")
    print(f"median / bare: {median(ours / theirs for _, theirs, ours in times):.2f} (needed: at most 1.15)")


def read_peer(file: Path) -> rdflib.Dataset:
    """The same quads in rdflib's memory."""
    return rdflib.Dataset().parse(file, format="nquads")


def list_aggregates() -> list[tuple[str, str]]:
    shipped = sorted((files("kgraph") / "queries").iterdir(), key=lambda file: file.name)
    texts = ((file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in shipped)
    return [(name, text) for name, text in texts if re.search(r"\b(SUM|COUNT)\(", text)]


def measure(
    name: str, text: str, peer: rdflib.Dataset, bare: pyoxigraph.Store, store: Store
) -> tuple[float, float, float]:
    """CPU seconds of rdflib, of bare pyoxigraph and of kgraph, these two by turns."""
    try:
        theirs = time_cpu(lambda: list(peer.query(text)))
    except Exception as error:  # noqa: BLE001  (whatever keeps a peer from answering)
        print(f"  rdflib: {error}")
        theirs = 0.0
    rounds = [
        (time_cpu(lambda: list(bare.query(text, prefixes=dict(PREFIXES)))), time_cpu(lambda: list(store.query(text))))
        for _ in range(ROUNDS)
    ]
    plain, ours = (median(column) for column in zip(*rounds, strict=True))
    rows = len(list(store.query(text)))
    fewer = f"{theirs / ours:.1f}" if theirs else "fails"
    print(f"{name:<22}{theirs:>12.3f}{plain:>10.3f}{ours:>10.3f}{fewer:>10}{ours / plain:>8.2f}{rows:>8,}")
    return theirs, plain, ours


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
