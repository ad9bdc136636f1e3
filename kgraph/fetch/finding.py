"""An address that a person knows comes in; what can be read there goes out: a WordPress site, a feed or a page."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import httpx
from selectolax.lexbor import LexborHTMLParser

from kgraph.errors import FetchError, UnavailableError
from kgraph.fetch.answers import Answer, check_status, read_html, read_json, show
from kgraph.fetch.folder import Place
from kgraph.fetch.visiting import Visitor

REST = "https://api.w.org/"
"""What a link to WordPress's REST interface is called."""
HEADER_LINK = re.compile(r"<([^<>]*)>([^<]*)")
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
FEED_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
ONE_POST = re.compile(r"/wp/v2/(?:posts|pages)/\d+|%2Fwp%2Fv2%2F(?:posts|pages)%2F\d+")


class Front(NamedTuple):
    """A page, and what it points to."""

    url: httpx.URL
    rest: str
    feeds: tuple[str, ...]
    is_article: bool


class Link(NamedTuple):
    """What a page points to, and how."""

    kinds: tuple[str, ...]
    type: str
    address: str


def find_place(visitor: Visitor, address: str) -> Place:
    """What lies behind an address: all posts of a WordPress site if it is its home, else a feed, else the page itself.

    The page of one article stands for itself, whatever it points to. Raises FetchError where there is no page.
    """
    front = visitor.get(address, read_front)
    if isinstance(front, Place):
        return front
    if front.rest and is_home(visitor, front):
        return Place(kind="wordpress", address=front.rest)
    if front.feeds and not front.is_article:
        return Place(kind="feed", address=choose_feed(front))
    return Place(kind="page", address=address)


def read_front(answer: Answer) -> Front | Place:
    """What stands at an address. Raises FetchError for what is neither a page nor a feed nor a REST interface."""
    check_status(answer)
    if "json" in answer.type:
        read_root(answer)
        return Place(kind="wordpress", address=str(answer.url))
    if answer.type in FEED_TYPES or FEED_START.match(answer.content[:10_000]):
        return Place(kind="feed", address=str(answer.url))
    markup = read_html(answer)
    tree = LexborHTMLParser(markup)
    links = [*list_header_links(answer), *list_page_links(answer, tree)]
    return Front(
        url=answer.url,
        rest=next((link.address for link in links if REST in link.kinds), guess_rest(answer, markup)),
        feeds=tuple(link.address for link in links if "alternate" in link.kinds and link.type in FEED_TYPES),
        is_article=tree.css_first("meta[property='og:type'][content='article']") is not None
        or any(link.type == "application/json" and ONE_POST.search(link.address) for link in links),
    )


def list_header_links(answer: Answer) -> Iterator[Link]:
    """The links that stand in an answer's header (RFC 8288)."""
    for target, rest in HEADER_LINK.findall(answer.headers.get("Link", "")):
        kinds = re.search(r"\brel=\"?([^\";,]*)", rest)
        if kinds:
            yield Link(tuple(kinds[1].split()), "", join_address(answer, target))


def list_page_links(answer: Answer, tree: LexborHTMLParser) -> Iterator[Link]:
    for node in tree.css("link[rel][href]"):
        kinds, type_, href = (node.attributes.get(name) or "" for name in ("rel", "type", "href"))
        yield Link(tuple(kinds.split()), type_.lower(), join_address(answer, href.strip()))


def join_address(answer: Answer, target: str) -> str:
    """The address of a link; empty for one that leads nowhere."""
    try:
        return str(answer.url.join(target))
    except httpx.InvalidURL:
        return ""


def guess_rest(answer: Answer, markup: str) -> str:
    """Where the REST interface is of a site that looks like WordPress and does not say so."""
    return str(answer.url.copy_with(query=b"rest_route=/")) if "/wp-content/" in markup else ""


def is_home(visitor: Visitor, front: Front) -> bool:
    """Whether a page is the home of the WordPress site that it belongs to."""
    address = str(httpx.URL(front.rest).copy_merge_params({"_fields": "home"}))
    try:
        home = visitor.get(address, read_root)
    except UnavailableError:
        raise
    except FetchError as error:
        visitor.tell(f"its WordPress cannot be asked for posts: {error}")
        return False
    # By the path alone: a site may be asked for by several names.
    return not front.url.query and httpx.URL(home).path.rstrip("/") == front.url.path.rstrip("/")


def read_root(answer: Answer) -> str:
    """The home of a WordPress site, by what stands at the root of its REST interface."""
    check_status(answer)
    value = read_json(answer)
    if not isinstance(value, dict) or not isinstance(value.get("home"), str):
        raise FetchError(f"{show(answer.url)} is JSON, but no REST interface of WordPress")
    return str(value["home"])


def choose_feed(front: Front) -> str:
    """The feed of a page: the one that lies below it rather than that of the whole site, and none of comments."""
    feeds = [feed for feed in front.feeds if "comments" not in feed] or [*front.feeds]
    below = [feed for feed in feeds if front.url.path != "/" and httpx.URL(feed).path.startswith(front.url.path)]
    return (below or feeds)[0]
