"""A feed comes in (RSS, Atom); a folder holds the articles that it lists, and those that it listed before.

An article that stands in the feed whole is saved as a post in the form of WordPress's REST interface; of the others
the pages are asked for. What the feed lists no more stays in the folder.
"""

import io
import json
import re
from email.utils import parsedate_to_datetime
from hashlib import sha256
from html import escape
from typing import Any, NamedTuple

import feedparser
import httpx
from pydantic import Field

from kgraph.errors import FetchError, UnavailableError
from kgraph.fetch.answers import Answer, check_challenge, check_status, show
from kgraph.fetch.choosing import has_words, read_text
from kgraph.fetch.folder import PROGRESS, Folder, Source, name_file
from kgraph.fetch.pages import Validators, save_page, take_validators
from kgraph.fetch.visiting import Visitor

MAX_FEED = 10_000_000
"""Bytes of a feed: the parser that reads damaged ones takes its time."""
WHOLE = 500
"""Characters of an article that stands in a feed; a shorter text may be what leads to it."""
CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading)\W*\Z")
"""How the text of a feed ends, in small letters, that is only the beginning of its article."""


class Progress(Validators):
    """What is known of a feed, with a hash of each entry that was read by its link."""

    entries: dict[str, str] = Field(default_factory=dict)


class Entry(NamedTuple):
    """An article as a feed lists it; `content` as HTML, empty where the feed holds less than the article."""

    link: str
    title: str
    published: str
    summary: str
    content: str


class Feed(NamedTuple):
    """What a feed lists; without validators where it was damaged, since it may be whole the next time."""

    entries: tuple[Entry, ...]
    validators: Validators
    damage: str


def fetch_feed(visitor: Visitor, folder: Folder, address: str, source: Source) -> None:
    """Save the articles that are new in a feed or have changed. Raises FetchError where the feed cannot be read."""
    known = folder.read_state(PROGRESS, Progress) or Progress()
    feed = visitor.get(address, read_feed, known.headers())
    if feed is None:
        return
    if feed.damage:
        visitor.tell(f"{address} is damaged ({feed.damage}); entries that could be read: {len(feed.entries)}")
    wanted = [entry for entry in feed.entries if is_wanted(entry, source)]
    entries, later = dict(known.entries), False
    for entry in wanted:
        if entries.get(entry.link) == hash_entry(entry):
            continue
        if try_entry(visitor, folder, entry):
            entries[entry.link] = hash_entry(entry)
            folder.write_state(PROGRESS, Progress(entries=entries))
        else:
            later = True
    listed = {entry.link: entries[entry.link] for entry in wanted if entry.link in entries}
    validators = Validators() if later else feed.validators
    folder.write_state(PROGRESS, Progress(**validators.model_dump(), entries=listed))


def try_entry(visitor: Visitor, folder: Folder, entry: Entry) -> bool:
    """Save the article of an entry, or tell why not; whether that is settled."""
    try:
        if entry.content:
            folder.save(name_file(entry.link, ".json"), write_post(entry))
        else:
            visitor.get(entry.link, lambda answer: save_page(folder, entry.link, answer, entry.published))
    except FetchError as error:
        folder.fail(f"{entry.title or entry.link}: {error}")
        return not isinstance(error, UnavailableError)
    return True


def write_post(entry: Entry) -> str:
    """An entry in the form of a post of WordPress's REST interface."""
    post = {
        "content": {"rendered": entry.content},
        "date": entry.published or None,
        "link": entry.link,
        "title": {"rendered": entry.title},
    }
    return json.dumps(post, ensure_ascii=False, indent=1) + "\n"


def is_wanted(entry: Entry, source: Source) -> bool:
    """Whether an entry is as late as asked for, if it is dated, and has the words looked for, as far as it is here."""
    late = not entry.published or entry.published >= source.since
    return late and has_words(source.search, entry.title, entry.content or entry.summary)


def hash_entry(entry: Entry) -> str:
    return sha256("\0".join(entry).encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --- reading a feed


def read_feed(answer: Answer) -> Feed | None:
    """What a feed lists, None where it has not changed. Raises FetchError for what is no feed."""
    check_status(answer, httpx.codes.NOT_MODIFIED)
    if answer.status == httpx.codes.NOT_MODIFIED:
        return None
    if len(answer.content) > MAX_FEED:
        raise FetchError(f"{show(answer.url)} is larger than {MAX_FEED:,} bytes, which no feed is")
    headers = {"content-type": answer.headers.get("Content-Type", ""), "content-location": str(answer.url)}
    # As a stream: a text that looks like an address or a path would be opened.
    found = feedparser.parse(io.BytesIO(answer.content), response_headers=headers)
    if not found.version:
        check_challenge(answer)
        raise FetchError(f"{show(answer.url)} is no feed")
    damage = describe_damage(found)
    validators = Validators() if damage else take_validators(answer.headers)
    return Feed(tuple(map(read_entry, found.entries)), validators, damage)


def describe_damage(found: Any) -> str:
    """What was wrong with a feed, empty where it was sound or merely misnamed its encoding."""
    error = found.get("bozo_exception")
    harmless = feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType
    return "" if error is None or isinstance(error, harmless) else str(error)


def read_entry(entry: Any) -> Entry:
    parts = [str(part.value) for part in entry.get("content", ())]
    content = max(parts, key=len, default="")
    title = str(entry.get("title", ""))
    plain = entry.get("title_detail", {}).get("type") == "text/plain"
    return Entry(
        link=str(entry.get("link", "")),
        title=escape(title, quote=False) if plain else title,
        published=read_day(entry),
        summary=str(entry.get("summary", "")),
        content=content if is_whole(content) else "",
    )


def is_whole(content: str) -> bool:
    text = read_text(content)
    return len(text) >= WHOLE and not CUT.search(text)


def read_day(entry: Any) -> str:
    """The day of an entry by its own calendar, empty where it has none."""
    # Not by entry.get, which gives one date for another, with a warning.
    text = str(dict.get(entry, "published") or dict.get(entry, "updated") or "").strip()
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return text[:10]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except ValueError:
        return ""
