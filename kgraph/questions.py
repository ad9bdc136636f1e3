"""The name of a shipped query, an .rq file or SPARQL text comes in, what a graph answers goes out."""

import re
from difflib import get_close_matches
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from kgraph.errors import QueryError
from kgraph.store import Iri, Plain, Rows, Store

MAKES_TRIPLES = re.compile(
    r"(?: \s | \#[^\n]*(?:\n|\Z) | (?:BASE|PREFIX) [^<]* <[^>]*> )* (?:CONSTRUCT|DESCRIBE)\b",
    re.IGNORECASE | re.VERBOSE,
)
"""What a query starts with whose answer is a graph, not a table."""


class Question(NamedTuple):
    """A shipped query: its name and what it asks."""

    name: str
    question: str


def list_questions() -> list[Question]:
    """The shipped queries in the order of their names."""
    return [Question(name, read_first_line(file)) for name, file in sorted(find_shipped().items())]


def read_first_line(file: Traversable) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")


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


def read_bindings(settings: list[str]) -> dict[str, Plain]:
    """Variables with their values, from name=value: <...> is an address, digits a number, all else a text.

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
        return Iri(value[1:-1])
    if re.fullmatch(r"[+-]?[0-9]{1,18}", value):
        return int(value)
    quoted = re.fullmatch(r'"(.*)"', value, re.DOTALL)
    return quoted[1] if quoted else value


def makes_triples(sparql: str) -> bool:
    """Whether a query's answer is a graph: CONSTRUCT and DESCRIBE."""
    return bool(MAKES_TRIPLES.match(sparql))


def ask(store: Store, name: str, **bindings: Plain) -> Rows:
    """What a shipped query finds, with variables bound to values."""
    return store.query(read_question(name), bindings)
