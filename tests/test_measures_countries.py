"""Measures between countries against published values, R's package sna, networkx and brute force."""

import math
import shutil
import subprocess
from itertools import permutations
from pathlib import Path

import networkx
import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.errors import KgraphError
from kgraph.measures import (
    Roles,
    compare_chance,
    find_brokers,
    find_communities,
    measure_borders,
    measure_flows,
    measure_nodes,
)
from kgraph.measures.borders import find_assortativity

needs_r = pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R with sna (installed by .ci/run)")


def make_country_network(nodes: int, edges: int, seed: int, codes: str = "ABCD") -> networkx.DiGraph:
    network = networkx.gnm_random_graph(nodes, edges, seed=seed, directed=True)
    for name, code in zip(network, numpy.random.default_rng(seed).choice(list(codes), nodes).tolist(), strict=True):
        network.nodes[name]["country"] = None if code == "-" else code
    return network


def make_sevens() -> networkx.DiGraph:
    network = networkx.DiGraph()
    for name, code in enumerate("US US KR KR JP JP US".split(), 1):
        network.add_node(name, country=code)
    arcs = "1-2 2-3 3-4 4-5 5-6 6-7 2-5 1-4 7-1 3-6 5-3 6-2".split()
    network.add_edges_from(tuple(map(int, arc.split("-"))) for arc in arcs)
    return network


def make_club() -> networkx.Graph:
    club = networkx.Graph(networkx.karate_club_graph().edges())
    clubs = networkx.karate_club_graph().nodes(data="club")
    networkx.set_node_attributes(club, dict(clubs), "country")
    return club


def test_brokerage_of_seven_is_as_published() -> None:
    found = find_brokers(make_sevens())
    raw = {broker.iri: tuple(broker.raw) for broker in found.brokers}
    assert raw == {
        "1": (1, 0, 1, 0, 0, 2),
        "2": (0, 1, 2, 0, 1, 4),
        "3": (0, 0, 0, 2, 1, 3),
        "4": (0, 0, 1, 0, 1, 2),
        "5": (0, 1, 0, 2, 0, 3),
        "6": (0, 0, 2, 0, 2, 4),
        "7": (0, 0, 0, 1, 0, 1),
    }
    assert found.raw == Roles(1, 2, 6, 5, 5, 19)
    assert tuple(found.z) == pytest.approx((0.9898, -0.2834, 1.7292, 1.2257, 0.3080, 1.1692), abs=5e-5)
    assert [broker.iri for broker in found.brokers] == ["2", "6", "3", "5", "1", "4", "7"]
    assert all(broker.z.coordinator is None for broker in found.brokers if broker.country != "US")


NETWORKS = [make_sevens(), *(make_country_network(6 + 2 * seed, 30 + 8 * seed, seed) for seed in range(1, 21))]

Tables = dict[tuple[int, str], list[tuple[float | None, ...]]]


@pytest.fixture(scope="module")
def sna(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """Tables of sna's brokerage by the number of the network and the table's name, a row a node."""
    files = []
    for number, network in enumerate(NETWORKS):
        place = {name: index for index, name in enumerate(network, 1)}
        files += [tmp_path_factory.mktemp(str(number)) / name for name in ("arcs.csv", "classes.csv")]
        files[-2].write_text("".join(f"{place[source]},{place[target]}\n" for source, target in network.edges()))
        files[-1].write_text("".join(f"{code}\n" for _, code in network.nodes(data="country")))
    script = Path(__file__).parent / "reference" / "brokerage.R"
    command = ["Rscript", "--vanilla", str(script), *map(str, files)]
    printed = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    tables: Tables = {}
    for line in printed.stdout.splitlines():
        pair, table, *numbers = line.split()
        values = [math.nan if number == "NA" else float(number) for number in numbers]
        row = tuple(value if math.isfinite(value) else None for value in values)
        tables.setdefault((int(pair) - 1, table), []).append(row)
    return tables


@needs_r
@pytest.mark.parametrize("number", range(len(NETWORKS)))
def test_brokerage_equals_that_of_sna(number: int, sna: Tables) -> None:
    found = find_brokers(NETWORKS[number])
    brokers = {broker.iri: broker for broker in found.brokers}
    for place, name in enumerate(NETWORKS[number]):
        ours = brokers[str(name)]
        for roles, table in ((ours.raw, "raw.nli"), (ours.expected, "exp.nli"), (ours.z, "z.nli")):
            assert tuple(roles) == pytest.approx(sna[number, table][place], abs=1e-9)
    for roles, table in ((found.raw, "raw.gli"), (found.expected, "exp.gli"), (found.z, "z.gli")):
        assert tuple(roles) == pytest.approx(sna[number, table][0], abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 16), st.integers(0, 120), st.integers(0, 999))
def test_brokerage_equals_brute_force_and_leaves_out_unknown_countries(nodes: int, edges: int, seed: int) -> None:
    network = make_country_network(nodes, edges, seed, "AABC-")
    home = {name: code for name, code in network.nodes(data="country") if code}
    expected = {name: [0, 0, 0, 0, 0] for name in home}
    for i, j, k in permutations(home, 3):
        if network.has_edge(i, j) and network.has_edge(j, k) and not network.has_edge(i, k):
            same = home[i] == home[j], home[j] == home[k], home[i] == home[k]
            role = 0 if all(same) else 1 if same[2] else 2 if same[0] else 3 if same[1] else 4
            expected[j][role] += 1
    found = {broker.iri: broker.raw for broker in find_brokers(network).brokers}
    assert found == {str(name): Roles(*roles, sum(roles)) for name, roles in expected.items()}


def test_brokerage_has_no_score_where_chance_has_no_spread() -> None:
    assert find_brokers(networkx.MultiDiGraph()).brokers == []
    assert set(find_brokers(networkx.MultiDiGraph()).z) == {None}
    alone = networkx.MultiDiGraph([(1, 1)])
    alone.add_node(1, country="KR")
    assert find_brokers(alone).brokers[0].z == Roles(*[None] * 6)


def test_borders_of_the_karate_club_are_as_published() -> None:
    borders = measure_borders(make_club())
    assert (borders.whole.external, borders.whole.internal) == (11, 67)
    assert borders.whole.ei == pytest.approx(-0.71795, abs=5e-6)
    assert borders.assortativity == pytest.approx(0.71753, abs=5e-6)
    values = measure_nodes(make_club(), ["participation"])["participation"].values
    assert values[0] == pytest.approx(0.1172, abs=5e-5)
    assert values[2] == pytest.approx(0.48)


def test_assortativity_of_couples_is_as_published() -> None:
    rows = [[0.258, 0.016, 0.035, 0.013], [0.012, 0.157, 0.058, 0.019], [0.013, 0.023, 0.306, 0.035]]
    assert find_assortativity(numpy.array([*rows, [0.005, 0.007, 0.024, 0.016]])) == pytest.approx(0.621, abs=0.005)


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 16), st.integers(1, 60), st.integers(0, 999))
def test_borders_equal_brute_force(nodes: int, edges: int, seed: int) -> None:
    network = make_country_network(nodes, edges, seed, "ABC-")
    home = dict(network.nodes(data="country"))
    graph = networkx.Graph((one, other) for one, other in network.edges() if home[one] and home[other])
    networkx.set_node_attributes(graph, home, "country")
    abroad = {name: [home[name] != home[other] for other in graph[name]] for name in graph}
    expected = {name: (2 * sum(abroad[name]) / len(abroad[name]) - 1) if abroad.get(name) else None for name in network}
    assert measure_nodes(network, ["ei"])["ei"].values == pytest.approx(expected)
    borders = measure_borders(network)
    across = sum(home[one] != home[other] for one, other in graph.edges())
    ties = graph.number_of_edges()
    assert borders.whole.ei == (pytest.approx(2 * across / ties - 1) if ties else None)
    for country in borders.countries:
        own = [ends for ends in graph.edges() if country.country in {home[end] for end in ends}]
        out = sum(home[one] != home[other] for one, other in own)
        assert (country.external, country.internal) == (out, len(own) - out)
    if borders.assortativity is not None:
        assert borders.assortativity == pytest.approx(networkx.attribute_assortativity_coefficient(graph, "country"))


def test_borders_are_not_defined_without_ties_or_second_country() -> None:
    assert measure_borders(networkx.MultiDiGraph()).whole == (None, 0, 0, None)
    network = networkx.MultiDiGraph([(1, 2)])
    networkx.set_node_attributes(network, "KR", "country")
    assert measure_borders(network).whole.ei == -1
    assert measure_borders(network).assortativity is None


def make_deals() -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    for name, code in (("s", "KR"), ("l", "KR"), ("t", "US"), ("g", "US"), ("x", None)):
        network.add_node(name, country=code)
    network.add_edge("s", "t", event="e1", kind="investment", usd=6.0)
    network.add_edge("s", "g", event="e1", kind="investment", usd=4.0)
    network.add_edge("g", "s", event="e2", kind="grant", usd=2.5)
    network.add_edge("l", "t", event="e3", kind="agreement", mutual=True)
    network.add_edge("s", "l", event="e4", kind="agreement", mutual=True)
    network.add_edge("x", "t", event="e5", kind="investment", usd=1.0)
    network.add_edge("s", "t", event="e6", kind="investment", usd=9.0, status="cancelled")
    network.add_edge("s", "t", event="e7", kind="investment", usd=3.0, whole="e1")
    return network


def test_flows_count_events_and_dollars_once_by_country_and_kind() -> None:
    found = measure_flows(make_deals())
    assert [flow[:4] for flow in found.flows] == [
        ("KR", "KR", 1, None),
        ("KR", "US", 3, 10.0),
        ("US", "KR", 2, 2.5),
        (None, "US", 1, 1.0),
    ]
    assert found.flows[1].kinds == {"agreement": (1, None), "investment": (2, 10.0)}
    assert [flow.returned for flow in found.flows] == [None, 0.25, 4.0, 0.0]
    assert found.reciprocity_usd == pytest.approx(2 * 2.5 / 12.5)
    assert found.reciprocity_events == pytest.approx(4 / 5)


def test_a_network_without_edges_has_no_flows() -> None:
    assert measure_flows(networkx.MultiDiGraph()) == ([], None, None)


def make_blocks(inside: int, across: int) -> networkx.DiGraph:
    network = networkx.DiGraph()
    network.add_nodes_from((place, {"country": "KR" if place < 20 else "US"}) for place in range(40))
    chance = numpy.random.default_rng(1)
    while network.number_of_edges() < inside:
        one, other = chance.integers(0, 20, 2).tolist()
        network.add_edge(one, other, usd=1.0) if one != other else None
    while network.number_of_edges() < inside + across:
        network.add_edge(*(int(chance.integers(0, 20)), int(chance.integers(20, 40))), usd=1.0)
    return network


def test_what_is_more_than_chance_is_told_and_the_same_each_time() -> None:
    found = compare_chance(make_blocks(90, 60), deals=199)
    assert found == compare_chance(make_blocks(90, 60), deals=199)
    verdicts = {(row.source, row.target): row.verdict for row in found.events}
    assert verdicts["US", "US"] == verdicts["US", "KR"] == "less"
    assert verdicts["KR", "US"] == "more"
    assert all(row.q >= row.p for row in found.events if row.q is not None and row.p is not None)
    assert min(row.p for row in found.events if row.p is not None) == 2 / 200


def test_chance_alone_is_seldom_more_than_chance() -> None:
    verdicts = [
        row.verdict
        for seed in range(10)
        for rows in compare_chance(make_country_network(40, 150, seed), deals=99)
        for row in rows
    ]
    assert sum(verdict is not None for verdict in verdicts) <= 0.05 * len(verdicts)


def test_chance_is_defined_on_any_network() -> None:
    assert compare_chance(networkx.MultiDiGraph(), deals=9).events == []
    assert compare_chance(networkx.MultiDiGraph(), deals=9).ei == [(None, None, None, None, None, None, None)]
    with pytest.raises(KgraphError, match="0 deals tell nothing"):
        compare_chance(networkx.MultiDiGraph(), deals=0)


def test_communities_of_the_karate_club_are_near_the_best_and_always_the_same() -> None:
    found = find_communities(make_club())
    assert found == find_communities(make_club())
    assert found.modularity == pytest.approx(networkx.community.modularity(make_club(), found.groups))
    assert 0.40 < (found.modularity or 0) <= 0.4198
    assert [len(group) for group in found.groups] == sorted(map(len, found.groups), reverse=True)


def test_communities_of_nothing_have_no_modularity() -> None:
    assert find_communities(networkx.MultiDiGraph()) == ([], None)
    assert find_communities(networkx.empty_graph(2)) == ([[0], [1]], None)


def test_dollars_of_a_mutual_edge_are_halved_between_its_ways() -> None:
    network = networkx.MultiDiGraph()
    network.add_node("s", country="KR")
    network.add_node("t", country="US")
    network.add_edge("s", "t", mutual=True, usd=8.0)
    assert [flow[:4] for flow in measure_flows(network).flows] == [("KR", "US", 1, 4.0), ("US", "KR", 1, 4.0)]
