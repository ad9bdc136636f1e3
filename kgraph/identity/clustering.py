"""Claims that may tell of one another's things come in, groups that tell of one thing go out, with its IRI.

A group is read as a person reads papers: in the order of time, each claim joins the thing it fits best. The same
claims give the same groups in whatever order they come.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from kgraph.identity.keys import list_keys
from kgraph.identity.matching import LIKELY, is_superseded, match_claims
from kgraph.identity.telling import Told, dump_content, order_told
from kgraph.model import Facility
from kgraph.triples import event_iri, facility_iri, make_slug

Apart = Callable[[Told, Told], bool]
"""Whether a person decided that two claims tell of different things."""

_COMPARED = 12
"""Of a thing that many claims tell, the first and the last are compared: as many as these each."""


def gather_claims(start: Told, find: Callable[[Told], Iterable[Told]]) -> list[Told]:
    """All claims that matches lead to from one, step by step; `find` gives those that share a key.

    Sites that would have one name are taken along, as what tells them apart has to be told.
    """
    found, new = {start.iri: start}, [start]
    while new:
        one = new.pop()
        matched = [other for other in find(one) if other.iri not in found and may_meet(one, other)]
        found |= {other.iri: other for other in matched}
        new += matched
    return list(found.values())


def may_meet(one: Told, other: Told) -> bool:
    """Whether one of two claims has a say in what the other is: both tell of one thing, or would have one name."""
    if isinstance(one.claim, Facility) and isinstance(other.claim, Facility):
        return match_claims(one, other) > 0 or _slug_site(one.claim) == _slug_site(other.claim)
    return match_claims(one, other) > 0


def split_claims(claims: Collection[Told], apart: Apart) -> dict[str, list[Told]]:
    """IRI -> the claims of that thing, in the order of time."""
    groups: list[list[Told]] = []
    for one in sorted(claims, key=order_told):
        group = _choose_group(one, groups, apart)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return dict(_name_groups(groups))


def _choose_group(one: Told, groups: Iterable[list[Told]], apart: Apart) -> list[Told] | None:
    """The thing that a claim fits best; none where it fits two equally and neither surely."""
    fits = [(_fit(one, group), group) for group in groups if not _is_excluded(one, group, apart)]
    ranked = sorted((fit for fit in fits if fit[0] > 0), key=lambda fit: -fit[0])
    is_open = len(ranked) > 1 and ranked[0][0] == ranked[1][0] < LIKELY
    return ranked[0][1] if ranked and not is_open else None


def _fit(one: Told, group: Sequence[Told]) -> float:
    return max(match_claims(one, other) for other in _select(group))


def _is_excluded(one: Told, group: Sequence[Told], apart: Apart) -> bool:
    """Whether a document that tells the thing tells this one beside it, or a person keeps them apart."""
    return any(apart(one, other) or (other.document == one.document and _stand_apart(one, other)) for other in group)


def _stand_apart(one: Told, other: Told) -> bool:
    """Whether two claims of one document are of two things: all but the same twice, and a sum with the old one."""
    return match_claims(one, other) < 1 and not is_superseded(one) and not is_superseded(other)


def _select(group: Sequence[Told]) -> Sequence[Told]:
    return group if len(group) <= 2 * _COMPARED else [*group[:_COMPARED], *group[-_COMPARED:]]


def _name_groups(groups: Iterable[list[Told]]) -> Iterator[tuple[str, list[Told]]]:
    """An IRI for each thing from the claim that told it first; things told alike are told apart by their opening."""
    taken: set[str] = set()
    for group in groups:
        first = group[0]
        opens = first.claim.opens if isinstance(first.claim, Facility) else None
        names = (_name_thing(first, beside) for beside in ("", opens, first.iri) if beside is not None)
        name = next(name for name in names if name not in taken)
        taken.add(name)
        yield name, group


def _name_thing(first: Told, beside: str = "") -> str:
    """What has no key meets no other claim: its document is a part of its name."""
    claim, here = first.claim, "" if list_keys(first) else first.document
    if isinstance(claim, Facility):
        return facility_iri(_slug_site(claim, here, beside))
    told = {"event": type(claim).__name__, "day": first.day.isoformat(), "here": here, "beside": beside}
    return event_iri(json.dumps(told | dump_content(claim), sort_keys=True, ensure_ascii=False))


def _slug_site(site: Facility, *beside: str) -> str:
    parts = [*site.operators, site.kind, site.place or "", site.country or "", *beside]
    return make_slug(" ".join(part.rpartition("/")[2] for part in parts))
