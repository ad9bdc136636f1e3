"""Prints how well mentions and claims of different documents are told apart: pairs, precision, recall.

    python tests/identity/measure_pairs.py [--errors]

Each pair is built as a graph of its own in memory: its documents and what else is told beside them.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph

from kgraph.claims import claim_facts
from kgraph.knowledge import add_claims, update_knowledge
from kgraph.model import Facility, Facts, Investment
from kgraph.store import Store
from kgraph.triples import claim_iri, document_iri, name_places, name_policies, place_of

HERE = Path(__file__).parent
SETS = ("mentions", "claims", "fresh/mentions", "fresh/claims")


class Pair(NamedTuple):
    """Two documents with what is compared, whether it is the same, and why."""

    id: str
    same: bool
    why: str
    sides: tuple[tuple[Facts, str], tuple[Facts, str]]
    slot: str | None
    others: tuple[Facts, ...]


class Score(NamedTuple):
    """How many pairs were judged, and how."""

    pairs: int
    precision: float
    recall: float
    errors: tuple[Pair, ...]


def read_pairs(name: str) -> list[Pair]:
    """The pairs of a set: "mentions" or "claims"."""
    with (HERE / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [_read_pair(json.loads(line)) for line in lines]


def _read_pair(row: dict[str, Any]) -> Pair:
    one, other = ((Facts.model_validate(row[side]), row[f"{side}_key"]) for side in ("a", "b"))
    others = tuple(map(Facts.model_validate, row.get("others", ())))
    return Pair(row["id"], row["same"], row["why"], (one, other), row.get("slot"), others)


def measure(pairs: Sequence[Pair]) -> Score:
    """Precision and recall of "the same"."""
    judged = [(pair, is_one(pair)) for pair in pairs]
    said = [pair.same for pair, is_same in judged if is_same]
    found = [is_same for pair, is_same in judged if pair.same]
    errors = tuple(pair for pair, is_same in judged if pair.same != is_same)
    return Score(len(pairs), sum(said) / len(said), sum(found) / len(found), errors)


def is_one(pair: Pair) -> bool:
    """Whether a graph of a pair's documents has one thing for what is compared."""
    store = Store(pyoxigraph.Store(), Path(), None)
    with tempfile.TemporaryDirectory() as name:
        for facts in (*(facts for facts, _ in pair.sides), *pair.others):
            add_claims(store, Path(name), claim_facts(facts, "pairs"))
        update_knowledge(store, Path(name))
    one, other = (find_thing(store, facts, key, pair.slot) for facts, key in pair.sides)
    return one == other


def find_thing(store: Store, facts: Facts, key: str, slot: str | None) -> str:
    """What a document means by a claim, or by the place or policy of one."""
    document = document_iri(facts.document)
    thing = store.find_value(document, _find_node(facts, key, slot), "kg:sameThing")
    if thing is None:
        raise LookupError(f"{document} does not tell what {key} is")
    return thing


def _find_node(facts: Facts, key: str, slot: str | None) -> str:
    claim = next(claim for claim in facts.claims() if claim.key == key)
    if slot == "place" and isinstance(claim, Facility | Investment) and (place := place_of(claim)):
        return name_places(facts)[place]
    if slot == "policy" and isinstance(claim, Investment) and claim.policy:
        return name_policies(facts)[claim.policy]
    return claim_iri(document_iri(facts.document), key)


def print_score(name: str, score: Score, with_errors: bool) -> None:
    print(f"{name:<9} {score.pairs:>4} pairs   precision {score.precision:.3f}   recall {score.recall:.3f}")
    if with_errors:
        for pair in score.errors:
            print(f"  {pair.id} {'one, taken for two' if pair.same else 'two, taken for one'}: {pair.why}")


def main() -> None:
    parser = argparse.ArgumentParser(description="How well mentions and claims are told apart.")
    parser.add_argument("--errors", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    for name in SETS:
        print_score(name, measure(read_pairs(name)), options.errors)


if __name__ == "__main__":
    main()
