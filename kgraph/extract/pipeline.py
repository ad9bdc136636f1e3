"""A document in, its facts out: investments, facilities, agreements and meetings, each with the words that say it.

The way: `gate` lets through what may tell a fact; `rewriting`, `reading` and `names` parse it; `entities` and
`coreference` find who is meant; `sites`, `investments` and `accords` read the facts off the parse with the help of
`roles`, `locations`, `timing` and `technologies`; `money` and `dates` are grammars of their own; `lexicon` holds the
words. Rules speak of language and of the field, never of one company.
"""

from collections.abc import Iterable
from functools import partial

from kgraph.extract.accords import Accord, Encounter, find_accords, find_encounters
from kgraph.extract.coreference import Discourse, find_anaphors
from kgraph.extract.entities import Entity, find_entities
from kgraph.extract.gate import is_on_topic
from kgraph.extract.investments import Commitment, find_commitments
from kgraph.extract.reading import Reading, read_document
from kgraph.extract.sites import Site, find_sites
from kgraph.extract.writing import write_facts
from kgraph.model import Document, Facts

EXTRACTOR = "rules-1"
"""The extractor's name and version: a new one reads every document again."""


def extract_facts(document: Document) -> Facts:
    """All facts that the rules find in one document; the same document always gives the same facts."""
    if not is_on_topic(f"{document.title}\n{document.text}"):
        return Facts(document=document)
    reading = read_document(document, keep=lambda paragraph: True)
    if reading is None:
        return Facts(document=document)
    discourse = find_anaphors(find_entities(reading))
    sites = find_sites(discourse)
    commitments = find_commitments(discourse, sites)
    return write_facts(discourse, sites, commitments, find_accords(discourse), find_encounters(discourse))
