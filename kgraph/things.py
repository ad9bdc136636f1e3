"""A name and an open graph come in, all that is known of the thing so called goes out, as lines of text."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple
from unicodedata import normalize

from kgraph import ontology
from kgraph.errors import KgraphError
from kgraph.ontology import iri
from kgraph.questions import ask
from kgraph.store import Iri, Plain, Store
from kgraph.tables import clean_text, show_cell, wrap_lines


class Named(NamedTuple):
    """A row of `names`: a thing, under one of its names."""

    name: str
    label: str
    kind: str
    country: str | None
    iri: str


class FactLine(NamedTuple):
    """A row of `facts`."""

    event: str
    kind: str
    label: str | None
    sum: str | None
    usd: float | None
    date: str | None
    status: str | None


class QuoteLine(NamedTuple):
    """A row of `quotes`."""

    event: str
    quote: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    document: str


class Step(NamedTuple):
    """A row of `history`."""

    event: str
    investment: str
    number: int
    date: str | None
    status: str | None
    sum: str | None
    quote: str | None
    title: str | None
    outlet: str | None
    document: str | None


class Statement(NamedTuple):
    """A row of `conflicts`: what a document says of a disputed property."""

    event: str
    fact: str
    property: str
    value: str
    quote: str | None
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    document: str


def find_things(store: Store, name: str) -> list[Named]:
    """The things that go by a name, in whatever case, or that have this IRI; each once.

    Raises KgraphError where there is none.
    """
    wanted = " ".join(normalize("NFC", name).split())
    found = {line.iri: line for line in map(Named._make, ask(store, "names", wanted=wanted))}
    if not found:
        raise KgraphError(f"nothing in the graph is called {name!r}{suggest_names(store, wanted)}")
    return list(found.values())


def suggest_names(store: Store, name: str) -> str:
    """A hint at up to three names that hold this one, those first that start with it."""
    folded = name.casefold()
    names = {line.name for line in map(Named._make, ask(store, "names"))}
    close = [known for known in names if folded and folded in known.casefold()]
    close.sort(key=lambda known: (not known.casefold().startswith(folded), len(known), known))
    return f"; did you mean {' or '.join(map(repr, close[:3]))}?" if close else ""


def describe_name(thing: Named) -> str:
    """A thing in one line, by which it can be told from its namesakes."""
    what = ", ".join(filter(None, [thing.kind, thing.country]))
    return clean_text(f"{thing.label} ({what}) {thing.iri}")


def describe_thing(store: Store, thing: Named) -> Iterator[str]:
    """What is stated of a thing, then the facts that it takes part in, each with the words that say it."""
    quotes = read_quotes(store, thing.iri)
    facts = list(map(FactLine._make, ask(store, "facts", thing=Iri(thing.iri))))
    yield clean_text(f"{thing.label} ({thing.kind})")
    yield from describe_statements(store, thing)
    yield ""
    yield count(len(facts), "fact")
    for fact in facts:
        yield ""
        yield from describe_fact(fact)
        yield from describe_history(store, fact.event)
        yield from describe_quotes(quotes[fact.event])
    if not facts:
        yield from describe_quotes(quotes[thing.iri])


def describe_statements(store: Store, thing: Named) -> Iterator[str]:
    """A line for each property, with its values."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for _, prop, value, name in ask(store, "statements", thing=Iri(thing.iri)):
        values[name_property(str(prop))].append(show_value(value, name))
    values["address"].append(thing.iri)
    margin = max(map(len, values)) + 2
    for word, known in values.items():
        first, *others = wrap_lines("; ".join(known), " " * margin)
        yield word.ljust(margin) + first[margin:]
        yield from others


def name_property(prop: str) -> str:
    """What the ontology calls a property; one of another vocabulary goes by the last part of its IRI."""
    others = {iri("skos:altLabel"): "also called", iri("owl:sameAs"): "same as"}
    if prop.startswith(ontology.PREFIXES["kg"]):
        return ontology.label(prop)
    return others.get(prop) or re.split("[/#]", prop)[-1]


def show_value(value: Plain, name: Plain) -> str:
    return show_cell(value if name is None else name)


def read_quotes(store: Store, thing: str | None = None) -> defaultdict[str, list[QuoteLine]]:
    """The quotes for each fact, or for each in which one thing takes part."""
    bindings = {"thing": Iri(thing)} if thing else {}
    found: defaultdict[str, list[QuoteLine]] = defaultdict(list)
    for line in map(QuoteLine._make, ask(store, "quotes", **bindings)):
        found[line.event].append(line)
    return found


def describe_fact(fact: FactLine) -> Iterator[str]:
    heading = [fact.date, fact.kind.replace("_", " "), fact.status, fact.sum, show_dollars(fact)]
    yield clean_text(" · ".join(filter(None, heading)))
    yield from wrap_lines(fact.label or fact.event)


def show_dollars(fact: FactLine) -> str:
    """The worth in dollars, where the sum is in another currency."""
    return "" if fact.usd is None or (fact.sum or "").endswith(" USD") else f"{show_cell(fact.usd)} USD"


def describe_history(store: Store, event: str) -> Iterator[str]:
    """The steps of an investment whose status or sum has changed, a line each."""
    for step in map(Step._make, ask(store, "history", thing=Iri(event))):
        yield clean_text("    · " + ", ".join(filter(None, [step.date, step.status, step.sum])))


def describe_conflicts(store: Store) -> Iterator[str]:
    """Where documents disagree: fact by fact, what each of them says of a property, in its own words."""
    told = map(Statement._make, ask(store, "conflicts"))
    for (_, fact), statements in groupby(told, key=lambda line: (line.event, line.fact)):
        yield from wrap_lines(fact)
        for prop, lines in groupby(statements, key=attrgetter("property")):
            yield f"  {ontology.label(iri(f'kg:{prop}'))}"
            yield from (text for line in lines for text in describe_statement(line))
        yield ""


def describe_statement(line: Statement) -> Iterator[str]:
    """What one document says of a disputed property."""
    yield from wrap_lines(line.value, "    ")
    if line.quote:
        yield from wrap_lines(f"“{line.quote}”", "      ")
    yield from wrap_lines(", ".join(filter(None, [line.title, line.outlet, line.published])), "      — ")
    yield f"        {clean_text(line.url or line.document)}"


def describe_quotes(quotes: Sequence[QuoteLine]) -> Iterator[str]:
    for line in quotes:
        yield from wrap_lines(f"“{line.quote}”", "    ")
        yield from wrap_lines(", ".join(filter(None, [line.title, line.outlet, line.published])), "    — ")
        yield f"      {clean_text(line.url or line.document)}"


def count(number: int, noun: str) -> str:
    """ "1 fact", "1,200 facts", "no facts"."""
    return f"{show_cell(number) if number else 'no'} {noun}{'' if number == 1 else 's'}"
