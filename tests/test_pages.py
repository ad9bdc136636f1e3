"""What the server's pages show of what a query found."""

import json
import re

from kgraph.ontology import iri
from kgraph.serve.pages import Table, Term, read_table, render_error, render_resource

THING = "https://w3id.org/kgraph/thing/a"
DOCUMENT = "https://example.org/a"


def page(statements: Table, of: str = THING) -> str:
    """The words of a page's table."""
    text = render_resource(of, {"statements": statements, "quotes": [], "uses": []})
    return " ".join(re.sub("<[^>]*>", " ", text.partition("<table")[2].partition(">")[2]).split())


def state(prop: str, value: str, document: str = "") -> dict[str, Term]:
    said = {"document": Term(document, True)} if document else {}
    return {"property": Term(iri(prop), True), "value": Term(value, ":" in value), **said}


def test_numbers_have_separators_and_what_only_calls_itself_one_stays() -> None:
    texts = ("406000000", "-1234.50", "many", "NaN")
    terms = [{"type": "literal", "value": text, "datatype": iri("xsd:decimal")} for text in texts]
    rows = [{"n": term} for term in [*terms, {"type": "literal", "value": "406000000"}]]
    table = read_table(json.dumps({"results": {"bindings": rows}}).encode())
    assert [row["n"].text for row in table] == ["406,000,000", "-1,234.50", "many", "NaN", "406000000"]


def test_a_document_is_told_once() -> None:
    assert page([state("prov:wasDerivedFrom", DOCUMENT, DOCUMENT)]) == f"was derived from {DOCUMENT}"
    assert page([state("kg:role", "chief", DOCUMENT)], DOCUMENT) == "role chief"
    assert page([state("kg:role", "chief", DOCUMENT)]) == f"role chief in {DOCUMENT}"


def test_our_own_properties_come_first_and_bookkeeping_is_left_out() -> None:
    found = page([state("skos:altLabel", "b"), state("kg:role", "chief"), state("kg:mentionedAs", "[]")])
    assert found == "role chief also called b"


def test_an_error_is_told_in_words() -> None:
    assert "<h1>Not Found</h1>" in render_error(404, "gone")
