"""A sum's context in, its parties out: who pays and who receives, by the verb, its prepositions and the text before."""

from spacy.tokens import Span, Token

from kgraph.extract.contexts import PUBLIC, Context, is_firm, verbs_above
from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUY_VERBS,
    FACILITY_NOUNS,
    GIVE_VERBS,
    INVEST_NOUNS,
    INVEST_VERBS,
    RECEIVE_VERBS,
    SAY_VERBS,
    STAKE_PHRASES,
)
from kgraph.extract.operators import leading_firm
from kgraph.extract.roles import (
    SUBJECTS,
    agent_of,
    climb,
    datives,
    direct_objects,
    is_passive,
    objects_of,
    own_subject,
    owner_of,
    subject_of,
)
from kgraph.extract.sites import Site, site_at
from kgraph.model import InvestmentKind


def find_parties(
    discourse: Discourse, sites: list[Site], context: Context, kind: InvestmentKind, sentence: Span
) -> tuple[list[Entity], list[Entity]]:
    """Who pays and who receives."""
    gapped = find_gapped(discourse, context.sum, sentence)
    if gapped:
        return gapped, []
    taken = find_taken(discourse, context) or find_round(discourse, context, sentence)
    if taken is not None:
        givers, receivers = taken
    elif kind in PUBLIC or is_handed_over(context):
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


def find_gapped(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """ "X will invest N in Ohio and Y M": a party right before a sum whose verb was said with the sum before."""
    sums = [i for i in discourse.cast.reading.sums if sentence.start <= i < token.i]
    before = [t for t in sentence.doc[max(sums) + 1 : token.i] if t.text != ","] if sums else []
    if not before or any(t.pos_ in {"VERB", "AUX"} for t in before):
        return []
    return parties(discourse, before[-1])


def is_handed_over(context: Context) -> bool:
    """ "X was promised N", "X has been granted N": a passive of giving, whose subject receives."""
    return (
        context.verb is not None
        and context.verb_lemma in GIVE_VERBS - {"fund", "finance", "put", "commit", "pay"}
        and is_passive(context.verb)
    )


def find_owners(sites: list[Site], context: Context) -> list[Entity]:
    """Who runs the site that the sum is for: "the plant will cost N"."""
    tokens = [
        *context.purposes,
        *context.nouns,
        *([s] if context.verb is not None and (s := subject_of(context.verb)) is not None else []),
    ]
    return next((site.operators for t in tokens if (site := site_at(sites, t)) is not None and site.operators), [])


def find_focus(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """The firm that the text is speaking of, where a sum names none: "the total project cost is N"."""
    verb = next((t for t in climb(token) if t.pos_ in {"VERB", "AUX"} and t.sent == token.sent), None)
    subject = subject_of(verb) if verb is not None else None
    if verb is not None and verb.lemma_.lower() in {"give", "award", "grant", "promise", "lend", "offer"}:
        return []
    if subject is not None and verb is not None and not is_passive(verb) and subject.lemma_.lower() not in IMPERSONAL:
        return []
    named = discourse.cast.named
    here = [e for t in sentence if t.i < token.i for e in discourse.resolve_one(t) if e.kind == "Organization"]
    if here:
        return [here[0]]
    past = [
        named[t.i]
        for s in previous_sentences(discourse, sentence, 3)
        for t in s
        if t.dep_ in SUBJECTS and t.i in named and named[t.i].kind == "Organization"
    ]
    return past[-1:] or [e for e in [leading_firm(discourse)] if e is not None]


# Subjects that are what the money is for, not who pays it.
IMPERSONAL = (
    INVEST_NOUNS
    | frozenset(FACILITY_NOUNS)
    | frozenset("it that this which amount total price purchase deal work conversion".split())
)


def previous_sentences(discourse: Discourse, sentence: Span, count: int) -> list[Span]:
    before = [s for s in discourse.cast.reading.sentences() if s.end <= sentence.start]
    return before[-count:]


def find_taken(discourse: Discourse, context: Context) -> tuple[list[Entity], list[Entity]] | None:
    """ "X received N from Y", "X can draw on N from Y": the subject gets, the source gives."""
    verb = context.verb
    if verb is None or is_passive(verb):
        return None
    holders = [context.sum, *context.nouns, verb]
    sources = [g for h in holders for g in objects_of(h, "from")]
    givers = [e for g in sources for e in parties(discourse, g) or parties_inside(discourse, g)]
    subject = subject_of(verb)
    takers = parties(discourse, subject) if subject is not None else []
    if givers and verb.lemma_.lower() in {"come", "procure"}:
        return givers, find_focus(discourse, context.sum, context.sum.sent)
    if (
        givers
        and takers
        and not set(givers) & set(takers)
        and verb.lemma_.lower() in RECEIVE_VERBS | {"draw", "take", "have", "be"}
    ):
        return givers, [e for e in takers if e.kind == "Organization"]
    return None


TAKING = frozenset("raise receive get win secure obtain attract".split())
ROUND_VERBS = frozenset("raise close complete secure get win attract".split())


def find_round(discourse: Discourse, context: Context, sentence: Span) -> tuple[list[Entity], list[Entity]] | None:
    """ "X has closed a round of N led by Y": the firm receives, who leads or joins invests."""
    if context.verb is None or context.verb_lemma not in ROUND_VERBS or not context.says(STAKE_PHRASES):
        return None
    subject = subject_of(context.verb)
    takers = parties(discourse, subject) if subject is not None else []
    leads = [
        agent for t in sentence if t.lemma_ in {"lead", "back", "join"} for agent in (agent_of(t),) if agent is not None
    ]
    givers = [e for lead in leads for e in parties(discourse, lead) if e not in takers]
    return (givers, takers) if takers else None


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
        if verb == context.verb and verb.lemma_ in TAKING and context.sum in direct_objects(verb):
            return [], parties(discourse, subject)
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
    leads = [agent for child in token.children if child.lemma_ == "lead" and (agent := agent_of(child)) is not None]
    builders = [s for child in token.children if child.dep_ == "relcl" and (s := own_subject(child)) is not None]
    found = found or [e for t in [*leads, *builders] for e in parties(discourse, t)]
    return found or [e for g in objects_of(token, "of", "by") for e in parties(discourse, g)]


def stake_target(discourse: Discourse, context: Context) -> list[Entity]:
    """Into what firm the money goes: "a stake in X", "invest in X", "X's funding round"."""
    above = [context.verb, *direct_objects(context.verb)] if context.verb is not None else []
    holders = [*context.purposes, *context.nouns, *above, context.sum]
    if not (context.says(STAKE_PHRASES) or context.verb_lemma in INVEST_VERBS):
        return shared_firms(discourse, context)
    told = [g for holder in holders for g in objects_of(holder, "in", "into", "of", "to", "with")]
    return [e for token in told for e in named_parties(discourse, token)] or shared_firms(discourse, context)


def shared_firms(discourse: Discourse, context: Context) -> list[Entity]:
    """The firms of which a share is told: "45 percent of X", "49% of X"."""
    shares = [t for t in context.sum.sent if t.lower_ in {"%", "percent", "cent"}]
    return [e for share in shares for g in objects_of(share, "of", "in") for e in named_parties(discourse, g)]


def named_parties(discourse: Discourse, token: Token) -> list[Entity]:
    return [e for e in discourse.resolve(token) if e.kind == "Organization"]


def find_buyers(discourse: Discourse, context: Context) -> tuple[list[Entity], list[Entity]]:
    """Who buys whom: the subject and object of a verb of buying, or "paid N for X"."""
    for verb in verbs_above(context):
        if verb.lemma_.lower() not in BUY_VERBS | {"pay", "agree", "take", "sell"}:
            continue
        subject = subject_of(verb)
        passive = is_passive(verb)
        buyer = agent_of(verb) if passive and agent_of(verb) is not None else subject
        bought = [subject] if passive and subject is not None else direct_objects(verb)
        bought = [t for t in [*bought, *objects_of(verb, "for")] if t.i not in discourse.cast.reading.sums]
        if buyer is not None and (buyers := parties(discourse, buyer)):
            firms_bought = [e for t in bought for e in named_parties(discourse, t) or parties_inside(discourse, t)]
            told = [e for t in bought for g in objects_of(t, "in") for e in named_parties(discourse, g)]
            return buyers, firms_bought or told or shared_firms(discourse, context)
    spenders, targets = find_spenders(discourse, context)
    return spenders, targets or [
        e for noun in context.nouns for g in objects_of(noun, "of", "for") for e in named_parties(discourse, g)
    ]


def find_support_parties(discourse: Discourse, context: Context, sentence: Span) -> tuple[list[Entity], list[Entity]]:
    """Who gives and who gets public money, by the verb that hands it over, its noun's owner and its prepositions."""
    givers: list[Entity] = []
    receivers = find_next_receiver(discourse, context.sum, sentence)
    by_noun = [e for noun in context.nouns for g in objects_of(noun, "by") for e in parties(discourse, g)]
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
        elif lemma in CLEARING and by_noun:
            givers = givers or by_noun
        elif lemma in GIVE_VERBS | {"be", "agree", "decide", "plan", "sign"} or (
            lemma in SAY_VERBS and verb == context.verb
        ):
            givers = givers or [e for e in told if e not in receivers]
        receivers = receivers or [e for t in [*datives(verb), *receiving_objects(verb)] for e in firms(discourse, t)]
        givers = givers or [e for t in objects_of(verb, "from") for e in parties(discourse, t)]
    for holder in [context.sum, *context.purposes, *context.nouns]:
        givers = givers or [e for t in objects_of(holder, "from", "by") for e in parties(discourse, t)]
        receivers = receivers or [e for t in objects_of(holder, "to", "for") for e in firms(discourse, t)]
        owner = owner_of(holder)
        if owner is not None and not givers:
            givers = [e for e in parties(discourse, owner) if e.kind == "Government"]
    return complete_support(discourse, context, sentence, givers, receivers)


CLEARING = frozenset("approve clear authorize authorise".split())


def find_next_receiver(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """The firm "to" which a sum goes, said right behind it: "N to X and M to Y"."""
    for after in sentence.doc[token.i + 1 : min(token.i + 8, sentence.end)]:
        if after.i in discourse.cast.reading.sums or after.pos_ == "VERB":
            break
        if after.lower_ == "to":
            return [
                e
                for child in after.children
                if child.dep_ in {"pobj", "dobj"}
                for e in discourse.resolve_one(child)
                if e.kind == "Organization"
            ]
    return []


def receiving_objects(verb: Token) -> list[Token]:
    found = objects_of(verb, "to", "for")
    if any(c.lower_ == "with" for c in verb.children) or verb.lemma_ in {
        "award",
        "grant",
        "give",
        "subsidize",
        "subsidise",
        "lend",
        "help",
        "support",
        "provide",
        "assist",
    }:
        found = [*direct_objects(verb), *found]
    return found


def firms(discourse: Discourse, token: Token) -> list[Entity]:
    """The firms that a token names, or that own what it names."""
    found = [e for e in discourse.resolve(token) if e.kind == "Organization"]
    return found or [e for e in parties_inside(discourse, token) if e.kind == "Organization"]


def complete_support(
    discourse: Discourse, context: Context, sentence: Span, givers: list[Entity], receivers: list[Entity]
) -> tuple[list[Entity], list[Entity]]:
    """Fill a side that the grammar left open: the sentence's authority gives, its latest firm gets."""
    if givers and all(e.kind == "Organization" for e in givers) and not receivers:
        authorities = [e for e in parties_of(discourse, sentence) if e.kind == "Government"]
        if authorities:
            givers, receivers = authorities[:1], givers
    if not givers:
        here = [e for e in parties_of(discourse, sentence) if e.kind == "Government" and has_acted(discourse, e)]
        givers = here[:1] or authorities_before(discourse, sentence)
    if not receivers:
        receivers = [e for e in firms_before(discourse, context.sum, sentence) if e not in givers][:1]
    return givers, receivers


def authorities_before(discourse: Discourse, sentence: Span) -> list[Entity]:
    """The authority spoken of last before a sentence, a mere address left out."""
    found = [
        (max(i for i in e.tokens if i < sentence.start), e)
        for e in discourse.cast.entities
        if e.kind == "Government" and e.tokens[0] < sentence.start and has_acted(discourse, e)
    ]
    return [max(found, key=lambda pair: pair[0])[1]] if found else []


def has_acted(discourse: Discourse, entity: Entity) -> bool:
    """Whether an authority does something in the text, or is one by more than the place in its name."""
    parse = discourse.cast.reading.parse
    return not entity.place or any(
        parse[i].dep_ in SUBJECTS or parse[i].head.lower_ in {"by", "from"} for i in entity.tokens
    )


def parties_of(discourse: Discourse, sentence: Span) -> list[Entity]:
    found = [e for t in sentence for e in discourse.resolve_one(t) if e.is_party()]
    return list(dict.fromkeys(found))


def firms_before(discourse: Discourse, token: Token, sentence: Span) -> list[Entity]:
    """Firms of the sentence, nearest before the sum first, then the document's leading one, then those behind it."""
    here = [e for t in sentence if t.i < token.i for e in discourse.resolve_one(t) if is_firm(e)]
    later = [e for t in sentence if t.i > token.i for e in discourse.resolve_one(t) if is_firm(e)]
    leading = [e for e in [leading_firm(discourse)] if e is not None]
    return list(dict.fromkeys([*reversed(here), *leading, *later]))
