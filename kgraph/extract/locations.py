"""A token in, the place and country where it is out: from its own words, its clause, its sentence."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import Entity, country_of
from kgraph.extract.roles import climb
from kgraph.gazetteer import PlaceEntry, find_countries, lookup_place

PLACE_WORDS = frozenset("in at near outside from around to into on within across throughout".split())


@dataclass(frozen=True, slots=True)
class Location:
    """The smallest named place, as the text calls it, and its country (ISO 3166-1 alpha-2)."""

    place: str | None = None
    country: str | None = None

    def narrow(self, other: "Location") -> "Location":
        """This location with what only the other one knows, where the two agree."""
        if self.country and other.country and self.country != other.country:
            return self
        return Location(self.place or other.place, self.country or other.country)

    def __bool__(self) -> bool:
        return bool(self.place or self.country)


def find_location(discourse: Discourse, token: Token) -> Location:
    """Where a noun stands: "plant in Taylor, Texas", "its Hiroshima plant", "build a plant ... in Gumi"."""
    for holder in [token, *[t for t in climb(token) if t.sent == token.sent]]:
        if holder != token and is_place(discourse, holder):
            return merge_places(discourse, list(place_tokens(discourse, holder)))
        if any(c.lower_ == "where" for c in holder.children) and (there := place_before(discourse, holder)):
            return merge_places(discourse, there)
        under = [t for t in holder.subtree if holder == token and is_site_place(discourse, t)]
        there = [] if under else place_spoken_of(discourse, holder)
        found = merge_places(discourse, [*attached_places(discourse, holder), *under]) or merge_places(discourse, there)
        if found:
            return found
        if holder.pos_ in {"VERB", "AUX"} and holder.dep_ in {"ROOT", "relcl", "ccomp"}:
            break
    named = [t for t in token.sent if is_site_place(discourse, t)]
    return merge_places(discourse, heading_places(discourse, token) or named)


def heading_places(discourse: Discourse, token: Token) -> list[Token]:
    """The places with which a line begins: "Hillsboro, Oregon: Construction of a new fab"."""
    paragraphs = discourse.cast.reading.paragraphs
    found: list[Token] = []
    start = paragraphs.index(paragraphs[token.i])
    for word in token.doc[start : min(token.i, start + HEADING)]:
        if is_place(discourse, word):
            found.append(word)
        elif word.text in {":", "—", "–"}:
            return found
        elif word.is_alpha and word.lower_ != "and":
            break
    return []


HEADING = 9
"""Tokens that the heading of a line has at most."""


def attached_places(discourse: Discourse, holder: Token) -> Iterator[Token]:
    for child in holder.children:
        if child.lower_ == "here" and is_place(discourse, child):
            yield child
        if child.lower_ in PLACE_WORDS:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from place_tokens(discourse, inner)
        if child.dep_ == "dobj" and holder.lemma_.lower() in CHOOSING and is_place(discourse, child):
            yield from place_tokens(discourse, child)
        if child.dep_ in {"compound", "nmod", "amod", "appos", "npadvmod"}:
            yield from place_tokens(discourse, child)


CHOOSING = frozenset("choose select pick name favour favor settle".split())
"""Verbs whose object is the place of a site: "has chosen Baytown for a plant"."""


def place_spoken_of(discourse: Discourse, holder: Token) -> list[Token]:
    """The place that "there" or "in the town" beside a noun or a verb goes back to."""
    back = [c for c in holder.children if c.lower_ == "there" and c.dep_ == "advmod"]
    back += [g for c in holder.children if c.lower_ in {"in", "near"} for g in c.children if is_back_reference(g)]
    if not back:
        return []
    before = [t for t in holder.doc[max(0, back[0].i - FAR) : back[0].i] if is_town(discourse, t)]
    return before[-1:]


FAR = 80
"""Tokens behind which "there" means no place any more."""


def is_town(discourse: Discourse, token: Token) -> bool:
    return is_place(discourse, token) and discourse.cast.named[token.i].kind != "Country"


def is_back_reference(noun: Token) -> bool:
    """ "the town", "the same locality"."""
    definite = any(c.lower_ in {"the", "that", "this"} for c in noun.children)
    return (
        definite
        and noun.lemma_.lower() in TOWN_NOUNS
        and not any(c.dep_ in {"prep", "compound"} for c in noun.children)
    )


TOWN_NOUNS = frozenset("city town village municipality county locality province prefecture state district".split())


def place_tokens(discourse: Discourse, token: Token) -> Iterator[Token]:
    """A place and those that say where it lies: "Yokohama, Japan"; through "the city of", "an area in"."""
    if is_place(discourse, token):
        yield token
        for child in token.children:
            if child.dep_ in {"appos", "npadvmod", "nmod", "compound", "conj", "poss"} and is_place(discourse, child):
                yield child
            elif child.lower_ in PLACE_WORDS | {"of"}:
                yield from (g for g in child.children if is_place(discourse, g))
    elif token.pos_ == "NOUN" or token.lower_ in PARTS_OF_TOWNS:
        for child in token.children:
            if child.lower_ in PLACE_WORDS | {"of"}:
                yield from (t for g in child.children for t in place_tokens(discourse, g))
            elif child.dep_ in {"compound", "poss", "nmod"} and is_place(discourse, child):
                yield child


def is_place(discourse: Discourse, token: Token) -> bool:
    entity = discourse.cast.named.get(token.i)
    if entity is None or entity.name.lower() in PARTS_OF_TOWNS:
        return False
    return (
        entity.kind in ("Place", "Country")
        or bool(entity.kind == "Government" and entity.place)
        or (entity.kind == "Other" and town_of_ground(entity.name) is not None)
    )


PARTS_OF_TOWNS = frozenset("sector phase tier block plot lot interstate highway route expressway".split())
"""Words that a number follows, or that number roads: "Sector 10 of Greater Noida"."""
GROUNDS = re.compile(
    r"(?: (?:Hi-?Tech|High-Tech|Industrial|Industry|Science|Technology|Tech|Free|Economic|Trade|Freeport|Export"
    r"|Processing|Bio|Business|Innovation|General|National|Bay|and|&))* "
    r"(?:Park|Zone|Estate|Technopark|Complex|Cluster|District)$"
)


def town_of_ground(name: str) -> PlaceEntry | None:
    """The town after which the ground is called on which a site stands: "Kulim Hi-Tech Park".

    In the United States such names tell nothing of where a ground lies.
    """
    ground = GROUNDS.search(name)
    entry = lookup_place(name[: ground.start()]) if ground is not None else None
    return entry if entry is not None and entry.kind == "city" and entry.country != "US" else None


def place_before(discourse: Discourse, clause: Token) -> list[Token]:
    """The place that a clause with "where" goes on about, with what says where it lies."""
    found: list[Token] = []
    for token in reversed(list(clause.doc[clause.sent.start : clause.left_edge.i])):
        if is_place(discourse, token):
            found.insert(0, token)
        elif token.text != ",":
            break
    return found


def is_site_place(discourse: Discourse, token: Token) -> bool:
    if not is_place(discourse, token):
        return False
    if token.dep_ != "pobj":
        return token.text == "here"
    beside = token.head.lower_ == "of" and token.head.head.lower_ in {"south", "north", "east", "west", "outskirts"}
    return beside or token.head.lower_ in {"in", "at", "near", "outside"}


def is_state(entity: Entity) -> bool:
    """Whether a place is a state or a province, not a town."""
    place = lookup_place(entity.place or entity.name)
    return place is not None and place.kind == "state"


CITY_STATES = {"SG": "Singapore", "HK": "Hong Kong", "MO": "Macau", "MC": "Monaco"}
DISTRICTS = frozenset("district ward park zone estate complex airport neighbourhood neighborhood area quarter".split())


def is_district(token: Token) -> bool:
    """A part of a town: "the Woodlands district", "Deltamas industrial park"."""
    head = token.head
    return token.dep_ in {"compound", "nmod", "amod"} and head.lemma_.lower() in DISTRICTS


CONTINENTS = frozenset(
    """asia europe africa oceania america americas pacific eurasia scandinavia balkans midwest sunbelt""".split()
) | frozenset(
    """north america,south america,latin america,central america,southeast asia,south-east asia,east asia,south asia,
    central asia,the middle east,middle east,eastern europe,central europe,western europe,northern europe,asia-pacific,
    asia pacific,the pacific,the south,the west,the east,the north,the midwest,the americas""".replace(
        "\n    ", ""
    ).split(",")
)
"""Parts of the world that are no place of a site."""


PARK = re.compile(r"\b(?:Park|Zone|Estate|Freeport|Technopark|Complex|Boulevard|Road|Street|Avenue)$")
"""How the names of grounds within a town end."""


def merge_places(discourse: Discourse, tokens: list[Token]) -> Location:
    """One location of several names: the smallest place that the first of them names, the country of any."""
    named = discourse.cast.named
    entities = [named[t.i] for t in tokens if named[t.i].name.lower() not in CONTINENTS and not is_district(t)]
    grounds = [entry for e in entities if PARK.search(e.name) and (entry := town_of_ground(e.name)) is not None]
    entities = [e for e in entities if not PARK.search(e.place or e.name)]
    towns = [e for e in entities if e.kind != "Country"]
    towns.sort(key=is_state)
    country = next((e.country for e in [*reversed(entities)] if e.country), None)
    if grounds and all(is_state(e) for e in towns):
        return Location(grounds[0].name, grounds[0].country)
    if not towns:
        told = next((code for t in tokens if (code := country_of(discourse.cast, t))), None)
        return Location(CITY_STATES.get(country or told or ""), country or told)
    first = towns[0]
    return Location(first.place or first.name, first.country or country)


def seat_of(entity: Entity) -> Location:
    """Where a firm is at home, as far as the text says."""
    return Location(entity.seat, entity.country)


def main_location(discourse: Discourse) -> Location:
    """Where a document's news is: the first place "in" which its opening sentences set something."""
    reading = discourse.cast.reading
    for token in reading.parse:
        if reading.paragraphs[token.i] > 3:
            break
        if (
            not reading.is_title(token)
            and is_site_place(discourse, token)
            and discourse.cast.named[token.i].kind == "Place"
        ):
            return merge_places(discourse, list(place_tokens(discourse, token)))
    return local_location(discourse)


def main_country(discourse: Discourse) -> str | None:
    """The country in which most of a document's places and authorities are, else the one it speaks of most."""
    for kinds in (("Place", "Government"), ("Country",)):
        told = Counter(e.country for e in discourse.cast.entities if e.kind in kinds for _ in e.tokens if e.country)
        if told:
            return max(sorted(told), key=lambda code: told[code])
    return None


def has_single_town(discourse: Discourse) -> bool:
    """Whether all that a document sets "in" or "at" a town it sets in the same one."""
    reading = discourse.cast.reading
    told = [discourse.cast.named[t.i] for t in reading.parse if not reading.is_title(t) and is_site_place(discourse, t)]
    return len({e.place for e in told if e.kind == "Place" and not is_state(e)}) == 1


def home_town(discourse: Discourse) -> PlaceEntry | None:
    """The town from which a story is told, where the story is also about it: a local paper's, or the title's."""
    reading = discourse.cast.reading
    entry = reading.dateline.entry if reading.dateline is not None else None
    if entry is None or entry.kind != "city" or any(c.code == entry.country for c in find_countries(entry.name)):
        return None
    titled = re.search(rf"\b{re.escape(entry.name)}\b", reading.document.title) is not None
    local = entry.country == "US" and entry.population <= LARGEST_LOCAL and entry.name not in STATE_CAPITALS
    return entry if titled or local else None


LARGEST_LOCAL = 300_000
"""People that a town has at most whose dateline is a local paper's."""
STATE_CAPITALS = frozenset(
    """Albany Annapolis Augusta Bismarck Boise Charleston Cheyenne Columbia Concord Dover Frankfort Harrisburg Hartford
    Helena Jackson Juneau Lansing Lincoln Madison Montgomery Montpelier Olympia Pierre Providence Richmond Salem
    Springfield Tallahassee Topeka Trenton""".split()
) | {
    "Baton Rouge",
    "Carson City",
    "Des Moines",
    "Jefferson City",
    "Little Rock",
    "Salt Lake City",
    "Santa Fe",
    "St. Paul",
}
"""Smaller seats of states of the US, from which the news of all the state is told."""


def lies_around(location: Location, town: PlaceEntry) -> bool:
    """Whether a place that is told of is only the county or the state of a town."""
    if location.place is None or location.country not in (None, town.country):
        return False
    state = lookup_place(location.place)
    if state is not None and state.kind == "state":
        return town.division is not None and state.division == town.division
    return location.place.endswith((" County", " Parish"))


def local_location(discourse: Discourse) -> Location:
    """The town or state whose authority is the first to act."""
    reading = discourse.cast.reading
    local = [
        e
        for e in discourse.cast.entities
        if e.kind == "Government" and e.place and reading.paragraphs[e.tokens[0]] <= 3
    ]
    first = min(local, key=lambda e: e.tokens[0], default=None)
    return Location(first.place, first.country) if first is not None else Location()
