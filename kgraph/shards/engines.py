"""Shards to make come in, shards that were made go out: made here, on a Dask cluster or on Spark.

An engine hands out tasks and gives those of lost workers to others; all that must not be lost or doubled is seen to
by the task. Its workers need kgraph, the sources under the same names, and the folder for shards.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Literal

from kgraph.errors import KgraphError
from kgraph.shards import Made, Manifest, make_shard, plan_shards, write_manifest

Plan = Sequence[Sequence[str]]
LOSSES = 6
"""Workers that one task may lose before the engine gives up."""


def extract_shards(
    sources: Iterable[str], out: str, engine: Literal["local", "dask", "spark"], address: str | None, workers: int
) -> Manifest:
    """Extract sources into shards in the folder `out`; `workers` counts where no address of a cluster is given.

    Raises KgraphError for an engine that is not installed.
    """
    plan = list(plan_shards(sources))
    try:
        if engine == "local":
            return write_manifest(run_local(plan, out, workers), out)
        return write_manifest((run_dask if engine == "dask" else run_spark)(plan, out, address, workers), out)
    except ModuleNotFoundError as error:
        raise KgraphError(f"{error.name} is missing: pip install 'kgraph[{engine}]'") from error


def run_local(plan: Plan, out: str, workers: int) -> Iterator[Made]:
    """Make shards one after the other, by processes of this machine."""
    return (make_shard(files, out, workers) for files in plan)


def run_dask(plan: Plan, out: str, address: str | None, workers: int) -> Iterator[Made]:
    """Make shards on the cluster whose scheduler is at an address, or on one of so many processes of this machine."""
    import dask
    from distributed import Client, LocalCluster, as_completed

    dask.config.set({"distributed.scheduler.allowed-failures": LOSSES})
    with ExitStack() as stack:
        here = {"n_workers": workers, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
        cluster = address or stack.enter_context(LocalCluster(**here))
        client = stack.enter_context(Client(cluster))
        futures = client.map(partial(make_shard, out=out), plan, pure=False)
        yield from (made for _, made in as_completed(futures, with_results=True))


def run_spark(plan: Plan, out: str, address: str | None, workers: int) -> Iterator[Made]:
    """Make shards on the Spark whose master is at an address, or on one of so many processes of this machine."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the first python3 on the path may be another
    builder = SparkSession.builder.master(address or f"local[{workers},{LOSSES}]").appName("kgraph")
    for name, value in {"ui.enabled": False, "ui.showConsoleProgress": False, "task.maxFailures": LOSSES}.items():
        builder = builder.config(f"spark.{name}", value)
    session = builder.getOrCreate()
    try:
        tasks = session.sparkContext.parallelize(plan, max(1, len(plan)))
        yield from tasks.map(partial(make_shard, out=out)).collect()
    finally:
        session.stop()
