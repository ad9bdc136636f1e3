"""The graph of the shipped sample, for all tests to read; golden files are written anew with --update-golden.

With KGRAPH_REQUIRE_ALL set, a run in which a test was skipped or failed as expected fails.

What needs more than pip is skipped where it is missing; `.ci/run` installs it all and allows no skip.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, chdir, contextmanager
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.build import build_wheel
from pyoxigraph import NamedNode, Quad

import kgraph
from kgraph.build import build_graph
from kgraph.demo import list_samples
from kgraph.model import Claim, Document, Evidence, Investment, Merged
from kgraph.ontology import list_ancestors
from kgraph.triples import (
    document_iri,
    list_shared,
    place_iri,
    policy_iri,
    state_place,
    state_policy,
    state_shared,
    state_support,
    state_thing,
)
from kgraph.triples.claims import names_of, place_of

ROOT = Path(__file__).parent.parent
LEFT_OUT = ("skipped", "xfailed", "deselected")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's graph, which is not to be changed."""
    folder = tmp_path_factory.mktemp("sample") / "graph"
    build_graph(list_samples(), folder)
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    """The wheel of this checkout, opened."""
    folder = tmp_path_factory.mktemp("wheel")
    with chdir(ROOT):  # the build backend takes the project from the working directory
        name = build_wheel(str(folder))
    with ZipFile(folder / name) as opened:
        yield opened


StateLayer = Callable[[Sequence[Document], Sequence[Merged]], list[Quad]]


@pytest.fixture(scope="session")
def state_layer() -> StateLayer:
    """States the knowledge layer of things and events that are merged already, with all that they refer to."""

    def state(documents: Sequence[Document], merged: Sequence[Merged]) -> list[Quad]:
        names = names_of(one.claim for one in merged)
        quads = [quad for one in merged for quad in state_thing(one, names)]
        quads += [quad for document in documents for quad in support_all(document, merged)]
        quads += [quad for claim in (one.claim for one in merged) for quad in state_policies(claim)]
        for node, spelled in gather_places(merged).items():
            quads += state_place(node, [name for name, _ in spelled], spelled[0][1])
        used = {quad.object.value for quad in quads if isinstance(quad.object, NamedNode)} & set(list_shared())
        return [*quads, *(quad for term in used.union(*map(list_ancestors, used)) for quad in state_shared(term))]

    return state


def support_all(document: Document, merged: Sequence[Merged]) -> list[Quad]:
    node, things = document_iri(document), list[tuple[str, Evidence | None]]()
    for one in merged:
        said = next((said for said in one.evidence if said.document == node), None)
        if said or node in one.documents:
            things += [(one.claim.key, said), *((named, None) for named in gather_places([one]))]
            things += [(quad.subject.value, None) for quad in state_policies(one.claim)]
    return state_support(document, things)


def gather_places(merged: Sequence[Merged]) -> dict[str, list[tuple[str, str | None]]]:
    """The places of some claims, each with its spellings and their countries."""
    gathered: dict[str, list[tuple[str, str | None]]] = {}
    for name, country in filter(None, (place_of(one.claim) for one in merged)):
        gathered.setdefault(place_iri(country, name), []).append((name, country))
    return gathered


def state_policies(claim: Claim) -> list[Quad]:
    policy = claim.policy if isinstance(claim, Investment) else None
    return state_policy(policy_iri(policy), [policy]) if policy else []


@pytest.fixture
def golden(pytestconfig: pytest.Config) -> Callable[[str, Path], None]:
    """See that a text is that of a golden file, or write the file anew."""
    update = bool(pytestconfig.getoption("--update-golden"))
    return lambda text, file: check_golden(text, file, update)


def check_golden(text: str, file: Path, update: bool) -> None:
    if update:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


Starter = Callable[..., AbstractContextManager[str]]


@pytest.fixture(scope="session")
def start_server() -> Starter:
    """Starts `kgraph serve` on a folder, with options, on a free port, and gives its address."""

    @contextmanager
    def start(folder: Path, *options: str) -> Iterator[str]:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "kgraph", "serve", "-g", str(folder), "--port", "0", *options]
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8") as process:
            assert process.stderr
            line = process.stderr.readline()
            try:
                assert line.startswith("serving "), line + process.stderr.read()
                yield line.split()[3].rstrip("/")
                assert process.poll() is None, process.stderr.read()
            finally:
                process.terminate()
                rest = process.stderr.read()
        assert rest == ""

    return start


@pytest.fixture(scope="session")
def server(sample: Path, start_server: Starter) -> Iterator[str]:
    """The address of a server on the sample's graph."""
    with start_server(sample, "--timeout", "5", "--size", "1") as address:
        yield address


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
