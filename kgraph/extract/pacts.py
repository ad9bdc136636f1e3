"""A noun of agreements in, what the text makes of it out: common work or a purchase, signed or only spoken of."""

import re

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.dealings import TOGETHER, is_of_money
from kgraph.extract.lexicon import AGREEMENT_NOUNS, BUY_VERBS, FINANCIAL, SIGN_VERBS
from kgraph.extract.roles import climb, objects_of, phrase_of


def is_agreement_noun(token: Token) -> bool:
    """A noun of agreements; of "tie-up" the parse makes three words."""
    if token.lower_ in {"up", "ups"} and token.i > 1 and token.nbor(-1).text == "-":
        return token.nbor(-2).lower_ in {"tie", "link"}
    return token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in AGREEMENT_NOUNS


def is_statement(noun: Token) -> bool:
    return noun.lemma_.lower() in {"statement", "declaration", "communique"}


def is_plural(noun: Token) -> bool:
    return noun.tag_ in {"NNS", "NNPS"} or noun.lower_ in {"memoranda", "mous"}


def is_definite(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in {"the", "this", "that"} for c in noun.children)


def verbs_of(noun: Token) -> list[Token]:
    """The verbs that tell what is done with an agreement: over it, and in its participle or relative clause."""
    above = next((t for t in climb(noun) if t.pos_ in {"VERB", "AUX"} and t.sent == noun.sent), None)
    holders = [noun, *(t for c in noun.children if c.lower_ == "of" for t in c.children)]
    below = [c for h in holders for c in h.children if c.dep_ in {"acl", "relcl"} and c.pos_ in {"VERB", "AUX"}]
    below += [c for t in noun.subtree for c in t.children if t not in holders and is_signed_clause(c)]
    joined = [above.head] if above is not None and above.dep_ == "advcl" and above.tag_ == "VBN" else []
    return [*([above] if above is not None else []), *below, *joined]


def is_signed_clause(clause: Token) -> bool:
    """ "a contract with X, which was signed": a clause of signing that the parse hangs to the partner or the goods."""
    if clause.dep_ != "relcl" or clause.lemma_.lower() not in SIGN_VERBS - MAKING:
        return False
    return any(c.tag_ == "WDT" and c.dep_ in {"nsubjpass", "dobj"} for c in clause.children)


MAKING = frozenset("make form establish expand extend issue deepen exchange enter close".split())
"""Verbs of signing that have other objects as often."""


def mates_of(noun: Token) -> list[Token]:
    """Those with, between or by whom, wherever in the noun's phrase the parse hangs them."""
    inner = {t for c in noun.children if c.dep_ in {"acl", "relcl", "conj", "appos"} for t in c.subtree}
    found = [t for t in noun.subtree if t not in inner and t.lower_ in {"with", "between", "among", "by"}]
    return [g for prep in found for g in objects_of(prep.head, prep.lower_)]


UNDER = frozenset("under through by in as with via".split())


WINNING = frozenset("win secure receive land obtain get book acquire clinch bag".split())
GRANTING = frozenset("grant give hand award sell".split())
TELLING = (
    WINNING
    | GRANTING
    | frozenset("have announce include be see unveil publish release win secure land upgrade extend place".split())
)


def is_standing(noun: Token, verbs: list[Token]) -> bool:
    """ "in partnership with", "our partnership grows": how it is worked, not an agreement that is concluded."""
    if noun.lemma_ != "partnership" or any(v.lemma_.lower() in SIGN_VERBS | TELLING for v in verbs):
        return False
    bare = noun.dep_ == "pobj" and noun.head.lower_ == "in" and not any(c.dep_ == "det" for c in noun.children)
    return bare or any(c.dep_ == "poss" and c.lower_ in {"our", "its", "their", "my"} for c in noun.children)


FORMING = frozenset("form establish launch create join set".split())
AIMS = frozenset({"acl", "xcomp", "relcl", "advcl"})
BEFORE_NOUN = frozenset({"compound", "amod", "nmod", "poss"})


def is_common_work(discourse: Discourse, noun: Token, verbs: list[Token]) -> bool:
    """Whether a noun means an agreement to work together: no loan or wage contract, no purchase, no mere statement."""
    phrase = phrase_of(noun)
    words = {t.lemma_.lower() for t in noun.subtree if t.dep_ in BEFORE_NOUN and t.i < noun.i}
    lemma = noun.lemma_.lower()
    words |= {c.lemma_.lower() for c in noun.children if c.dep_ == "acl"}
    if noun.dep_ == "pobj":
        words.add(noun.head.lower_)
    if lemma in ONLY_WITH and not ONLY_WITH[lemma] & {*words, *phrase.split()}:
        return False
    if lemma == "order":
        return is_placed(noun, verbs)
    if lemma == "consortium" and not {v.lemma_.lower() for v in verbs} & FORMING:
        return False
    if is_aside(discourse, noun):
        return False
    if MEMORANDUM.search(phrase) or bracket_after(discourse, noun) or is_statement(noun):
        return True
    return not is_financial(discourse, noun, verbs, words)


def is_aside(discourse: Discourse, noun: Token) -> bool:
    """Whether a noun only belongs to another, or tells how or in spite of what something else was done."""
    if noun.dep_ in BEFORE_NOUN and noun.head.lemma_.lower() in AGREEMENT_NOUNS:
        return True
    return noun.dep_ == "pobj" and (noun.head.lower_ in NO_WAYS or is_of_purchase(discourse, noun))


def is_financial(discourse: Discourse, noun: Token, verbs: list[Token], words: set[str]) -> bool:
    """Whether a contract is one of money or of some other matter, by its own words or by what it is to do."""
    if words & (FINANCIAL | OTHER_CONTRACTS) and not words & {"supply", "offtake", "power"}:
        return True
    aims = [c for v in (noun, *verbs) for c in v.children if c.dep_ in AIMS and c.tag_ == "VB"]
    aims = [aim for aim in aims if not any(t.lower_ in TOGETHER for t in aim.children)]
    return any(is_of_money(discourse, aim) for aim in aims)


def is_placed(noun: Token, verbs: list[Token]) -> bool:
    """Whether an order is one that a firm gives another: "placed orders with X", "won an order from X"."""
    lemmas = {v.lemma_.lower() for v in verbs}
    placed = "place" in lemmas and any(objects_of(h, "with") for h in (noun, *verbs))
    return placed or bool(lemmas & WINNING and orderers_of(noun, verbs))


def orderers_of(noun: Token, verbs: list[Token]) -> list[Token]:
    """Those from whom an order comes, also where the parse hangs them to the goods: "an order for pumps from X"."""
    goods = [t for h in (noun, *noun.children) for t in objects_of(h, "for")]
    return [t for h in (noun, *verbs, *goods) for t in objects_of(h, "from")]


NO_WAYS = frozenset("from for despite about without against besides excluding".split())


def is_of_purchase(discourse: Discourse, noun: Token) -> bool:
    """ "bought X in a deal that", "according to the contract": the word only tells how something else was done."""
    verb = next((t for t in climb(noun) if t.pos_ == "VERB"), None)
    if noun.head.head.lower_ == "according":
        return True
    if noun.head.lower_ != "in" or verb is None or noun not in [*objects_of(verb, "in")]:
        return False
    return verb.lemma_.lower() in BUY_VERBS | {"merge", "sell"} and is_of_money(discourse, verb)


MEMORANDUM = re.compile(r"\bmemorand|\bmous?\b|\bletters? of intent|\btreat(?:y|ies)\b")
ONLY_WITH = {
    "statement": frozenset({"joint", "trilateral", "bilateral"}),
    "declaration": frozenset({"joint", "trilateral", "bilateral"}),
    "letter": frozenset({"intent"}),
    "sheet": frozenset({"term"}),
    "framework": frozenset({"bilateral", "trilateral", "cooperation", "partnership", "mineral", "minerals"}),
    "understanding": frozenset({"an"}),
    "licence": frozenset({"under", "exclusive", "technology", "patent", "a", "an"}),
    "license": frozenset({"under", "exclusive", "technology", "patent", "a", "an"}),
    "right": frozenset("exclusive marketing manufacturing commercial distribution production make sell use".split())
    | frozenset("manufacture produce market commercialise commercialize distribute".split()),
}
"""Nouns that mean an agreement only beside one of these words."""


OTHER_CONTRACTS = frozenset(
    """finance lending guarantee lease rental collective confidentiality disclosure settlement plea employment
    bargaining underwriting insurance
    subscription venture rescue ceasefire peace franchise sponsorship custody prenuptial repurchase swap""".split()
)


def bracket_after(discourse: Discourse, noun: Token) -> str:
    """The short name in brackets behind a noun: "an investment agreement (MOU)"."""
    reading = discourse.cast.reading
    end = reading.spans[noun.i][1]
    found = BRACKET.match(reading.document.text, end) if end > 0 else None
    return found[1].lower() if found else ""


BRACKET = re.compile(r"\s*\(\W?(MOUs?|LOIs?|MoUs?)\b")


def is_concluded(noun: Token, verbs: list[Token]) -> bool:
    """Whether the text says that the agreement stands: signed, reached, in force, or what is done under it."""
    signed = {v.lemma_.lower() for v in verbs} & (SIGN_VERBS | {"agree"})
    if noun.lemma_.lower() == "right":
        return bool({v.lemma_.lower() for v in verbs} & (WINNING | GRANTING))
    return bool(signed) or (noun.dep_ == "pobj" and noun.head.lower_ in {"under", "through"}) or is_statement(noun)
