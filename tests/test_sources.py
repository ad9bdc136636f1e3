"""read_documents: whatever lies in files and folders comes out as documents, or is skipped with a reason."""

import io
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from kgraph.model import Document, Skipped
from kgraph.sources import read_documents

STORY = "Orchard Cells will build a battery plant in Leipzig.\n\nThe plant opens in 2027."


def read_all(*sources: Path | str) -> list[Document | Skipped]:
    return list(read_documents([str(source) for source in sources]))


def read_bytes(data: bytes) -> list[Document | Skipped]:
    return list(read_documents(["-"], io.BytesIO(data)))


def read_one(data: bytes | str) -> Document:
    (found,) = read_bytes(data.encode() if isinstance(data, str) else data)
    assert isinstance(found, Document), found
    return found


def read_reason(data: bytes) -> str:
    (found,) = read_bytes(data)
    assert isinstance(found, Skipped), found
    return found.reason


def post(number: int, text: str = "Kestrel Optics buys a mill.") -> dict[str, object]:
    return {
        "id": number,
        "date": "2024-03-05T09:00:00",
        "link": f"https://example.org/{number}",
        "title": {"rendered": f"Story {number}"},
        "content": {"rendered": f"<p>{text}</p>"},
    }


# Folders


def test_a_folder_is_read_in_sorted_order_at_any_depth_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/deep/er/one.txt", "a.txt", "c.txt", ".hidden.txt", ".git/config.txt"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"This is {name}.", encoding="utf-8")
    texts = [found.text for found in read_all(tmp_path) if isinstance(found, Document)]
    assert texts == ["This is a.txt.", "This is b/deep/er/one.txt.", "This is c.txt."]


def test_good_files_are_kept_beside_bad_ones(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.json").write_text('{"name": 1}', encoding="utf-8")
    (tmp_path / "c.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "e.txt").write_text("More.", encoding="utf-8")
    found = read_all(tmp_path)
    assert [type(item).__name__ for item in found] == [
        "Skipped",
        "Skipped",
        "Document",
        "Skipped",
        "Document",
    ]
    assert [Path(item.source).name for item in found if isinstance(item, Skipped)] == [
        "a.txt",
        "b.json",
        "d.png",
    ]


def test_a_folder_without_files_is_skipped_once(tmp_path: Path) -> None:
    (tmp_path / "empty" / "nested").mkdir(parents=True)
    (tmp_path / "empty" / ".hidden").write_text("x", encoding="utf-8")
    (found,) = read_all(tmp_path / "empty")
    assert isinstance(found, Skipped)
    assert found.source == str(tmp_path / "empty")
    assert "no files" in found.reason


def test_a_loop_of_symbolic_links_ends(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "story.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = read_all(tmp_path)
    assert [item.text for item in found if isinstance(item, Document)] == [STORY]
    reasons = {Path(item.source).name: item.reason for item in found if isinstance(item, Skipped)}
    assert reasons["up"] == "it leads to a folder that has been read"
    assert reasons["self"].startswith("it cannot be read")


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (found,) = read_all(tmp_path)
    assert isinstance(found, Skipped)
    assert "pipe" in found.reason


def test_a_missing_file_is_skipped_by_its_name_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text(STORY, encoding="utf-8")
    missing, there = read_all(tmp_path / "gone.txt", tmp_path / "there.txt")
    assert missing == Skipped(source=str(tmp_path / "gone.txt"), reason="there is no such file or folder")
    assert isinstance(there, Document)


def test_a_file_that_may_not_be_read_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "open.txt").write_text(STORY, encoding="utf-8")
    really_open = Path.open

    def refuse(path: Path, mode: str) -> object:  # the superuser may read what chmod forbids
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return really_open(path, mode)

    monkeypatch.setattr(Path, "open", refuse)
    locked, other = read_all(tmp_path)
    assert locked == Skipped(source=str(tmp_path / "locked.txt"), reason="it may not be read: permission is denied")
    assert isinstance(other, Document)


def test_a_file_name_that_is_no_text_does_not_stop_a_run(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"")
    (found,) = read_all(tmp_path)
    assert isinstance(found, Skipped)
    assert found.source.endswith("caf\ufffd.txt")


@pytest.mark.parametrize("source", ["", "a\0b"])
def test_a_source_that_is_no_path_is_skipped(source: str) -> None:
    (found,) = read_all(source)
    assert isinstance(found, Skipped)


def test_standard_input_stands_among_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First.", encoding="utf-8")
    found = list(read_documents([str(tmp_path / "a.txt"), "-"], io.BytesIO(b"Second.")))
    assert [item.text for item in found if isinstance(item, Document)] == ["First.", "Second."]


def test_without_standard_input_a_dash_is_skipped() -> None:
    (found,) = read_documents(["-"])
    assert isinstance(found, Skipped)


def test_sources_are_walked_once_and_only_as_far_as_asked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    sources = iter([str(tmp_path / "a.txt"), "never reached"])
    next(read_documents(sources))
    assert next(sources) == "never reached"


def test_documents_of_the_same_id_are_all_given() -> None:
    found = read_bytes(json.dumps([post(1), post(1, "Other words.")]).encode())
    assert [item.id for item in found if isinstance(item, Document)] == ["https://example.org/1"] * 2


def test_no_big_library_is_loaded_before_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([post(1)]), encoding="utf-8")
    program = "import sys, kgraph.sources as s; list(s.read_documents(sys.argv[1:])); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "selectolax" in loaded
    late = {"trafilatura", "json_repair", "charset_normalizer", "markdown_it"}
    late |= {"lxml", "pypdfium2", "olefile", "warcio"}
    assert not loaded & late


# What holds no article


@pytest.mark.parametrize("data", [b"", b" \n\t "])
def test_an_empty_file_is_named_empty(data: bytes) -> None:
    assert read_reason(data) == "it is empty"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"\xff\xd8\xff\xe0", "an image"),
        (b"7z\xbc\xaf\x27\x1c", "an archive of a kind that is not unpacked here"),
        (b"Rar!\x1a\x07\x01", "an archive of a kind that is not unpacked here"),
        (b"{\\rtf1 Orchard}", "an RTF document"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"text with a \0 in it", "a binary file"),
    ],
)
def test_a_binary_file_is_refused_by_the_name_of_its_kind(data: bytes, kind: str) -> None:
    assert read_reason(data).startswith(f"it is {kind}, not text")


def test_a_text_that_opens_like_a_binary_file_is_read() -> None:
    assert read_one("BMW and PKN Orlen will build a plant.").text == "BMW and PKN Orlen will build a plant."


def test_a_site_map_is_refused_as_such() -> None:
    assert "site map" in read_reason(b'<?xml version="1.0"?>\n<urlset><url><loc>https://x.example</loc></url></urlset>')


def test_xml_of_an_unknown_kind_is_refused_by_its_first_tag() -> None:
    assert "'<notes'" in read_reason(b'<?xml version="1.0"?>\n<notes><note>Orchard builds.</note></notes>')


def test_fifty_megabytes_of_text_are_refused_unread() -> None:
    stream = io.BytesIO(b"Heron Steel invests. " * 2_500_000)
    (found,) = read_documents(["-"], stream)
    assert isinstance(found, Skipped)
    assert "2,000,000 characters" in found.reason
    assert stream.tell() < 10_000_000


@pytest.mark.parametrize("size", [9_000_000, 3_000_000])
@pytest.mark.parametrize("ending", ["", '"}}'])
def test_a_post_that_is_too_long_does_not_take_the_others_with_it(size: int, ending: str) -> None:
    long = json.dumps(post(1, "x" * size)).removesuffix('"}}') + ending
    found = read_bytes(f"{long}\n{json.dumps(post(2))}".encode())
    assert "2,000,000 characters" in found[0].reason if isinstance(found[0], Skipped) else False
    assert [item.id for item in found if isinstance(item, Document)] == ["https://example.org/2"]


def test_json_that_is_no_post_is_skipped_with_the_keys_it_has() -> None:
    reason = read_reason(b'{"code": "rest_no_route", "message": "No route", "data": {"status": 404}}')
    assert "'code', 'message', 'data'" in reason


@pytest.mark.parametrize("data", [b"[1, 2, 3]", b"[[1], [2, 3]]", b"[true, null, 1]"])
def test_json_without_objects_is_skipped_once(data: bytes) -> None:
    assert read_reason(data).endswith("no objects, so no posts: 3 of 3")


@pytest.mark.parametrize("data", [b"[]", b"[[], []]"])
def test_json_that_holds_nothing_is_skipped(data: bytes) -> None:
    assert read_reason(data) == "its JSON holds nothing"


def test_a_file_named_json_that_is_none_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("not so", encoding="utf-8")
    (found,) = read_all(tmp_path)
    assert isinstance(found, Skipped)


@pytest.mark.parametrize("data", [b'{"a":' * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000])
def test_json_that_is_nested_too_deeply_is_skipped(data: bytes) -> None:
    assert "nested too deeply" in read_reason(data)


def test_a_number_too_long_for_python_does_not_stop_a_run() -> None:
    found = read_bytes(b'[{"id": ' + b"1" * 6000 + b"}, " + json.dumps(post(2)).encode() + b"]")
    assert [item.id for item in found if isinstance(item, Document)] == ["https://example.org/2"]


# Encodings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
def test_byte_order_marks_are_read_and_left_out(encoding: str) -> None:
    document = read_one("Müller AG und 삼성전자 투자".encode(encoding))
    assert document.text == "Müller AG und 삼성전자 투자"
    assert document.notes == ()


def test_json_with_a_byte_order_mark_is_read() -> None:
    assert read_one(json.dumps(post(1)).encode("utf-16")).id == "https://example.org/1"


def test_bytes_that_are_not_utf_8_are_replaced_and_noted() -> None:
    document = read_one(b"Orchard Cells \xff\xfe will build " + "a plant for €3 million – “soon”.".encode())
    assert document.text == "Orchard Cells \ufffd\ufffd will build a plant for €3 million – “soon”."
    assert document.notes == ("characters that could not be decoded and stand as U+FFFD: 2",)


def test_a_short_text_with_damaged_bytes_is_not_lost() -> None:
    document = read_one(b"Orchard \xff\xfe builds.")
    assert document.text == "Orchard \ufffd\ufffd builds."
    assert len(document.notes) == 1


def test_bytes_that_are_no_text_in_any_encoding_are_refused() -> None:
    assert "save it as UTF-8" in read_reason(bytes(range(0x80, 0x100)) * 3)


def test_lone_bytes_of_windows_1252_are_quotes() -> None:
    document = read_one(b"Heron\x92s \x93plan\x94 costs \x803 million.")
    assert document.text == "Heron’s “plan” costs €3 million."
    assert document.notes == ("not UTF-8: read as windows-1252, by its lone bytes",)


@pytest.mark.parametrize(
    ("text", "encoding", "language"),
    [
        ("정부는 배터리 공장에 보조금을 지급하기로 했다. 공장은 내년에 문을 연다.", "cp949", "ko"),
        ("政府は電池工場に補助金を出すと発表した。工場は来年に稼働する。", "cp932", "ja"),
    ],
)
def test_east_asian_encodings_are_guessed_and_noted(text: str, encoding: str, language: str) -> None:
    document = read_one(text.encode(encoding))
    assert (document.text, document.language) == (text, language)
    assert document.notes == (f"not UTF-8: read as {encoding}, guessed from its bytes",)


def test_the_character_set_that_a_page_declares_is_believed() -> None:
    page = '<html><head><meta charset="euc-kr"></head><body><p>공장은 내년에 문을 연다고 밝혔다.</p></body>'
    document = read_one(page.encode("cp949"))
    assert document.text == "공장은 내년에 문을 연다고 밝혔다."
    assert document.notes == ("not UTF-8: read as cp949, as the page declares",)


def test_a_text_cut_inside_a_character_is_marked() -> None:
    document = read_one("The plant costs 3 billion €".encode()[:-1])
    assert document.text == "The plant costs 3 billion"
    assert document.truncated
    assert document.notes == ("the file is cut off inside a character",)


# Texts


def test_a_plain_text_keeps_its_words_and_gets_a_hash_for_an_id() -> None:
    document = read_one(STORY)
    assert document.text == STORY
    assert document.id.startswith("sha256:")
    assert len(document.id) == len("sha256:") + 16
    assert document.id == read_one(STORY.replace("\n", "\r\n") + "\r\n").id
    assert (document.title, document.url, document.language, document.notes) == ("", None, "en", ())


def test_control_characters_go_and_bidi_marks_stay() -> None:
    text = json.dumps("a\u0000b\u0007c\td \u200f\u202bx\u202c so\u00adft \ud83d end \u2028next")
    document = read_one(f'{{"id": "x", "document": {{"title": "A\\u0000\\nB", "text": {text}}}}}')
    assert document.text == "abc\td \u200f\u202bx\u202c soft \ufffd end \nnext"
    assert document.title == "A B"


def test_texts_are_in_composed_form() -> None:
    document = read_one(unicodedata.normalize("NFD", "Škoda in Łódź, 삼성"))
    assert document.text == unicodedata.normalize("NFC", "Škoda in Łódź, 삼성")


def test_lines_wrapped_at_a_width_become_paragraphs_again() -> None:
    text = (
        "Orchard Cells\nsaid on Monday\n\n"
        "Orchard Cells said that it would build a plant near Leipzig with Kestrel\n"
        "Optics, a maker of lenses, and that it would put some 300 million euros\n"
        "into machines there. Both firms are to own it in equal parts, and it is\n"
        "to open in 2027.\n"
    )
    document = read_one(text)
    assert document.text == (
        "Orchard Cells\nsaid on Monday\n\n"
        "Orchard Cells said that it would build a plant near Leipzig with Kestrel "
        "Optics, a maker of lenses, and that it would put some 300 million euros "
        "into machines there. Both firms are to own it in equal parts, and it is "
        "to open in 2027."
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Samsung (삼성전자) will invest in Texas, it said on Monday.", "en"),
        ("삼성전자가 텍사스에 투자한다", "ko"),
        ("東レは工場を建設する", "ja"),
        ("宁德时代投资建厂", "zh"),
    ],
)
def test_the_language_is_guessed_by_the_script(text: str, language: str) -> None:
    assert read_one(text).language == language


# Markdown


def test_markdown_loses_its_markup_and_its_first_heading_is_the_title() -> None:
    document = read_one(
        "# Orchard *buys* Kestrel\n\nIt paid **3 million**\nfor [Kestrel](https://x.example).\n\n"
        "## Why\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n"
    )
    assert document.title == "Orchard buys Kestrel"
    assert document.text == "It paid 3 million for Kestrel.\n\nWhy\n\none\ntwo\n\na | b\nc | d"


def test_front_matter_gives_title_date_and_url() -> None:
    document = read_one(
        '---\ntitle: "Orchard: the sequel"\ndate: 2024-03-05 08:00\nurl: https://www.example.org/a\n'
        "tags: [x]\n---\n# Chapter\n\nText.\n"
    )
    assert (document.title, document.published) == ("Orchard: the sequel", "2024-03-05")
    assert document.id == document.url == "https://www.example.org/a"
    assert document.publisher == "example.org"
    assert document.text == "Chapter\n\nText."


def test_front_matter_that_cannot_be_used_is_noted() -> None:
    document = read_one("---\ndate: last Monday\nurl: mailto:a@b.example\n---\nText.")
    assert (document.published, document.url) == (None, None)
    assert len(document.notes) == 2


def test_a_markdown_file_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Some *words*.", encoding="utf-8")
    (found,) = read_all(tmp_path)
    assert isinstance(found, Document)
    assert found.text == "Some words."


# HTML

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Orchard builds | Daily Plum</title>
<meta property="og:title" content="Orchard builds"><meta property="og:site_name" content="Daily Plum">
<meta property="article:published_time" content="2024-05-06T01:00:00+09:00">
<link rel="canonical" href="https://plum.example/orchard">
<script>var hidden = "<p>not to be read</p>";</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Orchard builds</h1>
<p>Orchard Cells will build a <b>battery</b> plant in Leipzig, it said on Monday.
<p>The plant opens in 2027 &amp; costs &euro;300&nbsp;million</span>.
<ul><li>first point of many</li><li>second point of many</ul>
<style>p { color: red }</style></article>
<footer>Copyright 2019 Daily Plum. All rights reserved.</footer></body></html>"""


def test_a_page_gives_its_article_without_menus_scripts_and_notices() -> None:
    document = read_one(PAGE)
    assert document.text == (
        "Orchard Cells will build a battery plant in Leipzig, it said on Monday.\n\n"
        "The plant opens in 2027 & costs €300 million.\n\nfirst point of many\nsecond point of many"
    )
    assert (document.title, document.published, document.language) == ("Orchard builds", "2024-05-06", "en")
    assert (document.id, document.publisher) == ("https://plum.example/orchard", "Daily Plum")


def test_a_page_says_nothing_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert read_reason(b"<html><body></body></html>") == "no main text is found in the page"
    assert capfd.readouterr() == ("", "")


def test_a_page_that_is_xml_is_read() -> None:
    page = PAGE.replace("<!DOCTYPE html>", '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>')
    assert read_one(page).title == "Orchard builds"


def test_the_script_of_a_page_overrules_the_language_it_declares() -> None:
    page = '<html lang="en"><body><article><p>공장은 내년에 문을 연다고 회사가 밝혔다.</p></article></body>'
    assert read_one(page).language == "ko"


def test_a_fragment_is_read_by_its_tags() -> None:
    document = read_one("<h2>News</h2><p>One <i>two</p><script>x()</script></div><p>Three &lt;4")
    assert (document.title, document.text) == ("News", "One two\n\nThree <4")


@pytest.mark.parametrize("page", ["<html><body>", ""])
def test_tags_nested_too_deeply_are_refused(page: str) -> None:
    assert "nest more than" in read_reason((page + "<div>" * 100_000 + "Text.").encode())


# Facts as JSON


def test_of_facts_only_the_id_and_the_document_are_read() -> None:
    facts = {
        "id": "story-1",
        "document": {
            "url": "https://example.org/x",
            "title": "A story",
            "published": "2024-04",
            "language": "en",
            "text": STORY,
        },
        "organizations": "anything at all",
    }
    assert read_one(json.dumps(facts, indent=1)) == Document(
        id="story-1",
        url="https://example.org/x",
        title="A story",
        published="2024-04",
        language="en",
        publisher="example.org",
        text=STORY,
    )


def test_facts_and_posts_mix_in_arrays_and_lines() -> None:
    facts = {"id": "story-1", "document": {"text": STORY}}
    for data in (json.dumps([facts, post(2)]), f"{json.dumps(facts)}\n\n{json.dumps(post(2), indent=1)}\n"):
        found = read_bytes(data.encode())
        assert [item.id for item in found if isinstance(item, Document)] == [
            "story-1",
            "https://example.org/2",
        ]


def test_what_was_noted_of_a_document_is_kept_when_it_is_read_again() -> None:
    first = read_one(b'{"id": "x", "document": {"published": "2024-13", "text": "Words that were c')
    again = read_one(json.dumps({"id": first.id, "document": first.model_dump(exclude={"id"})}))
    assert first.truncated
    assert len(first.notes) == 2
    assert again == first


def test_facts_without_their_text_are_skipped() -> None:
    assert read_reason(b'{"id": "x", "document": {"url": "https://example.org/x"}}').endswith("no text")


def test_a_graph_among_the_sources_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Norvane will build a plant.", encoding="utf-8")
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "kgraph.json").write_text("{}", encoding="utf-8")
    (tmp_path / "graph" / "log.txt").write_text("opened", encoding="utf-8")
    found = list(read_documents([str(tmp_path)]))
    assert [each.text for each in found if isinstance(each, Document)] == ["Norvane will build a plant."]


def test_a_page_that_kgraph_drew_is_no_article(tmp_path: Path) -> None:
    page = tmp_path / "graph.html"
    page.write_text(
        '<!DOCTYPE html><html><head><meta name="generator" content="kgraph"><title>T</title></head>'
        "<body><p>Who invests in whose technology.</p></body></html>",
        encoding="utf-8",
    )
    (found,) = read_documents([str(page)])
    assert isinstance(found, Skipped)
    assert "kgraph drew" in found.reason


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("TOKYO (Dec. 2, 2024) — Osprel said", "2024-12-02"),
        ("AUSTIN, Texas, Aug. 14, 2024 (NEWSWIRE) -- Osprel said", "2024-08-14"),
        ("Seoul, South Korea – 3 September 2023 – Osprel said", "2023-09-03"),
        ("LEUVEN, Belgium, 2024-05-21 — Osprel said", "2024-05-21"),
        ("Tokyo, May 5 — Osprel said", None),
        ("On May 5, 2024, Osprel said that its plant — the first — was open", None),
        ("Osprel said. By Dec. 2, 2024 — the deadline — it paid", None),
        ("TOKYO (Feb. 31, 2024) — Osprel said", None),
    ],
)
def test_a_text_without_a_date_has_that_of_its_dateline(tmp_path, opening, day):
    (tmp_path / "one.txt").write_text(f"{opening} it would invest $5 million in a plant.", encoding="utf-8")
    [document] = read_documents([str(tmp_path / "one.txt")])
    assert document.published == day
