"""A discourse and its sites in, the commitments of money out: each sum that somebody puts up, with its roles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUILD_VERBS,
    BUY_PHRASES,
    BUY_VERBS,
    COST_VERBS,
    FACILITY_NOUNS,
    GIVE_VERBS,
    GRANT_NOUNS,
    GRANT_PHRASES,
    INVEST_NOUNS,
    INVEST_VERBS,
    LOAN_PHRASES,
    NOT_COMMITTED,
    NOT_COMMITTED_VERBS,
    RECEIVE_VERBS,
    SAY_VERBS,
    STAKE_PHRASES,
    TAX_PHRASES,
    VENTURE_PHRASES,
)
from kgraph.extract.locations import Location, find_location, main_location
from kgraph.extract.money import Sum
from kgraph.extract.roles import (
    SUBJECTS,
    agent_of,
    climb,
    datives,
    direct_objects,
    is_passive,
    objects_of,
    owner_of,
    phrase_of,
    subject_of,
)
from kgraph.extract.sites import Site, leading_firm, site_at
from kgraph.extract.timing import document_date, find_announcement, find_status, is_lead
from kgraph.model import InvestmentKind, Status


@dataclass(slots=True, eq=False)
class Commitment:
    """Money that somebody commits, as a document tells of it."""

    kind: InvestmentKind
    investors: list[Entity]
    recipients: list[Entity]
    sum: Sum | None
    site: Site | None
    location: Location
    policy: str | None
    announced: str | None
    status: Status
    token: int
    sentence: Span
    technologies: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Context:
    """What governs a sum: the nouns from the nearest on, the verb above them, and their words."""

    sum: Token
    nouns: tuple[Token, ...]
    verb: Token | None
    words: str


def find_commitments(discourse: Discourse, sites: list[Site]) -> list[Commitment]:
    """One commitment for each sum that somebody puts up, each told once."""
    found: list[Commitment] = []
    reading = discourse.cast.reading
    for sentence in reading.sentences():
        for token in sentence:
            if token.i in reading.sums and not reading.is_title(token):
                commitment = read_sum(discourse, sites, token, sentence, found)
                if commitment is not None:
                    merge_commitment(found, commitment)
    return found


def read_sum(discourse: Discourse, sites: list[Site], token: Token, sentence: Span, before: list[Commitment]) -> Commitment | None:
    """The commitment that a sum tells, or None where it is a price, a revenue, a market or nobody's."""
    if is_denied(token, sentence) or is_small(discourse.cast.reading.sums[token.i]):
        return None
    context = find_context(token)
    twin = find_twin(token, sentence, before)
    kind = guess_kind(context) or (twin.kind if twin is not None and not is_no_commitment(context) else None)
    if kind is None:
        return None
    investors, recipients = find_gapped(discourse, token, twin) or find_parties(discourse, sites, context, kind, sentence)
    if not investors:
        return None
    if kind == "investment" and all(e.kind == "Government" for e in investors) and not has_phrase(context.words, STAKE_PHRASES):
        kind = "grant"
    if kind == "grant" and not recipients and not has_phrase(context.words, GRANT_PHRASES):
        return None
    site = find_site(discourse, sites, context, sentence) or own_site(sites, token, kind, investors, recipients)
    announced = find_announcement(discourse, token, sentence) or document_date(discourse) or lead_month(discourse, token)
    return Commitment(
        kind, investors, recipients, discourse.cast.reading.sums[token.i], site,
        find_place(discourse, context, site) or place_fallback(discourse, kind), find_policy(discourse, sentence), announced,
        find_status(token, sentence), token.i, sentence,
    )  # fmt: skip


SMALL = Decimal(100_000)
"""Dollars below which a sum is a price or a fee, not the matter of trade news."""
UNITS = {"JPY": 150, "KRW": 1300, "INR": 85, "VND": 25000, "IDR": 16000, "TWD": 32, "CNY": 7, "THB": 35}
"""About how many units a dollar is, for that bound alone."""


def is_small(found: Sum) -> bool:
    """A sum per unit or per month, or one too small to build or buy anything with."""
    return found.per or found.amount.value < SMALL * UNITS.get(found.amount.currency, 1)


DENIALS = frozenset("deny dismiss refute reject".split())


def is_denied(token: Token, sentence: Span) -> bool:
    """ "denied a report that X would buy": what somebody says is not so."""
    if any(t.lemma_.lower() in DENIALS and token in t.subtree for t in sentence if t.pos_ == "VERB"):
        return True
    plans = [t for t in sentence if t.lemma_.lower() in {"plan", "intention"} and t.pos_ == "NOUN"]
    return any(c.lower_ == "no" for plan in plans for c in plan.children)


def find_twin(token: Token, sentence: Span, before: list[Commitment]) -> Commitment | None:
    """The commitment told just before in the same sentence, whose verb an elliptic sum shares."""
    return next((c for c in reversed(before) if c.sentence.start == sentence.start), None)


def find_gapped(discourse: Discourse, token: Token, twin: Commitment | None) -> tuple[list[Entity], list[Entity]] | None:
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


def own_site(sites: list[Site], token: Token, kind: InvestmentKind, investors: list[Entity], recipients: list[Entity]) -> Site | None:
    """The only site of those who build, where the text tells of no other."""
    builders = set(recipients if kind in ("grant", "loan", "tax_credit") else investors)
    theirs = [site for site in sites if builders & set(site.operators)]
    told = len(theirs) == 1 and theirs[0].tokens[0] < token.i
    return theirs[0] if told and kind != "acquisition" else None


def lead_month(discourse: Discourse, token: Token) -> str | None:
    """The month of publication for what the first paragraph reports without a date."""
    published = discourse.cast.reading.document.published
    return published[:7] if published and is_lead(discourse, token) else None


def find_context(token: Token) -> Context:
    """What governs a sum; of "the N that X awarded" the verb is that of the relative clause."""
    relative = next((c for c in token.children if c.dep_ in {"relcl", "acl"} and c.pos_ == "VERB"), None)
    nouns: list[Token] = []
    verb = None
    for each in climb(token):
        if each.sent != token.sent or each.pos_ in {"VERB", "AUX"}:
            verb = each if each.sent == token.sent else None
            break
        if each.pos_ in {"NOUN", "PROPN"}:
            nouns.append(each)
    if verb is not None and token.dep_ in MEASURES and verb.lemma_ in EQUALS:
        nouns += [c for c in verb.children if c.dep_ in SUBJECTS]
    own = [g for c in token.children if c.lower_ in {"of", "in", "for", "as", "towards", "toward"} for g in c.children if g.dep_ == "pobj"]
    if relative is not None and not nouns:
        verb = relative
    words = " ".join([*(phrase_of(n) for n in [*own, *nouns]), *verb_words(verb), *(verb_words(relative) if relative is not None else [])])
    return Context(token, tuple([*own, *nouns]), verb, f" {words} ")


MEASURES = frozenset({"attr", "dobj", "pobj", "npadvmod"})
EQUALS = frozenset("be amount total come stand reach".split())


def verb_words(verb: Token | None) -> list[str]:
    """A verb with its objects and prepositional phrases, as words."""
    if verb is None:
        return []
    words = [verb.lemma_.lower()]
    for child in verb.children:
        if child.dep_ in {"prt", "dobj", "attr", "oprd"}:
            words.append(phrase_of(child))
        if child.lower_ in {"in", "as", "through", "with", "of", "via"}:
            words += [phrase_of(g) for g in child.children if g.dep_ == "pobj"]
    return words


def has_phrase(words: str, phrases: Iterable[str]) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)


def guess_kind(context: Context) -> InvestmentKind | None:
    """The kind of commitment, by the words that govern the sum; None for money that nobody commits."""
    if is_no_commitment(context):
        return None
    if has_phrase(context.words, TAX_PHRASES):
        return "tax_credit"
    if has_phrase(context.words, LOAN_PHRASES):
        return "loan"
    if has_phrase(context.words, GRANT_PHRASES):
        return "grant"
    if has_phrase(context.words, VENTURE_PHRASES):
        return "joint_venture"
    if has_phrase(context.words, STAKE_PHRASES):
        return "investment"
    verb = context.verb.lemma_.lower() if context.verb is not None else ""
    if verb in {"lend", "borrow"}:
        return "loan"
    if verb in BUY_VERBS and verb != "take" or has_phrase(context.words, BUY_PHRASES):
        return "acquisition"
    if verb in INVEST_VERBS | BUILD_VERBS | COST_VERBS | GIVE_VERBS | RECEIVE_VERBS | OTHER_COMMITTING or any(n.lemma_.lower() in INVEST_NOUNS for n in context.nouns):
        return "investment"
    return None


OTHER_COMMITTING = frozenset("notify undertake procure refund schedule subscribe budget plan promise reserve put raise set remain".split())


def is_no_commitment(context: Context) -> bool:
    for noun in context.nouns[:2]:
        if noun.lemma_.lower() in INVEST_NOUNS | GRANT_NOUNS | {"loan", "credit", "stake"}:
            return False
        if noun.lemma_.lower() in NOT_COMMITTED:
            return True
    return context.verb is not None and context.verb.lemma_.lower() in NOT_COMMITTED_VERBS


def find_parties(discourse: Discourse, sites: list[Site], context: Context, kind: InvestmentKind, sentence: Span) -> tuple[list[Entity], list[Entity]]:
    """Who pays and who receives."""
    taken = find_taken(discourse, context)
    if taken is not None:
        givers, receivers = taken
    elif kind in ("grant", "loan", "tax_credit"):
        givers, receivers = find_support_parties(discourse, context, sentence)
    elif kind == "acquisition":
        givers, receivers = find_buyers(discourse, context)
    else:
        givers, receivers = find_spenders(discourse, context)
        givers = givers or find_owners(sites, context) or find_focus(discourse, context.sum, sentence)
        if any(e.kind == "Government" for e in givers):
            receivers = receivers or [e for e in firms_before(discourse, context.sum, sentence) if e not in givers][:1]
    givers = list(dict.fromkeys(e for e in givers if e.is_party()))
    return givers, list(dict.fromkeys(e for e in receivers if e.is_party() and e not in givers))


def find_owners(sites: list[Site], context: Context) -> list[Entity]:
    """Who runs the site that the sum is for: "the plant will cost N"."""
    tokens = [*context.nouns, *([s] if context.verb is not None and (s := subject_of(context.verb)) is not None else [])]
    return next((site.operators for t in tokens if (site := site_at(sites, t)) is not None and site.operators), [])


def find_focus(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """The firm that the text is speaking of, where a sum names none: "the total project cost is N"."""
    verb = next((t for t in climb(token) if t.pos_ in {"VERB", "AUX"} and t.sent == token.sent), None)
    subject = subject_of(verb) if verb is not None else None
    if subject is not None and verb is not None and not is_passive(verb) and subject.lemma_.lower() not in IMPERSONAL:
        return []
    named = discourse.cast.named
    here = [e for t in sentence if t.i < token.i for e in discourse.resolve_one(t) if e.kind == "Organization"]
    if here:
        return [here[0]]
    past = [named[t.i] for s in previous_sentences(discourse, sentence, 3) for t in s if t.dep_ in SUBJECTS and t.i in named and named[t.i].kind == "Organization"]
    return past[-1:] or [e for e in [leading_firm(discourse)] if e is not None]


# Subjects that are what the money is for, not who pays it.
IMPERSONAL = INVEST_NOUNS | frozenset(FACILITY_NOUNS) | frozenset("it that this which amount total price purchase deal work conversion".split())


def previous_sentences(discourse: Discourse, sentence: Span, count: int) -> list[Span]:
    before = [s for s in discourse.cast.reading.sentences() if s.end <= sentence.start]
    return before[-count:]


def find_taken(discourse: Discourse, context: Context) -> tuple[list[Entity], list[Entity]] | None:
    """ "X received N from Y", "X can draw on N from Y": the subject gets, the source gives."""
    verb = context.verb
    if verb is None or is_passive(verb):
        return None
    holders = [context.sum, *context.nouns, verb]
    givers = [e for h in holders for g in objects_of(h, "from") for e in parties(discourse, g)]
    subject = subject_of(verb)
    takers = parties(discourse, subject) if subject is not None else []
    if givers and verb.lemma_.lower() in {"come", "procure"}:
        return givers, find_focus(discourse, context.sum, context.sum.sent)
    if givers and takers and not set(givers) & set(takers) and verb.lemma_.lower() in RECEIVE_VERBS | {"draw", "take", "have", "be"}:
        return givers, [e for e in takers if e.kind == "Organization"]
    return None


def verbs_above(context: Context) -> Iterator[Token]:
    for token in [context.verb, *climb(context.verb)] if context.verb is not None else []:
        if token.pos_ in {"VERB", "AUX"}:
            yield token


def find_spenders(discourse: Discourse, context: Context) -> tuple[list[Entity], list[Entity]]:
    """The owner of the noun that the sum measures, the agent, or the subject of the nearest verb that has one."""
    for noun in context.nouns:
        owner = owner_of(noun)
        if owner is not None and (found := parties(discourse, owner)):
            return found, stake_target(discourse, context)
    for verb in verbs_above(context):
        agent = agent_of(verb)
        if agent is not None and (found := parties(discourse, agent)):
            return found, stake_target(discourse, context)
        subject = subject_of(verb)
        if subject is None:
            continue
        found = parties(discourse, subject) or parties_inside(discourse, subject)
        if found and not (is_passive(verb) and verb.lemma_ not in {"base", "locate"}):
            return found, stake_target(discourse, context)
    return [], []


def parties(discourse: Discourse, token: Token) -> list[Entity]:
    return [e for e in discourse.resolve(token) if e.is_party()]


def parties_inside(discourse: Discourse, token: Token) -> list[Entity]:
    """The parties of a subject that is itself no party: "the Hiroshima plant of Micron", "Micron's plan"."""
    owner = owner_of(token)
    found = parties(discourse, owner) if owner is not None else []
    return found or [e for g in objects_of(token, "of", "by") for e in parties(discourse, g)]


def stake_target(discourse: Discourse, context: Context) -> list[Entity]:
    """Into what firm the money goes: "a stake in X", "invest in X", "X's funding round"."""
    holders = [*context.nouns, *([context.verb] if context.verb is not None else []), context.sum]
    if not (has_phrase(context.words, STAKE_PHRASES) or (context.verb is not None and context.verb.lemma_ in INVEST_VERBS)):
        return []
    return [e for h in holders for g in objects_of(h, "in", "into", "of", "to", "with") for e in named_parties(discourse, g)]


def named_parties(discourse: Discourse, token: Token) -> list[Entity]:
    return [e for e in discourse.resolve(token) if e.kind == "Organization"]


def find_buyers(discourse: Discourse, context: Context) -> tuple[list[Entity], list[Entity]]:
    for verb in verbs_above(context):
        if verb.lemma_.lower() in BUY_VERBS | {"pay", "agree", "take", "sell"}:
            subject = (agent_of(verb) if is_passive(verb) else subject_of(verb)) or subject_of(verb)
            bought = direct_objects(verb) or objects_of(verb, "for") or ([subject_of(verb)] if is_passive(verb) else [])
            buyers = parties(discourse, subject) if subject is not None else []
            if buyers:
                return buyers, [e for t in bought if t is not None for e in named_parties(discourse, t) or parties_inside(discourse, t)]
    spenders, targets = find_spenders(discourse, context)
    return spenders, targets or [e for n in context.nouns for g in objects_of(n, "of", "for") for e in named_parties(discourse, g)]


def find_support_parties(discourse: Discourse, context: Context, sentence: Span) -> tuple[list[Entity], list[Entity]]:
    """Who gives and who gets public money, by the verb that hands it over, its noun's owner and its prepositions."""
    givers: list[Entity] = []
    receivers: list[Entity] = []
    for verb in verbs_above(context):
        lemma = verb.lemma_.lower()
        subject = subject_of(verb)
        told = (parties(discourse, subject) or parties_inside(discourse, subject)) if subject is not None else []
        agent = agent_of(verb)
        if agent is not None:
            givers = givers or parties(discourse, agent)
            receivers = receivers or [e for e in told if e not in givers]
        elif lemma in RECEIVE_VERBS or (is_passive(verb) and lemma in GIVE_VERBS):
            receivers = receivers or told
        elif lemma in GIVE_VERBS | SAY_VERBS | {"be", "agree", "decide", "plan", "sign"}:
            givers = givers or [e for e in told if e not in receivers]
        receivers = receivers or [e for t in [*datives(verb), *receiving_objects(verb)] for e in firms(discourse, t)]
        givers = givers or [e for t in objects_of(verb, "from") for e in parties(discourse, t)]
    for holder in [context.sum, *context.nouns]:
        givers = givers or [e for t in objects_of(holder, "from", "by") for e in parties(discourse, t)]
        receivers = receivers or [e for t in objects_of(holder, "to", "for") for e in firms(discourse, t)]
        owner = owner_of(holder)
        if owner is not None and not givers:
            givers = [e for e in parties(discourse, owner) if e.kind == "Government"]
    return complete_support(discourse, context, sentence, givers, receivers)


def receiving_objects(verb: Token) -> list[Token]:
    found = objects_of(verb, "to", "for")
    if any(c.lower_ == "with" for c in verb.children) or verb.lemma_ in {"award", "grant", "give", "subsidize", "subsidise", "lend", "help", "support", "provide", "assist"}:
        found = [*direct_objects(verb), *found]
    return found


def firms(discourse: Discourse, token: Token) -> list[Entity]:
    """The firms that a token names, or that own what it names."""
    found = [e for e in discourse.resolve(token) if e.kind == "Organization"]
    return found or [e for e in parties_inside(discourse, token) if e.kind == "Organization"]


def complete_support(discourse: Discourse, context: Context, sentence: Span, givers: list[Entity], receivers: list[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Fill a side that the grammar left open: the sentence's authority gives, its latest firm gets."""
    if givers and all(e.kind == "Organization" for e in givers) and not receivers:
        authorities = [e for e in parties_of(discourse, sentence) if e.kind == "Government"]
        if authorities:
            givers, receivers = authorities[:1], givers
    if not givers:
        givers = [e for e in parties_of(discourse, sentence) if e.kind == "Government"][:1] or authorities_before(discourse, sentence)
    if not receivers:
        receivers = [e for e in firms_before(discourse, context.sum, sentence) if e not in givers][:1]
    return givers, receivers


def authorities_before(discourse: Discourse, sentence: Span) -> list[Entity]:
    named = discourse.cast.named
    return [named[i] for i in sorted(named, reverse=True) if i < sentence.start and named[i].kind == "Government"][:1]


def parties_of(discourse: Discourse, sentence: Span) -> list[Entity]:
    found = [e for t in sentence if t.dep_ != "compound" for e in discourse.resolve_one(t) if e.is_party()]
    return list(dict.fromkeys(found))


def firms_before(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """Firms of the sentence, nearest before the sum first, then those of earlier sentences."""
    here = [e for t in sentence if t.i < token.i for e in discourse.resolve_one(t) if e.kind == "Organization"]
    later = [e for t in sentence if t.i > token.i for e in discourse.resolve_one(t) if e.kind == "Organization"]
    named = discourse.cast.named
    past = [named[i] for i in sorted(named, reverse=True) if i < sentence.start and named[i].kind == "Organization"]
    return list(dict.fromkeys([*reversed(here), *later, *past[:1]]))


def find_site(discourse: Discourse, sites: list[Site], context: Context, sentence: Span) -> Site | None:
    """The site that the money is for: a noun that governs the sum or hangs on its verb, else the sentence's."""
    tokens = list(context.nouns)
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
    for holder in [*context.nouns, context.sum]:
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
    if old.sum is None or new.sum is None or old.kind != new.kind:
        return False
    sums = {(m.currency, m.value) for m in (old.sum.amount, *old.sum.amount.alternatives)}
    return any((m.currency, m.value) in sums for m in (new.sum.amount, *new.sum.amount.alternatives)) and bool(
        set(old.investors) & set(new.investors)
    )
