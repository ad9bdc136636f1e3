"""N-Quads lines in, in any order; one file of the dataset out, whose ending names its format.

`.nq` and `.trig` hold everything, the knowledge layer and a graph per document; `.nt`, `.ttl` and `.jsonld`
hold the knowledge layer. Statements are sorted and each stands once: the same dataset gives the same bytes.
As there are no blank nodes, sorting is all it takes; so the writers stand here, a few lines each, and keep
every literal as it is spelled.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from kgraph.errors import KgraphError
from kgraph.ontology import PREFIXES

TYPE = f"<{PREFIXES['rdf']}type>"

IRI = r"<[^<>\"{}|^`\\\x00-\x20]*>"
QUOTED = r'"(?:[^"\\\n\r]|\\.)*"'
STATEMENT = re.compile(rf"\s*({IRI})\s*({IRI})\s*({IRI}|{QUOTED}(?:@[\w-]+|\^\^{IRI})?)\s*({IRI})?\s*\.\s*")
LITERAL = re.compile(rf"({QUOTED})(?:@([\w-]+)|\^\^({IRI}))?")
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
LOCAL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
"""What is written after a prefix: a part of what Turtle allows there that needs no escapes."""


class Statement(NamedTuple):
    """A quad in the terms of N-Quads; `graph` is "" in the knowledge layer."""

    graph: str
    subject: str
    predicate: str
    object: str


def write_dataset(lines: Iterable[str], path: Path) -> None:
    """Write the dataset that the lines hold to `path`, replacing what is there.

    KgraphError where the ending is none of WRITERS, a line no statement of IRIs and literals, or the file
    cannot be written.
    """
    if path.suffix not in WRITERS:
        raise KgraphError(f"{path}: the ending {path.suffix!r} names no format: use {', '.join(WRITERS)}")
    text = WRITERS[path.suffix](read_statements(lines))
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise KgraphError(f"{path} cannot be written: {error.strerror}") from error


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


def write_nquads(statements: Sequence[Statement]) -> str:
    return "".join(sorted(f"{' '.join(filter(None, (*one[1:], one.graph)))} .\n" for one in statements))


def write_ntriples(statements: Sequence[Statement]) -> str:
    return write_nquads(keep_knowledge(statements))


def write_turtle(statements: Sequence[Statement]) -> str:
    return write_prefixes() + "".join(write_subjects(keep_knowledge(statements), ""))


def write_trig(statements: Sequence[Statement]) -> str:
    text = [write_prefixes()]
    for graph, inside in groupby(statements, key=attrgetter("graph")):
        subjects = write_subjects(list(inside), "    " if graph else "")
        text += [f"\n{shorten(graph)} {{", *subjects, "}\n"] if graph else subjects
    return "".join(text)


def write_prefixes() -> str:
    return "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in sorted(PREFIXES.items()))


def write_subjects(statements: Sequence[Statement], margin: str) -> Iterator[str]:
    """A paragraph for each subject, a line for each predicate, its objects with commas between them."""
    for subject, about in groupby(statements, key=attrgetter("subject")):
        lines = [
            f"{margin}    {'a' if predicate == TYPE else shorten(predicate)} "
            + ", ".join(shorten(statement.object) for statement in alike)
            for predicate, alike in groupby(about, key=attrgetter("predicate"))
        ]
        yield f"\n{margin}{shorten(subject)}\n" + " ;\n".join(lines) + " .\n"


def shorten(term: str) -> str:
    """A term of N-Quads as Turtle writes it: names with a prefix where one fits."""
    literal = LITERAL.fullmatch(term)
    if literal is None:
        return compact(term) or term
    text, _, datatype = literal.groups()
    return f"{text}^^{shorten(datatype)}" if datatype else term


def compact(iri: str) -> str | None:
    """kg:Grant for <https://w3id.org/kgraph/ontology#Grant>; None where no prefix fits."""
    for prefix, space in PREFIXES.items():
        if iri.startswith(f"<{space}") and LOCAL_NAME.fullmatch(name := iri[len(space) + 1 : -1]):
            return f"{prefix}:{name}"
    return None


def write_jsonld(statements: Sequence[Statement]) -> str:
    """One node object a subject, all IRIs of subjects and objects in full."""
    nodes = [
        describe_node(subject, list(about))
        for subject, about in groupby(keep_knowledge(statements), key=attrgetter("subject"))
    ]
    return (
        json.dumps({"@context": dict(sorted(PREFIXES.items())), "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"
    )


def describe_node(subject: str, about: Sequence[Statement]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject[1:-1]}
    for predicate, alike in groupby(about, key=attrgetter("predicate")):
        objects = [statement.object for statement in alike]
        if predicate == TYPE:
            node["@type"] = [name_term(value) for value in objects]
        else:
            node[name_term(predicate)] = [describe_value(value) for value in objects]
    return node


def name_term(iri: str) -> str:
    return compact(iri) or iri[1:-1]


def describe_value(term: str) -> str | dict[str, str]:
    literal = LITERAL.fullmatch(term)
    if literal is None:
        return {"@id": term[1:-1]}
    quoted, language, datatype = literal.groups()
    text = ESCAPE.sub(read_escape, quoted[1:-1])
    if language:
        return {"@value": text, "@language": language}
    return {"@value": text, "@type": name_term(datatype)} if datatype else text


def read_escape(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else LETTERS.get(match[3], match[3])


WRITERS: dict[str, Callable[[Sequence[Statement]], str]] = {
    ".nq": write_nquads,
    ".nt": write_ntriples,
    ".ttl": write_turtle,
    ".trig": write_trig,
    ".jsonld": write_jsonld,
}
"""The formats by the endings of their files."""
