"""A cast and a token in, the authority that it speaks of out: "the ministry", "the state", "Seoul", "the city"."""

from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgraph.extract.entities import Cast, Entity, country_of
from kgraph.extract.roles import SUBJECTS, coordinated, objects_of, phrase_of
from kgraph.gazetteer import (
    OrganizationEntry,
    PlaceEntry,
    country_name,
    find_countries,
    lookup_division,
    lookup_organization,
    lookup_place,
)

LOCAL = frozenset("state province prefecture city county region town municipality".split())
DIVISIONS = frozenset("state province prefecture region".split())
MINISTRIES = frozenset("ministry department agency commission".split())
FEDERAL = frozenset({"US", "CA", "DE", "IN", "AU", "MX", "BR", "MY", "AT", "NG"})
"""Countries of which "the state" is a part and not the whole."""


def is_acting(token: Token) -> bool:
    """Whether a place's name stands where somebody acts: as a subject, an agent, a giver."""
    if token.dep_ == "conj":
        return is_acting(token.head)
    return token.dep_ in SUBJECTS or (token.dep_ == "pobj" and token.head.lower_ in {"from", "by", "between"})


def is_capital_city(text: str) -> bool:
    return any(
        found.form == "capital" and found.start == 0 and found.end == len(text) for found in find_countries(text)
    )


def government_name(country: str) -> str:
    name = country_name(country)
    return f"Government of {'the ' if name.startswith(('United', 'Netherlands', 'Philippines')) else ''}{name}"


def national_government(cast: Cast, country: str, token: Token, alias: str = "") -> Entity:
    return cast.government_of(country, alias, token.i, government_name(country))


def local_government(cast: Cast, place: Entity, token: Token) -> Entity:
    """The authority of a state or town, one for each place."""
    for entity in cast.entities:
        if entity.kind == "Government" and entity.place and entity.place == place.place:
            return entity
    kin = cast.add(Entity(place.name, "Government", place.country, place.place))
    division = lookup_division(place.name, place.country)
    if division is not None and division.name != place.name:
        kin.aliases.add(division.name)
    kin.tokens.append(token.i)
    return kin


def name_authorities(cast: Cast, token: Token, lemma: str) -> list[Entity]:
    """ "the city of Chicago", "Norrbotten county", "Riley and Pottawatomie counties": who acts, not where it is."""
    if (
        lemma not in LOCAL
        or (token.dep_ == "pobj" and token.head.lower_ in SPATIAL)
        or token.dep_ in {"appos", "compound"}
    ):
        return []
    of = [t for g in objects_of(token, "of")[:1] for t in coordinated(g)]
    beside = [t for c in token.children if c.i < token.i and c.dep_ in MODIFIERS - {"poss"} for t in coordinated(c)]
    return [kin for t in of or beside if (kin := local_authority(cast, t, lemma, bool(of))) is not None]


SPATIAL = frozenset("across around at in near of outside throughout to within".split())


def local_authority(cast: Cast, told: Token, lemma: str, of: bool) -> Entity | None:
    """The authority of the place that a token names, called as the text calls it."""
    place = cast.named.get(told.i)
    if place is not None and place.kind == "Organization" and place.entry is None and len(place.tokens) == 1:
        place.kind, place.place = "Place", place.name  # "Riley" of "Riley and Pottawatomie counties"
    if place is None or not place.place or place.kind not in ("Place", "Government"):
        return None
    kin = local_government(cast, place, told)
    level = lemma.capitalize()
    kin.aliases.add(f"{level} of {place.name}" if of else f"{place.name} {level}")
    return kin


def home_country(cast: Cast) -> str | None:
    """The country that a document is told in: that of its dateline, else the one that it names most."""
    if cast.dateline is not None:
        return cast.dateline.country
    counts = Counter(
        dict.fromkeys(sorted({e.country for e in cast.entities if e.country}), 0),
    )
    for entity in cast.entities:
        if entity.country and entity.kind in ("Place", "Country", "Government"):
            counts[entity.country] += len(entity.tokens)
    return counts.most_common(1)[0][0] if counts else None


def resolve_place(cast: Cast, token: Token, place: Entity) -> list[Entity]:
    """The government that a country, a capital or a state stands for when it acts."""
    if not is_acting(token) or cast.reading.is_title(token):
        return []
    if place.kind == "Country" or is_capital_city(token.text):
        return [national_government(cast, place.country or "", token, token.text)]
    return [local_government(cast, place, token)]


def resolve_authority(cast: Cast, token: Token, lemma: str, before: Sequence[Entity]) -> list[Entity]:
    """ "the ministry", "the state", "the Japanese government"; `before` are the governments spoken of so far."""
    beside = resolve_governments(cast, token) if lemma in {"government", "state"} else []
    if beside:
        return beside
    if is_prefectural(token):
        return find_local(cast, token, lemma)
    named = [e for e in before if lemma in words_of(e) or (lemma == "ministry" and e.place is None and is_ministry(e))]
    if named and not (lemma == "state" and is_national(cast, token)):
        return [named[-1]]
    if lemma in LOCAL:
        return find_local(cast, token, lemma)
    return find_national(cast, token, before) if lemma == "government" else [e for e in before if not e.place][-1:]


def find_national(cast: Cast, token: Token, before: Sequence[Entity]) -> list[Entity]:
    """ "The government": of the country whose authority spoke last, else of the one that the document is told in."""
    codes = [e.country for e in reversed(before) if e.country and not e.place] or main_countries(cast)
    return [national_government(cast, codes[0], token)] if codes else []


def resolve_governments(cast: Cast, token: Token) -> list[Entity]:
    """ "the Japanese government", "the governments of Canada and Ontario", "the federal and Quebec governments"."""
    told = [t for c in token.children if c.i < token.i and c.dep_ in MODIFIERS for t in coordinated(c)]
    told += objects_of(token, "of")
    found = {t: kin for t in told if (kin := governs(cast, t, token)) is not None}
    for word, kin in found.items():
        if kin.place and 0 < token.i - word.i < 3:  # "the Gangwon provincial government"
            kin.aliases.add(token.doc[word.i : token.i + 1].text)
    return list(dict.fromkeys(found.values()))


MODIFIERS = frozenset("amod compound nmod poss".split())


def governs(cast: Cast, told: Token, token: Token) -> Entity | None:
    """The government of what a word beside "government" names."""
    entity = cast.named.get(told.i)
    if entity is not None and (entity.kind == "Place" or (entity.kind == "Government" and entity.place)):
        return entity if entity.kind == "Government" else local_government(cast, entity, token)
    home = home_country(cast)
    code = home if told.lower_ == "federal" and home in FEDERAL else country_of(cast, told)
    return national_government(cast, code, token) if code else None


def words_of(entity: Entity) -> list[str]:
    return " ".join([entity.name, *(entity.entry.names if entity.entry else ())]).lower().split()


def is_ministry(entity: Entity) -> bool:
    return any(word in alias.lower().split() for alias in entity.aliases for word in ("ministry", "department"))


PREFECTURAL = {
    "prefectural": "prefecture",
    "provincial": "province",
    "state": "state",
    "city": "city",
    "municipal": "city",
    "regional": "region",
    "county": "county",
}


def is_prefectural(token: Token) -> str | None:
    """What level an adjective tells: "the prefectural government", "the city council"."""
    return next((PREFECTURAL[c.lower_] for c in token.children if c.lower_ in PREFECTURAL and c.i < token.i), None)


def is_national(cast: Cast, token: Token) -> bool:
    """Whether "the state" is the whole country: it has no states, and none of another was spoken of just now."""
    home = home_country(cast)
    near = places_before(cast, token, 120)
    return home is not None and home not in FEDERAL and not any(e.country in FEDERAL for e in near)


def find_local(cast: Cast, token: Token, lemma: str) -> list[Entity]:
    """The local authority of the level told, of the last place of that level before a token."""
    level = is_prefectural(token) or lemma
    before = places_before(cast, token)
    called = next((place for place in before if level in place.name.lower().split()), None)
    if called is not None and level != "city":
        return [local_government(cast, called, token)]
    if level == "state" and is_national(cast, token):
        return [national_government(cast, home_country(cast) or "", token)]
    if level in DIVISIONS:
        found = next((state for place in before if (state := division_of(cast, place)) is not None), None)
    else:
        found = next((p for p in before if find_entry(cast, p).kind != "state" and "County" not in p.name), None)
    return [call_by_level(local_government(cast, found, token), level)] if found is not None else []


def call_by_level(kin: Entity, level: str) -> Entity:
    """ "The state" and "the city" tell what a place is: "State of Kansas"."""
    if level in {"state", "city", "town"} and kin.place:
        kin.aliases.add(f"{level.capitalize()} of {kin.place}")
    return kin


def places_before(cast: Cast, token: Token, reach: int = 0) -> list[Entity]:
    """The towns and states named before a token, or at most `reach` tokens before, nearest first."""
    first = token.i - reach if reach else 0
    named = [cast.named[i] for i in sorted(cast.named, reverse=True) if first <= i < token.i]
    found = [e for e in named if e.kind == "Place" or (e.kind == "Government" and e.place)]
    return list(dict.fromkeys([*found, *([cast.dateline] if cast.dateline is not None else [])]))


def find_entry(cast: Cast, place: Entity) -> PlaceEntry:
    """What the gazetteer has of a place, by what stands around it."""
    if cast.dateline is place and cast.reading.dateline is not None:
        return cast.reading.dateline.entry
    told = next((entry for i in place.tokens if (entry := cast.reading.places.get(i)) is not None), None)
    return told or lookup_place(place.place or place.name, place.country) or PlaceEntry(place.name, "")


def division_of(cast: Cast, place: Entity) -> Entity | None:
    """The state that a place is or lies in."""
    entry = find_entry(cast, place)
    if entry.kind == "state":
        return place
    if entry.division is None:
        return None
    known = (e for e in cast.entities if e.kind in ("Place", "Government") and e.place == entry.division)
    return next(known, None) or Entity(entry.division, "Place", entry.country, entry.division)


def main_countries(cast: Cast) -> list[str]:
    named = [e.country for e in cast.entities if e.kind == "Country" and e.country]
    return named or [code for code in [home_country(cast)] if code]


def describe_ministry(cast: Cast, token: Token, lemma: str) -> Entity | None:
    """ "Japan's industry ministry", "the French economy ministry": an authority by its portfolio and country."""
    name = " ".join(read_portfolio(token, lemma))
    if not name:
        return None
    told = next((code for c in token.children if (code := country_of(cast, c))), None)
    entry = find_ministry(name, told or home_country(cast))
    for entity in cast.entities:
        if entity.kind == "Government" and (is_called(entity, name) or (entry is not None and entity.entry == entry)):
            entity.tokens.append(token.i)
            return entity
    country = told or (home_country(cast) if is_definite(token) else None)
    if country is None:
        return None
    full = entry.name if entry is not None else f"{country_name(country)}’s {name}"
    return cast.add(Entity(full, "Government", country, entry=entry, aliases={name}, tokens=[token.i]))


def is_called(entity: Entity, name: str) -> bool:
    return name in (entity.name.lower(), *(alias.lower() for alias in entity.aliases))


def is_definite(token: Token) -> bool:
    return any(child.dep_ == "det" and child.lower_ == "the" for child in token.children)


NO_PORTFOLIO = frozenset(PREFECTURAL) | frozenset(
    """central competent current federal former independent joint local national new other own particular relevant
    responsible same separate special various""".split()
)
"""Words before "ministry" or "commission" that are no field of its work."""


def read_portfolio(token: Token, lemma: str) -> Iterator[str]:
    """ "industry ministry", "ministry of industry": the words of an authority that has no capitals."""
    before = [c for c in token.children if c.dep_ in {"compound", "amod"} and c.i < token.i]
    words = [c.lower_ for c in before if not c.text[:1].isupper() and c.lower_ not in NO_PORTFOLIO]
    fields = [g for g in objects_of(token, "of", "for") if not g.text[:1].isupper()][:1]
    if words:
        yield from [*words, lemma]
    elif fields:
        yield from [lemma, "of", phrase_of(fields[0])]


def find_ministry(name: str, country: str | None) -> OrganizationEntry | None:
    """The ministry that the tables know by its portfolio: "energy department" of the United States."""
    portfolio, _, head = name.rpartition(" ")
    heads = {"department": ("U.S. Department of {}", "Department of {}"), "ministry": ("Ministry of {}",)}
    if country is None or not portfolio:
        return None
    names = [form.format(portfolio.title()) for form in heads.get(head, ())]
    found = (lookup_organization(each, country) for each in names)
    return next((entry for entry in found if entry is not None and entry.is_government), None)
