"""A mail becomes a draft of what it says, and the files that are attached to it."""

import email
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from typing import TypeAlias

from kgraph.errors import SourceError
from kgraph.sources.draft import MAX_MARKUP, Draft
from kgraph.sources.encoding import decode_bytes
from kgraph.sources.feeds import read_mail_date
from kgraph.sources.files import HEAD, File, Known
from kgraph.sources.formats import recognize_format
from kgraph.sources.markup import read_fragment
from kgraph.sources.plain import read_plain

Part: TypeAlias = "Message[str, str]"
"""A mail is one too."""
MAX_BYTES = 100_000_000
MAX_PARTS = 1_000
TEXTS = ("text/html", "text/plain")
"""The first of the two is read where a mail says the same in both."""


def read_mail(file: File) -> Iterator[Draft | File]:
    """The draft of a mail, and its attachments that could be documents; what else it carries is noted."""
    message, parts = parse_mail(file.take(MAX_BYTES, "save its attachments as files"))
    attached = [part for part in parts if is_attached(part)]
    draft = draft_mail(message, [part for part in parts if part not in attached])
    members, others = sort_attachments(attached)
    if not draft.text and not members:
        raise SourceError("the mail has no text")
    known = Known(published=read_mail_date(read_header(message, "Date")), publisher=find_sender(message))
    if draft.text:
        notes = [f"attachments that are no documents were left out: {', '.join(others)}"] if others else []
        cut = bool(message.defects or file.damage)
        notes += ["the mail is cut off or damaged"] if cut else []
        draft = replace(draft, published=known.published, publisher=known.publisher)
        yield replace(draft, truncated=cut, notes=tuple(notes))
    for name, content in members:
        yield file.open_member(name, io.BytesIO(content), known)


def parse_mail(data: bytes) -> tuple[Part, list[Part]]:
    """A mail, and its parts. Raises SourceError where they are too many or too deep."""
    try:
        message = email.message_from_bytes(data)
        return message, list(list_parts(message))
    except RecursionError:
        raise SourceError("its parts nest too deeply") from None


def sort_attachments(parts: list[Part]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """The names and bytes of attachments that could be documents, and the names of others."""
    members, others = [], []
    for place, part in enumerate(parts, start=1):
        name, content = read_filename(part, place), read_payload(part)
        try:
            recognize_format(content[:HEAD], name)
        except SourceError:
            others.append(name)
        else:
            members.append((name, content))
    return members, others


def list_parts(message: Part) -> Iterator[Part]:
    """The parts of a mail that hold no others; an attached mail is one part."""
    stack = [message]
    for _ in range(MAX_PARTS):
        if not stack:
            return
        part = stack.pop()
        if part.get_content_type() != "message/rfc822" and part.is_multipart():
            stack.extend(reversed([each for each in part.get_payload() if isinstance(each, Message)]))
        else:
            yield part
    raise SourceError(f"the mail has more than {MAX_PARTS:,} parts; save them as files")


def is_attached(part: Part) -> bool:
    """Whether a part is a file rather than text of the mail."""
    return part.get_content_type() not in TEXTS or part.get_content_disposition() == "attachment"


def draft_mail(message: Part, parts: list[Part]) -> Draft:
    """The draft of what a mail says itself: its HTML where it has any, else its plain text."""
    for kind in TEXTS:
        texts = [read_text(part, kind) for part in parts if part.get_content_type() == kind]
        if any(texts):
            break
    number = re.sub(r"[<>\s]", "", read_header(message, "Message-ID"))
    return Draft(
        text="\n\n".join(filter(None, texts)),
        title=read_header(message, "Subject"),
        id=f"mid:{number}" if number else None,  # RFC 2392
    )


def read_text(part: Part, kind: str) -> str:
    """The text of one part, without markup."""
    data = read_payload(part)
    if len(data) > MAX_MARKUP or not data.strip():
        return ""
    text = decode_bytes(data, part.get_content_charset()).text
    return read_fragment(text) if kind == "text/html" else read_plain(text).text


def read_payload(part: Part) -> bytes:
    """The bytes of a part; those of a mail that is attached, as it was sent."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def read_header(message: Part, name: str) -> str:
    """A header, with what was encoded in it (RFC 2047) where that can be decoded."""
    raw = str(message.get(name, ""))
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return raw


def read_filename(part: Part, place: int) -> str:
    """The name of an attachment, or one made up from its place."""
    name = part.get_filename() or ""
    if part.get_content_type() == "message/rfc822":
        return f"{name.removesuffix('.eml') or place}.eml"
    try:
        return str(make_header(decode_header(name))) or str(place)
    except (HeaderParseError, LookupError, ValueError):
        return name or str(place)


def find_sender(message: Part) -> str | None:
    """The name of who sent a mail, else the host of the address."""
    name, address = parseaddr(read_header(message, "From"))
    return name or address.rpartition("@")[2] or None
