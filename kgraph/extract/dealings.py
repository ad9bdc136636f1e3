"""A verb that tells a deal by itself in, the deal's kind and parties out: "will supply", "agreed to", "team up"."""

import re

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUILD_VERBS,
    BUY_VERBS,
    GIVE_VERBS,
    INVEST_VERBS,
    PARTNER_VERBS,
    SAY_VERBS,
    SUPPLY_VERBS,
)
from kgraph.extract.roles import agent_of, coordinated, direct_objects, is_passive, objects_of, subject_of
from kgraph.extract.signers import actors_of, firm_before, parties_of
from kgraph.extract.trades import (
    LICENSING,
    SITES,
    are_goods,
    chain_over,
    find_dealers,
    find_takers,
    is_coming,
    is_supplying,
    is_taking,
    join_sides,
)

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
        developing = DEVELOPING.search(aim_of(verb)) or is_on_a_thing(verb)
        kind = "joint_development" if developing else "partnership"
        return kind, join_sides(actors_of(discourse, verb), parties_of(discourse, mates))
    if lemma in DEVELOP_VERBS:
        return "joint_development", find_developers(discourse, verb)
    if is_joint_work(discourse, verb):
        return "partnership", find_developers(discourse, verb, joint=True)
    if (dealers := find_sides(discourse, verb)) is not None:
        return ("license" if lemma in LICENSING else "supply"), dealers
    return find_consortium(discourse, verb) if lemma in GATHERING else ("", [])


def find_sides(discourse: Discourse, verb: Token) -> list[Entity] | None:
    """The sides of a licence or a supply that a verb tells; None where it tells neither."""
    lemma = verb.lemma_.lower()
    if is_taking(discourse, verb):
        return find_takers(discourse, verb)
    if lemma in LICENSING or is_supplying(verb):
        return find_dealers(discourse, verb)
    return find_chosen(discourse, verb) if lemma in CHOOSING and is_chosen_to_supply(verb) else None


DEVELOP_VERBS = frozenset("develop design co-develop codevelop research".split())
DEVELOPING = re.compile(
    r"\b(?:to (?:jointly |together )?(?:co-?)?develop|the (?:joint )?development of|developing) "
    r"(?!\w+ (?:sites?|projects?|mines?)\b)"
)


def aim_of(verb: Token) -> str:
    """What the parties of a verb want to do: the words behind it in its clause."""
    return " ".join(t.lower_ for t in verb.subtree if t.i > verb.i)


def is_on_a_thing(verb: Token) -> bool:
    """ "work together on a cold plate": what does not exist yet."""
    things = [t for t in objects_of(verb, "on") if t.tag_ == "NN"]
    return verb.lemma_ == "work" and any(c.lower_ in {"a", "an"} for t in things for c in t.children)


def is_chosen_to_supply(verb: Token) -> bool:
    """ "was chosen as the supplier", "selected X to supply pumps"."""
    roles = {t.lemma_.lower() for t in [*objects_of(verb, "as"), *direct_objects(verb)]}
    aims = {c.lemma_.lower() for c in verb.children if c.dep_ in {"xcomp", "ccomp", "advcl"}}
    return bool(roles & {"supplier", "contractor", "vendor"} or aims & MAKING)


MAKING = frozenset("supply equip deliver make manufacture produce provide".split())
CHOOSING = frozenset("choose select pick name appoint tap commission enlist engage hire".split())
GATHERING = frozenset("lead comprise include unite bring consist group".split())
TEAMS = frozenset("team consortium alliance".split())


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


def read_agreeing(discourse: Discourse, verb: Token) -> tuple[str, list[Entity]]:
    """ "X and Y agreed to", "X agreed with Y to", "X agreed to supply Y"."""
    if verb.lemma_ == "agree" and verb.tag_ == "VB" and any(c.lower_ == "to" for c in verb.children):
        return "", []  # "met to agree", "failed to agree"
    aims = [c for c in verb.children if c.dep_ == "xcomp" or (c.dep_ == "advcl" and c.tag_ == "VB" and c.i > verb.i)]
    aim = next(iter(aims), None)
    holders = [verb, *([aim] if aim is not None else [])]
    mates = parties_of(discourse, [t for h in holders for t in objects_of(h, "with")])
    here = actors_of(discourse, verb)
    if aim is not None and aim.lemma_.lower() in SUPPLY_VERBS and not is_of_money(discourse, aim):
        buyers = find_takers(discourse, aim) if is_taking(discourse, aim) else find_dealers(discourse, aim)
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


def find_developers(discourse: Discourse, verb: Token, joint: bool = False) -> list[Entity]:
    """Who develops something together: "A and B will jointly develop", "A is developing X with B"."""
    things = direct_objects(verb)
    if verb.lemma_.lower() == "develop" and any(t.lemma_.lower() in SITES for t in things):
        return []
    joint = joint or any(c.lower_ in TOGETHER for v in (verb, *chain_over(verb)[1:]) for c in v.children)
    agents = [agent] if (agent := agent_of(verb)) is not None else []
    holders = [*holders_of(verb), *chain_over(verb)[1:], *things, *nouns_within(things), *agents, *together_with(verb)]
    mates = parties_of(discourse, [t for h in holders for t in objects_of(h, "with")])
    here = parties_of(discourse, agents) if is_passive(verb) else actors_of(discourse, verb)
    here = complete_pair(discourse, verb, here) if joint else here
    if not here and mates and joint:
        other = firm_before(discourse, verb, mates)
        here = [other] if other is not None else []
    joint = joint or is_coming(verb)  # "A and B will design": together
    return join_sides(here, mates) if here and (mates or (joint and len(here) > 1)) else []


def nouns_within(things: list[Token]) -> list[Token]:
    """The nouns on which "with" may hang as well as on the thing itself: "a system for tugs with X"."""
    return [t for thing in things for t in objects_of(thing, "for", "of", "near", "in", "on")]


def together_with(verb: Token) -> list[Token]:
    """What "together with" hangs on, in the verb's clause or right before it."""
    near = [*verb.subtree, *verb.doc[max(verb.sent.start, verb.i - 9) : verb.i]]
    return [t.head for t in near if t.lower_ == "with" and t.i and t.nbor(-1).lower_ in TOGETHER]


def is_joint_work(discourse: Discourse, verb: Token) -> bool:
    """ "will make chips together", "is to run the line jointly with X": work, neither money nor words."""
    lemma = verb.lemma_.lower()
    things = direct_objects(verb)
    joint = any(c.lower_ == "joint" for t in things if t.lemma_.lower() in WORK for c in t.children)
    together = lemma not in MONEY_VERBS and any(c.lower_ in TOGETHER for c in verb.children)
    if lemma in SAY_VERBS | NO_WORK or not (joint or together):
        return False
    return bool(things) and (joint or is_coming(verb)) and not any(t.i in discourse.cast.reading.sums for t in things)


WORK = frozenset("work project call programme program research study development".split())
NO_WORK = frozenset("bring put come hold account have be get gather meet sign file lease rent extend".split())


def complete_pair(discourse: Discourse, verb: Token, here: list[Entity]) -> list[Entity]:
    """ "X and its new shareholder": the second of a pair, where its words were taken for the first one."""
    subject = subject_of(verb)
    if len(here) != 1 or subject is None or len(coordinated(subject)) != 2:
        return here
    other = firm_before(discourse, verb, here)
    return [*here, other] if other is not None else here


def is_of_money(discourse: Discourse, verb: Token) -> bool:
    """Whether what is agreed to is to buy a firm, to invest, to lend, to build: told elsewhere, no common work."""
    lemma = verb.lemma_.lower()
    return not are_goods(discourse, verb) if lemma in SUPPLY_VERBS else lemma in MONEY_VERBS or is_lending(verb)


def is_lending(verb: Token) -> bool:
    """ "to extend loans": what is agreed is credit, however the verb tells it."""
    return any(t.lemma_.lower() in {"loan", "credit", "financing"} for c in verb.children for t in c.subtree)


MONEY_VERBS = (
    (BUY_VERBS | INVEST_VERBS | GIVE_VERBS | BUILD_VERBS)
    - SUPPLY_VERBS
    - {"develop", "support", "help", "create", "extend"}
) | frozenset("form merge pay end settle cancel delay raise convert combine own hold".split())
