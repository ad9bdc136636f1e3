"""Files, folders and standard input become Documents, whatever their format; what cannot be read is Skipped.

folders     a source -> its files
files       a file, or a member of one -> a stream that can be looked at, within what one file may unpack to
formats     first bytes -> the format
archives    archives (`zips`, whose directory may be lost) and compressed files (`compression`) -> the files in them
texts       text -> drafts, by way of `encoding` (bytes -> text) and
              records     JSON; `salvage` (cut and damaged JSON), `wordpress` and `facts`
              feeds       RSS, Atom, WordPress exports
              html        page; `markup` makes plain text of HTML
              plain       plain text, Markdown
office, hwp, pdf            documents -> draft; `pdf_pages` is run by `pdf`
mail, warc                  -> drafts, and the files in them
draft       draft -> Document: cleaned, named, dated (by its dateline, `datelines`, where nothing else does)
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kgraph.errors import SourceError
from kgraph.model import Document, Skipped
from kgraph.sources.archives import read_compressed, read_tar, read_zip
from kgraph.sources.draft import Draft, make_document, read_date
from kgraph.sources.files import BudgetError, File
from kgraph.sources.folders import find_files, name_cause, show_path, skip
from kgraph.sources.formats import Format, recognize_format
from kgraph.sources.hwp import read_ole
from kgraph.sources.mail import read_mail
from kgraph.sources.pdf import read_pdf
from kgraph.sources.texts import FEEDS, OF_ONE, read_feeds, read_json, read_one
from kgraph.sources.warc import read_warc
from kgraph.steps import STEPS

__all__ = ["read_documents"]

STDIN = "-"

Found = Draft | File | Skipped | SourceError
Reader = Callable[[File], Iterator[Found]]

READERS: dict[Format, Reader] = {
    "zip": read_zip,
    "tar": read_tar,
    "pdf": read_pdf,
    "ole": read_ole,
    "mail": read_mail,
    "warc": read_warc,
    "json": read_json,
    **{form: partial(read_compressed, form=form) for form in ("gzip", "bzip2", "xz", "zstd")},
    **{form: partial(read_feeds, form=form) for form in FEEDS},
    **{form: partial(read_one, form=form) for form in OF_ONE},
}


def read_documents(sources: Iterable[str], stdin: BinaryIO | None = None) -> Iterator[Document | Skipped]:
    """The documents of files, folders and `-` (standard input) in order; a Skipped for what cannot be read.

    One file at a time is held in memory, of an archive one member, of JSON lines a part. Documents of equal id are
    all given.
    """
    for source in sources:
        if source == STDIN:
            yield from read_standard_input(stdin)
        else:
            for file in find_files(source):
                yield from [file] if isinstance(file, Skipped) else read_file(file)


def read_standard_input(stdin: BinaryIO | None) -> Iterator[Document | Skipped]:
    """The documents of standard input."""
    if stdin is None:
        yield Skipped(source=STDIN, reason="there is no standard input to read")
    else:
        yield from read_whole(File(STDIN, stdin))


def read_file(path: Path) -> Iterator[Document | Skipped]:
    """The documents of one file."""
    try:
        stream = path.open("rb")
    except OSError as error:
        yield skip(path, name_cause(error))
        return
    STEPS.debug("read: %s", show_path(path))
    with stream:
        yield from read_whole(File(show_path(path), stream))


def read_whole(file: File) -> Iterator[Document | Skipped]:
    """The documents of a file, those of what it holds among them."""
    try:
        yield from read_input(file)
    except BudgetError as error:
        yield Skipped(source=file.name, reason=str(error))
    except OSError as error:
        yield Skipped(source=file.name, reason=name_cause(error))


def read_input(file: File) -> Iterator[Document | Skipped]:
    """The documents of a file or of a member of one. Raises BudgetError where nothing more may be unpacked."""
    try:
        for found in READERS[recognize_format(file.head(), file.name)](file):
            if isinstance(found, File):
                yield from read_input(found)
            else:
                yield found if isinstance(found, Skipped) else finish_draft(found, file)
    except BudgetError:
        raise
    except SourceError as error:
        yield Skipped(source=file.name, reason=file.damage if file.damage and not file.size else str(error))


def finish_draft(draft: Draft | SourceError, file: File) -> Document | Skipped:
    """The document of a draft, with what is known of its file."""
    try:
        if isinstance(draft, SourceError):
            raise draft
        return make_document(add_known(draft, file))
    except SourceError as error:
        return Skipped(source=file.name, reason=str(error))


def add_known(draft: Draft, file: File) -> Draft:
    """A draft with what whoever sent or fetched its file knows of it."""
    known = file.known
    notes = draft.notes
    if known.published and not read_date(draft.published):
        draft = replace(draft, published=known.published)
        notes += (known.note,) if known.note else ()
    return replace(draft, url=known.url or draft.url, publisher=draft.publisher or known.publisher, notes=notes)
