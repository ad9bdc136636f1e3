"""A network and what is asked for in; a network of that alone out."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import get_args

import networkx

from kgraph.errors import KgraphError
from kgraph.gazetteer import list_countries, lookup_country
from kgraph.model import Status
from kgraph.network.rows import BELONGING, MONEY, Edge
from kgraph.ontology import broader_words, concept, concept_labels

KINDS = tuple(
    sorted(
        {*MONEY, *BELONGING, "acquisition", "agreement", "grant", "joint_venture", "loan", "meeting", "tax_credit"},
    )
)
"""What edges are of. "public_support" takes in grants, loans and tax credits; "investment" acquisitions and joint
ventures, and all other money that is not public."""
STATUSES: tuple[str, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a network is asked for; what is left empty is not asked. An edge stays where it meets all that is.

    An edge that does not say what is asked for (an event without date, an agreement, which has no status) goes.

    - countries: ISO 3166-1 codes. Nodes of these countries stay, and the edges among them: those of which both ends
      and, of money, the place where it goes (if known) are in these countries.
    - kinds: of KINDS.
    - technologies: words of the ontology; the narrower ones are meant too ("semiconductors": memory ...).
    - since, until: a year, month or day, each included. A date that is less precise stays where it may be in between:
      2023 is not before 2023-05, nor after it.
    - statuses: considered, announced, completed, cancelled. Where none is asked for all but cancelled stay, and what
      has none.
    - support: at least so many documents that tell of the event, copies counted once.

    Raises KgraphError for a country, kind or status that there is not, a date that is none, or a period that ends
    before it begins, and OntologyError for an unknown technology.
    """

    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    statuses: tuple[str, ...] = ()
    support: int = 0

    def __post_init__(self) -> None:
        for code in self.countries:
            check_country(code)
        for kind in self.kinds:
            check_word(kind, KINDS, "edge is of the kind")
        for status in self.statuses:
            check_word(status, STATUSES, "event has the status")
        for word in self.technologies:
            concept("technology", word)
        check_period(self.since, self.until)


def check_country(code: str) -> None:
    if code not in list_countries():
        meant = lookup_country(code) or (code.upper() if code.upper() in list_countries() else None)
        hint = f"did you mean {meant}?" if meant else "use codes of ISO 3166-1, such as KR"
        raise KgraphError(f"no country has the code {code!r}: {hint}")


def check_word(word: str, known: Collection[str], what: str) -> None:
    if word not in known:
        close = get_close_matches(word, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"choose of {', '.join(known)}"
        raise KgraphError(f"no {what} {word!r}: {hint}")


def check_period(since: str | None, until: str | None) -> None:
    for day in filter(None, (since, until)):
        if not is_date(day):
            raise KgraphError(f"{day!r} is no date: write a year, month or day, such as 2024, 2024-04 or 2024-04-15")
    if since and until and compare_dates(since, until) > 0:
        raise KgraphError(f"the period ends in {until}, before it begins in {since}")


def is_date(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def compare_dates(one: str, other: str) -> int:
    """-1 where one is before the other, 1 where it is after, 0 where they may be the same."""
    shorter = min(len(one), len(other))
    one, other = one[:shorter], other[:shorter]
    return (one > other) - (one < other)


def select_network(network: networkx.MultiDiGraph, selection: Selection | None = None) -> networkx.MultiDiGraph:
    """A new network of what is selected, without a selection of all that is not cancelled.

    Any network of `kgraph.network` will do, a projection too. Where more is asked for than countries, nodes without an
    edge go, since nothing says that they belong; organizations that stand for a node that stays, stay with it.
    Countries go with their edges always. In `network.graph["loose"]` stays what meets the selection; with countries
    that is nothing, as one end is unknown.
    """
    wanted = selection or Selection()
    technologies = list_narrower(wanted.technologies)
    nodes = {
        name: known
        for name, known in network.nodes(data=True)
        if not wanted.countries or known["country"] in wanted.countries
    }
    edges = [
        (source, target, key, edge)
        for source, target, key, edge in network.edges(keys=True, data=True)
        if source in nodes and target in nodes and meets(edge, wanted, technologies)
    ]
    joined = {end for edge in edges for end in edge[:2]}
    joined.update([owner for end in joined for owner in nodes[end]["organizations"]])
    selected = networkx.MultiDiGraph()
    for name, known in nodes.items():
        if name in joined or (known["kind"] != "Country" and not asks_for_events(wanted)):
            selected.add_node(name, **known)
    selected.add_edges_from(edges)
    loose = () if wanted.countries else network.graph.get("loose", ())
    selected.graph["loose"] = tuple(one for one in loose if meets(one[1], wanted, technologies))
    return selected


def list_narrower(technologies: Collection[str]) -> frozenset[str]:
    """These words of the ontology and all that are narrower."""
    words = concept_labels("technology") if technologies else ()
    return frozenset(word for word in words if not set(technologies).isdisjoint(broader_words("technology", word)))


def asks_for_events(selection: Selection) -> bool:
    """Whether anything but countries is asked for."""
    return replace(selection, countries=()) != Selection()


def meets(edge: Edge, selection: Selection, technologies: frozenset[str]) -> bool:
    """Whether an edge is what is asked for, its ends left out of account."""
    leads_out = selection.countries and edge["family"] in MONEY and edge["country"] not in {None, *selection.countries}
    return (
        not leads_out
        and has_status(edge["status"], selection.statuses)
        and (not selection.kinds or not {edge["kind"], edge["family"]}.isdisjoint(selection.kinds))
        and (not technologies or not technologies.isdisjoint(edge["technologies"]))
        and is_within(edge["date"], selection.since, selection.until)
        and edge["sources"] >= selection.support
    )


def has_status(status: str | None, wanted: Collection[str]) -> bool:
    return status in wanted if wanted else status != "cancelled"


def is_within(day: str | None, since: str | None, until: str | None) -> bool:
    if day is None:
        return not since and not until
    return not (since and compare_dates(day, since) < 0) and not (until and compare_dates(day, until) > 0)
