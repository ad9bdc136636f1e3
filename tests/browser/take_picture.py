"""Takes the README's pictures: builds the sample and the storybook, opens their pages in Chromium, saves what is seen.

Run as `python tests/browser/take_picture.py` where Chromium is installed.
"""

import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from kgraph.build import build_graph
from kgraph.demo import run_demo
from kgraph.store import open_store
from kgraph.views import write_page

PICTURES = Path(__file__).parents[2] / "notebooks" / "pictures"
STORYBOOK = Path(__file__).parents[1] / "storybook"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def take_picture(page: Path, picture: Path, fragment: str = "") -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        tab = browser.new_page(viewport={"width": 1280, "height": 720})
        tab.goto(page.as_uri() + fragment)
        tab.wait_for_timeout(1500)
        tab.screenshot(path=picture)
        browser.close()
    # Few colours are enough for a drawing, and make a small file.
    Image.open(picture).convert("RGB").quantize(256, kmeans=10).save(picture, optimize=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        sample, story = Path(folder) / "graph", Path(folder) / "story"
        list(run_demo(sample))
        take_picture(Path(folder) / "graph.html", PICTURES / "sample.png")
        take_picture(Path(folder) / "graph.html", PICTURES / "map.png", "#view=map")
        build_graph([str(STORYBOOK)], story)
        with open_store(story) as store:
            write_page(store, "Three deals in eight articles", Path(folder) / "story.html")
        take_picture(Path(folder) / "story.html", PICTURES / "storybook.png")
