"""The knowledge layer follows from what is in the graph, whatever came before and in whatever order.

KGRAPH_SEQUENCES sets how many random sequences of changes are tried, KGRAPH_KILLS how often a build is killed.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgraph.claims import claim_facts
from kgraph.errors import GraphError
from kgraph.identity import DECISIONS
from kgraph.knowledge import add_claims, drop_claims, update_knowledge
from kgraph.model import Facts
from kgraph.store import Store, open_store
from kgraph.triples import document_iri

SEQUENCES = int(os.environ.get("KGRAPH_SEQUENCES", "60"))
KILLS = int(os.environ.get("KGRAPH_KILLS", "5"))
KILL_BUILDS = Path(__file__).parent / "bench" / "kill_builds.py"

# --- small documents that hang on each other in many ways

ORGANIZATIONS: list[dict[str, object]] = [
    {"name": "Zyx Photonics", "aliases": ["ZP"]},
    {"name": "Zyx Photonics", "country": "JP"},
    {"name": "Zander Power", "aliases": ["ZP", "Zander"]},
    {"name": "ZP", "country": "US"},
    {"name": "Zyx"},
    {"name": "Zyx Optical Systems", "aliases": ["Zyx"]},
    {"name": "Samsung"},
    {"name": "Samsung Electronics", "country": "KR"},
    {"name": "Ministry of Wells", "class": "Government", "country": "JP", "aliases": ["MW"]},
    {"name": "MW"},
]
TEXTS = [
    "In the early morning the gates of the old works by the river were opened for the first time in nine years .",
    "In the early morning the gates of the old works by the river were opened for the first time in six years .",
    "In the early morning the gates of the old works by the river were opened for the first time .",
    "Nobody had thought that so small a town would see two such plants within a year , said those who live there .",
]
SUMS = {
    "It pays $17 billion.": {"value": 17 * 10**9, "currency": "USD"},
    "It pays $37 billion, up from $17 billion.": {"value": 37 * 10**9, "currency": "USD"},
    "It pays up to $40 billion.": {"value": 40 * 10**9, "currency": "USD", "qualifier": "up_to"},
    "It pays 5 trillion yen.": {"value": 5 * 10**12, "currency": "JPY"},
    "It pays something.": None,
}
TRADES = ["memory", "batteries", "memory"]
TOWNS = [("Taylor", "US"), ("Taylor, Texas", "US"), ("Gumi", "KR"), (None, "US"), (None, None)]
DAYS = ["2024-02-01", "2024-02", "2024-02-03", "2024-05-20", None]
STATUSES = ["announced", "considered", "completed", "cancelled"]
JUDGEMENTS = [
    "",
    "same:\n  - [Zyx Photonics, Zyx Optical Systems]\n",
    "same:\n  - [Zander Power, Samsung Electronics]\nrename:\n  Zander Power: The Power\n",
    "different:\n  - [ZP, Zander Power]\n  - ['https://example.org/d1#i', 'https://example.org/d2#i']\n",
    "parent:\n  Zyx Photonics: Zyx Holdings\n  Zander Power: Zyx Photonics\n",
]


class Choice(NamedTuple):
    """What a small document is made of, by places in the lists above."""

    document: int
    parties: tuple[int, int]
    text: int
    sum: int
    town: int
    published: int
    day: int
    status: int
    is_grant: bool


choices = st.builds(
    Choice,
    document=st.integers(0, 5),
    parties=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    text=st.integers(0, len(TEXTS)),
    sum=st.integers(0, len(SUMS) - 1),
    town=st.integers(0, len(TOWNS) - 1),
    published=st.integers(0, len(DAYS) - 1),
    day=st.integers(0, len(DAYS) - 1),
    status=st.integers(0, len(STATUSES) - 1),
    is_grant=st.booleans(),
)


def make_facts(choice: Choice) -> Facts:
    """A document that tells of two organizations, a site, a deal, an agreement and a meeting."""
    said, amount = list(SUMS.items())[choice.sum]
    # Texts beyond the list are of one document alone.
    text = f"{said} {[*TEXTS, f'Number {choice.document}.'][choice.text]}"
    quote = {"evidence": said, "start": 0, "end": len(said)}
    place, country = TOWNS[choice.town]
    first, second = (ORGANIZATIONS[party] for party in choice.parties)
    dated = {"date": DAYS[choice.day], **quote}
    money = {"kind": "grant" if choice.is_grant else "investment", "policy": "Wells Act" if choice.is_grant else None}
    money |= {"investors": ["o1"], "recipients": ["o2"], "amount": amount, "facility": "f", "place": place}
    money |= {"country": country, "announced": DAYS[choice.day], "status": STATUSES[choice.status]}
    site = {"key": "f", "kind": "fab", "operators": ["o1"], "place": place, "country": country}
    site |= {"technologies": [TRADES[choice.text]] if choice.text < len(TRADES) else []}
    return Facts.model_validate(
        {
            "document": {
                "id": f"d{choice.document}",
                "url": f"https://example.org/d{choice.document}",
                "published": DAYS[choice.published],
                "text": text,
            },
            "organizations": [{"key": "o1", **first}, {"key": "o2", **second}],
            "people": [{"key": "p", "name": "Kim", "affiliation": "o2"}],
            "facilities": [site],
            "investments": [{"key": "i", **money, **quote}],
            "agreements": [{"key": "a", "kind": "supply", "parties": ["o1", "o2"], **dated}],
            "meetings": [{"key": "m", "participants": ["o1", "o2", "p"], "country": country, **dated}],
        }
    )


# --- any sequence


class Step(NamedTuple):
    """Documents that come in, or go where they have no choices, and how the update after them ends."""

    documents: list[Choice | int]
    judgement: int
    cut: int | None
    """After how many changes of the store the update is cut off; none: it is not."""


class Cut(BaseException):
    """The end of a run."""


steps = st.builds(
    Step,
    documents=st.lists(choices | st.integers(0, 5), max_size=6),
    judgement=st.sampled_from([0, 0, *range(len(JUDGEMENTS))]),
    cut=st.none() | st.integers(0, 40),
)


class CutOff(Store):
    """A store in memory in which the run ends at a change."""

    left: int | None = None

    def __init__(self) -> None:
        super().__init__(pyoxigraph.Store(), Path(), None)

    def change(self, removed: Iterable[pyoxigraph.Quad], added: Iterable[pyoxigraph.Quad]) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Cut
        super().change(removed, added)


def take_step(store: CutOff, folder: Path, step: Step) -> None:
    for document in step.documents:
        if isinstance(document, int):
            drop_claims(store, folder, f"https://example.org/d{document}")
        else:
            add_claims(store, folder, claim_facts(make_facts(document), "test-1"))
    (folder / DECISIONS).write_text(JUDGEMENTS[step.judgement], encoding="utf-8")
    store.left = step.cut
    with suppress(Cut):
        update_knowledge(store, folder)
    store.left = None


def build_anew(known: Sequence[Facts], judgement: str) -> list[str]:
    with TemporaryDirectory() as folder:
        store = CutOff()
        (Path(folder) / DECISIONS).write_text(judgement, encoding="utf-8")
        for facts in known:
            add_claims(store, Path(folder), claim_facts(facts, "test-1"))
        update_knowledge(store, Path(folder))
        return list(store.dump())


@given(sequence=st.lists(steps, min_size=1, max_size=5), order=st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=SEQUENCES)
def test_after_any_changes_and_cuts_the_graph_is_that_of_what_is_left_built_anew(
    sequence: list[Step], order: random.Random
) -> None:
    known: dict[str, Facts] = {}
    with TemporaryDirectory() as name:
        folder, store = Path(name), CutOff()
        for step in sequence:
            take_step(store, folder, step)
            for document in step.documents:
                if isinstance(document, int):
                    known.pop(f"https://example.org/d{document}", None)
                else:
                    facts = make_facts(document)
                    known[document_iri(facts.document)] = facts
        update_knowledge(store, folder)
        left = list(known.values())
        order.shuffle(left)
        assert list(store.dump()) == build_anew(left, JUDGEMENTS[sequence[-1].judgement])


# --- processes


def start_python(*arguments: str, **pipes: int) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen([sys.executable, *arguments], env=environment, text=True, **pipes)


def dump(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return list(store.dump())


def test_builds_killed_at_any_moment_are_made_good_by_the_next(tmp_path: Path) -> None:
    with start_python(str(KILL_BUILDS), str(tmp_path), str(KILLS)) as builds:
        assert builds.wait() == 0
    whole = dump(tmp_path / "whole")
    with open_store(tmp_path / "whole") as store:
        assert len(store.documents()) == 300
    killed = [folder for folder in tmp_path.iterdir() if folder.name.isdigit()]
    assert killed
    for folder in killed:
        assert dump(folder) == whole
        assert not (folder / "stale").exists()


WRITER = """
import sys
from pathlib import Path
from kgraph.store import open_store
with open_store(Path(sys.argv[1]), write=True) as store:
    store.replace_graph("https://example.org/new", "")
    print("open", flush=True)
    sys.stdin.read()
"""


def test_while_one_process_writes_another_that_would_is_told_so_and_readers_read(tmp_path: Path) -> None:
    facts = make_facts(Choice(1, (0, 7), 0, 0, 0, 0, 0, 0, False))
    with open_store(tmp_path / "graph", write=True) as store:
        add_claims(store, tmp_path / "graph", claim_facts(facts, "test-1"))
        update_knowledge(store, tmp_path / "graph")
    before = dump(tmp_path / "graph")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with start_python("-c", WRITER, str(tmp_path / "graph"), **pipes) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(GraphError, match="is being written by another process: try later"):
            open_store(tmp_path / "graph", write=True)
        assert dump(tmp_path / "graph") == before
        writer.communicate()
