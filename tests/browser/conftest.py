"""Chromium without a window, and pages opened in it from files, watched for whatever they should not do."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Watched:
    """An open page and what it did on its own: messages on the console, errors, requests, dialogs."""

    page: Page
    noise: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


Opener = Callable[[str], Watched]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        if os.environ.get("KGRAPH_REQUIRE_ALL"):
            pytest.fail(f"{CHROMIUM} is missing and KGRAPH_REQUIRE_ALL is set: install Chromium")
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens HTML from a file of its own at 1280 x 720; at the end nothing may have made noise."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    opened: list[Watched] = []

    def open_html(html: str) -> Watched:
        path = tmp_path / "page.html"
        path.write_text(html, encoding="utf-8")
        watched = Watched(context.new_page())
        opened.append(watched)
        watch(watched)
        watched.page.goto(path.as_uri())
        return watched

    yield open_html
    context.close()
    for watched in opened:
        assert watched.noise == []
        assert [url for url in watched.requests if not url.startswith("data:")] == [(tmp_path / "page.html").as_uri()]


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Opener]:
    """Opens a path of the server at 1280 x 720; at the end nothing may have made noise or asked anybody else."""
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    opened: list[Watched] = []

    def open_path(path: str) -> Watched:
        watched = Watched(context.new_page())
        opened.append(watched)
        watch(watched)
        watched.page.goto(path if "://" in path else server + path)
        return watched

    yield open_path
    context.close()
    for watched in opened:
        assert watched.noise == []
        assert [url for url in watched.requests if not url.startswith(("data:", "blob:", "http://127.0.0.1:"))] == []


def watch(watched: Watched) -> None:
    page = watched.page
    page.on("console", lambda message: watched.noise.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: watched.noise.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (watched.noise.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: watched.requests.append(request.url))
