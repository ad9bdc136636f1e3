"""A name and its mentions in, what it names out: a firm, an authority, a person, a place, a law."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal

from spacy.tokens import Token

from kgraph.extract.lexicon import (
    BUILD_VERBS,
    FACILITY_NOUNS,
    GIVEN_NAMES,
    GOVERNMENT_HEADS,
    LEGAL_FORMS,
    NO_NAMES,
    ORGANIZATION_ENDINGS,
    ORGANIZATION_NOUNS,
    PERSON_TITLES,
    POLICY_ENDINGS,
    PORTFOLIO_WORDS,
)
from kgraph.extract.persons import CONTINENTS, PAID_NOUNS, is_person, looks_korean_name, weigh_firm
from kgraph.extract.reading import Reading
from kgraph.extract.roles import climb
from kgraph.gazetteer import PlaceEntry, lookup_country, lookup_division, lookup_organization, lookup_place

Kind = Literal["Organization", "Government", "Person", "Place", "Country", "Policy", "Other"]
"""What a name can name."""

CLEAR_POLICIES = frozenset("act law program programme initiative scheme grant credit bill programs policy".split())
NOT_GOVERNMENT = frozenset(
    "university bank institute college school corporation society laboratory center centre association".split()
)


def guess_kind(reading: Reading, surface: str, tokens: list[Token], others: Collection[str] = ()) -> Kind:
    """What a name names: by its own words, then the shipped tables, then its neighbours and the recognizer.

    `others` are the document's other names, which may be shorter forms of this one.
    """
    labels = Counter(reading.names[t.i] for t in tokens)
    words = [w.strip(".,()").lower() for w in surface.split()]
    if words[-1] in DIVISION_WORDS and len(words) > 1 and all(is_address_of(reading, t) for t in tokens):
        return "Place"
    if any(is_in_division(reading, t) for t in tokens) and not COMPANY_FORMS & set(words):
        return "Place"
    if all(is_programme(t) for t in tokens):
        return "Policy"
    return (
        guess_by_words(surface, words, labels)
        or guess_by_tables(reading, surface, words, tokens)
        or guess_by_label(surface, words, labels, tokens, others)
    )


DIVISION_WORDS = frozenset("city county district prefecture province region town township".split())


def is_address_of(reading: Reading, token: Token) -> bool:
    """ "in Kitakami, Iwate Prefecture": a place, not an authority that acts."""
    if (
        token.i > 1
        and token.nbor(-1).text == ","
        and token.i - 2 in reading.names
        and token.dep_ not in {"nsubj", "conj"}
    ):
        return True
    return token.dep_ == "pobj" and token.head.lower_ in {"in", "near", "outside", "at", "across", "around"}


def is_in_division(reading: Reading, token: Token) -> bool:
    """ "X of Visp, Switzerland", "Malta, New York": a town, behind which its state or its country stands."""
    if token.i + 2 >= len(token.doc) or token.nbor(1).text != ",":
        return False
    behind, town = token.nbor(2), reading.places.get(token.i)
    state = lookup_division(behind.text)
    if state is not None and town is not None and town.kind == "city" and town.division == state.division:
        return True
    under = token.dep_ == "pobj" and token.head.lower_ in TOWN_WORDS and behind.head == token
    return under and (state is not None or lookup_country(behind.text) is not None)


TOWN_WORDS = frozenset("of in at near outside".split())


def is_programme(token: Token) -> bool:
    """ "the Solar Sunshot program", "under its Space Strategy Fund"."""
    if token.dep_ in {"compound", "nmod"} and token.head.lower_ in {"program", "programme", "scheme", "initiative"}:
        return token.head.i == token.i + 1
    owned = any(c.dep_ == "poss" for c in token.children)
    return token.text.endswith(" Fund") and owned and token.dep_ == "pobj"


COMPANY_FORMS = frozenset(
    "inc corp ltd llc llp plc gmbh kaisha kabushiki k.k kk co ag bhd kft zrt pty pvt b.v bv n.v oyj srl s.p.a".split()
)
CORPORATE_BODIES = frozenset(
    {"board of directors", "board", "supervisory board", "executive board", "management board", "general meeting"}
    | {"annual general meeting", "shareholders", "head office", "investor relations", "public relations"}
    | {"media relations", "contact", "representative director", "company", "corporation"}
)
"""What belongs to a firm and is none."""
AUTHORITIES = GOVERNMENT_HEADS - {"office", "state", "assembly"}


def guess_by_words(surface: str, words: list[str], labels: Counter[str]) -> Kind | None:
    """What a name's own words tell of it."""
    last, several = words[-1], len(words) > 1
    kinds: list[tuple[Kind, bool]] = [
        ("Other", surface.lower() in CORPORATE_BODIES | NO_NAMES or len(surface) == 1),
        ("Other", not several and last in PORTFOLIO_WORDS and not surface.isupper()),
        ("Country", lookup_country(surface) is not None),
        ("Other", surface.lower() in CONTINENTS),
        ("Policy", several and last in POLICY_ENDINGS and (bool(labels["LAW"]) or last in CLEAR_POLICIES)),
        ("Organization", bool(COMPANY_FORMS & set(words))),
        ("Place", several and last in {"island", "islands", "peninsula"}),
        ("Other", several and is_address(words)),
        ("Government", is_authority_name(words)),
        ("Organization", several and (last in LEGAL_FORMS | ORGANIZATION_ENDINGS or bool(NOT_GOVERNMENT & set(words)))),
    ]
    return next((kind for kind, holds in kinds if holds), None)


def is_address(words: list[str]) -> bool:
    """ "Warwick Road", "Kulim Hi-Tech Park": where in a town something stands, which is neither a firm nor a town."""
    park = words[-1] == "park" and words[-2] in PARKS
    return park or words[-1] in {"avenue", "boulevard", "highway", "parkway", "road", "street"}


PARKS = frozenset(
    "business hi-tech high-tech industrial innovation logistics office research science tech technology".split()
)


def is_authority_name(words: list[str]) -> bool:
    governs = bool(AUTHORITIES & set(words)) or words[:2] == ["state", "of"]
    return governs and not NOT_GOVERNMENT & set(words)


def guess_by_tables(reading: Reading, surface: str, words: list[str], tokens: list[Token]) -> Kind | None:
    """What the gazetteer, a title or a description beside the name tells of it."""
    entry = lookup_organization(surface)
    titled = any(is_titled(t) for t in tokens)
    line = reading.dateline
    # "managing partner Joan Whitaker"
    named = len(words) in (2, 3) and words[0] in GIVEN_NAMES and all(reading.names[t.i] == "PERSON" for t in tokens)
    kinds: list[tuple[Kind, bool]] = [
        ("Place", line is not None and line.entry.name == surface and not titled),
        ("Place", place_among(reading, tokens) is not None and not titled),
        ("Person", titled and len(words) <= 4 and entry is None),
        ("Government", entry is not None and entry.is_government),
        ("Organization", entry is not None),
        ("Organization", any(is_called_company(t) or reading.descriptions.get(t.i) for t in tokens) and not named),
    ]
    return next((kind for kind, holds in kinds if holds), None)


def guess_by_label(
    surface: str, words: list[str], labels: Counter[str], tokens: list[Token], others: Collection[str]
) -> Kind:
    """What the recognizer and the grammar of its mentions tell of a name that nothing else is known of."""
    label, several = max(sorted(labels), key=lambda name: labels[name]), len(words) > 1
    owned = any(is_owned_by_place(t) for t in tokens)
    sited = label in (SITED if several else SITED | SITED_ALONE) and is_town_of(tokens)
    if not sited and (looks_korean_name(surface) or (label == "PERSON" and len(words) in (2, 3))):
        human = looks_korean_name(surface) or (not owned and is_person(surface, tokens, others))
        return "Person" if human else "Organization"
    local = all(t.dep_ == "compound" or is_site_of(t) for t in tokens)  # "a Bowling Green plant"
    town = lookup_place(surface) is not None and (
        local or labels["ORG"] < labels.total() or not weigh_firm(surface, tokens, others)
    )
    if sited or town:
        return "Place"
    if label in {"GPE", "LOC"} and not owned:
        return guess_unknown_place(tokens)
    return "Organization" if label == "ORG" or deals(surface, label, several, tokens) else "Other"


SITED = frozenset({"PERSON", "ORG", "FAC", ""})
SITED_ALONE = frozenset({"LANGUAGE", "NORP", "DATE"})
"""What the recognizer takes unknown towns for, and those of a single word besides."""


def is_town_of(tokens: list[Token]) -> bool:
    """Whether sites stand in what a name names, and it does nothing else: "a line at Esbjerg", "the Esbjerg line"."""
    sited = [t for t in tokens if is_site_of(t)]
    works = any(t.head.lower_ == "in" and t.head.head.lemma_.lower() in FACILITY_NOUNS for t in sited)
    return works or (bool(sited) and all(t in sited or is_beside_site(t) for t in tokens))


def is_beside_site(token: Token) -> bool:
    """ "The Esbjerg line", "the municipality of Esbjerg"."""
    if token.dep_ in {"compound", "nmod"}:
        return token.head.lemma_.lower() in FACILITY_NOUNS
    return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in DIVISION_WORDS | TOWNS


TOWNS = frozenset("municipality village port outskirts".split())


def deals(surface: str, label: str, several: bool, tokens: list[Token]) -> bool:
    """Whether a name that the recognizer does not know acts as firms do, or is made of their words."""
    firm = weigh_firm(surface, tokens, ())
    if not (several or label or firm) and all(t.is_sent_start for t in tokens):
        return False  # the capital is but that of the sentence
    acting = label in {"PERSON", "GPE", "PRODUCT", "FAC", ""} and acts(tokens)
    return acting or (several and firm > FIRM_BY_WORDS and label in {"", "PERSON", "FAC", "PRODUCT"})


FIRM_BY_WORDS = 2
"""What a name of firms' words weighs more than."""


def is_site_of(token: Token) -> bool:
    """ "a plant in De Soto", "shipped from a line at Cheyyar": a place that the recognizer takes for somebody."""
    if token.dep_ != "pobj":
        return False
    above = list(climb(token.head))[:4]
    if not above or above[0].lemma_.lower() in HELD_NOUNS | PERSON_TITLES or is_held(token):
        return False
    if token.head.lower_ in {"in", "near", "outside", "around"}:
        return True
    above.append(token.head.nbor(-1) if token.head.i else token.head)
    built = any(t.lemma_.lower() in FACILITY_NOUNS or (t.pos_ == "VERB" and t.lemma_ in BUILD_VERBS) for t in above)
    return token.head.lower_ == "at" and built


def is_held(token: Token) -> bool:
    """ "invest in X", "a stake in X": what "in" names there is a firm."""
    above = token.head.head
    return token.head.lower_ == "in" and (above.lemma_ in HOLDING_VERBS or above.lemma_.lower() in HELD_NOUNS)


HELD_NOUNS = PAID_NOUNS | frozenset(
    "confidence control equity faith holding investor majority minority partner participation shareholder trust".split()
)
HOLDING_VERBS = frozenset("believe buy inject invest participate place pour put sink".split())
"""What one has, or does, in a firm."""


def guess_unknown_place(tokens: list[Token]) -> Kind:
    """A name that the recognizer took for a place but no table knows: a place after "in", else a company that acts."""
    if any(t.dep_ == "pobj" and t.head.lower_ in {"in", "at", "near", "outside"} and not is_held(t) for t in tokens):
        return "Place"
    return "Organization" if acts(tokens) else "Place"


def acts(tokens: Iterable[Token]) -> bool:
    return any(
        t.dep_ in {"nsubj", "nsubjpass", "poss", "agent", "dobj", "pobj", "appos", "conj", "dative"} for t in tokens
    )


def is_titled(token: Token) -> bool:
    before = token.nbor(-1) if token.i else None
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    if before is not None and before.lower_ in PERSON_TITLES and before.sent == token.sent:
        return True
    if token.i > 2 and token.nbor(-2).lower_ in {"of", "for"} and token.nbor(-3).lower_ in {"minister", "secretary"}:
        return True
    if (
        after is not None
        and after.text == ","
        and any(child.dep_ == "appos" and child.lower_ in PERSON_TITLES for child in token.children)
    ):
        return True
    return token.dep_ == "appos" and token.head.lower_ in PERSON_TITLES


def is_called_company(token: Token) -> bool:
    """ "chipmaker X", "X, a maker of pumps", "the start-up X"."""
    nouns = [token.head] if token.dep_ in {"appos", "compound"} and token.head.i < token.i else []
    nouns += [child for child in token.children if child.dep_ in {"appos", "compound", "nmod"}]
    if token.dep_ == "oprd" and token.head.lemma_ in {"call", "name", "dub", "christen"}:  # "a venture to be called X"
        nouns += [token.head.head, *(c for c in token.head.children if c.dep_ in {"nsubj", "nsubjpass"})]
    return any(noun.lemma_.lower() in ORGANIZATION_NOUNS | CALLED_TOO for noun in nouns)


CALLED_TOO = frozenset("arm bidder broker competitor foundation newcomer rival suitor trader venture".split())
"""What only firms are called, besides the nouns that stand for them later."""


def is_owned_by_place(token: Token) -> bool:
    return any(
        child.dep_ == "poss" and bool(lookup_country(child.text) or lookup_place(child.text))
        for child in token.children
    )


def place_among(reading: Reading, tokens: list[Token]) -> PlaceEntry | None:
    """The place that the gazetteer sees where most of a name's mentions stand."""
    found = [reading.places[t.i] for t in tokens if t.i in reading.places]
    return found[0] if len(found) * 2 >= len(tokens) else None
