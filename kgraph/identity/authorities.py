"""The name of an authority comes in, the names of the state, province or prefecture that it governs go out.

Prose calls a government by its land: "Ontario", "熊本県" and "Government of Ontario" are whoever governs there.
"""

import re

from kgraph.gazetteer import country_name, find_countries, lookup_country, lookup_division, normalize_name
from kgraph.model import Organization

_FORM = re.compile(
    r"^(?:(?:federal|national|free|state|provincial) )*"
    r"(?:government|state|province|commonwealth) of (?:the )?(?:state of )?"
    r"|(?: (?:state|provincial|prefectural|federal|national|central))? (?:government|authorities|administration)$"
    r"| (?:state|province|prefecture)$"
)
_TOWN = re.compile(r"\b(?:city|county|town|metropolitan)\b|[市시군]$")
_KIND = re.compile(r" (?:Prefecture|Province|State)$")


def name_government(name: str) -> str:
    """ "Thai government" and "Government of Thailand" as one name; other names as they are."""
    words = normalize_name(name)
    country = lookup_country(words.removeprefix("government of ").removesuffix(" government").title())
    return f"Government of {country_name(country)}" if country and "government" in words else name


def list_authority_names(organization: Organization) -> tuple[str, ...]:
    """What the government of a land that a mention names may be called, the plainest first; none for other names."""
    words = normalize_name(organization.name)
    land = _find_land(words, organization.country) if organization.class_ == "Government" else None
    forms = ("Government of {}", "Government of the {}", "{} government", "State of {}", "Province of {}")
    return tuple(form.format(land) for form in forms) if land else ()


def _find_land(words: str, country: str | None) -> str | None:
    """The English name of a country, or of a part of the one that is told; capitals stand for either and are left."""
    core = _FORM.sub("", _FORM.sub("", words))
    if country and core == country_name(country).casefold():
        return country_name(country)
    code = lookup_country(core.title())
    if code and country in {None, code}:
        return country_name(code)
    division = lookup_division(core, country) or lookup_division(words, country) if country else None
    if division is None or _TOWN.search(words) or (core == words and _is_capital(core)):
        return None
    return _KIND.sub("", division.name)


def _is_capital(words: str) -> bool:
    return any(span.form == "capital" for span in find_countries(words.title()))
