"""What `kgraph build` costs: one process against two, many articles against few, nothing new against all new.

    python tests/bench/bench_build.py            10,000 articles against 1,000
    python tests/bench/bench_build.py 1000       1,000 against 100
    python tests/bench/bench_build.py --engines 8000    extraction alone, by Dask against plain processes

Prints; never fails on a figure. One article in five is on topic (`articles.py`).
"""

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import NamedTuple

from articles import mix_articles

from kgraph.model import Document

SEED = 20240423
FILE = 500
"""Articles in a file."""
TITLES = f"{'':<34}{'wall s':>9}{'CPU s':>9}{'path s':>9}{'MB':>7}"
WATCH = 0.5
"""Seconds between two looks at the memory of a build's processes."""


TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """Of one build: seconds by the clock, of all its processors, of these one after the other, and megabytes.

    What its workers do beside each other counts once: so long would it take on a machine that does nothing else, if
    the writer did nothing while they work. The megabytes are those of its largest process.
    """

    wall: float
    cpu: float
    path: float
    megabytes: float


def main(size: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        few, many = (write_articles(folder / f"{count}.jsonl", count) for count in (size // 10, size))
        print(TITLES, flush=True)
        small = show(f"{size // 10:,} articles, 2 workers", build(folder / "small", few, 2))
        one = show(f"{size:,} articles, 1 worker", build(folder / "one", many, 1))
        two = show(f"{size:,} articles, 2 workers", build(folder / "two", many, 2))
        again = show("again, nothing changed", build(folder / "two", many, 2))
    print(f"\n{'1 worker against 2, wall':<34}{one.wall / two.wall:>9.2f}  needed: 1.7")
    print(f"{'1 worker against 2, path':<34}{one.path / two.path:>9.2f}  needed: 1.7")
    print(f"{'time per article against few, CPU':<34}{two.cpu / small.cpu / 10:>9.2f}  needed: under 1.15")
    print(f"{'again against first, CPU':<34}{again.cpu / two.cpu:>9.3f}  needed: under 0.02")
    print(f"{'largest process, MB':<34}{max(one.megabytes, two.megabytes):>9.0f}  needed: under 1,000")


def compare_engines(size: int) -> None:
    """Seconds of the processor for the same shards, two workers each, and their ratio."""
    with TemporaryDirectory() as name:
        sources = Path(name) / "sources"
        sources.mkdir()
        for number, article in enumerate(mix_articles(size, SEED)):
            with (sources / f"{number // FILE}.jsonl").open("a", encoding="utf-8") as file:
                file.write(write_line(article))
        print(TITLES, flush=True)
        costs = {}
        for engine in ("local", "dask"):
            options = ("extract", str(sources), "--out", str(Path(name) / engine), "--engine", engine)
            costs[engine] = show(f"{size:,} articles, {engine}", run(2, *options))
    print(f"\n{'dask against local, CPU':<34}{costs['dask'].cpu / costs['local'].cpu:>9.2f}  needed: 1.4")


def write_articles(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for article in mix_articles(count, SEED):
            file.write(write_line(article))
    return path


def write_line(article: Document) -> str:
    document = article.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({"id": document.pop("id"), "document": document}) + "\n"


def show(name: str, cost: Cost) -> Cost:
    print(f"{name:<34}{cost.wall:>9.1f}{cost.cpu:>9.1f}{cost.path:>9.1f}{cost.megabytes:>7.0f}", flush=True)
    return cost


def build(graph: Path, source: Path, workers: int) -> Cost:
    return run(workers, "build", str(source), "-g", str(graph))


def run(workers: int, *arguments: str) -> Cost:
    command = [sys.executable, "-m", "kgraph", *arguments, "--workers", str(workers)]
    before, start = count_cpu(), time.monotonic()
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        seen, ended = Seen(), Event()
        watcher = Thread(target=seen.watch, args=(process.pid, ended))
        watcher.start()
        process.wait()
        ended.set()
        watcher.join()
    cpu = count_cpu() - before
    return Cost(time.monotonic() - start, cpu, seen.own + (cpu - seen.own) / workers, seen.megabytes)


def count_cpu() -> float:
    """Seconds that all processes which this one started, and theirs, have used up to their ends."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Seen:
    """What was seen of a build: the processor's seconds of its first process, and its largest one's megabytes."""

    own = 0.0
    megabytes = 0.0

    def watch(self, process: int, ended: Event) -> None:
        while not ended.wait(WATCH):
            self.megabytes = max([self.megabytes, *map(read_peak, [process, *list_children(process)])])
            if times := read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split():
                self.own = sum(map(int, times[11:13])) / TICKS


def list_children(process: int) -> Sequence[int]:
    files = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for file in files for child in read(file).split()]


def read_peak(process: int) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", read(Path(f"/proc/{process}/status")))
    return int(found[1]) / 1000 if found else 0.0


def read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:  # it has ended
        return ""


if __name__ == "__main__":
    *option, size = sys.argv[1:] or ["10_000"]
    (compare_engines if option == ["--engines"] else main)(int(size))
