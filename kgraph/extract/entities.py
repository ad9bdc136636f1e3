"""A reading in, the document's cast out: which names are one entity, what it is, and where it is at home."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from spacy.tokens import Token

from kgraph.extract.lexicon import (
    GOVERNMENT_HEADS,
    LEGAL_FORMS,
    ORGANIZATION_ENDINGS,
    ORGANIZATION_NOUNS,
    PERSON_TITLES,
    POLICY_ENDINGS,
)
from kgraph.extract.names import ministry_of
from kgraph.extract.reading import Reading
from kgraph.gazetteer import (
    OrganizationEntry,
    PlaceEntry,
    lookup_country,
    lookup_organization,
    lookup_place,
    normalize_name,
)

Kind = Literal["Organization", "Government", "Person", "Place", "Country", "Policy", "Other"]
"""What a name can name."""

LEGAL_HOMES = {
    "kabushiki": "JP", "k.k.": "JP", "kk": "JP", "gmbh": "DE", "plc": "GB", "oyj": "FI", "ab": "SE", "asa": "NO",
    "a/s": "DK", "s.p.a.": "IT", "spa": "IT", "bhd": "MY", "pte": "SG", "llc": "US", "nv": "NL", "n.v.": "NL",
}  # fmt: skip
CLEAR_POLICIES = frozenset("act law program programme initiative scheme grant credit bill programs policy".split())
NOT_GOVERNMENT = frozenset(
    "university bank institute college school corporation society laboratory center centre association".split()
)


@dataclass(slots=True, eq=False)
class Entity:
    """A named thing of one document; `country` is its home or, for a place, the country it lies in."""

    name: str
    kind: Kind
    country: str | None = None
    place: str | None = None
    """For places and local governments, the bare name of the place."""
    entry: OrganizationEntry | None = None
    aliases: set[str] = field(default_factory=set)
    tokens: list[int] = field(default_factory=list)

    def is_party(self) -> bool:
        return self.kind in ("Organization", "Government")


@dataclass(slots=True)
class Cast:
    """The entities of a document and the entity that each name token stands for."""

    reading: Reading
    entities: list[Entity] = field(default_factory=list)
    named: dict[int, Entity] = field(default_factory=dict)
    governments: dict[str, Entity] = field(default_factory=dict)
    """National governments that were spoken of by the country's name or capital, by country."""

    def add(self, entity: Entity) -> Entity:
        self.entities.append(entity)
        return entity

    def government_of(self, country: str, alias: str, token: int, name: str) -> Entity:
        """The national government behind "Japan will fund", "Seoul" or "the Japanese government"."""
        found = self.governments.get(country)
        if found is None:
            found = self.governments[country] = self.add(Entity(name, "Government", country))
        if alias and alias != name:
            found.aliases.add(alias)
        found.tokens.append(token)
        return found


def find_entities(reading: Reading) -> Cast:
    """Cluster the names of a reading, longest names first, so that shorter forms find what they shorten."""
    cast = Cast(reading)
    groups = group_by_name(reading)
    by_length = sorted(groups.items(), key=lambda item: (-len(item[1][0].text), item[1][0].i))
    for group, tokens in by_length:
        surface = group
        kind = guess_kind(reading, surface, tokens)
        entity = find_longer(cast, surface, kind) or cast.add(make_entity(surface, kind, place_among(reading, tokens)))
        join_tokens(cast, entity, tokens)
    for entity in cast.entities:
        entity.tokens.sort()
        if entity.country is None and entity.is_party():
            entity.country = find_home(cast, entity)
    cast.entities.sort(key=lambda entity: entity.tokens[0])
    return cast


def group_by_name(reading: Reading) -> dict[str, list[Token]]:
    """Name tokens by surface; of a headline, whose capitals tell nothing, only names that the text has too."""
    groups: dict[str, list[Token]] = {}
    for i in sorted(reading.names, key=lambda i: (reading.is_title(reading.parse[i]), i)):
        token = reading.parse[i]
        surface = name_ministry(token) or clean_surface(reading.words_of(token))
        if surface in groups or not reading.is_title(token):
            groups.setdefault(surface, []).append(token)
    return groups


def name_ministry(token: Token) -> str | None:
    """The ministry that a portfolio before a minister's title names."""
    title = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    return None if lookup_country(token.text) else ministry_of(token.text, title)


def clean_surface(text: str) -> str:
    """A name as written without quotes and possessive marks at its ends."""
    return re.sub(r"^[\W_]+|(?:['’]s?)$|[\s,;:\"“”'’]+$", "", " ".join(text.split())) or text


def guess_kind(reading: Reading, surface: str, tokens: list[Token]) -> Kind:
    """What a name names: by its own words, then the shipped tables, then its neighbours and the recognizer."""
    labels = Counter(reading.names[t.i] for t in tokens)
    words = [w.strip(".,()").lower() for w in surface.split()]
    return (
        guess_by_words(surface, words, labels)
        or guess_by_tables(reading, surface, words, tokens)
        or guess_by_label(surface, words, labels, tokens)
    )


COMPANY_FORMS = frozenset("inc corp ltd llc plc gmbh kaisha co ag bhd".split())
AUTHORITIES = GOVERNMENT_HEADS - {"office", "state", "assembly"}


def guess_by_words(surface: str, words: list[str], labels: Counter[str]) -> Kind | None:
    """What a name's own words tell of it."""
    last, several = words[-1], len(words) > 1
    kinds: list[tuple[Kind, bool]] = [
        ("Country", lookup_country(surface) is not None),
        ("Policy", several and last in POLICY_ENDINGS and (bool(labels["LAW"]) or last in CLEAR_POLICIES)),
        ("Organization", bool(COMPANY_FORMS & set(words))),
        ("Government", is_authority_name(words)),
        ("Organization", several and (last in LEGAL_FORMS | ORGANIZATION_ENDINGS or bool(NOT_GOVERNMENT & set(words)))),
    ]
    return next((kind for kind, holds in kinds if holds), None)


def is_authority_name(words: list[str]) -> bool:
    governs = bool(AUTHORITIES & set(words)) or words[:2] == ["state", "of"]
    return governs and not NOT_GOVERNMENT & set(words)


def guess_by_tables(reading: Reading, surface: str, words: list[str], tokens: list[Token]) -> Kind | None:
    """What the gazetteer, a title or a description beside the name tells of it."""
    entry = lookup_organization(surface)
    titled = any(is_titled(t) for t in tokens)
    kinds: list[tuple[Kind, bool]] = [
        ("Place", place_among(reading, tokens) is not None and not titled),
        ("Person", titled and len(words) <= 4 and entry is None),
        ("Government", entry is not None and entry.is_government),
        ("Organization", entry is not None),
        ("Organization", any(is_called_company(t) or reading.descriptions.get(t.i) for t in tokens)),
    ]
    return next((kind for kind, holds in kinds if holds), None)


def guess_by_label(surface: str, words: list[str], labels: Counter[str], tokens: list[Token]) -> Kind:
    """What the recognizer and the grammar of its mentions tell of a name that nothing else is known of."""
    label = max(sorted(labels), key=lambda name: labels[name])
    owned = any(is_owned_by_place(t) for t in tokens)
    if looks_korean_name(surface) or (label == "PERSON" and len(words) in (2, 3) and not owned):
        return "Person"
    if lookup_place(surface) and labels["ORG"] < labels.total():
        return "Place"
    if label in {"GPE", "LOC"} and not owned:
        return guess_unknown_place(tokens)
    acting = label in {"PERSON", "GPE", "PRODUCT", "FAC", ""} and acts(tokens)
    return "Organization" if label == "ORG" or acting else "Other"


def guess_unknown_place(tokens: list[Token]) -> Kind:
    """A name that the recognizer took for a place but no table knows: a place after "in", else a company that acts."""
    if any(t.dep_ == "pobj" and t.head.lower_ in {"in", "at", "near", "outside"} for t in tokens):
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
    return any(noun.lemma_.lower() in ORGANIZATION_NOUNS for noun in nouns)


def is_owned_by_place(token: Token) -> bool:
    return any(
        child.dep_ == "poss" and bool(lookup_country(child.text) or lookup_place(child.text))
        for child in token.children
    )


def looks_korean_name(surface: str) -> bool:
    """ "Ahn Duk-geun": a family name and a given name of two syllables."""
    return bool(
        re.fullmatch(r"[A-Z][a-z]{1,5} [A-Z][a-z]{1,5}-[a-z]{1,6}|[A-Z][a-z]{1,6}-[a-z]{1,6} [A-Z][a-z]{1,5}", surface)
    )


def place_among(reading: Reading, tokens: list[Token]) -> PlaceEntry | None:
    """The place that the gazetteer sees where most of a name's mentions stand."""
    found = [reading.places[t.i] for t in tokens if t.i in reading.places]
    return found[0] if len(found) * 2 >= len(tokens) else None


def make_entity(surface: str, kind: Kind, known: PlaceEntry | None = None) -> Entity:
    if kind == "Country":
        return Entity(surface, kind, lookup_country(surface), surface)
    if kind == "Place":
        place = known or lookup_place(surface)
        return Entity(surface, kind, place.country if place else None, bare_place(surface))
    if kind in ("Organization", "Government"):
        entry = lookup_organization(surface)
        entity = Entity(surface, kind, entry.country if entry else None, entry=entry)
        if kind == "Government":
            entity.place, home = governed_place(surface)
            entity.country = entity.country or home
        return entity
    return Entity(surface, kind)


def bare_place(surface: str) -> str:
    """A place as the text calls it, without the word for what it is: "Kimitsu City", "Mie Prefecture"."""
    return (
        re.sub(r"(?:[ -](?:City|city|Prefecture|prefecture|si|gun)|^(?:City|Town|city|town) of )", "", surface)
        or surface
    )


LOCAL_NAME = re.compile(r"\b(?:City|County|Province|Prefecture|State|Town|Region|District)\b", re.IGNORECASE)


def governed_place(surface: str) -> tuple[str | None, str | None]:
    """The bare name of the place that a local government governs, and its country."""
    bare = re.sub(
        r"\b(?:City|Province|Prefecture|Metropolitan|Council|Commission|Office|Board|Assembly|State|Town|Government|Region|of|the|city|province|state|town|Prefectural|Provincial)\b",
        " ", surface,
    )  # fmt: skip
    bare = " ".join(bare.split())
    if country := lookup_country(bare):
        return None, country
    for word in [bare, *surface.replace("’s", "").replace("'s", "").split()]:
        if code := lookup_country(word):
            return None, code
    place = lookup_place(bare) if bare else None
    if place is not None:
        return bare, place.country
    return (bare, None) if bare and LOCAL_NAME.search(surface) else (None, None)


def find_longer(cast: Cast, surface: str, kind: Kind) -> Entity | None:
    """The entity whose name this one shortens: its first words, its initials, or the bracketed form."""
    short = normalize_name(surface)
    for entity in cast.entities:
        long = normalize_name(entity.name)
        if short == long or surface in entity.aliases:
            return entity
        if kind == "Person" and entity.kind == "Person" and short in (long.split()[0], long.split()[-1]):
            return entity
        if (
            entity.kind in ("Organization", "Government", "Person")
            and kind != "Country"
            and shortens(short, long, entity, kind)
        ):
            return entity
    return None


def shortens(short: str, long: str, entity: Entity, kind: Kind) -> bool:
    if entity.kind == "Person":
        return kind != "Policy" and short in (long.split()[0], long.split()[-1])
    if kind in ("Place", "Person") and (entity.kind == "Government" or lookup_place(short)):
        return False
    if long.startswith(short + " ") and kind != "Government" and short not in GENERIC:
        return entity.kind == "Organization"
    return is_acronym(short, entity.name)


GENERIC = frozenset(
    "korea japan united national american european new first general global international state bank".split()
)


def is_acronym(short: str, name: str) -> bool:
    """Whether capital initials of the name's words spell the short form."""
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", name) if w[0].isupper()).lower()
    return (
        len(short) >= 2
        and " " not in short
        and len(initials) >= 3
        and (initials == short or initials.lstrip("u").lstrip("s") == short)
    )


def join_tokens(cast: Cast, entity: Entity, tokens: Iterable[Token]) -> None:
    for token in tokens:
        surface = clean_surface(cast.reading.words_of(token))
        if surface != entity.name and name_ministry(token) is None:
            entity.aliases.add(surface)
        if (short := cast.reading.shorts.get(token.i)) and short != entity.name:
            entity.aliases.add(short)
        entity.tokens.append(token.i)
        cast.named[token.i] = entity


def find_home(cast: Cast, entity: Entity) -> str | None:
    """An organization's home country, as far as the text or its own name tells."""
    words = [w.strip(",()").lower() for w in entity.name.split()]
    for word in words:
        if word in LEGAL_HOMES:
            return LEGAL_HOMES[word]
    for i in entity.tokens:
        for word in re.split(r"[ -]", cast.reading.descriptions.get(i, "")):
            place = lookup_place(word) if word[:1].isupper() and not lookup_country(word) else None
            if code := lookup_country(word) or (place.country if place else None):
                return code
        for code in told_homes(cast, cast.reading.parse[i]):
            return code
    named = [code for word in entity.name.split() if (code := lookup_country(word))]
    return named[-1] if named else None


def told_homes(cast: Cast, token: Token) -> Iterator[str]:
    """Countries beside a mention: "Japan's X", "South Korean chipmaker X", "X of Osaka", "X, a Minnesota firm"."""
    if (
        token.i > 2
        and token.nbor(-1).lower_ in {"based", "owned", "headquartered"}
        and (code := country_of(cast, token.nbor(-3)))
    ):
        yield code
    nouns = [token, *(c for c in token.children if c.dep_ == "appos")]
    if token.dep_ in {"appos", "compound"} and token.head.lemma_.lower() in ORGANIZATION_NOUNS:
        nouns.append(token.head)
    for noun in nouns:
        for child in noun.children:
            if child.dep_ in {"poss", "amod", "compound", "nmod"} and (code := country_of(cast, child)):
                yield code
            if child.lower_ in {"of", "in", "from"} and child.i == noun.i + 1:
                yield from (code for g in child.children if g.dep_ == "pobj" and (code := country_of(cast, g)))
        if noun != token:
            yield from (code for t in noun.subtree if t.i < noun.i and (code := country_of(cast, t)))


def country_of(cast: Cast, token: Token) -> str | None:
    """The country that a token names, by a country's name, an adjective, or a place."""
    entity = cast.named.get(token.i)
    if entity is not None:
        return entity.country if entity.kind in ("Place", "Country") else None
    base = token.text.removesuffix("-based").removesuffix("-owned").removesuffix("-listed")
    if not base[:1].isupper():
        return None
    place = None if lookup_country(base) else lookup_place(base)
    return lookup_country(base) or (place.country if place else None)
