"""A clause in, when its event was announced and how far it has come out."""

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


def date_news(discourse: Discourse, token: Token, sentence: Span) -> str | None:
    """The day of an agreement or a meeting, else of the document's news, else the month in which the lead tells it."""
    published = discourse.cast.reading.document.published
    found = date_event(discourse, token, sentence)
    return found or (published[:7] if published and is_recent(discourse, token) else None)


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
    lead = min(
        (number for span, number in zip(reading.spans, reading.paragraphs, strict=True) if span[0] >= 0),
        default=0,
    )
    return reading.paragraphs[token.i] == lead


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
