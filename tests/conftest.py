"""The graph of the shipped sample, for all tests to read; golden files are written anew with --update-golden.

With KGRAPH_REQUIRE_ALL set, a run in which a test was skipped or failed as expected fails.

What needs more than pip is skipped where it is missing; `.ci/run` installs it all and allows no skip.
"""

import os
from pathlib import Path

import pytest

import kgraph
from kgraph.build import build_graph
from kgraph.demo import list_samples

LEFT_OUT = ("skipped", "xfailed", "deselected")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's graph, which is not to be changed."""
    folder = tmp_path_factory.mktemp("sample") / "graph"
    build_graph(list_samples(), folder)
    return folder


def pytest_report_header() -> str:
    return f"kgraph: {Path(kgraph.__file__).parent}"


def pytest_sessionfinish(session: pytest.Session) -> None:
    if left_out(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if count := left_out(config):
        terminalreporter.write_line(f"KGRAPH_REQUIRE_ALL is set, and {count} tests were not run", red=True)


def left_out(config: pytest.Config) -> int:
    """How many tests did not run although all are required."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("KGRAPH_REQUIRE_ALL"):
        return 0
    return sum(len(reporter.stats.get(outcome, ())) for outcome in LEFT_OUT)
