"""A query as text and values for its variables come in, SPARQL without these variables goes out, errors as ours."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

import pyoxigraph

from kgraph.errors import QueryError
from kgraph.prefixes import PREFIXES
from kgraph.store.values import Plain, write_term

T = TypeVar("T")
_TOKEN = re.compile(
    r"""
      (?P<fixed> "{3} (?: [^"\\] | \\. | "(?!"") )* "{3} | '{3} (?: [^'\\] | \\. | '(?!'') )* '{3}
               | " (?: [^"\\\n\r] | \\. )* " | ' (?: [^'\\\n\r] | \\. )* '
               | < [^<>"{}|^`\\\x00-\x20]* > | \# [^\n\r]* )
    | [?$] (?P<variable> \w+ )
    | (?P<word> (?: [\w:%.-] | \\. )+ )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What SPARQL's own lexer keeps apart: strings, IRIs and comments, which hold no variable; variables; words.

A bracket that compares (?a < ?b) opens no IRI, since an IRI holds no space.
"""


def bind_values(sparql: str, bindings: Mapping[str, Plain]) -> str:
    """The query with each bound variable replaced by its value's term, as the library writes it."""
    if not bindings and "SERVICE" not in sparql.upper():
        return sparql
    # The library's own substitution takes selected variables only, which those that filter rarely are.
    terms = {name: write_term(value) for name, value in bindings.items()}
    known = {token["variable"] for token in _TOKEN.finditer(sparql)}
    if not terms.keys() <= known:
        raise QueryError(f"the query has no variable ?{min(terms.keys() - known)} to bind")
    if any(_may_ask_others(token["word"] or "") for token in _TOKEN.finditer(sparql)):
        raise QueryError("SERVICE asks another server: kgraph answers from its own graph alone")
    return _TOKEN.sub(lambda token: terms.get(token["variable"] or "", token[0]), sparql)


_PREFIXED = re.compile(r"(?!\w*SERVICE)[A-Z]\w*:[A-Z_]\w*", re.IGNORECASE)


def _may_ask_others(word: str) -> bool:
    """Whether the library may read SERVICE in a word, which it parts from what is around it without a space.

    It does in `.SERVICE`, `1SERVICE` and `SERVICE:x`; in a plain name such as dcat:DataService it cannot.
    """
    return "SERVICE" in word.upper() and not _PREFIXED.fullmatch(word)


@lru_cache
def check_query(sparql: str) -> None:
    """Raise QueryError where a query as written is none."""
    with querying():
        pyoxigraph.Store().query(sparql, prefixes=dict(PREFIXES))


def walk(found: Iterable[T]) -> Iterator[T]:
    """The results one by one: a query may fail only now."""
    with querying():
        yield from found


@contextmanager
def querying() -> Iterator[None]:
    try:
        yield
    except SyntaxError as error:
        raise QueryError(_explain(str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {error}") from error


def _explain(error: str) -> str:
    """ "error at 2:9: expected ..." in one short line."""
    words = " ".join(error.split())
    place = re.match(r"error at (\d+):(\d+): ", words)
    where = f"at line {place[1]}, column {place[2]}: {words[place.end() :]}" if place else words
    return f"no SPARQL {where if len(where) <= 160 else where[:159] + '…'}"
