"""The gate keeps out what cannot tell a fact, and nothing else."""

from functools import cache
from pathlib import Path

import pytest

import kgraph.extract
from kgraph.extract import extract_facts
from kgraph.extract.gate import is_on_topic
from kgraph.model import Document, Facts
from kgraph.sources import read_documents

GOLD = Path(__file__).with_name("gold")
OFF_TOPIC = [
    "The Rovers beat the Comets by two goals to one on Sunday. Fans sang until midnight.",
    "Heavy rain fell over the western islands. Ferries stayed in port, and schools closed early.",
    "A choir of schoolchildren opened the festival in the old town. Tickets cost 12 euros.",
    "Mix the flour with warm water, add salt, and let the dough rest for an hour.",
    "An escaped parrot was caught in a garden after three days. “It knew my name,” its owner said.",
    "",
    "\n \n",
]
ON_TOPIC = [
    "Halden will invest $40 million in a plant in Ohio.",
    "Korvel signed a memorandum with the University of Harrowgate.",
    "The trade minister visited Korvel's fab in Dresden.",
    "The ministry lends Halden Pumps 3 billion yen.",
    "Halden Pumps said on Monday it would build a $90 million plant in Ohio.",
    "Halden Pumps bought Korvel for $90 million.",
    "Halden Pumps is to take over Korvel for $90 million.",
    "Korvel's refinery in Graz cost $90 million.",
]


@cache
def read_gold() -> list[Document]:
    found = list(read_documents([str(GOLD / name) for name in ("train", "dev", "more")]))
    assert all(isinstance(document, Document) for document in found)
    return [document for document in found if isinstance(document, Document)]


def test_what_the_gate_keeps_out_of_the_gold_articles_tells_no_fact() -> None:
    kept_out = [document for document in read_gold() if not is_on_topic(document)]
    assert [extract_facts(document, gated=False) for document in kept_out] == [
        Facts(document=document) for document in kept_out
    ]


def test_what_the_gate_lets_through_is_read_as_without_it() -> None:
    # One article in fifteen: past the gate both ways are one.
    let_through = [document for document in read_gold() if is_on_topic(document)][::15]
    assert len(let_through) >= 10
    for document in let_through:
        assert extract_facts(document) == extract_facts(document, gated=False)


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_what_is_off_topic_is_not_parsed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(document: Document) -> None:
        raise AssertionError(f"parsed: {document.text}")

    monkeypatch.setattr(kgraph.extract, "read_document", refuse)
    document = Document(id="d", text=text)
    assert extract_facts(document) == Facts(document=document)


@pytest.mark.parametrize("text", ON_TOPIC)
def test_a_sentence_of_trade_news_passes(text: str) -> None:
    assert is_on_topic(Document(id="d", text=text))


def test_the_title_counts_as_text() -> None:
    assert is_on_topic(Document(id="d", title="Minister signs battery accord", text="He smiled."))
