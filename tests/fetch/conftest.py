"""The web as fetching sees it: one server on loopback, and a clock that nobody waits for."""

from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from loopback import Fetcher, Handler, Reply, Watch, Web, write_json
from rest_site import LIST, Site

from kgraph.fetch import Report, Source, Visitor, fetch_articles
from kgraph.fetch.visiting import Clock


@pytest.fixture
def web() -> Iterator[Web]:
    state = Web()
    handler = type("ThisHandler", (Handler,), {"web": state})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        state.address = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        yield state
        server.shutdown()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def told() -> list[str]:
    """What a visitor tells."""
    return []


@pytest.fixture
def visitor(watch: Watch, told: list[str]) -> Iterator[Visitor]:
    with Visitor(told.append, told.append, allow_private=True, clock=Clock(watch.now, watch.sleep)) as visitor:
        yield visitor


@pytest.fixture
def fetch(visitor: Visitor, web: Web, tmp_path: Path) -> Fetcher:
    """Fetches what is behind a path of the server into the folder `out`, with rules that are read anew."""

    def fetch_path(path: str = "/", **wanted: str) -> Report:
        visitor.rules.clear()
        return fetch_articles(visitor, Source(url=f"{web.address}{path}", **wanted), tmp_path / "out")[1]

    return fetch_path


@pytest.fixture
def site(web: Web) -> Site:
    """A site of 250 posts, found by the link of its home."""
    site = Site(web, {number: (number, f"Text {number}.") for number in range(1, 251)})
    web.pages["/"] = Reply('<html><link rel="https://api.w.org/" href="/wp-json/"></html>')
    web.pages["/wp-json/"] = write_json({"home": web.address})
    web.pages[LIST] = site.answer
    return site


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The folder into which is fetched."""
    return tmp_path / "out"
