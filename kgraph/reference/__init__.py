"""The ontology comes in; its reference goes out: one HTML page that works offline, for people who write queries.

Every class and property stands under the anchor that its IRI ends with, so that the page can be served at the
ontology's own address. `terms` reads them, `diagrams` draws what leads to a class and what leads on from it, the
template is `reference.html`, and the examples are those of `ontology/examples`. `w3id.htaccess` holds the rules by
which the ontology's address leads to the page, or to a file for programs.
"""

from importlib.resources import files
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from kgraph.ontology import ontology_version, read_example
from kgraph.prefixes import BASE, PREFIXES
from kgraph.reference.diagrams import draw_class
from kgraph.reference.terms import Term, list_broader, list_schemes, list_terms

FORMATS = {"text/turtle": "ttl", "application/ld+json": "jsonld", "application/rdf+xml": "rdf"}
"""What programs ask for -> the ending of the file that has it."""
RECIPE = f"""\
from kgraph.ontology import load_ontology

for media_type, ending in {FORMATS}.items():
    load_ontology().serialize(f"ontology.{{ending}}", format=media_type, encoding="utf-8")
"""
"""Makes these files."""


class Entry(NamedTuple):
    """A class as the page shows it: what stands below it, what its nodes have, a picture, data and a query."""

    term: Term
    narrower: tuple[str, ...]
    properties: tuple[Term, ...]
    diagram: str
    data: str
    query: str


def render_reference() -> str:
    """The page, the same for the same ontology."""
    classes, properties = list_terms("class"), list_terms("property")
    environment = Environment(
        loader=PackageLoader("kgraph.reference", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("reference.html").render(
        version=ontology_version(),
        prefixes=PREFIXES,
        entries=[make_entry(term, classes, properties) for term in classes],
        properties=properties,
        linked={term.name for term in (*classes, *properties)},
        schemes=list_schemes(),
        base=BASE,
        formats=FORMATS,
        rules=(files("kgraph.reference") / "w3id.htaccess").read_text(encoding="utf-8"),
        recipe=RECIPE,
    )


def make_entry(term: Term, classes: tuple[Term, ...], properties: tuple[Term, ...]) -> Entry:
    broader = set(list_broader(term, classes))
    own = tuple(one for one in properties if broader.intersection(one.domains))
    return Entry(
        term=term,
        narrower=tuple(one.name for one in classes if term.name in one.above),
        properties=own,
        diagram=draw_class(
            term,
            [(one.label, domain) for one in properties if broader.intersection(one.ranges) for domain in one.domains],
            [(one.label, range_) for one in own for range_ in one.ranges],
        ),
        data=read_example(f"{term.anchor}.ttl"),
        query=read_example(f"{term.anchor}.rq"),
    )
