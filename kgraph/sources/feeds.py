"""The text of an RSS or Atom feed, or of a WordPress export, becomes the drafts of its entries.

Each entry is cut out and parsed alone, so that damage in one leaves the others whole and a large file is never one
tree. A parser sees no entity at all: those that were declared, as in XML bombs, stay as they were written.
RSS 2.0, RSS 1.0 (RDF), Atom (RFC 4287), WordPress eXtended RSS 1.2.
"""

import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from kgraph.errors import SourceError
from kgraph.sources.draft import MAX_MARKUP, TEXT_LIMIT, Draft, host_name
from kgraph.sources.markup import read_fragment

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(?P<close>/?)(?:\w+:)?(?P<tag>item|entry)\b[^>]*>", re.DOTALL
)
"""The ends of entries, and what may hold something that looks like one."""
NAMESPACE = re.compile(r"""\bxmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufdd0\ufffe\uffff\ud800-\udfff]")
CLOSED = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf|entry)\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)
MAX_HEAD = 100_000
"""Characters before the first entry in which a feed tells about itself."""
AMPERSAND = "\ufdd0"
"""Stands for `&` while XML is parsed; no text holds it."""
DECLARATIONS = re.compile(r"\s*(?:<\?[^>]*>\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*|<!--.*?-->\s*)*", re.DOTALL)
BLOCK = re.compile(r"<(?:p|div|br|ul|ol|table)\b", re.IGNORECASE)
SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist)\b[^\[\]\n]*\]|\[/?[a-z][\w-]*\s+\w+=[^\[\]\n]*\]"
)
"""What WordPress would replace where it shows the post."""


class Span(NamedTuple):
    """Where in a text an entry stands; `cut` where its end is lost."""

    start: int
    end: int
    cut: bool = False


class Entry(NamedTuple):
    """An entry's fields by their names, such as `dc:date`; HTML as text."""

    fields: dict[str, str]
    cut: bool = False
    damaged: bool = False


def read_feed(text: str) -> Iterator[Draft | SourceError]:
    """The drafts of the entries of a feed, named by their place where they cannot be read."""
    yield from read_entries(text, read_entry, "it is a feed without entries")


def read_export(text: str) -> Iterator[Draft | SourceError]:
    """The drafts of the posts and pages of a WordPress export that are published."""
    yield from read_entries(text, read_exported, "it is a WordPress export without published posts or pages")


def read_entries(
    text: str, read: Callable[[Entry, Entry], Draft | None], nothing: str
) -> Iterator[Draft | SourceError]:
    """The drafts of entries; `read` gets one of them and what stands before the first, and may leave it out."""
    spans = list(find_entries(text))
    start = spans[0].start if spans else len(text)
    shell = " ".join(dict.fromkeys(NAMESPACE.findall(text, 0, min(start, MAX_HEAD))))
    feed = parse_entry(text[: min(start, MAX_HEAD)], shell)
    drafts = bare = 0
    for place, span in enumerate(spans, start=1):
        draft = read_span(text, span, shell, lambda entry: read(entry, feed))
        drafts += draft is not None
        if isinstance(draft, Draft) and not draft.text:
            bare += 1
        elif draft:
            yield SourceError(f"entry {place}: {draft}") if isinstance(draft, SourceError) else draft
    if bare:
        yield SourceError(f"entries with a title or a link only: {bare} of {len(spans)}")
    if not CLOSED.search(text):
        where = f"in or after its entry {len(spans)}" if spans else "before its first entry"
        yield SourceError(f"the file is cut off {where}")
    elif not drafts:
        yield SourceError(nothing)


def read_span(text: str, span: Span, shell: str, read: Callable[[Entry], Draft | None]) -> Draft | SourceError | None:
    """The draft of the entry that stands in a span of the text, or why there is none."""
    length = span.end - span.start
    if length > MAX_MARKUP:
        return SourceError(f"it has {length:,} characters; {TEXT_LIMIT}")
    try:
        return read(parse_entry(text[span.start : span.end], shell, span.cut))
    except SourceError as error:
        return error


def find_entries(text: str) -> Iterator[Span]:
    """Where each entry starts and ends."""
    start = None
    for token in TOKEN.finditer(text):
        if not token["tag"]:
            continue
        if token["close"]:
            if start is not None:
                yield Span(start, token.end())
            start = None
        elif not token[0].endswith("/>"):
            if start is not None:  # its end is lost
                yield Span(start, token.start(), cut=True)
            start = token.start()
    if start is not None:
        yield Span(start, len(text), cut=True)


def parse_entry(text: str, shell: str, cut: bool = False) -> Entry:
    """The fields of an entry, or of what stands before the first one. Nothing is expanded, nothing is fetched."""
    from lxml import etree

    if not text:
        return Entry({})
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    body = re.sub(
        r"^\s*(?:<\?[^>]*>\s*|<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>\s*|<!--.*?-->\s*)*", "", text, flags=re.DOTALL
    )
    tree = etree.fromstring(f"<shell {shell}>{hide_ampersands(body)}</shell>", parser)
    if tree is None:
        raise SourceError("its XML is damaged")
    fields: dict[str, str] = {}
    for element in tree.iter():
        name = field_name(element)
        value = take_value(element)
        if name and value:
            fields.setdefault(name, value)
    return Entry(fields, cut, len(parser.error_log) > 0)


def hide_ampersands(text: str) -> str:
    """XML in which a parser sees no entity, and no character that XML forbids."""
    parts = CDATA.split(NOT_XML.sub("", text))
    return "".join(part if part.startswith("<![CDATA[") else part.replace("&", AMPERSAND) for part in parts)


def field_name(element: "Element") -> str:
    """The name of a field with its usual prefix; a link of Atom is named by what it leads to."""
    if not isinstance(element.tag, str):
        return ""
    local = element.tag.rpartition("}")[2]
    name = f"{element.prefix}:{local}" if element.prefix and ":" not in local else local
    name = name.removeprefix("atom:")
    if name == "link" and element.get("href"):
        return "link" if element.get("rel", "alternate") == "alternate" else ""
    if name == "guid" and element.get("isPermaLink") == "false":
        return "id"
    return name


def take_value(element: "Element") -> str:
    """The text of a field; that of XHTML as HTML, of escaped HTML as it was before."""
    from lxml import etree

    if element.get("href"):
        return show_ampersands(str(element.get("href")))
    if element.get("type") == "xhtml":
        inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
        return inner.replace(AMPERSAND, "&")
    if len(element) and any(isinstance(child.tag, str) for child in element):
        return ""
    value = show_ampersands("".join(element.itertext())).strip()
    plain = element.get("type") == "text" or (not element.get("type") and is_atom(element))
    return value.replace("&", "&amp;").replace("<", "&lt;") if plain else value


def is_atom(element: "Element") -> bool:
    """Whether an element is a text of Atom, which is no HTML unless it says so."""
    return str(element.tag).startswith("{http://www.w3.org/2005/Atom}") and element.tag[29:] in (
        "title",
        "summary",
        "content",
    )


def show_ampersands(text: str) -> str:
    """A text with what its entities stand for."""
    return re.sub(rf"{AMPERSAND}(#?\w{{1,31}};)", lambda found: unescape(f"&{found[1]}"), text).replace(AMPERSAND, "&")


def read_entry(entry: Entry, feed: Entry) -> Draft:
    """The draft of an entry of a feed: its full text, else its summary, which is noted, else no text."""
    fields = entry.fields
    content = fields.get("content:encoded") or fields.get("content")
    summary = fields.get("description") or fields.get("summary") or ""
    text = read_fragment(content or summary, cut=entry.cut)
    link = fields.get("link") or fields.get("guid")
    link = link if host_name(link) else None
    notes = list(note_damage(entry))
    if not content:
        notes.append("the feed gives a summary only; fetch the article for the whole")
    date = next(
        (fields[name] for name in ("pubDate", "published", "dc:date", "issued", "updated") if name in fields), None
    )
    return Draft(
        id=link or fields.get("guid") or fields.get("id"),
        url=link,
        title=read_fragment(fields.get("title", "")),
        published=read_mail_date(date),
        language=fields.get("dc:language") or feed.fields.get("language"),
        publisher=read_fragment(feed.fields.get("title", "")) or None,
        text=text,
        truncated=entry.cut or entry.damaged,
        notes=tuple(notes),
    )


def read_exported(item: Entry, site: Entry) -> Draft | None:
    """The draft of an item of a WordPress export; none for drafts, private posts, attachments and menus.

    `wp:post_date` is the day on the site's own calendar, as `date` is in its REST interface.
    """
    fields = item.fields
    if not {"wp:status", "wp:post_type"} <= fields.keys():
        raise SourceError("its end is lost, which says whether it is published")
    if fields["wp:status"] != "publish" or fields["wp:post_type"] not in ("post", "page"):
        return None
    if fields.get("wp:post_password"):
        raise SourceError("the post is protected by a password")
    draft_of = {**fields, "content:encoded": mark_paragraphs(SHORTCODE.sub("", fields.get("content:encoded", "")))}
    draft_of.pop("description", None)
    date = fields.get("wp:post_date", "")
    draft_of["pubDate"] = date if date > "0000-00-00 00:00:00" else fields.get("pubDate", "")
    return read_entry(Entry(draft_of, item.cut, item.damaged), site)


def mark_paragraphs(text: str) -> str:
    """A post's text as WordPress shows it: where its author left blank lines, paragraphs part."""
    return text if BLOCK.search(text) else re.sub(r"\n\s*\n", "<p>", text).replace("\n", "<br>")


def read_mail_date(text: str | None) -> str | None:
    """A date as mails and RSS write it (RFC 5322) in ISO form, on the calendar of its sender; others as they are."""
    try:
        return parsedate_to_datetime(text or "").date().isoformat()
    except (ValueError, IndexError, OverflowError):
        return text or None


def note_damage(entry: Entry) -> Iterator[str]:
    """What of an entry is lost, in words."""
    if entry.cut:
        yield "the entry is cut off"
    elif entry.damaged:
        yield "the entry's XML is damaged; what could be read of it was"
