"""A sum in, what tells whether somebody commits it out, as what, and how far that has come."""

import re
from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.extract.contexts import PENALTY, Context, guess_kind, is_told_otherwise
from kgraph.extract.coreference import Discourse
from kgraph.extract.features.scene import Scene
from kgraph.extract.features.words import classes_of, grade, link, phrases_in, words_between
from kgraph.extract.roles import SUBJECTS, climb
from kgraph.extract.timing import find_status

NEAR = 8
"""Tokens on each side of a sum that are looked at one by one."""


def describe_sum(scene: Scene, token: Token) -> list[str]:
    """The features of a sum, each once."""
    context = scene.context_of(token)
    found = [
        *describe_figure(scene, token, context),
        *describe_verbs(scene, token, context),
        *describe_nouns(context),
        *describe_neighbours(scene, token),
        *describe_clauses(scene, token),
        *describe_company(scene, token),
        *describe_part(scene, token),
        *describe_tone(scene),
    ]
    return list(dict.fromkeys(found))


def describe_figure(scene: Scene, token: Token, context: Context) -> Iterator[str]:
    """The sum itself, and what the rules make of it."""
    stated = scene.reading.sums[token.i]
    yield f"rule={guess_kind(scene.discourse, context)}"
    yield f"status={find_status(token)}"
    yield f"otherwise={is_told_otherwise(token, token.sent, stated)}"
    yield f"qualifier={stated.amount.qualifier}"
    yield f"each={stated.each}"
    yield f"per={stated.per}"
    yield f"size={len(str(int(stated.amount.value)))}"
    yield f"currency={stated.amount.currency}"
    titled = [s for i, s in scene.reading.sums.items() if scene.reading.spans[i][0] < 0]
    yield f"in-title={any(s.amount.value == stated.amount.value for s in titled)}"
    yield f"paragraph={grade(scene.reading.paragraphs[token.i])}"


def describe_verbs(scene: Scene, token: Token, context: Context) -> Iterator[str]:
    """The verb that governs the sum, with its helpers, subject and object, and the two above it."""
    verb = context.verb
    if verb is None:
        return
    yield from (f"verb={verb.lemma_.lower()}", f"tag={verb.tag_}", *(f"verb-class={c}" for c in classes_of(verb)))
    yield from (f"aux={c.lower_}" for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"})
    yield from (f"subject={c}" for s in verb.children if s.dep_ in SUBJECTS for c in name_kinds(scene.discourse, s))
    for child in verb.children:
        if child.dep_ in {"dobj", "attr"}:
            yield "object=SUM" if child.i in scene.reading.sums else f"object={child.lemma_.lower()}"
            yield from (f"object={c}" for c in classes_of(child))
    for above in [t for t in climb(verb) if t.pos_ in {"VERB", "AUX"}][:2]:
        yield from (f"above={above.lemma_.lower()}", *(f"above-class={c}" for c in classes_of(above)))
        yield from (f"above-aux={c.lower_}" for c in above.children if c.dep_ in {"aux", "auxpass", "neg"})


def name_kinds(discourse: Discourse, token: Token) -> list[str]:
    """What kinds of parties a token stands for, else what its word is."""
    return [entity.kind for entity in discourse.resolve(token)] or classes_of(token)


def describe_nouns(context: Context) -> Iterator[str]:
    """The nouns above the sum and under it."""
    for n, noun in enumerate(context.nouns[:2]):
        yield from (f"noun={noun.lemma_.lower()}", f"noun{n}={noun.lemma_.lower()}")
        yield from (f"noun-class={c}" for c in classes_of(noun))
    for noun in context.purposes:
        yield from (f"for={noun.lemma_.lower()}", f"for-by={noun.head.lower_}")
        yield from (f"for-class={c}" for c in classes_of(noun))


def describe_neighbours(scene: Scene, token: Token) -> Iterator[str]:
    """The words beside the sum, nearest ones by their place, names and other sums as such."""
    yield f"dep={link(token)}"
    yield from (f"head={token.head.lemma_.lower()}", f"head-link={token.head.lemma_.lower()}:{link(token)}")
    sentence = scene.sentence_of(token)
    for n in range(1, NEAR + 1):
        for side, i in (("L", token.i - n), ("R", token.i + n)):
            if sentence.start <= i < sentence.end:
                yield from describe_neighbour(scene, token.doc[i], side, n)


def describe_neighbour(scene: Scene, other: Token, side: str, distance: int) -> Iterator[str]:
    named = "NAME" if other.i in scene.discourse.cast.named else other.lemma_.lower()
    word = "SUM" if other.i in scene.reading.sums else named
    yield f"near={word}"
    if distance <= 2:
        yield f"{side}{distance}={word}"
    if distance <= 4:
        yield from (f"{side}~{word}", *(f"{side}-class={c}" for c in classes_of(other)))


def describe_clauses(scene: Scene, token: Token) -> Iterator[str]:
    """The phrases of commitments around the sum, in its sentence, in the one before and in the headline."""
    sentence, number = scene.sentence_of(token), scene.number[token.i]
    clause = words_between(token.doc, max(sentence.start, token.i - 14), min(sentence.end, token.i + 12))
    yield from (f"clause:{p}" for p in phrases_in(clause))
    yield from (f"sentence:{p}" for p in phrases_in(f" {sentence.text.lower()} "))
    before = scene.sentences[number - 1].text.lower() if number else ""
    yield from (f"before:{p}" for p in phrases_in(f" {before} "))
    yield from (f"title:{p}" for p in phrases_in(f" {scene.reading.document.title.lower()} "))


def describe_company(scene: Scene, token: Token) -> Iterator[str]:
    """What else the sentence holds: sums, parties, words."""
    sentence = scene.sentence_of(token)
    others = [i for i in scene.sums_in(sentence) if i != token.i]
    yield from (f"sums={len(others)}", f"nth={sum(i < token.i for i in others)}")
    kinds = sorted({m.entity.kind for m in scene.mentions_in(sentence)})
    yield from (*(f"party={kind}" for kind in kinds), f"parties={'+'.join(kinds)}")
    named = scene.discourse.cast.named
    yield from (f"word={t.lemma_.lower()}" for t in sentence if t.is_alpha and not t.is_stop and t.i not in named)


def describe_part(scene: Scene, token: Token) -> Iterator[str]:
    """The words of the part of a sentence that a sum stands in, from the comma or sum before it to that behind it."""
    named, sums, sentence = scene.discourse.cast.named, scene.reading.sums, scene.sentence_of(token)
    for step, end in ((-1, sentence.start - 1), (1, sentence.end)):
        for other in (token.doc[i] for i in range(token.i + step, end, step)):
            if other.i in sums or other.text in PARTS:
                break
            if other.i not in named and other.is_alpha:
                yield f"part{step}={other.lemma_.lower()}"


PARTS = frozenset({",", ";", ":", "|", "-", "–", "—"})


def describe_tone(scene: Scene) -> list[str]:
    """What the document is about, by its headline and by phrases of the trade anywhere."""
    if not scene.tone:
        title = [t for t in scene.reading.parse if scene.reading.is_title(t)]
        named = scene.discourse.cast.named
        text = f" {scene.reading.document.text.lower()} "
        lead = f"{scene.reading.document.title} {scene.reading.document.text[:LEAD]}"
        scene.tone += [f"title-word={t.lemma_.lower()}" for t in title if t.is_alpha and t.i not in named]
        scene.tone += [f"text:{p}" for p in phrases_in(text)]
        scene.tone += [f"penalty={bool(PENALTY.search(lead))}", f"denial={bool(DENIAL.search(text))}"]
    return scene.tone


LEAD = 300
"""Characters of a text that tell whether a court or a watchdog is its matter."""
DENIAL = re.compile(
    r"\b(?:no such plan|ha[ds] no plan|den(?:y|ied|ies)|not true|no truth|unfounded|not announced by)\b"
)
