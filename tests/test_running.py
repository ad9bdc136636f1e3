"""Queries in a process of their own: what they find, and how those end that would not."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kgraph.errors import GraphError, KgraphError, QueryError
from kgraph.running import Limits, run_query, run_triples
from kgraph.store import Iri, open_store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"
NESTED = f"SELECT ({'(' * 40_000}1{')' * 40_000} AS ?x) {{}}"


def run_command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """As from the shell, where the child is a fork; in here, with the threads of open stores, it is not."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "kgraph", "query", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120)


def test_rows_are_those_of_the_store(sample: Path) -> None:
    text = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 1000"
    with open_store(sample) as store:
        expected = list(store.query(text))
    rows = run_query(sample, text)
    assert rows.columns == ("s", "p", "o")
    assert list(rows) == expected


def test_values_keep_their_types(sample: Path) -> None:
    ((*values,),) = run_query(sample, "SELECT (?x AS ?a) (1.5 AS ?b) ?c {}", {"x": Iri("https://example.org/a")})
    assert values == [Iri("https://example.org/a"), Decimal("1.5"), None]
    assert isinstance(values[0], Iri)


def test_triples_come_as_lines(sample: Path) -> None:
    lines = list(run_triples(sample, "CONSTRUCT { ?x skos:altLabel 'a\\nb' } WHERE { BIND(kg:Announced AS ?x) }"))
    announced, label = "https://w3id.org/kgraph/ontology#Announced", "http://www.w3.org/2004/02/skos/core#altLabel"
    assert lines == [f'<{announced}> <{label}> "a\\nb" .\n']


def test_errors_are_those_of_the_store(sample: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no SPARQL at line 1, column"):
        run_query(sample, "SELECT ?x {")
    with pytest.raises(QueryError, match=r"no variable \?y to bind"):
        run_query(sample, "SELECT ?x {}", {"y": 1})
    with pytest.raises(GraphError, match="there is no graph in"):
        run_query(tmp_path, "ASK {}")
    with pytest.raises(QueryError, match="makes no triples"):
        list(run_triples(sample, "ASK {}"))


@pytest.mark.parametrize(
    ("text", "limits", "message"),
    [
        (ENDLESS, Limits(seconds=1), r"did not end within 1 s: ask for less"),
        (ENDLESS.replace("(COUNT(*) AS ?n)", "*"), Limits(seconds=1), r"did not end within 1 s: ask for less"),
        (GREEDY, Limits(megabytes=200), r"needs more than 200 MB of memory: ask for less"),
        (NESTED, Limits(), "nested too deeply"),
    ],
    ids=["counting", "streaming", "sorting", "nesting"],
)
def test_a_query_without_end_or_measure_is_ended_and_told(
    sample: Path, text: str, limits: Limits, message: str
) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        for _ in run_query(sample, text, limits=limits):
            pass
    assert "\n" not in str(caught.value)
    assert list(run_query(sample, "SELECT (1 AS ?n) {}")) == [(1,)]


def test_rows_come_before_the_query_ends(sample: Path) -> None:
    rows = iter(run_query(sample, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limits=Limits(seconds=60)))
    assert len(next(rows)) == 9
    rows.close()  # type: ignore[attr-defined]


def list_children() -> set[int]:
    """The processes that this one has started and that are still there."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(child) for found in lists for child in found.read_text(encoding="utf-8").split()}


@pytest.fixture
def answering(sample: Path) -> tuple[Iterator[object], int]:
    """The rows of a query that has many, and the process that finds them."""
    before = list_children()
    rows = iter(run_query(sample, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", limits=Limits(seconds=60)))
    next(rows)
    [child] = list_children() - before
    return rows, child


def test_rows_that_nobody_wants_end_their_query(answering: tuple[Iterator[object], int]) -> None:
    rows, child = answering
    rows.close()  # type: ignore[attr-defined]
    assert child not in list_children()


def test_a_child_that_is_killed_from_outside_is_told(answering: tuple[Iterator[object], int]) -> None:
    rows, child = answering
    os.kill(child, signal.SIGKILL)
    with pytest.raises(KgraphError, match="ended from outside"):
        list(rows)


# --- from the shell


@pytest.mark.parametrize(
    ("text", "timeout", "message"),
    [(ENDLESS, 1, "did not end within 1 s"), (GREEDY, 60, "needs more than"), (NESTED, 60, "is nested too deeply")],
    ids=["counting", "sorting", "nesting"],
)
def test_the_command_tells_what_ended_a_query(sample: Path, text: str, timeout: int, message: str) -> None:
    result = run_command(text, "--timeout", str(timeout), "-g", sample)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"kgraph: the query {message}")
    assert result.stderr.count("\n") == 1


def test_a_time_limit_of_nothing_is_wrong_use(sample: Path) -> None:
    assert run_command("ASK {}", "--timeout", "0", "-g", sample).returncode == 2
