"""The shipped sample posts: readable, whole, and listed with their sources."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from kgraph.model import Document
from kgraph.sources import read_documents

SAMPLES = Path(str(files("kgraph") / "samples"))
POSTS = sorted(SAMPLES.glob("*.json"))


def test_at_least_eight_posts_are_shipped() -> None:
    assert len(POSTS) >= 8


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_a_sample_is_read_as_one_whole_document(path: Path) -> None:
    [document] = read_documents([str(path)])
    assert isinstance(document, Document)
    assert not document.truncated
    assert document.title
    assert document.url == json.loads(path.read_text(encoding="utf-8"))["link"]


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_a_sample_is_as_long_as_a_short_article_and_free_of_markup(path: Path) -> None:
    [document] = read_documents([str(path)])
    assert isinstance(document, Document)
    assert 150 <= len(document.text.split()) <= 320
    assert "<" not in document.text
    assert "&#" not in document.text + document.title


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.stem)
def test_a_sample_is_named_after_its_day_and_slug(path: Path) -> None:
    [document] = read_documents([str(path)])
    assert isinstance(document, Document)
    slug = json.loads(path.read_text(encoding="utf-8"))["slug"]
    assert path.stem == f"{document.published}-{slug}"


def test_the_folder_as_a_source_gives_every_post_once() -> None:
    posts = [json.loads(path.read_text(encoding="utf-8"))["link"] for path in POSTS]
    read = [document for document in read_documents([str(SAMPLES)]) if isinstance(document, Document)]
    assert sorted(document.url or "" for document in read if document.url) == sorted(posts)


def test_every_sample_has_its_sources_in_the_readme() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in POSTS if f"`{path.name}`" not in readme] == []


def test_slashes_are_escaped_as_wordpress_writes_them() -> None:
    for path in POSTS:
        assert path.read_text(encoding="utf-8").count("/") == path.read_text(encoding="utf-8").count("\\/")
