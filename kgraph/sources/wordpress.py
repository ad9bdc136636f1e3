"""A post of WordPress's REST interface becomes a draft: its title, address, day, site and plain text."""

from collections.abc import Mapping
from html import unescape

from kgraph.errors import SourceError
from kgraph.sources.draft import Draft
from kgraph.sources.markup import read_fragment

TEXT = ("content", "rendered")
"""The keys that lead to a post's text."""


def is_post(value: Mapping[str, object]) -> bool:
    """Whether an object has the form of a post, with or without its text."""
    rendered = [isinstance(value.get(key), dict) for key in ("content", "title", "excerpt", "guid")]
    return rendered[0] or (any(rendered) and ("link" in value or "slug" in value or rendered[3]))


def read_post(post: Mapping[str, object], *, truncated: bool = False) -> Draft:
    """A post's draft; in a truncated one, what was begun at the end of its text is dropped.

    `date` is the day on the site's own calendar; a permalink is the id, else the guid.
    Raises SourceError where the post has no text.
    """
    link = take_string(post.get("link"))
    guid = unescape(take_rendered(post.get("guid")))
    return Draft(
        id=link or guid or None,
        url=link or (guid if guid.startswith("http") else None),
        title=read_fragment(take_rendered(post.get("title"))),
        published=take_string(post.get("date")) or take_string(post.get("date_gmt")) or None,
        publisher=find_site(post),
        text=read_text(post, truncated),
        truncated=truncated,
    )


def read_text(post: Mapping[str, object], truncated: bool) -> str:
    text = read_fragment(take_rendered(post.get("content")), cut=truncated)
    if text:
        return text
    content = post.get("content")
    if isinstance(content, dict) and content.get("protected") is True:
        raise SourceError("the post has no text: it is protected by a password")
    raise SourceError("the post is cut off before its text" if truncated else "the post has no text")


def find_site(post: Mapping[str, object]) -> str | None:
    """The site's name where a plugin for search engines gives it."""
    head = post.get("yoast_head_json")
    return take_string(head.get("og_site_name")) or None if isinstance(head, dict) else None


def take_rendered(value: object) -> str:
    return take_string(value.get("rendered")) if isinstance(value, dict) else ""


def take_string(value: object) -> str:
    return value if isinstance(value, str) else ""
