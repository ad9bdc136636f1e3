"""The Facts of one document come in, the IRI of the thing or event that each claim is about goes out.

Nothing but these facts and the shipped tables decides, so the same claim gets the same IRI in every document.
"""

import json
from collections.abc import Iterable, Mapping

from kgraph.gazetteer import (
    OrganizationEntry,
    country_name,
    is_generic_name,
    lookup_country,
    lookup_organization,
    lookup_place,
    normalize_name,
)
from kgraph.model import Agreement, Facility, Facts, Investment, Meeting, Organization, Person
from kgraph.triples import document_iri, event_iri, facility_iri, make_slug, thing_iri

_Event = Investment | Agreement | Meeting


def resolve_claims(facts: Facts) -> dict[str, str]:
    """The IRI in the knowledge layer of each claim, by its key in the document."""
    document = document_iri(facts.document)
    things = {each.key: thing_iri(_name_organization(each)) for each in facts.organizations}
    things |= {each.key: thing_iri(_name_person(each, things, document)) for each in facts.people}
    things |= {each.key: facility_iri(_name_facility(each, things, document)) for each in facts.facilities}
    events: list[_Event] = [*facts.investments, *facts.agreements, *facts.meetings]
    things |= {each.key: event_iri(_tell_event(each, things, document)) for each in events}
    return things


def find_entry(organization: Organization) -> OrganizationEntry | None:
    """The one row of the shipped tables that an organization is, by its name and country."""
    name, country = organization.name, organization.country
    return lookup_organization(name, country) or lookup_organization(_name_government(name), country)


def _name_organization(organization: Organization) -> str:
    """A slug of the table's name, if it has one, or of its own; names that are shared get the country."""
    entry = find_entry(organization)
    if entry:
        is_first = lookup_organization(entry.name) == entry
        return _slug(entry.name, None if is_first else entry.country)
    namesake = lookup_organization(organization.name)
    is_shared = namesake is not None or is_generic_name(organization.name)
    return _slug(_name_government(organization.name), organization.country if is_shared else None)


def _name_government(name: str) -> str:
    """ "Thai government" and "Government of Thailand" as one name; other names as they are."""
    words = normalize_name(name)
    country = lookup_country(words.removeprefix("government of ").removesuffix(" government").title())
    return f"Government of {country_name(country)}" if country and "government" in words else name


def _name_person(person: Person, things: Mapping[str, str], document: str) -> str:
    """A slug of the name; a surname alone needs the affiliation, or is of this document only."""
    words = normalize_name(person.name)
    if " " in words or not words.isascii():
        return make_slug(words)
    return make_slug(f"{words} {things.get(person.affiliation or '', document)}")


def _name_facility(facility: Facility, things: Mapping[str, str], document: str) -> str:
    """A slug of operators, kind, place and country; without operator and place it is of its document only."""
    operators = sorted({things[key].rpartition("/")[2] for key in facility.operators})
    place = _name_place(facility.place, facility.country)
    here = [] if operators or place else [document]
    return make_slug(" ".join(filter(None, [*operators, facility.kind, place, facility.country, *here])))


def _tell_event(event: _Event, things: Mapping[str, str], document: str) -> str:
    """What tells an event from others, in one line; without parties and sum it is of its document only."""
    told: dict[str, object]
    match event:
        case Investment():
            told = _tell_investment(event, things)
        case Agreement():
            told = {"kind": event.kind, "parties": _iris(event.parties, things), "date": event.date}
        case Meeting():
            participants = _iris(event.participants, things)
            told = {"participants": participants, "country": event.country, "date": event.date}
    if not any(told.get(part) for part in ("investors", "recipients", "amount", "parties", "participants")):
        told["document"] = document
    return json.dumps({"event": type(event).__name__, **told}, sort_keys=True, ensure_ascii=False)


def _tell_investment(investment: Investment, things: Mapping[str, str]) -> dict[str, object]:
    amount = investment.amount
    return {
        "kind": investment.kind,
        "investors": _iris(investment.investors, things),
        "recipients": _iris(investment.recipients, things),
        "amount": amount and f"{amount.value.normalize():f} {amount.currency}",
        "facility": things.get(investment.facility or ""),
        "place": _name_place(investment.place, investment.country),
        "country": investment.country,
        "policy": investment.policy and normalize_name(investment.policy),
        "date": investment.announced,
    }


def _iris(keys: Iterable[str], things: Mapping[str, str]) -> list[str]:
    return sorted({things[key] for key in keys})


def _name_place(place: str | None, country: str | None) -> str:
    entry = lookup_place(place, country) if place else None
    return normalize_name(entry.name if entry else place or "")


def _slug(name: str, country: str | None = None) -> str:
    return make_slug(f"{normalize_name(name)} {country or ''}")
