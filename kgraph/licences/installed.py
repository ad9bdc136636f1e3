"""The name of a distribution comes in; what is installed for it goes out, each part with its licence and its needs."""

from collections.abc import Collection
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import NamedTuple

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kgraph.errors import KgraphError

CLASSIFIED = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
"""The SPDX identifiers of trove classifiers that stand for one licence; "BSD License" stands for several."""
WORDS = 60
"""Letters of a licence's name at most; a longer field holds its text."""


class Installed(NamedTuple):
    """A distribution; `licence` is an SPDX expression where one is given, `needs` are normalized names (PEP 503)."""

    name: str
    version: str
    licence: str
    needs: tuple[str, ...]


def find_installed(root: str, extras: Collection[str]) -> dict[str, Installed]:
    """The distribution and all that it needs with these extras, by normalized names in their order.

    Raises KgraphError where one of them is missing.
    """
    needs: dict[str, set[str]] = {}
    waiting, seen = [(root, ""), *((root, extra) for extra in extras)], set[tuple[str, str]]()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for needed in list_requirements(name, extra):
            needs.setdefault(name, set()).add(canonicalize_name(needed.name))
            waiting += [(canonicalize_name(needed.name), asked) for asked in ("", *needed.extras)]
    return {name: describe_installed(name, needs.get(name, set())) for name, _ in sorted(seen)}


def describe_installed(name: str, needs: Collection[str]) -> Installed:
    found = find_distribution(name)
    return Installed(found.name, found.version, read_licence(found), tuple(sorted(set(needs) - {name})))


def find_extras(root: str) -> list[str]:
    """The extras of which all is installed, in their order."""
    return [extra for extra in sorted(list_fields(find_distribution(root), "Provides-Extra")) if has_extra(root, extra)]


def has_extra(root: str, extra: str) -> bool:
    return all(
        all(has_extra(root, one) for one in needed.extras)
        if canonicalize_name(needed.name) == root
        else is_there(needed)
        for needed in list_requirements(root, extra)
    )


def is_there(needed: Requirement) -> bool:
    try:
        return bool(distribution(needed.name))
    except PackageNotFoundError:
        return False


def list_requirements(name: str, extra: str) -> list[Requirement]:
    """What a distribution needs on this system, with one extra or, where that is empty, with none."""
    requirements = map(Requirement, find_distribution(name).requires or ())
    return [one for one in requirements if not one.marker or one.marker.evaluate({"extra": extra})]


def find_distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise KgraphError(
            f"{name} is not installed, and without it nothing tells what is: pip install {name}"
        ) from error


def read_licence(found: Distribution) -> str:
    """What its metadata say (PEP 639; before it the field License, or classifiers), or how its licence begins."""
    said = next(iter(list_fields(found, "License-Expression") + list_fields(found, "License")), "").strip()
    if is_expression(said):
        return said
    classified = [one.split(" :: ")[-1] for one in list_fields(found, "Classifier") if one.startswith("License :: ")]
    if len(classified) == 1:
        return CLASSIFIED.get(classified[0], classified[0])
    short = said if len(said) <= WORDS else ""
    return ", ".join(classified) or short or read_heading(found) or "unknown"


def list_fields(found: Distribution, field: str) -> list[str]:
    return found.metadata.get_all(field) or []


def is_expression(text: str) -> bool:
    """Whether a text is an expression of SPDX identifiers."""
    try:
        return bool(canonicalize_license_expression(text))
    except InvalidLicenseExpression:
        return False


def read_heading(found: Distribution) -> str:
    """The first two lines of the first licence file."""
    for file in list_fields(found, "License-File"):
        if text := found.read_text(f"licenses/{file}") or found.read_text(file):
            return " ".join(" ".join(text.split("\n")[:2]).split())[:WORDS]
    return ""
