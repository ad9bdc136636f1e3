"""A name or a text comes in, the organizations, countries and places that the shipped tables know go out.

Tables are read when first asked and kept. A name that stands for several things is answered only where its
surroundings decide: none is better than a guess.
"""

from kgraph.gazetteer.countries import CountrySpan, country_name, find_countries, lookup_country
from kgraph.gazetteer.names import normalize_name
from kgraph.gazetteer.organizations import (
    OrganizationEntry,
    Span,
    find_organizations,
    is_generic_name,
    lookup_organization,
)
from kgraph.gazetteer.places import PlaceEntry, PlaceSpan, find_places, lookup_division, lookup_place

__all__ = [
    "CountrySpan",
    "OrganizationEntry",
    "PlaceEntry",
    "PlaceSpan",
    "Span",
    "country_name",
    "find_countries",
    "find_organizations",
    "find_places",
    "is_generic_name",
    "lookup_country",
    "lookup_division",
    "lookup_organization",
    "lookup_place",
    "normalize_name",
]
