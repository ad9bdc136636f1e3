"""Measures against published values, against networkx, and on the graphs where formulas break."""

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import KgraphError
from kgraph.measures import MEASURES, Ranking, rank_centrality


def measure(network: networkx.Graph, name: str) -> dict[str, float]:
    return {row.iri: row.value for row in rank_centrality(network, name, kinds=None)}


def join(*edges: tuple[str, str, dict[str, object]]) -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    network.add_edges_from(edges)
    return network


@pytest.mark.parametrize(
    ("family", "published"), [("Medici", 0.522), ("Guadagni", 0.255), ("Albizzi", 0.212), ("Strozzi", 0.103)]
)
def test_betweenness_of_florentine_families_is_as_published(family: str, published: float) -> None:
    assert measure(networkx.florentine_families_graph(), "betweenness")[family] == pytest.approx(published, abs=5e-4)


def test_the_medici_lead_florence() -> None:
    first = rank_centrality(networkx.florentine_families_graph(), "betweenness", kinds=None)[0]
    assert first == Ranking(1, "Medici", None, None, pytest.approx(47.5 / 91), "Medici")


def test_betweenness_of_the_karate_club_is_as_published() -> None:
    values = measure(networkx.karate_club_graph(), "betweenness")
    assert values["0"] == pytest.approx(0.4376, abs=5e-5)
    assert values["33"] == pytest.approx(0.3041, abs=5e-5)


def test_betweenness_of_a_path_counts_the_pairs_on_both_sides() -> None:
    assert measure(networkx.path_graph(5), "betweenness") == pytest.approx(
        {"0": 0, "1": 3 / 6, "2": 4 / 6, "3": 3 / 6, "4": 0}
    )


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 30), st.integers(0, 60), st.integers(0, 99))
def test_betweenness_equals_that_of_networkx(nodes: int, edges: int, seed: int) -> None:
    network = networkx.gnm_random_graph(nodes, edges, seed=seed, directed=True)
    expected = networkx.betweenness_centrality(networkx.Graph(network))
    assert measure(network, "betweenness") == pytest.approx({str(name): value for name, value in expected.items()})


def test_betweenness_is_the_same_in_blocks_of_sources_and_in_one() -> None:
    network = networkx.barabasi_albert_graph(300, 2, seed=4)
    expected = networkx.betweenness_centrality(network)
    assert measure(network, "betweenness") == pytest.approx({str(name): value for name, value in expected.items()})


def test_pagerank_follows_an_edge_as_often_as_events_run_along_it() -> None:
    network = join(
        ("a", "b", {"usd": 1e9}),
        ("a", "b", {}),
        ("a", "c", {"mutual": True}),
        ("c", "c", {}),
        ("c", "d", {"usd": 5}),
    )
    walk = networkx.DiGraph()
    walk.add_weighted_edges_from([("a", "b", 2), ("a", "c", 1), ("c", "a", 1), ("c", "d", 1)])
    expected = networkx.pagerank(walk, tol=1e-12, max_iter=1000)
    values = measure(network, "pagerank")
    assert values == pytest.approx(expected, abs=1e-9)
    assert sum(values.values()) == pytest.approx(1)


def test_pagerank_of_the_karate_club_equals_that_of_networkx() -> None:
    club = networkx.karate_club_graph()
    expected = networkx.pagerank(club, tol=1e-12, max_iter=1000)
    assert measure(club, "pagerank") == pytest.approx({str(name): value for name, value in expected.items()}, abs=1e-9)


def test_degree_counts_others_and_strength_counts_dollars() -> None:
    network = join(
        ("a", "b", {"usd": 2.0}),
        ("a", "b", {"usd": 3.5}),
        ("b", "a", {"usd": None}),
        ("c", "a", {}),
        ("a", "a", {"usd": 4.0}),
    )
    assert measure(network, "degree") == {"a": 2, "b": 1, "c": 1}
    assert measure(network, "strength") == {"a": 9.5, "b": 5.5, "c": 0}


@pytest.mark.parametrize("name", MEASURES)
def test_an_empty_network_has_an_empty_ranking(name: str) -> None:
    assert rank_centrality(networkx.MultiDiGraph(), name) == []


@pytest.mark.parametrize(("name", "value"), [("degree", 0), ("strength", 0), ("pagerank", 1), ("betweenness", 0)])
def test_a_single_node_has_a_value_with_a_loop_or_without(name: str, value: float) -> None:
    alone = networkx.MultiDiGraph()
    alone.add_node("a")
    assert measure(alone, name) == {"a": value}
    assert measure(join(("a", "a", {})), name) == {"a": value}


def test_parallel_edges_and_loops_change_no_path() -> None:
    plain = join(("a", "b", {}), ("b", "c", {}))
    double = join(("a", "b", {}), ("b", "a", {}), ("b", "c", {}), ("b", "c", {}), ("b", "b", {}))
    for name in ("degree", "betweenness"):
        assert measure(plain, name) == measure(double, name)


def make_network() -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    network.add_node("o1", label="Beta", kind="Organization", country="KR")
    network.add_node("o2", label="Alpha", kind="Organization", country="US")
    network.add_node("g", label="Alpha", kind="Government", country="US")
    network.add_node("p", label="chair", kind="Person")
    network.add_node("c", label="United States", kind="Country", country="US")
    for name in ("o1", "o2", "g"):
        network.add_edge(name, "c", usd=1.0)
    network.add_edge("o1", "p")
    network.add_edge("p", "o2")
    network.add_edge("o1", "g", usd=7.0, status="cancelled")
    return network


def test_organizations_and_governments_are_ranked_unless_told_otherwise() -> None:
    ranking = rank_centrality(make_network(), "degree")
    assert ranking == [
        Ranking(1, "Alpha", "Organization", "US", 1, "o2"),
        Ranking(2, "Beta", "Organization", "KR", 1, "o1"),
        Ranking(3, "Alpha", "Government", "US", 0, "g"),
    ]


def test_ties_are_broken_by_label_and_then_by_iri() -> None:
    network = make_network()
    network.remove_node("p")
    assert [row.iri for row in rank_centrality(network, "degree")] == ["g", "o2", "o1"]


def test_people_are_measured_as_go_betweens_though_not_ranked() -> None:
    assert measure(make_network(), "betweenness")["p"] > 0
    assert [row.iri for row in rank_centrality(make_network(), "betweenness", kinds={"Person"})] == ["p"]


def test_countries_count_only_where_they_are_ranked() -> None:
    assert all(row.value == 0 for row in rank_centrality(make_network(), "strength"))
    assert [(row.iri, row.value) for row in rank_centrality(make_network(), "strength", kinds={"Country"})] == [
        ("c", 3.0)
    ]


def test_cancelled_edges_count_nowhere() -> None:
    assert measure(make_network(), "degree")["g"] == 1
    assert measure(make_network(), "strength")["g"] == 1.0


@pytest.mark.parametrize("name", MEASURES)
def test_the_order_of_nodes_and_edges_changes_nothing(name: str) -> None:
    network = networkx.MultiDiGraph(networkx.gnm_random_graph(40, 120, seed=5, directed=True))
    turned = networkx.MultiDiGraph()
    turned.add_nodes_from(reversed(list(network)))
    turned.add_edges_from(reversed(list(network.edges(data=True))))
    assert rank_centrality(network, name, kinds=None) == rank_centrality(turned, name, kinds=None)


def test_ranking_leaves_the_network_as_it_was() -> None:
    network, before = make_network(), make_network()
    rank_centrality(network, "pagerank")
    assert networkx.utils.graphs_equal(network, before)


def test_an_unknown_measure_is_refused_with_the_names_of_the_known() -> None:
    with pytest.raises(KgraphError, match="'fame': choose one of degree, strength, pagerank, betweenness"):
        rank_centrality(networkx.MultiDiGraph(), "fame")
