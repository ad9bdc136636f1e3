"""The mentions of a name in, whether it is a person's or a firm's out: by its words and by what all mentions do.

The small recognizer takes many firms for people. What speaks for each is counted over the whole document.
"""

import re
from collections.abc import Collection, Iterator

from spacy.tokens import Token

from kgraph.extract.lexicon import BUSINESS_NOUNS, BUSINESS_VERBS, FIRM_WORDS, GIVEN_NAMES, PERSON_TITLES
from kgraph.extract.roles import objects_of
from kgraph.gazetteer import lookup_country, lookup_place

CONTINENTS = frozenset("africa america americas asia asean europe".split())
WORLDWIDE = CONTINENTS | frozenset("international global pacific worldwide".split())


def is_person(surface: str, tokens: list[Token], others: Collection[str]) -> bool:
    """Whether more speaks for a person than for a firm; a person where nothing speaks for either."""
    return weigh_person(surface, tokens, others) >= weigh_firm(surface, tokens, others)


def weigh_person(surface: str, tokens: list[Token], others: Collection[str]) -> int:
    """A given name, a surname that stands alone later ("Okafor said"), "who", and words that are said."""
    words = surface.split()
    signs = [
        3 * (words[0].lower().split("-")[0] in GIVEN_NAMES),
        2 * (len(words) > 1 and words[-1] in others and words[0] not in others),
        3 * any(has_relative(t, "who", "whom") for t in tokens),
        2 * any(speaks_inverted(t) for t in tokens),
        3 * any(is_described(t) for t in tokens),
    ]
    return sum(signs)


def weigh_firm(surface: str, tokens: list[Token], others: Collection[str]) -> int:
    """Words of business in the name, its first word used alone, and mentions that do what only firms do."""
    words = surface.split()
    signs = [
        3 * (words[-1].lower() in FIRM_WORDS),
        3 * (words[-1].lower() in WORLDWIDE or lookup_country(words[-1]) is not None),
        3 * bool(re.search(r"\b[A-Z&]{2,4}$|\d| & |^Project ", surface)),
        3 * bool(COMPOUND_NAME.search(surface)),
        (len(words) > 1 and words[0] in others and words[-1] not in others),
        3 * any(has_relative(t, "which") for t in tokens),
        2 * any(follows_home(t) or comes_from_town(t) for t in tokens),
        *(2 * (found > 0) for found in (sum(map(acts_in_business, tokens)), sum(map(owns_business, tokens)))),
        2 * any(is_paid(t) for t in tokens),
    ]
    return sum(signs)


# "Maybank", "PetroVietnam", "Hanbittech": firms write words in one.
COMPOUND_NAME = re.compile(
    r"^(?!(?:Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O')[A-Z])\w*[a-z][A-Z]|[a-z]{2}(?:bank|chem|soft|tech|tronics|pharm|pharma|steel|works)$"
)


def looks_korean_name(surface: str) -> bool:
    """ "Ahn Duk-geun": a family name and a given name of two syllables."""
    return bool(
        re.fullmatch(r"[A-Z][a-z]{1,5} [A-Z][a-z]{1,5}-[a-z]{1,6}|[A-Z][a-z]{1,6}-[a-z]{1,6} [A-Z][a-z]{1,5}", surface)
    )


def has_relative(token: Token, *pronouns: str) -> bool:
    """Whether a relative clause right behind a name says what it is: "X, which slices wafers"."""
    behind = token.doc[token.i + 1 : token.i + 3]
    return any(t.lower_ in pronouns for t in behind) and all(t.is_punct or t.lower_ in pronouns for t in behind[:1])


def speaks_inverted(token: Token) -> bool:
    """ "..., said X": a firm may say something too, but is seldom quoted so."""
    return token.dep_ == "nsubj" and token.head.lemma_ in {"say", "add", "explain"} and token.head.i == token.i - 1


def is_described(token: Token) -> bool:
    """ "X, an analyst at Y", "X, chief executive of Y"."""
    return any(c.dep_ == "appos" and any(t.lower_ in PERSON_TITLES for t in nearest(c)) for c in token.children)


def nearest(token: Token) -> Iterator[Token]:
    yield token
    yield from (c for c in token.children if c.dep_ in {"compound", "amod", "nmod"})


def follows_home(token: Token) -> bool:
    """ "Tempe-based X", "Japan's X", "South Korean X"."""
    before = token.nbor(-1) if token.i else None
    if before is None or before.sent != token.sent:
        return False
    if before.lower_ in {"based", "owned", "backed", "listed", "headquartered", "registered"}:
        return True
    country = before.text[:1].isupper() and lookup_country(before.text) is not None
    return country or any(c.dep_ == "poss" and is_place_name(c) for c in token.children)


def is_place_name(token: Token) -> bool:
    return token.text[:1].isupper() and bool(lookup_country(token.text) or lookup_place(token.text))


def comes_from_town(token: Token) -> bool:
    """ "X of Ulsan": people are of firms and schools, firms are of towns."""
    after = token.nbor(1) if token.i + 2 < len(token.doc) else None
    if after is not None and after.text == ",":
        after = after.nbor(1)
    return after is not None and after.lower_ == "of" and any(is_place_name(t) for t in objects_of(token, "of")[:1])


def acts_in_business(token: Token) -> bool:
    """Whether a name is the subject of a verb that firms are the subjects of: "X will invest", "X makes"."""
    while token.dep_ == "conj" and token.head.pos_ == "PROPN":
        token = token.head
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verbs = [token.head, *(c for c in token.head.children if c.dep_ in {"xcomp", "conj", "advcl"})]
    return any(verb.lemma_.lower() in BUSINESS_VERBS for verb in verbs)


def owns_business(token: Token) -> bool:
    """ "X's plant", "X shares"."""
    return token.dep_ in {"poss", "compound"} and token.head.lemma_.lower() in BUSINESS_NOUNS


def is_paid(token: Token) -> bool:
    """ "a stake in X", "a loan to X", "51 percent of X"."""
    above = token.head.head if token.dep_ == "pobj" else None
    return above is not None and above.lemma_.lower() in PAID_NOUNS


PAID_NOUNS = frozenset(
    "stake share interest loan grant subsidy percent % investment invest acquisition purchase takeover".split()
)
