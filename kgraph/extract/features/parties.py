"""A sum and a party in, what tells whether the party pays it or gets it out."""

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.extract.contexts import FUNDERS, LENDERS
from kgraph.extract.entities import Entity
from kgraph.extract.features.scene import Mention, Scene, acts, look_around, says
from kgraph.extract.features.sums import name_kinds
from kgraph.extract.features.words import (
    classes_of,
    grade,
    link,
    part_between,
    phrases_in,
    side_of,
    trace,
    words_between,
)
from kgraph.extract.roles import SUBJECTS, climb

Parties = tuple[list[Entity], list[Entity]]
"""Who pays and who gets."""
CURRENCIES = {
    "USD": "US", "JPY": "JP", "KRW": "KR", "TWD": "TW", "CAD": "CA", "AUD": "AU", "INR": "IN", "GBP": "GB", "CNY": "CN",
}  # fmt: skip
"""The country of a government that spends a currency."""


def describe_party(scene: Scene, token: Token, entity: Entity, ruled: Parties) -> list[str]:
    """The features of a party beside a sum (the token), each once; `ruled` is what the rules say."""
    here = [m for m in scene.mentions_in(scene.sentence_of(token)) if m.entity == entity]
    if entity not in scene.standing:
        scene.standing[entity] = list(describe_standing(scene, entity))
    found = [
        *describe_rules(entity, ruled),
        *scene.standing[entity],
        *describe_situation(scene, token, entity),
        *(describe_presence(scene, token, here) if here else describe_absence(scene, token, entity)),
    ]
    return list(dict.fromkeys(found))


def describe_rules(entity: Entity, ruled: Parties) -> Iterator[str]:
    pays, gets = entity in ruled[0], entity in ruled[1]
    yield from (f"rule-pays={pays}", f"rule-gets={gets}")
    yield f"rule={'pays' if pays else 'gets' if gets else 'no'}|{bool(ruled[0])}{bool(ruled[1])}"


def describe_standing(scene: Scene, entity: Entity) -> Iterator[str]:
    """What a party is, and what it is to the document."""
    reading, mine = scene.reading, scene.of[entity]
    yield from (f"class={entity.kind}", f"lender={bool(LENDERS.search(entity.name))}")
    yield f"funder={bool(FUNDERS.search(entity.name))}"
    yield f"local={entity.kind == 'Government' and bool(entity.place)}"
    ranked = sorted((e for e in scene.of if e.kind == entity.kind), key=lambda e: -len(scene.of[e]))
    yield from (f"rank={grade(ranked.index(entity), (0, 1, 2, 4))}", f"same-kind={grade(len(ranked))}")
    yield f"count={grade(len(mine), (1, 2, 3, 5, 8))}"
    acted, said = sum(map(acts, mine)), sum(map(says, mine))
    yield from (f"acted={grade(acted, (0, 1, 2, 4))}", f"said={grade(said, (0, 1))}|{grade(acted, (0, 1))}")
    yield f"owned={grade(sum(m.token.dep_ == 'poss' for m in mine), (0, 1))}"
    title = [m.entity for m in scene.mentions if reading.is_title(m.token)]
    text = [m for m in scene.mentions if not reading.is_title(m.token)]
    leads = [m.entity for m in text if m.token.dep_ in SUBJECTS and reading.paragraphs[m.token.i] <= 2]
    yield from (f"in-title={entity in title}", f"title-first={entity in title[:1]}|{bool(title)}")
    yield from (f"lead-subject={entity in leads[:1]}", f"operates={any(entity in s.operators for s in scene.sites)}")
    yield f"in-lead={any(m.entity == entity and reading.paragraphs[m.token.i] <= 1 for m in text)}"
    yield f"first-of-kind={entity in [m.entity for m in text if m.entity.kind == entity.kind][:1]}"
    places = {e.country for e in scene.discourse.cast.entities if e.kind in ("Place", "Country")}
    yield f"at-home={entity.kind}:{entity.country in places if entity.country else None}"


def describe_situation(scene: Scene, token: Token, entity: Entity) -> Iterator[str]:
    """What a party is to the sentence and the paragraph of a sum, and to the sites spoken of there."""
    around = look_around(scene, token)
    same = [e for e in around.recent if e.kind == entity.kind]
    yield f"recency={grade(around.recent.index(entity) if entity in around.recent else 50, (0, 1, 2, 3, 5))}"
    yield f"recency-of-kind={grade(same.index(entity) if entity in same else 50, (0, 1, 2, 3))}"
    yield f"paragraph={entity in around.paragraph}|first={entity in around.paragraph[:1]}"
    if around.sites_here:
        yield f"operates-here={any(entity in s.operators for s in around.sites_here)}"
    if around.last_site is not None:
        yield f"operates-last={entity in around.last_site.operators}"
    home = CURRENCIES.get(scene.reading.sums[token.i].amount.currency) if token.i in scene.reading.sums else None
    yield f"currency={entity.country == home if home and entity.country else None}"
    if around.subject is not None:
        yield f"root-subject={'|'.join(name_kinds(scene.discourse, around.subject))}"
    yield f"anaphor={around.anaphor}"


def describe_absence(scene: Scene, token: Token, entity: Entity) -> Iterator[str]:
    """How far from the sum's sentence a party is spoken of that is not spoken of in it."""
    others, number = scene.mentions_in(scene.sentence_of(token)), scene.number[token.i]
    yield from ("here=False", f"others-here={bool(others)}")
    yield f"kind-here={any(m.entity.kind == entity.kind for m in others)}"
    past = [m for m in scene.of[entity] if m.token.i < scene.sentence_of(token).start]
    if not past:
        yield f"ahead={grade(scene.number[scene.of[entity][0].token.i] - number, (1, 2, 3, 5))}"
        return
    last = past[-1].token
    gap = number - scene.number[last.i]
    yield from (f"past={grade(gap, (1, 2, 3, 5, 8))}", f"past-subject={last.dep_ in SUBJECTS}")
    yield f"past-dep={grade(gap, (1, 2, 3))}:{link(last)}"
    latest = [m for m in scene.mentions_between(0, scene.sentence_of(token).start) if m.entity.kind == entity.kind]
    yield f"latest={latest[-1].entity == entity}"
    yield f"latest-subject={entity in [m.entity for m in latest if m.token.dep_ in SUBJECTS][-1:]}"
    yield f"same-paragraph={scene.reading.paragraphs[last.i] == scene.reading.paragraphs[token.i]}"


def describe_presence(scene: Scene, token: Token, here: list[Mention]) -> Iterator[str]:
    """How a party stands to a sum of the same sentence."""
    others, rivals = scene.mentions_in(scene.sentence_of(token)), scene.sums_in(scene.sentence_of(token))
    nearest = min(here, key=lambda m: abs(m.token.i - token.i))
    gap = token.i - nearest.token.i
    side, (low, high) = side_of(gap), sorted((token.i, nearest.token.i))
    yield "here=True"
    yield f"gap={side}{grade(abs(gap))}"
    between = [m.entity for m in others if low < m.token.i < high and m.entity != nearest.entity]
    yield f"between={side}{grade(len(between))}"
    yield f"between-kind={side}{grade(sum(e.kind == nearest.entity.kind for e in between))}"
    yield f"sums-between={side}{grade(sum(low < i < high for i in rivals))}"
    yield from (f"{side}-between:{p}" for p in phrases_in(words_between(token.doc, low + 1, high)))
    yield f"first={others[0].entity == nearest.entity}"
    yield f"part={part_between(token, nearest.token)}|{side}|{len(rivals) > 1}"
    for mention in here:
        yield from describe_order(token, mention, rivals)
        yield from describe_mention(token, mention)


def describe_order(token: Token, mention: Mention, rivals: list[int]) -> Iterator[str]:
    """Whether a mention stands nearer to this sum than to the others of the sentence."""
    at = mention.token.i
    if rivals:
        closest = min(rivals, key=lambda i: (abs(i - at), i))
        yield f"mine={closest == token.i}|{side_of(token.i - at)}|{len(rivals) > 1}"
    behind = next((i for i in rivals if i > at), None)
    ahead = next((i for i in reversed(rivals) if i < at), None)
    yield f"next={behind == token.i}|{ahead == token.i}|{min(len(rivals), 2)}"


def describe_mention(token: Token, mention: Mention) -> Iterator[str]:
    """The grammar between a mention and a sum: what it hangs on, where the two ways up meet, and under what."""
    at = mention.token
    yield from (f"link={link(at)}", f"named={mention.named}")
    yield from (f"head-class={link(at)}:{c}" for c in classes_of(at.head))
    if at.head.pos_ == "ADP":
        yield f"after={at.head.lower_}"
        yield from (f"after={at.head.lower_}:{c}" for c in classes_of(at.head.head))
    yield f"left={at.nbor(-1).lower_ if at.i else ''}"
    right = at.nbor(1) if at.i + 1 < len(at.doc) else None
    yield f"right={'' if right is None else right.pos_ if right.is_alpha and len(right) > 4 else right.lower_}"
    yield from describe_path(token, at)
    yield from describe_governors(token, at)


def describe_path(token: Token, at: Token) -> Iterator[str]:
    up, down, top = trace(at, token)
    if top is None:
        yield "apart"
        return
    one, other = link(up[-1]) if up else "self", link(down[-1]) if down else "self"
    yield f"fork={one}|{other}"
    yield from (f"fork={one}|{c}|{other}" for c in classes_of(top))
    yield f"branch={one}:{any(c.dep_ == 'auxpass' for c in top.children)}"
    yield f"top={top.lemma_.lower()}:{one}"
    if len(up) + len(down) <= LONGEST:
        path = f"path={'^'.join(map(link, up))}!{'^'.join(map(link, down))}"
        yield from (path, *(f"{path}:{c}" for c in classes_of(top)))


LONGEST = 6
"""Steps of the longest way from a mention to a sum that is told as a whole."""


def describe_governors(token: Token, at: Token) -> Iterator[str]:
    """What a mention is to the three verbs above a sum: their subject, object, or behind which preposition."""
    holder = at.head if at.head.pos_ == "ADP" else at
    verbs = [t for t in [token, *climb(token)] if t.pos_ in {"VERB", "AUX"}]
    for n, verb in enumerate(verbs[:3]):
        if holder.head == verb:
            via = link(at) if holder == at else holder.lower_
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            yield from (f"verb{n}={via}:{c}:{passive}" for c in classes_of(verb))
            yield f"verb={via}:{verb.lemma_.lower()}"
