"""A verb of trade in, the two sides of it out: who supplies, licenses or takes goods, and to or from whom."""

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import FACILITY_NOUNS, ORGANIZATION_NOUNS, SUPPLY_VERBS
from kgraph.extract.roles import agent_of, datives, direct_objects, is_passive, objects_of
from kgraph.extract.signers import actors_of, firm_before, parties_of

LICENSING = frozenset({"license", "licence"})


def is_supplying(verb: Token) -> bool:
    """ "supplies", "will deliver", "is to source"."""
    lemma = verb.lemma_.lower()
    if is_passive(verb):
        return lemma in {"supply", "sell", "deliver"} and is_lasting(verb)
    coming = is_coming(verb) or (lemma == "deliver" and is_lasting(verb))
    later = lemma in SUPPLY_LATER or is_providing(verb) or is_making(verb)
    return lemma in {"supply", "furnish"} or (coming and later)


def is_making(verb: Token) -> bool:
    """ "is to build three satellites for X": goods, no site."""
    things = {t.lemma_.lower() for t in direct_objects(verb)}
    return verb.lemma_ in MAKE_VERBS and verb.dep_ != "acl" and bool(things) and not things & SITES


MAKE_VERBS = frozenset("make build manufacture produce assemble".split())


def is_providing(verb: Token) -> bool:
    """ "provide X with pumps": goods, not help."""
    things = {t.lemma_.lower() for t in objects_of(verb, "with")}
    return verb.lemma_ == "provide" and bool(things) and not things & NO_GOODS


NO_GOODS = frozenset(
    """support fund funding loan grant help capital assistance training land site service incentive money aid advice
    access credit subsidy financing guarantee information""".split()
)


SUPPLY_LATER = frozenset("deliver source procure purchase buy sell order".split())


def find_dealers(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who supplies or licenses, and to or from whom; firms only."""
    if verb.lemma_.lower() in SUPPLY_VERBS and not are_goods(discourse, verb):
        return []
    things = direct_objects(verb)
    sides = ("to", "from", "for") if verb.lemma_ in MAKE_VERBS else ("to", "from")
    mates = [t for holder in [verb, *things] for t in objects_of(holder, *sides)] + receivers_of(discourse, verb)
    agent = agent_of(verb)
    here = firms_of(discourse, [agent]) if agent is not None else firms_at(discourse, verb)
    there = firms_of(discourse, mates)
    if here and not there and is_for_somebody(verb, mates):
        there = users_of(discourse, verb, here)
    return tell_apart(discourse, verb, here, there) if there and (here or is_sold(verb)) else []


def firms_of(discourse: Discourse, tokens: list[Token]) -> list[Entity]:
    return [e for e in parties_of(discourse, tokens) if e.kind == "Organization"]


def firms_at(discourse: Discourse, verb: Token) -> list[Entity]:
    return [e for e in actors_of(discourse, verb) if e.kind == "Organization"]


def receivers_of(discourse: Discourse, verb: Token) -> list[Token]:
    """ "sell X pumps", "provide X with pumps": whom it is given, also where the parse takes both for what is given."""
    things = [c for c in verb.children if c.dep_ == "dobj"]
    if any(c.lower_ == "with" for c in verb.children):
        return [*datives(verb), *direct_objects(verb)]
    return [*datives(verb), *(things[:1] if len(things) > 1 and things[0].i in discourse.cast.named else [])]


def is_for_somebody(verb: Token, mates: list[Token]) -> bool:
    """ "will supply the turbines", "licenses its process to the venture": one side is left to what was told before."""
    things = direct_objects(verb) or [c for c in verb.children if c.dep_ == "nsubjpass"]
    if verb.lemma_.lower() in LICENSING:
        return bool(mates) and any(c.dep_ == "poss" for t in things for c in t.children)
    if mates or not (verb.lemma_.lower() in {"supply", "furnish", "deliver"} or verb.head.lemma_ == "agree"):
        return False
    counted = is_coming(verb) and any(c.dep_ == "nummod" for t in things for c in t.children)
    known = counted or any(c.lower_ == "the" for t in things for c in t.children)
    return known and not {t.lemma_.lower() for t in things} & (ORGANIZATION_NOUNS | HOLDINGS | MEASURES)


def users_of(discourse: Discourse, verb: Token, here: list[Entity]) -> list[Entity]:
    """Whose device or site it is that goods are for, else the firm spoken of before."""
    things = [verb, *direct_objects(verb)]
    found = firms_of(discourse, [t for each in things for t in objects_of(each, "for")])
    firms = [e for e in found if e not in here]
    other = firm_before(discourse, verb, here)
    return firms or ([other] if other is not None else [])


def tell_apart(discourse: Discourse, verb: Token, here: list[Entity], there: list[Entity]) -> list[Entity]:
    """Both sides of a deal; where "the company" was taken for the firm that it deals with, it is another."""
    if set(here) - set(there) and set(there) - set(here):
        return join_sides(here, there)
    other = firm_before(discourse, verb, there)
    return join_sides([other] if other is not None else [], there)


def join_sides(here: list[Entity], there: list[Entity]) -> list[Entity]:
    return list(dict.fromkeys([*here, *there]))


def is_sold(verb: Token) -> bool:
    """ "The power is sold to X for 20 years": goods that go to somebody for a long time, whoever sells them."""
    return is_passive(verb) and is_lasting(verb)


def is_taking(discourse: Discourse, verb: Token) -> bool:
    """Whether a verb takes goods for years or a share of what is made: "secures 40 per cent of the metal"."""
    lemma = verb.lemma_.lower()
    told = lemma in TAKING or (lemma in TAKING_LATER and (is_coming(verb) or is_progressive(verb)))
    things = objects_of(verb, "for") if lemma == "sign" else direct_objects(verb)
    output = lemma == "offtake" or any(is_output(discourse, verb, thing) for thing in things)
    return told and output and not is_passive(verb)


TAKING = frozenset("offtake secure reserve book sign".split())
TAKING_LATER = frozenset("take buy purchase order".split())


def is_output(discourse: Discourse, verb: Token, thing: Token) -> bool:
    """Whether a thing is goods by measure, or somebody's output, for years: no stake, no site, no money."""
    kinds = [thing, *objects_of(thing, "of")]
    lemmas = {t.lemma_.lower() for t in kinds}
    named = any(t.i in discourse.cast.named or t.i in discourse.cast.reading.sums for t in kinds)
    if named or lemmas & (HOLDINGS - PARTS | SITES):
        return False
    lasting = is_lasting(verb) or any(t.lemma_.lower() in TIMES for t in verb.subtree if t.i > verb.i)
    return bool(lemmas & MEASURES and (lasting or lemmas & MADE)) or bool(lemmas & MADE and lasting)


PARTS = frozenset({"percent", "%", "rest"})
MEASURES = PARTS | frozenset("tonne ton cent third quarter half unit hour megawatt gigawatt gwh mwh wafer".split())
MADE = frozenset("output production electricity power capacity delivery volume supply yield".split())
TIMES = frozenset("year decade annually month".split())


def find_takers(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who takes goods, and whose they are: told by "from", else the firm spoken of before."""
    things = [verb, *direct_objects(verb), *objects_of(verb, "for")]
    makers = [t for each in things for t in objects_of(each, "from")]
    if verb.lemma_.lower() == "reserve":  # who makes the goods does it for another
        users = [t for each in things for t in objects_of(each, "for") if t.lemma_.lower() not in TIMES]
        makers += users
        if users and not firms_of(discourse, users):
            return []
    here, there = firms_of(discourse, promisers_of(verb)) or firms_at(discourse, verb), firms_of(discourse, makers)
    other = firm_before(discourse, verb, here) if not there else None
    there = there or ([other] if other is not None else [])
    return tell_apart(discourse, verb, here, there) if here and there else []


def promisers_of(verb: Token) -> list[Token]:
    """ "a promise from X to take": who does what a noun over the verb tells."""
    return objects_of(verb.head, "from", "by") if verb.dep_ == "acl" else []


def are_goods(discourse: Discourse, verb: Token) -> bool:
    """Whether what a verb hands over is goods: no money, and, where it is bought, no firm, no share and no site."""
    things = [t for t in direct_objects(verb) if t not in receivers_of(discourse, verb)]
    if any(t.i in discourse.cast.reading.sums for t in things):
        return False
    if any(c.dep_ == "prt" and c.lower_ in {"over", "on", "up", "out"} for c in verb.children):
        return False
    bought = verb.lemma_.lower() in BUYING
    return not bought or not any(t.i in discourse.cast.named or t.lemma_.lower() in HOLDINGS | SITES for t in things)


BUYING = frozenset("buy purchase sell take procure provide".split())
HOLDINGS = frozenset(
    "stake share interest company firm business division subsidiary bond fund loan asset percent % equity rest".split()
)
SITES = frozenset(FACILITY_NOUNS) | frozenset("project property land deposit field area zone port".split())


def is_lasting(verb: Token) -> bool:
    """Whether a verb tells of what goes on for years: "since 2016", "for 20 years"."""
    times = objects_of(verb, "since", "for")
    return any(t.lemma_ in {"year", "decade"} or t.like_num for t in times)


def is_coming(verb: Token) -> bool:
    """Whether a verb tells what will be done, as agreed: "will deliver", "is to deliver", not "used to deliver"."""
    chain = chain_over(verb)
    words = {c.lower_ for v in chain for c in v.children if c.dep_ == "aux"}
    return bool(words & {"will", "to", "shall"}) and not any(v.lower_ == "used" for v in chain)


def is_progressive(verb: Token) -> bool:
    return verb.tag_ == "VBG" and any(c.dep_ == "aux" for c in verb.children)


def chain_over(verb: Token) -> list[Token]:
    """A verb and those that govern it as their complement: "hopes to sign", "is considering signing"."""
    found = [verb]
    while found[-1].dep_ in {"xcomp", "pcomp"} and found[-1].head != found[-1]:
        found.append(found[-1].head)
    return found
