"""What is read behind an address that a person knows, and the folder that remembers it."""

from pathlib import Path

import pytest
from loopback import Asked, Fetcher, Reply, Web, write_json
from rest_site import Site

from kgraph.errors import FetchError
from kgraph.fetch.rest import make_address

FEED = Reply('<rss version="2.0"><channel></channel></rss>', type="application/rss+xml")


def put_front(web: Web, path: str, head: str) -> None:
    web.pages[path] = Reply(f"<html><head>{head}</head><body><p>Front</p></body></html>")


def test_a_front_page_leads_to_its_feed(web: Web, fetch: Fetcher) -> None:
    comments = '<link rel="alternate" type="application/atom+xml" href="/comments/feed">'
    put_front(web, "/", f'{comments}<link rel="alternate" type="application/rss+xml" href="feed">')
    web.pages["/feed"] = FEED
    fetch("/")
    assert web.list_paths() == ["/", "/feed"]


def test_a_section_leads_to_its_own_feed(web: Web, fetch: Fetcher) -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{path}">' for path in ("/f", "/chips/f"))
    put_front(web, "/chips/", links)
    fetch("/chips/")
    assert web.list_paths() == ["/chips/", "/chips/f"]


def test_an_article_stands_for_itself_though_its_site_has_a_feed(web: Web, fetch: Fetcher) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    put_front(web, "/story", f'<meta property="og:type" content="article">{feed}')
    assert fetch("/story").articles == 1
    assert web.list_paths() == ["/story", "/story"]


def test_a_folder_is_not_mixed(web: Web, fetch: Fetcher, out: Path) -> None:
    put_front(web, "/a", "")
    fetch("/a")
    for path, wanted in (("/b", {}), ("/a", {"since": "2024-01-01"}), ("/a", {"search": "chips"})):
        with pytest.raises(FetchError, match=f"out holds the articles of {web.address}/a: name another folder"):
            fetch(path, **wanted)


def test_a_folder_is_known_by_its_address_with_and_without_a_slash(web: Web, site: Site, fetch: Fetcher) -> None:
    fetch("/")
    assert fetch("").articles == 250


def test_a_folder_that_is_a_file_is_named(web: Web, fetch: Fetcher, out: Path) -> None:
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(FetchError, match=r"out/\.source\.json cannot be read: Not a directory"):
        fetch("/")


def test_a_damaged_source_is_named(web: Web, fetch: Fetcher, out: Path) -> None:
    put_front(web, "/a", "")
    fetch("/a")
    (out / ".source.json").write_text("{", encoding="utf-8")
    with pytest.raises(FetchError, match="is damaged: remove it to read all anew"):
        fetch("/a")


def test_damaged_progress_is_named(web: Web, fetch: Fetcher, out: Path, told: list[str]) -> None:
    put_front(web, "/a", "")
    fetch("/a")
    (out / ".progress.json").write_text('{"pages": 1}', encoding="utf-8")
    assert fetch("/a").failed == 1
    assert told[-1].endswith(".progress.json is damaged: remove it to read all anew")


def test_a_site_with_plain_addresses_is_asked_by_its_route(web: Web, site: Site, fetch: Fetcher) -> None:
    web.pages |= {"/": Reply('<link rel="https://api.w.org/" href="/index.php?rest_route=/">')}

    def answer(asked: Asked) -> Reply:
        root = asked.query["rest_route"] == "/"
        return write_json({"home": web.address}) if root else site.answer(asked)

    web.pages["/index.php"] = answer
    assert fetch().articles == 250
    assert web.asked[-1].query["rest_route"] == "/wp/v2/posts"


def test_a_site_that_hides_its_interface_is_asked_by_its_route(web: Web, site: Site, fetch: Fetcher) -> None:
    def answer(asked: Asked) -> Reply:
        route = asked.query.get("rest_route")
        if route == "/wp/v2/posts":
            return site.answer(asked)
        return write_json({"home": web.address}) if route else Reply("<html><script src=/wp-content/a.js></script>")

    web.pages = {"/": answer}
    assert fetch().articles == 250


def test_an_interface_that_is_closed_is_told_and_the_feed_is_read(
    web: Web, site: Site, fetch: Fetcher, told: list[str]
) -> None:
    feed = '<link rel="alternate" type="application/rss+xml" href="/feed/">'
    web.pages["/"] = Reply(f'<html>{feed}<link rel="https://api.w.org/" href="/wp-json/"></html>')
    web.pages["/wp-json/"] = Reply("{}", 401, type="application/json")
    web.pages["/feed/"] = FEED
    fetch()
    assert web.list_paths()[-1] == "/feed/"
    assert "it is not open to all" in told[0]


def test_the_address_of_the_interface_will_do(web: Web, site: Site, fetch: Fetcher) -> None:
    assert fetch("/wp-json/").articles == 250


def test_addresses_of_lists_keep_what_the_root_asks_for() -> None:
    assert make_address("https://a.example/wp-json/?lang=ko", {"page": 2}) == (
        "https://a.example/wp-json/wp/v2/posts?lang=ko&page=2"
    )
