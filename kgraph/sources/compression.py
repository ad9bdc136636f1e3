"""Compressed bytes come in, a stream of what they unpack to comes out, for gzip, bzip2, xz and Zstandard."""

import bz2
import gzip
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Protocol

if sys.version_info >= (3, 14):
    from compression.zstd import ZstdError, ZstdFile
else:
    from backports.zstd import ZstdError, ZstdFile

DECODER_ERRORS = (zlib.error, lzma.LZMAError, ZstdError, zipfile.BadZipFile, tarfile.TarError)
DAMAGE = (OSError, EOFError, ValueError, LookupError, ArithmeticError, RuntimeError, MemoryError, *DECODER_ERRORS)
"""What decoders raise at damaged data: errors of their own, and whatever its nonsense leads them to."""


class Readable(Protocol):
    """What gives up to a number of bytes."""

    def read(self, size: int, /) -> bytes: ...


OPENERS: dict[str, Callable[[IO[bytes]], Readable]] = {
    "gzip": lambda packed: gzip.GzipFile(fileobj=packed),
    "bzip2": bz2.BZ2File,
    "xz": lzma.LZMAFile,
    "zstd": ZstdFile,
}
ENDINGS = (".gz", ".bz2", ".xz", ".zst")
