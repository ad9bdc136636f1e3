"""The bytes of a zip archive come in, one that can be opened goes out, even where its directory is lost.

A zip archive tells where its files stand at its very end, so that one that is cut off cannot be opened. Each file
has a header of its own, though, from which the directory is written anew (APPNOTE.TXT 6.3, 4.3.7 and 4.3.12).
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NamedTuple

from kgraph.errors import SourceError

MAX_DIRECTORY = 20_000_000
"""Bytes of a directory, which is read whole: some 200,000 files."""
MAX_LOST = 200_000_000
"""Bytes of an archive whose directory is written anew in memory."""
UNKNOWN = 0xFFFFFFFF
STREAMED = 8
"""Flag of a file whose sizes stand behind it, since they were not known before."""
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
END_64 = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64 = struct.Struct("<4sLQL")


class Archive(NamedTuple):
    """An open archive; `whole` unless its directory had to be written anew."""

    content: zipfile.ZipFile
    whole: bool


def open_archive(stream: IO[bytes]) -> Archive:
    """Open a zip archive. Raises BadZipFile and what else damage leads to, SourceError for one that is too large."""
    try:
        check_directory(stream)
        return Archive(zipfile.ZipFile(stream), whole=True)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError):
        stream.seek(0)
        data = stream.read(MAX_LOST + 1)
    if len(data) > MAX_LOST:
        raise zipfile.BadZipFile
    entries = b"".join(find_entries(data))
    end = END.pack(b"PK\5\6", 0, 0, 0, 0, len(entries), len(data), 0)
    return Archive(zipfile.ZipFile(io.BytesIO(data + entries + end)), whole=False)


def check_directory(stream: IO[bytes]) -> None:
    """Refuse an archive whose directory would take too much memory, before it is read."""
    size = stream.seek(0, io.SEEK_END)
    start = max(0, size - END.size - 65_535)
    stream.seek(start)
    tail = stream.read()
    place = tail.rfind(b"PK\5\6")
    if place < 0:
        raise zipfile.BadZipFile
    length = END.unpack_from(tail, place)[5]
    if tail[max(0, place - LOCATOR_64.size) : place].startswith(b"PK\6\7"):
        stream.seek(start + place - LOCATOR_64.size - END_64.size)
        length = END_64.unpack(stream.read(END_64.size))[8]
    stream.seek(0)
    if length > MAX_DIRECTORY and length <= size:
        raise SourceError(f"its directory has more than {MAX_DIRECTORY:,} bytes; unpack it and name the folder")


def find_entries(data: bytes) -> Iterator[bytes]:
    """An entry of the directory for each file that has a header."""
    place = data.find(b"PK\3\4")
    while place >= 0 and place + LOCAL_HEADER.size < len(data):
        _, version, flags, method, *time, checksum, packed, size, name, extra = LOCAL_HEADER.unpack_from(data, place)
        start = place + LOCAL_HEADER.size + name + extra
        if flags & STREAMED or packed == UNKNOWN:
            end = find_end(data, start)
            known = data[end - 16 : end - 12] == b"PK\7\x08"
            checksum = int.from_bytes(data[end - 12 : end - 8], "little") if known else 0
            packed, size = end - start, UNKNOWN - 1
        packed = max(0, min(packed, len(data) - start))
        numbers = (
            version,
            version,
            flags & ~STREAMED,
            method,
            *time,
            checksum,
            packed,
            size,
            name,
            0,
            0,
            0,
            0,
            0,
            place,
        )
        yield ENTRY.pack(b"PK\1\2", *numbers) + data[place + LOCAL_HEADER.size :][:name]
        place = data.find(b"PK\3\4", start + packed)


def find_end(data: bytes, start: int) -> int:
    """Where a file of unknown size ends: at the next header, or the directory."""
    ends = [place for place in (data.find(mark, start) for mark in (b"PK\3\4", b"PK\1\2")) if place >= 0]
    return min(ends, default=len(data))


class Checked:
    """The bytes of a file in an archive, all of them, and an error only then if they are not what they were.

    The library's own check would keep the last of them back.
    """

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self.expected = member.CRC
        del member.CRC  # so it does not check
        self.stream = archive.open(member)
        self.checksum = 0

    def read(self, size: int, /) -> bytes:
        """Up to a number of bytes. Raises BadZipFile after the last of them."""
        data: bytes = self.stream.read1(size)  # type: ignore[attr-defined]
        self.checksum = zlib.crc32(data, self.checksum)
        if not data and self.checksum != self.expected:
            raise zipfile.BadZipFile
        return data
