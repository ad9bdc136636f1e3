"""Files, folders and standard input become Documents, whatever their format; what cannot be read is Skipped.

folders     a source -> its files
formats     first bytes -> JSON, page, fragment, Markdown or plain text
encoding    bytes -> text
records     JSON -> drafts, by way of `salvage` (cut and damaged JSON), `wordpress` and `facts`
html        page -> draft; `markup` makes plain text of HTML
plain       plain text, Markdown -> draft
draft       draft -> Document: cleaned, dated, named
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import SourceError
from kgraph.model import Document, Skipped
from kgraph.sources.draft import MAX_MARKUP, TEXT_LIMIT, Draft, make_document
from kgraph.sources.encoding import Decoded, decode_bytes
from kgraph.sources.folders import find_files, name_cause, show_path, skip
from kgraph.sources.formats import HEAD, Format, recognize_format
from kgraph.sources.html import read_html_fragment, read_page
from kgraph.sources.plain import read_markdown, read_plain
from kgraph.sources.records import read_records

__all__ = ["read_documents"]

STDIN = "-"
MAX_BYTES: dict[Format, int] = {
    "json": 500_000_000,
    "page": MAX_MARKUP // 2,
    "fragment": MAX_MARKUP,
    "markdown": MAX_MARKUP,
    "plain": MAX_MARKUP,
}
"""A JSON file holds many articles, any other one. To find the article of a long page takes seconds."""


def read_documents(sources: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Document | Skipped]:
    """The documents of files, folders and `-` (standard input) in order; a Skipped for what cannot be read.

    One file at a time is held in memory. Documents of equal id are all given.
    """
    for source in sources:
        if source == STDIN:
            yield from read_input(stdin)
        else:
            for file in find_files(source):
                yield from [file] if isinstance(file, Skipped) else read_file(file)


def read_input(stdin: BinaryIO | None) -> Iterator[Document | Skipped]:
    """The documents of standard input."""
    if stdin is None:
        yield Skipped(source=STDIN, reason="there is no standard input to read")
    else:
        yield from read_stream(stdin, STDIN)


def read_file(path: Path) -> Iterator[Document | Skipped]:
    """The documents of one file."""
    try:
        stream = path.open("rb")
    except OSError as error:
        yield skip(path, name_cause(error))
        return
    with stream:
        yield from read_stream(stream, show_path(path))


def read_stream(stream: BinaryIO, name: str) -> Iterator[Document | Skipped]:
    """The documents of one stream of bytes."""
    try:
        form, decoded = read_text(stream, name)
    except SourceError as error:
        yield Skipped(source=name, reason=str(error))
    except OSError as error:
        yield Skipped(source=name, reason=name_cause(error))
    else:
        for draft in read_drafts(form, decoded.text):
            yield finish_draft(draft, decoded, name, form)


def read_text(stream: BinaryIO, name: str) -> tuple[Format, Decoded]:
    """A stream's format and its text. No more is read than a file of its format may hold."""
    data = stream.read(HEAD)
    form = recognize_format(data, name)
    limit = MAX_BYTES[form]
    data += stream.read(limit + 1 - len(data))
    if len(data) > limit:
        raise SourceError(f"it is larger than {limit:,} bytes; {TEXT_LIMIT}")
    return form, decode_bytes(data)


def read_drafts(form: Format, text: str) -> Iterator[Draft | SourceError]:
    """The drafts in a text of the given format."""
    if form == "json":
        yield from read_records(text)
        return
    readers = {
        "page": read_page,
        "fragment": read_html_fragment,
        "markdown": read_markdown,
        "plain": read_plain,
    }
    try:
        yield readers[form](text)
    except SourceError as error:
        yield error


def finish_draft(draft: Draft | SourceError, decoded: Decoded, name: str, form: Format) -> Document | Skipped:
    """The document of a draft, with what is to be said of its file's bytes."""
    try:
        if isinstance(draft, SourceError):
            raise draft
        notes = (*decoded.notes, *draft.notes)
        if decoded.cut and form != "json":
            draft = replace(draft, truncated=True)
            notes = (*notes, "the file is cut off inside a character")
        return make_document(replace(draft, notes=notes))
    except SourceError as error:
        return Skipped(source=name, reason=str(error))
