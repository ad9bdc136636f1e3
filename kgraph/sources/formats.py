"""The first bytes of a file say what it holds: an archive, a document of some program, or text of some kind.

What holds no text that could be read is refused here, by the name of what it is.
"""

import re
from pathlib import PurePath
from typing import Literal

from kgraph.errors import SourceError
from kgraph.sources.compression import ENDINGS
from kgraph.sources.encoding import find_byte_order_mark

Packed = Literal["zip", "tar", "gzip", "bzip2", "xz", "zstd"]
Format = Literal[
    Packed, "pdf", "ole", "warc", "mail", "export", "feed", "json", "page", "fragment", "markdown", "plain"
]

READ = (
    (rb"PK(?:\x03\x04|\x05\x06)", "zip"),
    (rb"\x1f\x8b", "gzip"),
    (rb"BZh[1-9](?:1AY|\x17rE)", "bzip2"),
    (rb"\xfd7zXZ\0", "xz"),
    (rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18", "zstd"),
    (rb".{257}ustar", "tar"),
    (rb"(?:.{0,1019}\n)?%PDF-", "pdf"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (rb"WARC/\d", "warc"),
)
REFUSED = (
    (rb"%!PS", "a PostScript file"),
    (rb"\{\\rtf", "an RTF document"),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a|\x04\x22\x4d\x18|PK\x07\x08", "an archive of a kind that is not unpacked here"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|BM.{4}\0{4}", "an image"),
    (rb"ID3[\x02-\x04]|OggS|fLaC|RIFF....(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3", "audio or video"),
    (rb"SQLite format 3\0", "a SQLite database"),
    (rb"HWP Document File V[12]", "a document of HWP 3 or older"),
    (rb"\x7fELF|MZ.\0|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", "a program"),
)
READ_SIGNATURES = tuple((re.compile(pattern, re.DOTALL), form) for pattern, form in READ)
REFUSED_SIGNATURES = tuple((re.compile(pattern, re.DOTALL), kind) for pattern, kind in REFUSED)
HINT = "; save its text as plain text, Markdown, HTML or JSON"
"""What to do about a file of a kind that is not read, for the end of a message."""

PROLOGUE = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE\s+(?!(?i:html))[^<>\[]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL
)
JSON_START = re.compile(r'\{\s*(?:["}]|\Z)|\[\s*(?:[\[{"\]]|-?\d+\s*,|(?:true|false|null)\b|\Z)')
FEED_START = re.compile(r"<(?:rss|(?:atom:)?feed|(?:atom:)?entry|rdf:RDF)\b", re.IGNORECASE)
EXPORT = re.compile(r"<wp:wxr_version\b|xmlns:wp=.https?://wordpress\.org/export/")
SITE_MAP_START = re.compile(r"<(?:urlset|sitemapindex)\b", re.IGNORECASE)
PAGE_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
TAG_START = re.compile(
    r"<(?:a|abbr|article|b|blockquote|div|em|figure|h[1-6]|header|hr|i|img|link|main|meta|ol|p|pre|script|section|"
    r"span|strong|style|table|title|ul)\b[^<>]*>",
    re.IGNORECASE,
)
FRONT_MATTER_START = re.compile(r"---[ \t]*\r?\n[\w-]+[ \t]*:")
HEADING_START = re.compile(r"#{1,6}[ \t]+\S")
MAILBOX_START = re.compile(r"From \S+ .*\d\d:\d\d.*\n[\w-]+:")
HEADERS = re.compile(r"(?:[\w-]{1,60}+:.*+\n(?:[ \t]++.*+\n)*+)++")
MAIL_HEADER = re.compile(
    r"^(received|return-path|delivered-to|from|to|subject|date|message-id|mime-version|content-type):",
    re.IGNORECASE | re.MULTILINE,
)


def recognize_format(head: bytes, name: str) -> Format:
    """What a file holds, by its first bytes, then by its name's ending. Raises SourceError for no text."""
    if not head.strip():
        raise SourceError("it is empty")
    signed = next((form for pattern, form in READ_SIGNATURES if pattern.match(head)), None)
    if signed:
        return signed  # type: ignore[return-value]
    refuse_binary(head)
    return recognize_text(preview(head), find_ending(name))


def find_ending(name: str) -> str:
    """The ending of a name, below those of compression, in lower case: a.JSON.gz -> .json."""
    path = PurePath(name.lower())
    return PurePath(path.stem if path.suffix in ENDINGS else path).suffix


def refuse_binary(head: bytes) -> None:
    """Refuse what is no text."""
    kind = next((kind for pattern, kind in REFUSED_SIGNATURES if pattern.match(head)), None)
    if kind:
        raise SourceError(f"it is {kind}, not text{HINT}")
    if b"\0" in head and not find_byte_order_mark(head):
        raise SourceError(f"it is a binary file, not text{HINT}")


def preview(head: bytes) -> str:
    marked = find_byte_order_mark(head)
    mark, encoding = marked or (b"", "utf-8")
    return head[len(mark) :].decode(encoding, "replace")


def recognize_text(text: str, ending: str) -> Format:
    """What kind of text it is, by its beginning."""
    start = PROLOGUE.sub("", text, count=1)
    if FEED_START.match(start):
        return "export" if EXPORT.search(start, 0, 5000) else "feed"
    if PAGE_START.match(start):
        return "page"
    if JSON_START.match(start) or ending in (".json", ".jsonl", ".ndjson"):
        return "json"
    return recognize_prose(text, start, ending)


def recognize_prose(text: str, start: str, ending: str) -> Format:
    """What kind of text it is that people write or see. `start` is where its comments and declarations end."""
    if ending == ".eml" or is_mail(start):
        return "mail"
    if ending in (".md", ".markdown") or FRONT_MATTER_START.match(start) or HEADING_START.match(start):
        return "markdown"
    if TAG_START.match(start) or ending in (".html", ".htm", ".xhtml"):
        return "page" if re.search(r"<(?:html|body)\b", text, re.IGNORECASE) else "fragment"
    refuse_markup(text.lstrip(), start)
    return "plain"


def is_mail(text: str) -> bool:
    """Whether a text opens with headers, among them three that mails have."""
    if MAILBOX_START.match(text):
        raise SourceError("it is a mailbox of many mails; save them as .eml files")
    headers = HEADERS.match(text[:20_000])
    return headers is not None and len({name.lower() for name in MAIL_HEADER.findall(headers[0])}) >= 3


def refuse_markup(text: str, start: str) -> None:
    """Refuse XML that is neither a feed nor a page."""
    if SITE_MAP_START.match(start):
        raise SourceError("it is a site map, not an article; fetch the articles that it lists")
    if text.startswith("<?xml"):
        raise SourceError(f"it is XML of a kind that is not known here: {start.partition('>')[0][:40]!r}{HINT}")
