"""A Document comes in, its named graph goes out: all that the store needs of it, made in any process."""

import json
from typing import NamedTuple

from kgraph.identity import list_standing_keys
from kgraph.model import Document, Facts
from kgraph.ontology import iri
from kgraph.triples import content_hash, document_iri, write_claims, write_identity, write_nquads
from kgraph.version import EXTRACTOR


class Claims(NamedTuple):
    """What a document tells: its IRI, the hash of what was read, and its graph in sorted lines of N-Quads.

    As text it goes from process to process, and into the store, in a tenth of the time that objects take.
    """

    document: str
    content: str
    graph: str

    @property
    def facts(self) -> int:
        """How many facts the graph holds: what stands there with the words that say it."""
        return self.graph.count(f"> <{iri('kg:evidence')}> ")


class Told(NamedTuple):
    """What a document tells, for the store and for people."""

    claims: Claims
    facts: str


def claim_document(document: Document) -> Claims:
    """What a document tells, by the rules."""
    from kgraph.extract import extract_facts  # who leaves it to other processes need not load spaCy

    return claim_facts(extract_facts(document), EXTRACTOR)


def claim_facts(facts: Facts, extractor: str) -> Claims:
    """What a document tells in which an extractor of that name found facts."""
    document = document_iri(facts.document)
    keys = ((node, "kg:identityKey", key) for node, key in list_standing_keys(facts))
    graph = write_nquads([*write_claims(facts, extractor), *write_identity(document, keys)])
    return Claims(document, content_hash(facts.document), graph)


def tell_document(document: Document) -> Told:
    """What a document tells, by the rules, as a graph and as a line of JSON."""
    from kgraph.extract import extract_facts

    facts = extract_facts(document)
    return Told(claim_facts(facts, EXTRACTOR), dump_facts(facts))


def dump_facts(facts: Facts, with_text: bool = False) -> str:
    """The facts of one document as a line of JSON, in the format of the gold articles."""
    found = facts.model_dump(mode="json", by_alias=True)
    document = found.pop("document")
    left_out = {name for name in ("publisher", "truncated", "notes") if not document[name]}
    left_out |= {"id"} if with_text else {"id", "text"}
    shown = {name: value for name, value in document.items() if name not in left_out}
    return json.dumps({"id": document["id"], "document": shown, **found}, ensure_ascii=False) + "\n"
