"""The Facts of one document come in, how they mention each thing goes out, as lines that can be counted.

A thing that thousands of documents mention is stated from the few lines that they have in common.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.identity.telling import Named
from kgraph.model import Facts


class Mentioned(NamedTuple):
    """How a document mentions a thing: the word for its class, its name, and what else is said of it."""

    kind: str
    name: str
    country: str | None = None
    role: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()


def list_mentioned(facts: Facts, named: Named) -> Iterator[tuple[str, str]]:
    """The things that a document mentions, each with a line for each way; a person's affiliation is a thing."""
    for each in facts.organizations:
        aliases = tuple(sorted(set(each.aliases)))
        yield named.things[each.key], write_mentioned(Mentioned(each.class_, each.name, each.country, aliases=aliases))
    for one in facts.people:
        affiliation = named.things[one.affiliation] if one.affiliation else None
        said = Mentioned("Person", one.name, None, one.role, affiliation, tuple(sorted(set(one.aliases))))
        yield named.things[one.key], write_mentioned(said)
    for (name, country), thing in named.places.items():
        yield thing, write_mentioned(Mentioned("Place", name, country))
    for name, thing in named.policies.items():
        yield thing, write_mentioned(Mentioned("Policy", name))


def write_mentioned(said: Mentioned) -> str:
    return json.dumps(said, ensure_ascii=False)


def read_mentioned(line: str) -> Mentioned:
    kind, name, country, role, affiliation, aliases = json.loads(line)
    return Mentioned(kind, name, country, role, affiliation, tuple(aliases))
