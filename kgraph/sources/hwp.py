"""A document of Hangul 5 (HWP, an OLE file) becomes a draft: the text of its paragraphs.

After Hancom's published description of HWP 5.0 (revision 1.3): streams of records, packed with DEFLATE, in
which records of tag 67 hold a paragraph's text in UTF-16, mixed with controls of one or eight units.
"""

import re
import zlib
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from kgraph.errors import SourceError
from kgraph.sources.compression import DAMAGE
from kgraph.sources.draft import Draft
from kgraph.sources.files import File
from kgraph.sources.formats import HINT
from kgraph.sources.office import find_headline

if TYPE_CHECKING:
    from olefile import OleFileIO

MAX_BYTES = 200_000_000
MAX_SECTION = 50_000_000
"""Bytes of one section when it is unpacked."""
COMPRESSED, LOCKED = 0x1, 0x516
"""Flags of the header: password, distribution, DRM, and two kinds of encryption by certificate lock a document."""
PARAGRAPH_TEXT = 67
CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x17].{7}|\t.{7}", re.DOTALL)
"""Controls of eight units; the tab is one of them."""
SINGLE = str.maketrans({"\x18": "-", "\x1e": " ", "\x1f": " ", "\r": None, "\x00": None})
SUMMARY, TITLE, LAST_SAVED = "\x05HwpSummaryInformation", 2, 13
"""The stream of properties, and the numbers of two of them."""
OTHERS = (
    ("WordDocument", "a document of an old Word"),
    ("EncryptedPackage", "an office document with a password"),
    ("__properties_version1.0", "a mail of Outlook"),
    ("Workbook", "an old spreadsheet"),
    ("PowerPoint Document", "an old presentation"),
)


def read_ole(file: File) -> Iterator[Draft]:
    """The draft of a document of Hangul 5. Raises SourceError for other OLE files, and for damaged and locked ones."""
    import olefile

    data = file.take(MAX_BYTES, "split it into articles")
    try:
        with olefile.OleFileIO(data) as ole:
            yield draft_hwp(ole)
    except SourceError:
        raise
    except DAMAGE as error:
        raise SourceError("the document is damaged or cut off") from error


def draft_hwp(ole: "OleFileIO") -> Draft:
    """The draft of an open OLE file."""
    flags = read_flags(ole)
    paragraphs: list[str] = []
    whole = True
    for name in list_sections(ole):
        records, sound = unpack_section(ole.openstream(name).read(), bool(flags & COMPRESSED))
        paragraphs += (read_units(payload) for tag, payload in iterate_records(records) if tag == PARAGRAPH_TEXT)
        whole = whole and sound
    text = "\n\n".join(filter(None, paragraphs))
    told = ole.getproperties(SUMMARY, convert_time=True) if ole.exists(SUMMARY) else {}
    saved = told.get(LAST_SAVED)
    notes = [] if whole else ["a section of it is damaged; what could be read of it was"]
    if isinstance(saved, datetime):
        notes.append("dated by the day on which the file was saved last")
    return Draft(
        text=text,
        title=str(told.get(TITLE) or "").strip("\0 ") or find_headline(text),
        published=saved.date().isoformat() if isinstance(saved, datetime) else None,
        truncated=not whole,
        notes=tuple(notes),
    )


def read_flags(ole: "OleFileIO") -> int:
    """The flags of a document of Hangul 5. Raises SourceError for one that is locked, and for other OLE files."""
    header = ole.openstream("FileHeader").read(40) if ole.exists("FileHeader") else b""
    if not header.startswith(b"HWP Document File"):
        kind = next((kind for name, kind in OTHERS if ole.exists(name)), "an old office document")
        raise SourceError(f"it is {kind}, not text{HINT}")
    flags = int.from_bytes(header[36:40], "little")
    if flags & LOCKED:
        raise SourceError("the document is locked with a password or for distribution; save it without")
    return flags


def list_sections(ole: "OleFileIO") -> list[str]:
    """The names of the sections of the text, in order."""
    names = ["/".join(parts) for parts in ole.listdir()]
    numbers = [int(found[1]) for name in names if (found := re.fullmatch(r"BodyText/Section(\d+)", name))]
    if not numbers:
        raise SourceError("the document has no text")
    return [f"BodyText/Section{number}" for number in sorted(numbers)]


def unpack_section(data: bytes, compressed: bool) -> tuple[bytes, bool]:
    """The records of a section as far as they can be unpacked, and whether they are whole."""
    if not compressed:
        return data, True
    decoder = zlib.decompressobj(-15)
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(data), 4096):
            parts.append(decoder.decompress(data[start : start + 4096]))
            size += len(parts[-1])
            if size > MAX_SECTION:
                raise SourceError(f"a section of it unpacks to more than {MAX_SECTION:,} bytes; split it into articles")
    except zlib.error:
        return b"".join(parts), False
    return b"".join(parts), decoder.eof


def iterate_records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and the payload of each record: ten bits of tag, ten of level, twelve of length."""
    place = 0
    while place + 4 <= len(data):
        header = int.from_bytes(data[place : place + 4], "little")
        place += 4
        length = header >> 20
        if length == 0xFFF:
            length = int.from_bytes(data[place : place + 4], "little")
            place += 4
        yield header & 0x3FF, data[place : place + length]
        place += length


def read_units(payload: bytes) -> str:
    """The text of a paragraph without its controls."""
    text = payload.decode("utf-16-le", "surrogatepass" if len(payload) % 2 == 0 else "replace")
    return CONTROLS.sub(lambda found: " " if found[0][0] == "\t" else "", text).translate(SINGLE).strip()
