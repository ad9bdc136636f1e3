"""The first bytes of a file say what it holds: JSON, an HTML page or fragment, Markdown or plain text.

What holds no text that could be read is refused here, by the name of what it is.
"""

import re
from pathlib import PurePath
from typing import Literal

from kgraph.errors import SourceError
from kgraph.sources.encoding import find_byte_order_mark

Format = Literal["json", "page", "fragment", "markdown", "plain"]

HEAD = 65_536
"""Bytes that are enough to recognize a format by."""
SIGNATURES = (
    (rb"%PDF-", "a PDF"),
    (rb"%!PS", "a PostScript file"),
    (rb"\{\\rtf", "an RTF document"),
    (rb"PK\x03\x04(?=.{0,4000}(?:word/|xl/|ppt/|\[Content_Types\]))", "an office document"),
    (rb"PK(?:\x03\x04|\x05\x06)", "a zip archive"),
    (
        rb"\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ\0|7z\xbc\xaf\x27\x1c|\x28\xb5\x2f\xfd|Rar!\x1a",
        "a compressed archive",
    ),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF....WEBP|II\*\0|MM\0\*|BM.{4}\0{4}", "an image"),
    (rb"ID3[\x02-\x04]|OggS|fLaC|RIFF....(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3", "audio or video"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (rb"SQLite format 3\0", "a SQLite database"),
    (rb"\x7fELF|MZ.\0|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe", "a program"),
)
BINARY = tuple((re.compile(pattern, re.DOTALL), name) for pattern, name in SIGNATURES)
HINT = "; save its text as plain text, Markdown, HTML or JSON"

PROLOGUE = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.DOTALL)
JSON_START = re.compile(r'\{\s*(?:["}]|\Z)|\[\s*(?:[\[{"\]]|-?\d+\s*,|(?:true|false|null)\b|\Z)')
FEED_START = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
PAGE_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
TAG_START = re.compile(
    r"<(?:a|abbr|article|b|blockquote|div|em|figure|h[1-6]|header|hr|i|img|link|main|meta|ol|p|pre|script|section|"
    r"span|strong|style|table|title|ul)\b[^<>]*>",
    re.IGNORECASE,
)
FRONT_MATTER_START = re.compile(r"---[ \t]*\r?\n[\w-]+[ \t]*:")
HEADING_START = re.compile(r"#{1,6}[ \t]+\S")


def recognize_format(head: bytes, name: str) -> Format:
    """What a file holds, by its first bytes, then by its name's ending. Raises SourceError for no text."""
    check_text(head)
    text = preview(head)
    start = PROLOGUE.sub("", text, count=1)
    ending = PurePath(name).suffix.lower()
    if FEED_START.match(start):
        raise SourceError("it is a feed or a site map, not an article; fetch the articles that it lists")
    if PAGE_START.match(start):
        return "page"
    if JSON_START.match(start) or ending in (".json", ".jsonl", ".ndjson"):
        return "json"
    if ending in (".md", ".markdown") or FRONT_MATTER_START.match(start) or HEADING_START.match(start):
        return "markdown"
    if TAG_START.match(start) or ending in (".html", ".htm", ".xhtml"):
        return "page" if re.search(r"<(?:html|body)\b", text, re.IGNORECASE) else "fragment"
    return "plain"


def check_text(head: bytes) -> None:
    """Refuse what is empty or no text."""
    if not head.strip():
        raise SourceError("it is empty")
    kind = next((kind for pattern, kind in BINARY if pattern.match(head)), None)
    if kind:
        raise SourceError(f"it is {kind}, not text{HINT}")
    if b"\0" in head and not find_byte_order_mark(head):
        raise SourceError(f"it is a binary file, not text{HINT}")


def preview(head: bytes) -> str:
    marked = find_byte_order_mark(head)
    mark, encoding = marked or (b"", "utf-8")
    return head[len(mark) :].decode(encoding, "replace")
