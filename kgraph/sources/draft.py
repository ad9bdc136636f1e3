"""A draft, as the reader of some format found it, becomes a Document: cleaned, dated, named.

Every format ends here, so that texts, titles, ids and dates are of one kind wherever they came from.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from kgraph.errors import SourceError
from kgraph.model import Document, check_date
from kgraph.sources.datelines import read_dateline

MAX_TEXT = 2_000_000
"""Code points of one document's text; a longer one is no article."""
MAX_MARKUP = 4 * MAX_TEXT
"""Characters of the HTML of one document, or bytes of one file that holds one document."""
TEXT_LIMIT = f"one document may have {MAX_TEXT:,} characters of text; split it into articles"
"""What to do about a longer one, for the end of a message."""
REPLACED = "\ufffd"
"""Stands where bytes or halves of a character could not be read."""

LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
UNSEEN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u2060\ufeff]")
"""Control characters, soft hyphens, zero-width spaces: they hide names. Bidi marks and joiners are kept."""
SURROGATES = re.compile("[\ud800-\udfff]")
DATE = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?(?!\d)")
SCRIPTS = (
    ("ko", re.compile("[\u1100-\u11ff\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3041-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
"""Asked in this order: Korean and Japanese texts hold Chinese characters too."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before cleaning; dates, addresses and languages as they were written."""

    text: str
    id: str | None = None
    url: str | None = None
    title: str = ""
    published: str | None = None
    language: str | None = None
    publisher: str | None = None
    truncated: bool = False
    notes: tuple[str, ...] = ()


def make_document(draft: Draft) -> Document:
    """Clean a draft; its id is its own, else its URL, else a hash of its text.

    Raises SourceError where there is no text, or more than MAX_TEXT code points of it.
    """
    if len(draft.text) > MAX_MARKUP:  # too long to clean
        raise SourceError(f"its text has {len(draft.text):,} characters; {TEXT_LIMIT}")
    text, title = clean_text(draft.text), clean_line(draft.title)
    if not text:
        raise SourceError("it has no text")
    if len(text) > MAX_TEXT:
        raise SourceError(f"its text has {len(text):,} characters; {TEXT_LIMIT}")
    url, published = read_url(draft.url), read_date(draft.published) or read_date(read_dateline(text))
    return Document(
        id=clean_line(draft.id or "") or url or hash_text(text),
        url=url,
        title=title,
        published=published,
        language=read_language(draft.language) or guess_language(text),
        publisher=clean_line(draft.publisher or "") or host_name(url),
        text=text,
        truncated=draft.truncated,
        notes=(*draft.notes, *note_losses(draft, url, published, (title + text).count(REPLACED))),
    )


def clean_text(text: str) -> str:
    """The text in NFC, with lines that end in newlines and without what cannot be seen."""
    text = UNSEEN.sub("", LINE_ENDS.sub("\n", mend_surrogates(text)))
    return unicodedata.normalize("NFC", text).strip()


def mend_surrogates(text: str) -> str:
    """Join the halves of characters; put U+FFFD in the place of one without the other."""
    if not SURROGATES.search(text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def clean_line(text: str) -> str:
    """A cleaned text on one line, runs of white space made one space."""
    return " ".join(clean_text(text).split())


def read_url(text: str | None) -> str | None:
    """An absolute http(s) address, or None."""
    url = clean_line(text or "")
    return url if host_name(url) else None


def host_name(url: str | None) -> str | None:
    """The host of an http(s) address without `www.`, or None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return (parts.hostname or "").removeprefix("www.") or None if parts.scheme in ("http", "https") else None


def read_date(text: str | None) -> str | None:
    """The day, month or year that opens a date in ISO order: 2024-04-23T08:00:17 is 2024-04-23."""
    found = DATE.match(text or "")
    if not found:
        return None
    year, *rest = (part for part in found.groups() if part)
    try:
        return check_date("-".join([year, *(part.zfill(2) for part in rest)]))
    except ValueError:
        return None


def read_language(tag: str | None) -> str | None:
    """The language of a tag such as en-US or ko_KR."""
    found = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", tag or "")
    return found[0].lower() if found else None


def guess_language(text: str) -> str:
    """The language that a text's script points to; English unless a fifth of it is written otherwise."""
    sample = text[:5000]
    enough = len(sample) / 5
    if len(sample) - len(sample.encode("ascii", "ignore")) < enough:
        return "en"
    return next((language for language, script in SCRIPTS if len(script.findall(sample)) >= enough), "en")


def hash_text(text: str) -> str:
    """The id of a text that has no other."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def note_losses(draft: Draft, url: str | None, published: str | None, replaced: int) -> list[str]:
    """What was given and could not be kept, in words."""
    notes = []
    if draft.url and not url:
        notes.append(f"the address {draft.url[:80]!r} is no http(s) URL and was left out")
    if draft.published and not published:
        notes.append(f"the date {draft.published[:40]!r} is not understood and was left out")
    if replaced:
        notes.append(f"characters that could not be decoded and stand as U+FFFD: {replaced}")
    return notes
