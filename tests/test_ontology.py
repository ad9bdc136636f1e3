import re
from collections.abc import Callable

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from kgraph import ontology
from kgraph.errors import OntologyError
from kgraph.model import (
    Agreement,
    Amount,
    Document,
    Dollars,
    Evidence,
    Facility,
    Investment,
    Meeting,
    Merged,
    Money,
    Organization,
    Person,
    Value,
)
from kgraph.ontology import PREFIXES, iri, load_ontology

KG = PREFIXES["kg"]
WORDS = {
    "technology": """semiconductors, memory, logic chips, power semiconductors, advanced packaging,
        lithography, chip equipment, chip materials, batteries, battery materials, electric vehicles,
        displays, artificial intelligence, data centers, quantum, robotics, telecom, solar, wind, hydrogen,
        nuclear, biotech, aerospace, shipbuilding, steel, chemicals, advanced materials, software,
        critical minerals""",
    "facilityKind": """fab, packaging, materials, equipment, battery, assembly, research, data_center, energy,
        plant, other""",
    "agreementKind": "memorandum, supply, joint_development, license, partnership, treaty",
    "status": "considered, announced, completed, cancelled",
}
WORDS_OF = {scheme: re.split(r",\s+", words) for scheme, words in WORDS.items()}
# The tables of the contract: a name that disappears from here breaks what others saved.
CLASSES = """Organization Government Person Facility Investment PublicSupport Grant Loan TaxCredit Acquisition
    JointVenture Agreement Meeting Policy Place Country Technology Document Evidence"""
PROPERTIES = """evidence country role affiliation parent investor recipient amount amountUSD rateDate facility
    place policy technology date status qualifier text operator facilityKind opens party agreementKind
    participant isoCode quote start end sameThing contentHash truncated alternative"""


@pytest.mark.parametrize("name", f"{CLASSES} {PROPERTIES} Considered Announced Completed Cancelled".split())
def test_every_name_of_the_contract_is_defined_with_a_label_and_a_comment(name: str) -> None:
    term = URIRef(iri(f"kg:{name}"))
    for prop in (RDFS.label, RDFS.comment):
        assert [text.language for text in load_ontology()[term:prop]] == ["en"]


def test_every_property_of_ours_has_a_range() -> None:
    graph = load_ontology()
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in graph[: RDF.type : kind]:
            assert graph.value(term, RDFS.range) or str(term) == iri("kg:sameThing"), term


def test_every_class_that_is_named_above_another_is_ours_or_of_a_prefix_of_the_contract() -> None:
    for class_ in CLASSES.split():
        for above in ontology.superclasses(iri(f"kg:{class_}")):
            assert above.startswith(tuple(PREFIXES.values()))


def test_a_grant_is_public_support_an_investment_and_an_event() -> None:
    above = {iri("kg:PublicSupport"), iri("kg:Investment"), iri("sem:Event"), iri("schema:MonetaryGrant")}
    assert set(ontology.superclasses(ontology.class_of("grant"))) == above


def test_the_narrowest_class_gives_the_word_of_the_json_format() -> None:
    for word in ("Government", "Person", "investment", "grant", "joint_venture"):
        class_ = ontology.class_of(word)
        assert ontology.class_word([*ontology.superclasses(class_), class_]) == word


@pytest.mark.parametrize("scheme", WORDS_OF)
def test_a_scheme_holds_exactly_the_words_of_the_json_format(scheme: str) -> None:
    assert set(ontology.concept_labels(scheme)) == set(WORDS_OF[scheme])


@pytest.mark.parametrize("scheme", ["technology", "facilityKind", "agreementKind"])
def test_concepts_have_names_in_three_languages_and_iris_made_from_their_words(scheme: str) -> None:
    for word in WORDS_OF[scheme]:
        term = ontology.concept(scheme, word)
        assert term.rpartition("/")[2] == word.replace(" ", "-").replace("_", "-")
        names = [*load_ontology()[URIRef(term) : SKOS.prefLabel]]
        assert sorted(name.language for name in names) == ["en", "ja", "ko"]
        assert ontology.notation(term) == word


def test_a_concept_is_broader_than_none_that_is_broader_than_it() -> None:
    graph = load_ontology()
    for term in graph.subjects(SKOS.broader):
        assert term not in graph.transitive_objects(graph.value(term, SKOS.broader), SKOS.broader)


def test_labels_hold_the_names_of_all_languages() -> None:
    assert {"batteries", "배터리", "電池"} <= set(ontology.concept_labels("technology")["batteries"])


STORED = (
    Document,
    Organization,
    Person,
    Facility,
    Investment,
    Agreement,
    Meeting,
    Amount,
    Money,
    Evidence,
    Dollars,
)
# Keys and spans are in the IRIs, evidence is a node of its own; what is optional to annotators is no fact.
UNSTORED = {"key", "evidence", "start", "end", "optional"}


@pytest.mark.parametrize("model", STORED)
def test_every_field_of_the_json_format_has_its_property(model: type[Value]) -> None:
    fields = {field.alias or name for name, field in model.model_fields.items()}
    left = fields - set(ontology.properties_of(model.__name__))
    assert left <= (set() if model in (Evidence, Document) else UNSTORED)


def test_every_json_field_of_the_ontology_is_a_field_of_a_model() -> None:
    for model in (*STORED, Merged):
        fields = {field.alias or name for name, field in model.model_fields.items()}
        assert set(ontology.properties_of(model.__name__)) <= fields


def test_json_fields_lead_to_the_properties_of_the_contract() -> None:
    assert ontology.property_of("Investment", "announced") == iri("kg:date")
    assert ontology.property_of("Facility", "operators") == iri("kg:operator")
    assert ontology.property_of("Organization", "name") == iri("rdfs:label")


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda: ontology.property_of("Investment", "investers"), "did you mean 'Investment.investors'"),
        (lambda: ontology.concept("technology", "battery"), "did you mean 'batteries'"),
        (lambda: ontology.concept("technologies", "batteries"), "did you mean 'technology'"),
        (lambda: ontology.class_of("Goverment"), "did you mean 'Government'"),
        (lambda: iri("kg:investors"), "did you mean 'kg:investor'"),
        (lambda: iri("foaf:Agent"), "no prefix 'foaf'"),
        (lambda: ontology.class_word([iri("schema:Place")]), "none of these classes"),
        (lambda: ontology.notation(iri("kg:Person")), "no concept"),
        (lambda: ontology.label(iri("schema:Place")), "no name"),
    ],
)
def test_an_unknown_name_is_an_error_that_suggests_a_known_one(ask: Callable[[], str], answer: str) -> None:
    with pytest.raises(OntologyError, match=answer):
        ask()


def test_prefixes_are_those_of_the_file() -> None:
    stated = {prefix: str(start) for prefix, start in load_ontology().namespaces()}
    assert all(stated[prefix] == start for prefix, start in PREFIXES.items())
