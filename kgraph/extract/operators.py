"""A site's noun in, who runs the site out: its owner, who builds it, the venture that holds it."""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import BUILD_VERBS, GIVE_VERBS, INVEST_VERBS, NOT_OPERATORS, SAY_VERBS
from kgraph.extract.roles import (
    SUBJECTS,
    agent_of,
    climb,
    datives,
    direct_objects,
    objects_of,
    own_subject,
    owner_of,
    subject_of,
    verbs_over,
)
from kgraph.extract.site_nouns import is_former

RUNNING = frozenset(
    """have operate run own use plan hold unveil want intend mean wish need set pick choose present settle decide
    locate break cut inaugurate move shut close halt idle delay postpone scrap shelve abandon drop
    borrow draw buy acquire lease rent finish fit put pledge propose consider weigh mull study look
    bring select""".split()
)
"""Verbs beside those of building and announcing whose subject runs the site."""
VENTURES = frozenset("venture jv company firm entity unit corporation".split())
JOINT = frozenset("joint new common".split())


SUM = re.compile(r"\d$|^\D{0,3}\d+[.,]\d|-related$")
NO_NAMES = frozenset(
    "mw gw kw mwh gwh lng ev evs ai euv secretary minister governor road street avenue rm1 board".split()
)
"""Words in what the recognizer takes for a firm's name and is none: units, trades, offices, streets."""


def can_operate(entity: Entity) -> bool:
    """Whether an organization may run a site: no bank, fund, newspaper or federation."""
    words = {word.strip(",.()").lower() for word in entity.name.split()}
    return entity.kind == "Organization" and not words & (NOT_OPERATORS | NO_NAMES) and not SUM.search(entity.name)


def firms_of(discourse: Discourse, tokens: Iterable[Token]) -> list[Entity]:
    """Those whom tokens stand for that may run a site, each once."""
    found = [entity for token in tokens for entity in resolve_firms(discourse, token) if can_operate(entity)]
    return list(dict.fromkeys(found))


def resolve_firms(discourse: Discourse, token: Token) -> list[Entity]:
    if is_venture_noun(token) and (ventures := find_ventures(discourse)):
        return ventures[:1]
    return discourse.resolve(token)


def is_venture_noun(token: Token) -> bool:
    """ "The joint venture", "their joint company"."""
    lemma = token.lemma_.lower()
    joint = any(c.lower_ in {"joint", "common"} for c in token.children)
    return token.pos_ == "NOUN" and (lemma in {"venture", "jv"} or (lemma in VENTURES and joint))


def find_ventures(discourse: Discourse) -> list[Entity]:
    """The joint ventures that a document names: "a new company, X", "X, their joint company"."""
    named = discourse.cast.named
    return list(
        dict.fromkeys(named[i] for i in sorted(named) if can_operate(named[i]) and is_venture_name(discourse, i))
    )


def is_venture_name(discourse: Discourse, i: int) -> bool:
    token = discourse.cast.reading.parse[i]
    if is_outlined_name(token):
        return True
    beside = [c for c in token.children if c.dep_ in {"appos", "compound", "nmod"}]
    if token.dep_ in {"appos", "compound", "oprd", "nmod"} and token.head.pos_ == "NOUN":
        beside.append(token.head)
    beside += [c for v in token.children if v.dep_ in {"advcl", "relcl"} for c in v.children if c.dep_ in SUBJECTS]
    return any(is_venture_noun(t) or is_new_company(t) for t in beside)


def is_outlined_name(token: Token) -> bool:
    """ "Name: X" in the outline of a venture."""
    before = [t.lower_ for t in token.doc[max(0, token.i - 2) : token.i]]
    return before == ["name", ":"] and any(
        t.lemma_.lower() == "venture" for t in token.doc[max(0, token.i - 40) : token.i]
    )


def is_new_company(noun: Token) -> bool:
    return noun.lemma_.lower() in {"company", "firm", "entity", "corporation"} and any(
        c.lower_ in JOINT for c in noun.children if c.dep_ == "amod"
    )


def find_operators(discourse: Discourse, token: Token) -> list[Entity]:
    """The owner named beside the noun, else who builds, runs or opens it."""
    if is_former(token):
        return firms_of(discourse, told_operators(token)) or find_builders(discourse, token)
    owner = owner_of(token)
    if owner is not None and owner.lower_ == "whose":
        owner = next((t.head for t in climb(token) if t.dep_ == "relcl"), owner)
    beside = [
        told_operators(token),
        [owner] if owner is not None else [],
        objects_of(token, "of", "for"),
        [c for c in token.children if c.dep_ in {"compound", "nmod"} and c.i in discourse.cast.named],
        [s for c in token.children if c.dep_ == "relcl" and (s := own_subject(c)) is not None],
        [a for c in token.children if c.dep_ in {"acl", "relcl"} and (a := agent_of(c)) is not None],
    ]
    found = (firms_of(discourse, tokens) for tokens in beside)
    return next((firms for firms in found if firms), None) or find_builders(discourse, token)


def find_makers(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who makes what is made at a place."""
    who = agent_of(verb) or subject_of(verb)
    return firms_of(discourse, [who]) if who is not None else []


NAMING = frozenset("name call dub christen".split())
HOLDING = frozenset("operate run own manage hold carry".split())


def told_operators(token: Token) -> list[Token]:
    """Who is said to run it: "the plant will be operated by X", "will belong to X"."""
    names = [o for c in token.children if c.dep_ == "acl" and c.lemma_.lower() in NAMING for o in c.children]
    if called := [t for t in names if t.dep_ in {"oprd", "dobj", "attr"}]:
        return called
    verb = token.head
    if token.dep_ not in SUBJECTS or verb.pos_ not in {"VERB", "AUX"}:
        return []
    agent = agent_of(verb)
    if verb.lemma_.lower() in HOLDING and agent is not None:
        return [agent]
    held = objects_of(verb, "to") if verb.lemma_.lower() == "belong" else []
    return [t for g in held for t in (g, *(c for c in g.children if c.dep_ == "appos"))][::-1]


def find_builders(discourse: Discourse, token: Token) -> list[Entity]:
    """The nearest subject or agent of a verb of building, running or announcing above a site's noun."""
    for verb in verbs_over(token):
        if verb.lemma_.lower() in HELPING and (helped := firms_of(discourse, receivers(verb))):
            return helped
        if verb.lemma_.lower() in BUILD_VERBS | INVEST_VERBS | SAY_VERBS | RUNNING:
            who = builder_of(discourse, verb)
            if who is not None and who != token and (found := firms_of(discourse, [who])):
                return find_partners(discourse, verb, found)
    return []


def find_partners(discourse: Discourse, verb: Token, found: list[Entity]) -> list[Entity]:
    """Those who build "together with" another firm, and both of "X of Y and Z are building"."""
    together = any(t.lower_ in {"together", "jointly", "both"} for t in verb.sent)
    with_ = [o for c in verb.children if c.lower_ in {"together", "jointly"} for o in objects_of(c, "with")]
    with_ += objects_of(verb, "with") if together else []
    partners = firms_of(discourse, with_)
    several = together or any(c.lower_ in {"are", "have", "were"} for c in verb.children)
    if len(found) == 1 and several and not partners and agent_of(verb) is None:
        before = [t for t in verb.doc[verb.sent.start : verb.i] if t.i in discourse.cast.named and not is_aside(t)]
        partners = firms_of(discourse, before)
    return list(dict.fromkeys([*found, *partners]))


HELPING = GIVE_VERBS | frozenset("support help assist back fund enable allow guarantee lend hand".split())
"""Verbs whose object, or who gets what they give, builds: not their subject."""


def receivers(verb: Token) -> list[Token]:
    """Who is helped or given to."""
    return [*datives(verb), *objects_of(verb, "to"), *direct_objects(verb)]


def builder_of(discourse: Discourse, verb: Token) -> Token | None:
    """Who does what a verb says; in "gave X money to build", whoever was given it."""
    if (agent := agent_of(verb)) is not None:
        return agent
    if own_subject(verb) is None:
        for giving in verbs_over(verb):
            if giving.lemma_.lower() in HELPING:
                helped = [t for t in receivers(giving) if firms_of(discourse, [t])]
                return helped[0] if helped else subject_of(verb)
            if own_subject(giving) is not None:
                break
    return subject_of(verb)


def find_firm_before(discourse: Discourse, token: Token) -> list[Entity]:
    """The firm that is spoken of last before a site: in its sentence, else as a subject of the three before."""
    before = [t for t in reversed(list(token.doc[token.sent.start : token.i])) if t.dep_ != "compound"]
    for other in [*(t for t in before if not is_aside(t)), *before]:
        if found := firms_of(discourse, [other]):
            return found
    for sentence in sentences_before(token):
        item = not any(t.pos_ in {"VERB", "AUX"} for t in sentence)
        for other in sentence:
            spoken_of = (item or other.dep_ in SUBJECTS) and not discourse.cast.reading.is_title(other)
            if spoken_of and (found := firms_of(discourse, [other])):
                return found
    return []


def is_aside(token: Token) -> bool:
    """ "X, a unit of Y": a name within what is said of another one."""
    return any(t.dep_ == "appos" and t.pos_ == "NOUN" for t in climb(token) if t.sent == token.sent)


def sentences_before(token: Token, count: int = 3) -> Iterator[list[Token]]:
    """The sentences before that of a token, nearest first."""
    start = token.sent.start
    for _ in range(count):
        if start == 0:
            return
        sentence = token.doc[start - 1].sent
        yield list(sentence)
        start = sentence.start


def leading_firm(discourse: Discourse) -> Entity | None:
    """The organization that a document names most, the first of equals."""
    firms = [e for e in discourse.cast.entities if can_operate(e)]
    return max(firms, key=lambda e: (len(e.tokens), -e.tokens[0]), default=None)
