"""The built wheel: holds all that kgraph reads at run time, and nothing beside the package."""

from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(("checkout", "installed"), [("kgraph", "kgraph/"), ("ontology", "kgraph/_ontology/")])
def test_the_wheel_holds_every_file_of_the_checkout(wheel: ZipFile, checkout: str, installed: str) -> None:
    files = [path for path in (ROOT / checkout).rglob("*") if path.is_file() and path.suffix != ".pyc"]
    expected = {installed + path.relative_to(ROOT / checkout).as_posix() for path in files}
    assert expected - set(wheel.namelist()) == set()


@pytest.mark.parametrize(
    ("folder", "ending"),
    [("_ontology", ".ttl"), ("queries", ".rq"), ("samples", ".json"), ("data", ".csv"), ("page", ".html")],
)
def test_the_wheel_holds_what_is_read_at_run_time(wheel: ZipFile, folder: str, ending: str) -> None:
    names = wheel.namelist()
    assert [name for name in names if name.startswith(f"kgraph/{folder}/") and name.endswith(ending)]


def test_the_wheel_says_that_it_is_typed_and_under_which_licence(wheel: ZipFile) -> None:
    names = wheel.namelist()
    assert "kgraph/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_installs_the_command(wheel: ZipFile) -> None:
    [entry_points] = [name for name in wheel.namelist() if name.endswith("/entry_points.txt")]
    assert "kgraph = kgraph.cli:main" in wheel.read(entry_points).decode("utf-8")


def test_the_wheel_holds_nothing_beside_the_package(wheel: ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"kgraph"}
