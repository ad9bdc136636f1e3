"""The bytes of a PDF come in on standard input; the texts of its pages and what it tells about itself go out as JSON.

A program of its own, which `pdf` runs: a PDF of a thousand bytes can take all memory and all time there is, and the
library ends the process where its memory runs out.
"""

import json
import sys

import pypdfium2

MAX_PAGES = 1_000
MEMORY = 1_000_000_000
"""Bytes of data that the process may have, and below, seconds of a processor."""
SECONDS = 60


def main() -> None:
    limit_resources()
    json.dump(read_pages(sys.stdin.buffer.read()), sys.stdout)


def limit_resources() -> None:
    """Have the system end this process where it takes too much; not on Windows."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read_pages(data: bytes) -> dict[str, object]:
    """`error`, or `count` of pages, with `pages` (a damaged one is null) and `about` if they are not too many."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": str(error)}
    count = len(document)
    if count > MAX_PAGES:
        return {"count": count}
    pages = [read_page(document, number) for number in range(count)]
    return {"count": count, "pages": pages, "about": document.get_metadata_dict()}


def read_page(document: pypdfium2.PdfDocument, number: int) -> str | None:
    """The text of one page; None where it is damaged."""
    try:
        page = document[number]
        text = str(page.get_textpage().get_text_range())
        page.close()
    except pypdfium2.PdfiumError:
        return None
    return text


if __name__ == "__main__":
    main()
