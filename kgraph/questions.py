"""The name of a shipped query, an .rq file or SPARQL text comes in, what a graph answers goes out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import QueryError
from kgraph.prefixes import BASE, PREFIXES
from kgraph.store import Iri, Plain, Rows, Store
from kgraph.tables import wrap_lines

MAKES_TRIPLES = re.compile(
    r"(?: \s | \#[^\n]*(?:\n|\Z) | (?:BASE|PREFIX) [^<]* <[^>]*> )* (?:CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE | re.VERBOSE,
)
"""What a query starts with whose answer is a graph, not a table."""


KG = PREFIXES["kg"]
ADDRESS = re.compile(r"https?://([^/\s]+)(?:/(\S*?))?/?([^/\s]*)/?")
PARAMETER = re.compile(r"[?$]_(\w+)")
"""A variable that stands for what whoever asks may set: `?_country` is bound by country=KR."""
INNER = "# Asked by kgraph itself.\n"
"""The line that marks a shipped query as none for people."""


class Question(NamedTuple):
    """A shipped query: its name, what it asks, and what may be set, with spaces between."""

    name: str
    question: str
    parameters: str


def list_questions() -> list[Question]:
    """The shipped queries for people in the order of their names; kgraph's own are left out."""
    texts = {name: file.read_text(encoding="utf-8") for name, file in sorted(find_shipped().items())}
    return [
        Question(name, text.partition("\n")[0].removeprefix("# "), " ".join(list_parameters(text)))
        for name, text in texts.items()
        if INNER not in text
    ]


def describe_questions(questions: Iterable[Question]) -> Iterator[str]:
    """A sentence for each question, and a line below it for what may be set."""
    shown = list(questions)
    margin = max(len(question.name) for question in shown) + 2
    for question in shown:
        first, *rest = wrap_lines(question.question, " " * margin)
        yield from (question.name.ljust(margin) + first[margin:], *rest)
        if question.parameters:
            yield " " * margin + f"--set {question.parameters}"


def list_parameters(sparql: str) -> list[str]:
    """The names that a query's parameters are set by, in order."""
    return sorted(set(PARAMETER.findall(sparql)))


@cache
def find_shipped() -> dict[str, Traversable]:
    found = (files("kgraph") / "queries").iterdir()
    return {file.name.removesuffix(".rq"): file for file in found if file.name.endswith(".rq")}


def read_question(source: str) -> str:
    """The SPARQL of a shipped query, of a file whose name ends in .rq, or the text itself.

    Raises QueryError where it is none of them, or the file cannot be read.
    """
    shipped = find_shipped()
    if source in shipped:
        return shipped[source].read_text(encoding="utf-8")
    if "{" in source or "\n" in source:
        return source
    if source.endswith(".rq"):
        return read_query_file(Path(source))
    if MAKES_TRIPLES.match(source):
        return source
    close = get_close_matches(source, shipped, n=1)
    hint = f"did you mean {close[0]!r}?" if close else "`kgraph queries` lists them"
    raise QueryError(f"no shipped query is called {source!r}, and it is neither an .rq file nor SPARQL: {hint}")


def read_query_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"the query {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise QueryError(f"the query {path} is no text in UTF-8") from error


def read_settings(settings: list[str]) -> dict[str, Plain]:
    """Names with their values, from name=value: <...> is an address, digits a number, all else a text.

    Quotation marks around a value make a text of digits too. Raises QueryError for what has no name.
    """
    bindings = {}
    for setting in settings:
        name, sign, value = setting.partition("=")
        name = name.strip().lstrip("?$")
        if not sign or not name:
            raise QueryError(f"{setting!r} binds no variable: write name=value")
        bindings[name] = read_value(value)
    return bindings


def read_value(value: str) -> Plain:
    if re.fullmatch(r"<.*>", value, re.DOTALL):
        return expand_address(value[1:-1])
    if re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        return int(value)
    quoted = re.fullmatch(r'"(.*)"', value, re.DOTALL)
    return quoted[1] if quoted else value


def expand_address(address: str) -> Iri:
    """An address in full, also where it is written as tables show it: event/1a2b."""
    return Iri(address if ":" in address else BASE + address)


def shorten_addresses(rows: Rows) -> Rows:
    """The same rows for people to read: addresses without what all of them share, or what tells nobody anything."""
    return Rows(rows.columns, (tuple(map(shorten_address, row)) for row in rows))


def shorten_address(cell: Plain) -> Plain:
    """event/1a2b and kg:Grant for what is kgraph's; of a page on the web the host and the last part of its path."""
    if not isinstance(cell, str) or not (address := ADDRESS.fullmatch(cell)):
        return cell
    if cell.startswith(KG):
        return f"kg:{cell.removeprefix(KG)}"
    if cell.startswith(BASE):
        return cell.removeprefix(BASE)
    host, path, last = address.groups()
    return f"{host}{'/…/' if path else '/' if last else ''}{last}"


def makes_triples(sparql: str) -> bool:
    """Whether a query's answer is a graph: CONSTRUCT and DESCRIBE."""
    return bool(MAKES_TRIPLES.match(sparql))


def ask(store: Store, name: str, /, **bindings: Plain) -> Rows:
    """What a shipped query finds, with parameters set to values."""
    sparql = read_question(name)
    return store.query(sparql, bind_parameters(sparql, bindings))


def bind_parameters(sparql: str, settings: Mapping[str, Plain]) -> dict[str, Plain]:
    """The variables of a query that are bound by names: those of its parameters; of one that has none, any.

    Raises QueryError for a name that is none of its parameters'.
    """
    known = list_parameters(sparql)
    if not known:
        return dict(settings)
    if unknown := sorted(settings.keys() - known):
        raise QueryError(f"the query has no parameter {unknown[0]!r}: there is {', '.join(known)}")
    return {f"_{name}": value for name, value in settings.items()}
