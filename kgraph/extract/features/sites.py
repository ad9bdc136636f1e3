"""A sum and a site in, what tells whether the sum goes into the site out."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kgraph.extract.entities import Entity
from kgraph.extract.features.scene import Scene
from kgraph.extract.features.words import classes_of, grade, link, part_between, side_of, trace
from kgraph.extract.sites import Site


def describe_site(
    scene: Scene, token: Token, site: Site, ruled: Site | None, parties: tuple[Sequence[Entity], Sequence[Entity]]
) -> list[str]:
    """The features of a site beside a sum (the token), each once; `ruled` is what the rules say."""
    here = [i for i in site.tokens if scene.number[i] == scene.number[token.i]]
    near = describe_near_site(scene, token, here) if here else describe_far_site(scene, token, site)
    payers, takers = (bool(set(site.operators) & set(side)) for side in parties)
    found = [
        *(f"rule={site is ruled}", f"any-rule={ruled is not None}", f"kind={site.kind}", f"planned={site.planned}"),
        *(f"pays={payers}", f"gets={takers}|{bool(parties[1])}", f"operated={bool(site.operators)}"),
        *(f"lone={len(scene.sites) == 1}", f"sites={grade(len(scene.sites), (1, 2, 3, 5))}"),
        *(f"opens={bool(site.opens)}", f"placed={bool(site.location.place)}", f"first={scene.sites[0] is site}"),
        *(f"mentions={grade(len(site.tokens), (1, 2, 3, 5))}", f"here={bool(here)}", *near),
    ]
    return list(dict.fromkeys(found))


def describe_near_site(scene: Scene, token: Token, here: list[int]) -> Iterator[str]:
    nearest = min(here, key=lambda i: abs(i - token.i))
    gap, context = token.i - nearest, scene.context_of(token)
    rivals = [i for s in scene.sites for i in s.tokens if scene.number[i] == scene.number[token.i]]
    yield f"gap={side_of(gap)}{grade(abs(gap))}"
    yield f"nearest={min(rivals, key=lambda i: (abs(i - token.i), i)) in here}|{len(rivals) > 1}"
    yield f"governs={any(noun.i in here for noun in context.nouns)}"
    yield f"under={any(noun.i in here for noun in context.purposes)}"
    yield f"part={part_between(token, token.doc[nearest])}"
    up, down, top = trace(token.doc[nearest], token)
    for c in classes_of(top) if top is not None else []:
        yield f"fork={link(up[-1]) if up else 'self'}|{c}|{link(down[-1]) if down else 'self'}"


def describe_far_site(scene: Scene, token: Token, site: Site) -> Iterator[str]:
    everywhere = [i for s in scene.sites for i in s.tokens]
    past = [i for i in site.tokens if i < token.i]
    yield f"others-here={any(scene.number[i] == scene.number[token.i] for i in everywhere)}"
    if not past:
        yield f"ahead={grade(scene.number[min(site.tokens)] - scene.number[token.i], (1, 2, 3, 5))}"
        return
    yield f"past={grade(scene.number[token.i] - scene.number[max(past)], (1, 2, 3, 5))}"
    yield f"latest={max(i for i in everywhere if i < token.i) in site.tokens}"
    yield f"paragraph={any(scene.reading.paragraphs[i] == scene.reading.paragraphs[token.i] for i in past)}"
