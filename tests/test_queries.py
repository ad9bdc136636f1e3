"""What the shipped queries answer on queries/fixture.ttl and claims.trig, whose comments name the tricky cases.

The expected answers stand beside it, one file a query: kgraph's addresses shortened, "-" for what is unbound.
"""

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

import kgraph
from kgraph.model import (
    Agreement,
    Amount,
    Claim,
    Document,
    Dollars,
    Evidence,
    Facility,
    Investment,
    Knowledge,
    Meeting,
    Merged,
    Organization,
    Person,
    Stage,
)
from kgraph.triples import event_iri, facility_iri, thing_iri, write_knowledge

FILES = sorted((Path(kgraph.__file__).parent / "queries").glob("*.rq"))
QUERIES = {file.stem: file for file in FILES}
EXPECTED = Path(__file__).parent / "queries"
OF_CLAIMS = {"conflicts", "mentions"}
"""What asks single documents, not the knowledge layer."""
every_query = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def read_knowledge() -> list[Quad]:
    return list(parse(path=EXPECTED / "fixture.ttl", format=RdfFormat.TURTLE))


def read_fixture() -> list[Quad]:
    return read_knowledge() + list(parse(path=EXPECTED / "claims.trig", format=RdfFormat.TRIG))


def load(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def ask(store: Store, file: Path) -> str:
    answer = store.query(file.read_text(encoding="utf-8"))
    rows = [[variable.value for variable in answer.variables]]
    rows += [["-" if term is None else term.value for term in row] for row in answer]
    return "\n".join(" | ".join(row) for row in rows).replace("https://w3id.org/kgraph/", "")


def read_answer(file: Path) -> str:
    return (EXPECTED / f"{file.stem}.txt").read_text(encoding="utf-8").rstrip("\n")


@every_query
def test_a_shipped_query_gives_exactly_the_expected_rows(file: Path) -> None:
    assert ask(load(read_fixture()), file) == read_answer(file)


@every_query
def test_what_single_documents_say_does_not_reach_the_answers(file: Path) -> None:
    graph = NamedNode("https://example.org/claims")
    claims = [Quad(*quad.triple, graph) for quad in read_knowledge()]
    others = [Quad(NamedNode(f"{quad.subject.value}-claimed"), quad.predicate, quad.object, graph) for quad in claims]
    assert ask(load(read_fixture() + claims + others), file) == read_answer(file)


@every_query
def test_the_order_in_which_statements_came_changes_nothing(file: Path) -> None:
    quads = read_fixture()
    random.Random(7).shuffle(quads)
    assert ask(load(quads), file) == read_answer(file)


@every_query
def test_an_empty_graph_answers_with_no_rows(file: Path) -> None:
    assert ask(Store(), file) == read_answer(file).splitlines()[0]


@every_query
def test_a_query_opens_with_a_question_and_decides_its_order(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.match(r"# \w[^\n]*\?\n", text)
    assert re.search(r"^}\n(GROUP BY[^\n]*\n)?ORDER BY [^\n]+\n\Z", text, re.MULTILINE)
    assert ("GRAPH" in text) == (file.stem in OF_CLAIMS)
    used = set(re.findall(r"\b([a-z]+):\w", re.sub(r"<[^>]*>|\"[^\"]*\"|#[^\n]*\n", "", text)))
    assert used == set(re.findall(r"^PREFIX (\w+): <", text, re.MULTILINE))


def test_every_shipped_query_has_its_expected_rows() -> None:
    assert sorted(file.stem for file in EXPECTED.glob("*.txt")) == [file.stem for file in FILES]


def test_a_name_narrows_the_evidence_to_one_thing() -> None:
    text = QUERIES["evidence"].read_text(encoding="utf-8").replace("?name", '"Grant to Nara"')
    answer = load(read_fixture()).query(text)
    assert [row["quote"].value for row in answer] == ["will give"]


def add_flows(quads: list[Quad]) -> Decimal:
    """The dollars of all rows."""
    rows = [line.split(" | ") for line in ask(load(quads), QUERIES["flows"]).splitlines()[1:]]
    return sum((Decimal(cell) for row in rows for cell in (row[3], row[5]) if cell != "-"), Decimal(0))


def read_dollars() -> dict[str, Decimal]:
    return {quad.subject.value[-2:]: Decimal(quad.object.value) for quad in read_fixture() if "amountUSD" in str(quad)}


def test_flows_add_up_to_all_that_is_not_cancelled() -> None:
    amounts = read_dollars()
    assert add_flows(read_fixture()) == sum(amounts.values()) - amounts["04"]


def test_what_is_part_of_another_sum_does_not_flow_again() -> None:
    part, whole = (NamedNode(f"https://w3id.org/kgraph/event/{number}") for number in ("08", "01"))
    linked = Quad(part, NamedNode("https://w3id.org/kgraph/ontology#partOf"), whole, DefaultGraph())
    assert add_flows([*read_fixture(), linked]) == add_flows(read_fixture()) - read_dollars()["08"]


def test_answers_tell_namesakes_apart() -> None:
    namesake, kg = NamedNode("https://w3id.org/kgraph/thing/nara-2"), "https://w3id.org/kgraph/ontology#"
    added = [
        (namesake, "http://www.w3.org/2000/01/rdf-schema#label", Literal("Nara Memory")),
        (NamedNode("https://w3id.org/kgraph/event/13"), f"{kg}investor", namesake),
        (
            NamedNode("https://w3id.org/kgraph/event/13"),
            "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
            NamedNode(f"{kg}Investment"),
        ),
    ]
    quads = [Quad(subject, NamedNode(predicate), value, DefaultGraph()) for subject, predicate, value in added]
    answer = ask(load(read_fixture() + quads), QUERIES["top-investors"])
    assert "Nara Memory | Organization | KR | 3 | 3050000001" in answer
    assert "Nara Memory | Organization | - | 1 | -" in answer


def test_what_is_written_of_knowledge_fills_every_column() -> None:
    firm, agency, person, site = (
        thing_iri("firm"),
        thing_iri("agency"),
        thing_iri("person"),
        facility_iri("site"),
    )
    amount = Amount.model_validate({"value": 5, "currency": "KRW", "alternatives": [{"value": 3, "currency": "JPY"}]})
    claims: list[Claim] = [
        Organization(key=firm, name="Firm", country="KR"),
        Organization(key=agency, name="Agency", class_="Government", country="US"),
        Person(key=person, name="director", affiliation=agency),
        Facility(key=site, kind="fab", operators=(firm,), place="Taylor", country="US", opens="2026"),
        Investment(
            key=event_iri("1"),
            kind="investment",
            investors=(firm,),
            facility=site,
            place="Taylor",
            country="US",
            announced="2024-04",
            amount=amount,
            recipients=(agency,),
        ),
        Investment(key=event_iri("2"), kind="grant", investors=(agency,), facility=site, policy="Act", country="US"),
        Agreement(key=event_iri("3"), kind="license", parties=(firm, agency), technologies=("memory",), date="2024"),
        Meeting(key=event_iri("4"), participants=(firm, person), country="JP", date="2024-05-01"),
    ]
    quote = Evidence(document="https://example.org/1", quote="Firm will", start=0, end=9)
    step = Stage(status="announced", date="2024-04", amount=amount, documents=(quote.document,), evidence=quote)
    dollars = Dollars.model_validate({"value": "4.5", "rate_date": "2024-04-01"})
    merged = tuple(
        Merged(
            claim=claim,
            evidence=(quote,),
            documents=(quote.document,),
            usd=dollars if isinstance(claim, Investment) else None,
            stages=(step,) if isinstance(claim, Investment) else (),
        )
        for claim in claims
    )
    document = Document(id="1", url=quote.document, title="First", published="2024-04-15", publisher="The Daily")
    store = load(list(write_knowledge(Knowledge(documents=(document,), merged=merged))))
    empty = {
        (file.stem, column)
        for file in FILES
        if file.stem not in OF_CLAIMS
        for rows in [[line.split(" | ") for line in ask(store, file).splitlines()]]
        for column, *cells in zip(*rows, strict=True)
        if set(cells) <= {"-"}
    }
    assert empty == {("meetings", "place")}
