"""A folder in; the shipped sample as a graph there, what was found in words, and a page beside it out."""

import shlex
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from kgraph.analysis.centrality import find_ranking, rank_things
from kgraph.analysis.flows import describe_flows, list_flows
from kgraph.analysis.networks import read_network
from kgraph.build import Report, build_graph, describe_report
from kgraph.errors import GraphError
from kgraph.model import Document
from kgraph.network import select_network
from kgraph.questions import ask
from kgraph.sources import read_documents
from kgraph.store import Rows, Store, open_store
from kgraph.tables import format_rows, wrap_text
from kgraph.triples import document_iri
from kgraph.views import write_page

MOST_CENTRAL = 10
TITLE = "Who invests in whose technology"


def run_demo(folder: Path) -> Iterator[str]:
    """Build the sample in a folder and tell about it, text by text; the page comes beside the folder.

    Raises GraphError where the folder belongs to something else or its graph holds other documents.
    """
    report = build_sample(folder)
    again = "" if report.new or report.changed else " (the sample was in the graph already)"
    yield wrap_text(f"{next(describe_report(report))}{again}")
    page = folder.resolve().with_name(f"{folder.resolve().name}.html")
    with open_store(folder) as store:
        yield from describe_findings(store)
        write_page(store, TITLE, page)
    yield f"\nThe interactive page, for your browser: {page}\n"
    yield from suggest_commands(folder)


def build_sample(folder: Path) -> Report:
    """Read the shipped sample into the graph of a folder, unless that holds anything else."""
    found = (each for each in read_documents(list_samples()) if isinstance(each, Document))
    sample = set(map(document_iri, found))
    with open_store(folder, write=True) as store:
        others = store.documents().keys() - sample
    if others:
        raise GraphError(
            f"the graph in {folder} holds other documents than the sample, such as {min(others)}:"
            " choose another folder with -g"
        )
    return build_graph(list_samples(), folder)


def list_samples() -> list[str]:
    """The files of the shipped sample."""
    return sorted(str(path) for path in Path(str(files("kgraph") / "samples")).glob("*.json"))


def describe_findings(store: Store) -> Iterator[str]:
    """What the graph holds, as text: facts and things by kind, flows, and who is most central."""
    yield "\nWhat was found, with sums that are not cancelled in US dollars\n"
    yield format_answer(ask(store, "summary"))
    yield "\nMoney from country to country, private and public, in US dollars\n"
    network = select_network(read_network(store))
    yield from describe_flows(network, list_flows(network))
    yield f"\nThe {MOST_CENTRAL} most central organizations, by how many others they are joined to\n"
    yield from find_ranking(rank_things(network, "organizations", "degree"), "degree", MOST_CENTRAL).text


def format_answer(answer: Rows) -> str:
    return format_rows(answer.columns, answer)


def suggest_commands(folder: Path) -> Iterator[str]:
    """What to try next."""
    graph = "" if folder == Path("graph") else f" -g {shlex.quote(str(folder))}"
    yield "\nTry next:\n"
    yield f'  kgraph show "Samsung Electronics"{graph}\n'
    yield f"  kgraph query top-investors{graph}\n"
    yield f"  kgraph build{graph} YOUR_ARTICLES\n"
