"""Statements come in, JSON that is also JSON-LD goes out: to a web developer it is an array of plain objects.

The context names each property once by its last part (`amountUSD`) and gives its kind, as the shapes do; so values
are plain strings and numbers, and dates ISO 8601: a month stands in `dateMonth`, a year in `dateYear`. A property
that may have several values holds an array always. A value that is a thing is that thing's `id`; what belongs to
one thing alone, as its sums do, stands inside it. Decimals that are whole are numbers, others texts: JSON's own
fractions would change them.
"""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from kgraph.export.statements import LITERAL, TYPE, Statement, compact, keep_knowledge
from kgraph.ontology import BASE, PREFIXES, iri, list_classes, list_fields
from kgraph.triples import is_part

ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""A number that JSON's readers keep exactly."""
RELATIVE = re.compile(r"[a-z]+[/#][\w%/~-]+")
"""The end of an IRI of ours that can stand alone, since the context tells the base."""
PARTIAL = {iri("xsd:gYearMonth"): "Month", iri("xsd:gYear"): "Year"}
NUMBERS = (iri("xsd:integer"), iri("xsd:decimal"))

Nodes = Mapping[str, Sequence[Statement]]


class Term(NamedTuple):
    """A name of the context: of a property with values of one kind: "@id", a datatype or "" for texts."""

    name: str
    kind: str
    single: bool


def write_jsonld(statements: Sequence[Statement]) -> str:
    """The knowledge layer: a context, then one object for each thing."""
    by_subject = groupby(keep_knowledge(statements), key=attrgetter("subject"))
    nodes = {subject: list(about) for subject, about in by_subject}
    parts = {one.object for about in nodes.values() for one in about if is_inside(one, nodes)}
    things = [describe_node(subject, nodes) for subject in nodes if subject not in parts]
    return json.dumps({"@context": make_context(), "@graph": things}, ensure_ascii=False, indent=1) + "\n"


def is_inside(statement: Statement, nodes: Nodes) -> bool:
    """Whether a statement leads to what belongs to its subject alone."""
    return statement.object in nodes and is_part(statement.object[1:-1], statement.subject[1:-1])


def make_context() -> dict[str, Any]:
    """Base and prefixes, then each class and property by its plain name."""
    terms = {term.name: describe_term(prop, term) for prop, found in list_terms().items() for term in found}
    return {
        "@base": BASE,
        **dict(sorted(PREFIXES.items())),
        "id": "@id",
        "type": "@type",
        **{name: f"kg:{name}" for name in sorted(list_classes())},
        **dict(sorted(terms.items())),
    }


def describe_term(prop: str, term: Term) -> str | dict[str, str]:
    """What the context says of a name."""
    kind = {"@type": shorten(term.kind)} if term.kind else {}
    several = {} if term.single else {"@container": "@set"}
    return {"@id": shorten(prop), **kind, **several} if kind or several else shorten(prop)


def shorten(name: str) -> str:
    return compact(f"<{name}>") or name


@cache
def list_terms() -> Mapping[str, tuple[Term, ...]]:
    """The names for each property; where two properties end alike, ours has the name."""
    terms: dict[str, tuple[Term, ...]] = {}
    taken: set[str] = set()
    for field in sorted(list_fields(), key=lambda field: (not field.iri.startswith(BASE), field.iri)):
        name = re.split("[/#]", field.iri)[-1]
        if name not in taken:
            terms[field.iri] = tuple(Term(name + PARTIAL.get(kind, ""), kind, field.single) for kind in field.kinds)
            taken |= {term.name for term in terms[field.iri]}
    return terms


def describe_node(subject: str, nodes: Nodes) -> dict[str, Any]:
    """A thing as a plain object, with what belongs to it alone inside."""
    node: dict[str, Any] = {"id": name_node(subject[1:-1])}
    several: defaultdict[str, list[Any]] = defaultdict(list)
    for one in nodes[subject]:
        if one.predicate == TYPE:
            several["type"].append(name_class(one.object))
            continue
        inner = describe_node(one.object, nodes) if is_inside(one, nodes) else None
        name, single, value = describe_value(one, inner)
        if single and name not in node:
            node[name] = value
        else:  # what should be single and is not, is an array too
            several[name] += [node.pop(name), value] if name in node else [value]
    types = sorted(several.pop("type", []), key=lambda name: name not in list_classes())  # ours first
    return {"id": node.pop("id"), "type": types, **node, **several}


def name_node(whole: str) -> str:
    """The id of a thing: relative to our base where it can be."""
    rest = whole.removeprefix(BASE)
    return rest if rest != whole and RELATIVE.fullmatch(rest) else whole


def name_class(term: str) -> str:
    name = term[1:-1].removeprefix(PREFIXES["kg"])
    return name if name in list_classes() else shorten(term[1:-1])


def describe_value(statement: Statement, inner: dict[str, Any] | None) -> tuple[str, bool, Any]:
    """The name of the context for a statement, whether it has one value at most, and the value; the value in full
    where the context has no name for its kind."""
    prop = statement.predicate[1:-1]
    text, language, kind = read_term(statement.object)
    for term in list_terms().get(prop, ()):
        if term.kind == kind and not language:
            return term.name, term.single, inner or write_plain(text, kind)
    if kind == "@id":
        return shorten(prop), False, inner or {"id": name_node(text)}
    typed = {"@language": language} if language else {"@type": shorten(kind)} if kind else {}
    return shorten(prop), False, {"@value": text, **typed} if typed else text


def read_term(term: str) -> tuple[str, str | None, str]:
    """The text of a term, its language, and its kind as Term has it."""
    literal = LITERAL.fullmatch(term)
    if literal is None:
        return term[1:-1], None, "@id"
    quoted, language, datatype = literal.groups()
    return ESCAPE.sub(read_escape, quoted[1:-1]), language, datatype[1:-1] if datatype else ""


def write_plain(text: str, kind: str) -> str | int | bool:
    """A value as JSON has it, if that says the same."""
    if kind == "@id":
        return name_node(text)
    if kind == iri("xsd:boolean") and text in ("true", "false"):
        return text == "true"
    return int(text) if kind in NUMBERS and WHOLE.fullmatch(text) else text


def read_escape(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    return chr(int(digits, 16)) if digits else LETTERS.get(match[3], match[3])
