"""Takes the README's picture: builds the sample, opens its page in Chromium, saves what is seen.

Run as `python tests/browser/take_picture.py` where Chromium is installed.
"""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from kgraph.demo import run_demo

PICTURE = Path(__file__).parents[2] / "notebooks" / "pictures" / "sample.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def take_picture(page: Path, picture: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 720})
        tab.goto(page.as_uri())
        tab.wait_for_timeout(1500)
        tab.screenshot(path=picture)
        browser.close()
    # Few colours are enough for a drawing, and make a small file.
    Image.open(picture).convert("RGB").quantize(128).save(picture, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        list(run_demo(Path(folder) / "graph"))
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        take_picture(Path(folder) / "graph.html", PICTURE)
        print(PICTURE)
