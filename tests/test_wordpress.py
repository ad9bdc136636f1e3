"""Posts of WordPress's REST interface become documents with plain text."""

import io
import json

import pytest

from kgraph.model import Document, Skipped
from kgraph.sources import read_documents
from kgraph.sources.markup import read_fragment

POST = {
    "id": 77,
    "date": "2024-03-05T00:30:00",
    "date_gmt": "2024-03-04T15:30:00",
    "guid": {"rendered": "https://www.plum.example/?p=77&#038;x=1"},
    "link": "https://www.plum.example/2024/03/orchard/",
    "title": {"rendered": "Orchard &#038; Kestrel <em>agree</em>"},
    "content": {"rendered": "<p>Orchard Cells and Kestrel Optics agree.</p>\n", "protected": False},
}


def read(value: object) -> Document | Skipped:
    (found,) = read_documents(["-"], io.BytesIO(json.dumps(value).encode()))
    return found


def read_document(value: object) -> Document:
    found = read(value)
    assert isinstance(found, Document), found
    return found


def test_a_post_becomes_a_document() -> None:
    assert read(POST) == Document(
        id="https://www.plum.example/2024/03/orchard/",
        url="https://www.plum.example/2024/03/orchard/",
        title="Orchard & Kestrel agree",
        published="2024-03-05",
        language="en",
        publisher="plum.example",
        text="Orchard Cells and Kestrel Optics agree.",
    )


def test_the_site_is_named_as_its_metadata_name_it() -> None:
    assert read_document({**POST, "yoast_head_json": {"og_site_name": "Daily Plum"}}).publisher == "Daily Plum"


def test_without_a_link_the_guid_is_the_id() -> None:
    document = read_document({**POST, "link": None})
    assert document.id == document.url == "https://www.plum.example/?p=77&x=1"


def test_without_link_and_guid_the_id_is_a_hash_of_the_text() -> None:
    bare = {key: value for key, value in POST.items() if key not in ("link", "guid")}
    document = read_document(bare)
    assert document.id.startswith("sha256:")
    assert read_document({**bare, "title": {"rendered": "Other"}}).id == document.id


@pytest.mark.parametrize("date", ["0000-00-00T00:00:00", "2024-02-31T00:00:00", "soon"])
def test_a_date_that_is_none_is_left_out_and_noted(date: str) -> None:
    document = read_document({**POST, "date": date})
    assert document.published is None
    assert document.notes == (f"the date {date!r} is not understood and was left out",)


@pytest.mark.parametrize(
    "content", [None, {}, {"rendered": ""}, {"rendered": " <p>&nbsp;</p><script>x</script>"}, {"rendered": 3}]
)
def test_a_post_without_a_body_is_skipped(content: object) -> None:
    found = read({**POST, "content": content})
    assert isinstance(found, Skipped)
    assert found.reason == "value 1 of its JSON: the post has no text"


def test_a_protected_post_is_skipped_as_protected() -> None:
    found = read({**POST, "content": {"rendered": "", "protected": True}})
    assert isinstance(found, Skipped)
    assert "password" in found.reason


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p>\n<p>Two\n  and\ta&nbsp;half</p>", "One\n\nTwo and a half"),
        ("<h2>Why</h2>It <b>mat</b>ters<p>a", "Why\n\nIt matters\n\na"),
        ("<ul>\n<li>a <p>b</p></li>\n<li><a>c</a><ol><li>d</ol></ul>end", "a\nb\nc\nd\n\nend"),
        ("<table><tr><th>a<th><p>b</p></tr>\n<tr><td>c<td>d <br>e</table>", "a | b\nc | d e"),
        ("one<br/>two<br>\n<br>three", "one\ntwo\n\nthree"),
        ("a &#8217; &amp; &lt;b&gt; &hellip;", "a ’ & <b> …"),
        ("<p>a<script>'<p>b</p>'</script><style>c</style><!-- d --><noscript>e</noscript></p>", "a"),
        ("</span></a>Orphans</p></div> part", "Orphans\n\npart"),
        ("<div><figure><img alt=a><figcaption>b</figcaption></figure><blockquote>c", "b\n\nc"),
        ("a\x1c\x1fb\x1ec", "a b c"),
        ("half \ud83d a character", "half \ufffd a character"),
        ("", ""),
    ],
)
def test_markup_becomes_paragraphs_lines_and_cells(markup: str, text: str) -> None:
    assert read_fragment(markup) == text
