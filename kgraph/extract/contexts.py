"""A sum's token in, what governs it out: its nouns and verb, and by their words the kind of commitment it tells."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity
from kgraph.extract.lexicon import (
    BUILD_VERBS,
    BUY_PHRASES,
    BUY_VERBS,
    COST_VERBS,
    GIVE_VERBS,
    GRANT_NOUNS,
    GRANT_PHRASES,
    INVEST_NOUNS,
    INVEST_VERBS,
    LOAN_PHRASES,
    NOT_COMMITTED,
    NOT_COMMITTED_VERBS,
    OTHER_COMMITTING,
    OWN_PHRASES,
    RECEIVE_VERBS,
    STAKE_PHRASES,
    TAX_PHRASES,
    VENTURE_PHRASES,
)
from kgraph.extract.roles import SUBJECTS, climb, direct_objects, objects_of, phrase_of
from kgraph.model import InvestmentKind
from kgraph.money import Sum

SMALL = Decimal(100_000)
"""Dollars below which a sum is a price or a fee, not the matter of trade news."""
UNITS = {"JPY": 150, "KRW": 1300, "INR": 85, "VND": 25000, "IDR": 16000, "TWD": 32, "CNY": 7, "THB": 35}
"""About how many units a dollar is, for that bound alone."""
MEASURES = frozenset({"attr", "dobj", "pobj", "npadvmod"})
EQUALS = frozenset("be amount total come stand reach".split())
DENIALS = frozenset("deny dismiss refute reject".split())
SHARES = re.compile(r"%| per ?cent ")
SHARE = re.compile(r"(\d+(?:\.\d+)?) ?(?:%|per ?cent)|\b(half|majority|controlling|all|whole|entire|outright|wholly)\b")
PENALTY = re.compile(
    r"\b(?:fine[sd]?|penalt\w+|damages|jury|verdict|antitrust|cartel|bid-rigging|lawsuit|surcharge)\b", re.IGNORECASE
)
LENDERS = re.compile(r"\b(?:Bank|KfW|EXIM|Eximbank|Kexim|KDB|JBIC|EIB|Credit|K-SURE|Insurance)\b", re.IGNORECASE)
FUNDERS = re.compile(r"\b(?:Foundation|Agency|Development Organization|Council|Innovation|JOGMEC|NEDO|Authority)\b")


@dataclass(frozen=True, slots=True)
class Context:
    """What governs a sum: the nouns from the nearest on, the verb above them, and their words.

    `purposes` are the nouns under the sum: "N in grants", "N for a plant".
    """

    sum: Token
    nouns: tuple[Token, ...]
    purposes: tuple[Token, ...]
    verb: Token | None
    words: str

    @property
    def verb_lemma(self) -> str:
        return self.verb.lemma_.lower() if self.verb is not None else ""

    def says(self, phrases: Iterable[str]) -> bool:
        """Whether the governing words hold one of the phrases."""
        return any(f" {phrase} " in self.words or f" {phrase}s " in self.words for phrase in phrases)


def find_context(token: Token) -> Context:
    """What governs a sum; of "the N that X awarded" the verb is that of the relative clause."""
    relative = next((c for c in token.children if c.dep_ in {"relcl", "acl"} and c.pos_ == "VERB"), None)
    nouns, verb = find_governors(token)
    if verb is not None:
        nouns += measured_nouns(token, verb)
    if relative is not None and not nouns and (verb is None or verb.lemma_.lower() not in COMMITTING):
        verb = relative
    own = objects_of(token, "of", "in", "for", "as", "towards", "toward")
    words = [
        *map(phrase_of, [*own, *nouns]),
        *verb_words(verb),
        *(verb_words(relative) if relative is not verb else []),
    ]
    return Context(token, tuple(nouns), tuple(own), verb, f" {' '.join(words)} ")


CHANGES = frozenset("raise lift cut lower increase reduce revise narrow widen boost trim slash".split())
SETS = frozenset("put value estimate peg".split())


def measured_nouns(token: Token, verb: Token) -> list[Token]:
    """What a sum measures across its verb: "the cost is N", "raised its forecast by N", "put its backlog at N"."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    lemma, preposition = verb.lemma_.lower(), token.head.lower_
    if (token.dep_ in MEASURES and lemma in EQUALS) or lemma == "cost":
        return subjects
    if lemma in SETS and preposition == "at":
        return [*direct_objects(verb), *subjects]
    objects = direct_objects(verb) if lemma in CHANGES else []
    return objects if token not in objects else []


def find_governors(token: Token) -> tuple[list[Token], Token | None]:
    """The nouns above a token, up to the first verb of its sentence, and that verb."""
    nouns: list[Token] = []
    for each in climb(token):
        if each.sent != token.sent:
            break
        if each.pos_ in {"VERB", "AUX"}:
            return nouns, each
        if each.pos_ in {"NOUN", "PROPN"}:
            nouns.append(each)
    return nouns, None


def verb_words(verb: Token | None) -> list[str]:
    """A verb with its objects and prepositional phrases, as words."""
    if verb is None:
        return []
    words = [verb.lemma_.lower()]
    carriers = {"in", "as", "through", "of", "via"} | ({"with"} if verb.lemma_.lower() in GIVE_VERBS else set())
    for child in verb.children:
        if child.dep_ in {"prt", "dobj", "attr", "oprd"}:
            words.append(phrase_of(child))
        if child.lower_ in carriers:
            words += [phrase_of(g) for g in child.children if g.dep_ == "pobj"]
    return words


def is_told_otherwise(token: Token, sentence: Span, found: Sum) -> bool:
    """A sum that is denied, too small or per unit, or only the difference to another."""
    after = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return is_denied(token, sentence) or is_small(found) or after in {"less", "lower", "fewer", "higher"}


def is_difference(token: Token) -> bool:
    """ "$1 billion less than was planned": by how much two sums differ, which nobody commits."""
    after = [each.lower_ for each in token.doc[token.i + 1 : token.i + 3]]
    return after[1:] == ["than"] and after[0] in {"less", "more", "lower", "higher", "fewer"}


def is_small(found: Sum) -> bool:
    return found.per or found.amount.value < SMALL * UNITS.get(found.amount.currency, 1)


def is_denied(token: Token, sentence: Span) -> bool:
    """ "denied a report that X would buy", "has no plan to spend"."""
    if any(t.lemma_.lower() in DENIALS and token in t.subtree for t in sentence if t.pos_ == "VERB"):
        return True
    plans = [t for t in sentence if t.lemma_.lower() in {"plan", "intention"} and t.pos_ == "NOUN"]
    return any(c.lower_ == "no" for plan in plans for c in plan.children)


def is_no_commitment(context: Context) -> bool:
    """Whether the nearest telling word makes the sum a revenue, a price, a market: nobody's commitment."""
    for noun in (*context.purposes, *context.nouns)[:2]:
        if noun.lemma_.lower() in INVEST_NOUNS | GRANT_NOUNS | {"loan", "credit", "stake"}:
            return False
        if noun.lemma_.lower() in NOT_COMMITTED:
            return True
    return context.verb_lemma in NOT_COMMITTED_VERBS or is_bought_back(context)


def is_bought_back(context: Context) -> bool:
    """ "buys back shares": a firm's own, which is no investment."""
    if context.verb is None or context.verb_lemma != "buy" or context.verb.i + 1 >= len(context.verb.doc):
        return False
    return context.verb.nbor(1).lower_ == "back"


def is_penalty(discourse: Discourse, context: Context) -> bool:
    """Whether a report of a court or a watchdog tells who must pay what."""
    document = discourse.cast.reading.document
    tells = PENALTY.search(document.title) or PENALTY.search(document.text[:300])
    return bool(tells) and context.verb_lemma in {"pay", "bear", "set", "owe", "receive", "be", "award", "order"}


def guess_kind(discourse: Discourse, context: Context) -> InvestmentKind | None:
    """The kind of commitment, by the words that govern the sum; None for money that nobody commits."""
    if is_no_commitment(context) or is_penalty(discourse, context):
        return None
    if context.says(TAX_PHRASES):
        return "tax_credit"
    if context.says(STAKE_PHRASES) or SHARES.search(context.words):
        return "acquisition" if buys_whole(context) else "investment"
    for phrases, kind in KINDS_BY_PHRASE:
        if context.says(phrases):
            return kind
    return guess_kind_by_verb(discourse, context)


KINDS_BY_PHRASE: tuple[tuple[tuple[str, ...], InvestmentKind], ...] = (
    (OWN_PHRASES, "investment"),
    (LOAN_PHRASES, "loan"),
    (GRANT_PHRASES, "grant"),
    (VENTURE_PHRASES, "joint_venture"),
)
COMMITTING = INVEST_VERBS | BUILD_VERBS | COST_VERBS | GIVE_VERBS | RECEIVE_VERBS | OTHER_COMMITTING


def guess_kind_by_verb(discourse: Discourse, context: Context) -> InvestmentKind | None:
    verb = context.verb_lemma
    if verb in {"lend", "borrow"}:
        return "loan"
    if verb in BUY_VERBS - {"take"} or context.says(BUY_PHRASES) or pays_for_firm(discourse, context):
        return "acquisition"
    if verb in COMMITTING or any(noun.lemma_.lower() in INVEST_NOUNS for noun in (*context.purposes, *context.nouns)):
        return "investment"
    return None


def tell_public_kind(context: Context) -> InvestmentKind | None:
    """The kind that the words right under a sum state: "N in tax breaks", "N in loans", "a grant of N"."""
    said = f" {' '.join(phrase_of(noun) for noun in context.purposes)} "
    kinds = [kind for phrases, kind in PUBLIC_KINDS if any(f" {p} " in said or f" {p}s " in said for p in phrases)]
    return kinds[0] if kinds else None


PUBLIC = frozenset[InvestmentKind]({"grant", "loan", "tax_credit"})
"""The kinds of money that authorities, laws and programmes hand out."""
PUBLIC_KINDS: tuple[tuple[tuple[str, ...], InvestmentKind], ...] = (
    (TAX_PHRASES, "tax_credit"),
    (LOAN_PHRASES, "loan"),
    (GRANT_PHRASES, "grant"),
)


def buys_whole(context: Context) -> bool:
    """Whether half or more of a firm changes hands."""
    if context.verb_lemma not in BUY_VERBS | {"pay", "close", "complete", "spend"}:
        return False
    return any(match[2] or float(match[1]) >= 50 for match in SHARE.finditer(context.sum.sent.text))


def pays_for_firm(discourse: Discourse, context: Context) -> bool:
    """ "paid N for the company": what is paid for is a firm."""
    if context.verb is None or context.verb_lemma != "pay":
        return False
    paid_for = [entity for token in objects_of(context.verb, "for") for entity in discourse.resolve_one(token)]
    return any(entity.kind == "Organization" for entity in paid_for)


def is_firm(entity: Entity) -> bool:
    """An organization that may be helped: no bank or funder."""
    return entity.kind == "Organization" and not LENDERS.search(entity.name) and not FUNDERS.search(entity.name)


def verbs_above(context: Context) -> Iterator[Token]:
    """The verb that governs a sum and those above it."""
    for token in [context.verb, *climb(context.verb)] if context.verb is not None else []:
        if token.pos_ in {"VERB", "AUX"}:
            yield token
