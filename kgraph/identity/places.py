"""The names of places as one document gives them come in, IRIs of places go out, and how two places lie."""

from collections.abc import Collection, Iterable
from functools import cache

from kgraph.gazetteer import list_places
from kgraph.triples import make_slug, place_iri

_KINDS = ("-prefecture", "-province", "-state")


def name_place(name: str, country: str | None, divisions: Iterable[Collection[str]] = ()) -> str:
    """The IRI of a town or region; of several with one name, that in the first states in which there is one."""
    entries = list_places(name, country) if country else []
    if not country or not entries:
        return place_iri(country, name)
    found = ([entry for entry in entries if entry.division in states] for states in divisions)
    inside = entries[:1] if ", " in name else next(filter(None, found), [])
    is_shared = len(list_places(entries[0].name, country)) > 1
    state = inside[0].division if is_shared and len(inside) == 1 else None
    return place_iri(country, f"{entries[0].name} {state or ''}")


def is_there(one: str, other: str) -> bool:
    """Whether two IRIs may name one place: equal, one without its state, or a town within a state."""
    return is_one_town(one, other) or lies_within(one, other) or lies_within(other, one)


def is_one_town(one: str, other: str) -> bool:
    """Whether two IRIs name one town, which one of them may tell without its state."""
    return one == other or find_town(one) == other or find_town(other) == one


@cache
def lies_within(place: str, region: str) -> bool:
    """Whether a town may lie in a state or province, both by their IRIs."""
    country, town = place.split("/")[-2:]
    other, state = region.split("/")[-2:]
    return country == other and town != state and _bare(state) in map(_bare, list_regions(place))


@cache
def list_regions(place: str) -> tuple[str, ...]:
    """The states in which a place may lie, as its IRI would write them; itself where it is one."""
    country, slug = place.split("/")[-2:]
    town = find_town(place).rpartition("/")[2]
    entries = list_places(town.replace("-", " "), country)
    states = {make_slug(entry.division) for entry in entries if entry.division}
    told = {state for state in states if slug == f"{town}-{state}"}
    return tuple(sorted(told or states))


@cache
def find_town(place: str) -> str:
    """The IRI of a town without the state in which the document places it: "taylor" for "taylor-texas".

    A metropolis that is a state of its own is what its bare name means, not another town of that name.
    """
    start, _, slug = place.rpartition("/")
    country, words = start.rpartition("/")[2], slug.split("-")
    for cut in range(len(words) - 1, 0, -1):
        town, state = "-".join(words[:cut]), "-".join(words[cut:])
        divisions = {make_slug(entry.division or "") for entry in list_places(town.replace("-", " "), country)}
        if state in divisions and town not in divisions:
            return f"{start}/{town}"
    return place


def _bare(state: str) -> str:
    return next((state.removesuffix(kind) for kind in _KINDS if state.endswith(kind)), state)
