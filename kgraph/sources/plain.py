"""A plain text or Markdown becomes the draft of its document."""

import re
from itertools import pairwise

from kgraph.sources.draft import Draft, clean_text
from kgraph.sources.markup import read_headed_fragment

FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"(title|date|url)[ \t]*:[ \t]*(.*)", re.IGNORECASE)
WIDTHS = range(40, 121)
"""Columns at which programs wrap lines; a text with longer ones was wrapped by nobody."""


def read_plain(text: str) -> Draft:
    """A text as it stands, but for lines that were wrapped at a width, which become paragraphs again."""
    lines = [line.rstrip() for line in clean_text(text).split("\n")]
    width = max(map(len, lines))
    full = sum(len(line) > 0.8 * width for line in lines)
    joined = unwrap_lines(lines, width) if width in WIDTHS and full >= 3 else "\n".join(lines)
    return Draft(text=re.sub(r"\n{3,}", "\n\n", joined))


def unwrap_lines(lines: list[str], width: int) -> str:
    """Join each line to the one before if that ends inside a sentence and had no room for its first word."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        first, *_ = line.split(maxsplit=1) or [""]
        wrapped = first and " " in before and before[-1] not in ".!?:" and len(before) + 1 + len(first) > width
        parts += [" ", line.lstrip()] if wrapped else ["\n", line]
    return "".join(parts)


def read_markdown(text: str) -> Draft:
    """A Markdown text without its markup; the title is that of its front matter, else its first heading."""
    from markdown_it import MarkdownIt

    fields, body = split_front_matter(clean_text(text))
    markup = MarkdownIt("commonmark").enable("table").render(body)
    title, plain = read_headed_fragment(markup, fields.get("title", ""))
    return Draft(text=plain, title=title, published=fields.get("date"), url=fields.get("url"))


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The title, date and url that a block of `key: value` lines before the text gives, and the text."""
    found = FRONT_MATTER.match(text)
    if not found:
        return {}, text
    fields = (FIELD.fullmatch(line) for line in found[1].split("\n"))
    values = {field[1].lower(): strip_quotes(field[2].strip()) for field in fields if field}
    return {key: value for key, value in values.items() if value}, text[found.end() :]


def strip_quotes(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
