"""A file of text becomes drafts: it is decoded, and read as JSON, a feed, a page, Markdown or plain text."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from kgraph.errors import SourceError
from kgraph.sources.draft import MAX_MARKUP, TEXT_LIMIT, Draft
from kgraph.sources.encoding import Decoded, decode_bytes
from kgraph.sources.feeds import read_export, read_feed
from kgraph.sources.files import CHUNK, File
from kgraph.sources.formats import Format
from kgraph.sources.html import read_html_fragment, read_page
from kgraph.sources.plain import read_markdown, read_plain
from kgraph.sources.records import read_records

Found = Draft | SourceError

FEEDS: dict[Format, Callable[[str], Iterator[Found]]] = {"feed": read_feed, "export": read_export}
"""Formats in XML whose files hold many articles."""
OF_ONE: dict[Format, Callable[[str], Draft]] = {
    "page": read_page,
    "fragment": read_html_fragment,
    "markdown": read_markdown,
    "plain": read_plain,
}
MAX_BYTES = 500_000_000
"""Bytes of a file of many articles that is read at once; one of one article may have MAX_MARKUP."""
BLOCK = 16_000_000
"""Bytes of a file of JSON lines that are read at once."""


def read_json(file: File) -> Iterator[Found]:
    """The drafts of a file of JSON; one that holds a value a line is read block by block."""
    yield from read_records(decode_bytes(block, file.known.charset) for block in split_blocks(file))
    if file.damage:
        yield SourceError(file.damage)


def split_blocks(file: File) -> Iterator[bytes]:
    """The bytes of a file in blocks, each of which ends where a line begins with a new value.

    Raises SourceError where a block grows too large.
    """
    block = bytearray()
    searched = 0  # so far no line begins with a value: what is one long array must not be searched again and again
    while part := file.read(CHUNK):
        block += part
        if len(block) > MAX_BYTES:
            raise SourceError(f"it is larger than {MAX_BYTES:,} bytes; write a post a line, or split it")
        if len(block) >= BLOCK:
            end = max(block.rfind(b"}\n{", searched), block.rfind(b"}\r\n{", searched)) + 1
            if end:
                yield bytes(block[:end])
                del block[:end]
            searched = max(0, len(block) - 3)
    yield bytes(block)


def read_feeds(file: File, form: Format) -> Iterator[Found]:
    """The drafts of a feed or an export."""
    decoded = decode_bytes(file.take(MAX_BYTES, "split it"), file.known.charset)
    for found in FEEDS[form](decoded.text):
        yield found if isinstance(found, SourceError) else replace(found, notes=(*decoded.notes, *found.notes))
    if file.damage:
        yield SourceError(file.damage)


def read_one(file: File, form: Format) -> Iterator[Draft]:
    """The draft of a file of one article."""
    limit = MAX_MARKUP // 2 if form == "page" else MAX_MARKUP  # to find the article of a long page takes seconds
    decoded = decode_bytes(file.take(limit, TEXT_LIMIT), file.known.charset)
    draft = OF_ONE[form](decoded.text)
    losses = list(note_losses(decoded, file))
    yield replace(draft, truncated=draft.truncated or bool(losses), notes=(*decoded.notes, *draft.notes, *losses))


def note_losses(decoded: Decoded, file: File) -> Iterator[str]:
    """How the end of a file was lost, in words."""
    if decoded.cut:
        yield "the file is cut off inside a character"
    if file.damage:
        yield file.damage
