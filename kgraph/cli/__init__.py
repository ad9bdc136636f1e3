"""What is typed comes in; data goes to standard output, words to standard error, and an exit code to the shell.

0 done, 1 something could not be done (said why), 2 wrong use. What a command needs is imported inside it, so
that help comes at once.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import typer

from kgraph.cli.analysis import brokers, centrality, flows, timeline
from kgraph.cli.completion import complete_questions
from kgraph.cli.files import export, ontology, render
from kgraph.cli.hosts import fetch, push, serve
from kgraph.cli.options import GRAPH, Graph, Style
from kgraph.cli.output import (
    complain,
    say,
    set_loudness,
    set_screen,
    tells_progress,
    write,
    write_lines,
    write_pieces,
    write_rows,
)
from kgraph.cli.program import Command, Commands
from kgraph.errors import KgraphError

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Sources = Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, or - to read what is piped in.")]
Workers = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Processes that extract at once; without it, one a core.")
]
STOPPED = 130
"""The exit code of what Ctrl-C has stopped, as shells have it."""


def main() -> None:
    """The command `kgraph`."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started this
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 (open to the end)
        # What other programs read is the same on every system.
        getattr(sys, name).reconfigure(encoding="utf-8", newline="\n")
    app(prog_name="kgraph")


@app.callback()
def start(
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing but the answer and errors.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Tell each step, and how long it takes.")] = False,
) -> None:
    """Reads articles and builds a knowledge graph of who invests in whose technology."""
    if quiet and verbose:
        raise typer.BadParameter("--quiet and --verbose exclude each other: choose one")
    set_loudness(quiet, verbose)
    set_screen()


@app.command("help", cls=Command, epilog="Example: kgraph help workflow")
def help_on(
    topic: Annotated[
        Literal["workflow"], typer.Argument(metavar="TOPIC", help="What is explained: workflow.")
    ] = "workflow",
) -> None:
    """Explain which command follows which, from articles to answers."""
    from importlib.resources import files

    write((files("kgraph.cli") / f"{topic}.txt").read_text(encoding="utf-8"))


@app.command(cls=Command, epilog="Example: kgraph demo -g sample")
def demo(graph: Graph = GRAPH) -> None:
    """Build the shipped sample, tell what is in it, write the page."""
    from kgraph.demo import run_demo

    for text in run_demo(graph):
        write(text)


@app.command(cls=Command, epilog="Example: kgraph build articles/ posts.json.gz -g graph")
def build(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", help="Files, folders, or - to read what is piped in.")
    ] = None,
    workers: Workers = None,
    shards: Annotated[
        str | None, typer.Option("--from-shards", metavar="DIR", help="What `extract --out` wrote, instead of sources.")
    ] = None,
    graph: Graph = GRAPH,
) -> None:
    """Read sources into the graph: what is new or has changed.

    Ctrl-C stops it; the same command goes on from there. A document that crashes its process or takes longer than a
    minute, twice, is given up and named.
    """
    from functools import partial

    from kgraph.build import build_graph, describe_failures, describe_report, merge_shards
    from kgraph.progress import show_progress
    from kgraph.workers import work_apart

    if bool(sources) == bool(shards):
        raise typer.BadParameter("name sources, or a folder with --from-shards")
    apart = partial(work_apart, workers=workers or count_cores())
    share = show_progress(apart) if tells_progress() else apart
    try:
        if shards:
            report = merge_shards(shards, graph, share)
        else:
            report = build_graph(sources or [], graph, standard_input(), share)
    except KeyboardInterrupt:
        complain("kgraph: stopped; what was extracted is kept, and the same command goes on from there")
        raise typer.Exit(STOPPED) from None
    for line in describe_report(report):
        say(line)
    for line in describe_failures(report):
        complain(line)
    if report.skipped or report.findings:
        raise typer.Exit(1)


@app.command(cls=Command, epilog="Example: kgraph extract article.html | head -n 1")
def extract(  # noqa: PLR0913 (an option each for where it is done and where it goes)
    sources: Sources,
    text: Annotated[bool, typer.Option("--text", help="Print each document's text too.")] = False,
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Write shards for bulk loading there: a folder or s3://...")
    ] = None,
    engine: Annotated[
        Literal["local", "dask", "spark"],
        typer.Option(metavar="ENGINE", help="What shares the work, with --out: local, dask or spark."),
    ] = "local",
    address: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The cluster's scheduler or master; without it, a local one.")
    ] = None,
    workers: Workers = None,
) -> None:
    """Print facts as JSON, a line per document; nothing is stored.

    With --out, write them as files that SPARQL clusters load in bulk, and `build --from-shards` merges; files that
    are done are not made again. A cluster needs kgraph and the sources on all its machines.
    """
    if out:
        write_shards(sources, out, engine, address, workers or count_cores())
        return
    if engine != "local":
        raise typer.BadParameter(f"--engine {engine} writes to a folder: name it with --out")
    from kgraph.build import describe_skipped, read_facts
    from kgraph.claims import dump_facts
    from kgraph.model import Facts

    unread = 0
    for found in read_facts(sources, standard_input()):
        if isinstance(found, Facts):
            write(dump_facts(found, with_text=text))
        else:
            complain(describe_skipped(found))
            unread += 1
    if unread:
        raise typer.Exit(1)


@app.command(cls=Command, epilog="Example: kgraph evaluate tests/gold/train --errors")
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


@app.command(cls=Command, epilog="Example: kgraph forget https://example.org/article")
def forget(
    documents: Annotated[list[str], typer.Argument(metavar="DOCUMENT", help="IRIs, URLs or ids.")],
    graph: Graph = GRAPH,
) -> None:
    """Take documents, and what only they said, out of the graph."""
    from kgraph.build import forget_documents

    for iri in forget_documents(documents, graph):
        say(f"forgotten: {iri}")


@app.command(cls=Command, epilog="Example: kgraph query top-investors --set country=KR --format csv")
def query(
    source: Annotated[
        str,
        typer.Argument(
            metavar="NAME|FILE|TEXT", help="A shipped query, an .rq file, or SPARQL.", autocompletion=complete_questions
        ),
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Bind a variable: to a text, a number or an <address>."),
    ] = None,
    timeout: Annotated[
        float, typer.Option(min=0.1, metavar="SECONDS", help="When a query is ended that has not come to its end.")
    ] = 60,
    style: Annotated[
        Literal["table", "csv", "json", "jsonl", "ttl"],
        typer.Option("--format", metavar="FORMAT", help="How the answer is written: table, csv, json, jsonl or ttl."),
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


@app.command(cls=Command, epilog="Example: kgraph queries top-investors")
def queries(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help="One of them, to read it whole.", autocompletion=complete_questions),
    ] = None,
    style: Style = "table",
) -> None:
    """List the shipped queries: what they ask, what --set may name."""
    from kgraph.questions import Question, describe_questions, list_questions, read_question
    from kgraph.store import Rows

    if name:
        write(read_question(name))
    elif style == "table":
        write_lines(describe_questions(list_questions()))
    else:
        write_rows(Rows(Question._fields, iter(list_questions())), style)


@app.command(cls=Command, epilog="Example: kgraph show 삼성전자")
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Any name of a thing, or its address.")],
    graph: Graph = GRAPH,
) -> None:
    """Tell all that is known of one thing, and which words say it."""
    from kgraph.store import open_store
    from kgraph.things import describe_name, describe_thing, find_things

    with open_store(graph) as store:
        thing, *others = find_things(store, name)
        if others:
            write_lines(map(describe_name, [thing, *others]))
            raise KgraphError(f"{len(others) + 1} things are called {name!r}: show one of these by its address")
        write_lines(describe_thing(store, thing))


@app.command(cls=Command, epilog="Example: kgraph conflicts --format json")
def conflicts(style: Style = "table", graph: Graph = GRAPH) -> None:
    """List the facts on which documents disagree, with their words."""
    from kgraph.questions import ask
    from kgraph.store import open_store
    from kgraph.things import describe_conflicts

    with open_store(graph) as store:
        if style == "table":
            lines = list(describe_conflicts(store))
            write_lines(lines)
            if not lines:
                say(f"no conflicts in {graph}")
        else:
            write_rows(ask(store, "conflicts"), style)


@app.command(cls=Command, epilog="Example: kgraph resolve | less")
def resolve(style: Style = "table", graph: Graph = GRAPH) -> None:
    """List pairs of things that may be one, for you to judge.

    The likeliest come first. Judgements go into decisions.yaml in the graph's folder and hold from the next build on.
    """
    from kgraph.resolving import Pair, describe_pairs, suggest_pairs
    from kgraph.store import Rows, open_store

    with open_store(graph) as store:
        pairs = suggest_pairs(store, graph)
    if style == "table":
        write_lines(describe_pairs(pairs, graph))
    else:
        write_rows(Rows(Pair._fields, iter(pairs)), style)


for command, example in (
    (flows, "kgraph flows --focus US,KR,JP --by year"),
    (centrality, "kgraph centrality --measure cross_border --plot ranking.svg"),
    (brokers, 'kgraph brokers --explain "SK hynix"'),
    (timeline, "kgraph timeline --measure strength --by year"),
    (render, "kgraph render batteries.html --technology batteries"),
    (ontology, "kgraph ontology ontology.html"),
    (export, "kgraph export graph.nq.gz"),
):
    app.command(cls=Command, epilog=f"Example: {example}")(command)


@app.command(cls=Command, epilog="Example: kgraph validate -g graph")
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


for command, example in (
    (push, "kgraph push http://127.0.0.1:7878/store"),
    (serve, "kgraph serve --port 8000"),
    (fetch, "kgraph fetch https://news.example.org/ --since 2024-01-01"),
):
    app.command(cls=Command, epilog=f"Example: {example}")(command)


@app.command(cls=Command, epilog="Example: kgraph licences --format cyclonedx > bom.json")
def licences(
    style: Annotated[
        Literal["table", "csv", "json", "jsonl", "cyclonedx"],
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="How they are written: table, csv, json or jsonl; cyclonedx is a bill of materials.",
        ),
    ] = "table",
) -> None:
    """List what kgraph ships and needs, with the licences.

    Of the extras, those count that are installed.
    """
    if style == "cyclonedx":
        from kgraph.licences.bom import write_bom

        write(write_bom())
    else:
        from kgraph import tables
        from kgraph.licences import Component, list_components

        write_pieces(tables.write_rows(Component._fields, list_components(), style))


def write_shards(
    sources: list[str], out: str, engine: Literal["local", "dask", "spark"], address: str | None, workers: int
) -> None:
    from kgraph.build import describe_skipped
    from kgraph.shards.engines import extract_shards

    manifest = extract_shards(sources, out, engine, address, workers)
    skipped = [one for made in manifest.shards for one in made.skipped]
    for one in skipped:
        complain(describe_skipped(one))
    say(f"{manifest.documents} documents in {len(manifest.shards)} shards: {out}")
    if skipped:
        raise typer.Exit(1)


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def standard_input() -> BinaryIO:
    return sys.stdin.buffer
