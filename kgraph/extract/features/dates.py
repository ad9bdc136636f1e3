"""An event and a date in, what tells whether the date is the event's out."""

from collections.abc import Iterator

from spacy.tokens import Token

from kgraph.extract.dates import DateMention
from kgraph.extract.features.scene import Scene
from kgraph.extract.features.words import classes_of, grade, part_between, side_of
from kgraph.extract.roles import climb
from kgraph.extract.timing import is_lead, is_planned


def describe_date(scene: Scene, token: Token, date: DateMention, ruled: str | None) -> list[str]:
    """The features of a date beside an event's token, each once; `ruled` is the date that the rules give it."""
    start, end = scene.reading.locate_sentence(scene.sentence_of(token))
    here = start <= date.start < end
    at = scene.date_tokens.get(date.start)
    agrees = bool(ruled) and (str(ruled).startswith(date.back) or date.back.startswith(str(ruled)))
    if date.start not in scene.clauses:
        scene.clauses[date.start] = list(describe_mention(scene, date, at))
    found = [
        *(f"rule={agrees}|{bool(ruled)}", f"here={here}"),
        *scene.clauses[date.start],
        *(describe_relation(scene, token, at, here) if at is not None else ()),
        f"dates-here={grade(sum(start <= other.start < end for other in scene.reading.dates), (0, 1, 2))}|{here}",
    ]
    return list(dict.fromkeys(found))


def describe_mention(scene: Scene, date: DateMention, at: Token | None) -> Iterator[str]:
    """What is said of a date where it stands, whatever the event."""
    reading = scene.reading
    yield f"long={len(date.back)}"
    yield f"first={reading.dates[0] is date}"
    yield from describe_calendar(date, reading.document.published or "")
    yield from describe_words_before(reading.document.text, date)
    if at is None:
        return
    yield f"planned={is_planned(scene.discourse, date, at.sent)}"
    yield f"paragraph={grade(reading.paragraphs[at.i], (1, 2, 3))}"
    verb = governing_verb(at)
    if verb is not None:
        yield from (f"verb={verb.lemma_.lower()}", f"tag={verb.tag_}", *(f"verb-class={c}" for c in classes_of(verb)))
        yield from (f"aux={c.lower_}" for c in verb.children if c.dep_ in {"aux", "auxpass"})


def describe_calendar(date: DateMention, published: str) -> Iterator[str]:
    """How a date lies to the day of publication."""
    yield f"future={bool(published) and date.back[: len(published)] > published[: len(date.back)]}"
    yield f"month={bool(published) and date.back[:7] == published[:7]}|{len(date.back)}"
    yield f"year={bool(published) and date.back[:4] == published[:4]}"


def describe_words_before(text: str, date: DateMention) -> Iterator[str]:
    words = text[max(0, date.start - 30) : date.start].lower().split()[-3:]
    yield from (*(f"before={word}" for word in words[-1:]), *(f"near={word}" for word in words))


def describe_relation(scene: Scene, token: Token, at: Token, here: bool) -> Iterator[str]:
    """How far a date stands from an event, and whether one verb governs both."""
    paragraphs, verb = scene.reading.paragraphs, governing_verb(at)
    steps = abs(scene.number[at.i] - scene.number[token.i])
    yield from (
        f"same={paragraphs[at.i] == paragraphs[token.i]}",
        f"tag={verb.tag_ if verb is not None else ''}|{here}",
    )
    yield f"distance={grade(steps, (0, 1, 2, 3))}|{at.i < token.i}"
    yield f"lead={is_lead(scene.discourse, token)}|{here}"
    if here:
        yield f"same-verb={verb is not None and verb == governing_verb(token)}"
        yield f"gap={side_of(token.i - at.i)}{grade(abs(at.i - token.i))}"
        yield f"part={part_between(token, at)}"


def governing_verb(token: Token) -> Token | None:
    return next((t for t in [token, *climb(token)] if t.pos_ in {"VERB", "AUX"}), None)


def describe_month(scene: Scene, token: Token, ruled: str | None) -> list[str]:
    """What tells whether an event without a date of its own is news of the month of publication."""
    reading, verb = scene.reading, governing_verb(token)
    published = reading.document.published or ""
    return [
        f"lead={is_lead(scene.discourse, token)}",
        f"paragraph={grade(reading.paragraphs[token.i], (0, 1, 2, 3))}",
        f"rule={ruled is not None}|{bool(ruled) and str(ruled)[:7] == published[:7]}",
        *(f"dates={len(reading.dates_in(scene.sentence_of(token)))}", f"tag={verb.tag_ if verb is not None else ''}"),
    ]
