"""An open graph comes in, pairs of things that may be one go out, each with the reason and a score.

Nothing is joined here: a person judges, in decisions.yaml. Left out are pairs that were judged already, that one
text or the shipped tables tell apart, and a parent with its own.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from kgraph.gazetteer import normalize_name
from kgraph.identity import DECISIONS, are_related, read_judgement
from kgraph.questions import ask
from kgraph.store import Store
from kgraph.tables import wrap_lines

_ALIKE = 0.88
"""Of the letters of two names, from where on they may be one with a slip."""
_COMMON = 40
"""A word that so many things share tells nothing."""
_CLOSE = 0.9
"""Of two sums, from where on they may be one told differently."""


class Pair(NamedTuple):
    """Two things that may be one: how likely from 0 to 1, and why."""

    score: float
    one: str
    other: str
    reason: str
    one_iri: str
    other_iri: str


class Candidate(NamedTuple):
    """A row of `candidates`: a thing, with what tells it from others; names and operators with a tab between them."""

    iri: str
    label: str
    kind: str
    names: str
    country: str | None
    place: str | None
    parties: str | None
    usd: float | None
    date: str | None
    known: bool
    documents: str


def suggest_pairs(store: Store, folder: Path) -> list[Pair]:
    """The pairs to judge, the likeliest first."""
    judgement = read_judgement(folder)
    found = {}
    for one, other in list_candidates(list(map(Candidate._make, ask(store, "candidates")))):
        score, reason = compare_candidates(one, other)
        if score and not judgement.are_apart(one.iri, other.iri) and not are_related(one.iri, other.iri):
            found[one.iri, other.iri] = Pair(round(score, 2), one.label, other.label, reason, one.iri, other.iri)
    return sorted(found.values(), key=lambda pair: (-pair.score, pair[1:]))


def describe_pairs(pairs: Sequence[Pair], folder: Path) -> Iterator[str]:
    """The pairs in words, each with the lines that decisions.yaml would have for it."""
    for pair in pairs:
        yield from (f"{pair.score:.2f}  {pair.one}", f"      {pair.other}", f"      {pair.reason}")
        yield from (f"      - [{pair.one_iri},", f"         {pair.other_iri}]", "")
    judge = f"put the lines of a pair under `same:` or `different:` in {folder / DECISIONS}"
    yield from wrap_lines(f"{len(pairs)} to judge: {judge}" if pairs else "nothing to judge")


def list_candidates(things: Sequence[Candidate]) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs of one kind that share a telling word, or a party."""
    groups: defaultdict[tuple[str, str], list[Candidate]] = defaultdict(list)
    for thing in things:
        words = {word for name in thing.names.split("\t") for word in normalize_name(name).split()}
        for word in words if thing.parties is None else set(thing.parties.split("\t")):
            groups[thing.kind, word].append(thing)
    for _, group in sorted(groups.items()):
        if len(group) <= _COMMON:
            yield from combinations(sorted(group), 2)


def compare_candidates(one: Candidate, other: Candidate) -> tuple[float, str]:
    """How likely two things are one, and why; 0 where nothing speaks for it."""
    if one.iri == other.iri or (one.country and other.country and one.country != other.country):
        return 0, ""
    if one.parties is not None:
        return compare_facts(one, other)
    return (0, "") if one.known and other.known else compare_names(one, other)


def compare_names(one: Candidate, other: Candidate) -> tuple[float, str]:
    names = [(a, b) for a in one.names.split("\t") for b in other.names.split("\t")]
    return max(compare_words(normalize_name(a), normalize_name(b)) for a, b in names)


def compare_words(one: str, other: str) -> tuple[float, str]:
    short, long = sorted((one.split(), other.split()), key=len)
    alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if alike >= _ALIKE:
        return alike, "the names are spelled alike"
    if set(short) < set(long):
        return 0.5 + 0.4 * len(short) / len(long), "one name holds the other"
    return 0, ""


def compare_facts(one: Candidate, other: Candidate) -> tuple[float, str]:
    """Two facts of one party: sites in one country, sums that are close and told within a year."""
    if set(one.documents.split("\t")) & set(other.documents.split("\t")):
        return 0, ""
    if one.kind == "facility":
        near = one.place is None or other.place is None
        return (0.5, "one operator and country, the place told once") if near and one.country else (0, "")
    if one.usd and other.usd and min(one.usd, other.usd) >= _CLOSE * float(max(one.usd, other.usd)):
        is_near = one.date and other.date and abs(int(one.date[:4]) - int(other.date[:4])) <= 1
        return (0.6, "one party, sums that are close, within a year or so") if is_near else (0, "")
    return 0, ""
