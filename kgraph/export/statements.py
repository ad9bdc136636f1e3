"""Lines of N-Quads come in, statements go out: sorted, each once, every term spelled as it was."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kgraph.errors import KgraphError
from kgraph.ontology import PREFIXES

TYPE = f"<{PREFIXES['rdf']}type>"

IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
QUOTED = r'"(?:[^"\\\n\r]|\\.)*"'
STATEMENT = re.compile(rf"\s*({IRI})\s*({IRI})\s*({IRI}|{QUOTED}(?:@[\w-]+|\^\^{IRI})?)\s*({IRI})?\s*\.\s*")
LITERAL = re.compile(rf"({QUOTED})(?:@([\w-]+)|\^\^({IRI}))?")
LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
"""What is written after a prefix: a part of what Turtle allows there that needs no escapes."""


class Statement(NamedTuple):
    """A quad in the terms of N-Quads; `graph` is "" in the knowledge layer."""

    graph: str
    subject: str
    predicate: str
    object: str


def read_statements(lines: Iterable[str]) -> list[Statement]:
    """Each statement once: the knowledge layer first, by subject, types before other predicates."""
    statements = {read_statement(line) for line in lines if line.strip()}
    return sorted(statements, key=lambda one: (one.graph, one.subject, one.predicate != TYPE, one))


def read_statement(line: str) -> Statement:
    match = STATEMENT.fullmatch(line)
    if match is None:
        raise KgraphError(f"not a statement in N-Quads without blank nodes: {line.strip()[:200]}")
    subject, predicate, value, graph = match.groups()
    return Statement(graph or "", subject, predicate, value)


def keep_knowledge(statements: Sequence[Statement]) -> list[Statement]:
    return [statement for statement in statements if not statement.graph]


def compact(iri: str) -> str | None:
    """kg:Grant for <https://w3id.org/kgraph/ontology#Grant>; None where no prefix fits."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(f"<{space}") and LOCAL_NAME.fullmatch(name := iri[len(space) + 1 : -1]):
            return f"{prefix}:{name}"
    return None
