"""The parts of a request come in, a question or an error with its status goes out: the SPARQL 1.1 Protocol.

Nothing in here knows of the server's library. What is refused, and by which status, is said by the protocol's
section 2.1: 400 for what is no request or no SPARQL, 500 for what the server will not go on with.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import parse_qsl

from kgraph.errors import KgraphError, LimitError, QueryError
from kgraph.serve.pool import BusyError
from kgraph.serve.worker import GRAPHS as GRAPHS
from kgraph.serve.worker import TABLES as TABLES
from kgraph.serve.worker import Question, UnacceptableError

ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("application/n-triples",),
}
"""What is meant by media types that say less."""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")


class RequestError(KgraphError):
    """A request that is not answered, with the status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def status_of(error: KgraphError) -> int:
    """The status of HTTP for what went wrong with a question."""
    match error:
        case RequestError():
            return error.status
        case UnacceptableError():
            return 406
        case BusyError():
            return 503
        case LimitError():
            return 500
        case QueryError():
            return 400
    return 500


def read_request(method: str, query: str, content_type: str, body: bytes, accept: str) -> Question | None:
    """The question of a request to the endpoint; None where it asks for the endpoint's own description.

    Raises RequestError for what the protocol does not know.
    """
    if method != "POST":
        fields = read_fields(query)
        if not fields:
            return None
        return make_question(fields, accept)
    kind, charset = read_content_type(content_type)
    if kind == FORM:
        return make_question(read_fields(decode(body, charset)), accept)
    if kind == DIRECT:
        return make_question([*read_fields(query), ("query", decode(body, charset))], accept)
    if kind == "application/sparql-update":
        raise RequestError(403, "this endpoint only reads: it takes no update")
    raise RequestError(415, f"a query is sent as {FORM} or as {DIRECT}")


def read_fields(encoded: str) -> list[tuple[str, str]]:
    """Names and values of a query string or a form. RequestError where they are no UTF-8."""
    try:
        return parse_qsl(encoded, keep_blank_values=True, encoding="utf-8", errors="strict")
    except ValueError as error:
        raise RequestError(400, "the request's fields are not in UTF-8") from error


def read_content_type(header: str) -> tuple[str, str]:
    """A media type and the character set beside it, UTF-8 unless it is said otherwise."""
    kind, *parameters = (part.strip() for part in header.lower().split(";"))
    charsets = [part.partition("=")[2].strip("\"' ") for part in parameters if part.startswith("charset")]
    return kind, charsets[0] if charsets else "utf-8"


def decode(body: bytes, charset: str) -> str:
    try:
        return body.decode("utf-8" if charset in ("utf-8", "utf8", "us-ascii") else "never")
    except (UnicodeDecodeError, LookupError) as error:
        raise RequestError(400, "the request is not in UTF-8") from error


def make_question(fields: Sequence[tuple[str, str]], accept: str) -> Question:
    """A question from the protocol's fields; those that the protocol does not know are left aside."""
    if any(name in UPDATES for name, _ in fields):
        raise RequestError(403, "this endpoint only reads: it takes no update")
    queries = [value for name, value in fields if name == "query"]
    if len(queries) != 1:
        raise RequestError(400, f"a request holds one query, this one {len(queries)}")
    default, named = (list_graphs(fields, name) for name in ("default-graph-uri", "named-graph-uri"))
    return Question(
        queries[0],
        table=choose_format(accept, TABLES),
        graph=choose_format(accept, GRAPHS),
        dataset=(default, named) if default or named else None,
    )


def list_graphs(fields: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    """The graphs that a field names. RequestError for what is no address."""
    graphs = tuple(value for field, value in fields if field == name)
    for graph in graphs:
        if not re.match("[A-Za-z][A-Za-z0-9+.-]*:", graph):
            raise RequestError(400, f"{name} is to be a whole address, {graph!r} is none")
    return graphs


@lru_cache(1_000)
def choose_format(accept: str, offered: tuple[str, ...]) -> str | None:
    """The media type that an Accept header prefers among those offered, None where it takes none of them."""
    ranges = dict(read_ranges(accept or "*/*"))
    weights = {media_type: weigh(media_type, ranges) for media_type in offered}
    best = max(weights.values())
    return next((media_type for media_type in offered if weights[media_type] == best), None) if best > 0 else None


def read_ranges(accept: str) -> list[tuple[str, float]]:
    """The media ranges of an Accept header with their weights, names that say less in full after them."""
    found = []
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        weights = [word[2:] for word in parameters if word.startswith("q=")]
        found.append((name, read_weight(weights[0] if weights else "1")))
    named = {name for name, _ in found}
    found += [(meant, weight) for name, weight in found for meant in ALIASES.get(name, ()) if meant not in named]
    return found


def read_weight(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def weigh(media_type: str, ranges: dict[str, float]) -> float:
    """The weight of the range that fits most closely."""
    for name in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0
