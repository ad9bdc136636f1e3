"""A verb that tells a deal by itself in, the deal's kind and parties out: "will supply", "agreed to", "team up"."""

import re

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUILD_VERBS,
    BUY_VERBS,
    FACILITY_NOUNS,
    GIVE_VERBS,
    INVEST_VERBS,
    PARTNER_VERBS,
    SUPPLY_VERBS,
)
from kgraph.extract.roles import agent_of, coordinated, datives, direct_objects, is_passive, objects_of, subject_of
from kgraph.extract.signers import actors_of, firm_before, parties_of

TOGETHER = frozenset("jointly together mutually hand-in-hand".split())
JOINING = {"join": {"force", "hand"}, "work": {"together", "with"}, "pair": {"up"}, "link": {"up"}, "tie": {"up"}}
"""Verbs that tell of a partnership only beside one of these words."""


def read_verb(discourse: Discourse, verb: Token) -> tuple[str, list[Entity]]:
    """The kind and the parties of the deal that a verb tells by itself: "agreed to", "will supply", "develop with"."""
    lemma = verb.lemma_.lower()
    if lemma in {"agree", "undertake", "pledge", "commit", "contract"}:
        return read_agreeing(discourse, verb)
    if lemma in PARTNER_VERBS or is_joining(verb):
        mates = [t for h in holders_of(verb) for t in objects_of(h, "with")]
        kind = "joint_development" if DEVELOPING.search(aim_of(verb)) else "partnership"
        return kind, join_sides(actors_of(discourse, verb), parties_of(discourse, mates))
    if lemma in DEVELOP_VERBS:
        return "joint_development", find_developers(discourse, verb)
    if lemma in {"license", "licence"} or is_supplying(verb):
        return ("license" if lemma in {"license", "licence"} else "supply"), find_dealers(discourse, verb)
    if lemma in CHOOSING and is_chosen_to_supply(verb):
        return "supply", find_chosen(discourse, verb)
    return find_consortium(discourse, verb) if lemma in GATHERING else ("", [])


DEVELOP_VERBS = frozenset("develop design co-develop codevelop research".split())
SUPPLY_LATER = frozenset("deliver source procure purchase buy".split())
DEVELOPING = re.compile(
    r"\b(?:to (?:jointly |together )?(?:co-?)?develop|the (?:joint )?development of|developing) "
    r"(?!\w+ (?:sites?|projects?|mines?)\b)"
)


def is_supplying(verb: Token) -> bool:
    """ "supplies", "will deliver", "is to source"."""
    lemma = verb.lemma_.lower()
    if is_passive(verb):
        return lemma in {"supply", "sell", "deliver"} and is_lasting(verb)
    coming = is_coming(verb) or (lemma == "deliver" and is_lasting(verb))
    return lemma in {"supply", "furnish"} or (lemma in SUPPLY_LATER and coming)


def aim_of(verb: Token) -> str:
    """What the parties of a verb want to do: the words behind it in its clause."""
    return " ".join(t.lower_ for t in verb.subtree if t.i > verb.i)


def is_chosen_to_supply(verb: Token) -> bool:
    """ "was chosen as the supplier", "selected X to supply pumps"."""
    roles = {t.lemma_.lower() for t in [*objects_of(verb, "as"), *direct_objects(verb)]}
    aims = {c.lemma_.lower() for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"}}
    return bool(roles & {"supplier", "contractor", "vendor"} or aims & {"supply", "equip", "deliver"})


CHOOSING = frozenset("choose select pick name appoint tap".split())
GATHERING = frozenset("lead comprise include unite bring consist group".split())
TEAMS = frozenset("team consortium alliance".split())


def is_coming(verb: Token) -> bool:
    """Whether a verb tells what will be done, as agreed: "will deliver", "is to deliver"."""
    words = {c.lower_ for v in chain_over(verb) for c in v.children if c.dep_ == "aux"}
    return bool(words & {"will", "to", "shall"})


def find_chosen(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who was chosen as a supplier, and by whom."""
    agent = agent_of(verb)
    if is_passive(verb):
        chosen, choosers = actors_of(discourse, verb), parties_of(discourse, [agent] if agent is not None else [])
    else:
        chosen, choosers = parties_of(discourse, direct_objects(verb)), actors_of(discourse, verb)
    if chosen and not choosers:
        other = firm_before(discourse, verb, chosen)
        choosers = [other] if other is not None else []
    return join_sides(choosers, chosen) if chosen and choosers else []


def find_consortium(discourse: Discourse, verb: Token) -> tuple[str, list[Entity]]:
    """The members of a team that works on something: "a team led by A and B", "it brings together A and B"."""
    agent = agent_of(verb)
    members = [agent] if agent is not None else [*direct_objects(verb), *objects_of(verb, "of")]
    heads = [verb.head] if verb.dep_ in {"acl", "relcl"} else [c for c in verb.children if c.dep_.startswith("nsubj")]
    team = any(t.lemma_.lower() in TEAMS for t in heads)
    if not (team or (verb.lemma_ == "bring" and any(c.lower_ == "together" for c in verb.children))):
        return "", []
    parties = [e for e in parties_of(discourse, members) if e.kind == "Organization"]
    return "joint_development", parties if RESEARCH.search(verb.sent.text.lower()) or is_research(parties) else []


RESEARCH = re.compile(r"\bresearch|\bdevelop|\br&d\b|\bprototype")


def is_research(parties: list[Entity]) -> bool:
    """Whether most of some parties are places of learning."""
    words = [{w.strip(",.").lower() for w in e.name.split()} for e in parties]
    return 2 * sum(bool(w & {"university", "institute", "laboratory", "college"}) for w in words) > len(words)


def is_joining(verb: Token) -> bool:
    words = {t.lemma_.lower() for c in verb.children for t in (c, *c.children)}
    return bool(JOINING.get(verb.lemma_.lower(), set()) & words)


def holders_of(verb: Token) -> list[Token]:
    """A verb and those of its children that a "with" may hang on."""
    return [verb, *(c for c in verb.children if c.dep_ in {"xcomp", "advmod", "prt", "prep", "dobj"})]


def join_sides(here: list[Entity], there: list[Entity]) -> list[Entity]:
    return list(dict.fromkeys([*here, *there]))


def read_agreeing(discourse: Discourse, verb: Token) -> tuple[str, list[Entity]]:
    """ "X and Y agreed to", "X agreed with Y to", "X agreed to supply Y"."""
    aims = [c for c in verb.children if c.dep_ == "xcomp" or (c.dep_ == "advcl" and c.tag_ == "VB" and c.i > verb.i)]
    aim = next(iter(aims), None)
    holders = [verb, *([aim] if aim is not None else [])]
    mates = parties_of(discourse, [t for h in holders for t in objects_of(h, "with")])
    here = actors_of(discourse, verb)
    if aim is not None and aim.lemma_.lower() in SUPPLY_VERBS and not is_of_money(discourse, aim):
        buyers = find_dealers(discourse, aim)
        return "supply", buyers or (join_sides(here, mates) if mates else [])
    together = mates or len(here) > 1
    if verb.lemma_.lower() != "agree":
        together = bool(mates) or (together and any(t.lower_ in TOGETHER for t in verb.subtree))
    if aim is None and not any(c.dep_ == "prep" and c.lower_ in {"on", "upon"} for c in verb.children):
        return "", []
    joint = any(t.lower_ in TOGETHER for t in verb.subtree)
    if not together or (aim is not None and is_of_money(discourse, aim) and not joint):
        return "", []
    developing = aim is not None and aim.lemma_.lower() in {"develop", "design", "research", "co-develop"}
    return "joint_development" if developing else "partnership", join_sides(here, mates)


def find_developers(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who develops something together: "A and B will jointly develop", "A is developing X with B"."""
    things = direct_objects(verb)
    if any(t.lemma_.lower() in SITES for t in things):
        return []
    joint = any(c.lower_ in TOGETHER for v in (verb, *chain_over(verb)[1:]) for c in v.children)
    agents = [agent] if (agent := agent_of(verb)) is not None else []
    beside = [t.head for t in verb.subtree if t.lower_ == "with" and t.i and t.nbor(-1).lower_ in TOGETHER]
    holders = [*holders_of(verb), *things, *agents, *beside]
    mates = parties_of(discourse, [t for h in holders for t in objects_of(h, "with")])
    here = parties_of(discourse, agents) if is_passive(verb) else actors_of(discourse, verb)
    here = complete_pair(discourse, verb, here) if joint else here
    if not here and mates and joint:
        other = firm_before(discourse, verb, mates)
        here = [other] if other is not None else []
    return join_sides(here, mates) if here and (mates or (joint and len(here) > 1)) else []


def complete_pair(discourse: Discourse, verb: Token, here: list[Entity]) -> list[Entity]:
    """ "X and its new shareholder": the second of a pair, where its words were taken for the first one."""
    subject = subject_of(verb)
    if len(here) != 1 or subject is None or len(coordinated(subject)) != 2:
        return here
    other = firm_before(discourse, verb, here)
    return [*here, other] if other is not None else here


SITES = frozenset(FACILITY_NOUNS) | frozenset("project property land deposit field area zone port".split())


def find_dealers(discourse: Discourse, verb: Token) -> list[Entity]:
    """Who supplies or licenses, and to or from whom; firms only."""
    if verb.lemma_.lower() in SUPPLY_VERBS and not are_goods(discourse, verb):
        return []
    things = direct_objects(verb)
    mates = [t for holder in [verb, *things] for t in objects_of(holder, "to", "from")] + datives(verb)
    mates += things if any(c.lower_ == "with" for c in verb.children) else []
    agent = agent_of(verb)
    subject = parties_of(discourse, [agent]) if agent is not None else actors_of(discourse, verb)
    here = [e for e in subject if e.kind == "Organization"]
    there = [e for e in parties_of(discourse, mates) if e.kind == "Organization"]
    return tell_apart(discourse, verb, here, there) if there and (here or is_sold(verb)) else []


def tell_apart(discourse: Discourse, verb: Token, here: list[Entity], there: list[Entity]) -> list[Entity]:
    """Both sides of a deal; where "the company" was taken for the firm that it deals with, it is another."""
    if set(here) - set(there) and set(there) - set(here):
        return join_sides(here, there)
    other = firm_before(discourse, verb, there)
    return join_sides([other] if other is not None else [], there)


def is_sold(verb: Token) -> bool:
    """ "The power is sold to X for 20 years": goods that go to somebody for a long time, whoever sells them."""
    return is_passive(verb) and is_lasting(verb)


def is_lasting(verb: Token) -> bool:
    """Whether a verb tells of what goes on for years: "since 2016", "for 20 years"."""
    times = objects_of(verb, "since", "for")
    return any(t.lemma_ in {"year", "decade"} or t.like_num for t in times)


def chain_over(verb: Token) -> list[Token]:
    """A verb and those that govern it as their complement: "hopes to sign", "is considering signing"."""
    found = [verb]
    while found[-1].dep_ in {"xcomp", "pcomp"} and found[-1].head != found[-1]:
        found.append(found[-1].head)
    return found


def is_of_money(discourse: Discourse, verb: Token) -> bool:
    """Whether what is agreed to is to buy a firm, to invest, to lend, to build: told elsewhere, no common work."""
    lemma = verb.lemma_.lower()
    return not are_goods(discourse, verb) if lemma in SUPPLY_VERBS else lemma in MONEY_VERBS


def are_goods(discourse: Discourse, verb: Token) -> bool:
    """Whether what a verb hands over is goods: no money, and, where it is bought, no firm, no share and no site."""
    things = direct_objects(verb)
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
MONEY_VERBS = (
    (BUY_VERBS | INVEST_VERBS | GIVE_VERBS | BUILD_VERBS)
    - SUPPLY_VERBS
    - {"develop", "support", "help", "create", "extend"}
) | frozenset("form merge pay end settle cancel delay raise convert combine own hold".split())
