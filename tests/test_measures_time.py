"""Measures over time: what is in which slice, and trends against scipy and R."""

import shutil
import subprocess

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kgraph.errors import KgraphError
from kgraph.measures import Trend, find_trend, measure_timeline, slice_network


def make_years() -> networkx.MultiDiGraph:
    network = networkx.MultiDiGraph()
    network.add_nodes_from((name, {"kind": "Organization", "country": "KR"}) for name in "abcd")
    network.add_edge("a", "b", date="2023-11-30")
    network.add_edge("b", "c", date="2024")
    network.add_edge("b", "d", date="2024-05")
    network.add_edge("c", "d", date="2025-01-01")
    network.add_edge("a", "c")
    return network


def list_slices(period: str, window: int | None = None) -> dict[str, list[tuple[str, str]]]:
    slices = slice_network(make_years(), period, window)  # type: ignore[arg-type]
    return {name: sorted(part.edges()) for name, part in slices}


def test_a_date_counts_from_its_end_and_undated_edges_never() -> None:
    ab, bc, bd, cd = ("a", "b"), ("b", "c"), ("b", "d"), ("c", "d")
    assert list_slices("quarter") == {
        "2023-Q4": [ab],
        "2024-Q1": [ab],
        "2024-Q2": [ab, bd],
        "2024-Q3": [ab, bd],
        "2024-Q4": [ab, bc, bd],
        "2025-Q1": [ab, bc, bd, cd],
    }
    assert list_slices("year") == {"2023": [ab], "2024": [ab, bc, bd], "2025": [ab, bc, bd, cd]}


def test_a_window_forgets_what_is_older() -> None:
    assert list_slices("year", 1) == {"2023": [("a", "b")], "2024": [("b", "c"), ("b", "d")], "2025": [("c", "d")]}
    with pytest.raises(KgraphError, match="a window of 0 periods"):
        list_slices("year", 0)


def test_a_timeline_tells_values_ranks_and_who_rose() -> None:
    found = measure_timeline(make_years(), "degree", "year")
    assert (found.periods, found.undated) == (["2023", "2024", "2025"], 1)
    series = {row.label: row for row in found.series}
    assert [row.label for row in found.series] == ["b", "c", "d", "a"]
    assert (series["d"].values, series["d"].ranks, series["d"].rise) == ([0, 1, 2], [4, 4, 3], 1)
    assert (series["a"].values, series["a"].rise) == ([1, 1, 1], -2)
    assert series["a"].trend == Trend(0, None, None)
    assert series["a"].q is None
    assert all(row.q is not None and row.trend.p is not None and row.q >= row.trend.p for row in found.series[:3])


def test_a_network_without_dates_has_no_timeline() -> None:
    assert measure_timeline(networkx.MultiDiGraph([(1, 2)]), "degree", kinds=None) == ([], [], 1)


@settings(deadline=None, max_examples=80)
@given(st.lists(st.integers(0, 6), min_size=2, max_size=30))
def test_tau_equals_that_of_scipy(values: list[int]) -> None:
    trend, expected = find_trend(values), stats.kendalltau(range(len(values)), values).statistic
    assert trend.tau == (pytest.approx(expected) if expected == expected else None)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R (installed by .ci/run)")
def test_p_values_equal_those_of_r() -> None:
    rows = [[1, 2, 3, 3, 5, 4, 8, 8, 9], [5, 4, 4, 4, 1, 2], [1, 3, 2, 4, 3, 5, 4, 6, 5, 7, 7, 7], [2, 1, 2, 1, 3]]
    test = "cat(cor.test(seq_along(x), x, method='kendall', exact=FALSE, continuity=TRUE)$p.value, '\\n')"
    script = "".join(f"x <- c({', '.join(map(str, row))}); {test};" for row in rows)
    printed = subprocess.run(
        ["Rscript", "--vanilla", "-e", f"options(digits=12); {script}"], check=True, capture_output=True, text=True
    )
    assert [find_trend(row).p for row in rows] == pytest.approx([float(line) for line in printed.stdout.split()])


def test_too_few_values_have_no_trend() -> None:
    assert find_trend([]) == find_trend([3]) == find_trend([3, 3]) == Trend(0, None, None)
