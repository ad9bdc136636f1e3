"""JSON that is cut off or damaged gives what can be had of it, and says so."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.errors import SourceError
from kgraph.model import Document, Skipped
from kgraph.sources import read_documents
from kgraph.sources.salvage import Item, read_items

MARKUP = """
<p>Orchard Cells &#038; Kestrel\u2019s parent <a href="https:\\/\\/x.example\\/a?b=1&c=2"><b>agree</b></a> on
\\"Project \\\\ Plum\\"; AT&amp;T and 5 &lt; 6 matter. \U0001f600 done</p>
<ul><li>one: \u20ac3&nbsp;million</li><li>two</li></ul>
<table><tr><td>a</td><td>b &hellip;</td></tr></table><script>var x = "<p>";</script>
<p>The caf\u00e9 near \ud14d\uc2a4\ud2b8 opens<br><br>in 2027<!-- more --></p> </span></a>
"""


def write_post(number: int, *, ascii_only: bool = True) -> str:
    post = {
        "id": number,
        "date": "2024-03-05T09:00:00",
        "link": f"https://plum.example/{number}/",
        "title": {"rendered": "Orchard &#038; Kestrel agree"},
        "content": {"rendered": MARKUP, "protected": False},
        "excerpt": {"rendered": "<p>Orchard \u2026</p>"},
        "tags": [1, 2, {"name": "plum", "ok": True}],
    }
    return json.dumps(post, ensure_ascii=ascii_only, separators=(",", ":")).replace("/", "\\/")


def read(text: str | bytes) -> list[Document | Skipped]:
    return list(read_documents(["-"], io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def read_posts(text: str | bytes) -> list[Document]:
    return [found for found in read(text) if isinstance(found, Document)]


(WHOLE,) = read_posts(write_post(1))


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_post_cut_anywhere_in_or_after_its_text_keeps_its_head_and_the_text_so_far(
    ascii_only: bool,
) -> None:
    data = write_post(1, ascii_only=ascii_only).encode()
    start = data.index(b"Orchard Cells") + len("Orchard Cells")
    for cut in range(start, len(data)):
        (document,) = read_posts(data[:cut])
        assert (document.id, document.title, document.published) == (WHOLE.id, WHOLE.title, WHOLE.published)
        assert document.truncated
        assert WHOLE.text.startswith(document.text), data[:cut][-40:]
        assert not any("U+FFFD" in note for note in document.notes)
    assert document.text == WHOLE.text


def test_a_post_cut_before_its_text_is_skipped_whatever_is_left() -> None:
    data = write_post(1)
    for cut in range(1, data.index("Orchard Cells")):
        (found,) = read(data[:cut])
        assert isinstance(found, Skipped), data[:cut]


def test_the_note_tells_whether_the_text_is_cut() -> None:
    data = write_post(1)
    (inside,) = read_posts(data[: data.index("matter")])
    (after,) = read_posts(data[: data.index("excerpt")])
    assert inside.notes == ("its JSON is cut off inside the text",)
    assert after.notes == ("its JSON is cut off",)
    assert after.text == WHOLE.text


def test_half_an_address_is_no_address() -> None:
    data = '{"content": {"rendered": "<p>Words.</p>"}, "link": "https://plum.example/a-long-w'
    (document,) = read_posts(data)
    assert document.url is None
    assert document.id.startswith("sha256:")


@pytest.mark.parametrize("parted", ["\n", "\r\n", ",", ",\n"])
def test_of_many_posts_only_the_one_that_is_cut_is_marked(parted: str) -> None:
    opening = "[" if "," in parted else ""
    data = opening + parted.join(write_post(number) for number in (1, 2, 3))
    documents = read_posts(data[: data.rindex("matter")])
    assert [document.id for document in documents] == [f"https://plum.example/{number}/" for number in (1, 2, 3)]
    assert [document.truncated for document in documents] == [False, False, True]
    assert documents[0] == WHOLE


def test_an_array_cut_between_posts_says_that_something_is_missing() -> None:
    *documents, missing = read(f"[{write_post(1)},{write_post(2)},")
    assert [found.truncated for found in documents if isinstance(found, Document)] == [False, False]
    assert isinstance(missing, Skipped)
    assert "ends inside its array" in missing.reason


def test_a_line_that_is_cut_leaves_the_lines_around_it_whole() -> None:
    cut = write_post(2).partition("matter")[0]
    documents = read_posts(f"{write_post(1)}\n{cut}\n{write_post(3)}\n")
    assert [(document.id[-2], document.truncated) for document in documents] == [
        ("1", False),
        ("2", True),
        ("3", False),
    ]


@pytest.mark.parametrize("damage", ['"pl"um"', '"plum" "x"', '"plum\\x"', "plum"])
@pytest.mark.parametrize("parted", [",", "\n"])
def test_a_post_that_is_damaged_in_its_middle_is_repaired_and_marked(damage: str, parted: str) -> None:
    posts = [write_post(1), write_post(2).replace('"plum"', damage), write_post(3)]
    documents = read_posts(f"[{parted.join(posts)}]" if parted == "," else parted.join(posts))
    assert [(document.id[-2], document.truncated) for document in documents] == [
        ("1", False),
        ("2", True),
        ("3", False),
    ]
    assert documents[1].text == WHOLE.text
    assert documents[1].notes == ("its JSON was damaged and has been repaired",)


def test_raw_newlines_in_strings_are_read_as_they_stand() -> None:
    (document,) = read_posts(write_post(1).replace("\\n", "\n"))
    assert document == WHOLE
    (cut,) = read_posts(write_post(1).replace("\\n", "\n").partition("matter")[0])
    assert cut.truncated
    assert WHOLE.text.startswith(cut.text)


def test_a_value_too_long_to_repair_does_not_hold_up_the_next() -> None:
    damaged = write_post(1).replace('"plum"', f'"{"x" * 200_000}" "y"')
    lost, kept = read(f"[{damaged},{write_post(2)}]")
    assert isinstance(lost, Skipped)
    assert "too many to repair" in lost.reason
    assert isinstance(kept, Document)


def test_a_value_nested_too_deeply_does_not_hold_up_the_next() -> None:
    deep = '{"a":' * 50_000 + "1" + "}" * 50_000
    lost, kept = read_items(f'[{deep},{{"b":2}}]')
    assert isinstance(lost, SourceError)
    assert kept == Item({"b": 2})


JSON_OBJECTS = st.dictionaries(
    st.text(max_size=4),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=8,
    ),
    max_size=5,
)


@given(st.lists(JSON_OBJECTS, max_size=4), st.sampled_from([None, 1]))
def test_whole_json_comes_out_as_it_went_in(values: list[object], indent: int | None) -> None:
    whole = [Item(value) for value in values]
    assert list(read_items(json.dumps(values, indent=indent))) == whole
    assert list(read_items("\n".join(json.dumps(value) for value in values))) == whole


@given(JSON_OBJECTS, st.data())
def test_an_object_cut_anywhere_is_salvaged_as_one_truncated_object(value: object, data: st.DataObject) -> None:
    text = json.dumps(value)
    cut = data.draw(st.integers(1, len(text) - 1))
    (item,) = read_items(text[:cut])
    assert isinstance(item, Item)
    assert isinstance(item.value, dict)
    assert item.truncated
