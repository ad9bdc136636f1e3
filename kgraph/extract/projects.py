"""Commitments and sites in, the sites out that only their money tells of: "registered N to press frames in Gumi"."""

import re
from collections.abc import Sequence

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.investments import Commitment
from kgraph.extract.lexicon import STAKE_PHRASES
from kgraph.extract.locations import Location, main_country
from kgraph.extract.openings import find_openings
from kgraph.extract.operators import can_operate
from kgraph.extract.site_nouns import kind_of_context, kind_of_words, made_by
from kgraph.extract.sites import Site, told_country
from kgraph.extract.technologies import find_technologies

EQUITY = re.compile(
    r"\b(?:"
    + "|".join(map(re.escape, STAKE_PHRASES))
    + r"|shares?|raised|round|series [a-f]|start-?up|bonds?|funds?|for \d+ per ?cent)\b"
)
"""Words beside money that pays for a part of a firm, not for a site."""


def find_projects(discourse: Discourse, sites: Sequence[Site], commitments: Sequence[Commitment]) -> list[Site]:
    """The sites of sums that are spent in a town on none of the sites known; sums of one firm in one town share it.

    A site that stands nowhere stands where the money for it is spent.
    """
    found: list[Site] = []
    for commitment in commitments:
        if commitment.site is not None and not commitment.site.location.place:
            commitment.site.location = commitment.site.location.narrow(commitment.location)
    for commitment in commitments:
        firms = builders_of(commitment)
        if commitment.site is not None or not firms or not is_spent_on_site(commitment):
            continue
        known = next((s for s in found if set(s.operators) & set(firms) and is_at(s, commitment)), None)
        if known is None and is_site_missing(sites, commitment, firms):
            known = make_site(discourse, commitment, firms)
            found.append(known)
        commitment.site = known
    for site in found:
        complete_project(discourse, site, alone=len(found) == 1 and not sites)
    return found


def is_at(site: Site, commitment: Commitment) -> bool:
    return site.location.place == commitment.location.place


def is_site_missing(sites: Sequence[Site], commitment: Commitment, firms: Sequence[Entity]) -> bool:
    """Whether no site that is told of is the one: a firm's own money goes elsewhere than where others stand.

    Who is given money beside a site that stands somewhere gets it for other things.
    """
    if any(set(site.operators) & set(firms) or is_at(site, commitment) for site in sites):
        return False
    return commitment.kind not in ("grant", "loan") or not any(site.location.place for site in sites)


def builders_of(commitment: Commitment) -> list[Entity]:
    """Who runs what money is spent on: who gets it, of an investment who makes it."""
    if commitment.kind in ("grant", "loan", "tax_credit", "joint_venture"):
        return [e for e in commitment.recipients if can_operate(e)]
    return [e for e in commitment.investors if can_operate(e)] if not commitment.recipients else []


def is_spent_on_site(commitment: Commitment) -> bool:
    """Whether a sum is set to be spent in a town: no share in a firm, nothing given up or long spent."""
    if commitment.location.place is None or commitment.status not in ("announced", "considered"):
        return False
    return commitment.kind != "acquisition" and not EQUITY.search(commitment.sentence.text.lower())


def make_site(discourse: Discourse, commitment: Commitment, firms: list[Entity]) -> Site:
    sentence = commitment.sentence
    words = " ".join(t.lower_ for t in sentence if t.i not in discourse.cast.named)
    technologies = find_technologies(words)
    made = [text for verb in sentence if verb.pos_ == "VERB" for text in made_by(verb)]
    kind = next((kind for text in made if (kind := kind_of_words(text))), None)
    return Site(
        kind=kind or kind_of_context(discourse, firms, technologies),
        operators=firms,
        location=commitment.location,
        technologies=technologies,
        tokens=[commitment.token],
        planned=True,
    )


def complete_project(discourse: Discourse, site: Site, alone: bool) -> None:
    """Fill when a site opens, from the whole document where it is its only one, and in what country it is."""
    parse = discourse.cast.reading.parse
    sentence = parse[site.tokens[0]].sent
    behind = parse[sentence.end].sent if sentence.end < len(parse) else sentence
    near = discourse.cast.reading.sentences() if alone else [sentence, behind]
    openings = [opening for each in near for opening in find_openings(discourse, each)]
    site.opening = max(openings, key=lambda opening: opening.weight, default=None)
    if site.location.country is None:
        country = told_country(discourse, site) or main_country(discourse)
        site.location = Location(site.location.place, country)
