"""Builds graphs of made-up articles and kills the builds, again and again, at random moments of their whole course.

    python tests/bench/kill_builds.py FOLDER KILLS

FOLDER/whole is built without being killed; FOLDER/1, FOLDER/2 ... are killed five times each, then built to the
end. Whether they came out alike is for others to see (tests/test_knowledge.py).
"""

import json
import random
import sys
import time
from itertools import islice
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

from invented import invent_facts

from kgraph import build
from kgraph.claims import Claims, claim_facts
from kgraph.model import Document, Facts
from kgraph.version import EXTRACTOR

ARTICLES = 300
KILLS = 5
"""Of one graph."""
SEED = 20240423


def main(folder: Path, kills: int) -> None:
    articles = {facts.document.id: facts for facts in islice(invent_facts(SEED), ARTICLES)}
    source = write_source(folder, articles)
    build.claim_document = lambda document: recall_claims(articles, document)  # extraction takes too long here
    whole = time_build(source, folder / "whole")
    dice = random.Random(SEED)
    for number in range(1, kills // KILLS + 1):
        for _ in range(KILLS):
            kill_build(source, folder / str(number), dice.uniform(0, whole))
        time_build(source, folder / str(number))


def write_source(folder: Path, articles: dict[str, Facts]) -> str:
    source = folder / "articles.jsonl"
    documents = (facts.document.model_dump(mode="json", exclude_defaults=True) for facts in articles.values())
    lines = (json.dumps({"id": document.pop("id"), "document": document}) + "\n" for document in documents)
    source.write_text("".join(lines), encoding="utf-8")
    return str(source)


def recall_claims(articles: dict[str, Facts], document: Document) -> Claims:
    return claim_facts(articles[document.id].model_copy(update={"document": document}), EXTRACTOR)


def time_build(source: str, folder: Path) -> float:
    """Seconds that a build takes to its end; one that fails ends this run."""
    start = time.monotonic()
    child = start_build(source, folder)
    child.join()
    if child.exitcode:
        sys.exit(f"the graph in {folder} was not built")
    return time.monotonic() - start


def kill_build(source: str, folder: Path, delay: float) -> None:
    child = start_build(source, folder)
    time.sleep(delay)
    child.kill()
    child.join()


def start_build(source: str, folder: Path) -> ForkProcess:
    """A process of its own, which has all modules loaded already."""
    child = get_context("fork").Process(target=build.build_graph, args=([source], folder))
    child.start()
    return child


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
