"""Times the page beside plain pyvis with its defaults on the same invented network, in one run.

Run as `python tests/bench/bench_page.py` where Chromium is installed: building the file for 5,000 nodes beside
`Network.from_nx`, its size for 1,000, and in the browser the time from opening to the first drawing that stays as
it is. Plain pyvis is given 60 seconds for that: where it is not done by then, the ratio is at least what is printed.
"""

import random
import tempfile
import time
from pathlib import Path

import networkx
from playwright.sync_api import Browser, Page, sync_playwright
from pyvis.network import Network

from kgraph.page import render_page

CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CODES = ["US"] * 6 + ["KR"] * 5 + ["JP"] * 5 + ["TW", "CN", "DE", "NL", "FR", "GB", "SG"]
KINDS = ["Organization"] * 6 + ["Facility"] * 4 + ["Government", "Person"]
EVENTS = ["investment"] * 4 + ["grant", "agreement", "meeting", "operation"]
PATIENCE = 60
PICTURE = """() => [...document.querySelectorAll('canvas')].map((canvas) => {
    const blank = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    return canvas.toDataURL() === blank.toDataURL() ? '' : canvas.toDataURL();
}).join('')"""
"""What is drawn; nothing while all is blank, as while pyvis looks for places."""


def invent_network(nodes: int) -> networkx.MultiDiGraph:
    """With two edges a node, from a fixed seed; a few nodes have many."""
    chance = random.Random(7)
    network = networkx.MultiDiGraph()
    for place in range(nodes):
        kind, country = chance.choice(KINDS), chance.choice(CODES)
        network.add_node(f"https://example.org/thing/{place:05}", label=f"Works {place}", kind=kind, country=country)
    names = sorted(network)
    for place in range(2 * nodes):
        source, target = names[int(nodes * chance.random() ** 2.2)], names[int(nodes * chance.random() ** 1.5)]
        kind = chance.choice(EVENTS)
        usd = round(10 ** chance.uniform(6, 10)) if kind in ("investment", "grant") else None
        date = f"20{chance.randint(18, 25)}-{chance.randint(1, 12):02}"
        edge = {"event": f"https://example.org/event/{place:05}", "label": f"Event {place}", "status": "announced"}
        network.add_edge(source, target, kind=kind, usd=usd, date=date, documents=(), **edge)
    return network


def build_plain(network: networkx.MultiDiGraph) -> str:
    """As pyvis's own documentation has it; from_nx changes what it is given."""
    net = Network(cdn_resources="in_line")
    net.from_nx(network.copy())
    html: str = net.generate_html()
    return html


def time_cpu(build: object) -> tuple[float, str]:
    start = time.process_time()
    html = build()  # type: ignore[operator]
    return time.process_time() - start, html


def read_cpu(browser: Browser) -> float:
    """CPU seconds of all processes of the browser."""
    session = browser.new_browser_cdp_session()
    return sum(process["cpuTime"] for process in session.send("SystemInfo.getProcessInfo")["processInfo"])


def open_until_stable(browser: Browser, file: Path) -> tuple[float, float, bool]:
    """Seconds and CPU seconds until the canvas is drawn and stays as it is for a second; whether it came to that."""
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.route("http*://**", lambda route: route.abort())
    cpu, start = read_cpu(browser), time.perf_counter()
    page.goto(file.as_uri(), wait_until="commit")
    seconds, used, stable = watch_picture(browser, page, start)
    page.close()
    return seconds, used - cpu, stable


def watch_picture(browser: Browser, page: Page, start: float) -> tuple[float, float, bool]:
    last, since, cpu = "", time.perf_counter(), 0.0
    while time.perf_counter() - start < PATIENCE:
        page.wait_for_timeout(100)
        picture = page.evaluate(PICTURE)
        if picture != last:
            last, since, cpu = picture, time.perf_counter(), read_cpu(browser)
        elif picture and time.perf_counter() - since > 1:
            return since - start, cpu, True
    return PATIENCE, read_cpu(browser), False


def compare_building() -> None:
    network = invent_network(5_000)
    plain, _ = time_cpu(lambda: build_plain(network))
    own, html = time_cpu(lambda: render_page(network, "Bench", []))
    print(f"building the file, 5,000 nodes: {own:.2f} s CPU, pyvis {plain:.2f}: {own / plain:.3f} (at most 0.1)")
    small = len(render_page(invent_network(1_000), "Bench", []).encode())
    print(f"size for 1,000 nodes: {small / 1e6:.2f} MB (at most 1.5); for 5,000: {len(html.encode()) / 1e6:.2f}")


def compare_drawing(browser: Browser, folder: Path, nodes: int) -> None:
    network = invent_network(nodes)
    file = folder / f"{nodes}.html"
    file.write_text(render_page(network, "Bench", []), encoding="utf-8")
    seconds, cpu, _ = open_until_stable(browser, file)
    print(f"first stable drawing, {nodes:,} nodes: {seconds:.2f} s, {cpu:.2f} s CPU", end="")
    if nodes > 1_000:
        return print()
    file.write_text(build_plain(network), encoding="utf-8")
    plain, plain_cpu, stable = open_until_stable(browser, file)
    word = "" if stable else "at least "
    print(f"; pyvis {word}{plain:.2f} s, {plain_cpu:.2f} s CPU: {seconds / plain:.3f} (at most 0.1)")
    return None


if __name__ == "__main__":
    compare_building()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        for count in (300, 1_000, 2_000, 5_000, 20_000):
            compare_drawing(chromium, Path(place), count)
        chromium.close()
