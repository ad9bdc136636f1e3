"""Posts of a WordPress site that behaves as it is told to; `test_real_wordpress` asks a real one."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import Asked, Fetcher, Reply, Web
from rest_site import LIST, Site

from kgraph.fetch import Report
from kgraph.fetch.choosing import has_words
from kgraph.model import Document
from kgraph.sources import read_documents


def count_lists(web: Web) -> int:
    return web.list_paths().count(LIST)


def check_mirror(site: Site, out: Path) -> None:
    """The folder holds the site's posts as they are."""
    saved = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.glob("post-*.json"))]
    assert saved == [site.write_post(number) for number in sorted(site.posts) if site.posts[number][1] != "locked"]


def test_all_posts_are_saved_and_then_only_what_changed_is_asked_for(
    web: Web, site: Site, fetch: Fetcher, out: Path, told: list[str]
) -> None:
    assert fetch() == Report(250, 250, 0, 0, 0)
    check_mirror(site, out)
    assert told[0] == f"{web.address}/: a WordPress site, read at {web.address}/wp-json/"
    assert told[1:] == ["100 of 250 posts read", "200 of 250 posts read", "250 of 250 posts read"]
    web.asked.clear()
    assert fetch() == Report(250, 0, 0, 0, 0)
    assert web.list_paths() == [LIST] * 3  # changes, newest by id, newest by date


def test_edits_additions_and_deletions_are_seen(
    web: Web, site: Site, fetch: Fetcher, out: Path, told: list[str]
) -> None:
    fetch()
    site.minute += 60
    site.posts[7] = (site.minute - 5, "Edited.")
    site.posts[251] = (site.minute - 4, "New.")
    del site.posts[100]
    assert fetch() == Report(250, 1, 1, 1, 0)
    check_mirror(site, out)
    assert f"removed: {web.address}/100" in told


def test_a_post_that_is_brought_in_under_an_old_date_is_seen(web: Web, site: Site, fetch: Fetcher, out: Path) -> None:
    fetch()
    site.posts[300] = (3, "Old news.")
    web.asked.clear()
    assert fetch() == Report(251, 1, 0, 0, 0)
    assert count_lists(web) == 4  # one more, for the post
    check_mirror(site, out)


def test_what_only_the_number_of_posts_betrays_is_seen(site: Site, fetch: Fetcher, out: Path) -> None:
    del site.posts[5]
    fetch()
    site.posts[5] = (5, "Out of the bin, unchanged.")
    assert fetch() == Report(250, 1, 0, 0, 0)
    check_mirror(site, out)


def test_a_post_that_slips_out_of_the_list_of_ids_is_not_removed(
    web: Web, site: Site, fetch: Fetcher, out: Path, told: list[str]
) -> None:
    fetch()
    del site.posts[250]

    def answer(asked: Asked) -> Reply:
        if asked.query["_fields"] == "id" and asked.query["page"] == "2":
            site.posts.pop(1, None)  # the 101st is now on the first page
        return site.answer(asked)

    web.pages[LIST] = answer
    assert fetch().removed == 1
    assert told[-1] == f"removed: {web.address}/250"
    assert fetch().removed == 1
    check_mirror(site, out)


def test_posts_with_a_password_are_left_and_removed(site: Site, fetch: Fetcher, out: Path) -> None:
    site.posts[5] = (5, "locked")
    assert fetch().articles == 249
    site.minute += 60
    site.posts[6] = (site.minute, "locked")
    site.posts[5] = (site.minute, "Open.")
    assert fetch() == Report(249, 1, 0, 1, 0)
    check_mirror(site, out)
    assert json.loads((out / ".progress.json").read_bytes())["left_out"] == [6]


def test_the_same_posts_give_the_same_bytes_however_they_were_fetched(site: Site, fetch: Fetcher, out: Path) -> None:
    fetch()
    at_once = {path.name: path.read_bytes() for path in out.glob("post-*.json")}
    for path in [*out.iterdir()]:
        path.unlink()
    later = {number: site.posts.pop(number) for number in range(100, 200)}
    fetch()
    site.posts |= later
    fetch()
    assert {path.name: path.read_bytes() for path in out.glob("post-*.json")} == at_once


def test_a_run_that_stopped_goes_on_where_it_was(
    web: Web, site: Site, fetch: Fetcher, out: Path, told: list[str]
) -> None:
    web.pages[LIST] = lambda asked: Reply("", 503) if asked.query["page"] == "3" else site.answer(asked)
    assert fetch() == Report(200, 200, 0, 0, 1)
    assert told[-1].startswith(f"not fetched: {web.address}{LIST}?") and "answered 503" in told[-1]
    web.pages[LIST] = site.answer
    web.asked.clear()
    assert fetch() == Report(250, 50, 0, 0, 0)
    assert [asked.query["page"] for asked in web.asked if asked.path == LIST] == ["3", "1", "1"]
    check_mirror(site, out)


def test_a_run_that_was_killed_goes_on_where_it_was(web: Web, site: Site, fetch: Fetcher, out: Path) -> None:
    code = f"""
import kgraph.fetch.visiting as visiting; visiting.PAUSE = 0
from kgraph.cli import app; app(["fetch", "{web.address}/", "--allow-private", "--out", "{out}"])
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.DEVNULL) as process:

        def answer(asked: Asked) -> Reply:
            if asked.query["page"] == "3":
                process.kill()
            return site.answer(asked)

        web.pages[LIST] = answer
    assert process.returncode == -signal.SIGKILL
    web.pages[LIST] = site.answer
    web.asked.clear()
    assert fetch() == Report(250, 50, 0, 0, 0)
    assert web.list_paths() == [LIST] * 3
    check_mirror(site, out)


def test_a_post_that_is_edited_while_the_first_reading_goes_on_is_read_again(
    web: Web, site: Site, fetch: Fetcher, out: Path
) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.query["page"] == "2":
            site.posts[1] = (site.minute, "Edited meanwhile.")
        site.minute += 1
        return site.answer(asked)

    web.pages[LIST] = answer
    fetch()
    fetch()
    check_mirror(site, out)


def test_no_change_is_lost_while_pages_of_changes_are_turned(web: Web, site: Site, fetch: Fetcher, out: Path) -> None:
    fetch()
    site.minute += 1000
    site.posts = {number: (site.minute - 500 + number, "Edited.") for number in site.posts}

    def answer(asked: Asked) -> Reply:
        reply = site.answer(asked)
        if asked.query["orderby"] == "modified" and site.posts[1][1] == "Edited.":
            site.posts[1] = (site.minute, "Edited again.")  # pushes the 101st out of the second page
        return reply

    web.pages[LIST] = answer
    fetch()
    check_mirror(site, out)


def test_many_changes_of_one_second_are_all_read(site: Site, fetch: Fetcher, out: Path) -> None:
    fetch()
    site.minute += 60
    site.posts = dict.fromkeys(site.posts, (site.minute - 30, "Edited at once."))
    assert fetch().changed == 250
    check_mirror(site, out)


def test_a_site_that_does_not_know_changes_is_read_whole(site: Site, fetch: Fetcher, out: Path) -> None:
    site.knows_changes = False
    fetch()
    site.posts[3] = (site.minute + 1, "Edited.")
    assert fetch() == Report(250, 0, 1, 0, 0)
    check_mirror(site, out)


@pytest.mark.parametrize("count", [0, 1, 100, 200, 250])
def test_a_site_that_gives_no_numbers_is_read_to_its_end(site: Site, fetch: Fetcher, out: Path, count: int) -> None:
    site.counts = False
    site.posts = {number: site.posts[number] for number in range(1, count + 1)}
    assert fetch() == Report(count, count, 0, 0, 0)
    if count > 1:
        del site.posts[1]
        assert fetch().removed == 1
    check_mirror(site, out)


def test_a_host_that_gives_fewer_posts_than_asked_for_is_read_to_its_end(site: Site, fetch: Fetcher, out: Path) -> None:
    site.most = 40
    assert fetch().articles == 250
    check_mirror(site, out)


def test_nothing_is_removed_when_a_site_lists_nothing_any_more(
    site: Site, fetch: Fetcher, out: Path, told: list[str]
) -> None:
    fetch()
    site.posts.clear()
    assert fetch() == Report(250, 0, 0, 0, 1)
    assert told[-1].startswith("not fetched: the site lists no posts any more: nothing is removed")


def test_what_is_asked_for_is_said_to_the_site_and_looked_at_again(web: Web, site: Site, fetch: Fetcher) -> None:
    site.posts = {1: (1, "A plant for chips."), 2: (2, "Plants for chips &amp; cells, no such word")}
    assert fetch(since="2024-03-01", search="plant chips.").articles == 1
    query = next(asked.query for asked in web.asked if asked.path == LIST)
    assert (query["after"], query["search"]) == ("2024-02-29T23:59:59", "plant chips.")
    web.asked.clear()
    fetch(since="2024-03-01", search="plant chips.")
    assert count_lists(web) == 3


@pytest.mark.parametrize(
    ("search", "found"),
    [("chips Ulsan", True), ('"plant in ulsan"', True), ('"chips ulsan"', False), ("chips -ulsan", False), ("", True)],
)
def test_words_are_looked_for_as_wordpress_does(search: str, found: bool) -> None:
    assert has_words(search, "R&amp;D", "<p>A <b>plant</b> in Ulsan</p><p>for chips</p>") is found


@pytest.mark.parametrize(
    "case",
    [
        (Reply("<html>Checking your browser</html>"), "answered with a check for browsers"),
        (Reply("<html>Welcome</html>"), "answered with text/html instead of JSON"),
        (Reply('[{"id": 1, "li', type="application/json"), "JSON that is cut off or damaged"),
        (Reply('[{"id": "1"}]', type="application/json"), "something other than a list of posts"),
        (Reply('[[["', type="application/json"), "JSON that is cut off or damaged"),
        (Reply("[" * 100_000, type="application/json"), "JSON that is cut off or damaged"),
        (Reply('{"code": "rest_no_route"}', 404, type="application/json"), "answered 404 Not Found"),
        (Reply('{"code": "rest_invalid_param"}', 400, type="application/json"), "answered 400 Bad Request"),
        (Reply("", 429), "answered 429 Too Many Requests"),
    ],
)
def test_what_is_no_list_of_posts_is_named_and_harms_nothing(
    site: Site, fetch: Fetcher, out: Path, told: list[str], case: tuple[Reply, str]
) -> None:
    fetch()
    site.web.pages[LIST], reason = case
    assert fetch() == Report(250, 0, 0, 0, 1)
    assert told[-1].startswith("not fetched: ") and reason in told[-1]
    site.web.pages[LIST] = site.answer
    assert fetch() == Report(250, 0, 0, 0, 0)
    check_mirror(site, out)


@pytest.mark.parametrize("again", [False, True])
def test_a_list_without_end_is_left(site: Site, fetch: Fetcher, told: list[str], again: bool) -> None:
    if again:
        fetch()
    site.counts = site.knows_changes = False
    site.web.pages[LIST] = lambda asked: site.answer(Asked(asked.path, asked.query | {"page": "1"}, {}))
    assert fetch().failed == 1
    assert told[-1] == "not fetched: the site gives the same posts on every page: it cannot be read by pages"


def test_a_file_is_replaced_whole_or_not_at_all(
    site: Site, fetch: Fetcher, out: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch()
    before = (out / "post-00000007.json").read_bytes()
    site.posts[7] = (site.minute + 1, "Edited.")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    assert fetch() == Report(250, 0, 0, 0, 1)
    assert told[-1] == f"not fetched: {out}/post-00000007.json cannot be written: No space left on device"
    assert (out / "post-00000007.json").read_bytes() == before


def test_half_a_character_is_kept_as_json_writes_it(site: Site, fetch: Fetcher, out: Path) -> None:
    site.posts = {1: (1, "half \ud83d of one, 삼성")}
    fetch()
    check_mirror(site, out)
    assert "삼성" in (out / "post-00000001.json").read_text(encoding="utf-8")
    assert fetch() == Report(1, 0, 0, 0, 0)


def test_saved_posts_are_sources(web: Web, site: Site, fetch: Fetcher, out: Path) -> None:
    fetch()
    found = list(read_documents([str(out)]))
    assert len(found) == 250
    assert isinstance(found[0], Document)
    assert (found[0].id, found[0].published, found[0].text) == (f"{web.address}/1", "2024-03-02", "Text 1.")
