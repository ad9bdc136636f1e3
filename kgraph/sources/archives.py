"""An archive or a compressed file becomes the files in it, each to be read before the next; none is written to disk."""

import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from kgraph.errors import SourceError
from kgraph.model import Skipped
from kgraph.sources.compression import DAMAGE, OPENERS
from kgraph.sources.draft import Draft
from kgraph.sources.files import BudgetError, File
from kgraph.sources.formats import HINT, Format
from kgraph.sources.office import name_office, read_office
from kgraph.sources.zips import Checked, open_archive

ENCRYPTED = 1
OFFICE = re.compile(rb"PK\x03\x04.{26}(?:mimetypeapplication/|\[Content_Types\]|_rels/|docProps/|word/)", re.DOTALL)

Found = Draft | SourceError | File | Skipped


def read_compressed(file: File, form: Format) -> Iterator[File]:
    """The file that was compressed, under the name of the compressed one."""
    try:
        yield file.unpack(OPENERS[form](file))  # type: ignore[arg-type]
    except DAMAGE as error:
        raise SourceError("its compressed data is damaged") from error


def read_tar(file: File) -> Iterator[Found]:
    """The files of a tar archive in their order. Links are not followed."""
    empty = True
    try:
        with tarfile.open(fileobj=file, mode="r|") as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined] # else it keeps them all
                if member.isdir() or is_hidden(member.name):
                    continue
                empty = False
                content = archive.extractfile(member) if member.isfile() else None
                if content:
                    yield file.open_member(member.name, content)
                else:
                    yield Skipped(source=file.show_member(member.name), reason="it is a link or a device, not a file")
    except DAMAGE as error:
        raise SourceError("the archive is damaged or cut off; what came before that was read") from error
    yield from note_end(file, empty)
    if any(file.last[-tarfile.BLOCKSIZE :]) and not file.damage:
        yield SourceError("the archive has no end: it may be cut off after its last file")


def read_zip(file: File) -> Iterator[Found]:
    """The files of a zip archive in their order, or the draft of an office document, which is one too."""
    office = OFFICE.match(file.head())
    with file.open_random() as stream:
        try:
            archive, whole = open_archive(stream)
        except DAMAGE as error:
            what = "the office document" if office else "the archive"
            raise SourceError(f"{what} is damaged or cut off, and nothing in it can be found; get it anew") from error
        with archive:
            kind = name_office(archive)
            if office and not kind:
                raise SourceError(f"it is an office document of a kind that is not read, or too damaged{HINT}")
            yield from [read_office(archive, kind, whole)] if kind else open_members(file, archive)
        if not whole and not kind:
            yield SourceError("the archive is damaged or cut off; what could be found in it was read")


def open_members(file: File, archive: zipfile.ZipFile) -> Iterator[Found]:
    """The files of an open zip archive."""
    empty = True
    for member in archive.infolist():
        if not member.filename or member.is_dir() or is_hidden(member.filename):
            continue
        empty = False
        try:
            yield open_zipped(file, archive, member)
        except BudgetError:
            raise
        except SourceError as error:
            yield Skipped(source=file.show_member(member.filename), reason=str(error))
    yield from note_end(file, empty)


def open_zipped(file: File, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> File:
    """One file of a zip archive. Raises SourceError where it cannot be opened."""
    if member.flag_bits & ENCRYPTED:
        raise SourceError("it is locked with a password; unpack it first")
    try:
        return file.open_member(member.filename, Checked(archive, member))
    except NotImplementedError as error:
        raise SourceError("it is compressed in a way that is not known here; unpack it first") from error
    except DAMAGE as error:
        raise SourceError("the archive is damaged here") from error


def is_hidden(name: str) -> bool:
    """Whether a member is one of those that are left out in folders too."""
    parts = PurePosixPath(name).parts
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in parts)


def note_end(file: File, empty: bool) -> Iterator[SourceError]:
    """What is to be said of an archive at its end."""
    if file.damage:
        yield SourceError(file.damage)
    elif empty:
        yield SourceError("the archive holds no files to read; hidden ones are left out")
