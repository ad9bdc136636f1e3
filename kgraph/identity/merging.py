"""The Facts of all documents come in, the knowledge layer goes out: one thing or event per IRI.

The order of documents and of claims changes nothing, nor does a document that comes twice. Where documents
differ, what most of them say counts, and of that the smallest.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from operator import attrgetter
from typing import NamedTuple, TypeVar, cast

from kgraph.gazetteer import OrganizationEntry
from kgraph.identity.resolution import find_entry, resolve_claims
from kgraph.model import (
    Agreement,
    Claim,
    Document,
    Dollars,
    Evidence,
    Facility,
    Facts,
    Investment,
    Knowledge,
    Meeting,
    Merged,
    Organization,
    Person,
    Value,
)
from kgraph.rates import convert_to_dollars
from kgraph.triples import document_iri

_PROGRESS = ("considered", "announced", "completed", "cancelled")
"""Statuses, the furthest along last."""
_WIKIDATA = "http://www.wikidata.org/entity/"
_KINDS = (Organization, Person, Facility, Investment, Agreement, Meeting)

_Merging = Organization | Person | Facility | Investment | Agreement | Meeting
T = TypeVar("T")


class _Said(NamedTuple):
    """A claim as one document makes it, with IRIs for keys."""

    document: str
    claim: Claim
    evidence: Evidence | None


def merge_claims(facts: Iterable[Facts]) -> Knowledge:
    """The things and events that the documents' claims are about, and the documents without their texts."""
    documents: dict[str, Document] = {}
    said: defaultdict[str, set[_Said]] = defaultdict(set)
    for each in facts:
        iri = document_iri(each.document)
        document = each.document.model_copy(update={"text": ""})
        documents[iri] = min(document, documents.get(iri, document), key=Document.model_dump_json)
        things = resolve_claims(each)
        for claim in each.claims():
            said[things[claim.key]].add(_Said(iri, _point(claim, things), _quote(claim, iri)))
    published = {iri: document.published for iri, document in documents.items() if document.published}
    return Knowledge(
        documents=tuple(documents[iri] for iri in sorted(documents)),
        merged=tuple(_merge(said[iri], published) for iri in sorted(said)),
    )


def _point(claim: Claim, things: Mapping[str, str]) -> Claim:
    """The claim with IRIs in place of the document's keys, without its span."""
    changes: dict[str, object] = {"key": things[claim.key], "evidence": None, "start": None, "end": None}
    for name in ("affiliation", "facility"):
        if key := getattr(claim, name, None):
            changes[name] = things[key]
    for name in ("operators", "investors", "recipients", "parties", "participants"):
        if keys := getattr(claim, name, ()):
            changes[name] = tuple(sorted({things[key] for key in keys}))
    return claim.model_copy(update=changes)


def _quote(claim: Claim, document: str) -> Evidence | None:
    if claim.evidence is None or claim.start is None or claim.end is None:
        return None
    return Evidence(document=document, quote=claim.evidence, start=claim.start, end=claim.end)


def _merge(said: Collection[_Said], published: Mapping[str, str]) -> Merged:
    """One thing or event, of the kind that most documents take it for."""
    kind = _most_said(said, lambda claim: _KINDS.index(type(claim)))
    claim = _merge_fields([each for each in said if isinstance(each.claim, _KINDS[kind or 0])])
    documents = sorted({each.document for each in said})
    evidence = {each.evidence for each in said if each.evidence}
    entry = _find_entry(said)
    if isinstance(claim, Organization) and entry:
        claim = _complete(claim, entry)
    days = [published[document] for document in documents if document in published]
    return Merged(
        claim=claim,
        evidence=tuple(sorted(evidence, key=lambda span: (span.document, span.start, span.end))),
        documents=tuple(documents),
        same_as=_list_identifiers(entry) if entry else (),
        usd=_value_in_dollars(claim, days) if isinstance(claim, Investment) else None,
    )


def _merge_fields(said: Collection[_Said]) -> _Merging:
    """One claim of many of a kind: lists joined, single values as most documents have them."""
    first = min(said, key=lambda each: each.claim.model_dump_json()).claim
    values: dict[str, object] = {}
    for name in type(first).model_fields:
        if isinstance(getattr(first, name), tuple):
            values[name] = tuple(sorted({one for each in said for one in getattr(each.claim, name)}))
        else:
            values[name] = _most_said(said, attrgetter(name))
    values["optional"] = all(getattr(each.claim, "optional", False) for each in said)
    values["status"] = max((getattr(each.claim, "status", "") for each in said), key=_progress)
    values["aliases"] = _list_aliases(said, values.get("name"))
    known = {name: value for name, value in values.items() if name in type(first).model_fields}
    return cast(_Merging, type(first).model_validate(known))


def _most_said(said: Iterable[_Said], read: Callable[[Claim], T]) -> T | None:
    """The value that most documents give; of several the smallest."""
    told = {(each.document, read(each.claim)) for each in said}
    votes = Counter(value for _, value in told if value is not None)
    return min(votes, key=lambda value: (-votes[value], _order(value)), default=None)


def _order(value: object) -> str:
    return value.model_dump_json() if isinstance(value, Value) else str(value)


def _progress(status: str) -> int:
    return _PROGRESS.index(status) if status else -1


def _list_aliases(said: Iterable[_Said], name: object) -> tuple[str, ...]:
    claims = [each.claim for each in said]
    names = {alias for claim in claims for alias in (getattr(claim, "name", ""), *getattr(claim, "aliases", ()))}
    return tuple(sorted(names - {name, ""}))


def _find_entry(said: Iterable[_Said]) -> OrganizationEntry | None:
    """The row of the shipped tables that the thing is."""
    found = {find_entry(each.claim) for each in said if isinstance(each.claim, Organization)} - {None}
    return min(filter(None, found), key=lambda entry: (entry.name, entry.country or ""), default=None)


def _complete(organization: Organization, entry: OrganizationEntry) -> Organization:
    """The organization under the table's name, in the table's country where no document tells one."""
    aliases = {organization.name, *organization.aliases} - {entry.name}
    country = organization.country or entry.country
    return organization.model_copy(update={"name": entry.name, "aliases": tuple(sorted(aliases)), "country": country})


def _list_identifiers(entry: OrganizationEntry) -> tuple[str, ...]:
    wikidata = f"{_WIKIDATA}{entry.wikidata}" if entry.wikidata else None
    return tuple(sorted(filter(None, [wikidata, entry.ror])))


def _value_in_dollars(investment: Investment, published: list[str]) -> Dollars | None:
    """Its worth on the day of its announcement, else on the day when the first document told it."""
    first = min(map(_last_day, published), default=None)
    announced = investment.announced
    day = _last_day(announced) if announced else first
    if announced and day and first and len(announced) < len("2024-01-01"):
        day = min(day, first)
    return convert_to_dollars(investment.amount, day) if investment.amount and day else None


def _last_day(when: str) -> date:
    """The last day of a year, a month or a day: 2024-02 -> 2024-02-29."""
    year, month, day = (*map(int, when.split("-")), 0, 0)[:3]
    return date(year, month or 12, day or monthrange(year, month or 12)[1])
