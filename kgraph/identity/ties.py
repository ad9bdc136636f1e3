"""IRIs of two things come in; whether the shipped tables tie them to each other goes out."""

import re
from functools import cache
from typing import NamedTuple

from kgraph.gazetteer import OrganizationEntry, country_name, list_organizations, lookup_organization, spell_name
from kgraph.identity.naming import name_entry
from kgraph.triples import make_slug, thing_iri

_OF_A_STATE = re.compile(r"(?:Federal )?Ministry\b|U\.S\. Department\b|Department (?:for|of Industry)\b")


class Parent(NamedTuple):
    """Whom an organization belongs to."""

    iri: str
    name: str


def are_related(one: str, other: str) -> bool:
    """Whether one of two organizations belongs to the other: a subsidiary, a ministry of a state."""
    parents = list_parents()
    return any(small in parents and parents[small].iri == large for small, large in ((one, other), (other, one)))


def find_root(thing: str) -> str:
    """The topmost of those to whom an organization belongs; itself, if to nobody."""
    parents = list_parents()
    while thing in parents:
        thing = parents[thing].iri
    return thing


@cache
def list_parents() -> dict[str, Parent]:
    """Organization -> parent, of the shipped tables; an authority without one belongs to the state."""
    parents = {}
    for entry in list_organizations():
        parent = entry.parent or _name_state(entry)
        known = lookup_organization(parent) if parent else None
        if parent and parent != entry.name:
            iri = name_entry(known) if known else thing_iri(make_slug(spell_name(parent)))
            parents[name_entry(entry)] = Parent(iri, known.name if known else parent)
    return parents


def _name_state(entry: OrganizationEntry) -> str | None:
    """The state of which a ministry is a part."""
    is_part = entry.is_government and entry.country and _OF_A_STATE.match(entry.name)
    return f"Government of {country_name(entry.country)}" if entry.country and is_part else None
