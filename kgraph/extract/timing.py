"""A clause in, when its event was announced and how far it has come out."""

import re

from spacy.tokens import Span, Token

from kgraph.extract.coreference import Discourse
from kgraph.extract.dates import DateMention
from kgraph.extract.lexicon import CANCELLED, CONSIDERED, DONE_VERBS, FUTURE
from kgraph.extract.roles import climb, objects_of
from kgraph.model import Status

# Words that make a date the end of something planned, not the day of its announcement.
PLANNED = frozenset(
    "by until till through before after from since for between within over starting beginning than".split()
)
NEWS_VERBS = frozenset(
    """open inaugurate launch announce say confirm unveil reveal sign approve award agree
    decide disclose pledge visit meet""".split()
)


def date_event(discourse: Discourse, token: Token, sentence: Span) -> str | None:
    """The date that an event's sentence gives it, else that of the document's news."""
    return find_announcement(discourse, token, sentence) or document_date(discourse)


def date_commitment(discourse: Discourse, token: Token, sentence: Span) -> str | None:
    """The day of a commitment or of the news, else the month in which the lead reports it."""
    published = discourse.cast.reading.document.published
    return date_event(discourse, token, sentence) or (
        published[:7] if published and is_lead(discourse, token) else None
    )


def date_deed(discourse: Discourse, token: Token, verbs: list[Token], done: bool) -> str | None:
    """The day on which parties did what a token tells: by its own clause, else by what was dated before it."""
    sentence = token.sent
    dates = [date for date in discourse.cast.reading.dates_in(sentence) if not is_planned(discourse, date, sentence)]
    own = [date for date in dates if hangs_on(discourse, date, token, verbs)]
    own = own or [date for date in discourse.cast.reading.dates_in(sentence) if is_since(discourse, date, token)]
    if own:
        at = discourse.cast.reading.spans[token.i][0]
        return min(own, key=lambda date: (abs(date.start - at), date.start)).back
    if SAME_DAY.search(sentence.text):
        return day_before(discourse, sentence) or document_date(discourse)
    if not done:
        return None
    return date_before(discourse, token) or date_news_of(discourse, token)


SAME_DAY = re.compile(
    r"\b(?:same (?:day|date|occasion|time|ceremony)|on (?:the|this|that) occasion|at the ceremony)\b", re.IGNORECASE
)


def day_before(discourse: Discourse, sentence: Span) -> str | None:
    """The last day of which the text tells before a sentence."""
    reading = discourse.cast.reading
    for before in reversed([s for s in reading.sentences() if s.start < sentence.start]):
        days = [d.back for d in reading.dates_in(before) if not is_planned(discourse, d, before)]
        if found := [day for day in days if len(day) == 10]:
            return found[-1]
    return None


def is_since(discourse: Discourse, date: DateMention, token: Token) -> bool:
    """ "has supplied X since 2016": what lasts began on that day."""
    reading = discourse.cast.reading
    first = next((t for t in token.sent if date.start <= reading.spans[t.i][0] < date.end), None)
    return token.pos_ == "VERB" and first is not None and first.head.lower_ == "since" and first.head.head == token


def date_news_of(discourse: Discourse, token: Token) -> str | None:
    """The day of the document's news, else the month in which the lead tells it."""
    published = discourse.cast.reading.document.published
    days = [day for day in (document_date(discourse), opening_day(discourse)) if day and is_fresh(day, published)]
    return next(iter(days), None) or (published[:7] if published and is_recent(discourse, token) else None)


def is_fresh(day: str, published: str | None) -> bool:
    """Whether a date may be that of the news: no more than two months before it was published."""
    if not published or len(published) < 7 or len(day) < 7:
        return not published or day[:4] == published[:4]
    return 0 <= months_of(published) - months_of(day) <= 2


def months_of(day: str) -> int:
    return 12 * int(day[:4]) + int(day[5:7])


def opening_day(discourse: Discourse) -> str | None:
    """The first past day of which the opening paragraphs tell, whatever happened on it."""
    reading = discourse.cast.reading
    for sentence in list(reading.sentences())[:5]:
        if reading.paragraphs[sentence.start] > 2:
            break
        days = [d.back for d in reading.dates_in(sentence) if not is_planned(discourse, d, sentence)]
        if found := [day for day in days if len(day) == 10]:
            return found[0]
    return None


def hangs_on(discourse: Discourse, date: DateMention, token: Token, verbs: list[Token]) -> bool:
    """Whether a date belongs to an event: its nearest verb is one of the event's, or that of the report of it."""
    reading = discourse.cast.reading
    first = next((t for t in token.sent if date.start <= reading.spans[t.i][0] < date.end), None)
    if first is None or (first.head == token and first.dep_ in {"nummod", "compound", "amod", "nmod"}):
        return False
    verb = next((t for t in climb(first) if t.pos_ in {"VERB", "AUX"}), None)
    if verb is None or verb == token or verb in verbs:
        return True
    over = [t for t in climb(token) if t.pos_ in {"VERB", "AUX"}]
    return verb in over and (verb.lemma_.lower() in NEWS_VERBS or verb == over[0]) and token.dep_ != "relcl"


def date_before(discourse: Discourse, token: Token) -> str | None:
    """The last day that the sentences right before it in its paragraph tell of."""
    reading = discourse.cast.reading
    near = [s for s in reading.sentences() if s.start < token.sent.start][-2:]
    for sentence in reversed(near):
        if reading.paragraphs[sentence.start] != reading.paragraphs[token.i]:
            continue
        days = [d.back for d in reading.dates_in(sentence) if not is_planned(discourse, d, sentence)]
        if days and len(days[-1]) == 10:
            return days[-1]
    return None


def is_recent(discourse: Discourse, token: Token) -> bool:
    """Whether the text reports it as news: in its first two paragraphs, in the past tense."""
    reading = discourse.cast.reading
    return is_lead(discourse, token) or (reading.paragraphs[token.i] <= 2 and token.tag_ == "VBD")


def find_announcement(discourse: Discourse, token: Token, sentence: Span) -> str | None:
    """The date on which what the token tells was announced or made, as precisely as the text lets one say."""
    dates = [date for date in discourse.cast.reading.dates_in(sentence) if not is_planned(discourse, date, sentence)]
    if dates:
        at = discourse.cast.reading.spans[token.i][0]
        return min(dates, key=lambda date: (abs(date.start - at), date.start)).back
    return None


def is_planned(discourse: Discourse, date: DateMention, sentence: Span) -> bool:
    """Whether a date tells when something will be done: "by 2027", "set for completion in 2025"."""
    published = discourse.cast.reading.document.published
    if published and date.back[: len(published)] > published[: len(date.back)]:
        return True
    reading = discourse.cast.reading
    before = [t for t in sentence if date.start - 40 <= reading.spans[t.i][0] < date.start]
    inside = [t for t in sentence if date.start <= reading.spans[t.i][0] < date.end]
    near = {t.lower_ for t in before[-2:]} & PLANNED or {t.lemma_.lower() for t in before[-3:]} & FUTURE
    return bool(near) or "than" in {t.lower_ for t in before[-5:]} or any(t.lower_ in {"fiscal", "end"} for t in inside)


def document_date(discourse: Discourse) -> str | None:
    """When the news of the document was announced: the day that a report in its opening paragraphs names."""
    reading = discourse.cast.reading
    found: list[str] = []
    for sentence in list(reading.sentences())[:8]:
        if reading.is_title(sentence[0]) or reading.paragraphs[sentence.start] > 2:
            continue
        dates = [d for d in reading.dates_in(sentence) if not is_planned(discourse, d, sentence)]
        if any(t.lemma_.lower() in NEWS_VERBS for t in sentence):
            found += [date.back for date in dates]
    return next((day for day in found if len(day) == 10), None) or next(iter(found), None)


def is_lead(discourse: Discourse, token: Token) -> bool:
    """Whether a token stands in the first paragraph of the text."""
    reading = discourse.cast.reading
    first = next((n for span, n in zip(reading.spans, reading.paragraphs, strict=True) if span[0] >= 0), 0)
    return reading.paragraphs[token.i] == first


def find_status(token: Token) -> Status:
    """How far an event has come, told by the verbs above its token, their modality and tense."""
    verbs = [t for t in [token, *climb(token)] if t.pos_ in {"VERB", "AUX"}]
    words = clause_words(token, verbs)
    if is_negated(verbs):
        return "cancelled"
    if has_any(words, CANCELLED):
        return "cancelled"
    if has_any(words, CONSIDERED):
        return "considered"
    if verbs and is_done(verbs[0]):
        return "completed"
    return "announced"


def clause_words(token: Token, verbs: list[Token]) -> str:
    """The lemmas of the governing verbs, with their auxiliaries, particles and objects' heads."""
    words = [t.lemma_.lower() for t in climb(token) if t.pos_ in {"NOUN", "ADJ"}]
    for verb in verbs:
        words += [g.lemma_.lower() for g in objects_of(verb, "in", "under") if g.pos_ == "NOUN"]
        words += [" ".join(t.lower_ for t in c.subtree) for c in verb.children if c.lower_ == "longer"]
        words += [
            c.lemma_.lower()
            for c in verb.children
            if c.dep_ in {"aux", "prt", "advmod", "neg", "acomp", "nsubj"} and c.pos_ != "PROPN"
        ]
        words.append(verb.lemma_.lower() + " " + " ".join(c.lower_ for c in verb.children if c.dep_ == "prt"))
    return " " + " ".join(words) + " "


def has_any(words: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {phrase} " in words for phrase in phrases)


def is_negated(verbs: list[Token]) -> bool:
    return bool(verbs) and any(c.dep_ == "neg" for c in verbs[0].children)


def is_refused(token: Token) -> bool:
    """ "will not invest", "decided not to build": what the nearest verb denies."""
    return is_negated([t for t in [token, *climb(token)] if t.pos_ in {"VERB", "AUX"}])


def is_done(verb: Token) -> bool:
    """A past or perfect of doing, not of announcing: "has invested", "opened", "was acquired"."""
    if verb.lemma_.lower() not in DONE_VERBS:
        return False
    helpers = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    if helpers & {
        "will",
        "would",
        "to",
        "can",
        "could",
        "may",
        "might",
        "should",
        "shall",
        "is",
        "are",
        "be",
    }:
        return False
    return verb.tag_ in {"VBD", "VBN"} and verb.dep_ != "amod"
