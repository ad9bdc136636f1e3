"""The bytes of a file become its text, with a note of how they were read where they are not plain UTF-8.

In this order: a byte order mark, UTF-8, the character set that a page or its sender declares, windows-1252 where
lone bytes betray it, UTF-8 with a few damaged places, a guess among the encodings of East Asia, and
last UTF-8 with many.
"""

import codecs
import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from kgraph.errors import SourceError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE
)
WIDER = {
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "windows-1252",
}
"""Names that pages declare, and the wider encodings that their authors' programs wrote."""
EAST_ASIAN = ["cp949", "cp932", "euc_jp", "gb18030", "big5"]
SINGLE_BYTE = re.compile(rb"[\x80-\xff]{2}|[\xfd-\xff]")
"""What an English text in windows-1252 does not hold: its quotes and dashes stand alone."""
SAMPLE = 65_536
"""Bytes that are enough to guess an encoding by."""


class Decoded(NamedTuple):
    """A text; `cut` where the bytes end inside a character."""

    text: str
    cut: bool = False
    notes: tuple[str, ...] = ()


def find_byte_order_mark(data: bytes) -> tuple[bytes, str] | None:
    """The mark that opens the bytes, and the encoding it stands for."""
    return next((pair for pair in BYTE_ORDER_MARKS if data.startswith(pair[0])), None)


def decode_bytes(data: bytes, charset: str | None = None) -> Decoded:
    """The text of a file, whose sender may have declared its character set.

    Raises SourceError where no encoding fits.
    """
    marked = find_byte_order_mark(data)
    if marked:
        mark, encoding = marked
        return decode_unicode(data, encoding, len(mark))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.end == len(data) and error.reason == "unexpected end of data":
            return Decoded(data[: error.start].decode("utf-8"), cut=True)
    attempts: tuple[Callable[[bytes], Decoded | None], ...] = (
        partial(decode_declared, charset=charset),
        decode_single_bytes,
        decode_damaged,
        decode_guessed,
        partial(decode_damaged, share=0.3),
    )
    decoded = next(filter(None, (attempt(data) for attempt in attempts)), None)
    if decoded is None:
        raise SourceError("its bytes are neither UTF-8 nor an encoding that can be guessed; save it as UTF-8")
    return decoded


def decode_unicode(data: bytes, encoding: str, start: int) -> Decoded:
    """A text behind its byte order mark; what is damaged becomes U+FFFD, which is counted later."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(memoryview(data)[start:])
    return Decoded(text, cut=bool(decoder.getstate()[0]))


def decode_declared(data: bytes, charset: str | None) -> Decoded | None:
    """By the character set that a page or its sender declares, if its bytes are that."""
    found = DECLARED.search(data, 0, SAMPLE)
    name = (charset or (found[1].decode("ascii") if found else "")).lower()
    return (
        decode_as(data, WIDER.get(name, name), f"as the {'sender' if charset else 'page'} declares") if name else None
    )


def decode_single_bytes(data: bytes) -> Decoded | None:
    """By windows-1252, if no two bytes beyond ASCII stand together."""
    return None if SINGLE_BYTE.search(data) else decode_as(data, "windows-1252", "by its lone bytes")


def decode_damaged(data: bytes, share: float = 0.01) -> Decoded | None:
    """By UTF-8 with U+FFFD for what is damaged: half of what is not ASCII at most, or that share of all."""
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return Decoded(text) if damaged <= max(sound, share * len(text)) else None


def decode_guessed(data: bytes) -> Decoded | None:
    """By the encoding of East Asia that makes most sense of the bytes."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[: data.rfind(b"\n", 0, SAMPLE) + 1] or data[:SAMPLE], cp_isolation=EAST_ASIAN).best()
    return decode_as(data, best.encoding, "guessed from its bytes") if best else None


def decode_as(data: bytes, encoding: str, why: str) -> Decoded | None:
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError):
        return None
    return Decoded(text, notes=(f"not UTF-8: read as {encoding}, {why}",))
