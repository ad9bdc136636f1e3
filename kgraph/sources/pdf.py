"""A PDF becomes a draft: the text of its pages, which `pdf_pages` reads, with its lines joined to paragraphs."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel

from kgraph.errors import SourceError
from kgraph.sources.draft import Draft
from kgraph.sources.files import File
from kgraph.sources.office import find_headline

MAX_BYTES = 200_000_000
MAX_SECONDS = 120
"""After which a process that waits, or swaps, is ended."""
MADE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
"""A date of a PDF (ISO 32000-1, 7.9.4): D:20240305090000+09'00'."""
NO_TITLE = re.compile(r"untitled|microsoft \w+|.*\.(?:docx?|hwpx?|pdf|indd|pptx?|tmp)|[\W\d_]*", re.IGNORECASE)
"""What programs write where no title was given."""
HYPHENS = re.compile("[\x02\ufffe\u00ad]\\s*")
"""A hyphen that only ends a line, as PDFium marks it."""
PAGE_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*", re.IGNORECASE)


def read_pdf(file: File) -> Iterator[Draft]:
    """The draft of a PDF. Raises SourceError where it cannot be opened or none of its pages holds text."""
    told = run_reader(file.take(MAX_BYTES, "split it into articles"))
    if told.error:
        locked = "password" in told.error.lower()
        raise SourceError(
            "it is locked with a password; save it without" if locked else "the PDF is damaged or cut off"
        )
    if told.count > len(told.pages):
        raise SourceError(f"it has {told.count:,} pages, which are too many; split it into articles")
    yield draft_pages(told.pages, told.about)


class Told(BaseModel):
    """What the program says of a PDF."""

    error: str = ""
    count: int = 0
    pages: list[str | None] = []
    about: dict[str, str] = {}


def run_reader(data: bytes) -> Told:
    """Have the pages of a PDF read by a process of its own. Raises SourceError where that takes too much."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_pages.py"))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
    try:
        run = subprocess.run(command, input=data, capture_output=True, env=environment, timeout=MAX_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise SourceError("to read it takes more memory or time than a PDF may take; save its text") from error
    return Told.model_validate_json(run.stdout)


def draft_pages(pages: list[str | None], about: Mapping[str, str]) -> Draft:
    """The draft of a PDF's pages and of what it tells about itself."""
    text = join_lines(list_lines([HYPHENS.sub("", page) for page in pages if page]))
    if not text:
        raise SourceError(f"it is a scanned PDF: no text is on any of its {len(pages):,} pages; run OCR over it first")
    notes = list(note_pages(pages))
    made = MADE.match(about.get("CreationDate", ""))
    if made:
        notes.append("dated by the day on which the file was made")
    title = " ".join(about.get("Title", "").split())
    return Draft(
        text=text,
        title=find_headline(text) if NO_TITLE.fullmatch(title) else title,
        published="-".join(filter(None, made.groups())) if made else None,
        truncated=None in pages,
        notes=tuple(notes),
    )


def note_pages(texts: list[str | None]) -> Iterator[str]:
    """What pages are missing in the text, in words."""
    damaged = [str(number) for number, text in enumerate(texts, start=1) if text is None]
    blank = [str(number) for number, text in enumerate(texts, start=1) if text is not None and not text.strip()]
    if damaged:
        yield f"pages that are damaged and were left out: {', '.join(damaged)}"
    if blank and len(blank) < len(texts):
        yield f"pages without text, perhaps scanned: {', '.join(blank)}"


def list_lines(texts: list[str]) -> list[str]:
    """The lines of all pages, without the numbers of pages and what stands above or below on most of them."""
    pages = [[line for line in (" ".join(line.split()) for line in text.splitlines()) if line] for text in texts]
    edges = Counter(line for lines in pages for line in {*lines[:1], *lines[-1:]})
    repeated = {line for line, count in edges.items() if count > max(2, len(pages) / 2)}
    for lines in pages:
        for edge in (0, -1):
            while lines and (PAGE_NUMBER.fullmatch(lines[edge]) or lines[edge] in repeated):
                lines.pop(edge)
    return [line for lines in pages for line in lines]


def join_lines(lines: list[str]) -> str:
    """Lines as paragraphs: one goes on where the one before is long and ends inside a sentence."""
    long = 0.7 * sorted(map(len, lines))[int(0.9 * (len(lines) - 1))] if lines else 0
    parts = lines[:1]
    for before, line in pairwise(lines):
        goes_on = len(before) >= long and before[-1] not in '.!?:;”"' and len(lines) > 2
        parts += [" " if goes_on else "\n", line]
    return "".join(parts)
