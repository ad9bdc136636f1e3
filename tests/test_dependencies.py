"""What pyproject.toml declares: all that kgraph imports, and no library that it does not."""

import ast
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OTHERWISE_CALLED = {
    "backports": "backports-zstd",
    "charset_normalizer": "charset-normalizer",
    "currency_converter": "currencyconverter",
    "markdown_it": "markdown-it-py",
    "yaml": "pyyaml",
}
"""Modules whose names differ from their distributions'."""
NEED_NONE = {"kgraph", "compression", "typing_extensions", *sys.stdlib_module_names}
"""What comes with newer Pythons, and what type checkers alone ask."""


def find_imported() -> set[str]:
    """The distributions that kgraph's modules import, however deep in a function."""
    names = set[str]()
    for path in (ROOT / "kgraph").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
    modules = {name.partition(".")[0] for name in names} - NEED_NONE
    return {OTHERWISE_CALLED.get(name) or canonicalize_name(name) for name in modules}


def list_declared(*extras: str) -> set[str]:
    chosen = [PROJECT["optional-dependencies"][extra] for extra in extras] or [PROJECT["dependencies"]]
    return {canonicalize_name(Requirement(text).name) for texts in chosen for text in texts}


def test_all_that_is_imported_is_declared() -> None:
    assert find_imported() - list_declared() - list_declared("dask", "fast", "frame", "plot", "serve", "spark") == set()


def test_all_that_is_declared_is_imported() -> None:
    assert list_declared() - find_imported() == {"lxml-html-clean"}, "the one that another library needs"


def test_every_dependency_has_a_lowest_version() -> None:
    declared = [
        *PROJECT["dependencies"],
        *(text for each in PROJECT["optional-dependencies"].values() for text in each),
    ]
    unbound = [text for text in declared if not {one.operator for one in Requirement(text).specifier} & {">=", "=="}]
    assert [text for text in unbound if not text.startswith("kgraph[")] == []
