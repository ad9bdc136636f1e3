"""Statements come in, Turtle and TriG go out: prefixes first, a paragraph for each subject."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from kgraph.export.statements import LITERAL, TYPE, Statement, compact, keep_knowledge
from kgraph.ontology import PREFIXES


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
