"""What adding ten documents costs in graphs of 100, 1,000 and 10,000 documents, in one run.

    python tests/bench/bench_identity.py               a table of CPU seconds and their ratios
    python tests/bench/bench_identity.py --profile     where the time goes in the largest graph

The documents are made up (`invented.py`), so nothing is extracted. Prints; never fails on a figure.
"""

import cProfile
import pstats
import resource
import sys
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from invented import invent_facts

from kgraph.claims import claim_facts
from kgraph.knowledge import add_claims, update_knowledge
from kgraph.model import Facts
from kgraph.store import open_store

SIZES = (100, 1_000, 10_000)
ADDED = 10
ADDITIONS = 5
SETTLING = 3
"""Additions that are not counted: while they run, the database tidies up after a large build."""
NEEDED = 1.5
"""The most that the last ratio may be."""
SEED = 20240423


def main() -> None:
    with TemporaryDirectory() as folder:
        if "--profile" in sys.argv[1:]:
            profile_addition(Path(folder))
        else:
            print_growth(Path(folder))


def print_growth(folder: Path) -> None:
    """A row for each size: how the graph came to it, what an addition costs, and that against the row before."""
    print(f"Adding {ADDED} documents, CPU seconds, median of {ADDITIONS}\n")
    print(f"{'documents':>9}{'built at':>12}{'seconds':>9}{'ratio':>7}{'needed':>8}")
    articles, held, before = invent_facts(SEED), 0, 0.0
    for size in SIZES:
        speed = (size - held) / time_addition(folder, islice(articles, size - held))
        for _ in range(SETTLING):
            time_addition(folder, islice(articles, ADDED))
        cost = median(time_addition(folder, islice(articles, ADDED)) for _ in range(ADDITIONS))
        ratio = f"{cost / before:.2f}" if before else ""
        needed = f"{NEEDED:.1f}" if size == SIZES[-1] else ""
        print(f"{size:>9,}{f'{speed:.0f} a s':>12}{cost:>9.3f}{ratio:>7}{needed:>8}", flush=True)
        held, before = size + ADDED * (SETTLING + ADDITIONS), cost
    print(f"\nmemory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def time_addition(folder: Path, articles: Iterable[Facts]) -> float:
    """CPU seconds from opening the store to closing it; an article is made up in a third of a ms.

    Of this thread alone: what the database still tidies up in others belongs to the large build before.
    """
    start = time.thread_time()
    add_articles(folder, articles)
    return time.thread_time() - start


def add_articles(folder: Path, articles: Iterable[Facts]) -> None:
    with open_store(folder / "graph", write=True) as store:
        for facts in articles:
            add_claims(store, folder / "graph", claim_facts(facts, "invented-1"))
        update_knowledge(store, folder / "graph")


def profile_addition(folder: Path) -> None:
    articles = invent_facts(SEED)
    add_articles(folder, islice(articles, SIZES[-1]))
    profile = cProfile.Profile()
    profile.runcall(add_articles, folder, list(islice(articles, ADDED)))
    statistics = pstats.Stats(profile)
    statistics.sort_stats("cumulative").print_stats("kgraph", 40)
    statistics.sort_stats("tottime").print_stats(20)


if __name__ == "__main__":
    main()
