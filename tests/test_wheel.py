"""The built wheel: holds all that kgraph reads at run time and nothing beside it, and comes from the sdist too."""

import os
import subprocess
import sys
import tarfile
from contextlib import chdir
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.build import build_sdist, build_wheel

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


def test_the_sdist_gives_the_same_wheel(wheel: ZipFile, tmp_path: Path) -> None:
    with chdir(ROOT):
        name = build_sdist(str(tmp_path))
    with tarfile.open(tmp_path / name) as packed:
        packed.extractall(tmp_path, filter="data")
    with chdir(tmp_path / name.removesuffix(".tar.gz")):
        again = build_wheel(str(tmp_path))
    assert wheel.filename
    assert (tmp_path / again).read_bytes() == Path(wheel.filename).read_bytes()


def test_a_graph_is_built_and_asked_with_the_wheel_alone(wheel: ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path / "wheel")
    article = min((tmp_path / "wheel" / "kgraph" / "samples").glob("*.json"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "wheel")}
    for command in (["build", str(article), "--workers", "1"], ["query", "investments", "--format", "csv"]):
        result = subprocess.run(
            [sys.executable, "-P", "-m", "kgraph", *command],
            cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
    assert "LG Energy Solution" in result.stdout
