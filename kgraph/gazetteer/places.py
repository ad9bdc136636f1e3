"""A name or a text comes in, the towns, states and provinces that the shipped tables know by it go out.

Names that are also words, people or firms ("Reading", "Chandler", "Toyota") count in prose only where their
state or country stands beside them, there or elsewhere in the text.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from kgraph.gazetteer.countries import list_country_names
from kgraph.gazetteer.names import fold_text, strip_accents
from kgraph.gazetteer.phrases import PhraseIndex, find_phrases, index_phrases, match_phrase
from kgraph.gazetteer.spelling import romanize
from kgraph.gazetteer.tables import read_table, split_names

_FIELD = frozenset({"US", "KR", "JP", "TW"})
_FIELD_WEIGHT = 3
"""The texts of the field mean these countries' towns first: as if they had so many times their people."""
_STATE_SHARE = 8
"""Of a town and a state of one name the town is meant, unless the state has so many times its people."""
_SUFFIX_KINDS = dict.fromkeys(["City", "-si", "-shi", "-gun"], "city") | dict.fromkeys(
    ["Prefecture", "Province", "State", "-do"], "state"
)
_SUFFIX = re.compile(r" ?(City|Prefecture|Province|State|(?<! )-(?:si|shi|gun|do))\b")
_FOLDED_SUFFIX = re.compile(r" (?:metropolitan city|city|county|si|shi|gun|town|prefecture|province|state|do|region)$")
_FOLDED_PREFIX = re.compile(r"^(?:the )?(?:city|town|state|province|county|prefecture|region) of ")
_CJK_SUFFIX = re.compile(r"(?<=[\u3041-\u9fff]{2})[市町区縣]$|(?<=[\uac00-\ud7a3]{2})[시군읍]$")
_DIVISION_SUFFIX = re.compile(r"(?<=[\u3041-\u9fff]{2})[県府都]$|(?<=[\uac00-\ud7a3]{2})도$")
_UNKNOWN_PLACE = re.compile(
    r"\b(?:in|near|at|outside|(?:city|town|village) of) (?P<town>(?:[A-Z][\w'’.-]+ ){0,2}[A-Z][\w'’-]+)(?=, )"
    r"|\b(?P<county>[A-Z]\w+ (?:[A-Z]\w+ )?County)\b"
)
_SEPARATOR = re.compile(r", | \(")
_IN = re.compile(r"\b(?:in|near|at|outside) $")
_LONGEST_IN = 9
_OWNS = re.compile(r"['’]s\b")
_NAME_GOES_ON = re.compile(
    r" (?!Plant|Fab|Factory|Site|Campus|Works|Facility|Complex|Gigafactory|Project|Industrial|Science"
    r"|National Ind|Free|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)[A-Z]"
)
"""After a place: it begins another name ("Texas Instruments", "Ulsan University")."""


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A town or a state; degrees north and east, None for towns that only a text knows."""

    name: str
    country: str
    division: str | None = None
    kind: Literal["state", "city"] = "city"
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """Where a text names a place, with its state or country if that follows: text[start:end]."""

    start: int
    end: int
    entry: PlaceEntry


def lookup_place(name: str, country: str | None = None, division: str | None = None) -> PlaceEntry | None:
    """The place of this name ("Yongin-si", "Taylor, Texas"), in the country and the state if these are given.

    Among several the largest, where US, Korean, Japanese and Taiwanese towns count for more than their size.
    """
    town, comma, _ = name.partition(", ")
    area = _read_area(name, len(town))[0] if comma else _Area()
    if area is None:
        return None
    state = lookup_division(division, country) if division else None
    wanted = _Area(country or area.country, state.name if state else area.division)
    return _choose(entry for entry in _named(town) if _lies_in(entry, wanted))


def list_places(name: str, country: str) -> list[PlaceEntry]:
    """All places of a country that have this name, the largest first; also by names that no prose is searched for."""
    town, comma, _ = name.partition(", ")
    area = _read_area(name, len(town))[0] if comma else _Area()
    wanted = _Area(country, area.division if area else None)
    for named in (_named, _named_elsewhere, _named_by_sound):
        if entries := [entry for entry in named(town) if _lies_in(entry, wanted)]:
            return sorted(entries, key=_rank)
    return []


def lookup_division(name: str, country: str | None = None) -> PlaceEntry | None:
    """The state, province or prefecture of this name or abbreviation ("Gyeongbuk", "Tex.")."""
    return _choose(entry for entry in _named(name) if entry.kind == "state" and country in {None, entry.country})


def find_places(text: str, countries: Collection[str] = ()) -> list[PlaceSpan]:
    """The places that a text names, in its order; `countries` are the codes of those it is likely about.

    "Taylor, Texas" and "Yokohama, Japan" are one span each, whose entry is the town.
    """
    mentions = list(_find_mentions(text, countries))
    unknown = list(_find_unknown_places(text, {mention.span.start for mention in mentions if mention.is_sure}))
    spans = [span for span in _choose_spans(text, mentions) if not any(_overlap(span, other) for other in unknown)]
    return sorted([*spans, *unknown], key=lambda span: span.start)


class _Area(NamedTuple):
    """A country or a part of it."""

    country: str | None = None
    division: str | None = None


def _follows_in(text: str, start: int) -> bool:
    return bool(_IN.search(text, max(0, start - _LONGEST_IN), start))


class _Mention(NamedTuple):
    name: str
    span: PlaceSpan
    is_sure: bool
    """A suffix, state or country says that this is a place."""


def _find_mentions(text: str, countries: Collection[str]) -> Iterator[_Mention]:
    end = 0
    for start, name_end in find_phrases(text, _load_places().index):
        if start >= end:
            mention = _read_mention(text, start, name_end, countries)
            end = mention.span.end
            if mention.is_sure or not _NAME_GOES_ON.match(text, end):
                yield mention


def _read_mention(text: str, start: int, end: int, countries: Collection[str]) -> _Mention:
    name = text[start:end]
    entries = _load_places().surfaces[name]
    suffix = _SUFFIX.match(text, end)
    if suffix and (fitting := [entry for entry in entries if entry.kind == _SUFFIX_KINDS[suffix[0].strip()]]):
        entries, end = fitting, suffix.end()
    area, area_end = _read_area(text, end)
    if area and not area.division and name not in _load_places().bare and not _follows_in(text, start):
        area = None  # "minister Saito, Japan's ..." is no town
    inside = [entry for entry in entries if area and entry.name != area.division and _lies_in(entry, area)]
    if inside:
        entries, end = inside, area_end
    entry = _choose([entry for entry in entries if entry.country in countries]) or _choose(entries)
    return _Mention(name, PlaceSpan(start, end, entry or entries[0]), bool(inside or suffix))


def _choose_spans(text: str, mentions: list[_Mention]) -> Iterator[PlaceSpan]:
    """The mentions that are places: sure ones, telling names, names sure elsewhere or after "in"."""
    told = {mention.name: mention.span.entry for mention in mentions if mention.is_sure}
    bare = _load_places().bare
    states = {mention.span.entry.division for mention in mentions if mention.is_sure or mention.name in bare}
    for name, span, is_sure in mentions:
        if is_sure or name in bare:
            yield span
        elif name in told:
            yield replace(span, entry=told[name])
        elif _follows_in(text, span.start):
            near = [entry for entry in _load_places().surfaces[name] if entry.division in states - {None}]
            if entry := _choose(near):
                yield replace(span, entry=entry)


def _read_area(text: str, end: int) -> tuple[_Area | None, int]:
    """The state or country that stands behind a town, and where it ends."""
    separator = _SEPARATOR.match(text, end)
    if not separator:
        return None, end
    area_end = match_phrase(text, separator.end(), _load_places().area_index)
    if not area_end or _OWNS.match(text, area_end) or _NAME_GOES_ON.match(text, area_end):
        return None, end
    area = _load_places().areas[text[separator.end() : area_end]]
    closed = separator[0] == " (" and text[area_end : area_end + 1] == ")"
    return area, area_end + closed


def _find_unknown_places(text: str, known: Collection[int]) -> Iterator[PlaceSpan]:
    """Towns that no table has, by the state or country behind them, and counties: "in Ravenna, Ohio"."""
    for match in _UNKNOWN_PLACE.finditer(text):
        part = "town" if match["town"] else "county"
        name, (start, name_end) = match[part], match.span(part)
        area, end = _read_area(text, name_end)
        if not area and name.endswith("County"):
            area = _Area("US")
        if area and area.country and start not in known and name not in _load_places().areas:
            yield PlaceSpan(start, end, PlaceEntry(name, area.country, area.division))


def _overlap(span: PlaceSpan, other: PlaceSpan) -> bool:
    return span.start < other.end and other.start < span.end


def _named(name: str) -> list[PlaceEntry]:
    folded = _load_places().folded
    key = fold_text(name)
    short = _FOLDED_PREFIX.sub("", _FOLDED_SUFFIX.sub("", key))
    return folded.get(key) or folded.get(short, [])


def _named_elsewhere(name: str) -> list[PlaceEntry]:
    """Places by their names in other writing or older spelling: "仙台市", "Kunsan"."""
    key = fold_text(name)
    others = _load_other_names()
    return others.get(key) or others.get(_CJK_SUFFIX.sub("", key), [])


def _named_by_sound(name: str) -> list[PlaceEntry]:
    """Places whose names in Hangul or kana are written by sound: "용인시", "つくば市"."""
    return [] if name.isascii() else _named(romanize(_CJK_SUFFIX.sub("", fold_text(name))))


def _lies_in(entry: PlaceEntry, area: _Area) -> bool:
    return area.country in {None, entry.country} and area.division in {None, entry.division, entry.name}


def _choose(entries: Iterable[PlaceEntry]) -> PlaceEntry | None:
    return min(entries, key=_rank, default=None)


def _rank(entry: PlaceEntry) -> tuple[float, str, str]:
    """Places in order, the one that is meant most often first."""
    return -_weigh(entry), entry.name, entry.division or ""


def _weigh(entry: PlaceEntry) -> float:
    people = entry.population * (_FIELD_WEIGHT if entry.country in _FIELD else 1)
    return people / _STATE_SHARE if entry.kind == "state" and entry.country != "US" else people


@dataclass(frozen=True, slots=True)
class _Places:
    folded: dict[str, list[PlaceEntry]]
    surfaces: dict[str, list[PlaceEntry]]
    """Names as a text writes them."""
    index: PhraseIndex
    bare: set[str]
    areas: dict[str, _Area]
    """States and countries, as a text writes them behind a town."""
    area_index: PhraseIndex


@cache
def _load_places() -> _Places:
    folded: dict[str, list[PlaceEntry]] = defaultdict(list)
    surfaces: dict[str, list[PlaceEntry]] = defaultdict(list)
    bare: set[str] = set()
    areas = {name: _Area(code) for name, code in list_country_names()}
    for entry, names, is_bare in _read_entries():
        for name in names:
            surfaces[name].append(entry)
            bare.update([name] if is_bare else [])
        for key in {fold_text(name) for name in names}:
            folded[key].append(entry)
        if entry.kind == "state":
            areas.update(dict.fromkeys(names, _Area(entry.country, entry.name)))
    return _Places(folded, surfaces, index_phrases(surfaces), bare, areas, index_phrases(areas))


def _read_entries() -> Iterator[tuple[PlaceEntry, list[str], bool]]:
    divisions = {}
    for row in read_table("divisions.csv"):
        divisions[row["country"], row["code"] or row["name"]] = row["name"]
        yield _read_entry(row, row["name"], "state"), _spellings(row), bool(row["bare"])
    for row in read_table("places.csv"):
        division = divisions.get((row["country"], row["division"]))
        yield _read_entry(row, division, "city"), _spellings(row), bool(row["bare"])


@cache
def _load_other_names() -> dict[str, list[PlaceEntry]]:
    """Names in other writing; a prefecture's or province's also without the word for it: "三重"."""
    found: dict[str, list[PlaceEntry]] = defaultdict(list)
    known = {(entry.name, entry.country, entry.division): entry for entry, _, _ in _read_entries()}
    divisions = {(row["country"], row["code"] or row["name"]): row for row in read_table("divisions.csv")}
    for row in read_table("place_names.csv"):
        division = divisions.get((row["country"], row["division"]), {}).get("name")
        for name in split_names(row["names"]):
            found[fold_text(name)].append(known[row["name"], row["country"], division])
    for row in divisions.values():
        for name in split_names(row["names"]):
            if short := _DIVISION_SUFFIX.sub("", name) if _DIVISION_SUFFIX.search(name) else "":
                found[fold_text(short)].append(known[row["name"], row["country"], row["name"]])
    return found


def _read_entry(row: dict[str, str], division: str | None, kind: Literal["state", "city"]) -> PlaceEntry:
    return PlaceEntry(
        row["name"],
        row["country"],
        division,
        kind,
        float(row["latitude"]),
        float(row["longitude"]),
        int(row["population"]),
    )


def _spellings(row: dict[str, str]) -> list[str]:
    names = [row["name"], *split_names(row["names"])]
    return list(dict.fromkeys([*names, strip_accents(names[0])]))
