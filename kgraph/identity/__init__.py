"""What documents claim comes in; the thing of the world that each claim is about, and all merged, goes out.

    naming      names of organizations -> IRIs of things; `authorities`, `people`, `places` and `policies` likewise
    backing     a document -> who stands behind its organizations and people
    mentioning  how one document mentions things -> lines that can be counted
    telling     the claims of one document in terms of these things
    keys        a claim -> keys under which claims of the same facility or event are found
    matching    two claims -> how surely they tell of one; `sums` and `ties` say what agrees
    clustering  claims that match -> one group a facility or event
    parts       the sums of one document -> which is a part of which
    merging     the claims of one thing -> the thing, with its stages and disputes
    copies      texts -> which of them repeat another
    decisions   a person's judgements -> what they change

Everything follows from the set of claims, never from their order.
"""

from kgraph.identity.clustering import gather_claims, may_meet, split_claims
from kgraph.identity.copies import choose_original, is_copy, is_copy_key
from kgraph.identity.decisions import DECISIONS, Judgement, read_judgement
from kgraph.identity.keys import list_keys, list_standing_keys
from kgraph.identity.matching import match_claims
from kgraph.identity.mentioning import Mentioned, list_mentioned, read_mentioned
from kgraph.identity.merging import Mention, list_named, merge_claims, merge_mentions
from kgraph.identity.naming import drop_matter
from kgraph.identity.parts import find_wholes
from kgraph.identity.telling import (
    Named,
    Told,
    name_mentions,
    order_told,
    quote_claim,
    read_told,
    tell_claims,
    write_told,
)
from kgraph.identity.ties import are_related, list_parents

__all__ = [
    "DECISIONS",
    "Judgement",
    "Mention",
    "Mentioned",
    "Named",
    "Told",
    "are_related",
    "choose_original",
    "drop_matter",
    "find_wholes",
    "gather_claims",
    "is_copy",
    "is_copy_key",
    "list_keys",
    "list_mentioned",
    "list_named",
    "list_parents",
    "list_standing_keys",
    "match_claims",
    "may_meet",
    "merge_claims",
    "merge_mentions",
    "name_mentions",
    "order_told",
    "quote_claim",
    "read_judgement",
    "read_mentioned",
    "read_told",
    "split_claims",
    "tell_claims",
    "write_told",
]
