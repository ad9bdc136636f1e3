"""A name or a text comes in, the organizations that the shipped tables know by it go out.

Rows made by hand (extra_organizations.csv) win over rows of the registry (organizations.csv). Where a name
stands for several organizations the country decides, else nothing is answered.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

from kgraph.gazetteer.countries import find_countries
from kgraph.gazetteer.names import normalize_name
from kgraph.gazetteer.phrases import CJK, PhraseIndex, find_phrases, index_phrases
from kgraph.gazetteer.tables import read_table, split_names

_ROR = "https://ror.org/"
_MIN_LETTERS = 3
"""Shorter acronyms stand for too much."""
_GENERIC_NAME = re.compile(
    r"(?i)(the )?(ministry|department|office|bureau|division|agency|council|parliament|national|federal"
    r"|central|state|union|government|institute|commission|committee|directorate|treasury|board|authority)\b"
    r"|.*\b(ministry|department|agency|government|parliament)$"
)
"""How the names of authorities begin or end that every country has."""
_LEGAL_ENDING = re.compile(
    r",? (Co\.?,? ?Ltd\.?|Inc\.?|Corporation|Corp\.?|Ltd\.?|Limited|LLC|plc|GmbH|AG|S\.A\.|[NB]\.V\.|K\.K\.)$"
)
_TELLING = re.compile(rf"\w{{2,}}[\W_]+\w*[^\W_]\w|[a-z][A-Z]|[{CJK}]{{3}}")
"""Registered names found in prose: of two words, with a capital inside, or long in CJK, but no plain word."""
_OF: tuple[list[str], ...] = ([], ["of"], ["of", "the"], ["in"], ["in", "the"], ["("])
_NEARBY = 30
"""How many characters from a name its country may stand."""


@dataclass(frozen=True, slots=True)
class OrganizationEntry:
    """An organization of the shipped tables; identifiers only where the registry states them."""

    name: str
    names: tuple[str, ...] = ()
    country: str | None = None
    is_government: bool = False
    wikidata: str | None = None
    ror: str | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Where a text names an organization: text[start:end]."""

    start: int
    end: int
    entry: OrganizationEntry


def lookup_organization(name: str, country: str | None = None) -> OrganizationEntry | None:
    """The one organization of this name, alias or acronym, seated in `country` where that is given.

    None for unknown and for ambiguous names. What every country has ("Ministry of Health") needs the country,
    unless the hand-made table knows one only.
    """
    tables = _load_tables()
    key = normalize_name(name)
    for index in (tables.by_hand, tables.registered, tables.acronyms):
        entries = [entry for entry in index.get(key, ()) if _may_be(entry, country)]
        if entries:
            return entries[0] if len(entries) == 1 else None
    entries = tables.generic.get((key, country), [])
    return entries[0] if len(entries) == 1 else None


def list_organizations() -> list[OrganizationEntry]:
    """The organizations of the hand-made table, in the order of names; those of the registry have no parents."""
    entries = {entry for found in _load_tables().by_hand.values() for entry in found}
    return sorted(entries, key=lambda entry: (entry.name, entry.country or ""))


def find_organizations(text: str) -> list[Span]:
    """The organizations that a text names, in its order, the longest name where names overlap.

    Names count only with the capitals they are written with; a name that several share counts only beside
    the country ("Japan's Ministry of Finance").
    """
    tables = _load_tables()
    spans = []
    for start, end in find_phrases(text, tables.index):
        if entry := _choose_entry(tables.surfaces[text[start:end]], text, start, end):
            spans.append(Span(start, end, entry))
    return spans


def is_generic_name(name: str) -> bool:
    """Whether authorities of many countries may be called so: "Ministry of Health", "finance ministry"."""
    return bool(_GENERIC_NAME.match(name)) and not find_countries(name)


def _may_be(entry: OrganizationEntry, country: str | None) -> bool:
    return country is None or entry.country is None or entry.country == country


def _choose_entry(entries: list[OrganizationEntry], text: str, start: int, end: int) -> OrganizationEntry | None:
    if len(entries) > 1 or entries[0].is_government:
        nearby = _find_nearby(text, start, end)
        entries = [entry for entry in entries if not nearby or entry.country is None or entry.country in nearby]
    return entries[0] if len(entries) == 1 else None


def _find_nearby(text: str, start: int, end: int) -> set[str]:
    before, after = text[max(0, start - _NEARBY) : start], text[end : end + _NEARBY]
    nearby = {span.code for span in find_countries(before) if before[span.end :].strip() in {"", "'s", "’s"}}
    return nearby | {span.code for span in find_countries(after) if after[: span.start].split() in _OF}


@dataclass(frozen=True, slots=True)
class _Tables:
    by_hand: dict[str, list[OrganizationEntry]]
    registered: dict[str, list[OrganizationEntry]]
    acronyms: dict[str, list[OrganizationEntry]]
    generic: dict[tuple[str, str | None], list[OrganizationEntry]]
    surfaces: dict[str, list[OrganizationEntry]]
    """Names as a text writes them."""
    index: PhraseIndex = field(default_factory=dict)


@cache
def _load_tables() -> _Tables:
    tables = _Tables(defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list), defaultdict(list))
    registry = {row["ror"].removeprefix(_ROR): row for row in read_table("organizations.csv")}
    counts = Counter(row["wikidata"] for row in registry.values())
    for row in registry.values():
        if counts[row["wikidata"]] > 1:
            row["wikidata"] = ""  # one id on two records, as of a parent and its subsidiary, says nothing of either
    for row in read_table("extra_organizations.csv"):
        _add_by_hand(tables, row, registry.pop(row["ror"], {}))
    for row in registry.values():
        _add_registered(tables, row)
    return replace(tables, index=index_phrases(name for name, entries in tables.surfaces.items() if entries))


def _add_by_hand(tables: _Tables, row: dict[str, str], registered: dict[str, str]) -> None:
    names, quiet = [row["name"], *split_names(row["names"])], split_names(row["quiet"])
    known = _registered_names(registered) if registered else []
    entry = OrganizationEntry(
        name=row["name"],
        names=tuple(dict.fromkeys([*names[1:], *quiet, *known])),
        country=row["country"] or None,
        is_government=row["class"] == "Government",
        wikidata=registered.get("wikidata") or None,
        ror=registered.get("ror"),
        parent=row["parent"] or None,
    )
    _add_names(tables.by_hand, [*names, *quiet], entry)
    for name in dict.fromkeys(names):
        tables.surfaces[name] += [] if name in quiet else [entry]
    _add_known(tables, [name for name in known if name not in {*names, *quiet}], entry)


def _add_registered(tables: _Tables, row: dict[str, str]) -> None:
    names = _registered_names(row)
    entry = OrganizationEntry(
        name=names[0],
        names=tuple(names[1:]),
        country=row["country"],
        is_government="government" in row["types"],
        wikidata=row["wikidata"] or None,
        ror=row["ror"],
    )
    _add_known(tables, names, entry)
    acronyms = [name for name in split_names(row["acronyms"]) if len(name) >= _MIN_LETTERS]
    _add_names(tables.acronyms, acronyms, entry)


def _add_known(tables: _Tables, names: Iterable[str], entry: OrganizationEntry) -> None:
    """File an organization under the names that the registry has for it."""
    generic = {name for name in names if entry.is_government and is_generic_name(name)}
    for key in {normalize_name(name) for name in generic}:
        tables.generic[key, entry.country].append(entry)
    others = [name for name in names if name not in generic]
    _add_names(tables.registered, others, entry)
    for name in others:
        if _TELLING.search(name) and normalize_name(name) not in tables.by_hand:
            tables.surfaces[name].append(entry)


def _registered_names(row: dict[str, str]) -> list[str]:
    korean = row["name_ko"].removeprefix("대한민국 ")
    names = [row["name_en"], _LEGAL_ENDING.sub("", row["name_en"]), korean, row["name_ja"]]
    return list(dict.fromkeys(name for name in [*names, *split_names(row["aliases"])] if name))


def _add_names(index: dict[str, list[OrganizationEntry]], names: Iterable[str], entry: OrganizationEntry) -> None:
    for key in {normalize_name(name) for name in names}:
        index[key].append(entry)
