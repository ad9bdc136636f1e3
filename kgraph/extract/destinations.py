"""A sum in, where its money goes by the rules of grammar out: to which site, in which place."""

from collections.abc import Sequence

from spacy.tokens import Span, Token

from kgraph.extract.contexts import PUBLIC, Context, verbs_above
from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import STAKE_PHRASES
from kgraph.extract.locations import Location, find_location, main_location, seat_of
from kgraph.extract.sites import Site, places_agree, site_at
from kgraph.model import InvestmentKind


def guess_site(
    discourse: Discourse,
    sites: list[Site],
    context: Context,
    kind: InvestmentKind,
    parties: tuple[Sequence[Entity], Sequence[Entity]],
) -> Site | None:
    """The site that the sum's grammar names, else one of those who build."""
    place = find_place(discourse, context, None).place
    near = [site for site in sites if places_agree(site.location.place, place)]
    return find_site(sites, context, context.sum.sent) or own_site(near, context.sum, kind, parties)


def guess_place(
    discourse: Discourse, context: Context, kind: InvestmentKind, site: Site | None, recipients: Sequence[Entity]
) -> Location:
    """Where the site stands, else what the sum's grammar names, else where the document's news is.

    Money for shares and takeovers goes to the home of the firm that they are of.
    """
    is_stake = kind == "acquisition" or (kind == "investment" and context.says(STAKE_PHRASES))
    if recipients and is_stake and (site is None or kind == "acquisition") and (seat := seat_of(recipients[0])):
        return seat
    return find_place(discourse, context, site) or place_fallback(discourse, kind)


def find_site(sites: list[Site], context: Context, sentence: Span) -> Site | None:
    """The site that the money is for: a noun that governs the sum or hangs on its verb, else the sentence's."""
    tokens = [*context.purposes, *context.nouns]
    for verb in verbs_above(context):
        tokens += [g for g in verb.subtree if g.dep_ in {"pobj", "dobj", "nsubj", "nsubjpass"}]
    for token in tokens:
        if (site := site_at(sites, token)) is not None:
            return site
    inside = [site for t in sentence if (site := site_at(sites, t)) is not None]
    return inside[0] if inside else None


def own_site(
    sites: list[Site], token: Token, kind: InvestmentKind, parties: tuple[Sequence[Entity], Sequence[Entity]]
) -> Site | None:
    """The site of those who build: the one spoken of last before the sum, or the only one of the document."""
    if kind == "acquisition":
        return None
    investors, recipients = parties
    builders = set(recipients if kind in PUBLIC else [*investors, *recipients])
    before = [(max(i for i in s.tokens if i < token.i), s) for s in sites if s.tokens[0] < token.i]
    theirs = [(last, s) for last, s in before if builders & set(s.operators)]
    if theirs:
        return max(theirs, key=lambda pair: pair[0])[1]
    lone = sites[0] if len(sites) == 1 else None
    return lone if lone is not None and (not lone.operators or builders & set(lone.operators)) else None


def find_place(discourse: Discourse, context: Context, site: Site | None) -> Location:
    if site is not None and site.location:
        return site.location
    for holder in [*context.purposes, *context.nouns, context.sum]:
        found = find_location(discourse, holder)
        if found:
            return found
    return Location()


def place_fallback(discourse: Discourse, kind: InvestmentKind) -> Location:
    """Where the document's news is, for money that builds something."""
    return main_location(discourse) if kind in ("investment", "grant", "tax_credit") else Location()
