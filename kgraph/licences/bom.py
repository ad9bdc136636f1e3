"""What is shipped and installed comes in; a bill of materials in CycloneDX 1.6 goes out (ECMA-424, as JSON).

It has no serial number and no time, so that the same installation gives the same bytes. What kgraph ships is nested in
kgraph itself; the distributions that are installed for it stand beside it, with who needs whom.
"""

import json
from typing import Any
from urllib.parse import quote

from packaging.utils import canonicalize_name

from kgraph.licences import PROGRAM, Shipped, list_installed, list_shipped
from kgraph.licences.installed import Installed, is_expression

Stated = dict[str, Any]
TYPES = {"data": "data", "script": "file", "text": "file"}
"""What CycloneDX calls the kinds of what is shipped."""


def write_bom() -> str:
    """The bill of materials. Raises KgraphError where kgraph is not installed, as in a bare checkout."""
    installed = list_installed()
    program = state_installed(installed[PROGRAM], "application")
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**program, "components": [state_shipped(one) for one in list_shipped()]}},
        "components": [state_installed(one, "library") for name, one in installed.items() if name != PROGRAM],
        "dependencies": [
            {"ref": name_package(one), "dependsOn": [name_package(installed[need]) for need in one.needs]}
            for one in installed.values()
        ],
    }
    return json.dumps(bom, ensure_ascii=False, indent=1) + "\n"


def state_installed(one: Installed, kind: str) -> Stated:
    address = name_package(one)
    return {
        "type": kind,
        "bom-ref": address,
        "name": one.name,
        "version": one.version,
        "licenses": state_licence(one.licence),
        "purl": address,
    }


def state_shipped(one: Shipped) -> Stated:
    origin = [{"type": "website", "url": one.source}] if one.source else []
    stated = {"type": TYPES[one.kind], "name": one.name, "licenses": state_licence(one.licence)}
    return {**stated, "externalReferences": origin} if origin else stated


def state_licence(licence: str) -> list[Stated]:
    """An identifier or an expression of SPDX as such, other words as a name."""
    if not is_expression(licence):
        return [{"license": {"name": licence}}]
    return [{"expression": licence}] if " " in licence else [{"license": {"id": licence}}]


def name_package(one: Installed) -> str:
    """Its address as a package URL (purl, ECMA-427)."""
    return f"pkg:pypi/{canonicalize_name(one.name)}@{quote(one.version)}"
