"""A real WordPress on loopback, with a thousand posts: what happens there is seen in the folder.

`tests/wordpress/wp_up.sh` starts it; its zone is Seoul.
"""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import pytest
from loopback import Watch
from typer.testing import CliRunner

from kgraph.cli import app
from kgraph.errors import FetchError
from kgraph.fetch import Report, Source, Visitor, fetch_articles
from kgraph.fetch.folder import Folder
from kgraph.fetch.rest import Site
from kgraph.fetch.visiting import BACKOFF
from kgraph.fetch.wordpress import fetch_posts
from kgraph.model import Document
from kgraph.sources import read_documents

SCRIPTS = Path(__file__).parents[1] / "wordpress"
NEEDED = ("php", "mariadbd", "mariadb-install-db", "curl")
POSTS = 1000
STORY = (
    "Kestrel Optics of Ulsan will invest $%d million in a battery plant in Taylor, Texas. The plant opens in 2027. "
    "It makes cells for electric cars. The governor of Texas welcomed the plan. The firm hires 300 people. "
)


@dataclass
class WordPress:
    """A site at work: its address and its folder."""

    address: str
    folder: Path

    def run(self, code: str) -> str:
        """What a piece of PHP prints that runs inside the site."""
        setup = f"$_SERVER['HTTP_HOST'] = '127.0.0.1'; require '{self.folder}/www/wp-load.php';"
        done = subprocess.run(["php", "-r", setup + code], check=True, capture_output=True, encoding="utf-8")
        return done.stdout


def find_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def wordpress() -> Iterator[WordPress]:
    if not (all(map(shutil.which, NEEDED)) and Path("/usr/share/wordpress").exists()):
        pytest.skip("needs WordPress, PHP and MariaDB (installed by .ci/run)")
    with TemporaryDirectory(prefix="wp", dir="/tmp") as parent:  # a short path, for its socket
        folder, port = Path(parent) / "s", find_port()
        posts = Path(parent) / "posts.jsonl"
        lines = (f'{{"title": "Kestrel & Co, part {n}", "text": "{STORY * 3 % (n, n, n)}"}}\n' for n in range(POSTS))
        posts.write_text("".join(lines), encoding="utf-8")
        subprocess.run([SCRIPTS / "wp_up.sh", folder, str(port)], check=True, capture_output=True)
        try:
            subprocess.run(["php", SCRIPTS / "fill.php", folder / "www", posts], check=True, capture_output=True)
            yield WordPress(f"http://127.0.0.1:{port}", folder)
        finally:
            os.killpg(int((folder / "php.pid").read_text()), signal.SIGTERM)
            os.kill(int((folder / "db.pid").read_text()), signal.SIGKILL)  # nothing there is to be kept


@dataclass
class Fetched:
    """What fetching did: its report, what it told, what it asked for."""

    report: Report
    told: list[str]
    asked: list[str]


Fetch = Callable[..., Fetched]


@pytest.fixture
def asked(visitor: Visitor) -> list[str]:
    """What a visitor asks for, but for rules, each with the status of the answer."""
    asked: list[str] = []

    def note(answer: httpx.Response) -> None:
        if answer.url.path != "/robots.txt":
            asked.append(f"{answer.status_code} {answer.url.path}")

    visitor.client.event_hooks = {"response": [note]}
    return asked


@pytest.fixture
def fetch(wordpress: WordPress, visitor: Visitor, told: list[str], asked: list[str], tmp_path: Path) -> Fetch:
    """Fetches from the site into a folder of the test."""

    def fetch_path(path: str = "/", folder: str = "out", **wanted: str) -> Fetched:
        told.clear()
        asked.clear()
        source = Source(url=f"{wordpress.address}{path}", **wanted)
        _, report = fetch_articles(visitor, source, tmp_path / folder)
        return Fetched(report, [*told], [*asked])

    return fetch_path


def read(folder: Path) -> dict[str, Document]:
    """The documents of a folder by their titles."""
    found = list(read_documents([str(folder)]))
    assert all(isinstance(item, Document) for item in found), found
    return {item.title: item for item in found if isinstance(item, Document)}


def test_all_posts_come_in_a_dozen_requests_and_nothing_the_second_time(fetch: Fetch, tmp_path: Path) -> None:
    first = fetch()
    assert first.report == Report(POSTS + 1, POSTS + 1, 0, 0, 0)
    assert len(first.asked) == 1 + 1 + 11 + 2  # front page, home, pages of posts, the newest by id and by date
    assert {line[:3] for line in first.asked} == {"200"}
    second = fetch()
    assert second.report == Report(POSTS + 1, 0, 0, 0, 0)
    assert len(second.asked) == 3
    documents = read(tmp_path / "out")
    assert len(documents) == POSTS + 1
    assert documents["Kestrel & Co, part 0"].published == "2024-04-23"  # eight o'clock in Seoul, the day before in UTC
    assert documents["Kestrel & Co, part 16"].published == "2024-04-24"
    assert "invest $16 million" in documents["Kestrel & Co, part 16"].text


EDIT = """
$ids = get_posts(['numberposts' => 6, 'orderby' => 'ID', 'order' => 'ASC', 'fields' => 'ids', 'offset' => 50]);
wp_update_post(['ID' => $ids[0], 'post_content' => '<p>Edited: the plant goes to Ohio.</p>']);
wp_delete_post($ids[1], true);
wp_trash_post($ids[2]);
wp_update_post(['ID' => $ids[3], 'post_status' => 'draft']);
wp_update_post(['ID' => $ids[4], 'post_status' => 'private']);
wp_update_post(['ID' => $ids[5], 'post_password' => 'secret']);
$new = ['post_content' => '<p>Brought in later.</p>', 'post_author' => 1];
wp_insert_post($new + ['post_title' => 'New', 'post_status' => 'publish']);
wp_insert_post($new + ['post_title' => 'Old', 'post_status' => 'publish', 'post_date' => '2020-01-01 08:00:00']);
wp_insert_post($new + ['post_title' => 'Draft', 'post_status' => 'draft']);
wp_insert_post($new + ['post_title' => 'Private', 'post_status' => 'private']);
wp_insert_post($new + ['post_title' => 'Coming', 'post_status' => 'future', 'post_date' => '2099-01-01 08:00:00']);
"""


def test_whatever_happens_to_posts_is_seen(wordpress: WordPress, fetch: Fetch, tmp_path: Path) -> None:
    before = fetch().report.articles
    wordpress.run(EDIT)
    changed = fetch()
    assert changed.report == Report(before + 2 - 5, 2, 1, 5, 0)
    # Changes, newest twice, one or two that were brought in, all ids, those that miss: fewer than all posts anew.
    assert len(changed.asked) <= 3 + 1 + 10 + 1
    assert sum("removed: http" in line for line in changed.told) == 5
    documents = read(tmp_path / "out")
    assert {"New", "Old"} <= documents.keys() and not {"Draft", "Private", "Coming"} & documents.keys()
    assert sum(document.text == "Edited: the plant goes to Ohio." for document in documents.values()) == 1
    assert len(fetch().asked) == 3
    again = fetch(folder="anew")
    names = {path.name: path.read_bytes() for path in (tmp_path / "anew").glob("post-*.json")}
    assert again.report.articles == changed.report.articles
    assert names == {path.name: path.read_bytes() for path in (tmp_path / "out").glob("post-*.json")}


SCHEDULED = """
global $wpdb;
$id = wp_insert_post(['post_title' => 'Due', 'post_content' => '<p>Due.</p>', 'post_status' => 'future',
    'post_author' => 1, 'post_date' => gmdate('Y-m-d H:i:s', time() + 9 * 3600 + 3600)]);
$wpdb->update($wpdb->posts, ['post_modified' => '2024-01-01 00:00:00', 'post_modified_gmt' => '2023-12-31 15:00:00',
    'post_date' => current_time('mysql'), 'post_date_gmt' => current_time('mysql', 1)], ['ID' => $id]);
echo $id;
"""


def test_a_scheduled_post_is_seen_though_its_last_change_is_old(
    wordpress: WordPress, fetch: Fetch, tmp_path: Path
) -> None:
    number = wordpress.run(SCHEDULED)
    fetch()
    wordpress.run(f"wp_publish_post({number});")
    assert fetch().report.new == 1
    assert "Due" in read(tmp_path / "out")


def test_a_day_is_one_of_the_sites_calendar(fetch: Fetch, tmp_path: Path) -> None:
    fetch(since="2024-06-03")
    days = sorted({str(document.published) for document in read(tmp_path / "out").values()})
    assert days[0] == "2024-06-03"
    fetch(folder="all")
    late = [document for document in read(tmp_path / "all").values() if str(document.published) >= "2024-06-03"]
    assert len(late) == len(read(tmp_path / "out"))


def test_a_search_finds_what_has_the_words(fetch: Fetch, tmp_path: Path) -> None:
    found = fetch(search="kestrel 444")
    assert set(read(tmp_path / "out")) == {"Kestrel & Co, part 444"}
    assert found.report == Report(1, 1, 0, 0, 0)
    assert fetch(search="kestrel 444").report == Report(1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "fault",
    [
        ("429", len(BACKOFF) + 1, "answered 429 Too Many Requests and asks for 1 s of rest"),
        ("503", len(BACKOFF) + 1, "answered 503 Service Unavailable"),
        ("cut", len(BACKOFF) + 1, "answered with JSON that is cut off or damaged"),
        ("priv", 1, "answered 401 Unauthorized: it is not open to all"),
        ("html", 1, "answered with a check for browsers"),
    ],
    ids=lambda fault: fault[0],
)
def test_faults_are_named_and_harm_nothing(
    wordpress: WordPress, visitor: Visitor, asked: list[str], fault: tuple[str, int, str], tmp_path: Path
) -> None:
    name, tries, reason = fault
    folder = Folder(tmp_path / "out", print, print)
    site = Site(visitor, f"{wordpress.address}/wp-json/", "", "kestrel 44")
    fetch_posts(site, folder)
    files = {path.name: path.read_bytes() for path in folder.path.iterdir()}
    asked.clear()
    with pytest.raises(FetchError, match=reason):
        fetch_posts(site._replace(root=f"{wordpress.address}/wp-json/?chaos={name}"), folder)
    assert len(asked) == tries
    assert {path.name: path.read_bytes() for path in folder.path.iterdir()} == files


def test_its_feed_answers_304_and_then_gives_what_is_new(wordpress: WordPress, fetch: Fetch, tmp_path: Path) -> None:
    first = fetch("/feed/")
    assert first.report.failed == 0 and first.report.new == 10
    second = fetch("/feed/")
    assert second.asked == ["304 /feed/"]
    assert second.report == Report(10, 0, 0, 0, 0)
    text = "<p>" + "The plant in Taylor has opened, with 300 people, on a Monday. " * 12 + "</p>"
    wordpress.run(f"wp_insert_post(['post_title' => 'Fresh', 'post_content' => '{text}', 'post_status' => 'publish']);")
    third = fetch("/feed/")
    assert third.report == Report(11, 1, 0, 0, 0)
    assert third.asked == ["200 /feed/"]  # the article stands in the feed
    assert read(tmp_path / "out")["Fresh"].text.startswith("The plant in Taylor has opened")


def test_an_articles_address_gives_that_article(wordpress: WordPress, fetch: Fetch, tmp_path: Path) -> None:
    found = fetch("/2024/04/kestrel-co-part-3/")
    assert found.report == Report(1, 1, 0, 0, 0)
    (document,) = read(tmp_path / "out").values()
    assert document.url == f"{wordpress.address}/2024/04/kestrel-co-part-3/"
    assert document.published == "2024-04-23"
    assert "invest $3 million" in document.text


def test_the_command_fetches_what_build_reads(
    wordpress: WordPress, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kgraph.fetch.visiting.PAUSE", 0)
    out = str(tmp_path / "out")
    arguments = ["fetch", f"{wordpress.address}/", "--search", '"invest $77 million"', "--out", out]
    refused = CliRunner().invoke(app, arguments)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "not fetched: 127.0.0.1 is no address of the internet: --allow-private" in refused.stderr
    done = CliRunner().invoke(app, [*arguments, "--allow-private"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.splitlines()[-1] == f"1 article in {out}: 1 new, 0 changed, 0 removed"
    facts = CliRunner().invoke(app, ["extract", out])
    assert facts.exit_code == 0 and '"value": 77000000' in facts.stdout
