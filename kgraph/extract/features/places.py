"""A sum or a site and a place in, what tells whether it is there out."""

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.extract.entities import Entity
from kgraph.extract.features.parties import Parties
from kgraph.extract.features.scene import Scene
from kgraph.extract.features.words import classes_of, grade, link, part_between, side_of
from kgraph.extract.locations import Location
from kgraph.gazetteer import lookup_division


def describe_place(
    scene: Scene, token: Token, place: Entity, told: tuple[Location, Location | None], parties: Parties
) -> list[str]:
    """The features of a place beside a sum (the token), each once.

    `told` is where the rules put it and where the site stands that it goes into; `parties` pay and get it.
    """
    ruled, site = told
    here = [i for i in place.tokens if scene.number[i] == scene.number[token.i]]
    near = describe_near_place(scene, token, here) if here else describe_far_place(scene, token, place)
    if place not in scene.standing:
        scene.standing[place] = list(describe_place_standing(scene, place))
    held = site is not None and site.place == place.place
    found = [
        *(f"rule={place.place == ruled.place}|{bool(ruled.place)}", f"here={bool(here)}"),
        f"country={place.country == ruled.country}|{bool(ruled.country)}",
        f"site={held}|{site is not None}|{site is not None and bool(site.place)}",
        *scene.standing[place],
        *(
            feature
            for i in here or place.tokens[:1]
            for feature in describe_place_link(scene.reading.parse[i], bool(here))
        ),
        *describe_ties(scene, place, parties),
        *near,
    ]
    return list(dict.fromkeys(found))


def describe_ties(scene: Scene, place: Entity, parties: Parties) -> Iterator[str]:
    """What a place is to those who pay and get: their seat, what they govern, where they run a site."""
    there = [site for site in scene.sites if site.location.place == place.place]
    yield f"sites={grade(len(there), (0, 1, 2))}|{bool(scene.sites)}"
    for role, some in zip(("pays", "gets"), parties, strict=True):
        yield f"{role}-seat={any(e.seat == place.place for e in some)}|{bool(some)}"
        yield f"{role}-governs={any(e.kind == 'Government' and e.place == place.place for e in some)}"
        yield f"{role}-runs={any(set(site.operators) & set(some) for site in there)}|{bool(some)}"


def describe_place_standing(scene: Scene, place: Entity) -> Iterator[str]:
    """What a place is to the document."""
    ranked = sorted(scene.places, key=lambda e: (-len(e.tokens), e.tokens[0]))
    yield from (f"division={lookup_division(place.name) is not None}", f"alone={len(scene.places) == 1}")
    yield f"title={any(scene.reading.is_title(scene.reading.parse[i]) for i in place.tokens)}"
    yield f"count={grade(len(place.tokens), (1, 2, 3, 5))}"
    yield from (f"rank={grade(ranked.index(place), (0, 1, 2))}", f"first={scene.places[0] == place}")


def describe_place_link(at: Token, here: bool) -> Iterator[str]:
    """What a place's name hangs on, and the mark behind it."""
    yield f"link={here}:{link(at)}"
    if at.head.pos_ == "ADP":
        yield f"after={here}:{at.head.lower_}"
        yield from (f"of={here}:{c}" for c in classes_of(at.head.head))
    else:
        yield from (f"on={here}:{link(at)}:{c}" for c in classes_of(at.head))
    mark = at.nbor(1) if at.i + 1 < len(at.doc) else None
    yield f"next={mark.text if mark is not None and not mark.is_alpha else ''}"


def describe_near_place(scene: Scene, token: Token, here: list[int]) -> Iterator[str]:
    nearest = min(here, key=lambda i: abs(i - token.i))
    rivals = [i for e in scene.places for i in e.tokens if scene.number[i] == scene.number[token.i]]
    yield f"gap={side_of(token.i - nearest)}{grade(abs(token.i - nearest))}"
    yield f"nearest={min(rivals, key=lambda i: (abs(i - token.i), i)) in here}|{len(rivals) > 1}"
    yield f"part={part_between(token, token.doc[nearest])}"


def describe_far_place(scene: Scene, token: Token, place: Entity) -> Iterator[str]:
    everywhere = [i for e in scene.places for i in e.tokens]
    past = [i for i in place.tokens if i < token.i]
    yield f"others-here={any(scene.number[i] == scene.number[token.i] for i in everywhere)}"
    yield f"latest={max((i for i in everywhere if i < token.i), default=-1) in place.tokens}"
    yield f"past={grade(scene.number[token.i] - scene.number[max(past)], (1, 2, 3, 5)) if past else 'no'}"
    number = scene.reading.paragraphs[token.i]
    yield f"paragraph={any(scene.reading.paragraphs[i] == number for i in place.tokens)}"
