"""What the shipped queries answer on queries/fixture.ttl and claims.trig, whose comments name the tricky cases.

The expected answers stand beside it, one file a query: kgraph's addresses shortened, "-" for what is unbound. What is
found in the shipped sample stands in queries/sample. --update-golden writes both anew.
"""

import random
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

import kgraph
from kgraph.errors import QueryError
from kgraph.model import (
    Agreement,
    Amount,
    Claim,
    Document,
    Dollars,
    Evidence,
    Facility,
    Investment,
    Meeting,
    Merged,
    Organization,
    Person,
    Stage,
)
from kgraph.questions import ask as ask_shipped
from kgraph.questions import list_parameters, list_questions, shorten_address
from kgraph.store import Iri, Plain, open_store
from kgraph.triples import event_iri, facility_iri, thing_iri
from kgraph.triples.graphs import make_dataset

FILES = sorted((Path(kgraph.__file__).parent / "queries").glob("*.rq"))
QUERIES = {file.stem: file for file in FILES}
EXPECTED = Path(__file__).parent / "queries"
OF_CLAIMS = {"conflicts", "document", "mentions"}
"""What asks single documents, not the knowledge layer."""
UNORDERED = {"network-events", "network-nodes", "network-parts"}
"""What the network puts in order itself, as sorting takes longer than all the rest."""
QUESTIONS = {question.name: question.parameters.split() for question in list_questions()}
NARROWED: dict[str, dict[str, Plain]] = {
    "document": {"document": "micron"},
    "evidence": {"name": "Micron Technology"},
    "neighbours": {"name": "micron"},
    "new": {"since": "2024-04", "until": "2024-11"},
}
"""What is set for the questions on the sample whose answers to everything are too long to be read."""
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
    rows = [[None if term is None else term.value for term in row] for row in answer]
    rows = sorted(rows, key=str) if file.stem in UNORDERED else rows
    return write_answer([variable.value for variable in answer.variables], rows)


def write_answer(columns: Sequence[str], rows: list[list[Plain]]) -> str:
    lines = [columns, *(["-" if cell is None else str(cell) for cell in row] for row in rows)]
    return "".join(" | ".join(line) + "\n" for line in lines).replace("https://w3id.org/kgraph/", "")


def read_answer(file: Path) -> str:
    return (EXPECTED / f"{file.stem}.txt").read_text(encoding="utf-8")


@every_query
def test_a_shipped_query_gives_exactly_the_expected_rows(file: Path, golden: Callable[[str, Path], None]) -> None:
    golden(ask(load(read_fixture()), file), EXPECTED / f"{file.stem}.txt")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_on_the_sample(name: str, sample: Path, golden: Callable[[str, Path], None]) -> None:
    with open_store(sample) as store:
        answer = ask_shipped(store, name, **NARROWED.get(name, {}))
        text = write_answer(answer.columns, [list(row) for row in answer])
    golden(text, EXPECTED / "sample" / f"{name}.txt")


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
    assert ask(Store(), file) == read_answer(file).partition("\n")[0] + "\n"


@every_query
def test_a_query_opens_with_a_question_and_decides_its_order(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.match(r"# \w[^\n]*\?\n", text)
    ordered = re.search(r"^}\n(GROUP BY[^\n]*\n)?ORDER BY [^\n]+\n\Z", text, re.MULTILINE)
    assert bool(ordered) == (file.stem not in UNORDERED)
    assert ("GRAPH" in text) == (file.stem in OF_CLAIMS)
    used = set(re.findall(r"\b([a-z]+):\w", re.sub(r"<[^>\s]*>|\"[^\"]*\"|#[^\n]*\n", "", text)))
    assert used == set(re.findall(r"^PREFIX (\w+): <", text, re.MULTILINE))


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib asks itself for what it gives up
@every_query
def test_rdflib_answers_with_the_same_rows(file: Path) -> None:
    answer = make_dataset(read_fixture()).query(file.read_text(encoding="utf-8"))
    columns = list(map(str, answer.vars or ()))
    rows = [[None if term is None else str(term) for term in row] for row in answer]
    # It does not order by variables that are grouped by, yet not selected.
    assert sorted(canonical(write_answer(columns, rows))) == sorted(canonical(read_answer(file)))


def canonical(answer: str) -> list[str]:
    """The lines of an answer, numbers without what they end in by chance: 3.0 and 3."""
    return [re.sub(r"(?<=\d)\.0+(?= |$)", "", line) for line in answer.splitlines()]


def test_every_shipped_query_has_its_expected_rows_and_no_others_are_left() -> None:
    assert {file.stem for file in EXPECTED.glob("*.txt")} == QUERIES.keys()
    assert {file.stem for file in (EXPECTED / "sample").glob("*.txt")} == QUESTIONS.keys()


# --- parameters


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a graph that holds the fixture."""
    folder = tmp_path_factory.mktemp("small") / "graph"
    with open_store(folder, write=True) as store:
        store.change([], read_knowledge())
        store.change([], parse(path=EXPECTED / "claims.trig", format=RdfFormat.TRIG))
    return folder


def ask_small(folder: Path, name: str, settings: dict[str, Plain]) -> list[tuple[Plain, ...]]:
    with open_store(folder) as store:
        return list(ask_shipped(store, name, **settings))


def test_fifteen_questions_are_for_people_and_the_others_are_marked() -> None:
    inner = {"candidates", "fact-subjects", "facts", "mentions", "names", "quotes", "sites", "statements"} | UNORDERED
    assert QUERIES.keys() - QUESTIONS.keys() == inner
    assert len(QUESTIONS) >= 15


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_comments_explain_each_parameter_and_nothing_else(name: str) -> None:
    text = QUERIES[name].read_text(encoding="utf-8")
    told = re.findall(r"^# (\w+(?:, \w+)*): ", text, re.MULTILINE)
    assert sorted(word for words in told for word in words.split(", ")) == list_parameters(text) == QUESTIONS[name]


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, parameter) for name, parameters in QUESTIONS.items() for parameter in parameters]
)
def test_what_nothing_has_is_found_nowhere(name: str, parameter: str, small: Path) -> None:
    nothing: dict[str, Plain] = {"since": 2999, "until": 1000, "thing": Iri("https://example.org/none")}
    assert ask_small(small, name, {}) != []
    assert ask_small(small, name, {parameter: nothing.get(parameter, "none")}) == []


@pytest.mark.parametrize(
    ("name", "settings", "column", "expected"),
    [
        ("top-investors", {"country": "KR", "since": 2023}, 0, ["Nara Memory", "Hanbit Cells"]),
        ("top-investors", {"country": "kr", "until": 2022}, 0, ["Nara Memory"]),
        ("top-investors", {"kind": "government"}, 0, ["U.S. Department of Commerce", "State of Texas"]),
        ("top-investors", {"technology": "Memory"}, -1, [3000000000]),
        ("top-investors", {"technology": "semiconductors"}, -1, [3000000000]),
        ("top-investors", {"technology": "chip equipment"}, -1, []),
        ("flows", {"from": "JP"}, -3, [300000000]),
        ("flows", {"technology": "semiconductors"}, -3, [3000000000]),
        ("flows", {"to": "JP"}, -1, [50000000]),
        ("flows", {"since": "2024-04-15", "until": "2024-04-15"}, 3, [3000000000]),
        ("flows", {"since": "2024-04", "until": "2024-04"}, -1, [None, 400000000]),
        ("flows-by-year", {"from": "KR", "to": "US"}, 2, [3000000000, 400000001]),
        ("flows-by-year", {"since": "2023-01"}, 0, ["2024", "2023"]),
        ("flows-by-technology", {"from": "JP"}, 2, [300000000]),
        ("flows-by-technology", {"technology": "semiconductors"}, 0, ["memory", "semiconductors"]),
        ("flows-by-technology", {"technology": "semiconductors"}, 2, [1500000000, 1500000000]),
        ("flows-by-technology", {"technology": "Memory"}, 2, [1500000000]),
        ("leverage", {"kind": "fab", "since": "2024-04-02"}, -2, [3000000000]),
        ("joint-ventures", {"name": "mori motor", "country": "KR"}, 4, [400000000]),
        ("openings", {"since": 2026}, 0, ["2026"]),
        ("openings", {"kind": "data center"}, 0, ["2025"]),
        ("openings", {"technology": "semiconductors"}, 0, ["2026"]),
        ("facilities", {"technology": "chip equipment"}, 0, ["Nara Memory fab, Taylor"]),
        ("cancelled", {"name": "Lakeside Chips", "country": "JP", "kind": "grant"}, 3, ["Withdrawn grant"]),
        ("considered", {"name": Iri("https://w3id.org/kgraph/thing/roaming")}, 2, ["Bid for Lakeside"]),
        ("document", {"document": "first", "kind": "facility"}, 1, ["Nara Memory fab, Taylor"]),
        ("new", {"since": "2024-05"}, 2, ["Nara invests in Taylor"]),
        ("neighbours", {"name": "thing/minister"}, 1, ["Ministry of Trade, Industry and Energy", "Mori Motor"]),
        ("neighbours", {"name": "NARA", "role": "policy"}, 1, ["CHIPS Act"]),
        ("evidence", {"name": "grant to nara"}, 1, ["will give"]),
        ("evidence", {"name": "event/02"}, 1, ["will give"]),
        ("conflicts", {"thing": Iri("https://w3id.org/kgraph/event/01")}, 2, ["amount", "amount", "place"]),
        ("history", {"thing": Iri("https://w3id.org/kgraph/event/04")}, 3, ["2024-06"]),
        ("agreements", {"name": "Nara"}, 1, ["joint development"]),
        ("agreements", {"technology": "battery materials", "country": "JP"}, 0, ["2023-05"]),
        ("agreements", {"technology": "batteries"}, 0, ["2023-05"]),
        ("meetings", {"country": "jp", "since": 2024}, 0, ["2024-04"]),
        ("documents", {"since": "2024-05"}, 0, ["2024-05-02"]),
        ("facilities", {"name": "mori motor"}, 0, ["Hanbit-Mori battery plant"]),
        ("investments", {"kind": "tax credit", "status": "announced"}, -4, [70000000]),
        ("public-support", {"since": 2024}, -1, [400000000]),
    ],
)
def test_parameters_narrow_an_answer(
    name: str, settings: dict[str, Plain], column: int, expected: list[Plain], small: Path
) -> None:
    assert [row[column] for row in ask_small(small, name, settings)] == expected


def test_a_parameter_that_is_not_there_is_answered_with_those_that_are(small: Path) -> None:
    with pytest.raises(QueryError, match="no parameter 'contry': there is country, kind, since, technology, until"):
        ask_small(small, "top-investors", {"contry": "KR"})


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://w3id.org/kgraph/event/1a2b", "event/1a2b"),
        ("https://w3id.org/kgraph/ontology#Grant", "kg:Grant"),
        ("https://example.org/news/2024/04/samsung-in-texas/", "example.org/…/samsung-in-texas"),
        ("http://example.org/a?b=1", "example.org/a?b=1"),
        ("https://example.org", "example.org"),
        ("a text with https://example.org/a/b/c", "a text with https://example.org/a/b/c"),
        (7, 7),
        (None, None),
    ],
)
def test_addresses_are_shortened_for_tables(address: Plain, shown: Plain) -> None:
    assert shorten_address(address) == shown


# --- sums


def add_flows(quads: list[Quad], name: str = "flows") -> Decimal:
    """The dollars of all rows."""
    rows = [line.split(" | ") for line in ask(load(quads), QUERIES[name]).splitlines()[1:]]
    return sum((Decimal(cell) for row in rows for cell in (row[-3], row[-1]) if cell != "-"), Decimal(0))


def read_dollars() -> dict[str, Decimal]:
    return {quad.subject.value[-2:]: Decimal(quad.object.value) for quad in read_fixture() if "amountUSD" in str(quad)}


FLOWS = pytest.mark.parametrize("name", ["flows", "flows-by-year", "flows-by-technology"])


@FLOWS
def test_flows_add_up_to_all_that_is_neither_cancelled_nor_part_of_another_sum(name: str) -> None:
    amounts = read_dollars()
    assert add_flows(read_fixture(), name) == sum(amounts.values()) - amounts["04"] - amounts["14"]


@FLOWS
def test_what_is_part_of_another_sum_does_not_flow_again(name: str) -> None:
    part, whole = (NamedNode(f"https://w3id.org/kgraph/event/{number}") for number in ("08", "01"))
    linked = Quad(part, NamedNode("https://w3id.org/kgraph/ontology#partOf"), whole, DefaultGraph())
    assert add_flows([*read_fixture(), linked], name) == add_flows(read_fixture(), name) - read_dollars()["08"]


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


def test_what_is_written_of_knowledge_fills_every_column(
    state_layer: Callable[[Sequence[Document], Sequence[Merged]], list[Quad]],
) -> None:
    venture = event_iri("7")
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
        Investment(
            key=event_iri("5"),
            kind="loan",
            country="US",
            technologies=("memory",),
            status="considered",
            amount=amount,
            announced="2024",
        ),
        Investment(key=event_iri("6"), kind="loan", country="US", status="cancelled", amount=amount, announced="2024"),
        Investment(
            key=venture, kind="joint_venture", investors=(firm, agency), country="US", amount=amount, announced="2024"
        ),
        Investment(key=event_iri("8"), kind="investment", investors=(firm,), amount=amount),
        Agreement(key=event_iri("3"), kind="license", parties=(firm, agency), technologies=("memory",), date="2024"),
        Meeting(key=event_iri("4"), participants=(firm, person), country="JP", date="2024-05-01"),
    ]
    quote = Evidence(document="https://example.org/1", quote="Firm will", start=0, end=9)
    step = Stage(status="cancelled", date="2024-04", amount=amount, documents=(quote.document,), evidence=quote)
    dollars = Dollars.model_validate({"value": "4.5", "rate_date": "2024-04-01"})
    merged = tuple(
        Merged(
            claim=claim,
            evidence=(quote,),
            documents=(quote.document,),
            usd=dollars if isinstance(claim, Investment) else None,
            stages=(step,) if isinstance(claim, Investment) else (),
            sources=1,
            part_of=venture if claim.key == event_iri("8") else None,
        )
        for claim in claims
    )
    document = Document(id="1", url=quote.document, title="First", published="2024-04-15", publisher="The Daily")
    store = load(state_layer([document], merged))
    empty = {
        (file.stem, column)
        for file in FILES
        if file.stem not in OF_CLAIMS
        for rows in [[line.split(" | ") for line in ask(store, file).splitlines()]]
        for column, *cells in zip(*rows, strict=True)
        if set(cells) <= {"-"}
    }
    assert empty == {("meetings", "place")}
