"""Facts, and what is merged of them, come in; RDF quads go out. `read_claims` turns quads of a document into its Facts.

What a field is called in RDF and what its values are stands in the ontology: this package walks the fields of
the models and asks. There are no blank nodes, and every IRI follows from content.

    iris          how documents, claims and things are named
    labels        readable names for what has none: facilities, events, sums
    terms         one value of a field <-> one RDF term
    descriptions  a document, claim, place ... -> its triples, in either layer
    claims        Facts <-> the named graph of a document
    knowledge     Merged -> the default graph
    graphs        quads -> rdflib graphs
"""

from pyoxigraph import Quad

from kgraph.triples.claims import (
    name_places,
    name_policies,
    place_of,
    read_claims,
    read_graphs,
    read_properties,
    write_claims,
    write_identity,
    write_nquads,
)
from kgraph.triples.iris import (
    claim_iri,
    content_hash,
    country_code,
    country_iri,
    document_iri,
    event_iri,
    evidence_iri,
    extractor_iri,
    facility_iri,
    is_happening,
    is_iri,
    is_part,
    make_slug,
    place_iri,
    policy_iri,
    thing_iri,
)
from kgraph.triples.knowledge import (
    UNTOLD,
    list_shared,
    list_stated,
    state_parent,
    state_place,
    state_policy,
    state_shared,
    state_support,
    state_thing,
)
from kgraph.triples.terms import read_value

__all__ = [
    "UNTOLD",
    "Quad",
    "claim_iri",
    "content_hash",
    "country_code",
    "country_iri",
    "document_iri",
    "event_iri",
    "evidence_iri",
    "extractor_iri",
    "facility_iri",
    "is_happening",
    "is_iri",
    "is_part",
    "list_shared",
    "list_stated",
    "make_slug",
    "name_places",
    "name_policies",
    "place_iri",
    "place_of",
    "policy_iri",
    "read_claims",
    "read_graphs",
    "read_properties",
    "read_value",
    "state_parent",
    "state_place",
    "state_policy",
    "state_shared",
    "state_support",
    "state_thing",
    "thing_iri",
    "write_claims",
    "write_identity",
    "write_nquads",
]
