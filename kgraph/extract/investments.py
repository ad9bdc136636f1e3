"""A discourse and its sites in, the commitments of money out: each sum that somebody puts up, with its roles."""

from dataclasses import dataclass

from spacy.tokens import Span, Token

from kgraph.extract.contexts import (
    Context,
    find_context,
    guess_kind,
    guess_kind_by_words,
    is_no_commitment,
    is_told_otherwise,
    refine_kind,
    verbs_above,
)
from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import GRANT_PHRASES
from kgraph.extract.locations import Location, find_location, main_location
from kgraph.extract.money import Sum
from kgraph.extract.parties import find_parties, parties
from kgraph.extract.reading import Reading
from kgraph.extract.roles import objects_of
from kgraph.extract.sites import Site, places_agree, site_at
from kgraph.extract.timing import date_event, find_status, is_lead
from kgraph.model import InvestmentKind, Status


@dataclass(slots=True, eq=False)
class Commitment:
    """Money that somebody commits, as a document tells of it."""

    kind: InvestmentKind
    investors: list[Entity]
    recipients: list[Entity]
    sum: Sum
    site: Site | None
    location: Location
    policy: str | None
    announced: str | None
    status: Status
    token: int
    sentence: Span


def find_commitments(discourse: Discourse, sites: list[Site]) -> list[Commitment]:
    """One commitment for each sum that somebody puts up, each told once."""
    found: list[Commitment] = []
    reading = discourse.cast.reading
    for sentence in reading.sentences():
        for token in sentence:
            if token.i in reading.sums and not reading.is_title(token):
                commitment = read_item(discourse, sites, token, sentence) or read_sum(
                    discourse, sites, token, sentence, found
                )
                if commitment is not None:
                    merge_commitment(found, commitment)
    return found


def read_sum(
    discourse: Discourse, sites: list[Site], token: Token, sentence: Span, before: list[Commitment]
) -> Commitment | None:
    """The commitment that a sum tells, or None where it is a price, a revenue, a market or nobody's."""
    if is_told_otherwise(token, sentence, discourse.cast.reading.sums[token.i]):
        return None
    context, twin = find_context(token), find_twin(sentence, before)
    shared = twin.kind if twin is not None and not is_no_commitment(context) else None
    kind = guess_kind(discourse, context) or shared
    if kind is None:
        return None
    told = find_gapped(discourse, token, twin) or find_parties(discourse, sites, context, kind, sentence)
    investors, recipients = told
    kind = refine_kind(discourse, context, kind, investors) if investors else kind
    if not investors or (kind == "grant" and not recipients and not context.says(GRANT_PHRASES)):
        return None
    near = [site for site in sites if places_agree(site.location.place, find_place(discourse, context, None).place)]
    site = find_site(sites, context, sentence) or own_site(near, token, kind, investors, recipients)
    return Commitment(
        kind=kind,
        investors=investors,
        recipients=recipients,
        sum=discourse.cast.reading.sums[token.i],
        site=site,
        location=find_place(discourse, context, site) or place_fallback(discourse, kind),
        policy=find_policy(discourse, sentence),
        announced=date_commitment(discourse, token, sentence),
        status=find_status(token),
        token=token.i,
        sentence=sentence,
    )


def date_commitment(discourse: Discourse, token: Token, sentence: Span) -> str | None:
    """The day of the event or of the news, else the month in which the lead reports it."""
    published = discourse.cast.reading.document.published
    return date_event(discourse, token, sentence) or (
        published[:7] if published and is_lead(discourse, token) else None
    )


def find_twin(sentence: Span, before: list[Commitment]) -> Commitment | None:
    """The commitment told just before in the same sentence, whose verb an elliptic sum shares."""
    return next((c for c in reversed(before) if c.sentence.start == sentence.start), None)


def read_item(discourse: Discourse, sites: list[Site], token: Token, sentence: Span) -> Commitment | None:
    """The commitment of a list's item ("X of Korea: up to N for its plant"), which its introduction explains."""
    reading = discourse.cast.reading
    if not is_list_item(reading, sentence):
        return None
    intro = find_introduction(reading, sentence)
    kind = guess_kind_by_words(intro.text.lower() if intro is not None else reading.document.title.lower())
    if kind is None:
        return None
    firms = [e for t in sentence if (e := discourse.cast.named.get(t.i)) is not None and e.kind == "Organization"]
    givers = [
        e for e in discourse.cast.entities if e.kind == "Government" and e.tokens[0] < sentence.start and not e.place
    ]
    if not firms or not givers:
        return None
    site = next((found for t in sentence if (found := site_at(sites, t)) is not None), None)
    if any(t.lemma_.lower() == "loan" for t in objects_of(token, "in", "of", "as")):
        kind = "loan"
    location = site.location if site is not None else find_location(discourse, token)
    return Commitment(
        kind=kind,
        investors=givers[-1:],
        recipients=firms[:1],
        sum=reading.sums[token.i],
        site=site,
        location=location,
        policy=None,
        announced=date_event(discourse, token, sentence),
        status="announced",
        token=token.i,
        sentence=sentence,
    )


def is_list_item(reading: Reading, sentence: Span) -> bool:
    """A line that goes on with what stands above: a bullet, or a name and a colon, without a verb of its own."""
    number = reading.paragraphs[sentence.start]
    before = [
        t for t in reading.parse[max(0, sentence.start - 4) : sentence.start] if reading.paragraphs[t.i] == number
    ]
    start = not any(t.is_alpha for t in before)
    verbless = not any(t.pos_ == "VERB" and t.dep_ == "ROOT" for t in sentence)
    return start and verbless and (not sentence[0].is_alpha or any(t.text == ":" for t in sentence[:12]))


def find_introduction(reading: Reading, sentence: Span) -> Span | None:
    """The sentence with a verb that stands before a list."""
    before = [s for s in reading.sentences() if s.end <= sentence.start and not is_list_item(reading, s)]
    return before[-1] if before else None


def find_gapped(
    discourse: Discourse, token: Token, twin: Commitment | None
) -> tuple[list[Entity], list[Entity]] | None:
    """ "the state bears N and the city M": a party right before a sum whose verb was left out."""
    if twin is None:
        return None
    previous = token.nbor(-1) if token.i else None
    while previous is not None and previous.text == ",":
        previous = previous.nbor(-1) if previous.i else None
    if previous is not None and previous.i > twin.token and (found := parties(discourse, previous)):
        return found, twin.recipients
    givers = [e for g in objects_of(token, "from", "by") for e in parties(discourse, g)]
    return (givers, twin.recipients) if givers and not set(givers) & set(twin.recipients) else None


def own_site(
    sites: list[Site], token: Token, kind: InvestmentKind, investors: list[Entity], recipients: list[Entity]
) -> Site | None:
    """The site of those who build: the one spoken of last before the sum, or the only one of the document."""
    if kind == "acquisition":
        return None
    builders = set(recipients if kind in ("grant", "loan", "tax_credit") else [*investors, *recipients])
    before = [(max(i for i in s.tokens if i < token.i), s) for s in sites if s.tokens[0] < token.i]
    theirs = [(last, s) for last, s in before if builders & set(s.operators)]
    if theirs:
        return max(theirs, key=lambda pair: pair[0])[1]
    lone = sites[0] if len(sites) == 1 else None
    return lone if lone is not None and (not lone.operators or builders & set(lone.operators)) else None


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


def find_policy(discourse: Discourse, sentence: Span) -> str | None:
    """The law or programme that a sentence names."""
    named = discourse.cast.named
    return next((named[t.i].name for t in sentence if t.i in named and named[t.i].kind == "Policy"), None)


def merge_commitment(found: list[Commitment], new: Commitment) -> None:
    """Add a commitment, or complete the one that told the same before."""
    for old in found:
        if is_same(old, new):
            old.investors = old.investors or new.investors
            old.recipients = old.recipients or new.recipients
            old.site = old.site or new.site
            old.location = old.location.narrow(new.location)
            old.policy = old.policy or new.policy
            return
    found.append(new)


def is_same(old: Commitment, new: Commitment) -> bool:
    if old.kind != new.kind:
        return False
    sums = {(m.currency, m.value) for m in (old.sum.amount, *old.sum.amount.alternatives)}
    return any((m.currency, m.value) in sums for m in (new.sum.amount, *new.sum.amount.alternatives)) and bool(
        set(old.investors) & set(new.investors)
    )
