"""A WordPress site's REST interface comes in, lists of its public posts go out (WordPress 4.7 or newer)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, timedelta
from email.utils import parsedate_to_datetime
from itertools import count
from typing import NamedTuple

import httpx

from kgraph.errors import FetchError
from kgraph.fetch.answers import Answer, check_status, read_json, show
from kgraph.fetch.visiting import Visitor

FIELDS = "id,date,date_gmt,modified_gmt,link,title,content,yoast_head_json.og_site_name"
PAGE = 100
"""Posts of an answer; WordPress gives no more."""
MARGIN = timedelta(seconds=10)
"""What is saved while we read may bear an earlier time: so much is asked for again."""

Post = Mapping[str, object]


class Page(NamedTuple):
    """A part of a list of posts, and what its server says of the whole."""

    posts: list[Post]
    total: int | None
    pages: int | None
    read: str
    """When, by the server's clock and less the margin; empty where it does not say."""


class Site(NamedTuple):
    """A site, who asks it, and for which of its posts."""

    visitor: Visitor
    root: str
    """Its REST interface."""
    since: str
    search: str


def ask(site: Site, **wanted: object) -> Page:
    """A page of the list of posts, by default the first, in the order of their ids."""
    scope: dict[str, object] = {"search": site.search} if site.search else {}
    if site.since:
        # Exclusive; and without a zone, since a date on a site is one of its own calendar.
        scope["after"] = f"{date.fromisoformat(site.since) - timedelta(days=1)}T23:59:59"
    query = {"_fields": FIELDS, "orderby": "id", "order": "asc", "page": 1, "per_page": PAGE} | scope | wanted
    return site.visitor.get(make_address(site.root, query), read_page)


def ask_for(site: Site, numbers: Iterable[int], **wanted: object) -> Iterator[Page]:
    """Those posts of some numbers that the site lists."""
    ordered = sorted(numbers)
    for start in range(0, len(ordered), PAGE):
        batch = ordered[start : start + PAGE]
        yield ask(site, include=",".join(map(str, batch)), **wanted)


def turn_pages(site: Site, start: int = 1, **wanted: object) -> Iterator[Page]:
    """The pages of the list of posts, from one on to the last."""
    before: list[Post] = []
    for number in count(start):
        page = ask(site, page=number, **wanted)
        check_turned(page, before)
        yield page
        if is_last(page, number):
            return
        before = page.posts


def check_turned(page: Page, before: list[Post]) -> None:
    """Raise FetchError for a page that is the one before again: such a list would have no end."""
    if page.posts and page.posts == before:
        raise FetchError("the site gives the same posts on every page: it cannot be read by pages")


def make_address(root: str, query: Mapping[str, object]) -> str:
    """The address of the list of posts: below the root's path, or as its `rest_route`."""
    url = httpx.URL(root)
    route = url.params.get("rest_route")
    if route is None:
        url = url.copy_with(path=f"{url.path.rstrip('/')}/wp/v2/posts")
    else:
        url = url.copy_set_param("rest_route", f"{route.rstrip('/')}/wp/v2/posts")
    return str(url.copy_merge_params({key: str(value) for key, value in query.items()}))


def read_page(answer: Answer) -> Page:
    """A list of posts. Raises FetchError for anything else."""
    check_status(answer, httpx.codes.BAD_REQUEST)
    value = read_json(answer)
    if isinstance(value, dict) and value.get("code") == "rest_post_invalid_page_number":
        return Page([], None, None, "")
    check_status(answer)
    if not isinstance(value, list) or not all(isinstance(post, dict) and type(post.get("id")) is int for post in value):
        raise FetchError(f"{show(answer.url)} answered with something other than a list of posts")
    return Page(value, read_count(answer, "X-WP-Total"), read_count(answer, "X-WP-TotalPages"), read_date(answer))


def read_count(answer: Answer, name: str) -> int | None:
    text = answer.headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() else None


def read_date(answer: Answer) -> str:
    try:
        made = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return ""
    return (made.astimezone(UTC).replace(tzinfo=None) - MARGIN).isoformat()


def read_id(post: Post) -> int:
    number = post["id"]
    assert isinstance(number, int)
    return number


def is_last(page: Page, number: int) -> bool:
    """Whether no page follows, by the server's count, else by none being left: some hosts give fewer than asked for."""
    return not page.posts if page.pages is None else number >= page.pages
