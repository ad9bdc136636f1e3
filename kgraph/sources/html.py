"""A whole HTML page becomes the draft of the article in it, without menus, scripts and notices."""

import logging
import re

from kgraph.errors import SourceError
from kgraph.sources.draft import Draft, guess_language
from kgraph.sources.markup import check_nesting, read_headed_fragment

DATES = {"original_date": True, "extensive_search": False, "max_date": "9999-12-31"}
"""Only dates that the page marks as its own; the last day allowed is no day of the clock."""
GENERATED = '<meta name="generator" content="kgraph">'
LANGUAGE = re.compile(r"""<html\b[^>]{0,500}?\slang\s*=\s*["']?([\w-]+)""", re.IGNORECASE)

SAVED = re.compile(r"\s*<!-- saved from url=\(\d+\)(\S+) -->(?:\s*<!-- published (\S+) -->)?")
"""What stands before a page that was saved: its address, as browsers write it, and the day by which others know it."""


def read_page(markup: str) -> Draft:
    """The article of a page. Raises SourceError where no main text is found."""
    # Imported here, since it takes longer to load than most builds take to read their sources.
    import trafilatura
    from trafilatura.htmlprocessing import build_html_output

    # It reports each page that holds no article; the report of the build does.
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    check_nesting(markup)
    if GENERATED in markup[:5000]:
        raise SourceError("it is a page that kgraph drew, no article")
    page = trafilatura.bare_extraction(
        markup, with_metadata=True, include_comments=False, output_format="html", date_extraction_params=DATES
    )
    if not isinstance(page, trafilatura.settings.Document):
        raise SourceError("no main text is found in the page")
    title, text = read_headed_fragment(build_html_output(page), page.title or "")
    saved = SAVED.match(markup)
    address, day = saved.groups() if saved else (None, None)
    return Draft(
        text=text,
        title=title,
        url=page.url or address,
        published=page.date or day,
        language=find_language(markup, text),
        publisher=page.sitename,
    )


def find_language(markup: str, text: str) -> str | None:
    """The language of a page's script, which knows better than its template, else the one declared."""
    declared = LANGUAGE.search(markup)
    guessed = guess_language(text)
    return declared[1] if declared and guessed == "en" else guessed


def read_html_fragment(markup: str) -> Draft:
    """A fragment without a page around it; the first heading is its title."""
    title, text = read_headed_fragment(markup)
    return Draft(text=text, title=title)
