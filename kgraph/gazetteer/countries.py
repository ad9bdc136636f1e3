"""A name or a text comes in, the ISO 3166-1 codes of the countries that it names go out.

EU stands for the European Union, XK for Kosovo.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kgraph.gazetteer.names import fold_text
from kgraph.gazetteer.phrases import PhraseIndex, find_phrases, index_phrases
from kgraph.gazetteer.tables import read_table, split_names

Form = Literal["name", "adjective", "capital"]

_NO_COUNTRY = (
    *(f"{part} {name}" for part in ("North", "South", "Central", "Latin") for name in ("America", "American")),
    *(
        "Native American",
        "African American",
        "British Columbia",
        "New Mexico",
        "Gulf of Mexico",
        "Sea of Japan",
    ),
    *("Indian Ocean", "South China Sea", "East China Sea", "Washington state", "Washington State"),
    *("Northern Ireland", "New England"),
)
"""Names that hold a country's name and mean something else."""
_LETTERS_OF_A_CODE = 3
"""In lower case so short a word ("us") names no country."""


@dataclass(frozen=True, slots=True)
class CountrySpan:
    """Where a text names a country: text[start:end], and whether by name, adjective or capital."""

    start: int
    end: int
    code: str
    form: Form


def country_name(code: str) -> str:
    """The English name of a country; the code itself where no country has it."""
    return _load_countries().names.get(code, code)


def lookup_country(name: str) -> str | None:
    """The code of the country with this name or adjective ("U.S.", "Korean", "대만"); no capitals.

    "Georgia" is None: it is the state more often than the country.
    """
    if name.islower() and name.isascii() and len(name) <= _LETTERS_OF_A_CODE:
        return None
    return _load_countries().folded.get(fold_text(name).removeprefix("the "))


def find_countries(text: str) -> list[CountrySpan]:
    """The countries that a text names, in its order; capitals too, which may stand for governments."""
    countries = _load_countries()
    found = ((start, end, countries.phrases.get(text[start:end])) for start, end in find_phrases(text, countries.index))
    return [CountrySpan(start, end, *known) for start, end, known in found if known]


def list_countries() -> list[str]:
    """The codes of all countries, in order."""
    return sorted(_load_countries().names)


def list_country_names() -> Iterator[tuple[str, str]]:
    """Each name of each country as a text writes it, with the code."""
    for name, (code, form) in _load_countries().phrases.items():
        if form == "name":
            yield name, code


@dataclass(frozen=True, slots=True)
class _Countries:
    names: dict[str, str]
    folded: dict[str, str]
    phrases: dict[str, tuple[str, Form]]
    index: PhraseIndex


@cache
def _load_countries() -> _Countries:
    names: dict[str, str] = {}
    folded: dict[str, str] = {}
    phrases: dict[str, tuple[str, Form]] = {}
    for row in read_table("countries.csv"):
        code, quiet = row["code"], split_names(row["quiet"])
        names[code] = row["name"]
        for form, cell in _forms(row):
            phrases.update({name: (code, form) for name in split_names(cell) if name not in quiet})
            if form != "capital":
                folded.update({fold_text(name).removeprefix("the "): code for name in split_names(cell)})
    del folded["georgia"]
    return _Countries(names, folded, phrases, index_phrases([*phrases, *_NO_COUNTRY]))


def _forms(row: dict[str, str]) -> tuple[tuple[Form, str], ...]:
    return (
        ("name", f"{row['name']}|{row['names']}"),
        ("adjective", row["adjectives"]),
        ("capital", row["capitals"]),
    )
