"""A name or a text comes in, the organizations, countries and places that the shipped tables know go out.

Tables are read when first asked and kept. A name that stands for several things is answered only where its
surroundings decide: none is better than a guess.
"""

from kgraph.gazetteer.countries import CountrySpan, country_name, find_countries, list_countries, lookup_country
from kgraph.gazetteer.groups import choose_member, is_group_name, name_group
from kgraph.gazetteer.names import normalize_name
from kgraph.gazetteer.organizations import (
    OrganizationEntry,
    Span,
    find_organizations,
    is_generic_name,
    list_organizations,
    lookup_organization,
)
from kgraph.gazetteer.places import PlaceEntry, PlaceSpan, find_places, list_places, lookup_division, lookup_place
from kgraph.gazetteer.policies import PolicyEntry, lookup_policy
from kgraph.gazetteer.spelling import spell_name, spell_umlauts

__all__ = [
    "CountrySpan",
    "OrganizationEntry",
    "PlaceEntry",
    "PlaceSpan",
    "PolicyEntry",
    "Span",
    "choose_member",
    "country_name",
    "find_countries",
    "find_organizations",
    "find_places",
    "is_generic_name",
    "is_group_name",
    "list_countries",
    "list_organizations",
    "list_places",
    "lookup_country",
    "lookup_division",
    "lookup_organization",
    "lookup_place",
    "lookup_policy",
    "name_group",
    "normalize_name",
    "spell_name",
    "spell_umlauts",
]
