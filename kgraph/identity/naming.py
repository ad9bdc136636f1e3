"""Names of organizations as one document gives them come in, IRIs of things go out.

The shipped tables come first, then the names that other documents introduced for one they use as well; all
else goes by its own name. A name that several things share is its own thing: unresolved rather than wrong.
"""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from string import ascii_uppercase
from typing import NamedTuple

from kgraph import ontology
from kgraph.gazetteer import (
    OrganizationEntry,
    PlaceSpan,
    choose_member,
    find_places,
    is_generic_name,
    is_group_name,
    list_places,
    lookup_country,
    lookup_organization,
    name_group,
    normalize_name,
    spell_name,
    spell_umlauts,
)
from kgraph.identity.authorities import list_authority_names, name_government
from kgraph.model import Agreement, Facility, Facts, Investment, Organization
from kgraph.triples import make_slug, thing_iri

Introduced = Callable[[str], Collection[str]]
"""A name, as `spell_name` writes it, or a name and a matter -> the things that documents introduced it for."""

HOME = "home"
"""As a matter: in which country a firm of this name is."""
_MARKS = tuple(f"{HOME} {place}{letter}" for place in range(2) for letter in ascii_uppercase)
"""Every letter of a country's code. Firms of one name seldom are in two countries: asked so, the answer is empty and
cheap, however many documents tell of the firm."""
_ON = " @ "
ANY = "any"
"""As a matter: what a name means whatever a document is about."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CAPITAL = re.compile(r"[^\W\d_]*[A-Z\d]|(?:of|and|the|for|de|&)$")
_COMMON = frozenset(
    """
    agency arm authority business company consortium country developer firm giant government group maker
    manufacturer ministry operator owner partner producer startup state subsidiary supplier unit university venture
    """.split()
)
_COMMON_CJK = re.compile(r"(?:同社|当社|会社|同省|同行|政府|国|両社|회사|동사|당사|자사|양사|정부|국가|업체|기업)")
_LEAST_CJK, _LEAST_LATIN = 3, 5
"""Letters of another full name: shorter ones stand for too much."""


class Context(NamedTuple):
    """What the whole of a document tells of its names."""

    technologies: frozenset[str]
    names: frozenset[str]
    """The normalized names of its organizations."""
    divisions: frozenset[str]
    """The states and provinces that its text names, or names a town of that has no namesake."""
    supposed: frozenset[str]
    """Those of its other towns, each taken for the largest of its name."""
    countries: frozenset[str] = frozenset()
    """Where its facilities and investments are."""


def read_context(facts: Facts) -> Context:
    """What a document's technologies, organizations, states and countries are."""
    working: list[Facility | Investment | Agreement] = [*facts.facilities, *facts.investments, *facts.agreements]
    worked = {word for claim in working for word in claim.technologies}
    words = {above for word in worked for above in broader_words(word)}
    countries = {country for _, country in _list_sites(facts) if country}
    text = f"{facts.document.title}\n{facts.document.text}"
    spans = list(find_places(text, countries)) if _is_unsure(facts) else []
    told = {span.entry.division for span in spans if _tells_state(span, text)}
    supposed = {span.entry.division for span in spans}
    names = {normalize_name(each.name) for each in facts.organizations}
    sure, guessed = (frozenset(filter(None, divisions)) for divisions in (told, supposed))
    return Context(frozenset(words), frozenset(names), sure, guessed, frozenset(countries))


@cache
def broader_words(technology: str) -> tuple[str, ...]:
    """A technology and all above it."""
    return ontology.broader_words("technology", technology)


def _tells_state(span: PlaceSpan, text: str) -> bool:
    """Whether a place is a state, has its state behind it, or is the only one of its name."""
    is_alone = span.entry.kind == "state" or len(list_places(span.entry.name, span.entry.country)) == 1
    return is_alone or "," in text[span.start : span.end]


def _is_unsure(facts: Facts) -> bool:
    """Whether a place of the document may be one of several, so that its text has to be asked."""
    return any(place and country and len(list_places(place, country)) > 1 for place, country in _list_sites(facts))


def _list_sites(facts: Facts) -> list[tuple[str | None, str | None]]:
    sites: list[Facility | Investment] = [*facts.facilities, *facts.investments]
    return [(site.place, site.country) for site in sites]


def find_entry(organization: Organization) -> OrganizationEntry | None:
    """The one row of the shipped tables that an organization is, by its name and country."""
    names = (
        organization.name,
        name_government(organization.name),
        choose_name(organization),
        *list_authority_names(organization),
    )
    found = (lookup_organization(name, organization.country) for name in dict.fromkeys(names))
    return next(filter(None, found), None)


def choose_name(organization: Organization) -> str:
    """The name by which an organization goes: of all its full names the longest, in Latin letters where one is.

    So documents that tell a name and an earlier one, in whatever order, mean one thing.
    """
    name, is_latin = organization.name, not _CJK.search(organization.name)
    if is_latin and organization.class_ == "Government":
        return name
    latin = [alias for alias in organization.aliases if not _CJK.search(alias)]
    full = [alias for alias in latin if _is_full_name(alias) or not (is_latin or _is_common(alias))]
    return max([*full, *([name] if is_latin else [])], key=lambda each: (len(each), each), default=name)


def name_entry(entry: OrganizationEntry) -> str:
    """The IRI of an organization of the shipped tables; a name that the tables have twice gets the country."""
    is_first = lookup_organization(entry.name) == entry
    return thing_iri(make_slug(f"{normalize_name(entry.name)} {'' if is_first else entry.country or ''}"))


def name_organization(organization: Organization, context: Context, introduced: Introduced) -> str:
    """The IRI of what a document means by an organization's name."""
    own = name_locally(organization, context)
    if is_known(organization):
        return own
    name = spell_name(choose_name(organization))
    things = set(introduced(name)) - {own}
    meant = _choose_meant(name, things, list_matters(organization, context), introduced) if things else None
    return meant or _name_at_home(organization, own, context, introduced)


def _choose_meant(
    name: str, things: Collection[str], matters: Collection[Collection[str]], introduced: Introduced
) -> str | None:
    """Of the things for which documents introduced a name, the one that fits the matter; none where several may.

    Trades come before countries. What was introduced on other matters than a document's is not what it means.
    """
    left = set(things)
    for words in matters:
        near = left & {thing for word in words for thing in introduced(ask(name, word))}
        if len(near) == 1:
            return near.pop()
        left = near or left
    is_free = not any(matters) or not left.isdisjoint(introduced(ask(name, ANY)))
    return left.pop() if len(left) == 1 and is_free else None


def ask(name: str, matter: str) -> str:
    """How a name is asked for where a matter counts."""
    return f"{name}{_ON}{matter}"


def drop_matter(name: str) -> str:
    """The name without the matter for which it is asked."""
    return name.partition(_ON)[0]


def list_matters(organization: Organization, context: Context) -> tuple[Collection[str], Collection[str]]:
    """The trades and the countries of which a document that names an organization tells."""
    return context.technologies, {organization.country} if organization.country else context.countries


def _name_at_home(organization: Organization, own: str, context: Context, introduced: Introduced) -> str:
    """A name under which documents tell of firms of other countries and of other trades is a firm in each."""
    home, country = find_home(organization, own), organization.country
    if home is None or country is None or not context.technologies:
        return own
    name, marks = spell_name(choose_name(organization)), set(_mark_country(country))
    abroad = {thing for mark in _MARKS if mark not in marks for thing in introduced(ask(name, mark))}
    if abroad:
        abroad -= {thing for word in context.technologies for thing in introduced(ask(name, f"{HOME} {word}"))}
    return home if abroad else own


def _mark_country(code: str) -> tuple[str, ...]:
    """A country by each letter of its code: who asks for all other letters finds any other country."""
    return tuple(f"{HOME} {place}{letter}" for place, letter in enumerate(code))


def find_home(organization: Organization, own: str) -> str | None:
    """The IRI of an organization if others have its name: with the country, where one is told."""
    is_own = own == thing_iri(_slug(choose_name(organization)))
    return f"{own}-{organization.country.lower()}" if is_own and organization.country else None


def name_locally(organization: Organization, context: Context) -> str:
    """The same by the shipped tables and this document alone."""
    if is_group_name(organization.name):
        return _name_group(organization, context)
    entry = find_entry(organization)
    if entry:
        return name_entry(entry)
    if authority := list_authority_names(organization):
        return thing_iri(_slug(authority[0], organization.country))
    namesake = lookup_organization(organization.name)
    is_shared = namesake is not None or is_generic_name(organization.name)
    name = name_government(choose_name(organization))
    return thing_iri(_slug(name, organization.country if is_shared else None))


def is_known(organization: Organization) -> bool:
    """Whether tables and document tell the organization, so that other documents are not asked."""
    return (
        is_group_name(organization.name)
        or find_entry(organization) is not None
        or bool(list_authority_names(organization))
    )


def _name_group(organization: Organization, context: Context) -> str:
    """The member of a group that its bare name means here, else the group itself."""
    group, shared = name_group(organization.name), normalize_name(organization.name)
    others = {name for name in context.names if name != shared and name.startswith((f"{shared} ", *_bare(shared)))}
    member = None if others else choose_member(organization.name, context.technologies)
    entry = lookup_organization(member) if member else lookup_organization(f"{group} Group")
    return name_entry(entry) if entry else thing_iri(_slug(group))


def _bare(shared: str) -> tuple[str, ...]:
    """What members' names begin with where no space parts words."""
    return () if shared.isascii() else (shared,)


def list_short_names(organization: Organization) -> tuple[str, ...]:
    """The short names that a document introduces for an organization: acronyms and beginnings of its names."""
    names = {spell_name(name) for name in (organization.name, choose_name(organization))}
    told = (alias for alias in organization.aliases if not lookup_country(alias) and not is_group_name(alias))
    short = {spell_name(alias) for alias in told} - names - _COMMON
    return tuple(sorted(alias for alias in short if any(_shortens(alias, full) for full in names)))


def _shortens(alias: str, full: str) -> bool:
    """Whether a name is an acronym of another, or its beginning: "kbia", "toray"."""
    words = full.split()
    letters = alias.replace(" ", "")
    initials = "".join(word[0] for word in words)
    telling = "".join(word[0] for word in words if word not in {"of", "for", "and", "the", "de"})
    parts = alias.split()
    return (len(letters) > 1 and letters in {initials, telling}) or (
        len(parts) < len(words) and words[: len(parts)] == parts
    )


def list_other_names(organization: Organization) -> tuple[str, ...]:
    """The full names that a document tells beside the one it goes by: in other writing, earlier ones, umlauts apart.

    What else an authority is called ("City Council", "White House") is no name of it alone.
    """
    name = organization.name if find_entry(organization) else choose_name(organization)
    aliases = [alias for alias in organization.aliases if organization.class_ != "Government" or _CJK.search(alias)]
    told = {spell_name(each) for each in (organization.name, *aliases) if _is_full_name(each)}
    others = (told | {spell_umlauts(name)}) - {spell_name(name), *list_short_names(organization)}
    return tuple(sorted(others))


def _is_full_name(alias: str) -> bool:
    """Whether an alias is a name in full: in CJK, or of several words with capitals, and no common word."""
    words = alias.split()
    return not _is_common(alias) and (_CJK.search(alias) is not None or len(words) > 1)


def _is_common(alias: str) -> bool:
    """Whether an alias says too little to be a name: short, without capitals, a land's, a group's or any firm's."""
    if lookup_country(alias) or is_group_name(alias) or is_generic_name(alias):
        return True
    if _CJK.search(alias):
        return len(alias) < _LEAST_CJK or _COMMON_CJK.match(alias) is not None
    words = alias.split()
    is_name = len(alias) >= _LEAST_LATIN and all(map(_CAPITAL.match, words))
    return not is_name or words[-1].casefold() in _COMMON or lookup_country(words[0]) is not None


def list_introduced(organization: Organization, context: Context) -> Iterator[tuple[str, str]]:
    """Things with the names, and the matters, for which a document introduces them.

    A short name counts where others write on the same matter, another full name everywhere.
    """
    own = name_locally(organization, context)
    matters = [word for words in list_matters(organization, context) for word in words]
    for name in list_short_names(organization):
        yield own, name
        yield from ((own, ask(name, word)) for word in matters or [ANY])
    for name in list_other_names(organization):
        yield from ((own, name), (own, ask(name, ANY)))
    home = None if is_known(organization) else find_home(organization, own)
    if home and context.technologies:
        name, trades = spell_name(choose_name(organization)), (f"{HOME} {word}" for word in context.technologies)
        marks = (HOME, *_mark_country(organization.country or ""), *trades)
        yield from ((home, ask(name, mark)) for mark in marks)


def list_asked(organization: Organization) -> tuple[str, ...]:
    """The names for which a document asks others; none where tables tell the organization."""
    name = spell_name(choose_name(organization))
    return () if is_known(organization) else (name, ask(name, HOME))


def _slug(name: str, country: str | None = None) -> str:
    return make_slug(f"{spell_name(name)} {country or ''}")
