import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kgraph.errors import GraphError, QueryError
from kgraph.export import write_dataset
from kgraph.model import Document, Facts, Organization
from kgraph.ontology import iri
from kgraph.store import Found, Iri, Store, find_snapshot, open_store
from kgraph.triples import content_hash, document_iri, read_claims, write_claims, write_nquads

DOCUMENTS = [
    Document(id=str(number), url=f"https://example.org/{number}", text=f"Firm {number} said.") for number in (2, 1)
]
HOSTILE = 'a "b" \\ \n } ; DROP ALL # \u202e ?name'


def claims_of(document: Document, name: str = "Firm") -> list[Quad]:
    facts = Facts(document=document, organizations=(Organization(key="o1", name=name, country="KR"),))
    return write_claims(facts, "rules-1")


def thing(name: str, label: str) -> Quad:
    return Quad(NamedNode(f"https://w3id.org/kgraph/thing/{name}"), NamedNode(iri("rdfs:label")), Literal(label))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph of two documents and two things."""
    with open_store(tmp_path / "graph", write=True) as store:
        for document in DOCUMENTS:
            store.replace_graph(document_iri(document), write_nquads(claims_of(document)))
        store.change([], [thing("firm", "Firm"), thing("hostile", HOSTILE)])
    return tmp_path / "graph"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with open_store(folder) as store:
        yield store


# --- the folder


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()], ids=["missing", "empty"])
def test_reading_where_there_is_no_graph_says_how_to_make_one_and_makes_nothing(tmp_path: Path, make: object) -> None:
    folder = tmp_path / "graph"
    make(folder)  # type: ignore[operator]
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(GraphError, match=r"there is no graph in .*kgraph build"):
        open_store(folder)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("write", [False, True])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, write: bool) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"...")
    with pytest.raises(GraphError, match="belongs to something else"):
        open_store(tmp_path, write)
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "graph").write_bytes(b"")
    with pytest.raises(GraphError, match="belongs to something else"):
        open_store(tmp_path / "graph", write=True)


@pytest.mark.parametrize("make", [lambda folder: None, lambda folder: folder.mkdir()], ids=["missing", "empty"])
def test_writing_makes_a_graph_with_its_marker(tmp_path: Path, make: object) -> None:
    folder = tmp_path / "deep" / "graph"
    folder.parent.mkdir()
    make(folder)  # type: ignore[operator]
    with open_store(folder, write=True) as store:
        assert store.documents() == {}
    assert json.loads((folder / "kgraph.json").read_text(encoding="utf-8")) == {"format": 2}
    assert sorted(path.name for path in folder.iterdir()) == ["kgraph.json", "snapshots", "store"]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(GraphError, match="cannot be opened: Not a directory"):
        open_store(tmp_path / "file" / "graph", write=True)


def test_a_folder_whose_making_was_cut_off_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "kgraph.json").write_text('{"format": 2}', encoding="utf-8")
    with open_store(tmp_path, write=True) as store:
        assert list(store.dump()) == []


def test_a_second_writer_is_told_to_wait(folder: Path) -> None:
    with open_store(folder, write=True), pytest.raises(GraphError, match="being written by another process"):
        open_store(folder, write=True)


def test_a_writer_in_another_process_keeps_others_from_writing(folder: Path) -> None:
    code = f"import pathlib, kgraph.store; kgraph.store.open_store(pathlib.Path({str(folder)!r}), True)"
    with open_store(folder, write=True):
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, encoding="utf-8")
    assert "GraphError" in other.stderr
    assert "being written by another process" in other.stderr


def test_leaving_the_with_statement_frees_the_folder(folder: Path) -> None:
    for _ in range(2):
        with open_store(folder, write=True) as store:
            assert len(store.documents()) == 2


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize(
    ("name", "content"),
    [("store/CURRENT", "x"), ("kgraph.json", "{"), ("kgraph.json", "\udcff")],
    ids=["database", "marker", "encoding"],
)
def test_a_damaged_graph_is_an_error_that_says_what_to_do(folder: Path, name: str, content: str, write: bool) -> None:
    place = find_snapshot(folder) if name.startswith("store/") and not write else None
    (place / "CURRENT" if place else folder / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(GraphError, match="is damaged: delete it and build it again"):
        open_store(folder, write)


def test_a_graph_that_may_not_be_written_is_not_called_damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> None:
        raise OSError("IO error: While open a file for appending: graph/store/LOG: Permission denied")

    monkeypatch.setattr("pyoxigraph.Store", refuse)
    with pytest.raises(GraphError, match=r"graph cannot be written: Permission denied$"):
        open_store(folder, write=True)


@pytest.mark.parametrize("content", ['{"format": 1}', "[]", "{}"])
def test_a_graph_of_another_format_is_not_opened(folder: Path, content: str) -> None:
    (folder / "kgraph.json").write_text(content, encoding="utf-8")
    with pytest.raises(GraphError, match="build the graph again"):
        open_store(folder)


def test_reading_changes_no_file(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with open_store(folder) as store:
        list(store.dump())
        list(store.query("SELECT * { ?s ?p ?o }"))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_graph_opened_for_reading_cannot_be_written(store: Store) -> None:
    with pytest.raises(GraphError, match="cannot be written"):
        store.replace_graph("https://example.org/1", "")


def test_a_reader_beside_a_writer_sees_what_the_last_one_left(folder: Path) -> None:
    with open_store(folder, write=True) as writer:
        writer.drop_graph("https://example.org/1")
        with open_store(folder) as reader:
            assert len(reader.documents()) == 2
    with open_store(folder) as reader:
        assert len(reader.documents()) == 1


def test_a_reader_keeps_its_graph_while_writers_come_and_go(folder: Path) -> None:
    with open_store(folder) as reader:
        before = list(reader.dump())
        for turn in range(3):
            with open_store(folder, write=True) as writer:
                writer.change(writer.read_knowledge(), [thing(str(n), "x" * 1000) for n in range(1000 * turn)])
                assert list(reader.dump()) == before
        assert list(reader.dump()) == before
    assert len(list((folder / "snapshots").iterdir())) == 2


def test_a_graph_whose_first_writer_was_cut_off_can_be_read(folder: Path) -> None:
    shutil.rmtree(folder / "snapshots")
    with open_store(folder) as store:
        assert len(store.documents()) == 2


# --- graphs


def test_documents_are_listed_in_order_with_hash_and_extractor(store: Store) -> None:
    listed = store.documents()
    assert list(listed) == ["https://example.org/1", "https://example.org/2"]
    assert listed["https://example.org/2"] == (content_hash(DOCUMENTS[0]), "rules-1")


@pytest.mark.parametrize("name", ["Firm", HOSTILE, "東レ", "\\u0022 . <x> <y> <z> }"])
def test_claims_come_back_from_the_disk_as_they_were_written(folder: Path, name: str) -> None:
    document = DOCUMENTS[0]
    with open_store(folder, write=True) as store:
        store.replace_graph(document_iri(document), write_nquads(claims_of(document, name)))
    with open_store(folder) as store:
        graph = list(store.read_graph(document_iri(document)))
    assert graph == claims_of(document, name)
    assert read_claims(graph).organizations[0].name == name


def test_replacing_a_graph_leaves_nothing_of_the_old_one(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.replace_graph("https://example.org/1", write_nquads(claims_of(DOCUMENTS[1], "New")))
        assert list(store.read_graph("https://example.org/1")) == claims_of(DOCUMENTS[1], "New")


def test_writing_the_same_again_changes_nothing(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        before = list(store.dump())
        store.replace_graph("https://example.org/1", write_nquads(claims_of(DOCUMENTS[1])))
        store.change([thing("firm", "Firm")], [thing("hostile", HOSTILE), thing("firm", "Firm")])
        assert list(store.dump()) == before


@pytest.mark.parametrize("document", ["https://example.org/1", "https://example.org/new"])
def test_a_graph_that_cannot_be_read_leaves_all_as_it_was(folder: Path, document: str) -> None:
    with open_store(folder, write=True) as store:
        before = list(store.dump())
        with pytest.raises(SyntaxError):
            store.replace_graph(document, write_nquads(claims_of(DOCUMENTS[1], "New")) + "no quad\n")
        assert list(store.dump()) == before


def test_dropping_a_graph_takes_one_document_alone(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.drop_graph("https://example.org/1")
        store.drop_graph("https://example.org/none")
        assert list(store.documents()) == ["https://example.org/2"]
        assert len(list(store.read_knowledge())) == 2


def test_changing_knowledge_leaves_claims_alone(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        store.change(store.read_knowledge(), [thing("other", "Other")])
        assert list(store.read_knowledge()) == [thing("other", "Other")]
        assert len(store.documents()) == 2


def test_a_dump_is_sorted_and_does_not_depend_on_the_order_of_writing(tmp_path: Path, store: Store) -> None:
    with open_store(tmp_path / "other", write=True) as other:
        other.change([], [thing("hostile", HOSTILE), thing("firm", "Firm")])
        for document in reversed(DOCUMENTS):
            other.replace_graph(document_iri(document), write_nquads(reversed(claims_of(document))))
        lines = list(other.dump())
    assert lines == sorted(lines) == list(store.dump())
    assert all(line.endswith(" .") for line in lines)


@pytest.mark.parametrize("ending", [".nq", ".nq.gz"])
def test_what_was_exported_can_be_loaded_into_another_graph(ending: str, tmp_path: Path, store: Store) -> None:
    lines = list(store.dump())
    write_dataset(lines, tmp_path / f"out{ending}")
    with open_store(tmp_path / "other", write=True) as other:
        other.load(tmp_path / f"out{ending}")
        assert list(other.dump()) == lines


@pytest.mark.parametrize("content", [b"<x:a> <x:b> <x:c> .\nbad", None])
def test_a_file_that_cannot_be_loaded_leaves_the_graph_as_it_was(content: bytes | None, tmp_path: Path) -> None:
    if content:
        (tmp_path / "bad.nq").write_bytes(content)
    with open_store(tmp_path / "other", write=True) as other:
        with pytest.raises(GraphError, match=r"bad\.nq cannot be loaded: "):
            other.load(tmp_path / "bad.nq")
        assert list(other.dump()) == []


# --- queries


def test_a_query_without_graph_sees_knowledge_alone(store: Store) -> None:
    rows = store.query("SELECT ?thing ?name { ?thing rdfs:label ?name } ORDER BY ?name")
    assert rows.columns == ("thing", "name")
    assert next(iter(rows)) == ("https://w3id.org/kgraph/thing/firm", "Firm")


def test_claims_are_asked_by_graph(store: Store) -> None:
    rows = store.query("SELECT DISTINCT ?g { GRAPH ?g { ?o a kg:Organization } } ORDER BY ?g")
    assert list(rows) == [("https://example.org/1",), ("https://example.org/2",)]


def test_values_come_as_plain_python(store: Store) -> None:
    rows = store.query(
        """SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g)
           { (1 1.50 2e0 true "2023"^^xsd:gYear UNDEF "many"^^xsd:integer) } }"""
    )
    (row,) = rows
    assert row == (1, Decimal("1.5"), 2.0, True, "2023", None, "many")
    assert [type(value) for value in row[:4]] == [int, Decimal, float, bool]


def test_ask_gives_one_answer(store: Store) -> None:
    assert list(store.query("ASK { ?s rdfs:label 'Firm' }")) == [(True,)]
    assert list(store.query("ASK { ?s rdfs:label 'None' }")) == [(False,)]


def test_construct_gives_rows_or_quads(store: Store) -> None:
    text = "CONSTRUCT { ?s skos:altLabel ?o } WHERE { ?s rdfs:label ?o FILTER(?o = 'Firm') }"
    assert list(store.query(text)) == [("https://w3id.org/kgraph/thing/firm", iri("skos:altLabel"), "Firm")]
    (quad,) = store.construct(text)
    assert quad.object == Literal("Firm")
    with pytest.raises(QueryError, match="makes no triples"):
        store.construct("ASK {}")


def write(found: Found, media_type: str) -> str:
    found.write(out := BytesIO(), media_type)
    return out.getvalue().decode("utf-8")


def test_what_is_found_is_written_by_its_media_type(store: Store) -> None:
    text = "SELECT ?name { ?s rdfs:label ?name FILTER(?name = $wanted) }"
    assert write(store.find(text, {"wanted": "Firm"}), "text/csv") == "name\r\nFirm\r\n"
    found = json.loads(write(store.find(text, {"wanted": HOSTILE}), "application/sparql-results+json"))
    assert found["results"]["bindings"] == [{"name": {"type": "literal", "value": HOSTILE}}]
    triples = store.find("CONSTRUCT WHERE { ?s rdfs:label 'Firm' }")
    assert triples.is_graph
    assert write(triples, "application/n-triples") == f"{thing('firm', 'Firm').triple} .\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?x WHERE {\n ?s ?p }", "no SPARQL at line 2, column"),
        ("INSERT DATA { <x:a> <x:b> 1 }", "no SPARQL at line 1, column"),
        ("", "no SPARQL at line 1, column 1"),
        ("SELECT ?x { ?x foaf:name ?y }", "no SPARQL at line 1"),
    ],
)
def test_bad_sparql_is_one_line_that_says_where(store: Store, text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        store.query(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_the_place_of_an_error_is_that_in_the_query_as_written(store: Store) -> None:
    with pytest.raises(QueryError, match="line 1, column 29"):
        store.query("SELECT * { ?s ?p ?name . } }", {"name": "a much longer text than the variable"})


# --- bound values


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s { ?s rdfs:label ?name }",
        "SELECT ?s { ?s rdfs:label $name }",
        "SELECT ?s { ?s rdfs:label ?l FILTER(?l=?name) }",
        "SELECT ?s { { SELECT ?s { ?s rdfs:label ?name } } }",
        "SELECT ?s { ?s rdfs:label ?l FILTER EXISTS { ?s ?p ?name } } # ?name",
        "SELECT ?s { ?s rdfs:label ?name BIND('?name' AS ?t) FILTER(STRLEN(?t) = 5) }",
        'SELECT ?s { ?s rdfs:label ?name BIND("""a"?name""" AS ?t) FILTER(STRLEN(?t) = 7) }',
        "SELECT ?s { ?s rdfs:label? ?name FILTER(?name = ?name && 1<2) FILTER(isIRI(<x:?name>)) }",
    ],
)
@pytest.mark.parametrize(("name", "found"), [("Firm", "firm"), (HOSTILE, "hostile")])
def test_a_bound_variable_stands_for_its_value_wherever_it_is(store: Store, text: str, name: str, found: str) -> None:
    rows = [row for row in store.query(text, {"name": name}) if row[0] != name]
    assert rows == [(f"https://w3id.org/kgraph/thing/{found}",)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the store is only read
@given(text=st.text(st.characters(exclude_categories=["Cs"])) | st.text("\\u0022\"'}{<>?x\n #"))
def test_no_text_breaks_out_of_its_binding(store: Store, text: str) -> None:
    assert list(store.query("SELECT (?x AS ?y) {}", {"x": text})) == [(text,)]


@pytest.mark.parametrize("value", [1, 2.5, Decimal("0.1"), Decimal("1E+3"), True, "1", Iri("https://example.org/a")])
def test_values_are_bound_by_their_type(store: Store, value: object) -> None:
    ((found,),) = store.query("SELECT (?x AS ?y) {}", {"x": value})  # type: ignore[dict-item]
    assert found == value
    assert type(found) is type(value)


def test_what_a_row_holds_can_be_bound_again(store: Store) -> None:
    ((node,),) = store.query("SELECT ?s { ?s rdfs:label 'Firm' }")
    assert list(store.query("SELECT ?name { ?s rdfs:label ?name }", {"s": node})) == [("Firm",)]


@pytest.mark.parametrize(
    ("bindings", "message"),
    [
        ({"nmae": "x"}, "no variable \\?nmae"),
        ({"name": None}, "bound to nothing"),
        ({"name": Iri("no iri")}, "is no IRI"),
        ({"s": Iri("x:y")}, "no SPARQL"),
    ],
)
def test_what_cannot_be_bound_is_an_error(store: Store, bindings: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        store.query("SELECT ?s { ?s ?p ?name }", bindings)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "ASK { service silent ?x {} }",
        "ASK { ?a ?b ?c .SERVICE <http://127.0.0.1:1/> {} }",
        "ASK { ?a ?b 1SERVICE <http://127.0.0.1:1/> {} }",
        "PREFIX : <http://127.0.0.1:1/> ASK { SERVICE:x {} }",
        "PREFIX a: <http://127.0.0.1:1/> ASK { ?a ?b a:.Service a:x {} }",
    ],
)
def test_no_query_asks_another_server(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE asks another server"):
        store.query(text)


def test_the_word_service_may_stand_in_texts_and_names(store: Store) -> None:
    text = "SELECT ?service { ?service rdfs:label ?l FILTER(?l != 'SERVICE' && ?l != kg:service) } # SERVICE"
    assert len(list(store.query(text))) == 2
