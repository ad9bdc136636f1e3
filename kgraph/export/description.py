"""Lines of a whole dataset come in, a description of it in the same form goes out, in the terms of VoID and DCAT.

It follows from the lines and the program alone, so the same graph has the same one; therefore its dates are those
of the documents. It is made when a graph is exported, not stored: counts change with every statement, and a build
that touches one document is not to count a million.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from kgraph.export.statements import TYPE, Statement, read_statements
from kgraph.ontology import BASE, PREFIXES, iri, ontology_version
from kgraph.version import __version__

DATASET, ONTOLOGY = f"{BASE}dataset", f"{BASE}ontology"
RIGHTS = "Facts with quotations from the documents named as sources; the quoted words belong to their publishers."

TABLES = (
    ("https://ror.org/", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("https://www.geonames.org/", "https://creativecommons.org/licenses/by/4.0/"),
)
"""Where names, identifiers and coordinates come from that no document states, with licences: see data/README.md."""


def describe_dataset(lines: Iterable[str]) -> list[str]:
    """What is in a dataset, from when and from whom, as lines of N-Quads; a description that it holds is left out."""
    own = (f"<{DATASET}", name(ONTOLOGY), *(name(table) for table, _ in TABLES))
    statements = [one for one in read_statements(lines) if not one.subject.startswith(own)]
    found = [*state_origin(), *count_statements(statements), *count_classes(statements), *state_sources(statements)]
    return [f"<{node}> <{iri(prop)}> {value} ." for node, prop, value in found]


Triple = tuple[str, str, str]


def state_origin() -> Iterator[Triple]:
    """What the dataset is, and by what it was made."""
    program = f"{DATASET}/program"
    for class_ in ("void:Dataset", "dcat:Dataset"):
        yield DATASET, "rdf:type", name(iri(class_))
    yield DATASET, "rdfs:label", text("kgraph dataset")
    yield DATASET, "dcterms:title", text("Who invests in whose technology")
    yield DATASET, "dcterms:rights", text(RIGHTS)
    yield DATASET, "dcterms:conformsTo", name(ONTOLOGY)
    yield DATASET, "void:uriSpace", text(BASE)
    yield DATASET, "prov:wasGeneratedBy", name(program)
    yield program, "rdfs:label", text("kgraph")
    yield program, "owl:versionInfo", text(__version__)
    yield ONTOLOGY, "owl:versionInfo", text(ontology_version())
    for prefix in ("kg", "schema", "prov", "dcterms", "skos", "org", "oa", "sem"):
        yield DATASET, "void:vocabulary", name(PREFIXES[prefix])


def count_statements(statements: list[Statement]) -> Iterator[Triple]:
    """How much is in the knowledge layer, and how many documents it follows from."""
    known = [one for one in statements if not one.graph]
    yield DATASET, "void:triples", number(len(known))
    yield DATASET, "void:distinctSubjects", number(len({one.subject for one in known}))
    yield DATASET, "void:properties", number(len({one.predicate for one in known}))
    yield DATASET, "void:documents", number(len({one.graph for one in statements if one.graph}))


def count_classes(statements: list[Statement]) -> Iterator[Triple]:
    """How many things of each class of ours are in the knowledge layer."""
    kinds = Counter(one.object for one in statements if not one.graph and one.predicate == TYPE)
    for class_ in sorted(kinds):
        if class_.startswith(f"<{PREFIXES['kg']}"):
            part = f"{DATASET}/{class_[1:-1].removeprefix(PREFIXES['kg'])}"
            yield DATASET, "void:classPartition", name(part)
            yield part, "void:class", class_
            yield part, "void:entities", number(kinds[class_])


def state_sources(statements: list[Statement]) -> Iterator[Triple]:
    """Who published the documents, and from when to when."""
    values = {prop: list_values(statements, prop) for prop in ("dcterms:publisher", "dcterms:issued")}
    yield from ((DATASET, "dcterms:source", publisher) for publisher in values["dcterms:publisher"])
    for table, licence in TABLES:
        yield DATASET, "dcterms:source", name(table)
        yield table, "dcterms:license", name(licence)
    issued = values["dcterms:issued"]
    if issued:
        yield DATASET, "dcterms:temporal", name(f"{DATASET}/period")
        yield f"{DATASET}/period", "rdf:type", name(iri("dcterms:PeriodOfTime"))
        yield f"{DATASET}/period", "dcat:startDate", issued[0]
        yield f"{DATASET}/period", "dcat:endDate", issued[-1]


def list_values(statements: list[Statement], prop: str) -> list[str]:
    predicate = f"<{iri(prop)}>"
    return sorted({one.object for one in statements if one.predicate == predicate and not one.graph})


def name(node: str) -> str:
    return f"<{node}>"


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def number(value: int) -> str:
    return f'"{value}"^^<{iri("xsd:integer")}>'
