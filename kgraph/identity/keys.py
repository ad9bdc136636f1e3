"""A claim in terms of things comes in, the keys go out under which claims of the same thing are looked up.

Claims that match share a key; the keys are as fine as that allows, so that a claim meets few others.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations

from kgraph.identity import people, policies
from kgraph.identity.copies import list_copy_keys
from kgraph.identity.matching import list_replaced
from kgraph.identity.naming import list_asked, list_introduced, name_locally, read_context
from kgraph.identity.places import find_town, list_regions
from kgraph.identity.sums import list_steps, list_sums
from kgraph.identity.telling import Told, date_of
from kgraph.identity.ties import find_root
from kgraph.model import Agreement, Facility, Facts, Investment, Meeting
from kgraph.triples import claim_iri, document_iri, make_slug, name_policies


def list_keys(told: Told) -> tuple[str, ...]:
    """The keys of a claim, in order; none where it meets no claim of another document."""
    match told.claim:
        case Facility() as site:
            keys = _list_site_keys(told, site)
        case Investment() as investment:
            keys = _list_money_keys(told, investment)
        case Agreement() as deal:
            keys = ("agreement " + " ".join(pair) for pair in combinations(sorted(set(map(_short, deal.parties))), 2))
        case Meeting() as talk:
            keys = _list_meeting_keys(told, talk)
    return tuple(sorted(set(keys)))


def list_standing_keys(facts: Facts) -> list[tuple[str, str]]:
    """The keys that hang on nothing but a document, each with the node that it is of.

    The names that it introduces, with the things that they stand for by this document alone; the names of which
    others may know more; what tells copies of its text.
    """
    document = document_iri(facts.document)
    keys = [(document, key) for key in list_copy_keys(facts.document.text)]
    keys += [(thing, f"alias {name}") for thing, name in _list_introduced(facts)]
    keys += [(node, f"name {name}") for node, name in _list_asked(facts)]
    return keys


def _list_introduced(facts: Facts) -> Iterator[tuple[str, str]]:
    context = read_context(facts)
    local = {each.key: name_locally(each, context) for each in facts.organizations}
    for each in facts.organizations:
        yield from list_introduced(each, context)
    for person in facts.people:
        yield from people.list_introduced(person, local.get(person.affiliation or ""))
    yield from policies.list_introduced(facts)


def _list_asked(facts: Facts) -> Iterator[tuple[str, str]]:
    document, context, nodes = document_iri(facts.document), read_context(facts), name_policies(facts)
    local = {each.key: name_locally(each, context) for each in facts.organizations}
    for each in facts.organizations:
        yield from ((claim_iri(document, each.key), name) for name in list_asked(each))
    for person in facts.people:
        names = people.list_asked(person, local.get(person.affiliation or ""))
        yield from ((claim_iri(document, person.key), name) for name in names)
    yield from ((nodes[policy], name) for policy, name in policies.list_asked(facts))


def _list_site_keys(told: Told, site: Facility) -> Iterator[str]:
    """The kind in a town; each operator in a town, and where a place is told roughly or not, with a year or month."""
    if site.place:
        yield f"site {site.kind} {site.country} {_short(find_town(site.place))}"
    year = (site.opens or "")[:4]
    times = [f"opens {year}"] if year else []
    for operator in {find_root(name) for name in (*site.operators, *_list_backers(told))}:
        start = f"site {_short(operator)} {site.country}"
        yield from (f"{start} {time}" for time in times)
        if site.place is None:
            yield f"{start} {site.kind}"
            continue
        yield f"{start} {_short(find_town(site.place))}"
        news = [*times, *_list_months(told.published or "")]
        yield from (f"{start} {state} {time}" for state in list_regions(site.place) for time in news)


def _list_backers(told: Told) -> set[str]:
    return {backer for _, backer in told.backers}


def _list_money_keys(told: Told, investment: Investment) -> Iterator[str]:
    """Each party, or the topmost to whom it belongs, with the sum, the place, the programme and the other party.

    A sum that the words say was replaced leads to the claims that told it.
    """
    investors, recipients = (_list_roots(told, parties) for parties in (investment.investors, investment.recipients))
    where = [find_town(investment.place)] if investment.place else []
    stated = [investment.amount, *list_replaced(told)] if investment.amount else []
    steps = {step for amount in stated for step in list_steps(list_sums(amount), told.day)}
    for party in investors | recipients:
        yield from (f"money {party} {step}" for step in steps)
        yield from (f"money {party} {_short(iri)}" for iri in (*where, investment.policy) if iri)
    yield from (f"money {one} {other}" for one in investors for other in recipients)


def _list_roots(told: Told, parties: Iterable[str]) -> set[str]:
    """The topmost of those to whom parties belong, by tables or by the document."""
    named = set(parties)
    named |= {backer for party, backer in told.backers if party in named}
    return {_short(find_root(party)) for party in named}


def _list_meeting_keys(told: Told, talk: Meeting) -> Iterator[str]:
    """Each participant in each month; a claim without a day counts in the month before and after."""
    when = date_of(talk) or told.published or ""
    names = {*talk.participants, *_list_backers(told)}
    return (f"meeting {_short(name)} {month}" for name in names for month in _list_months(when))


def _list_months(when: str) -> Iterable[str]:
    if len(when) < len("2024-01"):
        return [when]
    year, month = int(when[:4]), int(when[5:7])
    around = (year * 12 + month - 1 + step for step in (-1, 0, 1))
    return [f"{months // 12}-{months % 12 + 1:02}" for months in around]


def _short(iri: str) -> str:
    """An IRI's last part, which tells it in a key."""
    return make_slug(iri.rpartition("/")[2])
