"""A reading in, the document's cast out: which names are one entity, what it is, and where it is at home."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from kgraph.extract.kinds import NOT_GOVERNMENT, Kind, guess_kind, place_among
from kgraph.extract.lexicon import BUSINESS_NOUNS, ORGANIZATION_NOUNS
from kgraph.extract.names import ministry_of
from kgraph.extract.persons import follows_home
from kgraph.extract.reading import Reading
from kgraph.extract.shortening import GENERIC, is_acronym, is_full_name, is_short_ministry
from kgraph.gazetteer import (
    OrganizationEntry,
    PlaceEntry,
    is_generic_name,
    lookup_country,
    lookup_division,
    lookup_organization,
    lookup_place,
    normalize_name,
)

LEGAL_HOMES = {
    "kabushiki": "JP", "k.k.": "JP", "kk": "JP", "gmbh": "DE", "plc": "GB", "oyj": "FI", "ab": "SE", "asa": "NO",
    "a/s": "DK", "s.p.a.": "IT", "spa": "IT", "bhd": "MY", "pte": "SG", "llc": "US", "nv": "NL", "n.v.": "NL",
}  # fmt: skip


@dataclass(slots=True, eq=False)
class Entity:
    """A named thing of one document; `country` is its home or, for a place, the country it lies in."""

    name: str
    kind: Kind
    country: str | None = None
    place: str | None = None
    """For places and local governments, the bare name of the place."""
    seat: str | None = None
    """For organizations, the town or state where the text says that they are at home."""
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
    dateline: Entity | None = None
    """The place from which the story is told."""

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
        kind = guess_kind(reading, surface, tokens, groups)
        if kind == "Place" and not (tokens := lend_to_firm(cast, surface, tokens)):
            continue
        entity = find_longer(cast, surface, kind, tokens) or cast.add(
            make_entity(surface, kind, place_among(reading, tokens))
        )
        join_tokens(cast, entity, tokens)
    for entity in cast.entities:
        entity.tokens.sort()
        if entity.is_party():
            note_home(cast, entity)
    find_dateline(cast)
    cast.entities.sort(key=lambda entity: entity.tokens[0])
    return cast


def lend_to_firm(cast: Cast, surface: str, tokens: list[Token]) -> list[Token]:
    """Give a firm that is named after a town ("Gangneung Carbon") its short mentions; the town's own are left."""
    place = lookup_place(surface)
    named = (e for e in cast.entities if e.kind == "Organization" and e.name.startswith(surface + " "))
    firm = next((e for e in named if not NOT_GOVERNMENT & set(e.name.lower().split())), None)
    if firm is None or place is None or place.kind == "state":
        return tokens
    meant = [token for token in tokens if stands_for_firm(cast, token)]
    join_tokens(cast, firm, meant)
    return [token for token in tokens if token not in meant]


def stands_for_firm(cast: Cast, token: Token) -> bool:
    """ "Gangneung will build", "Gangneung's plant", "from Gangneung's parent": a town's name that a firm bears."""
    behind = cast.reading.parse[token.i + 1 : token.i + 3]
    if len(behind) > 1 and behind[0].text == "," and behind[1].i in cast.reading.places:
        return False  # "Gangneung, Gangwon"
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return token.head.lemma_ not in LOCAL_VERBS
    if token.dep_ == "compound":
        return token.head.lower_ in {"president", "chairman", "chief", "spokesman", "spokeswoman", "shares"}
    if token.dep_ == "poss":
        return token.head.lemma_.lower() in BUSINESS_NOUNS
    return token.dep_ in {"dative", "agent"} or (token.dep_ == "pobj" and token.head.lower_ in {"by", "with"})


LOCAL_VERBS = frozenset("be become have host lie lure offer remain subsidise subsidize".split())
"""What towns do as often as firms."""


def find_dateline(cast: Cast) -> None:
    """Note the place of the dateline, for which "here" stands."""
    line = cast.reading.dateline
    if line is None:
        return
    name = line.entry.name
    known = next((e for e in cast.entities if e.kind == "Place" and name in (e.place, e.name.title())), None)
    cast.dateline = known or Entity(name, "Place", line.entry.country, name)
    heres = [t.i for t in cast.reading.parse if t.text == "here"]
    cast.dateline.tokens += heres
    cast.named.update(dict.fromkeys(heres, cast.dateline))
    if heres and known is None:
        cast.add(cast.dateline)


def group_by_name(reading: Reading) -> dict[str, list[Token]]:
    """Name tokens by surface; of a headline, whose capitals tell nothing, only names that the text has too."""
    groups: dict[str, list[Token]] = {}
    for i in sorted(reading.names, key=lambda i: (reading.is_title(reading.parse[i]), i)):
        token = reading.parse[i]
        surface = name_ministry(token) or name_department(reading, token) or clean_surface(reading.words_of(token))
        if surface in groups or not reading.is_title(token):
            groups.setdefault(surface, []).append(token)
    return groups


def name_ministry(token: Token) -> str | None:
    """The ministry that a portfolio beside a minister's title names: "Trade Minister X", "Minister of Trade X"."""
    title = token.nbor(1).lower_ if token.i + 1 < len(token.doc) else ""
    if token.i > 1 and token.nbor(-1).lower_ in {"of", "for"}:
        title = token.nbor(-2).lower_
    return None if lookup_country(token.text) else ministry_of(token.text, title)


def name_department(reading: Reading, token: Token) -> str | None:
    """ "Ohio's Department of Labor": the authority of a state, which is not the nation's of the same name."""
    owner = next((c for c in token.children if c.dep_ == "poss"), None)
    words = reading.words_of(token)
    if owner is None or not is_generic_name(words):
        return None
    division = lookup_division(owner.text)
    return f"{owner.text}'s {words}" if division is not None and lookup_country(owner.text) is None else None


def clean_surface(text: str) -> str:
    """A name as written without quotes and possessive marks at its ends."""
    return re.sub(r"^[\W_]+|(?:['’]s?)$|[\s,;:\"“”'’]+$", "", " ".join(text.split())) or text


def make_entity(surface: str, kind: Kind, known: PlaceEntry | None = None) -> Entity:
    if kind == "Country":
        return Entity(surface, kind, lookup_country(surface), surface)
    if kind == "Place":
        place = known or lookup_place(surface) or lookup_place(bare_place(surface))
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
    zone = re.sub(
        r"(?: Bay)?(?: (?:Special|Free|Freeport|Export|Investment|Economic|Trade))+ (?:Region|Zone)$", "", surface
    )
    return (
        re.sub(r"(?:[ -](?:City|city|Prefecture|prefecture|si|gun)|^(?:City|Town|city|town) of )", "", zone) or surface
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


def find_longer(cast: Cast, surface: str, kind: Kind, tokens: list[Token]) -> Entity | None:
    """The entity whose name this one shortens: its first words, its initials, or the bracketed form."""
    short = normalize_name(surface)
    entry = lookup_organization(surface) if kind in ("Organization", "Government") else None
    for entity in cast.entities:
        same = entry is not None and entry.is_government and entity.entry == entry and not is_generic_name(surface)
        lent = kind == "Place" and entity.kind == "Organization" and lookup_place(surface) is not None
        if short == normalize_name(entity.name) or (surface in entity.aliases and not lent) or same:
            return entity
    if is_full_name(surface):
        return None
    longer = [e for e in cast.entities if is_shortened(cast, e, short, kind, tokens)]
    return min(longer, key=lambda e: min(e.tokens), default=None)


def is_shortened(cast: Cast, entity: Entity, short: str, kind: Kind, tokens: list[Token]) -> bool:
    long = normalize_name(entity.name)
    if kind == "Person" and entity.kind == "Person" and short in (long.split()[0], long.split()[-1]):
        return True
    if entity.kind not in ("Organization", "Government", "Person") or kind == "Country":
        return False
    return shortens(short, long, entity, kind) and not is_parent(cast, entity, short, tokens)


def is_parent(cast: Cast, entity: Entity, short: str, tokens: list[Token]) -> bool:
    """Whether the shorter name is the parent's: named before its unit "Halden America", or with a home of its own."""
    last = entity.name.split()[-1].lower()
    if entity.kind != "Organization" or " " + last in " " + short:
        return False
    named = any(follows_home(token) for token in tokens)
    if is_unit(cast, entity):
        return named
    first = min((t.i for t in tokens if not cast.reading.is_title(t)), default=0)
    return (lookup_country(last) is not None or last in BRANCH_WORDS) and (named or first < min(entity.tokens))


def is_unit(cast: Cast, entity: Entity) -> bool:
    """ "its subsidiary, Halden Hydrogen": whether a text calls a firm part of another."""
    heads = (cast.reading.parse[i].head.lower_ for i in entity.tokens if cast.reading.parse[i].dep_ == "appos")
    return any(head in {"unit", "subsidiary", "arm", "affiliate", "venture"} for head in heads)


BRANCH_WORDS = frozenset("america americas asia europe usa vina ventures capital".split())
"""What the names of a firm's units add to its own."""


def shortens(short: str, long: str, entity: Entity, kind: Kind) -> bool:
    if entity.kind == "Person":
        return kind != "Policy" and short in (long.split()[0], long.split()[-1])
    if entity.kind == "Government" and is_short_ministry(short, long):
        return True
    if kind in ("Place", "Person") and (entity.kind == "Government" or lookup_place(short)):
        return False
    if long.startswith(short + " ") and kind != "Government" and short not in GENERIC:
        return entity.kind == "Organization"
    return is_acronym(short, entity.name)


def join_tokens(cast: Cast, entity: Entity, tokens: Iterable[Token]) -> None:
    for token in tokens:
        surface = clean_surface(cast.reading.words_of(token))
        if surface != entity.name and name_ministry(token) is None:
            entity.aliases.add(surface)
        if (short := cast.reading.shorts.get(token.i)) and short != entity.name:
            entity.aliases.add(short)
        entity.tokens.append(token.i)
        cast.named[token.i] = entity


@dataclass(frozen=True, slots=True)
class Home:
    """Where a text says that an organization sits: the country, and the town or state if it is told."""

    country: str
    place: str | None = None


def note_home(cast: Cast, entity: Entity) -> None:
    """Note an organization's home as far as the text tells it, its country else from its own name."""
    told = list(told_homes(cast, entity))
    if entity.country is None:
        entity.country = legal_home(entity) or next((home.country for home in told), None) or named_home(entity)
    seats = [home.place for home in told if home.place and home.country == entity.country]
    entity.seat = next(iter(seats), None)


def legal_home(entity: Entity) -> str | None:
    words = [w.strip(",()").lower() for w in entity.name.split()]
    return next((LEGAL_HOMES[word] for word in words if word in LEGAL_HOMES), None)


def named_home(entity: Entity) -> str | None:
    named = [code for word in entity.name.split() if (code := lookup_country(word))]
    return named[-1] if named else None


def told_homes(cast: Cast, entity: Entity) -> Iterator[Home]:
    for i in entity.tokens:
        words = re.search(r"(?!(?:The|An?) )\b[A-Z][\w.’']*(?: [A-Z][\w.’']*)*", cast.reading.descriptions.get(i, ""))
        if words is not None and (home := read_home(words[0])) is not None:
            yield home
        yield from homes_beside(cast, cast.reading.parse[i])


def read_home(words: str) -> Home | None:
    """A country's name or adjective, or a town or state, as a home."""
    if code := lookup_country(words):
        return Home(code)
    place = lookup_place(words)
    return Home(place.country, words) if place is not None else None


def homes_beside(cast: Cast, token: Token) -> Iterator[Home]:
    """Homes beside a mention: "Japan's X", "South Korean chipmaker X", "X of Osaka", "X, a Minnesota firm"."""
    based = {"based", "owned", "headquartered", "registered"}
    if token.i > 2 and token.nbor(-1).lower_ in based and (home := home_of(cast, token.nbor(-3))):
        yield home
    nouns = [token, *(c for c in token.children if c.dep_ == "appos")]
    if token.dep_ in {"appos", "compound"} and token.head.lemma_.lower() in ORGANIZATION_NOUNS:
        nouns.append(token.head)
    for noun in nouns:
        for child in noun.children:
            if child.dep_ in {"poss", "amod", "compound", "nmod"} and (home := home_of(cast, child)):
                yield home
            if child.lower_ in {"of", "in", "from"} and child.i == noun.i + 1:
                yield from (home for g in child.children if g.dep_ == "pobj" and (home := home_of(cast, g)))
        if noun != token:
            yield from (home for t in noun.subtree if t.i < noun.i and (home := home_of(cast, t)))


def home_of(cast: Cast, token: Token) -> Home | None:
    """The home that a token names, by a country's name, an adjective, or a place."""
    entity = cast.named.get(token.i)
    if entity is not None:
        is_home = entity.kind in ("Place", "Country") and entity.country is not None
        return Home(entity.country or "", entity.place if entity.kind == "Place" else None) if is_home else None
    base = re.sub(r"-(?:based|owned|listed|registered|headquartered)$", "", token.text)
    return read_home(base) if base[:1].isupper() else None


def country_of(cast: Cast, token: Token) -> str | None:
    """The country that a token names, by a country's name, an adjective, or a place."""
    home = home_of(cast, token)
    return home.country if home is not None else None
