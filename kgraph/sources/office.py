"""A document of Word or Hangul that is a zip of XML (DOCX, HWPX) becomes a draft, with its paragraphs and tables.

Both name their elements alike: p, t, tbl, tr, tc. ECMA-376 (WordprocessingML), KS X 6101 (OWPML).
"""

import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from kgraph.errors import SourceError
from kgraph.sources.compression import DAMAGE
from kgraph.sources.draft import Draft
from kgraph.sources.formats import HINT
from kgraph.sources.markup import CELL, LINE, PARAGRAPH, join_pieces
from kgraph.sources.zips import Checked

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_XML = 50_000_000
"""Bytes of one part of a document; its tree takes some ten times as much memory."""
SECTION = re.compile(r"Contents/section(\d+)\.xml", re.IGNORECASE)
SPACES = {"tab": " ", "br": LINE, "cr": LINE, "lineBreak": LINE, "noBreakHyphen": "-", "hyphen": "-"}
SPACES |= {"nbSpace": " ", "fwSpace": " "}
LEFT_OUT = frozenset("moveFrom Fallback header footer footNote endNote pPr rPr sectPr secPr instrText".split())
"""What is no running text, or stands there twice."""
OTHERS = (
    ("xl/workbook.xml", "a spreadsheet"),
    ("xl/workbook.bin", "a spreadsheet"),
    ("ppt/presentation.xml", "a presentation"),
    ("META-INF/container.xml", "an electronic book"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/MANIFEST.MF", "a program"),
)


class Kind(NamedTuple):
    """The parts of a document that hold its text, and the one that tells about it."""

    parts: tuple[str, ...]
    about: str


def name_office(archive: zipfile.ZipFile) -> Kind | None:
    """What kind of document a zip archive is; None for one of files. Raises SourceError for a kind that is not read."""
    names = archive.namelist()
    if "word/document.xml" in names:
        return Kind(("word/document.xml",), "docProps/core.xml")
    sections = sorted((int(found[1]), name) for name in names if (found := SECTION.fullmatch(name)))
    if sections:
        return Kind(tuple(name for _, name in sections), "Contents/content.hpf")
    other = next((kind for name, kind in OTHERS if name in names and names.index(name) < 50), None)
    if other:
        raise SourceError(f"it is {other}, not text{HINT}")
    return None


def read_office(archive: zipfile.ZipFile, kind: Kind, whole: bool) -> Draft:
    """The draft of a document. Raises SourceError where nothing of its text can be read."""
    notes = [] if whole else ["the document is cut off or damaged; what could be found in it was read"]
    trees = [read_part(archive, name, notes) for name in kind.parts]
    text = join_pieces(piece for tree in trees if tree is not None for piece in walk_paragraphs(tree))
    if not text:
        raise SourceError("the document is damaged: no text can be read" if notes else "the document has no text")
    told = read_properties(archive, kind.about)
    saved = told.get("modified") or told.get("ModifiedDate") or told.get("created") or told.get("CreatedDate")
    if saved:
        notes.append("dated by the day on which the file was saved last")
    damaged = len(notes) > bool(saved)
    title = told.get("title") or find_headline(text)
    return Draft(
        text=text, title=title, published=saved, language=told.get("language"), truncated=damaged, notes=tuple(notes)
    )


def read_part(archive: zipfile.ZipFile, name: str, notes: list[str]) -> "Element | None":
    """The tree of one part, with a note of what is damaged in it. Entities are not expanded, nothing is fetched."""
    from lxml import etree

    if archive.getinfo(name).flag_bits & 1:
        raise SourceError("the document is locked with a password; save it without")
    data, whole = read_bytes(archive, name)
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if not whole or len(parser.error_log) or tree is None:
        notes.append(f"its part {name} is damaged; what could be read of it was")
    return tree


def read_bytes(archive: zipfile.ZipFile, name: str) -> tuple[bytes, bool]:
    """The bytes of one part as far as they can be unpacked, and whether they are whole."""
    parts: list[bytes] = []
    left = MAX_XML
    try:
        stream = Checked(archive, archive.getinfo(name))
        while part := stream.read(65_536):
            parts.append(part)
            left -= len(part)
            if left < 0:
                raise SourceError(f"its part {name} has more than {MAX_XML:,} bytes; split it into articles")
    except SourceError:
        raise
    except DAMAGE:
        return b"".join(parts), False
    return b"".join(parts), True


def walk_paragraphs(root: "Element") -> Iterator[str]:
    """Texts, and marks of where paragraphs, rows and cells end; paragraphs in a cell stand on one line.

    A stack, since elements may nest deeper than calls can.
    """
    stack: list[tuple[Element | str, bool]] = [(root, False)]
    while stack:
        element, in_row = stack.pop()
        if isinstance(element, str):
            yield element
            continue
        name = local_name(element)
        if name in LEFT_OUT:
            continue
        if name in SPACES:
            yield " " if in_row else SPACES[name]
        elif name == "t":
            stack.extend(reversed([(piece, in_row) for piece in list_texts(element)]))
        else:
            end, inside = choose_end(name, in_row)
            stack.append((end, in_row))
            stack.extend((child, inside) for child in reversed(element))
            yield end if name in ("p", "tbl") else ""


def list_texts(element: "Element") -> Iterator["Element | str"]:
    """The text of a run, with what interrupts it."""
    yield element.text or ""
    for child in element:
        if local_name(child) in SPACES:
            yield child
        yield child.tail or ""


def choose_end(name: str, in_row: bool) -> tuple[str, bool]:
    """What the end of an element ends, and whether it stands in a row of a table."""
    match name:
        case "p":
            return (" " if in_row else PARAGRAPH), in_row
        case "tr":
            return LINE, True
        case "tc":
            return CELL, True
        case "tbl":
            return (" " if in_row else PARAGRAPH), in_row
    return "", in_row


def local_name(element: "Element") -> str:
    """The name of an element without its namespace; none for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def read_properties(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """What a document tells about itself: Dublin Core in DOCX, OPF metadata in HWPX."""
    if name not in archive.namelist():
        return {}
    tree = read_part(archive, name, [])
    told: dict[str, str] = {}
    for element in tree.iter() if tree is not None else ():
        key = str(element.get("name") or "") or local_name(element)
        if element.text and element.text.strip():
            told.setdefault(key, element.text.strip())
    return told


def find_headline(text: str) -> str:
    """The first paragraph, where it is short enough for a title."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= 200 and not first.endswith(".") else ""
