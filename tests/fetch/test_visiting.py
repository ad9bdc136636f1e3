"""Visitor: asks as a guest does, waits where it is told to, and gives up in time."""

import gzip
from collections.abc import Iterator

import pytest
from loopback import Reply, Watch, Web

from kgraph.errors import FetchError, UnavailableError
from kgraph.fetch import Visitor
from kgraph.fetch.answers import Answer, check_status, decode_answer, read_html, read_json
from kgraph.fetch.visiting import BACKOFF, MAX_TIME, PAUSE
from kgraph.version import __version__


def read(answer: Answer) -> str:
    check_status(answer)
    return answer.content.decode()


# --- rules


def test_it_names_itself_and_reads_the_rules_first(web: Web, visitor: Visitor) -> None:
    web.pages["/a"] = Reply("yes")
    assert visitor.get(f"{web.address}/a", read) == "yes"
    assert [asked.path for asked in web.asked] == ["/robots.txt", "/a"]
    assert {asked.headers["User-Agent"] for asked in web.asked} == {f"kgraph/{__version__}"}


def test_what_the_rules_close_is_not_asked_for(web: Web, visitor: Visitor) -> None:
    web.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /private/*.html$\n", type="text/plain")
    web.pages["/private/b.htm"] = Reply("open")
    with pytest.raises(FetchError, match=r"/private/a\.html is closed to programs by the robots\.txt of 127\.0\.0\.1"):
        visitor.get(f"{web.address}/private/a.html", read)
    assert visitor.get(f"{web.address}/private/b.htm", read) == "open"
    assert web.list_paths() == ["/private/b.htm"]


def test_rules_for_us_by_name_count(web: Web, visitor: Visitor) -> None:
    web.pages["/robots.txt"] = Reply("User-agent: *\nAllow: /\n\nUser-agent: kgraph\nDisallow: /\n")
    with pytest.raises(FetchError, match="closed to programs"):
        visitor.get(f"{web.address}/a", read)


def test_a_host_whose_rules_cannot_be_read_is_left_alone(web: Web, visitor: Visitor) -> None:
    web.pages |= {"/robots.txt": Reply("", 503), "/a": Reply("yes")}
    with pytest.raises(UnavailableError, match=r"robots\.txt answered 503 .* without its rules"):
        visitor.get(f"{web.address}/a", read)
    assert web.list_paths() == []


def test_rules_that_are_a_page_close_nothing(web: Web, visitor: Visitor) -> None:
    web.pages |= {"/robots.txt": Reply("<html><body>User-agent: none of these</body></html>"), "/a": Reply("yes")}
    assert visitor.get(f"{web.address}/a", read) == "yes"


# --- pauses and tries


def test_there_is_a_pause_between_requests_to_a_host(web: Web, visitor: Visitor, watch: Watch) -> None:
    web.pages["/a"] = Reply("yes")
    for _ in range(2):
        visitor.get(f"{web.address}/a", read)
    assert watch.slept == [PAUSE, PAUSE]  # rules, first, second


def test_a_longer_pause_is_kept_where_the_rules_ask_for_it(
    web: Web, visitor: Visitor, watch: Watch, told: list[str]
) -> None:
    web.pages |= {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 7\n"), "/a": Reply("yes")}
    for _ in range(2):
        visitor.get(f"{web.address}/a", read)
    assert watch.slept[-1] == 7
    assert told == ["127.0.0.1 asks for 7 s between requests"]


@pytest.mark.parametrize("status", [429, 500, 503, 521])
def test_a_busy_host_is_asked_again_after_a_while(web: Web, visitor: Visitor, watch: Watch, status: int) -> None:
    web.in_turn("/a", Reply("", status), Reply("", status), Reply("yes"))
    assert visitor.get(f"{web.address}/a", read) == "yes"
    assert watch.slept == [PAUSE, *BACKOFF[:2]]


@pytest.mark.parametrize("asks", ["30", "Mon, 01 Jan 2024 00:00:30 GMT"])
def test_it_waits_as_long_as_a_host_asks(web: Web, visitor: Visitor, watch: Watch, told: list[str], asks: str) -> None:
    busy = Reply("", 429, {"Retry-After": asks, "Date": "Mon, 01 Jan 2024 00:00:00 GMT"})
    web.in_turn("/a", busy, Reply("yes"))
    assert visitor.get(f"{web.address}/a", read) == "yes"
    assert watch.slept[-1] == 30
    assert told == [f"{web.address}/a answered 429 Too Many Requests and asks for 30 s of rest; next try in 30 s"]


def test_it_leaves_a_host_that_asks_for_a_long_rest(web: Web, visitor: Visitor, watch: Watch) -> None:
    web.pages["/a"] = Reply("", 429, {"Retry-After": "3600"})
    with pytest.raises(UnavailableError, match="asks for 3600 s of rest"):
        visitor.get(f"{web.address}/a", read)
    assert web.list_paths() == ["/a"]
    assert watch.slept == [PAUSE]


def test_tries_come_to_an_end(web: Web, visitor: Visitor) -> None:
    web.pages["/a"] = Reply("", 503)
    with pytest.raises(UnavailableError, match="answered 503 Service Unavailable"):
        visitor.get(f"{web.address}/a", read)
    assert len(web.list_paths()) == len(BACKOFF) + 1


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_not_there_is_asked_for_once(web: Web, visitor: Visitor, status: int) -> None:
    web.pages["/a"] = Reply("gone", status)
    with pytest.raises(FetchError, match=f"/a answered {status}"):
        visitor.get(f"{web.address}/a", read)
    assert len(web.list_paths()) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_what_is_not_open_to_all_is_named(web: Web, visitor: Visitor, status: int) -> None:
    web.pages["/a"] = Reply("", status)
    with pytest.raises(FetchError, match="it is not open to all"):
        visitor.get(f"{web.address}/a", read)


def test_a_host_that_does_not_answer_is_named(visitor: Visitor, watch: Watch) -> None:
    with pytest.raises(UnavailableError, match=r"http://127\.0\.0\.1:1/robots\.txt does not answer as it should: "):
        visitor.get("http://127.0.0.1:1/a", read)
    assert sum(watch.slept) >= sum(BACKOFF)


def test_an_answer_that_ends_early_is_asked_for_again(web: Web, visitor: Visitor) -> None:
    web.in_turn("/a", Reply([b"ye"], headers={"Content-Length": "3"}), Reply("yes"))
    assert visitor.get(f"{web.address}/a", read) == "yes"


# --- limits


def test_a_body_without_end_is_left(web: Web, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.fetch.visiting.MAX_SIZE", 1_000_000)

    def write_forever() -> Iterator[bytes]:
        while True:
            yield b"x" * 10_000

    web.pages["/a"] = Reply(write_forever())
    with pytest.raises(FetchError, match="answered with more than 1,000,000 bytes"):
        visitor.get(f"{web.address}/a", read)


def test_a_small_body_that_unpacks_to_a_large_one_is_left(
    web: Web, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.fetch.visiting.MAX_SIZE", 1_000_000)
    web.pages["/a"] = Reply(gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"})
    with pytest.raises(FetchError, match="more than 1,000,000 bytes"):
        visitor.get(f"{web.address}/a", read)


def test_a_body_that_drips_is_left(web: Web, visitor: Visitor, watch: Watch) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(1000):
            watch.time += MAX_TIME / 3
            yield b"x"

    web.pages["/a"] = lambda _: Reply(drip())
    with pytest.raises(UnavailableError, match="it takes too long"):
        visitor.get(f"{web.address}/a", read)


def test_redirects_are_followed_a_few_times(web: Web, visitor: Visitor) -> None:
    web.pages |= {"/a": Reply("", 301, {"Location": "/b"}), "/b": Reply("", 302, {"Location": "c"})}
    web.pages |= {"/c": Reply("yes"), "/round": Reply("", 302, {"Location": "/round"})}
    assert visitor.get(f"{web.address}/a", read) == "yes"
    with pytest.raises(FetchError, match="/round redirects more than 5 times"):
        visitor.get(f"{web.address}/round", read)


def test_a_redirect_to_what_the_rules_close_is_not_followed(web: Web, visitor: Visitor) -> None:
    web.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /b\n")
    web.pages |= {"/a": Reply("", 301, {"Location": "/b"}), "/b": Reply("no")}
    with pytest.raises(FetchError, match="/b is closed to programs"):
        visitor.get(f"{web.address}/a", read)
    assert web.list_paths() == ["/a"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "https://u:p@example.org/"])
def test_a_redirect_out_of_the_web_is_not_followed(web: Web, visitor: Visitor, target: str) -> None:
    web.pages["/a"] = Reply("", 302, {"Location": target})
    with pytest.raises(FetchError, match=r"redirects to .* which is no address of the web"):
        visitor.get(f"{web.address}/a", read)


@pytest.mark.parametrize(
    "address", ["", "example.org", "ftp://example.org", "file:///etc/passwd", "http://", "http://a:b/", "javascript:1"]
)
def test_only_addresses_of_the_web_are_asked_for(visitor: Visitor, address: str) -> None:
    with pytest.raises(FetchError, match="no address"):
        visitor.get(address, read)


def test_no_password_is_sent(visitor: Visitor) -> None:
    with pytest.raises(FetchError, match=r"the address of example\.org holds a user and a password") as caught:
        visitor.get("https://me:secret@example.org/", read)
    assert "secret" not in str(caught.value)


# --- what answers hold


def test_a_check_for_browsers_is_named_as_such(web: Web, visitor: Visitor) -> None:
    web.pages |= {
        "/a": Reply("<html><title>Just a moment...</title></html>"),
        "/b": Reply("<html>Checking your browser before you go on</html>", 403),
        "/c": Reply("<html></html>", headers={"cf-mitigated": "challenge"}),
    }
    for path in "abc":
        with pytest.raises(FetchError, match=f"/{path} answered with a check for browsers"):
            visitor.get(f"{web.address}/{path}", lambda answer: (check_status(answer), read_html(answer)))
    with pytest.raises(FetchError, match="/a answered with a check for browsers"):
        visitor.get(f"{web.address}/a", read_json)


def test_json_that_is_cut_is_asked_for_again_and_then_named(web: Web, visitor: Visitor) -> None:
    web.in_turn("/a", Reply('[{"id": 1', type="application/json"), Reply("[1]", type="application/json"))
    web.pages["/b"] = Reply('[{"id": 1', type="application/json")
    assert visitor.get(f"{web.address}/a", read_json) == [1]
    with pytest.raises(UnavailableError, match="/b answered with JSON that is cut off or damaged"):
        visitor.get(f"{web.address}/b", read_json)


def test_a_file_that_is_no_page_is_named(web: Web, visitor: Visitor) -> None:
    web.pages["/a.pdf"] = Reply(b"%PDF-1.7", type="application/pdf")
    with pytest.raises(FetchError, match=r"/a\.pdf is application/pdf, not a page"):
        visitor.get(f"{web.address}/a.pdf", read_html)


@pytest.mark.parametrize(
    ("encoding", "stated"),
    [("cp949", "text/html; charset=cp949"), ("cp949", "text/html"), ("utf-8", "text/html; charset=ascii")],
)
def test_a_page_is_read_in_its_encoding(web: Web, visitor: Visitor, encoding: str, stated: str) -> None:
    page = '<html><meta charset="euc-kr"><p>삼성전자는 테일러에 공장을 짓는다.</p></html>'
    web.pages["/a"] = Reply(page.encode(encoding), type=stated)
    assert "삼성전자는" in visitor.get(f"{web.address}/a", decode_answer)
