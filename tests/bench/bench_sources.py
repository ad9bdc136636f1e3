"""How fast kgraph reads files, beside what the libraries below it take for the same files in the same run.

    python tests/bench/bench_sources.py              a table of speeds and their ratios
    python tests/bench/bench_sources.py --profile    where the reading of WordPress posts spends its time

Prints; never fails on a figure.
"""

import cProfile
import gzip
import io
import json
import pstats
import random
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterable
from html import escape
from statistics import median

import trafilatura
from off_topic import write_articles
from selectolax.lexbor import LexborHTMLParser

from kgraph.model import Document
from kgraph.sources import read_documents

POSTS = 5_000
PAGES = 200
ROUNDS = 5
SEED = 20240423


def main() -> None:
    posts = write_posts(POSTS)
    if "--profile" in sys.argv[1:]:
        profile_reading(posts)
        return
    lines = "\n".join(posts).encode()
    pages = [write_page(post) for post in posts[:PAGES]]
    print(
        f"{POSTS:,} WordPress posts of {len(lines) / POSTS:,.0f} bytes; documents per CPU second, medians of {ROUNDS}\n"
    )
    print(f"{'source':<28}{'libraries':>12}{'kgraph':>10}{'ratio':>8}{'needed':>10}")
    print_speeds("JSON lines", lines, lambda: strip_posts(lines.split(b"\n")), needed="2,000/s")
    print_speeds("one JSON array", b"[" + b",".join(lines.split(b"\n")) + b"]", lambda: strip_array(lines))
    packed = gzip.compress(lines, mtime=0)
    print_speeds("JSON lines, gzip", packed, lambda: strip_posts(gzip.decompress(packed).split(b"\n")))
    print_speeds("pages in a zip", zip_pages(pages), lambda: extract_pages(pages), count=PAGES)
    print_speeds("pages in a tar", tar_pages(pages), lambda: extract_pages(pages), count=PAGES)


def write_posts(count: int) -> list[str]:
    """Posts as JSON, of general news, with the markup and the fields that WordPress gives."""
    chosen = random.Random(SEED)
    articles = write_articles([chosen.randint(800, 4_000) for _ in range(count)], SEED)
    return [write_post(number, article) for number, article in enumerate(articles)]


def write_post(number: int, article: Document) -> str:
    link = f"https://plum.example/2024/04/{number}/"
    sentences = article.text.split(". ")
    paragraphs = [". ".join(sentences[start : start + 3]) for start in range(0, len(sentences), 3)]
    more = f'<a href="{link}#x">More</a>'
    body = "\n\n\n\n".join(f"<p>{escape(text)}. {more}</p>" for text in paragraphs)
    post = {
        "id": number,
        "date": "2024-04-23T08:00:00",
        "date_gmt": "2024-04-22T23:00:00",
        "guid": {"rendered": f"https://plum.example/?p={number}"},
        "link": link,
        "title": {"rendered": escape(article.title)},
        "content": {"rendered": body, "protected": False},
        "excerpt": {"rendered": f"<p>{escape(article.text[:200])}&hellip;</p>\n", "protected": False},
        "author": 3,
        "categories": [1, 4],
        "_links": {"self": [{"href": f"https://plum.example/wp-json/wp/v2/posts/{number}"}]},
    }
    return json.dumps(post).replace("/", "\\/")


def write_page(post: str) -> bytes:
    """The page of a post."""
    value = json.loads(post)
    head = f"<title>{value['title']['rendered']}</title><link rel='canonical' href='{value['link']}'>"
    body = f"<nav><a href='/'>Home</a></nav><article>{value['content']['rendered']}</article>"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode()


def strip_posts(lines: Iterable[bytes]) -> int:
    """The least that reading posts takes: JSON, and the text of their HTML."""
    return sum(strip_post(json.loads(line)) for line in lines)


def strip_array(lines: bytes) -> int:
    return sum(strip_post(post) for post in json.loads(b"[" + b",".join(lines.split(b"\n")) + b"]"))


def strip_post(post: dict[str, dict[str, str]]) -> bool:
    trees = [LexborHTMLParser(post[name]["rendered"]) for name in ("title", "content")]
    return bool([tree.body.text() for tree in trees if tree.body])


def extract_pages(pages: Iterable[bytes]) -> int:
    """The least that reading pages takes: the main text of each."""
    return sum(bool(trafilatura.bare_extraction(page.decode(), with_metadata=True)) for page in pages)


def zip_pages(pages: Iterable[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, page in enumerate(pages):
            archive.writestr(f"{number}.html", page)
    return out.getvalue()


def tar_pages(pages: Iterable[bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number, page in enumerate(pages):
            info = tarfile.TarInfo(f"{number}.html")
            info.size = len(page)
            archive.addfile(info, io.BytesIO(page))
    return out.getvalue()


def print_speeds(name: str, data: bytes, bare: Callable[[], int], *, count: int = POSTS, needed: str = "") -> None:
    """One line of the table; the two ways take turns."""
    times = [(time_call(bare), time_call(lambda: read_all(data, count))) for _ in range(ROUNDS)]
    libraries, kgraph = (count / median(way) for way in zip(*times, strict=True))
    print(f"{name:<28}{libraries:>12,.0f}{kgraph:>10,.0f}{kgraph / libraries:>8.2f}{needed:>10}")


def read_all(data: bytes, count: int) -> int:
    read = sum(isinstance(found, Document) for found in read_documents(["-"], io.BytesIO(data)))
    assert read == count, f"{read} of {count} were read"
    return read


def time_call(call: Callable[[], int]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def profile_reading(posts: list[str]) -> None:
    profile = cProfile.Profile()
    profile.runcall(read_all, "\n".join(posts).encode(), len(posts))
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
