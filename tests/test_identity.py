"""Names of many documents become things: which mention is which, what a person decides, what counts as a copy."""

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.claims import claim_facts
from kgraph.errors import GraphError
from kgraph.identity import choose_original, is_copy
from kgraph.identity.copies import list_copy_keys
from kgraph.knowledge import add_claims, drop_claims, update_knowledge
from kgraph.model import Agreement, Document, Facility, Facts, Investment, Organization, Person
from kgraph.ontology import BASE
from kgraph.store import Plain, open_store
from kgraph.triples import thing_iri

KOREA, JAPAN = "Government of South Korea", "Government of Japan"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """The folder of a graph that is to be made."""
    return tmp_path / "graph"


def write_facts(*names: str | Organization, number: int = 1, text: str = "", **claims: object) -> Facts:
    """Facts of a document about organizations o1, o2 ..., by name or as they are, and other claims."""
    organizations = tuple(
        Organization(key=f"o{i}", name=each) if isinstance(each, str) else each.model_copy(update={"key": f"o{i}"})
        for i, each in enumerate(names, 1)
    )
    document = Document(id=f"doc-{number}", title="A plant", published=f"2024-04-{number:02}", text=text)
    return Facts.model_validate({"document": document, "organizations": organizations, **claims})


def write_firm(name: str, *aliases: str, **fields: object) -> Organization:
    return Organization.model_validate({"key": "o", "name": name, "aliases": aliases, **fields})


def build(folder: Path, *told: Facts, decisions: str | None = None, forgotten: Sequence[int] = ()) -> None:
    """Put documents into a graph or take them out, by a person's decisions where there are any."""
    with open_store(folder, write=True) as store:
        if decisions is not None:
            (folder / "decisions.yaml").write_text(decisions, encoding="utf-8")
        for facts in told:
            add_claims(store, folder, claim_facts(facts, "rules-1"))
        for number in forgotten:
            drop_claims(store, folder, f"{BASE}document/doc-{number}")
        update_knowledge(store, folder)


def find_things(folder: Path, number: int = 1) -> dict[str, str]:
    """What a document's mentions and claims are, by their keys; the last part of each thing's address."""
    with open_store(folder) as store:
        same = store.find_values(f"{BASE}document/doc-{number}", "kg:sameThing")
        return {node.rpartition("#")[2]: thing.rpartition("/")[2] for node, thing in same}


def name_all(folder: Path, *names: str | Organization, **claims: object) -> list[str]:
    """The things that one document means by names."""
    build(folder, write_facts(*names, **claims))  # type: ignore[arg-type]
    things = find_things(folder)
    return [things[f"o{number}"] for number, _ in enumerate(names, 1)]


def ask(folder: Path, sparql: str) -> list[tuple[Plain, ...]]:
    with open_store(folder) as store:
        return list(store.query(sparql))


def read_known(folder: Path, thing: str, prop: str) -> list[str]:
    with open_store(folder) as store:
        return sorted(store.find_known_values(thing_iri(thing), prop))


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.dump())


# --- names


def test_names_of_one_organization_in_three_languages_meet(graph: Path) -> None:
    names = "삼성전자", "サムスン電子", "Samsung Electronics Co., Ltd."
    assert name_all(graph, *names) == ["samsung-electronics"] * 3
    assert read_known(graph, "samsung-electronics", "rdfs:label") == ["Samsung Electronics"]
    assert read_known(graph, "samsung-electronics", "skos:altLabel") == sorted(names)
    assert read_known(graph, "samsung-electronics", "kg:country") == [f"{BASE}country/KR"]


def test_identifiers_come_from_the_tables_alone(graph: Path) -> None:
    name_all(graph, "Samsung Electronics", "Zyx Photonics")
    known = ["http://www.wikidata.org/entity/Q20718", "https://ror.org/020m7t761"]
    assert read_known(graph, "samsung-electronics", "owl:sameAs") == known
    assert read_known(graph, "zyx-photonics", "owl:sameAs") == []


def test_what_no_table_knows_meets_by_its_normalized_name(graph: Path) -> None:
    build(graph, write_facts("Zyx Photonics, Inc."), write_facts("ZYX Photonics", number=2))
    assert [find_things(graph, number) for number in (1, 2)] == [{"o1": "zyx-photonics"}] * 2
    documents = [f"{BASE}document/doc-{number}" for number in (1, 2)]
    assert read_known(graph, "zyx-photonics", "prov:wasDerivedFrom") == documents


def test_ministries_of_one_name_in_two_countries_stay_apart(graph: Path) -> None:
    ministries = [
        write_firm(name, country=country, **{"class": "Government"})
        for name, country in [
            ("Ministry of Finance", "JP"),
            ("Ministry of Finance", "KR"),
            ("Ministry of Health", "FR"),
        ]
    ]
    assert len(set(name_all(graph, *ministries))) == 3


def test_a_government_is_one_by_its_country_and_its_adjective(graph: Path) -> None:
    things = name_all(graph, "Thai government", "Government of Thailand", "South Korean government", KOREA)
    assert things == ["government-of-thailand"] * 2 + ["government-of-south-korea"] * 2


def test_one_name_in_two_countries_is_two_firms(graph: Path) -> None:
    firms = write_firm("Micron", country="US"), write_firm("Micron", country="JP")
    assert name_all(graph, *firms) == ["micron-technology", "micron-jp"]


def test_the_class_is_no_part_of_identity(graph: Path) -> None:
    things = name_all(graph, "Zyx Promotion Board", write_firm("Zyx Promotion Board", **{"class": "Government"}))
    assert len(set(things)) == 1


def test_where_documents_differ_most_of_them_count_and_the_smallest_of_equals(graph: Path) -> None:
    def told(number: int, country: str | None, name: str = "Zyx Photonics") -> Facts:
        return write_facts(write_firm(name, country=country), number=number)

    def read_country() -> list[str]:
        return [iri.rpartition("/")[2] for iri in read_known(graph, "zyx-photonics", "kg:country")]

    build(graph, told(1, "US"), told(2, "JP"), told(3, "US"))
    assert read_country() == ["US"]
    build(graph, told(3, None))
    assert read_country() == ["JP"]
    build(graph, told(3, None, "ZYX Photonics Inc."))
    assert read_known(graph, "zyx-photonics", "rdfs:label") == ["Zyx Photonics"]
    assert read_known(graph, "zyx-photonics", "skos:altLabel") == ["ZYX Photonics Inc."]


# --- people, places, policies, sites


def meet_people(folder: Path, *names: str, affiliation: str | None = None) -> list[str]:
    """The persons whom one document each means by a name."""
    for number, name in enumerate(names, 1):
        person = Person(key="p1", name=name, affiliation=affiliation)
        build(folder, write_facts("Toray", number=number, people=(person,)))
    return [find_things(folder, number)["p1"] for number, _ in enumerate(names, 1)]


def test_a_surname_alone_meets_nobody_elsewhere_unless_both_work_for_one(graph: Path, tmp_path: Path) -> None:
    one, other = meet_people(graph, "Kim", "Kim")
    assert one != other
    assert (
        meet_people(tmp_path / "toray", "Kim", "Mr. Kim", affiliation="o1")
        == ["kim-https-w3id-org-kgraph-thing-toray-industries"] * 2
    )


def test_a_person_is_one_whichever_name_comes_first_and_whatever_the_office(graph: Path) -> None:
    names = "Ahn Duk-geun", "Duk-geun Ahn", "Minister Ahn Duk-geun"
    assert meet_people(graph, *names) == ["ahn-duk-geun"] * 3


def test_middle_initials_make_no_other_person(graph: Path) -> None:
    assert meet_people(graph, "Gina M. Raimondo", "Gina Raimondo") == ["gina-raimondo"] * 2


def test_a_person_has_the_affiliation_that_documents_give(graph: Path) -> None:
    meet_people(graph, "Ahn Duk-geun", affiliation="o1")
    assert read_known(graph, "ahn-duk-geun", "kg:affiliation") == [thing_iri("toray-industries")]


def test_of_towns_with_one_name_that_in_the_state_of_the_text_is_meant(graph: Path) -> None:
    site = Facility(key="f1", kind="fab", place="Portland", country="US")
    texts = "Zyx runs a fab in Portland, Oregon.", "Zyx runs a fab in Portland. The governor of Maine came."
    build(graph, *(write_facts(facilities=(site,), text=text, number=i) for i, text in enumerate(texts, 1)))
    places = [find_things(graph, number)["place-portland"] for number in (1, 2)]
    assert places == ["portland-oregon", "portland-maine"]


def test_a_law_is_one_with_its_year_and_without(graph: Path) -> None:
    policies = "CHIPS and Science Act of 2022", "CHIPS and Science Act"
    for number, policy in enumerate(policies, 1):
        paid = Investment(key="i1", kind="grant", policy=policy)
        build(graph, write_facts(number=number, investments=(paid,)))
    assert ask(graph, "SELECT ?label WHERE { ?x a kg:Policy ; rdfs:label ?label }") == [("CHIPS and Science Act",)]


def test_sites_differ_by_operator_kind_and_place(graph: Path) -> None:
    sites = [
        Facility(key="f1", kind="fab", operators=("o1",), place="Taylor", country="US"),
        Facility(key="f2", kind="research", operators=("o1",), place="Taylor", country="US"),
        Facility(key="f3", kind="fab", operators=("o2",), place="Taylor", country="US"),
        Facility(key="f4", kind="fab", operators=("o1",), place="Austin", country="US"),
    ]
    build(graph, write_facts("Samsung Electronics", "SK hynix", facilities=sites))
    build(graph, write_facts("삼성전자", "SK하이닉스", facilities=sites, number=2))
    first, second = find_things(graph, 1), find_things(graph, 2)
    assert first == second
    assert len({first[site.key] for site in sites}) == 4


def test_a_deal_that_two_documents_tell_is_one_with_all_its_evidence(graph: Path) -> None:
    text = "Samsung will invest 40 billion yen in Yokohama."
    paid = {"kind": "investment", "investors": ("o1",), "place": "Yokohama", "country": "JP", "announced": "2023-12-21"}
    told = {**paid, "key": "i1", "amount": {"value": 40 * 10**9, "currency": "JPY"}}
    first = {**told, "evidence": text, "start": 0, "end": len(text)}
    build(graph, write_facts("Samsung Electronics", text=text, investments=[first]))
    build(graph, write_facts("삼성전자", number=2, investments=[{**told, "status": "completed"}]))
    rows = ask(
        graph,
        """SELECT ?status ?sources ?quote (COUNT(?document) AS ?documents) WHERE {
            ?event a kg:Investment ; kg:status ?status ; kg:sources ?sources ; kg:evidence/kg:quote ?quote ;
                prov:wasDerivedFrom ?document } GROUP BY ?status ?sources ?quote""",
    )
    assert rows == [(f"{BASE}ontology#Completed", 2, text, 2)]


# --- names of groups


def name_group(folder: Path, *names: str, technology: str) -> str:
    """What a document on a technology means by the first of some names."""
    site = Facility(key="f1", kind="fab", technologies=(technology,))
    return name_all(folder, *names, facilities=(site,))[0]


@pytest.mark.parametrize(
    ("technology", "thing"),
    [
        ("semiconductors", "samsung-electronics"),
        ("memory", "samsung-electronics"),
        ("batteries", "samsung-sdi"),
        ("biotech", "samsung-biologics"),
        ("hydrogen", "samsung"),
    ],
)
def test_the_name_of_a_group_means_the_firm_that_works_on_what_the_document_tells(
    technology: str, thing: str, graph: Path
) -> None:
    assert name_group(graph, "Samsung", technology=technology) == thing


def test_the_name_of_a_group_beside_one_of_its_firms_is_the_group(graph: Path) -> None:
    assert name_group(graph, "Samsung", "Samsung SDI", technology="semiconductors") == "samsung"
    assert find_things(graph)["o2"] == "samsung-sdi"


def test_firms_of_one_group_are_never_one(graph: Path) -> None:
    firms = "Samsung Electronics", "Samsung SDI", "Samsung Biologics", "Samsung C&T", "Samsung"
    assert len(set(name_all(graph, *firms))) == len(firms)


# --- short names


def introduce(short: str, full: str, number: int = 1) -> Facts:
    return write_facts(write_firm(full, short), number=number)


@pytest.mark.parametrize(
    ("short", "full", "thing"),
    [
        ("KBIA", "Korea Battery Industry Association", "korea-battery-industry-association"),
        ("ZIOC", "Zyx Institute of Optics and Ceramics", "zyx-institute-of-optics-and-ceramics"),
        ("Zyx", "Zyx Photonics", "zyx-photonics"),
        ("Blue Works", "Zyx Photonics", "zyx-photonics"),
        ("blue firm", "Zyx Photonics", "blue-firm"),
    ],
)
def test_a_short_name_means_what_another_document_introduced_it_for(
    short: str, full: str, thing: str, graph: Path
) -> None:
    build(graph, introduce(short, full), write_facts(short, number=2))
    assert find_things(graph, 2) == {"o1": thing}


def test_a_short_name_of_two_things_is_a_thing_of_its_own(graph: Path) -> None:
    build(graph, introduce("Zyx", "Zyx Photonics"), introduce("Zyx", "Zyx Motors", 2), write_facts("Zyx", number=3))
    assert find_things(graph, 3) == {"o1": "zyx"}


def test_a_short_name_goes_with_the_document_that_introduced_it(graph: Path, tmp_path: Path) -> None:
    two = introduce("Zyx", "Zyx Photonics"), write_facts("Zyx", number=2)
    build(graph, *reversed(two))
    assert find_things(graph, 2) == {"o1": "zyx-photonics"}
    build(graph, forgotten=[1])
    assert find_things(graph, 2) == {"o1": "zyx"}
    build(tmp_path / "fresh", two[1])
    assert dump(graph) == dump(tmp_path / "fresh")


def test_a_name_of_the_tables_is_not_taken_by_who_introduces_it_as_short(graph: Path) -> None:
    build(graph, introduce("Toray", "Toray Bakery"), write_facts("Toray", number=2))
    assert find_things(graph, 2) == {"o1": "toray-industries"}


# --- parents


def test_a_subsidiary_stays_apart_from_its_parent_and_is_linked_to_it(graph: Path) -> None:
    name_all(graph, "Samsung Display", "Samsung Electronics")
    assert read_known(graph, "samsung-display", "kg:parent") == [thing_iri("samsung-electronics")]
    assert read_known(graph, "samsung-electronics", "kg:parent") == []
    assert read_known(graph, "samsung-electronics", "skos:note") == []


def test_a_parent_of_which_no_document_tells_has_a_name_and_says_so(graph: Path) -> None:
    ministry = write_firm("Ministry of Economy, Trade and Industry", **{"class": "Government"})
    build(graph, write_facts(ministry))
    assert read_known(graph, "ministry-of-economy-trade-and-industry", "kg:parent") == [
        thing_iri("government-of-japan")
    ]
    assert read_known(graph, "government-of-japan", "rdfs:label") == [JAPAN]
    assert len(read_known(graph, "government-of-japan", "skos:note")) == 1
    build(graph, write_facts(JAPAN, number=2))
    assert read_known(graph, "government-of-japan", "skos:note") == []
    build(graph, forgotten=[1, 2])
    assert dump(graph) == []


# --- copies


ARTICLE = """Zyx Photonics will invest 40 billion yen in a laboratory in Yokohama, the company said on Thursday.
The Ministry of Industry will pay for half of it. The laboratory is to open in the spring of 2026 near the harbour,
where some 120 engineers will work on lasers for the chips of data centers. Analysts expect other makers to follow."""
EDITED = ARTICLE.replace("said on Thursday", "announced on Thursday").replace("some 120", "about 120")
CUT = ARTICLE[: ARTICLE.index("Analysts")]
OTHER = """On Thursday the industry ministry promised to pay for half of a laboratory in Yokohama into which Zyx
Photonics puts 40 billion yen. Lasers for data centers will be developed by 120 engineers from the spring of 2026 on."""


@pytest.mark.parametrize(
    ("text", "is_one"), [(ARTICLE, True), (EDITED, True), (CUT, True), (OTHER, False), ("", False)]
)
def test_small_edits_and_cuts_make_a_copy_and_other_words_do_not(text: str, is_one: bool) -> None:
    assert is_copy(ARTICLE, text) == is_copy(text, ARTICLE) == is_one
    assert bool(set(list_copy_keys(ARTICLE)) & set(list_copy_keys(text))) == is_one


def test_a_few_words_are_nobody_s_copy() -> None:
    assert not is_copy("Zyx will invest in Yokohama.", "Zyx will invest in Yokohama.")


def test_the_first_published_of_copies_is_the_original() -> None:
    assert choose_original([("2024-04-17", "a"), ("2024-04-16", "c"), ("2024-04-16", "b"), ("", "0")]) == "b"


def test_copies_are_linked_and_count_as_one_source(graph: Path) -> None:
    paid = Investment(key="i1", kind="investment", investors=("o1",), place="Yokohama", country="JP")
    texts = enumerate([ARTICLE, EDITED, OTHER, CUT], 1)
    build(graph, *(write_facts("Zyx Photonics", number=i, text=text, investments=(paid,)) for i, text in texts))
    copies = ask(graph, "SELECT ?copy ?original WHERE { ?copy kg:copyOf ?original } ORDER BY ?copy")
    first, second, _, fourth = (f"{BASE}document/doc-{number}" for number in (1, 2, 3, 4))
    assert copies == [(second, first), (fourth, first)]
    assert ask(graph, "SELECT ?sources WHERE { ?event a kg:Investment ; kg:sources ?sources }") == [(2,)]
    build(graph, forgotten=[1])
    assert ask(graph, "SELECT ?copy ?original WHERE { ?copy kg:copyOf ?original }") == [(fourth, second)]


# --- what a person decides


TWO = write_facts("Zyx Photonics"), write_facts("Zyx Optical Systems", number=2)


def test_what_a_person_calls_the_same_is_one_thing_under_the_first_name(graph: Path) -> None:
    build(graph, *TWO, decisions="same:\n  - [Zyx Optical Systems, Zyx Photonics]\n")
    assert [find_things(graph, number)["o1"] for number in (1, 2)] == ["zyx-optical-systems"] * 2
    labels = ask(graph, "SELECT ?label WHERE { ?x a kg:Organization ; rdfs:label ?label }")
    assert labels == [("Zyx Optical Systems",)]


def test_what_is_the_same_by_way_of_another_is_one_thing(graph: Path) -> None:
    decisions = "same:\n  - [Zyx Photonics, ZP]\n  - [Zyx Optical Systems, ZP]\n"
    build(graph, *TWO, decisions=decisions)
    assert len({find_things(graph, number)["o1"] for number in (1, 2)}) == 1


def test_a_short_name_that_a_person_keeps_apart_is_its_own_thing(graph: Path) -> None:
    told = introduce("ZP", "Zyx Photonics"), write_facts("ZP", number=2)
    build(graph, *told)
    assert find_things(graph, 2) == {"o1": "zyx-photonics"}
    build(graph, decisions="different:\n  - [ZP, Zyx Photonics]\n")
    assert find_things(graph, 2) == {"o1": "zp"}


def test_claims_that_a_person_keeps_apart_are_two_events(graph: Path) -> None:
    deal = Agreement(key="a1", kind="supply", parties=("o1", "o2"), date="2024-04-01")
    build(graph, *(write_facts("Zyx", "Nara", number=number, agreements=(deal,)) for number in (1, 2)))
    assert find_things(graph, 1)["a1"] == find_things(graph, 2)["a1"]
    claims = ", ".join(f"{BASE}document/doc-{number}#a1" for number in (1, 2))
    build(graph, decisions=f"different:\n  - [{claims}]\n")
    assert find_things(graph, 1)["a1"] != find_things(graph, 2)["a1"]


def test_a_thing_is_called_what_a_person_calls_it(graph: Path) -> None:
    build(graph, *TWO, decisions="rename:\n  Zyx Photonics: ZYX\n")
    assert read_known(graph, "zyx-photonics", "rdfs:label") == ["ZYX"]
    assert read_known(graph, "zyx-photonics", "skos:altLabel") == ["Zyx Photonics"]


def test_a_thing_belongs_to_whom_a_person_says(graph: Path) -> None:
    build(graph, *TWO, decisions="parent:\n  Zyx Photonics: Zyx Holdings\n")
    assert read_known(graph, "zyx-photonics", "kg:parent") == [thing_iri("zyx-holdings")]
    assert read_known(graph, "zyx-holdings", "rdfs:label") == ["Zyx Holdings"]


@pytest.mark.parametrize(
    "decisions",
    [
        "same:\n  - [Zyx Photonics, Zyx Optical Systems]\n",
        "different:\n  - [Zyx Photonics, Zyx Optical Systems]\n",
        "rename:\n  Zyx Photonics: ZYX\n",
        "parent:\n  Zyx Photonics: Zyx Holdings\n",
    ],
)
def test_undoing_a_line_undoes_what_it_did(decisions: str, graph: Path) -> None:
    build(graph, *TWO)
    before = dump(graph)
    build(graph, decisions=decisions)
    assert (dump(graph) == before) == decisions.startswith("different")
    build(graph, decisions="")
    assert dump(graph) == before


@pytest.mark.parametrize(
    ("decisions", "error"),
    [
        ("same: [", "is no YAML"),
        ("same:\n  - [Zyx]\n", r"same: 0: .*at least 2 items"),
        ("same: Zyx\n", r"same: .*valid tuple"),
        ("rename:\n  Zyx: ''\n", r"rename: Zyx: .*at least 1 character"),
        ("merge:\n  - [Zyx, Nara]\n", r"merge: .*it has the parts same, different, rename, parent"),
        ("- Zyx\n", "it has the parts same, different, rename, parent"),
    ],
)
def test_a_bad_file_is_told_with_its_place_and_changes_nothing(decisions: str, error: str, graph: Path) -> None:
    build(graph, *TWO)
    before = dump(graph)
    with pytest.raises(GraphError, match=error):
        build(graph, decisions=decisions)
    assert dump(graph) == before


def test_a_file_that_is_no_text_is_told(graph: Path) -> None:
    build(graph, *TWO)
    (graph / "decisions.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(GraphError, match=r"decisions\.yaml cannot be read"):
        build(graph)


# --- however they come


NAMES = st.sampled_from(["Toray", "東レ", "Samsung", "Zyx Photonics", "ZYX Photonics, Inc.", "Zyx", "METI", "Micron"])
COUNTRIES = st.sampled_from([None, "US", "JP", "KR"])
DATES = st.sampled_from([None, "2023", "2023-12", "2023-12-21"])
STATUSES = st.sampled_from(["considered", "announced", "completed", "cancelled"])


@st.composite
def any_facts(draw: st.DrawFn, number: int) -> Facts:
    firms = [write_firm(draw(NAMES), *draw(st.sampled_from([(), ("Zyx",)])), country=draw(COUNTRIES)) for _ in range(2)]
    keys = st.lists(st.sampled_from(["o1", "o2"]), max_size=2, unique=True)
    return write_facts(
        *firms,
        number=number,
        text=draw(st.sampled_from(["", ARTICLE, CUT])),
        people=[{"key": "p1", "name": draw(st.sampled_from(["Kim", "Kim Ji-woo"])), "affiliation": "o1"}],
        facilities=[{"key": "f1", "kind": "fab", "operators": draw(keys), "country": draw(COUNTRIES)}],
        investments=[
            {"key": "i1", "kind": "investment", "investors": draw(keys), "recipients": draw(keys), "facility": "f1"}
            | {"announced": draw(DATES), "status": draw(STATUSES), "amount": draw(AMOUNTS), "place": draw(PLACES)}
        ],
    )


AMOUNTS = st.sampled_from([None, {"value": 40 * 10**9, "currency": "JPY"}, {"value": 281 * 10**6, "currency": "USD"}])
PLACES = st.sampled_from([None, "Taylor"])


@settings(max_examples=12, deadline=None)
@given(st.tuples(*map(any_facts, (1, 2, 3))), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_the_graph(three: Sequence[Facts], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        once, again = Path(folder) / "once", Path(folder) / "again"
        build(once, *three)
        for facts in chance.sample([*three, *three[:1]], 4):
            build(again, facts)
        assert dump(again) == dump(once)
