"""Answers of the pages' own queries come in, HTML goes out: everything of it text, in a template that escapes it.

Addresses of kgraph's own are shown under the server's own paths, all others as /resource?iri=.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from kgraph.errors import OntologyError
from kgraph.ontology import PREFIXES, label
from kgraph.prefixes import BASE
from kgraph.questions import find_shipped, list_questions
from kgraph.store import Store
from kgraph.tables import clean_text
from kgraph.things import name_property

TYPE = f"{PREFIXES['rdf']}type"
NAMES = tuple(PREFIXES[prefix] + name for prefix, name in (("rdfs", "label"), ("skos", "prefLabel")))
SHOWN_ELSEWHERE = (*NAMES, TYPE, f"{PREFIXES['kg']}evidence")
BOOKKEEPING = tuple(PREFIXES["kg"] + name for name in ("contentHash", "identityKey", "mentionedAs"))
HIDDEN = (*SHOWN_ELSEWHERE, *BOOKKEEPING)
"""What a page does not show among the statements; whoever asks for RDF gets it all."""
NUMBERS = (f"{PREFIXES['xsd']}integer", f"{PREFIXES['xsd']}decimal")
LONGEST = 2_000
"""Letters of a value that are shown."""
MOST = 500
"""So many rows the pages' queries give at most."""
LENT = ("sparql", "store", "graph", "resource", "static")
"""First parts of paths that are the server's own."""


class Term(NamedTuple):
    """A value in an answer: an address or a text."""

    text: str
    is_iri: bool


Table = list[dict[str, Term]]
"""The rows of an answer; what is unbound is left out."""


class Shown(NamedTuple):
    """A value as a page shows it: its words, and where a click on them leads."""

    words: str
    path: str | None = None


def read_table(content: bytes) -> Table:
    """The rows of an answer in SPARQL's JSON."""
    return [
        {name: Term(read_text(term), term["type"] == "uri") for name, term in row.items()}
        for row in json.loads(content)["results"]["bindings"]
    ]


def read_text(term: Mapping[str, str]) -> str:
    """What a term says, numbers with separators."""
    text = term["value"]
    # What calls itself a number may be none.
    return f"{Decimal(text):,}" if term.get("datatype") in NUMBERS and re.fullmatch(r"-?\d+(\.\d+)?", text) else text


@cache
def read_query(name: str) -> str:
    """One of the pages' own queries."""
    return (files("kgraph.serve") / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def has_content(tables: Mapping[str, Table]) -> bool:
    return any(tables.values())


def render_query_page() -> str:
    """The page where people ask, with the shipped queries."""
    shipped = {name: file.read_text(encoding="utf-8") for name, file in find_shipped().items()}
    queries = [{"name": one.name, "question": one.question, "text": shipped[one.name]} for one in list_questions()]
    return render("query.html", queries=queries, prefixes=dict(PREFIXES), base=BASE, lent=LENT)


def render_error(status: int, message: str) -> str:
    return render("error.html", status=status, phrase=HTTPStatus(status).phrase, message=clean_text(message))


def render_resource(iri: str, tables: Mapping[str, Table]) -> str:
    """All that is known of an address: what is stated, the facts with their quotes, and who names it."""
    statements, uses = tables["statements"], tables["uses"]
    return render(
        "resource.html",
        title=find_title(iri, statements),
        kinds=name_kinds({row["value"].text for row in statements if row["property"].text == TYPE}),
        iri=iri,
        outside=iri if iri.startswith(("https://", "http://")) and not iri.startswith(BASE) else None,
        rdf=f"/sparql?{urlencode({'query': f'DESCRIBE <{iri}>'})}",
        statements=group_rows(iri, [row for row in statements if row["property"].text not in HIDDEN], "value"),
        facts=list_facts(tables["quotes"]),
        uses=group_rows(iri, uses, "subject"),
        cut=[name for name, table in tables.items() if len(table) >= MOST],
        most=MOST,
    )


def find_title(iri: str, statements: Table) -> str:
    names = [row["value"].text for row in statements if row["property"].text in NAMES]
    return clean_text(names[0]) if names else name_class(iri)


def name_kinds(classes: Set[str]) -> list[str]:
    """The names of classes: those of our ontology, or where there is none all."""
    own = {one for one in classes if one.startswith(PREFIXES["kg"])}
    return sorted(map(name_class, own or classes))


def name_class(iri: str) -> str:
    """What the ontology calls an address; any other goes by its last part, or whole."""
    try:
        return label(iri)
    except OntologyError:
        return clean_text(iri.rstrip("/").replace("#", "/").rpartition("/")[2] or iri)


def group_rows(iri: str, rows: Table, column: str) -> list[tuple[Shown, list[tuple[Shown, Shown | None]]]]:
    """The values of a column under the property that leads to them, each with the document that alone says it.

    The ontology's own properties come first. A document that is the value or the page's own is not told again.
    """
    found: defaultdict[str, list[tuple[Shown, Shown | None]]] = defaultdict(list)
    for row in rows:
        is_told = "document" in row and row["document"].text not in (iri, row[column].text)
        found[row["property"].text].append(
            (show(row[column], row.get("name")), show(row["document"]) if is_told else None)
        )
    ordered = sorted(found, key=lambda prop: (not prop.startswith(PREFIXES["kg"]), prop))
    return [(Shown(split_words(name_property(prop)), find_path(prop)), found[prop]) for prop in ordered]


def split_words(name: str) -> str:
    """ "was derived from" for wasDerivedFrom, as other vocabularies call it."""
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower() if re.search("[a-z][A-Z]", name) else name


def list_facts(rows: Table) -> list[tuple[Shown, list[dict[str, Any]]]]:
    """The facts, each with its quotes."""
    return [
        (show(Term(fact, True), next((row["label"] for row in alike if "label" in row), None)), list(map(tell, alike)))
        for fact, group in groupby(rows, key=lambda row: row["fact"].text)
        for alike in [list(group)]
    ]


def tell(row: Mapping[str, Term]) -> dict[str, Any]:
    """A quote, its document, and the rest of the line below it."""
    rest = [clean_text(row[name].text) for name in ("outlet", "published") if name in row]
    url = row["url"].text if "url" in row else ""
    return {
        "quote": clean_text(row["quote"].text),
        "document": show(row["document"], row.get("title")),
        "rest": ", ".join(rest),
        "url": url if url.startswith(("https://", "http://")) else None,
    }


def show(term: Term, name: Term | None = None) -> Shown:
    words = clean_text((name or term).text)
    words = words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
    return Shown(words, find_path(term.text) if term.is_iri else None)


def find_path(iri: str) -> str:
    """Where the server shows an address."""
    own = iri.removeprefix(BASE)
    if own != iri and own and not set("#?") & set(own) and own.split("/")[0] not in LENT:
        return "/" + quote(own, safe="/:@!$&'()*+,;=-._~")
    return f"/resource?{urlencode({'iri': iri})}"


def list_graph_page(store: Store) -> Iterator[str]:
    """The interactive page, for a child process to draw."""
    from kgraph.views import make_page

    yield make_page(store, "Who invests in whose technology")


def render(template: str, **values: Any) -> str:
    return load_templates().get_template(template).render(**values)


@cache
def load_templates() -> Environment:
    return Environment(loader=PackageLoader("kgraph.serve"), autoescape=True, undefined=StrictUndefined)
