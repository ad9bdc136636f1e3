"""A token in, whether it speaks of a site and of what kind out: by its words and by what is made there."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUILD_VERBS,
    FACILITY_KINDS,
    FACILITY_NOUNS,
    KIND_OF_TECHNOLOGY,
    WEAK_NOUNS,
)
from kgraph.extract.locations import is_place, place_tokens
from kgraph.extract.roles import climb, coordinated, objects_of, own_subject, phrase_of
from kgraph.extract.technologies import find_technologies, main_technologies

GENERIC = frozenset("every each any all most many such no".split())
MAKE_VERBS = frozenset(
    """make produce manufacture assemble build fabricate process refine recycle develop design test package turn supply
    stack mine extract smelt cast weld serve house purify grow coat store generate extract split convert""".split()
)
"""Verbs whose object is what a site makes."""


def is_built_there(discourse: Discourse, token: Token) -> bool:
    """ "may add a second unit at Gwangyang": the object of a verb of building that a place hangs on."""
    verb = token.head
    built = token.dep_ in {"dobj", "nsubjpass"} and verb.lemma_.lower() in BUILD_VERBS
    return built and any(is_place(discourse, t) for t in objects_of(verb, "in", "at", "near"))


PRODUCING = frozenset(
    """make produce manufacture assemble mass-produce fabricate refine recycle recover smelt package cast
    grow""".split()
)
RAISING = frozenset("double triple quadruple expand raise increase boost add lift enlarge grow extend ramp".split())
OUTPUT = frozenset("capacity output production operation manufacturing".split())
AHEAD = frozenset("will would to shall".split())


def is_making_there(discourse: Discourse, verb: Token) -> bool:
    """ "will make cells in Gumi", "to double output at Gumi": a site that only its work and its place tell of."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in PRODUCING | RAISING:
        return False
    made = [o for c in verb.children if c.dep_ == "dobj" for o in coordinated(c)]
    raised = any(o.lemma_.lower() in OUTPUT for o in made)
    if not (raised if verb.lemma_.lower() in RAISING else made):
        return False
    ahead = raised or any(c.lower_ in AHEAD for c in verb.children if c.dep_ == "aux")
    return ahead and bool(places_of_work(discourse, verb))


def places_of_work(discourse: Discourse, verb: Token) -> list[Token]:
    """The places "in", "at" or "near" which a verb's clause sets what it tells, other clauses left out."""
    cut = {t for t in verb.subtree if t != verb and t.dep_ in CLAUSES for t in t.subtree}
    heads = [t for t in verb.subtree if t.lower_ in {"in", "at", "near", "outside"} and t not in cut]
    return [p for t in heads for g in t.children if g.dep_ == "pobj" for p in place_tokens(discourse, g)]


CLAUSES = frozenset("relcl advcl ccomp conj acl".split())


def is_another(discourse: Discourse, token: Token) -> bool:
    """ "will construct another in Opole": one more site of the sort spoken of."""
    told = token.lower_ in {"another", "one", "second", "third"} and token.dep_ == "dobj"
    return told and token.head.lemma_.lower() in BUILD_VERBS and bool(places_of_work(discourse, token.head))


def noun_of(token: Token) -> str:
    """A noun's lemma; of "works", which is no plural of work where a site is meant, its form."""
    return token.lower_ if token.lower_.endswith("works") else token.lemma_.lower()


def is_site_noun(discourse: Discourse, token: Token) -> bool:
    if noun_of(token) not in FACILITY_NOUNS or token.pos_ not in {"NOUN", "PROPN"}:
        return False
    if token.dep_ in {"compound", "nmod", "amod"} and token.head.pos_ in {"NOUN", "PROPN"}:
        return False
    apposed = discourse.cast.named.get(token.head.i) if token.dep_ == "appos" else None
    generic = any(c.dep_ in {"det", "predet", "amod"} and c.lower_ in GENERIC for c in token.children)
    owned = any(c.dep_ == "poss" for c in token.children)
    renamed = apposed is not None and apposed.kind == "Organization" and not owned
    if generic or token.i in discourse.cast.named or renamed or is_no_site(token):
        return False
    return noun_of(token) not in WEAK_NOUNS or is_told_site(discourse, token)


def is_no_site(token: Token) -> bool:
    """A line of credit, somebody's customers ("trucked to factories in X"), ground where another site stood."""
    credit = any(c.lower_ in LENDING for c in token.children if c.dep_ in {"compound", "amod", "nmod"})
    bare = token.tag_ == "NNS" and not any(c.dep_ in {"det", "poss", "nummod", "amod"} for c in token.children)
    customers = is_customer(token) or (
        bare and token.dep_ == "pobj" and token.head.lower_ in {"to", "for", "from", "by", "with"}
    )
    holder = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "of" else token
    ground = holder.lemma_.lower() == "site" and (
        holder != token or any(is_former(t) for t in objects_of(token, "of") if noun_of(t) in FACILITY_NOUNS)
    )
    return (
        (credit and noun_of(token) in {"facility", "line"})
        or customers
        or (ground and (is_former(token) or holder == token))
    )


def is_customer(token: Token) -> bool:
    """ "Suppliers to the works at X", "goes by pipeline to a mill": a site that only gets what another one makes."""
    if token.dep_ != "pobj" or token.head.lower_ not in {"to", "for"}:
        return False
    giver = token.head.head
    return giver.lemma_.lower() in (FEEDING if token.head.lower_ == "to" else FEEDING & MAKE_VERBS)


FEEDING = frozenset(
    """supply supplier deliver delivery ship shipment truck feed sell sale send pipe export make produce goods go
    serve""".split()
)
"""What reaches a customer's site."""
LENDING = frozenset("credit loan lending financing debt term liquidity revolving banking borrowing bank".split())


def is_former(token: Token) -> bool:
    return any(child.lower_ in FORMERLY for child in token.children)


def is_told_site(discourse: Discourse, token: Token) -> bool:
    """Whether a noun that may mean anything means a site: by the words beside it, by its place, by who builds it."""
    lemma, phrase = noun_of(token), phrase_of(token)
    if any(word in phrase for word in WEAK_NOUNS[lemma]):
        return True
    compounds = [c for c in token.children if c.dep_ in {"compound", "nmod"}]
    beside = [*compounds, *objects_of(token, "in", "at", "near")]
    placed = lemma in PLACED_NOUNS and any(is_place(discourse, t) for t in beside)
    made = lemma in {"line", "hall", "works"} and any(
        c.pos_ == "NOUN" and c.lemma_.lower() not in NOT_LINES for c in compounds
    )
    built = is_built(token) or is_built_there(discourse, token) or is_working(token)
    return placed or made or (lemma in PLACED_NOUNS and built)


def is_working(token: Token) -> bool:
    """ "A forge making bolts", "the works that it opened", "a works for magnets": told by its work or its opening."""
    clauses = [c for c in token.children if c.dep_ in {"relcl", "acl"}]
    working = any(c.lemma_.lower() in SITE_VERBS | {"open"} or any(made_by(c)) for c in clauses)
    return working or (noun_of(token) in OF_WORK and any(kind_of_words(phrase_of(t)) for t in objects_of(token, "for")))


OF_WORK = frozenset("works line hall shop forge furnace unit train".split())
PLACED_NOUNS = frozenset(
    """works hall unit line extension expansion addition base complex terminal warehouse mine campus shop yard station
    depot headquarters pit quarry kiln forge cracker reactor electrolyser electrolyzer concentrator brewery farm
    facility site center centre institute furnace dock stand rig room tank train""".split()
)
NOT_LINES = frozenset(
    """product credit pipe power transmission top bottom phone front deadline subway railway airline story city town
    concert exhibition lecture music village road water sewer street construction art public""".split()
)
SITE_VERBS = BUILD_VERBS - frozenset("add launch set start develop create double triple extend break house".split())


def is_built(token: Token) -> bool:
    """Whether a noun is the object, or the passive subject, of a verb of building."""
    verb = token.head
    up = verb.lemma_.lower() in {"set", "put"} and any(c.dep_ == "prt" and c.lower_ == "up" for c in verb.children)
    return token.dep_ in {"dobj", "nsubjpass"} and (up or verb.lemma_.lower() in SITE_VERBS)


def site_kind(discourse: Discourse, token: Token) -> str | None:
    """The kind that a noun's own words tell, else that of what is made there; None where only the noun may tell."""
    noun = FACILITY_NOUNS.get(noun_of(token), "plant")
    if noun_of(token) in STORES:
        return noun
    if is_former(token):
        noun = "plant"
    texts = [own_words(discourse, token)] if token.pos_ != "VERB" else list(made_by(token))
    if noun in {"plant", "other"}:
        texts += products(token)
    return next((kind for text in texts if (kind := kind_of_words(text))), None if noun == "plant" else noun)


STORES = frozenset("warehouse depot headquarters".split())
"""Nouns of sites that are of their kind whatever they hold."""


def own_words(discourse: Discourse, token: Token) -> str:
    """The words of a noun's phrase without its owner and its place; none of "a former paper mill"."""
    if is_former(token):
        return ""
    owners = {
        t for child in token.children if child.dep_ == "poss" or child.i in discourse.cast.named for t in child.subtree
    }
    cut = {t for c in token.children if c.dep_ in {"relcl", "acl", "advcl", "conj", "appos"} for t in c.subtree}
    kept = [t for t in token.subtree if t not in owners | cut and t.i not in discourse.cast.named]
    return " ".join(t.lower_ for t in kept)


FORMERLY = frozenset("former old closed disused idle idled abandoned vacant defunct shuttered mothballed ex".split())
"""What a site was before somebody else moves in."""


def products(token: Token) -> Iterator[str]:
    """What a sentence says that a site makes: "that will make valves", "to turn ore into lithium", "will produce"."""
    clauses = [c for c in token.children if c.dep_ in {"relcl", "acl"}]
    clauses += [v for v in [token.head] if token.dep_ in {"nsubj", "nsubjpass"}]
    clauses += [c for v in climb(token) if v.sent == token.sent for c in v.children if c.dep_ in {"advcl", "xcomp"}][:2]
    for clause in clauses:
        yield from (text for text in made_by(clause) if text)


def made_by(clause: Token) -> Iterator[str]:
    """The objects of making within a clause, without what they are for."""
    for verb in [clause, *(t for t in clause.subtree if t.pos_ == "VERB" and t != clause)]:
        if verb.lemma_.lower() in MAKE_VERBS:
            made = [o for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} for o in coordinated(c)]
            work = WORKS.get(verb.lemma_.lower(), "")
            yield from (f"{made_words(o)} {work}" for o in made if o.lemma_.lower() not in FACILITY_NOUNS)


WORKS = {
    "package": "packaging",
    "stack": "packaging",
    "recycle": "recycling",
    "refine": "refining",
    "smelt": "smelting",
    "purify": "material",
    "print": "printing",
}
"""Verbs that tell a kind beside what is worked on."""


def made_words(token: Token) -> str:
    cut = {t for c in token.children if c.dep_ in {"relcl", "acl", "conj", "appos"} for t in c.subtree}
    cut |= {t for c in token.children if c.dep_ == "prep" and c.lower_ != "of" for t in c.subtree}
    return " ".join(t.lower_ for t in token.subtree if t not in cut)


@cache
def kind_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            kind,
            re.compile(
                r"\b(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + r")(?:e?s)?\b"
            ),
        )
        for kind, words in FACILITY_KINDS
    )


APART = re.compile(r"\b(for|of|to|in|at|on|near|by|from|with|as|due|where|that|which|used|within)\b|,(?!\d)|[;(]")
POWERED = re.compile(r"\b\w+ ?- ?(?:fired|powered|driven|cooled|based|free|ready|backed|fuell?ed|electric|led|grade)\b")
"""What only runs or feeds a thing: a "hydrogen-fired mill" makes steel."""

"""What parts a noun phrase: behind the first three stands what is made, behind the others where and when."""
TOLD_BEHIND = frozenset({"for", "of", "to"})


def kind_of_words(text: str) -> str | None:
    """The kind that a noun phrase tells: its first part before what the others are told for."""
    words = APART.split(POWERED.sub(" ", text))
    parts = [words[0], *(part for mark, part in zip(words[1::2], words[2::2], strict=True) if mark in TOLD_BEHIND)]
    return next((kind for part in parts if (kind := kind_of_part(part))), None)


def kind_of_part(text: str) -> str | None:
    """The kind whose words come last, the longest of equals: "battery separators" are a material."""
    found = [
        (m.end(), m.end() - m.start(), -n, kind)
        for n, (kind, p) in enumerate(kind_patterns())
        for m in p.finditer(text)
    ]
    return max(found)[-1] if found else None


def kind_of_context(discourse: Discourse, operators: list[Entity], technologies: tuple[str, ...]) -> str:
    """The kind of a site of which its nouns tell none: by what its firm is said to make, else by its document."""
    for operator in operators:
        described = list(describe_firm(discourse, operator))
        said = [*described, *made_by_firm(discourse, operator), operator.name.lower()]
        if kind := next((kind for text in said if (kind := kind_of_words(text))), None):
            return kind
        if described:
            return "plant"
    told = (*technologies, *main_technologies(discourse.cast.reading))
    return next((KIND_OF_TECHNOLOGY[t] for t in told if t in KIND_OF_TECHNOLOGY), "plant")


def made_by_firm(discourse: Discourse, firm: Entity) -> Iterator[str]:
    """What a document says that a firm makes, named or meant."""
    for token in discourse.cast.reading.parse:
        if token.pos_ == "VERB" and token.lemma_.lower() in MAKE_VERBS:
            maker = own_subject(token)
            if maker is not None and firm in discourse.resolve(maker):
                yield from made_by(token)


def describe_firm(discourse: Discourse, firm: Entity) -> Iterator[str]:
    """What a document calls a firm: "a maker of pumps", "which makes pumps", "valve maker X"."""
    for i in firm.tokens:
        token = discourse.cast.reading.parse[i]
        yield from filter(None, [discourse.cast.reading.descriptions.get(i, "").lower()])
        nouns = [c for c in token.children if c.dep_ == "appos"]
        nouns += [token.head] if token.dep_ in {"appos", "compound"} else []
        yield from (phrase_of(noun) for noun in nouns if noun.lemma_.lower() in MAKERS)
        yield from (text for c in token.children if c.dep_ == "relcl" for text in made_by(c))
    for i, meant in discourse.anaphors.items():
        if meant == (firm,) and discourse.cast.reading.parse[i].lemma_.lower() in MAKERS:
            yield phrase_of(discourse.cast.reading.parse[i])


MAKERS = frozenset(
    """maker manufacturer producer supplier developer builder designer refiner recycler processor specialist miner
    smelter provider vendor foundry chipmaker carmaker automaker steelmaker shipbuilder toolmaker drugmaker
    operator""".split()
)


def technologies_of(token: Token) -> tuple[str, ...]:
    return find_technologies(" ".join([phrase_of(token), *products(token)]))
