"""The name of a law or programme as one document gives it comes in, its IRI goes out."""

import re
from collections.abc import Iterator

from kgraph.gazetteer import PolicyEntry, lookup_policy, spell_name
from kgraph.identity.naming import Introduced
from kgraph.model import Facts
from kgraph.triples import policy_iri

_OF_YEAR = re.compile(r"(?: of|(?<=\bact)|(?<=\blaw)|(?<=\bbill)|(?<=\bcode)|(?<=\bscheme)) (?:19|20)\d\d$")
"""Not the year for which a programme aims: "France 2030"."""
_BRACKETS = re.compile(r"\s*[(\uff08]([^()\uff08\uff09]+)[)\uff09]\s*")
_PLAIN = frozenset(
    """
    a act advanced and automotive battery budget chip chips clean climate critical development economic electric energy
    for fund grant green hydrogen incentive incentives industrial industry infrastructure initiative innovation
    investment law manufacturing materials mineral minerals mission national of package plan policy production program
    promotion raw recovery relief renewable research resilience scheme science semiconductor semiconductors solar state
    strategic strategy subsidy support tax technology the transition vehicle
    """.split()
)
"""Words of titles that several states may give."""


def name_policies(facts: Facts, introduced: Introduced) -> dict[str, str]:
    """The IRI of each law or programme that a document names."""
    names = {each.policy for each in facts.investments if each.policy}
    return {name: name_policy(name, find_giver(facts, name), introduced) for name in names}


def name_policy(name: str, country: str | None, introduced: Introduced) -> str:
    """The IRI of a law or programme of a country, without the year that it is of."""
    found = set() if _find_entry(name, country) else set(introduced(f"policy {_read_title(name)}"))
    return found.pop() if len(found) == 1 else _name_locally(name, country)


def _name_locally(name: str, country: str | None) -> str:
    entry = _find_entry(name, country)
    if entry:
        return policy_iri(entry.name)
    title = _read_title(name)
    return policy_iri(f"{title} {country or ''}" if _is_plain(title) else title)


def _find_entry(name: str, country: str | None) -> PolicyEntry | None:
    """The row of the shipped table; a plain title or an acronym is that of another country only where none is told."""
    title = _read_title(name)
    entry = lookup_policy(title, country)
    is_foreign = entry and country and entry.country not in {country, "EU"}
    return None if is_foreign and (_is_plain(title) or " " not in title) else entry


def _is_plain(title: str) -> bool:
    return _PLAIN.issuperset(title.split())


def _read_title(name: str) -> str:
    """The title without a short form in brackets, article and year."""
    title = spell_name(_BRACKETS.sub(" ", name))
    return _OF_YEAR.sub("", title)


def find_giver(facts: Facts, name: str) -> str | None:
    """The country of the state that gives by a programme, else where the money goes; None where there are several."""
    told = [each for each in facts.investments if each.policy == name]
    homes = {each.key: each.country for each in facts.organizations}
    states = {each.key for each in facts.organizations if each.class_ == "Government"}
    givers = {homes[key] for each in told for key in states.intersection(each.investors)} - {None}
    takers = {homes.get(key) for each in told for key in each.recipients} - {None}
    countries = givers or {each.country for each in told} - {None} or takers
    return countries.pop() if len(countries) == 1 else None


def list_introduced(facts: Facts) -> Iterator[tuple[str, str]]:
    """Policies with the short forms that a document tells in brackets behind their titles."""
    for name in {each.policy for each in facts.investments if each.policy}:
        thing = _name_locally(name, find_giver(facts, name))
        yield from ((thing, f"policy {spell_name(short)}") for short in _BRACKETS.findall(name))


def list_asked(facts: Facts) -> Iterator[tuple[str, str]]:
    """The policies of a document with the names for which it asks others."""
    for name in {each.policy for each in facts.investments if each.policy}:
        if _find_entry(name, find_giver(facts, name)) is None:
            yield name, f"policy {_read_title(name)}"
