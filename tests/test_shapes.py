"""A small graph with everything in it conforms to ontology/shapes.ttl; each shape catches what breaks it.

What kgraph finds is what pySHACL, another validator, finds.
"""

import warnings
from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad
from rdflib import RDF, RDFS, SH, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kgraph.model import (
    Agreement,
    Amount,
    Document,
    Dollars,
    Evidence,
    Facility,
    Facts,
    Investment,
    Meeting,
    Merged,
    Money,
    Organization,
    Person,
    Stage,
)
from kgraph.ontology import PREFIXES, load_shapes
from kgraph.triples import (
    country_iri,
    event_iri,
    evidence_iri,
    facility_iri,
    place_iri,
    policy_iri,
    thing_iri,
    write_claims,
    write_identity,
)
from kgraph.validate import Breach, find_breaches

with warnings.catch_warnings():
    # rdflib deprecates names of its own that pySHACL still imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyshacl import validate

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pyshacl", "ignore::DeprecationWarning:rdflib")

KG, SCHEMA, SKOS, PROV, OA, DCTERMS, OWL, XSD = (
    Namespace(PREFIXES[name]) for name in ("kg", "schema", "skos", "prov", "oa", "dcterms", "owl", "xsd")
)
DOCUMENT = URIRef("https://example.org/a")
FIRM, AGENCY, PERSON = (URIRef(thing_iri(name)) for name in ("firm", "agency", "person"))
SITE, PLACE, POLICY = (
    URIRef(facility_iri("site")),
    URIRef(place_iri("JP", "Yokohama")),
    URIRef(policy_iri("Chips Act")),
)
INVESTMENT, GRANT, AGREEMENT, MEETING = (URIRef(event_iri(name)) for name in "1234")
AMOUNT, STAGE = URIRef(f"{INVESTMENT}/amount"), URIRef(f"{INVESTMENT}/stage-1")
MENTION = URIRef(f"{DOCUMENT}#o9")
KOREA = URIRef(country_iri("KR"))
SPAN = URIRef(evidence_iri(str(DOCUMENT), 0, 9))
MEMORY = URIRef("https://w3id.org/kgraph/technology/memory")


StateLayer = Callable[[Sequence[Document], Sequence[Merged]], list[Quad]]


@pytest.fixture(scope="module")
def text(state_layer: StateLayer) -> str:
    """A graph with everything in it, as N-Triples."""
    said = [(str(MENTION), "kg:sameThing", str(FIRM)), (str(MENTION), "kg:identityKey", "name firm")]
    quads = [*make_layer(state_layer), *write_identity(str(DOCUMENT), said)]
    return "".join(f"{quad.triple} .\n" for quad in quads)


@pytest.fixture
def graph(text: str) -> Graph:
    return Graph().parse(data=text, format="nt")


def make_layer(state_layer: StateLayer) -> list[Quad]:
    amount = Amount(
        value=Decimal(40_000_000_000),
        currency="JPY",
        qualifier="up_to",
        alternatives=(Money(value=Decimal("278.5"), currency="USD"),),
        text="40 billion yen",
    )
    said = Evidence(document=str(DOCUMENT), quote="Firm will", start=0, end=9)
    claims = (
        Organization(key=FIRM, name="Firm", aliases=("회사",), country="KR"),
        Organization(key=AGENCY, name="Agency", class_="Government", country="JP"),
        Person(key=PERSON, name="Ahn", role="minister", affiliation=AGENCY),
        Facility(
            key=SITE,
            kind="research",
            operators=(FIRM,),
            place="Yokohama",
            country="JP",
            opens="2025",
            technologies=("memory",),
        ),
        Investment(
            key=INVESTMENT,
            kind="investment",
            investors=(FIRM,),
            amount=amount,
            facility=SITE,
            place="Yokohama",
            country="JP",
            technologies=("memory",),
            announced="2023-12",
            status="considered",
        ),
        Investment(
            key=GRANT,
            kind="grant",
            investors=(AGENCY,),
            recipients=(FIRM,),
            policy="Chips Act",
            announced="2023-12-21",
        ),
        Agreement(key=AGREEMENT, kind="treaty", parties=(FIRM, AGENCY), technologies=("memory",), date="2023"),
        Meeting(key=MEETING, participants=(PERSON, FIRM), country="KR", date="2024-04"),
    )
    usd = Dollars(value=Decimal(281_000_000), rate_date="2023-12-21")
    stage = Stage(status="announced", date="2024", amount=amount, documents=(str(DOCUMENT),), evidence=said)
    document = Document(
        id="a",
        url=str(DOCUMENT),
        title="News",
        published="2024-05-01",
        language="en",
        publisher="Paper",
        truncated=True,
        notes=("cut off",),
    )
    merged = tuple(
        Merged(
            claim=claim,
            evidence=(said,),
            documents=(str(DOCUMENT),),
            same_as=("http://www.wikidata.org/entity/Q1",) if claim.key == str(FIRM) else (),
            usd=usd if claim.key == str(INVESTMENT) else None,
            parent=str(AGENCY) if claim.key == str(FIRM) else None,
            part_of=str(GRANT) if claim.key == str(INVESTMENT) else None,
            sources=1 if isinstance(claim, Investment | Facility) else None,
            disputed=("place",) if claim.key == str(INVESTMENT) else (),
            stages=(stage,) if claim.key == str(INVESTMENT) else (),
        )
        for claim in claims
    )
    return state_layer([document], merged)


def list_messages(graph: Graph) -> set[str]:
    """What validation finds, in words."""
    return {breach.rule for breach in list_breaches(graph)}


def list_breaches(graph: Graph) -> set[Breach]:
    return find_breaches(graph.serialize(format="nt"))


def ask_peer(graph: Graph) -> set[Breach]:
    """What pySHACL finds."""
    _, report, _ = validate(graph, shacl_graph=load_shapes())
    assert isinstance(report, Graph)
    return {read_result(report, result) for result in report.objects(None, SH.result)}


def read_result(report: Graph, result: Node) -> Breach:
    thing, value = report.value(result, SH.focusNode), report.value(result, SH.value)
    told = " ".join(report.objects(result, SH.resultMessage))
    return Breach(str(thing), told, None if value in (None, thing) else str(value))


def test_a_graph_with_everything_in_it_conforms(graph: Graph) -> None:
    assert list_messages(graph) == set()


def test_the_graph_of_a_document_conforms_together_with_the_knowledge_layer(graph: Graph) -> None:
    text = "Firm will give 40 billion yen."
    facts = Facts(
        document=Document(id="a", url=str(DOCUMENT), title="News", text=text),
        organizations=(Organization(key="o1", name="Firm", country="KR"),),
        investments=(
            Investment(
                key="i1",
                kind="loan",
                evidence=text,
                start=0,
                end=len(text),
                investors=("o1",),
                place="Yokohama",
            ),
        ),
    )
    same = "kg:sameThing"
    things = [(f"{DOCUMENT}#o1", same, str(FIRM)), (f"{DOCUMENT}#i1", same, str(GRANT))]
    for quad in [*write_claims(facts, "rules-1"), *write_identity(str(DOCUMENT), things)]:
        graph.parse(data=f"{quad.triple} .", format="nt")
    assert list_messages(graph) == set()


def test_the_graph_holds_every_class_that_has_a_shape(graph: Graph) -> None:
    for class_ in load_shapes().objects(None, SH.targetClass):
        assert (None, RDF.type, class_) in graph or class_ in (
            KG.Acquisition,
            KG.JointVenture,
            KG.Loan,
            KG.TaxCredit,
        )
    asked = {path for path in load_shapes().objects(None, SH.path) if path in KG}
    assert asked - set(graph.predicates()) == {KG.copyOf, KG.contentHash}


def add(node: Node, prop: Node, value: Node) -> Callable[[Graph], object]:
    return lambda graph: graph.add((node, prop, value))


def drop(node: Node, prop: Node, value: Node | None = None) -> Callable[[Graph], object]:
    return lambda graph: graph.remove((node, prop, value))


def change(node: Node, prop: Node, value: Node) -> Callable[[Graph], object]:
    return lambda graph: graph.set((node, prop, value))


TEXT = Literal("text")
BREAKS = [
    (add(FIRM, RDFS.label, Literal("Second")), "Everything has one name"),
    (drop(PERSON, RDFS.label), "Everything has one name"),
    (change(INVESTMENT, RDFS.label, Literal(7)), "Everything has one name"),
    (drop(PLACE, RDFS.label), "Everything has one name"),
    (drop(POLICY, RDFS.label), "Everything has one name"),
    (add(FIRM, SKOS.altLabel, Literal(7)), "Another name"),
    (add(FIRM, OWL.sameAs, Literal("Q1")), "owl:sameAs leads to an IRI"),
    (add(FIRM, PROV.wasDerivedFrom, FIRM), "prov:wasDerivedFrom leads to a document"),
    (add(PERSON, KG.evidence, DOCUMENT), "kg:evidence leads to the span"),
    (add(FIRM, KG.country, URIRef(country_iri("JP"))), "at most one country"),
    (change(SITE, KG.country, PLACE), "at most one country"),
    (change(FIRM, KG.parent, PERSON), "at most one parent"),
    (add(FIRM, KG.parent, FIRM), "at most one parent"),
    (add(FIRM, SKOS.note, Literal(7)), "A note"),
    (change(SITE, KG.sources, Literal(0)), "How many documents"),
    (add(INVESTMENT, KG.sources, Literal(2)), "How many documents"),
    (change(INVESTMENT, KG.disputed, TEXT), "What documents disagree on"),
    (change(INVESTMENT, KG.disputed, KG.Grant), "What documents disagree on"),
    (change(INVESTMENT, KG.partOf, SITE), "part of that of one other"),
    (add(INVESTMENT, KG.stage, GRANT), "A step in the history"),
    (drop(STAGE, RDFS.label), "Everything has one name"),
    (change(STAGE, KG.date, TEXT), "at most one date"),
    (change(STAGE, KG.status, TEXT), "A stage has at most one status"),
    (change(STAGE, KG.amount, FIRM), "A stage has at most one amount"),
    (drop(STAGE, PROV.hadPrimarySource), "A stage is known from one document"),
    (change(STAGE, PROV.wasQuotedFrom, FIRM), "A stage is said by"),
    (add(DOCUMENT, KG.copyOf, FIRM), "A document repeats the text"),
    (add(MENTION, KG.sameThing, AGENCY), "is one thing (kg:sameThing)"),
    (change(MENTION, KG.sameThing, URIRef(thing_iri("nobody"))), "stands in the knowledge layer (kg:sameThing)"),
    (change(MENTION, KG.identityKey, Literal("")), "A key of identity"),
    (drop(AGENCY, RDF.type, KG.Organization), "A government is stated to be an organization"),
    (drop(KOREA, RDF.type, KG.Place), "A country is stated to be a place"),
    (drop(GRANT, RDF.type, KG.Investment), "stated to be an investment"),
    (drop(GRANT, RDF.type, KG.PublicSupport), "stated to be public support"),
    (add(PERSON, KG.role, Literal("chair")), "at most one role"),
    (change(PERSON, KG.affiliation, PERSON), "at most one affiliation"),
    (change(SITE, KG.place, SITE), "at most one place"),
    (change(SITE, KG.technology, SITE), "scheme of technologies"),
    (drop(SITE, KG.facilityKind), "A facility is of one kind"),
    (change(SITE, KG.facilityKind, MEMORY), "A facility is of one kind"),
    (change(SITE, KG.operator, PERSON), "Who runs a facility"),
    (change(SITE, KG.opens, Literal("soon")), "A facility opens"),
    (add(PLACE, SCHEMA.latitude, Literal(Decimal(91))), "A latitude"),
    (add(PLACE, SCHEMA.longitude, Literal(Decimal(181))), "A longitude"),
    (change(KOREA, KG.isoCode, Literal("kor")), "A country has one code"),
    (drop(KOREA, KG.isoCode), "A country has one code"),
    (drop(INVESTMENT, KG.evidence), "A fact has at least one span"),
    (drop(AGREEMENT, KG.evidence), "A fact has at least one span"),
    (drop(MEETING, KG.evidence), "A fact has at least one span"),
    (change(INVESTMENT, KG.date, Literal("2023-12")), "at most one date"),
    (add(INVESTMENT, KG.date, Literal("2023", datatype=XSD.gYear)), "at most one date"),
    (change(INVESTMENT, KG.investor, PERSON), "Who invests"),
    (change(INVESTMENT, KG.investor, URIRef(thing_iri("nobody"))), "Who invests"),
    (change(GRANT, KG.recipient, PLACE), "Who gets the money"),
    (change(INVESTMENT, KG.facility, PLACE), "at most one facility"),
    (change(GRANT, KG.policy, TEXT), "at most one policy"),
    (change(INVESTMENT, KG.status, TEXT), "An investment has one status"),
    (add(GRANT, KG.status, KG.Cancelled), "An investment has one status"),
    (add(INVESTMENT, KG.amount, URIRef(f"{AMOUNT}-2")), "at most one amount"),
    (drop(AMOUNT, KG.qualifier), "at most one amount"),
    (change(INVESTMENT, KG.amountUSD, Literal(Decimal(-1))), "The worth in US dollars (kg:amountUSD)"),
    (add(INVESTMENT, KG.rateDate, Literal("1999-01-04", datatype=XSD.date)), "one date of an exchange rate"),
    (drop(INVESTMENT, KG.amountUSD), "stands beside the worth"),
    (change(AMOUNT, SCHEMA.value, Literal(Decimal(0))), "A sum has one value"),
    (change(AMOUNT, SCHEMA.value, TEXT), "A sum has one value"),
    (change(AMOUNT, SCHEMA.currency, Literal("yen")), "A sum has one currency"),
    (change(AMOUNT, KG.qualifier, Literal("roughly")), "A sum is qualified"),
    (add(AMOUNT, KG.text, TEXT), "A sum was written in one way"),
    (change(AMOUNT, KG.alternative, FIRM), "The same sum in other words"),
    (drop(AGREEMENT, KG.agreementKind), "An agreement is of one kind"),
    (change(AGREEMENT, KG.party, PERSON), "Who agrees"),
    (add(MEETING, KG.participant, PLACE), "Who meets"),
    (drop(MEMORY, SKOS.notation), "A concept has one word"),
    (add(MEMORY, SKOS.notation, TEXT), "A concept has one word"),
    (drop(MEMORY, SKOS.prefLabel), "A concept has one preferred name"),
    (add(MEMORY, SKOS.prefLabel, TEXT), "A concept has one preferred name"),
    (change(MEMORY, SKOS.broader, KOREA), "A wider concept"),
    (drop(DOCUMENT, DCTERMS.identifier), "A document has one id"),
    (add(DOCUMENT, DCTERMS.title, TEXT), "at most one title"),
    (change(DOCUMENT, SCHEMA.url, DOCUMENT), "at most one web address"),
    (change(DOCUMENT, DCTERMS.issued, Literal("May")), "A document was published"),
    (add(DOCUMENT, DCTERMS.language, TEXT), "at most one language"),
    (add(DOCUMENT, DCTERMS.publisher, TEXT), "at most one publisher"),
    (add(DOCUMENT, KG.contentHash, TEXT), "64 hexadecimal digits"),
    (change(DOCUMENT, KG.truncated, TEXT), "is true or false"),
    (drop(SPAN, OA.hasSource), "Evidence comes from one document"),
    (change(SPAN, OA.hasSource, FIRM), "Evidence comes from one document"),
    (change(SPAN, KG.quote, Literal("")), "Evidence quotes some text"),
    (change(SPAN, KG.end, Literal(0)), "before its end"),
    (change(SPAN, KG.start, Literal(-1)), "at 0 or later"),
    (drop(SPAN, KG.end), "Evidence ends"),
]


@pytest.mark.parametrize(("damage", "message"), BREAKS, ids=range(len(BREAKS)))
def test_a_broken_statement_is_caught_by_its_shape_and_told_in_words(
    damage: Callable[[Graph], object], message: str, graph: Graph
) -> None:
    damage(graph)
    found = list_messages(graph)
    assert any(message in text for text in found)
    assert list_breaches(graph) == ask_peer(graph)


def test_every_shape_has_a_graph_that_breaks_it() -> None:
    told = {str(text) for text in load_shapes().objects(None, SH.message)}
    covered = {text for text in told for _, message in BREAKS if message in text}
    assert told - covered == {"A sum, as first stated, has a qualifier (kg:qualifier)."}


ODD = [
    *(Literal(text) for text in ("", "text", "US\nD", '"회사"\\', "😀")),
    *(Literal(number) for number in (0, -5, True, Decimal("1.5"), Decimal("95.5"))),
    Literal("text", lang="en"),
    Literal("7", datatype=XSD.int),
    Literal("many", datatype=KG.number),
    URIRef(thing_iri("nobody")),
]
PLACE_IN_LIST = st.integers(min_value=0)
DAMAGES = st.tuples(st.sampled_from(["drop", "add", "change", "move"]), PLACE_IN_LIST, PLACE_IN_LIST)


@settings(max_examples=30, deadline=None)
@given(st.lists(DAMAGES, min_size=1, max_size=12))
def test_whatever_is_damaged_another_validator_finds_the_same(text: str, damages: list[tuple[str, int, int]]) -> None:
    graph = Graph().parse(data=text, format="nt")
    triples = sorted(graph)
    # Years are left out: when one stands for the end of a span, pySHACL alone tells of its start too.
    terms = sorted({*ODD, *(node for triple in triples for node in triple if "gYear>" not in node.n3())})
    for kind, place, number in damages:
        node, prop, value = triples[place % len(triples)]
        term = terms[number % len(terms)]
        if kind != "add":
            graph.remove((node, prop, value))
        if kind in ("add", "change"):
            graph.add((node, prop, term))
        if kind == "move" and isinstance(term, URIRef):
            graph.add((term, prop, value))
    assert list_breaches(graph) == ask_peer(graph)
