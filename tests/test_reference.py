"""The reference of the ontology: everything is in it, and its examples are sound."""

import http.client
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from html import unescape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rdflib import OWL, RDF, Graph

from kgraph.ontology import iri, list_classes, load_ontology, read_example
from kgraph.prefixes import PREFIXES
from kgraph.reference import FORMATS, RECIPE, render_reference

PAGE = render_reference()


def read_data(name: str) -> Graph:
    graph = Graph(bind_namespaces="none")
    heads = "".join(f"@prefix {prefix}: <{start}> .\n" for prefix, start in PREFIXES.items())
    return graph.parse(data=heads + read_example(f"{name}.ttl"), format="turtle")


def test_every_class_and_property_has_its_place_under_the_end_of_its_iri():
    graph = load_ontology()
    terms = {
        term for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty) for term in graph[: RDF.type : kind]
    }
    own = {str(term).removeprefix(PREFIXES["kg"]) for term in terms if str(term).startswith(PREFIXES["kg"])}
    assert own <= set(re.findall(r'id="([^"]+)"', PAGE))


def test_every_link_leads_to_a_place_on_the_page():
    assert set(re.findall(r'href="#([^"]+)"', PAGE)) <= set(re.findall(r'id="([^"]+)"', PAGE))


def test_the_page_asks_for_nothing():
    assert not re.search(r"<(?:script|link|img|iframe)\b|url\(|@import", PAGE)


def test_the_page_shows_narrower_concepts_with_their_names_in_three_languages():
    assert re.search(r'1\.5rem"><code>memory</code>.*?メモリ.*?메모리 반도체', PAGE, re.DOTALL)


@pytest.mark.parametrize("name", sorted(list_classes()))
def test_the_example_of_a_class_holds_it_and_only_known_terms(name):
    graph = read_data(name)
    assert any(str(term) == iri(f"kg:{name}") for term in (*graph.objects(), *graph.subjects()))
    for term in {*graph.predicates(), *graph.objects(None, RDF.type)}:
        prefix, start = next((item for item in PREFIXES.items() if str(term).startswith(item[1])), ("", ""))
        assert prefix, f"{term} has no prefix"
        assert iri(f"{prefix}:{str(term).removeprefix(start)}")


@pytest.mark.parametrize("name", sorted(list_classes()))
def test_the_query_of_a_class_finds_its_example(name):
    rows = list(read_data(name).query(read_example(f"{name}.rq"), initNs=dict(PREFIXES)))
    assert rows
    assert all(value is not None for value in rows[0])


# --- the addresses, by the rules for w3id.org

MODULES = Path("/usr/lib/apache2/modules")
RULES = (files("kgraph.reference") / "w3id.htaccess").read_text(encoding="utf-8")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
CONFIG = """
ServerName localhost
ServerRoot {folder}
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
User www-data
Group www-data
{modules}
DocumentRoot {folder}/site
<Directory {folder}/site>
    AllowOverride All
    Require all granted
</Directory>
"""


@pytest.fixture(scope="module")
def apache() -> Iterator[int]:
    """The port of an Apache that has the rules where w3id.org has them."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin")
    if program is None:
        pytest.skip("needs Apache (apt install apache2-bin)")
    with TemporaryDirectory() as name, socket.socket() as free:
        folder = Path(name)
        folder.chmod(0o755)  # for the user whom Apache becomes
        (folder / "site" / "kgraph").mkdir(parents=True)
        (folder / "site" / "kgraph" / ".htaccess").write_text(RULES, encoding="utf-8")
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        modules = "\n".join(
            f"LoadModule {module}_module {MODULES}/mod_{module}.so"
            for module in ("mpm_event", "authz_core", "rewrite", "headers")
        )
        (folder / "conf").write_text(CONFIG.format(folder=folder, port=port, modules=modules), encoding="utf-8")
        with subprocess.Popen([program, "-D", "FOREGROUND", "-f", str(folder / "conf")]) as process:
            try:
                wait_for(port)
                yield port
            finally:
                process.terminate()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise AssertionError("Apache does not answer")


def ask_apache(port: int, path: str, accept: str | None) -> tuple[int, str | None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", f"/kgraph/{path}", headers={"Accept": accept} if accept else {})
    answer = connection.getresponse()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]
    connection.close()
    return answer.status, answer.headers["Location"]


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        (BROWSER, "html"),
        (None, "html"),
        ("*/*", "html"),
        *FORMATS.items(),
        ("text/html, text/turtle;q=0.5", "html"),
        ("application/rdf+xml;q=0.9, */*;q=0.1", "rdf"),
    ],
)
def test_the_address_of_the_ontology_leads_to_the_format_that_is_asked_for(apache, accept, ending):
    assert ask_apache(apache, "ontology", accept) == (303, f"https://example.org/ontology.{ending}")


def test_the_address_above_all_leads_to_the_page(apache):
    assert ask_apache(apache, "", "text/turtle") == (303, "https://example.org/ontology.html")


@pytest.mark.parametrize(
    "path", ["thing/samsung-electronics", "event/1a2b", "document/sha256%3A04f7", "thing/%EC%82%BC", "place/US/texas"]
)
@pytest.mark.parametrize("accept", [BROWSER, "text/turtle"])
def test_the_address_of_a_thing_leads_to_the_server_as_it_is_written(apache, path, accept):
    assert ask_apache(apache, path, accept) == (303, f"https://data.example.org/{path}")


def test_what_is_no_address_of_ours_is_not_found(apache):
    assert ask_apache(apache, "ontologies", "text/turtle") == (404, None)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
def test_the_page_shows_these_rules_and_makes_the_files(tmp_path, monkeypatch):
    assert RULES in unescape(PAGE)
    assert RECIPE in unescape(PAGE)
    monkeypatch.chdir(tmp_path)
    exec(RECIPE, {})
    for ending, media_type in (("ttl", "turtle"), ("jsonld", "json-ld"), ("rdf", "xml")):
        assert len(Graph().parse(tmp_path / f"ontology.{ending}", format=media_type)) == len(load_ontology())
