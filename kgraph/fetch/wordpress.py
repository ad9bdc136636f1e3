"""A WordPress site comes in; a folder holds its public posts afterwards, a file each.

The first reading goes through all posts by their ids, which no later post disturbs. Later ones ask for what was
modified since. What that does not show (posts that are scheduled, brought in under old dates, deleted) is seen by
the newest posts and by the number of all: where it is another, all ids are compared.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from kgraph.errors import FetchError
from kgraph.fetch.choosing import has_words
from kgraph.fetch.folder import PROGRESS, Folder
from kgraph.fetch.rest import Post, Site, ask, ask_for, check_turned, is_last, read_id, turn_pages
from kgraph.model import Value
from kgraph.sources.wordpress import take_rendered, take_string

SECOND = timedelta(seconds=1)
POST = re.compile(r"post-(\d+)\.json")


class Progress(Value):
    """How far a site has been read."""

    pages: int | None = 0
    """Pages of the first reading; None when all are read."""
    cursor: str = ""
    """Until when we know of changes; UTC without a zone, as WordPress writes it."""
    left_out: tuple[int, ...] = ()
    """Posts that are listed, but not saved: under a password, or without the words that were asked for."""


@dataclass
class Mirror:
    """A folder that follows a site, and how far it has come."""

    site: Site
    folder: Folder
    progress: Progress


def fetch_posts(site: Site, folder: Folder) -> None:
    """Make a folder hold the posts of a site as they are now. Raises FetchError; what came before it is kept."""
    mirror = Mirror(site, folder, folder.read_state(PROGRESS, Progress) or Progress())
    if mirror.progress.pages is None and mirror.progress.cursor:
        read_changes(mirror)
    else:
        read_all(mirror)
    compare_newest(mirror)


# --- what is asked for


def read_all(mirror: Mirror) -> None:
    """Save all posts, going on after the last page that was read."""
    start, read = (mirror.progress.pages or 0) + 1, len(list_known(mirror))
    for number, page in enumerate(turn_pages(mirror.site, start), start):
        save_posts(mirror, page.posts)
        keep_progress(mirror, pages=number, cursor=mirror.progress.cursor or page.read)
        read += len(page.posts)
        total = "" if page.total is None else f" of {page.total:,}"
        mirror.site.visitor.tell(f"{read:,}{total} posts read")
    keep_progress(mirror, pages=None)


def read_changes(mirror: Mirror) -> None:
    """Save the posts that were modified since the last reading."""
    number, start, last = 1, "", False
    before: list[Post] = []
    while not last:
        cursor = mirror.progress.cursor
        page = ask(mirror.site, page=number, orderby="modified", modified_after=f"{cursor}Z")
        check_turned(page, before)
        start, last = start or page.read, is_last(page, number)
        save_posts(mirror, page.posts)
        moved = move_cursor(cursor, page.posts)
        number, before = (1, []) if moved else (number + 1, page.posts)
        keep_progress(mirror, cursor=max(moved or cursor, start if last else ""))


def move_cursor(cursor: str, posts: Iterable[Post]) -> str:
    """From where to ask for the rest, so that a post that is modified meanwhile pushes none out of sight.

    Empty where only the next page leads on: all posts are of one second, or the site, being older than WordPress
    5.7, does not know `modified_after`.
    """
    times = [take_string(post.get("modified_gmt")) for post in posts]
    if not times or min(times) <= cursor:
        return ""
    moved = (datetime.fromisoformat(max(times)) - SECOND).isoformat()
    return moved if moved > cursor else ""


def compare_newest(mirror: Mirror) -> None:
    """Save posts among the newest that are not here, and compare all ids where the site counts another number."""
    pages = [ask(mirror.site, _fields="id", order="desc", orderby=order) for order in ("id", "date")]
    save_missing(mirror, {read_id(post) for page in pages for post in page.posts} - list_known(mirror))
    if len(list_known(mirror)) != pages[-1].total:
        compare_all(mirror)


def compare_all(mirror: Mirror) -> None:
    """Save all posts that are not here, and remove those that the site has no more."""
    listed = {read_id(post) for page in turn_pages(mirror.site, _fields="id") for post in page.posts}
    known = list_known(mirror)
    if known and not listed:
        raise FetchError("the site lists no posts any more: nothing is removed; see what has become of it")
    save_missing(mirror, listed - known)
    # A list may shift while its pages are turned: who is missing in it is asked for by name.
    there = {read_id(post) for page in ask_for(mirror.site, known - listed, _fields="id") for post in page.posts}
    gone = known - listed - there
    for number in sorted(gone):
        remove_post(mirror.folder, number)
    keep_progress(mirror, left_out=tuple(sorted({*mirror.progress.left_out} - gone)))


def save_missing(mirror: Mirror, numbers: Iterable[int]) -> None:
    for page in ask_for(mirror.site, numbers):
        save_posts(mirror, page.posts)


# --- what is kept


def save_posts(mirror: Mirror, posts: Iterable[Post]) -> None:
    """Save the posts that are wanted, and note the others."""
    left_out = set(mirror.progress.left_out)
    for post in posts:
        number = read_id(post)
        if is_wanted(post, mirror.site.search):
            text = json.dumps(post, ensure_ascii=False, indent=1, sort_keys=True)
            mirror.folder.save(name_post(number), f"{text}\n")
            left_out.discard(number)
        else:
            remove_post(mirror.folder, number)
            left_out.add(number)
    keep_progress(mirror, left_out=tuple(sorted(left_out)))


def is_wanted(post: Post, search: str) -> bool:
    """Whether a post can be read by all and has the words that are looked for: a site's own search may guess."""
    content = post.get("content")
    protected = isinstance(content, dict) and content.get("protected") is True
    return not protected and has_words(search, take_rendered(post.get("title")), take_rendered(content))


def remove_post(folder: Folder, number: int) -> None:
    """Remove a post's file, and tell of it by its address."""
    name = name_post(number)
    link = re.search(rb'^ "link": "([^"]+)"', folder.read(name) or b"", re.MULTILINE)
    folder.remove(name, link[1].decode("utf-8", "replace") if link else name)


def list_known(mirror: Mirror) -> set[int]:
    """The posts that are here, and those that are left out."""
    saved = filter(None, map(POST.fullmatch, mirror.folder.list_names("post-*.json")))
    return {int(name[1]) for name in saved} | {*mirror.progress.left_out}


def name_post(number: int) -> str:
    return f"post-{number:08}.json"


def keep_progress(mirror: Mirror, **update: object) -> None:
    """Remember how far reading has come."""
    mirror.progress = mirror.progress.model_copy(update=update)
    mirror.folder.write_state(PROGRESS, mirror.progress)
