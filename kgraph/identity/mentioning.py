"""The Facts of one document come in, how they mention each thing goes out, as lines that can be counted.

A thing that thousands of documents mention is stated from the few lines that they have in common.
"""

import json
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.identity.telling import Named
from kgraph.model import Facts
from kgraph.triples import claim_iri, document_iri, name_places, name_policies


class Mentioned(NamedTuple):
    """How a document mentions a thing: the word for its class, its name, and what else is said of it."""

    kind: str
    name: str
    country: str | None = None
    role: str | None = None
    affiliation: str | None = None
    aliases: tuple[str, ...] = ()


def list_mentioned(facts: Facts, named: Named) -> Iterator[tuple[str, str]]:
    """The mentions of a document, each with its line; a person's affiliation is a thing."""
    document = document_iri(facts.document)
    for each in facts.organizations:
        said = Mentioned(each.class_, each.name, each.country, aliases=tuple(sorted(set(each.aliases))))
        yield claim_iri(document, each.key), write_mentioned(said)
    for one in facts.people:
        affiliation = named.things[one.affiliation] if one.affiliation else None
        said = Mentioned("Person", one.name, None, one.role, affiliation, tuple(sorted(set(one.aliases))))
        yield claim_iri(document, one.key), write_mentioned(said)
    for (name, country), node in name_places(facts).items():
        yield node, write_mentioned(Mentioned("Place", name, country))
    for name, node in name_policies(facts).items():
        yield node, write_mentioned(Mentioned("Policy", name))


def write_mentioned(said: Mentioned) -> str:
    return json.dumps(said, ensure_ascii=False)


def read_mentioned(line: str) -> Mentioned:
    kind, name, country, role, affiliation, aliases = json.loads(line)
    return Mentioned(kind, name, country, role, affiliation, tuple(aliases))
