"""Licences: every file and distribution has one, in a list for people and in a bill of materials for programs."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from zipfile import ZipFile

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.errors import KgraphError
from kgraph.licences import Component, list_components, list_shipped
from kgraph.licences.bom import write_bom
from kgraph.licences.installed import find_extras, find_installed

Install = Callable[..., None]
GNU = ("GPL", "GNU")


@pytest.fixture
def metadata(wheel: ZipFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with what the wheel says of itself, as if it were installed."""
    for name in wheel.namelist():
        if ".dist-info/" in name:
            wheel.extract(name, tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes the metadata of a distribution; the text, if there is one, is its licence file."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(name: str, *fields: str, text: str = "") -> None:
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        lines = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *fields]
        (folder / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")
        if text:
            (folder / "LICENSE").write_text(text, encoding="utf-8")

    return make


# --- what is shipped


def test_every_shipped_file_that_is_no_module_is_in_one_row(wheel: ZipFile) -> None:
    shipped = [name for name in wheel.namelist() if name.startswith("kgraph/") and not name.endswith(".py")]
    patterns = [pattern for row in list_shipped() for pattern in row.patterns]
    counts = {name: sum(fnmatchcase(name, f"kgraph/{pattern}") for pattern in patterns) for name in shipped}
    assert {name: count for name, count in counts.items() if count != 1} == {}


def test_every_pattern_is_of_a_file(wheel: ZipFile) -> None:
    patterns = [f"kgraph/{pattern}" for row in list_shipped() for pattern in row.patterns]
    assert [pattern for pattern in patterns if not any(fnmatchcase(one, pattern) for one in wheel.namelist())] == []


def test_what_others_made_is_told_with_its_source() -> None:
    assert [row.name for row in list_shipped() if (row.licence == "MIT") == bool(row.source)] == []


# --- what is installed


def test_needs_are_followed_over_extras_and_markers(install: Install) -> None:
    install("zoo", "Requires-Dist: Ape[fruit]", "Requires-Dist: owl; python_version < '3'")
    install("ape", "Provides-Extra: fruit", "Requires-Dist: bee; extra == 'fruit'", "Requires-Dist: zoo")
    install("bee")
    install("owl")
    assert {name: one.needs for name, one in find_installed("zoo", []).items()} == {
        "ape": ("bee", "zoo"),
        "bee": (),
        "zoo": ("ape",),
    }


def test_an_extra_counts_where_all_that_it_needs_is_installed(install: Install) -> None:
    needs = ("bee; extra == 'full'", "bee; extra == 'half'", "owl; extra == 'half'", "zoo[full]; extra == 'same'")
    needs += ("zoo[full,half]; extra == 'both'",)
    extras = ("same", "full", "half", "both")
    install("zoo", *(f"Provides-Extra: {one}" for one in extras), *(f"Requires-Dist: {one}" for one in needs))
    install("bee")
    assert find_extras("zoo") == ["full", "same"]
    assert list(find_installed("zoo", find_extras("zoo"))) == ["bee", "zoo"]


def test_a_distribution_that_is_missing_is_named(install: Install) -> None:
    install("zoo", "Requires-Dist: owl")
    with pytest.raises(KgraphError, match=r"owl is not installed.*pip install owl"):
        find_installed("zoo", [])


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        (["License-Expression: MIT OR Apache-2.0", "License: whatever"], "MIT OR Apache-2.0"),
        (["License: MIT"], "MIT"),
        (["License: BSD", "Classifier: License :: OSI Approved :: BSD License"], "BSD License"),
        (["License: Apache 2.0", "Classifier: License :: OSI Approved :: Apache Software License"], "Apache-2.0"),
        (["Classifier: License :: OSI Approved :: A", "Classifier: License :: OSI Approved :: B"], "A, B"),
        (["License: Apache 2.0"], "Apache 2.0"),
        ([f"License: {'All of its words. ' * 9}"], "unknown"),
        (["License-File: LICENSE"], "Apache License Version 2.0, January 2004"),
        ([], "unknown"),
    ],
)
def test_the_licence_is_what_the_distribution_says_of_itself(fields: list[str], licence: str, install: Install) -> None:
    install("zoo", *fields, text="Apache License\n    Version 2.0, January 2004\n\nTERMS\n")
    assert find_installed("zoo", [])["zoo"].licence == licence


def test_nothing_that_is_installed_by_default_is_under_the_gpl_alone(metadata: Path) -> None:
    licences = {one.name: one.licence.split(" OR ") for one in find_installed("kgraph", []).values()}
    assert len(licences) > 50
    bound = [name for name, choices in licences.items() if all(any(word in one for word in GNU) for one in choices)]
    assert bound == []


def test_everything_that_is_installed_by_default_tells_its_licence(metadata: Path) -> None:
    assert [one.name for one in find_installed("kgraph", []).values() if one.licence == "unknown"] == []


def test_the_list_has_each_part_once(metadata: Path) -> None:
    components = list_components()
    assert components[0].name == "kgraph"
    assert {"spacy", "GeoNames", "pyvis"} <= {word for one in components for word in one.name.replace(",", "").split()}
    assert max(Counter(one.name for one in components).values()) == 1


# --- the command


def test_licences_are_a_table_or_rows(metadata: Path) -> None:
    table = CliRunner().invoke(app, ["licences"], catch_exceptions=False)
    assert table.stdout.splitlines()[0].split() == list(Component._fields)
    rows = json.loads(CliRunner().invoke(app, ["licences", "--format", "json"], catch_exceptions=False).stdout)
    assert [row["name"] for row in rows] == [one.name for one in list_components()]


def test_the_bill_of_materials_is_cyclonedx(metadata: Path) -> None:
    result = CliRunner().invoke(app, ["licences", "--format", "cyclonedx"], catch_exceptions=False)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(result.stdout) is None


def test_the_bill_of_materials_names_the_same_parts_as_the_list(metadata: Path) -> None:
    bom = json.loads(write_bom())
    program = bom["metadata"]["component"]
    named = [program["name"], *(one["name"] for one in (*program["components"], *bom["components"]))]
    assert named == [one.name for one in list_components()]


def test_who_needs_whom_is_told_of_parts_that_are_there(metadata: Path) -> None:
    bom = json.loads(write_bom())
    parts = [bom["metadata"]["component"]["bom-ref"], *(one["bom-ref"] for one in bom["components"])]
    needs = {one["ref"]: one["dependsOn"] for one in bom["dependencies"]}
    assert sorted(needs) == sorted(parts)
    assert {need for one in needs.values() for need in one} <= set(parts)
    [thinc] = [ref for ref in parts if ref.startswith("pkg:pypi/thinc@")]
    [spacy] = [ref for ref in parts if ref.startswith("pkg:pypi/spacy@")]
    assert thinc in needs[spacy]


def test_the_same_installation_gives_the_same_bytes(metadata: Path) -> None:
    path = os.pathsep.join([str(metadata), *filter(None, sys.path)])
    command = [sys.executable, "-m", "kgraph", "licences", "--format", "cyclonedx"]
    made = {
        subprocess.run(
            command, env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in "12"
    }
    assert len(made) == 1
