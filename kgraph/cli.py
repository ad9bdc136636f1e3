"""What is typed comes in; data goes to standard output, words to standard error, and an exit code to the shell.

0 done, 1 something could not be done (said why), 2 wrong use. What a command needs is imported inside it, so
that help comes at once.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, Literal

import typer
from typer.core import TyperGroup

from kgraph.errors import KgraphError

if TYPE_CHECKING:
    from kgraph.store import Rows


class Commands(TyperGroup):
    """The commands, with the one place where an error that kgraph raises becomes a line and an exit code."""

    def invoke(self, ctx: Any) -> object:  # typer brings a Context of its own, or click's, by its version
        try:
            return super().invoke(ctx)
        except KgraphError as error:
            say(f"kgraph: {error}")
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Commands,
    help="Reads articles and builds a knowledge graph of who invests in whose technology.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Graph = Annotated[Path, typer.Option("--graph", "-g", envvar="KGRAPH_GRAPH", metavar="DIR", help="The graph's folder.")]
Sources = Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, or - to read what is piped in.")]
Style = Annotated[Literal["table", "csv", "json", "jsonl"], typer.Option("--format", help="How rows are written.")]
GRAPH = Path("graph")
PAGE = Path("graph.html")


def main() -> None:
    """The command `kgraph`."""
    for stream in (sys.stdout, sys.stderr):
        # What other programs read is the same on every system.
        stream.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    app(prog_name="kgraph")


@app.command()
def demo(graph: Graph = GRAPH) -> None:
    """Build the shipped sample, tell what is in it, write the page."""
    from kgraph.demo import run_demo

    for text in run_demo(graph):
        write(text)


@app.command()
def build(sources: Sources, graph: Graph = GRAPH) -> None:
    """Read sources into the graph: what is new or has changed."""
    from kgraph.build import build_graph, describe_report

    report = build_graph(sources, graph, standard_input())
    for line in describe_report(report):
        say(line)
    if report.skipped or report.findings:
        raise typer.Exit(1)


@app.command()
def extract(
    sources: Sources,
    text: Annotated[bool, typer.Option("--text", help="Write each document's text too.")] = False,
) -> None:
    """Print facts as JSON, a line per document; nothing is stored."""
    from kgraph.build import describe_skipped, dump_facts, read_facts
    from kgraph.model import Facts

    unread = 0
    for found in read_facts(sources, standard_input()):
        if isinstance(found, Facts):
            write(dump_facts(found, with_text=text))
        else:
            say(describe_skipped(found))
            unread += 1
    if unread:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="A folder of gold articles, or one of them.")],
    predictions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What `extract` printed; without it, extract now.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List what was missed, invented and wrong instead.")] = False,
    style: Style = "table",
) -> None:
    """Measure what extraction finds against gold articles."""
    from kgraph.extract.evaluate import evaluate_extraction, format_errors, format_scores

    comparisons = evaluate_extraction(gold, predictions)
    write(format_errors(comparisons, style) if errors else format_scores(comparisons, style))


@app.command()
def forget(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT", help="IRIs, URLs or ids.")],
    graph: Graph = GRAPH,
) -> None:
    """Take documents, and what only they said, out of the graph."""
    from kgraph.build import forget_documents

    for iri in forget_documents(documents, graph):
        say(f"forgotten: {iri}")


@app.command()
def query(
    source: Annotated[str, typer.Argument(metavar="NAME|FILE|TEXT", help="A shipped query, an .rq file, or SPARQL.")],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Bind a variable: to a text, a number or an <address>."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="When a query is ended that has not come to its end.")
    ] = 60,
    style: Annotated[
        Literal["table", "csv", "json", "jsonl", "ttl"], typer.Option("--format", help="How the answer is written.")
    ] = "table",
    graph: Graph = GRAPH,
) -> None:
    """Ask the graph: a shipped query, a file, or SPARQL.

    The triples of CONSTRUCT and DESCRIBE are written as N-Triples, or with --format ttl as Turtle.
    """
    from kgraph.questions import bind_parameters, makes_triples, read_question, read_settings
    from kgraph.running import Limits, run_query, run_triples

    sparql, limits = read_question(source), Limits(timeout)
    bindings = bind_parameters(sparql, read_settings(settings or []))
    if style == "ttl":
        from kgraph.store import write_turtle

        write(write_turtle(run_triples(graph, sparql, bindings, limits)))
    elif makes_triples(sparql) and style == "table":
        write_pieces(run_triples(graph, sparql, bindings, limits))
    else:
        write_rows(run_query(graph, sparql, bindings, limits), style)


@app.command()
def queries(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One of them, to read it whole.")] = None,
    style: Style = "table",
) -> None:
    """List the shipped queries with what they ask and what --set may name."""
    from kgraph.questions import Question, describe_questions, list_questions, read_question
    from kgraph.store import Rows

    if name:
        write(read_question(name))
    elif style == "table":
        write_lines(describe_questions(list_questions()))
    else:
        write_rows(Rows(Question._fields, iter(list_questions())), style)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of a thing, or its address.")],
    graph: Graph = GRAPH,
) -> None:
    """Tell all that is known of one thing, with the words that say it."""
    from kgraph.store import open_store
    from kgraph.things import describe_name, describe_thing, find_things

    with open_store(graph) as store:
        thing, *others = find_things(store, name)
        if others:
            write_lines(map(describe_name, [thing, *others]))
            raise KgraphError(f"{len(others) + 1} things are called {name!r}: show one of these by its address")
        write_lines(describe_thing(store, thing))


@app.command()
def conflicts(style: Style = "table", graph: Graph = GRAPH) -> None:
    """List the facts on which documents disagree, side by side with the words of each."""
    from kgraph.questions import ask
    from kgraph.store import open_store
    from kgraph.things import describe_conflicts

    with open_store(graph) as store:
        if style == "table":
            write_lines(describe_conflicts(store))
        else:
            write_rows(ask(store, "conflicts"), style)


@app.command()
def resolve(style: Style = "table", graph: Graph = GRAPH) -> None:
    """List pairs of things that may be one, the likeliest first, for a person to judge.

    Judgements go into decisions.yaml in the graph's folder and hold from the next build on.
    """
    from kgraph.resolving import Pair, describe_pairs, suggest_pairs
    from kgraph.store import Rows, open_store

    with open_store(graph) as store:
        pairs = suggest_pairs(store, graph)
    if style == "table":
        write_lines(describe_pairs(pairs, graph))
    else:
        write_rows(Rows(Pair._fields, iter(pairs)), style)


@app.command()
def flows(style: Style = "table", graph: Graph = GRAPH) -> None:
    """Add up money and investments from country to country."""
    from kgraph.store import open_store
    from kgraph.views import read_flows

    with open_store(graph) as store:
        write_rows(read_flows(store, named=style == "table"), style)


@app.command()
def centrality(
    measure: Annotated[
        Literal["degree", "strength", "pagerank", "betweenness"], typer.Option(help="What is ranked by.")
    ] = "degree",
    of: Annotated[
        Literal["organizations", "governments", "countries"], typer.Option(help="Who is ranked.")
    ] = "organizations",
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many are shown.")] = 20,
    style: Style = "table",
    graph: Graph = GRAPH,
) -> None:
    """Rank organizations, governments or countries.

    All measures are shown; the values in dollars are strength.
    """
    from kgraph.store import Rows, open_store
    from kgraph.views import Standing, rank_things, read_network

    with open_store(graph) as store:
        ranked = rank_things(read_network(store), of, measure)
    write_rows(Rows(Standing._fields, iter(ranked[:top])), style)


@app.command()
def render(
    out: Annotated[Path, typer.Argument(metavar="[OUT.html]", help="Where the page is written.")] = PAGE,
    title: Annotated[str, typer.Option(help="The page's heading.")] = "Who invests in whose technology",
    graph: Graph = GRAPH,
) -> None:
    """Write the interactive page: one file that works offline."""
    from kgraph.store import open_store
    from kgraph.views import write_page

    with open_store(graph) as store:
        write_page(store, title, out)
    say(f"written: {out}")


@app.command()
def export(
    out: Annotated[Path | None, typer.Argument(metavar="OUT", help="A file; its ending names the format.")] = None,
    snapshot: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Copy the graph into a new folder, others at work or not.")
    ] = None,
    graph: Graph = GRAPH,
) -> None:
    """Write the graph to a file, or copy it as it is.

    .nq, .nq.gz and .trig hold the claims of each document too, .nt, .ttl and .jsonld the knowledge layer alone;
    .graphml, .gexf, .csv and .json hold the network of who deals with whom.
    """
    from kgraph.snapshot import copy_graph
    from kgraph.store import open_store
    from kgraph.views import write_export

    if (out is None) == (snapshot is None):
        raise typer.BadParameter("name a file, or a folder with --snapshot")
    if snapshot:
        copy_graph(graph, snapshot)
    if out:
        with open_store(graph) as store:
            write_export(store, out)
    say(f"written: {out or snapshot}")


@app.command()
def validate(style: Style = "table", graph: Graph = GRAPH) -> None:
    """Check the graph against the shapes of the ontology (SHACL)."""
    from kgraph.store import Rows, open_store
    from kgraph.validate import Finding, check_graph, describe_finding

    with open_store(graph) as store:
        findings = list(check_graph(store))
    if style == "table":
        write_lines(line for finding in findings for line in describe_finding(finding))
    else:
        write_rows(Rows(Finding._fields, iter(findings)), style)
    say(f"{len(findings) or 'no'} finding{'' if len(findings) == 1 else 's'} in {graph}")
    if findings:
        raise typer.Exit(1)


@app.command()
def push(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the server takes graphs or updates.")],
    knowledge: Annotated[
        str, typer.Option(metavar="IRI", help="The graph for the knowledge layer, instead of the default graph.")
    ] = "",
    anew: Annotated[bool, typer.Option("--all", help="Send everything, also what was sent before.")] = False,
    graph: Graph = GRAPH,
) -> None:
    """Send what has changed to a SPARQL server.

    User and password come from KGRAPH_PUSH_USER and KGRAPH_PUSH_PASSWORD. The server's default graph is replaced.
    """
    from kgraph.push import Target, push_graph
    from kgraph.store import open_store

    login = (os.environ.get("KGRAPH_PUSH_USER", ""), os.environ.get("KGRAPH_PUSH_PASSWORD", ""))
    with open_store(graph) as store:
        pushed = push_graph(store, graph, Target(url, knowledge, *login), anew)
    say(f"{pushed.sent} graphs sent, {pushed.dropped} taken out, {pushed.unchanged} unchanged: {url}")


@app.command()
def serve(  # noqa: PLR0913 (an option each for where it listens and what it allows)
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where it listens: this computer alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="0 takes a free one.")] = 7878,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="When a query is ended that has not come to its end.")
    ] = 60,
    size: Annotated[int, typer.Option(min=1, metavar="MB", help="How large an answer may be.")] = 100,
    workers: Annotated[int, typer.Option(min=1, metavar="N", help="How many queries are answered at once.")] = 4,
    graph: Graph = GRAPH,
) -> None:
    """Serve the graph to programs, by SPARQL, and to people, as pages; nobody can change it.

    Half as many queries again may take long beside those that are answered at once.
    """
    try:
        from kgraph.serve import ServerLimits, run_server
    except ModuleNotFoundError as error:
        raise KgraphError(f"{error.name} is missing: pip install 'kgraph[serve]'") from error

    limits = ServerLimits(timeout, answer_megabytes=size, quick=workers, long=max(1, workers // 2))
    run_server(graph, host, port, limits, lambda address: say(f"serving {graph} on {address} (Ctrl-C ends it)"))


def standard_input() -> BinaryIO:
    return sys.stdin.buffer


def write(text: str) -> None:
    """Data, or what was asked for in words."""
    typer.echo(text, nl=False)


def write_lines(lines: Iterable[str]) -> None:
    write("".join(f"{line}\n" for line in lines))


def say(line: str) -> None:
    """Words about what was done."""
    from kgraph.tables import clean_text

    typer.echo(clean_text(line), err=True)


def write_pieces(pieces: Iterable[str]) -> None:
    """Data that may be too much to hold."""
    sys.stdout.writelines(pieces)


def write_rows(rows: "Rows", style: Literal["table", "csv", "json", "jsonl"]) -> None:
    from kgraph import tables
    from kgraph.questions import shorten_addresses

    shown = shorten_addresses(rows) if style == "table" else rows
    write_pieces(tables.write_rows(rows.columns, shown, style))
