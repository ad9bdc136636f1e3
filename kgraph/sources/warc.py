"""A WARC file becomes the pages in it, each under the address from which it came. WARC 1.1 (ISO 28500)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kgraph.errors import SourceError
from kgraph.sources.compression import DAMAGE
from kgraph.sources.files import File, Known

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

PAGES = ("text/html", "application/xhtml+xml")
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def read_warc(file: File) -> Iterator[File]:
    """The pages of the responses of a WARC file; pictures, scripts and error pages are left out.

    Raises SourceError at the end where the file was cut off or damaged, or held no page.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records = ArchiveIterator(file)
    records.INC_RECORD = ""  # what it would write on standard error
    pages = place = missing = 0
    try:
        for place, record in enumerate(records, start=1):
            if is_page(record):
                pages += 1
                yield open_page(file, record, place)
            while record.raw_stream.read(65_536):
                pass
            missing = getattr(record.raw_stream, "limit", 1)  # one that tells no length takes all that follows
    except (ArchiveLoadFailed, AttributeError, *DAMAGE) as error:  # it stumbles over records without their headers
        raise SourceError(f"the file is damaged after record {place}; what came before that was read") from error
    if missing or records.offset < file.size:
        raise SourceError(f"the file is cut off or damaged in record {place}; what came before that was read")
    if records.err_count or file.damage:
        raise SourceError(file.damage or "a record of it is longer than it says; what it says was read")
    if not pages:
        raise SourceError(f"there is no page among its {place:,} records")


def is_page(record: "ArcWarcRecord") -> bool:
    """Whether a record is the answer of a server that gave a page."""
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    return record.http_headers.get_statuscode() == "200" and kind.startswith(PAGES)


def open_page(file: File, record: "ArcWarcRecord", place: int) -> File:
    """The page of a record."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    charset = CHARSET.search(record.http_headers.get_header("Content-Type"))
    known = Known(
        url=url.strip("<> ") or None,
        published=record.rec_headers.get_header("WARC-Date"),
        charset=charset[1] if charset else None,
        note="dated by the day on which the page was fetched",
    )
    return file.open_member(url or f"record {place}", record.content_stream(), known)
