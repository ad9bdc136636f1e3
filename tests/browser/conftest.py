"""Chromium without a window, and pages opened in it from files, watched for whatever they should not do.

`sample_page` and `pair_page` open the interactive page of an invented network.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import networkx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kgraph.page import Dispute, Extras, FactRow, Flow, Part, Quote, RankedThing, Ranking, Site, Step, render_page

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
    context = chromium.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
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
        asked = [url for url in watched.requests if not url.startswith(("data:", "blob:"))]
        assert set(asked) == {(tmp_path / "page.html").as_uri()}


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


# --- the interactive page

NAMES = {
    "US": ("Chipmaker of Texas", "Battery Works of Ohio", "Commerce Authority", "Laboratory of Indiana", "Cloud Fund"),
    "KR": ("한국반도체", "한국전지", "산업부", "서울연구소", "부산소재"),
    "JP": ("日本半導体", "東都材料", "経済省", "横浜研究所", "ロジック先端技術研究組合"),
    "TW": ("Foundry of Hsinchu", "Packaging of Tainan"),
}
KINDS = ("Organization", "Facility", "Government", "Organization", "Person")
EVENTS = ("investment", "grant", "agreement", "operation", "meeting", "loan", "acquisition")
STATUSES = ("announced", "completed", "considered", "cancelled", None)
MONEY = {"investment", "grant", "loan", "acquisition"}
PLACES = {"US": (30.3, -97.7), "KR": (37.2, 127.0), "JP": (32.8, 130.7), "TW": (24.8, 121.0)}


def make_things() -> networkx.MultiDiGraph:
    """68 things in four countries."""
    network = networkx.MultiDiGraph()
    for country, names in NAMES.items():
        for turn in range(4):
            for place, name in enumerate(names):
                kind = KINDS[(turn + place) % 5]
                network.add_node(
                    f"urn:{country}:{turn}:{place}", label=f"{name} {turn + 1}", kind=kind, country=country
                )
    return network


def make_fact(number: int, source: str, target: str) -> FactRow:
    """One of 120 facts from 2020 to 2024, each with one quote; grants are on memory, the others on nothing."""
    kind, status = EVENTS[number % 7], STATUSES[number % 5]
    usd = 10.0 ** (6 + number % 5) if kind in MONEY else None
    month = f"202{number % 5}-0{number % 9 + 1}"
    url = f"https://example.org/{number}"
    ends = (source[4:6], target[4:6])
    return FactRow(
        event=f"urn:event:{number:03}",
        kind=kind,
        label=f"Event {number}",
        usd=usd,
        date=None if number % 20 == 19 else month,
        status=status,
        parts=(Part(source, "investor"), Part(target, "recipient")) if usd else (Part(source), Part(target)),
        evidence=(Quote(f"Quote of event {number}.", f"Title {number}", "The Daily", month, url),),
        technologies=("memory",) if kind == "grant" else (),
        flows=(Flow(*ends, usd),) if usd and status != "cancelled" else (),
    )


def make_sample() -> str:
    """The page of 68 things and 120 facts, with sites, a ranking and other names."""
    network = make_things()
    things = sorted(network)
    facts = []
    for number in range(120):
        fact = make_fact(number, things[number * 5 % len(things)], things[(number * number + 3) % len(things)])
        keys = {"kind": fact.kind, "event": fact.event, "label": fact.label, "date": fact.date, "status": fact.status}
        network.add_edge(fact.parts[0].thing, fact.parts[1].thing, **keys, usd=fact.usd, documents=())
        facts.append(fact)
    sites = [Site(name, "Town", *PLACES[name[4:6]]) for name in things if network.nodes[name]["kind"] == "Facility"]
    extras = Extras(
        names={"urn:KR:0:0": ("Hankook Chips", "삼한반도체")},
        measures={"strength": {name: float(place) for place, name in enumerate(things)}},
        sites=tuple(sites),
        rankings=(Ranking("Brokers", "Who stands between.", ("Between",), (RankedThing("urn:KR:0:0", (0.25,)),)),),
    )
    return render_page(network, "Sample", facts, extras)


def make_pair(text: str = "") -> str:
    """The page of two things with one investment, and `text` in every field that is free."""
    network = networkx.MultiDiGraph()
    network.add_node("urn:a", label=text or "한국전지", kind=text or "Organization", country=text or "KR")
    network.add_node("urn:b", label=text or "Plant", kind=text or "Facility", country="US")
    edge = {"kind": text or "investment", "event": "urn:e", "label": text, "date": text, "usd": 2e9, "status": text}
    network.add_edge("urn:a", "urn:b", **edge, documents=())
    url = text or "https://example.org/a"
    quote = Quote(text or "We will build it.", text or "A plant is coming", text or "The Daily", text or "2024-01", url)
    fact = FactRow(
        event="urn:e",
        kind=text or "investment",
        label=text or "A plant",
        sum=text,
        usd=2e9,
        date=text,
        status=text,
        parts=(Part("urn:a", text or "investor"), Part("urn:b", text or "facility")),
        evidence=(quote,),
        technologies=(text or "batteries",),
        policies=(text or "An Act",),
        flows=(Flow(text or "KR", "US", 2e9),),
        disputes=(Dispute(text or "amount", text or "3 bn", quote), Dispute(text or "amount", text or "2 bn", quote)),
        steps=(Step(text, text, text), Step("2024-02", "announced", "2 bn")),
    )
    extras = Extras(
        names={"urn:a": (f"{text} also",)},
        measures={text or "strength": {"urn:a": 1.0}},
        sites=(Site("urn:b", text or "Austin", 30.3, -97.7),),
        rankings=(Ranking(text or "Brokers", text, (text or "Between",), (RankedThing("urn:a", (text or 0.5,)),)),),
    )
    return render_page(network, text or "Pair", [fact], extras)


@pytest.fixture
def sample_page(open_page: Opener) -> Page:
    return open_page(make_sample()).page


@pytest.fixture
def pair_page(open_page: Opener) -> Callable[..., Page]:
    """Opens the page of a pair; the argument is the text of all fields."""
    return lambda text="": open_page(make_pair(text)).page
