"""Each measure of nodes against networkx, published tables and brute force, and where it is not defined."""

import math
from itertools import combinations

import networkx
import numpy
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kgraph.measures import MEASURES, measure_nodes
from kgraph.measures.arrays import read_arrays
from kgraph.measures.paths import measure_paths
from kgraph.measures.triangles import fill_table, list_triangles, orient_ties

GRAPHS = {
    "florence": networkx.florentine_families_graph(),
    "karate": networkx.Graph(networkx.karate_club_graph().edges()),
    "davis": networkx.davis_southern_women_graph(),
    "pieces": networkx.disjoint_union(networkx.barbell_graph(4, 2), networkx.path_graph(5)),
}
PEERS = {
    "betweenness": networkx.betweenness_centrality,
    "closeness": networkx.closeness_centrality,
    "eigenvector": lambda graph: networkx.eigenvector_centrality(graph, max_iter=100_000, tol=1e-13),
    "core": networkx.core_number,
    "constraint": networkx.constraint,
}


def measure(network: networkx.Graph, name: str) -> dict[object, float | None]:
    return measure_nodes(network, [name], countries_too=True)[name].values


def color(network: networkx.Graph, *codes: str | None) -> networkx.Graph:
    for name, code in zip(network, codes, strict=True):
        network.nodes[name]["country"] = code
    return network


def make_random(nodes: int, edges: int, seed: int, directed: bool = False) -> networkx.Graph:
    network = networkx.gnm_random_graph(nodes, edges, seed=seed, directed=directed)
    chance = numpy.random.default_rng(seed)
    return color(network, *chance.choice(["US", "KR", "JP", None], nodes, p=[0.3, 0.3, 0.3, 0.1]).tolist())


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("graph", GRAPHS)
def test_measures_of_known_networks_equal_those_of_networkx(graph: str, name: str) -> None:
    assert measure(GRAPHS[graph], name) == pytest.approx(PEERS[name](GRAPHS[graph]), abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 25), st.integers(0, 50), st.integers(0, 99))
def test_measures_of_random_graphs_equal_those_of_networkx(nodes: int, edges: int, seed: int) -> None:
    network = networkx.gnm_random_graph(nodes, edges, seed=seed)
    for name in ("betweenness", "closeness", "core"):
        assert measure(network, name) == pytest.approx(PEERS[name](network), abs=1e-9)
    expected = {node: None if math.isnan(value) else value for node, value in networkx.constraint(network).items()}
    assert measure(network, "constraint") == pytest.approx(expected, abs=1e-9)


@settings(deadline=None, max_examples=15)
@given(st.integers(4, 20), st.integers(30, 120), st.integers(0, 99))
def test_hubs_and_authorities_equal_those_of_networkx(nodes: int, edges: int, seed: int) -> None:
    network = networkx.gnm_random_graph(nodes, edges, seed=seed, directed=True)
    largest = numpy.linalg.svd(networkx.to_numpy_array(network), compute_uv=False)[:2]
    assume(largest[1] < 0.95 * largest[0])  # else networkx may give any of several
    hubs, authorities = networkx.hits(network)
    assert measure(network, "hub") == pytest.approx(hubs, abs=1e-7)
    assert measure(network, "authority") == pytest.approx(authorities, abs=1e-7)


def test_davis_women_are_as_published() -> None:
    degree, closeness, betweenness = (
        networkx.bipartite.degree_centrality,
        networkx.bipartite.closeness_centrality,
        networkx.bipartite.betweenness_centrality,
    )
    graph = GRAPHS["davis"]
    ours = {name: measure(graph, name)["Evelyn Jefferson"] or 0 for name in ("degree", "closeness", "betweenness")}
    women = graph.graph["top"]
    assert round(ours["degree"] / 14, 2) == round(degree(graph, women)["Evelyn Jefferson"], 2) == 0.57
    # Borgatti and Halgin divide by what is possible between two kinds of nodes: 14 + 2 * 17 steps
    assert round(ours["closeness"] * (14 + 2 * 17) / 31, 2) == 0.80
    assert round(closeness(graph, women)["Evelyn Jefferson"], 2) == 0.80
    assert round(betweenness(graph, women)["Evelyn Jefferson"], 2) == 0.10


def test_eigenvector_of_a_long_path_is_found_though_it_rests_slowly() -> None:
    wave = numpy.sin(math.pi * numpy.arange(1, 401) / 401)
    expected = dict(enumerate(wave / numpy.linalg.norm(wave)))
    assert measure(networkx.path_graph(400), "eigenvector") == pytest.approx(expected, abs=1e-9)


def test_constraint_is_as_published() -> None:
    assert measure(networkx.complete_graph(3), "constraint") == pytest.approx(dict.fromkeys(range(3), 1.125))
    assert measure(networkx.star_graph(4), "constraint")[0] == pytest.approx(0.25)
    assert round(measure(GRAPHS["karate"], "constraint")[0] or 0, 4) == 0.1554


def test_bridging_of_a_barbell_is_as_published() -> None:
    pairs = 6 * 5 / 2
    values = measure(networkx.barbell_graph(3, 1), "bridging")
    assert (values[3] or 0) * pairs == pytest.approx(6.75)
    assert (values[2] or 0) * pairs == pytest.approx(16 / 9)


def test_cross_border_betweenness_of_a_path_counts_pairs_of_two_countries() -> None:
    path = color(networkx.path_graph(5), "US", "KR", "KR", "KR", "JP")
    assert measure(path, "cross_border") == pytest.approx({0: 0, 1: 3 / 6, 2: 3 / 6, 3: 3 / 6, 4: 0})
    assert measure(path, "betweenness") == pytest.approx({0: 0, 1: 3 / 6, 2: 4 / 6, 3: 3 / 6, 4: 0})


@settings(deadline=None, max_examples=60)
@given(st.integers(3, 14), st.integers(0, 24), st.integers(0, 999))
def test_cross_border_betweenness_equals_brute_force(nodes: int, edges: int, seed: int) -> None:
    network = make_random(nodes, edges, seed)
    expected = dict.fromkeys(network, 0.0)
    for one, other in combinations(network, 2):
        ends = {network.nodes[one]["country"], network.nodes[other]["country"]}
        if len(ends) == 2 and None not in ends and networkx.has_path(network, one, other):
            paths = list(networkx.all_shortest_paths(network, one, other))
            for path in paths:
                for between in path[1:-1]:
                    expected[between] += 2 / len(paths) / ((nodes - 1) * (nodes - 2))
    assert measure(network, "cross_border") == pytest.approx(expected, abs=1e-9)


def test_sampled_betweenness_tells_its_error_and_lies_within_it() -> None:
    network = make_random(300, 700, seed=3)
    arrays = read_arrays(network)
    exact, sampled = measure_paths(arrays), measure_paths(arrays, exact=0, sources=400)
    for name in ("betweenness", "cross_border", "bridging"):
        assert sampled[name].errors is not None
        leading = numpy.argsort(-exact[name].values)[:20]
        assert (abs(sampled[name].values - exact[name].values) < 4 * sampled[name].errors)[leading].all()
        assert sampled[name].method == "sampled: 400 sources of 300 nodes"


def test_betweenness_of_a_tree_needs_no_walk() -> None:
    tree = read_arrays(networkx.balanced_tree(2, 4))
    values = measure_paths(tree)["betweenness"].values
    expected = networkx.betweenness_centrality(networkx.balanced_tree(2, 4))
    assert dict(zip(tree.names, values.tolist(), strict=True)) == pytest.approx(expected)


def test_betweenness_by_the_backend_equals_that_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    network = make_random(200, 500, seed=8)
    fast = measure_nodes(network, ["betweenness"])["betweenness"]
    monkeypatch.setattr("kgraph.measures.backend.find_spec", lambda name: None)
    plain = measure_nodes(network, ["betweenness"])["betweenness"]
    assert fast.method.startswith("exact, by franken_networkx ")
    assert plain.method == "exact"
    assert fast.values == pytest.approx(plain.values, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.integers(1, 25), st.integers(0, 120), st.integers(0, 99), st.integers(1, 40))
def test_every_triangle_is_listed_once_whatever_the_block(nodes: int, edges: int, seed: int, block: int) -> None:
    network = networkx.gnm_random_graph(nodes, edges, seed=seed)
    arrays = read_arrays(network)
    ties = orient_ties(arrays)
    listed = [
        frozenset(ties.ends[:, part[:2, place]].ravel().tolist())
        for part in list_triangles(ties, block)
        for place in range(part.shape[1])
    ]
    assert len(listed) == len(set(listed)) == sum(networkx.triangles(network).values()) // 3


def test_triangles_are_found_where_ties_share_a_slot_of_the_table() -> None:
    network = networkx.gnm_random_graph(300, 6000, seed=3)
    ties = orient_ties(read_arrays(network))
    assert fill_table(ties).is_shared.sum() > 100
    assert sum(part.shape[1] for part in list_triangles(ties)) == sum(networkx.triangles(network).values()) // 3


ODD = {
    "empty": networkx.MultiDiGraph(),
    "one": networkx.empty_graph(1, networkx.MultiDiGraph),
    "a loop": networkx.MultiDiGraph([(0, 0)]),
    "no edges": networkx.empty_graph(4, networkx.MultiDiGraph),
    "a pair": networkx.MultiDiGraph([(0, 1), (0, 1), (1, 0)]),
    "one country": color(networkx.MultiDiGraph([(0, 1), (1, 2), (2, 2)]), "KR", "KR", "KR"),
    "no country": networkx.MultiDiGraph([(0, 1), (1, 2), (3, 4)]),
}


@pytest.mark.parametrize("graph", ODD)
def test_no_measure_is_ever_nan(graph: str) -> None:
    for name, found in measure_nodes(ODD[graph], MEASURES).items():
        assert set(found.values) == set(ODD[graph])
        assert all(value is None or math.isfinite(value) for value in found.values.values()), name


def test_what_is_not_defined_is_none() -> None:
    nothing = measure_nodes(ODD["no edges"], ["constraint", "ei", "participation", "closeness", "hub", "core"])
    assert [set(found.values.values()) for found in nothing.values()] == [{None}, {None}, {None}, {0}, {0}, {0}]
    assert set(measure(ODD["no country"], "ei").values()) == {None}
    assert set(measure(ODD["no country"], "cross_border").values()) == {0}
    assert measure(ODD["one country"], "ei") == {0: -1, 1: -1, 2: -1}


def test_weights_count_as_events_and_parts_of_a_sum_are_not_counted_again() -> None:
    network = networkx.MultiDiGraph()
    network.add_edge("a", "b", event="e1", usd=9.0, weight=2.5)
    network.add_edge("a", "c", event="e2", usd=4.0, whole="e1")
    network.add_edge("a", "c", event="e3", usd=3.0, whole="elsewhere")
    assert measure(network, "strength") == {"a": 12, "b": 9, "c": 3}
    walk = networkx.DiGraph()
    walk.add_weighted_edges_from([("a", "b", 2.5), ("a", "c", 2)])
    assert measure(network, "pagerank") == pytest.approx(networkx.pagerank(walk, tol=1e-12), abs=1e-9)


def test_measures_that_come_together_are_the_same_as_alone() -> None:
    network = make_random(60, 150, seed=5, directed=True)
    together = measure_nodes(network, MEASURES)
    for name, found in together.items():
        assert found.values == pytest.approx(measure_nodes(network, [name])[name].values, abs=1e-11)
