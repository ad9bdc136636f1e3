"""HTML fragments, such as WordPress renders, become plain text: paragraphs, lines, cells.

The tree is walked once and leaves pieces: texts, and marks for where a paragraph, a line or a cell ends. Tags
that are broken, orphaned or cut off never show.
"""

import re
from collections.abc import Iterator
from itertools import accumulate

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kgraph.errors import SourceError
from kgraph.sources.draft import MAX_MARKUP, TEXT_LIMIT, mend_surrogates

PARAGRAPH, BREAK, LINE, CELL = "\x1c", "\x1d", "\x1e", "\x1f"
"""Marks of what ends here. Nothing in a text is mistaken for them: the parser's input has none."""
MARKS = re.compile("[\x1c-\x1f]")
DOUBLE_BREAK = re.compile(rf"{BREAK}\s*(?:{BREAK}\s*)+")
"""Two line breaks in a row are how many editors end a paragraph."""
DANGLING = re.compile(r"(?:</?|&#?\w*)\Z")
"""A tag or an entity that has only just begun; the parser would take it for text."""
MAX_DEPTH = 2_000
NESTING = re.compile(r"<(/?)(?!(?:p|li|br|hr|img|t[drh]|d[td]|input|option|meta|link|wbr|source)\b)[a-zA-Z]")
"""Opening and closing tags, but for those that need not be closed."""
HEADING = "h1, h2, h3, h4, h5, h6"

DROPPED_TAGS = """
    -comment audio button canvas embed head iframe noscript object script select style svg template textarea
    title video
"""
BLOCK_TAGS = """
    address article aside blockquote body caption center details dialog dir div dl fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html legend main menu nav ol p pre search section summary table ul
"""
DROPPED = frozenset(DROPPED_TAGS.split())
BLOCKS = frozenset(BLOCK_TAGS.split())
LINES = frozenset({"dd", "dt", "li", "tr"})
CELLS = frozenset({"td", "th"})


def read_fragment(markup: str, *, cut: bool = False) -> str:
    """The plain text of a fragment; of one that was cut off, what was begun at its end is dropped."""
    return join_pieces(walk_pieces(parse_fragment(markup, cut=cut).root))


def read_headed_fragment(markup: str, title: str = "") -> tuple[str, str]:
    """The title and the text of a fragment. The first heading is the title where none is known.

    A heading that opens the fragment and is its title is left out of the text.
    """
    tree = parse_fragment(markup)
    heading = tree.css_first(HEADING)
    if heading is None:
        return title, join_pieces(walk_pieces(tree.root))
    headline = " ".join(join_pieces(walk_pieces(heading)).split())
    text = join_pieces(walk_pieces(tree.root))
    if headline == (title or headline):
        text = text.removeprefix(headline).strip()
    return title or headline, text


def parse_fragment(markup: str, *, cut: bool = False) -> LexborHTMLParser:
    """The tree of a fragment. Raises SourceError where it is too long or its tags nest too deeply."""
    if len(markup) > MAX_MARKUP:
        raise SourceError(f"its HTML has {len(markup):,} characters; {TEXT_LIMIT}")
    check_nesting(markup)
    clean = MARKS.sub(" ", mend_surrogates(markup))
    return LexborHTMLParser(DANGLING.sub("", clean) if cut else clean)


def check_nesting(markup: str) -> None:
    """Refuse markup whose tags nest too deeply: the time to parse it grows with the square of the depth."""
    if markup.count("<") < MAX_DEPTH:
        return
    depths = accumulate(-1 if tag[1] else 1 for tag in NESTING.finditer(markup))
    if max(depths, default=0) > MAX_DEPTH:
        raise SourceError(f"its tags nest more than {MAX_DEPTH:,} deep")


def walk_pieces(root: LexborNode | None) -> Iterator[str]:
    """Texts and marks in the order of the page. A stack, since markup may nest deeper than calls can."""
    stack: list[tuple[LexborNode | None, str]] = [(root, PARAGRAPH)]
    while stack:
        node, end = stack.pop()
        if node is None:
            yield end
        elif node.tag == "-text":
            yield node.text_content or ""
        elif node.tag == "br":
            yield BREAK if end == PARAGRAPH else end
        elif node.tag not in DROPPED:
            mark, inner = choose_marks(node.tag or "", end)
            yield mark
            if mark:
                stack.append((None, mark))
            stack.extend([(child, inner) for child in node.iter(include_text=True)][::-1])


def choose_marks(tag: str, end: str) -> tuple[str, str]:
    """What a tag ends where it opens and closes, and what a block ends inside it.

    An item of a list stays on lines of its own whatever paragraphs it holds, a cell inside its row.
    """
    if end == " ":
        return (end if tag in BLOCKS or tag in LINES or tag in CELLS else ""), end
    if tag in CELLS:
        return CELL, " "
    if tag in LINES:
        return LINE, LINE
    return (end if tag in BLOCKS else ""), end


def join_pieces(pieces: Iterator[str]) -> str:
    """Paragraphs parted by a blank line, lines by a newline, cells by a bar; other space is one space."""
    text = DOUBLE_BREAK.sub(PARAGRAPH, "".join(pieces)).replace(BREAK, LINE)
    paragraphs = (join_lines(paragraph) for paragraph in text.split(PARAGRAPH))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def join_lines(paragraph: str) -> str:
    lines = (join_cells(line) for line in paragraph.split(LINE))
    return "\n".join(line for line in lines if line)


def join_cells(line: str) -> str:
    if CELL not in line:
        return " ".join(line.split())
    cells = (" ".join(cell.split()) for cell in line.split(CELL))
    return " | ".join(cell for cell in cells if cell)
