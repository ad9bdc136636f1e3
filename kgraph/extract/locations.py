"""A token in, the place and country where it is out: from its own words, its clause, its sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.entities import country_of
from kgraph.extract.roles import climb

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
        under = [t for t in holder.subtree if holder == token and is_site_place(discourse, t)]
        found = merge_places(discourse, [*attached_places(discourse, holder), *under])
        if found:
            return found
        if holder.pos_ in {"VERB", "AUX"} and holder.dep_ in {"ROOT", "relcl", "ccomp"}:
            break
    return merge_places(discourse, [t for t in token.sent if is_site_place(discourse, t)])


def attached_places(discourse: Discourse, holder: Token) -> Iterator[Token]:
    for child in holder.children:
        if child.lower_ in PLACE_WORDS:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from place_tokens(discourse, inner)
        if child.dep_ in {"compound", "nmod", "amod", "appos", "npadvmod"}:
            yield from place_tokens(discourse, child)


def place_tokens(discourse: Discourse, token: Token) -> Iterator[Token]:
    """A place and those that say where it lies: "Yokohama, Japan"; through "the city of", "an area in"."""
    if is_place(discourse, token):
        yield token
        for child in token.children:
            if child.dep_ in {"appos", "npadvmod", "nmod", "compound", "conj", "poss"} and is_place(discourse, child):
                yield child
            elif child.lower_ in PLACE_WORDS | {"of"}:
                yield from (g for g in child.children if is_place(discourse, g))
    elif token.pos_ == "NOUN":
        for child in token.children:
            if child.lower_ in PLACE_WORDS | {"of"}:
                yield from (t for g in child.children for t in place_tokens(discourse, g))
            elif child.dep_ in {"compound", "poss", "nmod"} and is_place(discourse, child):
                yield child


def is_place(discourse: Discourse, token: Token) -> bool:
    entity = discourse.cast.named.get(token.i)
    return entity is not None and (
        entity.kind in ("Place", "Country") or bool(entity.kind == "Government" and entity.place)
    )


def is_site_place(discourse: Discourse, token: Token) -> bool:
    return is_place(discourse, token) and token.dep_ == "pobj" and token.head.lower_ in {"in", "at", "near", "outside"}


def merge_places(discourse: Discourse, tokens: list[Token]) -> Location:
    """One location of several names: the smallest place that the first of them names, the country of any."""
    entities = [discourse.cast.named[t.i] for t in tokens]
    towns = [e for e in entities if e.kind != "Country"]
    country = next((e.country for e in [*reversed(entities)] if e.country), None)
    if not towns:
        told = next((code for t in tokens if (code := country_of(discourse.cast, t))), None)
        return Location(None, country or told)
    first = towns[0]
    return Location(first.place or first.name, first.country or country)


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
    return Location()
