"""Gold articles, and what was found in them or is extracted now, come in; figures and errors as rows go out."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from kgraph.errors import SourceError
from kgraph.extract import extract_facts
from kgraph.extract.scoring import (
    SLOTS,
    Comparison,
    Pair,
    SlotValue,
    Tally,
    Told,
    compare_facts,
    is_exact,
    is_found,
    read_both,
    tally_facts,
    tally_slot,
    wrong_slots,
)
from kgraph.model import Facts
from kgraph.tables import Format, format_rows, wrap_lines

MARGIN = "    "


class Score(NamedTuple):
    """A row of figures; `slot` is also all slots of a kind, or its facts. Shares go from 0 to 1, None of nothing."""

    kind: str
    slot: str
    gold: int
    found: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None


class Mistake(NamedTuple):
    """A fact missed or invented, or a slot that is wrong: what gold has, what was found, the words that say it.

    `error` is missed, invented or wrong; `key` is the gold fact's, or that of what was invented.
    """

    article: str
    kind: str
    key: str
    error: str
    slot: str
    gold: str
    found: str
    evidence: str


def evaluate_extraction(gold: Path, predictions: Path | None = None) -> list[Comparison]:
    """Compare each gold article of a folder or file with what is predicted of it, or extracted now.

    An article of which the predictions say nothing has no facts found. Raises SourceError where a file cannot be
    read, there are no gold articles, or the predictions are of others.
    """
    articles = read_gold(gold)
    if predictions is None:
        return [compare_facts(article, extract_facts(article.document)) for article in articles]
    found = read_predictions(predictions)
    if not any(article.document.id in found for article in articles):
        raise SourceError(f"{predictions} holds no article of {gold}: their ids must be the same")
    return [
        compare_facts(article, found.get(article.document.id, Facts(document=article.document))) for article in articles
    ]


def read_gold(path: Path) -> list[Facts]:
    """The facts of gold articles, one in a file; of a folder, all that end in .json, in the order of their paths.

    Raises SourceError where there are none, or one cannot be read.
    """
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise SourceError(f"{path} holds no gold articles: their names end in .json")
    return [parse_facts(read_text(file), str(file)) for file in files]


def read_predictions(path: Path) -> dict[str, Facts]:
    """The facts of each line that `kgraph extract` printed, by the id of their article.

    Raises SourceError where a line cannot be read, or tells of the same article as one before.
    """
    found: dict[str, Facts] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        facts = parse_facts(line, f"{path}, line {number}")
        if facts.document.id in found:
            raise SourceError(f"{path}, line {number}: {facts.document.id} was there before: keep one line of each")
        found[facts.document.id] = facts
    return found


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SourceError(f"{path} is no text in UTF-8") from error


def parse_facts(text: str, where: str) -> Facts:
    """Facts from JSON in the format of the gold articles: the document's id stands beside it."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or not isinstance(found.get("document"), dict):
            raise SourceError(f"{where} is no gold article: it has no document")
        identity = {"id": found.pop("id")} if "id" in found else {}
        return Facts.model_validate({**found, "document": found["document"] | identity})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise SourceError(f"{where} is no gold article: {': '.join(filter(None, [place, first['msg']]))}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{where} is no JSON: {error}") from error


def format_scores(comparisons: Sequence[Comparison], style: Format = "table") -> str:
    """The figures: a row for each slot, those for facts found and exactly right, and one for quiet articles."""
    return format_rows(Score._fields, score_comparisons(comparisons), style)


def score_comparisons(comparisons: Sequence[Comparison]) -> list[Score]:
    """Precision, recall and F1 by kind and slot, of facts found and exactly right; what quiet articles made invent."""
    pairs = [pair for comparison in comparisons for pair in comparison.pairs]
    kinds = {kind: [pair for pair in pairs if pair.kind == kind] for kind in SLOTS}
    quiet = [comparison for comparison in comparisons if comparison.quiet]
    slots = {(kind, slot): tally_slot(kinds[kind], slot) for kind in SLOTS for slot in SLOTS[kind]}
    facts = {
        (kind, name): tally_facts(some, is_good)
        for name, is_good in (("facts found", is_found), ("facts exactly right", is_exact))
        for kind, some in (kinds | {"all": pairs}).items()
    }
    invented = Tally(found=sum(len(comparison.pairs) for comparison in quiet))
    tallies = {**slots, **add_slots(slots), **facts, (f"quiet articles ({len(quiet)})", "facts invented"): invented}
    return [make_score(kind, slot, tally) for (kind, slot), tally in tallies.items()]


def add_slots(slots: dict[tuple[str, str], Tally]) -> dict[tuple[str, str], Tally]:
    """The slots of each kind together, and those of all kinds."""
    sums = {kind: sum((tally for (of, _), tally in slots.items() if of == kind), Tally()) for kind in SLOTS}
    sums["all"] = sum(sums.values(), Tally())
    return {(kind, "all slots"): tally for kind, tally in sums.items()}


def make_score(kind: str, slot: str, tally: Tally) -> Score:
    shares = (tally.precision, tally.recall, tally.f1)
    rounded = [None if share is None else round(share, 4) for share in shares]
    return Score(kind, slot, tally.gold, tally.found, tally.right, *rounded)


def format_errors(comparisons: Iterable[Comparison], style: Format = "table") -> str:
    """What is not as in gold: told in lines for people, in rows for programs."""
    mistakes = list_mistakes(comparisons)
    if style != "table":
        return format_rows(Mistake._fields, mistakes, style)
    return "".join(f"{line}\n" for mistake in mistakes for line in describe_mistake(mistake))


def list_mistakes(comparisons: Iterable[Comparison]) -> Iterator[Mistake]:
    """All that was missed, invented or wrong, in the order of articles, kinds and facts."""
    for comparison in comparisons:
        for pair in comparison.pairs:
            yield from list_pair_mistakes(comparison.article, pair)


def list_pair_mistakes(article: str, pair: Pair) -> Iterator[Mistake]:
    gold, found = pair.gold, pair.found
    if gold and found:
        evidence = found.fact.evidence or gold.fact.evidence or ""
        for slot in wrong_slots(pair):
            asked, told = map(join_texts, read_both(pair, slot))
            yield Mistake(article, pair.kind, gold.fact.key, "wrong", slot, asked, told, evidence)
    elif gold:
        evidence = gold.fact.evidence or ""
        yield Mistake(article, pair.kind, gold.fact.key, "missed", "", describe_fact(gold), "", evidence)
    elif found:
        evidence = found.fact.evidence or ""
        yield Mistake(article, pair.kind, found.fact.key, "invented", "", "", describe_fact(found), evidence)


def describe_fact(told: Told) -> str:
    return "; ".join(f"{slot}: {join_texts(values)}" for slot, values in told.values.items() if values)


def join_texts(values: Iterable[SlotValue]) -> str:
    return ", ".join(value.text for value in values)


def describe_mistake(mistake: Mistake) -> Iterator[str]:
    """A mistake in lines that fit a terminal: what and where, then what stands against what, then the words."""
    yield " ".join(filter(None, [mistake.article, mistake.kind, mistake.key, mistake.error, mistake.slot]))
    if mistake.error != "invented":
        yield from wrap_lines(f"gold: {mistake.gold or 'nothing'}", MARGIN)
    if mistake.error != "missed":
        yield from wrap_lines(f"found: {mistake.found or 'nothing'}", MARGIN)
    if mistake.evidence:
        yield from wrap_lines(f'"{mistake.evidence}"', MARGIN)
