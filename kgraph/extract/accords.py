"""A discourse in, its agreements out: who signs what with whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.dealings import read_verb
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    AGREEMENT_KINDS,
    AGREEMENT_NOUNS,
    PENDING,
    SAY_VERBS,
    SIGN_VERBS,
    SUPPLY_VERBS,
)
from kgraph.extract.listings import count_unnamed, listed_after, read_pair
from kgraph.extract.pacts import (
    BEFORE_NOUN,
    GRANTING,
    TELLING,
    UNDER,
    WINNING,
    bracket_after,
    is_agreement_noun,
    is_common_work,
    is_concluded,
    is_definite,
    is_plural,
    is_standing,
    is_statement,
    mates_of,
    orderers_of,
    verbs_of,
)
from kgraph.extract.roles import agent_of, climb, datives, direct_objects, is_passive, objects_of, owner_of, phrase_of
from kgraph.extract.signers import actors_of, firm_before, parties_of, states_before
from kgraph.extract.timing import date_deed, is_recent
from kgraph.extract.trades import chain_over


@dataclass(slots=True, eq=False)
class Accord:
    """An agreement of parties."""

    kind: str
    parties: list[Entity]
    date: str | None
    token: int
    sentence: Span


def find_accords(discourse: Discourse) -> list[Accord]:
    """Agreements that are told as signed or reached, each once."""
    found: list[Accord] = []
    for sentence in discourse.cast.reading.sentences():
        if discourse.cast.reading.is_title(sentence[0]):
            continue
        for accord in accords_in(discourse, sentence, found):
            discourse.agreed[accord.token] = accord.parties
            if not any(tell_again(old, accord) for old in found):
                found.append(accord)
    return found


def accords_in(discourse: Discourse, sentence: Span, told: list[Accord]) -> Iterator[Accord]:
    """The agreements that a sentence tells, one after the other; a line of a list may tell one without a verb."""
    if (listed := read_line(discourse, sentence)) is not None:
        yield listed
        return
    for token in sentence:
        accord = read_accord(discourse, token, sentence, told)
        if accord is not None:
            yield from split_pairs(discourse, accord)


def read_line(discourse: Discourse, sentence: Span) -> Accord | None:
    """ "▲ X – Y: offtake of nickel": an agreement if the line names its kind."""
    pair = read_pair(discourse, sentence)
    if pair is None:
        return None
    parties, colon = pair
    words = " ".join(t.lower_ for t in sentence if t.i > colon.i)
    kind = kind_by_words(words) or ("partnership" if PACT.search(words) else "")
    return Accord(kind, parties, date_deed(discourse, colon, [], True), colon.i, sentence) if kind else None


PACT = re.compile(r"\b(?:agreement|partnership|cooperation|collaboration|alliance|pact|accord)\b")


def split_pairs(discourse: Discourse, accord: Accord) -> list[Accord]:
    """Of "contracts with X and Y" one for each: who signs several of a kind signs with each partner on his own."""
    noun = accord.sentence.doc[accord.token]
    if not is_plural(noun):
        return [accord]
    verbs = verbs_of(noun)
    mates = parties_of(discourse, [t for h in (noun, *verbs) for t in partners_of(h)])
    if max(map(count_unnamed, [t for h in (noun, *verbs) for t in partners_of(h)]), default=0):
        mates = accord.parties[1:]
    sides = [[e for e in accord.parties if (e in mates) == beside] for beside in (True, False)]
    one, many = sorted(sides, key=len)
    if len(one) != 1 or len(many) < 2:
        return [accord]
    return [replace(accord, parties=[*one, e]) for e in many]


def partners_of(holder: Token) -> list[Token]:
    return (
        [*mates_of(holder), *objects_of(holder, "from")]
        if holder.pos_ != "VERB"
        else objects_of(holder, "with", "from")
    )


def tell_again(old: Accord, new: Accord) -> bool:
    """Whether an agreement was told before; what is told better now is noted there."""
    if set(new.parties) <= set(old.parties):
        if old.kind == "partnership" and (
            is_detail(old, new) or (new.kind == "memorandum" and is_one_clause(old, new))
        ):
            old.kind = new.kind
        again = old.kind == new.kind or new.kind == "partnership" or is_one_clause(old, new)
        if again and (old.sentence == new.sentence or is_anaphoric(new)):
            old.date = old.date or new.date
        return again
    if old.kind == new.kind and set(old.parties) < set(new.parties) and is_anaphoric(new):
        old.parties = new.parties
        return True
    return False


def is_detail(old: Accord, new: Accord) -> bool:
    """Whether a later sentence says what an agreement is for: "under the accord", "the two will jointly develop"."""
    return is_anaphoric(new) or (new.sentence != old.sentence and new.sentence.doc[new.token].pos_ == "VERB")


def is_one_clause(old: Accord, new: Accord) -> bool:
    """Whether one clause tells both: "will supply pumps under a licence", not "agreed to, and signed"."""
    token = old.sentence.doc[new.token]
    first = old.sentence.doc[old.token]
    over = [first, *climb(first)]
    way: list[Token] = []
    for each in (token, *climb(token)):
        if each in over:
            break
        way.append(each)
    return old.sentence == new.sentence and not any(t.dep_ in {"conj", "advcl", "parataxis"} for t in way)


def is_anaphoric(accord: Accord) -> bool:
    """ "Under the agreement": its noun speaks of one that was told."""
    return is_definite(accord.sentence.doc[accord.token])


def read_accord(discourse: Discourse, token: Token, sentence: Span, told: list[Accord]) -> Accord | None:
    """The agreement that a token tells: its noun ("signed a memorandum with"), or a verb ("agreed with X to")."""
    named = discourse.cast.named.get(token.i)
    if named is not None and named.kind != "Other" and token.lower_ not in AGREEMENT_NOUNS:
        return None
    if is_agreement_noun(token):
        kind, parties = read_noun(discourse, token, told)
    elif token.pos_ == "VERB":
        kind, parties = read_verb(discourse, token)
    else:
        return None
    if len(parties) < 2 or is_pending(token):
        return None
    verbs = verbs_of(token) if token.pos_ != "VERB" else [*chain_over(token), *token.children]
    date = date_deed(discourse, token, verbs, is_done_deed(discourse, token, verbs))
    return Accord(kind, parties, date, token.i, sentence)


def is_done_deed(discourse: Discourse, token: Token, verbs: list[Token]) -> bool:
    """Whether it is told as something that was done on a day, not as what goes on or is to come."""
    told = [token] if token.pos_ == "VERB" else [v for v in verbs if v.lemma_.lower() in SIGN_VERBS | {"agree"}]
    if token.pos_ == "VERB" and is_settled(token):
        return True
    if told and all(is_perfect(v) for v in told) and not is_recent(discourse, token):
        return False
    return any(v.tag_ in {"VBD", "VBN"} for v in told) or not verbs or is_statement(token)


def is_settled(verb: Token) -> bool:
    """ "will deliver", "is to deliver": what was agreed on the day of the news."""
    above = chain_over(verb)[1:]
    return any(c.lower_ == "will" for c in verb.children) or (bool(above) and above[-1].lemma_ == "be")


def is_perfect(verb: Token) -> bool:
    """ "has signed": done on no day that the words tell."""
    return any(c.dep_ == "aux" and c.lower_ in {"has", "have", "'ve"} for c in verb.children)


HOPED = frozenset("may might could would not n't never if".split())


def is_pending(token: Token) -> bool:
    """Whether an agreement is only sought, may come, or has ended."""
    over = [t for t in [token, *climb(token)] if t.sent == token.sent]
    verb = next((t for t in over if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None:
        return False
    helpers = {c.lower_ for v in chain_over(verb) for c in v.children if c.dep_ in {"aux", "neg", "mark"}}
    if verb.dep_ == "ccomp" and verb.head.lemma_.lower() in SAY_VERBS:
        helpers -= {"would"}  # "said it would" is what was said as "we will"
    verbs = {v.lemma_.lower() for v in chain_over(verb)}
    talks = {t.lemma_.lower() for t in over[1:3] if t.pos_ == "NOUN"} & {"talk", "negotiation", "plan", "proposal"}
    denied = any(c.dep_ == "det" and c.lower_ in {"no", "any"} for c in token.children)
    return bool(verbs & PENDING or helpers & HOPED or talks or denied)


def read_noun(discourse: Discourse, noun: Token, told: list[Accord]) -> tuple[str, list[Entity]]:
    """The kind of the agreement that a noun tells, and who concludes it."""
    verbs = verbs_of(noun)
    if not is_common_work(discourse, noun, verbs) or is_standing(noun, verbs):
        return "", []
    parties = find_signers(discourse, noun, verbs)
    kind = kind_of_noun(discourse, noun, verbs)
    bare = is_definite(noun) and not any(
        c.dep_ in BEFORE_NOUN or c.dep_ in {"acl", "relcl", "prep"} for c in noun.children
    )
    if is_definite(noun) and ((len(parties) < 2 and told) or (bare and not told)):
        return "", []
    if len(parties) < 2 and is_concluded(noun, verbs):
        parties = complete_parties(discourse, noun, parties)
    return keep_common(noun, kind, parties)


def keep_common(noun: Token, kind: str, parties: list[Entity]) -> tuple[str, list[Entity]]:
    """The kind and the parties, or none where firms only state something together, or the state buys or permits."""
    firms = [e for e in parties if e.kind == "Organization"]
    stated = is_statement(noun) and noun.dep_ == "pobj" and len(firms) == len(parties)
    procured = kind == "supply" and any(is_procuring(e) for e in parties)
    permitted = noun.lemma_.lower() in PERMITS and len(firms) < 2
    if stated or procured or permitted:
        return "", []
    return ("partnership" if kind in OF_FIRMS and not firms else kind), parties


def is_procuring(party: Entity) -> bool:
    """Whether a party's orders are procurement: a ministry, a navy, an agency."""
    return bool({w.lower() for w in party.name.split()} & PROCURING)


PROCURING = frozenset("navy army force forces guard defense defence ministry department government agency".split())
PERMITS = frozenset({"licence", "license", "right", "order"})
"""Nouns of what an authority grants too."""


OF_FIRMS = ("supply", "license", "joint_development")


def find_signers(discourse: Discourse, noun: Token, verbs: list[Token]) -> list[Entity]:
    """The subject and agent of the verb above, the noun's owner, and those "with", "between" or "by" whom."""
    mates = mates_of(noun)
    found = parties_of(discourse, mates)
    owner = owner_of(noun)
    found += parties_of(discourse, [owner]) if owner is not None else []
    signed: list[Entity] = []
    for verb in sorted(verbs, key=lambda v: v.head != noun):
        lemma = verb.lemma_.lower()
        below = noun in climb(verb)
        beside = noun.dep_ == "pobj" and noun.head.lower_ in UNDER
        if not below and len(set(signed)) > 1:
            break
        if not (below or beside or lemma in SIGN_VERBS | TELLING):
            continue
        subject_is_noun = any(c == noun and c.dep_.startswith("nsubj") for c in verb.children)
        found += actors_of(discourse, verb) if not subject_is_noun and not (is_passive(verb) and below) else []
        agent = agent_of(verb)
        if lemma in GRANTING and not below:
            found += parties_of(discourse, [*datives(verb), *objects_of(verb, "to")])
        if lemma == "place":
            found += parties_of(discourse, objects_of(verb, "with"))
        if lemma in WINNING and not below:
            found += parties_of(discourse, orderers_of(noun, [verb]))
        others = [agent] if agent is not None else []
        if below or not mates:  # of two agreements that one verb joins, each has its own partner
            others += objects_of(verb, "with", "between", "among", "alongside")
        if lemma in HANDING | {"reserve", "develop"}:
            others += [*direct_objects(verb), *datives(verb), *objects_of(verb, "to", "for", "from")]
        found += parties_of(discourse, [t for t in others if t != noun])
        if (
            is_plural(noun)
            and len(set(found)) == 1
            and (count := max(map(count_unnamed, [*mates, *others]), default=0))
        ):
            found += listed_after(discourse, noun, count, found)
        signed += found if below and lemma in SIGN_VERBS | {"agree"} else []
    return list(dict.fromkeys(found))


def complete_parties(discourse: Discourse, noun: Token, found: list[Entity]) -> list[Entity]:
    """The other side, where the sentence names one or none: the states of a statement, the firm spoken of before."""
    if is_statement(noun) or (found and found[0].kind == "Government"):
        return list(dict.fromkeys([*found, *states_before(discourse, noun)])) if len(found) < 2 else found
    if not found:
        return []
    here = [e for t in noun.sent if (e := discourse.cast.named.get(t.i)) is not None and e.kind == "Organization"]
    other = next((e for e in here if e not in found), None) or firm_before(discourse, noun, found)
    return [*found, other] if other is not None else found


def kind_of_noun(discourse: Discourse, noun: Token, verbs: list[Token]) -> str:
    """The kind by the noun's own words, then by what its clause says is done, then by the noun."""
    phrase = phrase_of(noun)
    if is_statement(noun) or noun.lemma_.lower() == "right":
        return "license" if noun.lemma_.lower() == "right" else "partnership"
    if bracket_after(discourse, noun).startswith("mou"):
        return "memorandum"
    clauses = [c for c in noun.children if c.dep_ in {"relcl", "acl"}]
    clauses += [v for v in verbs if noun.dep_ == "pobj" and noun.head.lower_ in UNDER and noun in v.subtree]
    aims = " ".join(t.lower_ for c in [noun, *verbs[:1]] for t in c.subtree if not t.is_punct)
    told = " ".join(t.lower_ for c in clauses for t in c.subtree if not t.is_punct)
    kind = kind_by_words(phrase) or kind_by_words(f"{aims} {told}", ("joint_development", "license", "supply"))
    if not kind and is_definite(noun):
        kind = kind_by_words(words_before(discourse, noun), ("license", "joint_development"))
    delivering = noun.dep_ == "pobj" and noun.head.lower_ in UNDER and verbs and verbs[0].lemma_.lower() in HANDING
    return kind or ("supply" if noun.lemma_ in {"contract", "order"} or delivering else "partnership")


HANDING = SUPPLY_VERBS | {"come"}


def words_before(discourse: Discourse, noun: Token) -> str:
    """The headline and the sentences before "the contract", which tell what it is about."""
    parse = discourse.cast.reading.parse
    title = discourse.cast.reading.document.title
    return f"{title} {parse[max(0, noun.sent.start - 40) : noun.sent.start].text}".lower()


def kind_by_words(words: str, kinds: tuple[str, ...] = ()) -> str:
    """The strongest kind of which a phrase stands in a stretch of text; a partnership is what remains."""
    for kind, phrases in AGREEMENT_KINDS:
        if kind != "partnership" and (not kinds or kind in kinds) and any(f" {p}" in f" {words}" for p in phrases):
            return kind
    return ""
