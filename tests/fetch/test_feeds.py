"""Feeds and pages: what is new is fetched, what has not changed is not asked for again."""

from pathlib import Path

import pytest
from loopback import Asked, Fetcher, Reply, Web

from kgraph.fetch import Report
from kgraph.fetch.feeds import MAX_FEED
from kgraph.model import Document
from kgraph.sources import read_documents

RSS = "application/rss+xml; charset=UTF-8"
ITEM = "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{more}</item>"
STORY = "Kestrel Optics will invest $5 million in a battery plant in Ulsan. "
LONG = f"&lt;p&gt;{STORY * 9}&lt;/p&gt;"


def write_item(web: Web, name: str, date: str = "Mon, 04 Mar 2024 08:00:00 +0900", more: str = "") -> str:
    return ITEM.format(title=f"Story {name}", link=f"{web.address}/{name}", date=date, more=more)


def write_feed(*items: str) -> str:
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    start = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {content}><channel><title>News</title>'
    return f"{start}{''.join(items)}</channel></rss>"


def write_page(name: str, head: str = "") -> str:
    text = f"<p>{STORY}</p><p>The plant of story {name} opens in 2027, says the firm, and hires 300 people.</p>" * 3
    head = f"<head><title>Story {name}</title>{head}</head>"
    return f"<!doctype html><html lang=en>{head}<body><article>{text}</article></body></html>"


def put_feed(web: Web, *items: str, tag: str = "1") -> None:
    """A feed that answers 304 to who knows its tag."""

    def answer(asked: Asked) -> Reply:
        same = asked.headers.get("If-None-Match") == f'"{tag}"'
        return Reply("", 304) if same else Reply(write_feed(*items), 200, {"ETag": f'"{tag}"'}, RSS)

    web.pages["/feed"] = answer


def read(folder: Path) -> list[Document]:
    found = list(read_documents([str(folder)]))
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


# --- feeds


def test_the_pages_that_a_feed_lists_become_documents(web: Web, fetch: Fetcher, out: Path) -> None:
    web.pages |= {"/a": Reply(write_page("a")), "/b": Reply(write_page("b"))}
    put_feed(web, write_item(web, "a"), write_item(web, "b", "2024-03-05"))
    assert fetch("/feed") == Report(2, 2, 0, 0, 0)
    documents = {document.url: document for document in read(out)}
    assert {url: document.published for url, document in documents.items()} == {
        f"{web.address}/a": "2024-03-04",
        f"{web.address}/b": "2024-03-05",
    }
    assert "hires 300 people" in documents[f"{web.address}/a"].text


def test_an_article_that_stands_in_the_feed_whole_is_not_asked_for(web: Web, fetch: Fetcher, out: Path) -> None:
    put_feed(web, write_item(web, "a", more=f"<content:encoded>{LONG}</content:encoded>"))
    assert fetch("/feed") == Report(1, 1, 0, 0, 0)
    assert web.list_paths() == ["/feed", "/feed"]
    (document,) = read(out)
    assert (document.url, document.title, document.published) == (f"{web.address}/a", "Story a", "2024-03-04")
    assert document.text.startswith(STORY.strip())


@pytest.mark.parametrize("end", ["[…]", "...", "… Read more", "Continue reading →"])
def test_of_an_article_that_the_feed_cuts_the_page_is_asked_for(web: Web, fetch: Fetcher, out: Path, end: str) -> None:
    web.pages["/a"] = Reply(write_page("a"))
    put_feed(web, write_item(web, "a", more=f"<content:encoded>{LONG} {end}</content:encoded>"))
    fetch("/feed")
    assert web.list_paths()[-1] == "/a"


def test_an_unchanged_feed_costs_one_request(web: Web, fetch: Fetcher) -> None:
    web.pages["/a"] = Reply(write_page("a"))
    put_feed(web, write_item(web, "a"))
    fetch("/feed")
    web.asked.clear()
    assert fetch("/feed") == Report(1, 0, 0, 0, 0)
    assert web.list_paths() == ["/feed"]


def test_of_a_feed_that_has_changed_only_what_is_new_or_changed_is_asked_for(
    web: Web, fetch: Fetcher, out: Path
) -> None:
    web.pages |= {f"/{name}": Reply(write_page(name)) for name in "abc"}
    put_feed(web, write_item(web, "a"), write_item(web, "b"))
    fetch("/feed")
    web.asked.clear()
    web.pages["/b"] = Reply(write_page("b, told anew"))
    put_feed(web, write_item(web, "b", more="<description>Anew</description>"), write_item(web, "c"), tag="2")
    assert fetch("/feed") == Report(3, 1, 1, 0, 0)
    assert web.list_paths() == ["/feed", "/b", "/c"]
    assert sum("told anew" in document.text for document in read(out)) == 1


def test_what_cannot_be_had_now_is_tried_again_though_the_feed_has_not_changed(
    web: Web, fetch: Fetcher, told: list[str]
) -> None:
    web.pages |= {"/a": Reply("", 503), "/b": Reply(write_page("b"))}
    put_feed(web, write_item(web, "a"), write_item(web, "b"))
    assert fetch("/feed") == Report(1, 1, 0, 0, 1)
    assert told[-1].startswith(f"not fetched: Story a: {web.address}/a answered 503")
    web.pages["/a"] = Reply(write_page("a"))
    web.asked.clear()
    assert fetch("/feed") == Report(2, 1, 0, 0, 0)
    assert web.list_paths() == ["/feed", "/a"]


def test_what_is_not_there_is_named_once(web: Web, fetch: Fetcher, told: list[str]) -> None:
    put_feed(web, write_item(web, "a"))
    assert fetch("/feed") == Report(0, 0, 0, 0, 1)
    assert told[-1] == f"not fetched: Story a: {web.address}/a answered 404 Not Found"
    assert fetch("/feed") == Report(0, 0, 0, 0, 0)


def test_entries_before_a_day_and_without_the_words_are_left(web: Web, fetch: Fetcher) -> None:
    web.pages |= {f"/{name}": Reply(write_page(name)) for name in "abc"}
    old, new = "Sun, 03 Mar 2024 23:00:00 GMT", "Mon, 04 Mar 2024 00:00:00 GMT"
    chips = "<description>New &lt;b&gt;chip&lt;/b&gt; plant</description>"
    put_feed(web, write_item(web, "a", old, chips), write_item(web, "b", new, chips), write_item(web, "c", new))
    assert fetch("/feed", since="2024-03-04", search="PLANT chip").articles == 1
    assert web.list_paths()[-1] == "/b"


def test_a_damaged_feed_gives_what_it_has_and_is_read_whole_the_next_time(
    web: Web, fetch: Fetcher, told: list[str]
) -> None:
    web.pages |= {"/a": Reply(write_page("a")), "/b": Reply(write_page("b"))}
    whole = write_feed(write_item(web, "a"), write_item(web, "b"))
    web.pages["/feed"] = Reply(whole[: whole.rindex("<item>") + 20], headers={"ETag": '"1"'}, type=RSS)
    assert fetch("/feed").articles == 1
    assert any("/feed is damaged" in line for line in told)
    put_feed(web, write_item(web, "a"), write_item(web, "b"))
    assert fetch("/feed") == Report(2, 1, 0, 0, 0)


def test_an_atom_feed_is_read(web: Web, fetch: Fetcher, out: Path) -> None:
    parts = '<title type="html">R&amp;amp;D</title><link href="/a"/><updated>2024-03-04T01:00:00Z</updated>'
    entry = f'<entry>{parts}<content type="html">{LONG}</content></entry>'
    feed = f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>{entry}</feed>'
    web.pages["/feed"] = Reply(feed, type="application/xml")
    fetch("/feed")
    (document,) = read(out)
    assert (document.url, document.title, document.published) == (f"{web.address}/a", "R&D", "2024-03-04")


BOMB = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    ("entities", "item"),
    [
        (f'<!ENTITY a "aaaaaaaaaa">{BOMB}', "<item><title>&i;</title></item>"),
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "<item><title>&x;</title><link>file:///etc/passwd</link></item>"),
    ],
    ids=["a bomb of entities", "a file as entity and link"],
)
def test_a_hostile_feed_gives_nothing(web: Web, fetch: Fetcher, told: list[str], entities: str, item: str) -> None:
    feed = write_feed(item).replace("<rss", f"<!DOCTYPE rss [{entities}]><rss")
    web.pages["/feed"] = Reply(feed, type=RSS)
    assert fetch("/feed").articles == 0
    assert "root:" not in " ".join(told)


def test_a_feed_without_end_is_left(web: Web, fetch: Fetcher, told: list[str]) -> None:
    web.pages["/feed"] = Reply(write_feed() + " " * MAX_FEED, type=RSS)
    assert fetch("/feed").failed == 1
    assert "which no feed is" in told[-1]


# --- pages


def test_a_page_is_kept_with_its_address_and_asked_for_only_by_its_tag(web: Web, fetch: Fetcher, out: Path) -> None:
    tag = {"now": "1"}

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("If-None-Match") == tag["now"]:
            return Reply("", 304)
        return Reply(write_page(f"told {tag['now']} times"), headers={"ETag": tag["now"]})

    web.pages["/news/story"] = answer
    assert fetch("/news/story") == Report(1, 1, 0, 0, 0)
    assert fetch("/news/story") == Report(1, 0, 0, 0, 0)
    tag["now"] = "2"
    assert fetch("/news/story") == Report(1, 0, 1, 0, 0)
    (document,) = read(out)
    assert document.url == document.id == f"{web.address}/news/story"
    assert "told 2 times" in document.text


def test_the_address_that_a_page_gives_itself_counts_before_that_where_it_was_found(
    web: Web, fetch: Fetcher, out: Path
) -> None:
    web.pages["/x"] = Reply(write_page("x", '<link rel="canonical" href="https://news.example/x">'))
    fetch("/x")
    assert read(out)[0].url == "https://news.example/x"


def test_a_page_that_is_gone_is_kept(web: Web, fetch: Fetcher, out: Path) -> None:
    web.pages["/a"] = Reply(write_page("a"))
    fetch("/a")
    del web.pages["/a"]
    assert fetch("/a") == Report(1, 0, 0, 0, 1)
    assert len(read(out)) == 1
