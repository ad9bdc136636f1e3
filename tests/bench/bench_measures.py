"""Measures `kgraph.measures` on power-law graphs, in CPU seconds, beside its peers in the same run.

Run as `OMP_NUM_THREADS=1 python tests/bench/bench_measures.py`, with R's sna and `kgraph[fast]` (left out if
missing); `--large` does all measures on 100,000 nodes and 1,000,000 edges instead, with the peak of
memory, in some minutes.
"""

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import networkx
import numpy

from kgraph import measures
from kgraph.measures.arrays import Measured, read_arrays
from kgraph.measures.brokerage import keep_known, measure_roles
from kgraph.measures.communities import draw_ties
from kgraph.measures.paths import measure_paths

PIVOTS = 50
"""Sources of which networkx's exact betweenness is reckoned: it takes each alone, so the time scales."""
COUNTRIES = 30


def make_graph(nodes: int, edges: int, seed: int = 1) -> networkx.MultiDiGraph:
    """Chung and Lu's graph with exponent 2.3: no loops, at most one edge between two nodes, its direction random."""
    chance = numpy.random.default_rng(seed)
    weights = numpy.arange(1.0, nodes + 1) ** (-1 / 1.3)
    found = numpy.empty(0, dtype=numpy.int64)
    while len(found) < edges:
        ends = chance.choice(nodes, size=(2, edges), p=weights / weights.sum())
        keys = ends.min(axis=0) * nodes + ends.max(axis=0)
        found = numpy.unique(numpy.concatenate([found, keys[ends[0] != ends[1]]]))
    low, high = numpy.divmod(numpy.sort(chance.permutation(found)[:edges]), nodes)
    turned = chance.random(edges) < 0.5
    network = networkx.MultiDiGraph()
    homes = chance.integers(0, COUNTRIES, nodes).tolist()
    network.add_nodes_from((name, {"country": f"C{home:02}"}) for name, home in enumerate(homes))
    pairs = zip(numpy.where(turned, low, high).tolist(), numpy.where(turned, high, low).tolist(), strict=True)
    dollars = chance.lognormal(18, 2, edges).tolist()
    network.add_edges_from(
        (*pair, {"usd": usd, "kind": "investment"}) for pair, usd in zip(pairs, dollars, strict=True)
    )
    return network


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    result = work()
    return time.process_time() - started, result


def compare_betweenness(nodes: int, edges: int) -> None:
    print(f"\nexact betweenness, {nodes:,} nodes, {edges:,} edges")
    arrays = read_arrays(make_graph(nodes, edges))
    graph = draw_ties(arrays)
    pivots, _ = clock(lambda: networkx.betweenness_centrality(graph, k=PIVOTS, seed=1))
    whole = pivots * nodes / PIVOTS
    print(f"  networkx, {PIVOTS} sources scaled            {whole:8.2f} s")
    seconds, found = clock(lambda: measure_paths(arrays))
    print(f"  kgraph, cross-border and bridging too  {seconds:8.2f} s, {whole / seconds:5.1f} times as fast")
    if find_spec("franken_networkx"):
        started = time.perf_counter()
        seconds, values = clock(lambda: networkx.betweenness_centrality(graph, backend="franken_networkx"))
        waited = time.perf_counter() - started
        apart = max(abs(found["betweenness"].values[place] - value) for place, value in values.items())
        print(f"  kgraph[fast], betweenness alone        {seconds:8.2f} s, {whole / seconds:5.1f} times as fast")
        print(f"  the same by the clock, on all cores    {waited:8.2f} s, {whole / waited:5.1f} times as fast")
        print(f"  largest difference between the two     {apart:8.1e}")


def compare_brokerage(nodes: int, edges: int) -> None:
    print(f"\nbrokerage, {nodes:,} nodes, {edges:,} edges")
    network = make_graph(nodes, edges)
    arrays = keep_known(read_arrays(network))
    runs = sorted(clock(lambda: measure_roles(arrays))[0] for _ in range(15))
    whole, _ = clock(lambda: measures.find_brokers(network))
    print(f"  kgraph, roles and z from arrays        {runs[7]:8.3f} s")
    print(f"  kgraph, from networkx to sorted rows   {whole:8.3f} s")
    if shutil.which("Rscript"):
        seconds = time_sna(network)
        print(f"  sna                                    {seconds:8.3f} s")
        print(f"  ratios                                 {seconds / runs[7]:8.1f} and {seconds / whole:.1f}")


def time_sna(network: networkx.MultiDiGraph) -> float:
    script = Path(__file__).parents[1] / "reference" / "brokerage.R"
    with tempfile.TemporaryDirectory() as folder:
        arcs, classes = Path(folder, "arcs.csv"), Path(folder, "classes.csv")
        arcs.write_text("".join(f"{source + 1},{target + 1}\n" for source, target in network.edges()))
        classes.write_text("".join(f"{code}\n" for _, code in network.nodes(data="country")))
        command = ["Rscript", "--vanilla", str(script), str(arcs), str(classes)]
        printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    return float(printed.split()[2])


def measure_large(nodes: int, edges: int) -> None:
    print(f"all measures, {nodes:,} nodes, {edges:,} edges: CPU seconds, peak of memory so far")
    network = make_graph(nodes, edges)
    report("the networkx graph", 0)
    seconds, arrays = clock(lambda: read_arrays(network))
    report("arrays", seconds)
    done: dict[Callable[..., dict[str, Measured]], str] = {}
    for name, measure in measures.MEASURES.items():
        done[measure.reckon] = f"{done[measure.reckon]}, {name}" if measure.reckon in done else name
    for reckon, names in done.items():
        if reckon is not measures.MEASURES["betweenness"].reckon:
            seconds, found = clock(lambda reckon=reckon: reckon(arrays))
            report(f"{names}: {next(iter(found.values())).method}", seconds)
    for function in (
        measures.find_brokers,
        measures.measure_borders,
        measures.measure_flows,
        measures.find_communities,
    ):
        report(function.__name__, clock(lambda function=function: function(network))[0])
    report("compare_chance, 99 deals", clock(lambda: measures.compare_chance(network, 99))[0])


def report(what: str, seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {what:<80} {seconds:8.2f} s {peak:8,.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="all measures on 100,000 nodes and 1,000,000 edges")
    if parser.parse_args().large:
        measure_large(100_000, 1_000_000)
        return
    print(f"Python {sys.version.split()[0]}, networkx {networkx.__version__}, numpy {numpy.__version__}")
    for nodes, edges in ((1_000, 2_000), (10_000, 20_000)):
        compare_betweenness(nodes, edges)
    for nodes, edges in ((1_000, 10_000), (10_000, 100_000)):
        compare_brokerage(nodes, edges)


if __name__ == "__main__":
    main()
