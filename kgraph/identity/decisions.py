"""The file in which a person judges what is one thing comes in, what follows for IRIs and claims goes out.

`decisions.yaml` in the graph's folder has up to four parts; things are named as documents name them, or by address:

    same:                       # these are one thing; it keeps the address of the first
      - [Zyx Photonics, Zyx Optical Systems]
    different:                  # names, or addresses of claims (document#i1), that are never joined
      - [ZP, Zyx Photonics]
    rename:                     # what a thing is called
      Zyx Photonics: ZYX Photonics
    parent:                     # to whom an organization belongs
      Zyx Photonics: Zyx Holdings
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from kgraph.errors import GraphError
from kgraph.gazetteer import spell_name
from kgraph.identity.naming import Context, name_locally
from kgraph.identity.telling import Told
from kgraph.identity.ties import Parent
from kgraph.model import Organization, Text, Value

DECISIONS = "decisions.yaml"
_NO_CONTEXT = Context(frozenset(), frozenset(), frozenset(), frozenset())
_Group = Annotated[tuple[Text, ...], Field(min_length=2)]


class Decisions(Value):
    """A person's judgements, as the file has them."""

    same: tuple[_Group, ...] = ()
    different: tuple[_Group, ...] = ()
    rename: dict[Text, Text] = Field(default_factory=dict)
    parent: dict[Text, Text] = Field(default_factory=dict)


def read_judgement(folder: Path) -> "Judgement":
    """What the decisions of a graph's folder mean; nothing where there is no file. Raises GraphError."""
    path = folder / DECISIONS
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else None
        return Judgement(Decisions.model_validate(content or {}))
    except yaml.YAMLError as error:
        raise GraphError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ": ".join(map(str, first["loc"])) or "the file"
        raise GraphError(
            f"{path}: {where}: {first['msg']}; it has the parts same, different, rename, parent"
        ) from error
    except (OSError, ValueError) as error:
        raise GraphError(f"{path} cannot be read: {error}") from error


class Judgement:
    """What decisions mean for IRIs."""

    def __init__(self, decisions: Decisions) -> None:
        groups = [list(map(address, group)) for group in decisions.same]
        self._first = _join_groups(groups)
        self._apart = {frozenset(pair) for group in decisions.different for pair in _pairs(group)}
        self.names = {self.settle(address(name)): new for name, new in decisions.rename.items()}
        self.parents = {
            self.settle(address(name)): Parent(self.settle(address(of)), of) for name, of in decisions.parent.items()
        }

    def settle(self, iri: str) -> str:
        """The IRI of a thing after all that is the same has been joined."""
        return self._first.get(iri, iri)

    def are_apart(self, one: str, other: str) -> bool:
        """Whether a normalized name or a claim is not to be joined with another, or with a thing of this IRI."""
        return bool(self._apart) and frozenset((one, other)) in self._apart

    def keep_apart(self, one: Told, other: Told) -> bool:
        """Whether two claims are not to be joined."""
        return self.are_apart(one.iri, other.iri)


def _pairs(group: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each pair of a group, in words and by the addresses of things."""
    for one, other in combinations(group, 2):
        yield from product(*({name if "://" in name else spell_name(name), address(name)} for name in (one, other)))


def address(name: str) -> str:
    """The IRI of what a person names: an address as it is, a name as a document without context would mean it."""
    if "://" in name:
        return name
    return name_locally(Organization(key="o", name=name), _NO_CONTEXT)


def _join_groups(groups: Iterable[list[str]]) -> Mapping[str, str]:
    """IRI -> the first of all IRIs that groups join to it, directly or by way of others."""
    joined: dict[str, list[str]] = {}
    for group in groups:
        known = [joined[iri] for iri in group if iri in joined]
        members = list(dict.fromkeys([iri for found in [*known, group] for iri in found]))
        joined |= dict.fromkeys(members, members)
    return {iri: members[0] for iri, members in joined.items()}
