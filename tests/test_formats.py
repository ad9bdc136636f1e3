"""read_documents reads every format that an analyst has, alone, compressed, in archives and in mails."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from originals import (
    DAY,
    MAKERS,
    PARAGRAPHS,
    TEXT,
    TITLE,
    URL,
    XML,
    make_atom,
    make_docx,
    make_export,
    make_hwp,
    make_mail,
    make_page,
    make_pdf,
    make_plain,
    make_post,
    make_posts,
    make_rss,
    make_tar,
    make_warc,
    make_zip,
    write_ole,
    write_record,
    write_response,
    zstd,
)

from kgraph.model import Document, Skipped
from kgraph.sources import read_documents

MADE = "dated by the day on which the file was made"
SAVED = "dated by the day on which the file was saved last"


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Document | Skipped]]:
    """Writes a file of a name and reads it; sources are told without the folder."""

    def read_named(data: bytes, name: str) -> list[Document | Skipped]:
        (tmp_path / name).write_bytes(data)
        found = list(read_documents([str(tmp_path / name)]))
        prefix = f"{tmp_path}/"
        return [
            each.model_copy(update={"source": each.source.removeprefix(prefix)}) if isinstance(each, Skipped) else each
            for each in found
        ]

    return read_named


def read_bytes(data: bytes) -> list[Document | Skipped]:
    return list(read_documents(["-"], io.BytesIO(data)))


def read_one(data: bytes) -> Document:
    (found,) = read_bytes(data)
    assert isinstance(found, Document), found
    return found


def read_reason(data: bytes) -> str:
    (found,) = read_bytes(data)
    assert isinstance(found, Skipped), found
    return found.reason


def list_texts(found: list[Document | Skipped]) -> list[str]:
    return [each.text for each in found if isinstance(each, Document)]


# Every format


@pytest.mark.parametrize("name", MAKERS)
def test_every_format_gives_the_article_whatever_its_file_is_called(name: str, read: Callable[..., list]) -> None:
    data = MAKERS[name]()
    found = read(data, name)
    assert all(isinstance(each, Document) and not each.truncated for each in found), found
    assert PARAGRAPHS[0] in found[0].text
    unnamed = read(data, "file")
    assert [each.text for each in unnamed] == [each.text for each in found]
    assert [each.text for each in read_bytes(data)] == [each.text for each in found]


def test_a_pipe_gives_what_a_file_gives() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise OSError("a pipe has no places")

    for name, make in MAKERS.items():
        data = make()
        assert list(read_documents(["-"], Pipe(data))) == read_bytes(data), name


# Feeds


def test_entries_of_a_feed_become_documents() -> None:
    first, second = read_bytes(make_rss())
    assert first == Document(
        id=URL,
        url=URL,
        title=TITLE,
        published=DAY,
        language="en",
        publisher="Daily Plum",
        text=TEXT,
    )
    assert isinstance(second, Document)
    assert second.url == f"{URL}-1"


def test_the_day_of_an_entry_is_that_of_its_sender() -> None:
    late = make_rss(1).replace(b"09:00:00 +0900", b"23:30:00 -0800")
    assert read_one(late).published == DAY


def test_an_atom_feed_is_read() -> None:
    document = read_one(make_atom())
    assert (document.id, document.title, document.published, document.text) == (URL, TITLE, DAY, TEXT)
    assert document.publisher == "Daily Plum"


def test_xhtml_and_plain_texts_of_atom_are_read_as_such() -> None:
    xhtml = (
        b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>1 &lt; 2 &amp; <b>so</b></p>'
        b"<p>on</p></div></content>"
    )
    start, end = make_atom().index(b"<content"), make_atom().index(b"</entry>")
    assert read_one(make_atom()[:start] + xhtml + make_atom()[end:]).text == "1 < 2 & so\n\non"
    plain = b"<content>1 &lt;b&gt; 2</content>"
    assert read_one(make_atom()[:start] + plain + make_atom()[end:]).text == "1 <b> 2"


def test_rss_1_is_read() -> None:
    feed = (
        f'{XML}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Plum</title></channel>'
        f"<item rdf:about='{URL}'><title>A</title><link>{URL}</link><dc:date>{DAY}T00:00:00Z</dc:date>"
        "<description>Orchard builds.</description></item></rdf:RDF>"
    )
    document = read_one(feed.encode())
    assert (document.url, document.published, document.publisher, document.text) == (
        URL,
        DAY,
        "Plum",
        "Orchard builds.",
    )


def test_a_summary_in_place_of_the_text_is_noted() -> None:
    start, end = make_rss(1).index(b"<content:encoded>"), make_rss(1).index(b"</item>")
    document = read_one(make_rss(1)[:start] + make_rss(1)[end:])
    assert document.text == "Short."
    assert document.notes == ("the feed gives a summary only; fetch the article for the whole",)


def test_entries_without_text_are_told_in_one_line() -> None:
    feed = make_rss(3).replace(b"content:encoded>", b"x:y>").replace(b"description>", b"x:z>")
    assert read_reason(feed) == "entries with a title or a link only: 3 of 3"


def test_ampersands_and_entities_that_are_no_xml_are_read() -> None:
    feed = make_rss(1).replace(b"Orchard &amp; Kestrel", b"AT&T &nbsp;&amp;amp; R&D &#8211; &lt;b&gt;Kestrel&lt;/b&gt;")
    assert read_one(feed).title == "AT&T & R&D – Kestrel build in Leipzig"


def test_entities_that_a_file_declares_are_not_expanded() -> None:
    declared = f'{XML}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y "{"ha" * 1000}">]>'
    feed = make_rss(1).replace(XML.encode(), declared.encode()).replace(b"<title>Orchard", b"<title>&x;&y;")
    assert read_one(feed).title == "&x;&y; & Kestrel build in Leipzig"


def test_damage_in_one_entry_leaves_the_others_whole() -> None:
    feed = make_rss(3).replace(b"<pubDate>", b"<pub<Date>", 1)
    first, second, third = (each for each in read_bytes(feed) if isinstance(each, Document))
    assert (first.truncated, second.truncated, third.truncated) == (True, False, False)
    assert first.text == TEXT


def test_a_feed_that_is_cut_off_keeps_its_entries_and_says_so() -> None:
    data = make_rss(3)
    for cut in range(data.index(b"</item>"), len(data.rstrip()), 7):
        found = read_bytes(data[:cut])
        assert list_texts(found)[0] == TEXT
        assert isinstance(found[-1], Skipped), cut
        assert "cut off" in found[-1].reason


# WordPress exports


def test_of_an_export_published_posts_and_pages_are_read() -> None:
    found = read_bytes(make_export())
    assert [each.url for each in found if isinstance(each, Document)] == [f"{URL}-0", f"{URL}-1"]
    assert found[0] == Document(
        id=f"{URL}-0", url=f"{URL}-0", title=TITLE, published=DAY, language="en", publisher="Daily Plum", text=TEXT
    )


def test_of_an_export_that_is_cut_off_no_draft_is_read() -> None:
    data = make_export()
    for cut in range(0, len(data), 11):
        assert f"{URL}-2" not in [each.url for each in read_bytes(data[:cut]) if isinstance(each, Document)]


def test_what_wordpress_would_replace_in_a_post_is_left_out() -> None:
    text = 'One.\n\n[caption id="a" width="3"]<img src=\'x\'>Two[/caption] [sic]\nThree [1].\n\n<!-- more -->Four.'
    document = read_bytes(make_export().replace(TEXT.encode(), text.encode()))[0]
    assert isinstance(document, Document)
    assert document.text == "One.\n\nTwo [sic]\nThree [1].\n\nFour."


def test_a_protected_post_of_an_export_is_skipped() -> None:
    locked = make_export().replace(b"<wp:status>", b"<wp:post_password>x</wp:post_password><wp:status>", 1)
    assert [each.reason for each in read_bytes(locked) if isinstance(each, Skipped)] == [
        "entry 1: the post is protected by a password"
    ]


# Office documents


def test_a_document_of_word_keeps_its_paragraphs_and_tables_but_not_what_is_struck_out() -> None:
    document = read_one(make_docx())
    assert document.text == f"{TEXT}\n\nYear | Sum\n2027 | 300"
    assert (document.title, document.published, document.notes) == (TITLE, DAY, (SAVED,))


def test_of_a_document_of_word_text_in_boxes_and_controls_is_read_once() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = (
        '<w:p><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice><w:p>{run.format('Boxed.')}</w:p></mc:Choice>"
        f"<mc:Fallback><w:p>{run.format('Boxed.')}</w:p></mc:Fallback></mc:AlternateContent></w:p>"
    )
    lines = f"<w:p>{run.format('Controlled')}<w:r><w:br/><w:t>line</w:t></w:r></w:p>"
    control = f"<w:sdt><w:sdtContent>{lines}</w:sdtContent></w:sdt>"
    assert read_one(make_docx(box + control)).text == "Boxed.\n\nControlled\nline"


def test_a_document_of_hangul_in_xml_is_read_in_the_order_of_its_sections() -> None:
    document = read_one(MAKERS["paper.hwpx"]())
    assert document.text == f"{TITLE}\n\n{TEXT}\n\nYear | Sum"
    assert (document.title, document.published, document.language) == (TITLE, DAY, "ko")


def test_a_document_of_hangul_5_is_read_without_its_controls() -> None:
    document = read_one(make_hwp())
    assert document.text == f"{TITLE}\n\n{TEXT}"
    assert document.title == TITLE


@pytest.mark.parametrize("flags", [1 | 2, 1 | 4, 1 | 16])
def test_a_locked_document_of_hangul_is_named_as_such(flags: int) -> None:
    assert "locked" in read_reason(make_hwp(flags=flags))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (write_ole({"WordDocument": bytes(80)}), "a document of an old Word"),
        (write_ole({"EncryptedPackage": bytes(80)}), "an office document with a password"),
        (write_ole({"Other": bytes(80)}), "an old office document"),
        (make_zip({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "a spreadsheet"),
        (make_zip({"mimetype": b"application/epub+zip", "META-INF/container.xml": b""}), "an electronic book"),
    ],
)
def test_office_files_of_other_kinds_are_refused_by_their_names(data: bytes, kind: str) -> None:
    assert read_reason(data).startswith(f"it is {kind}, not text")


def test_a_document_of_word_that_is_cut_off_gives_what_can_be_had() -> None:
    data = make_docx()
    document = read_one(data[: data.index(b"PK\1\2")])
    assert document.text.startswith(TEXT)
    assert document.truncated
    assert "cut off" in document.notes[0]


# PDF


def test_a_pdf_gives_its_paragraphs_title_and_day() -> None:
    document = read_one(make_pdf())
    assert document.text == (
        f"{TITLE}\nOrchard Cells will build a battery plant in Leipzig with Kestrel Optics, it said on Monday. "
        "The two firms invest 300 million euros in it, and the plant opens in 2027."
    )
    assert (document.title, document.published, document.notes) == (TITLE, DAY, (MADE,))


def test_without_a_title_of_its_own_a_pdf_is_called_by_its_first_line() -> None:
    assert read_one(make_pdf(title="Microsoft Word - report.docx")).title == TITLE


def test_what_stands_on_every_page_of_a_pdf_is_left_out_and_sentences_go_on_over_pages() -> None:
    lines = ("Orchard Cells will build a battery plant in Leipzig, and it will", "open in 2027.")
    pages = tuple(("Daily Plum", line, f"Page {place} of 4") for place, line in enumerate(lines * 2))
    assert read_one(make_pdf(pages)).text == "\n".join([" ".join(lines)] * 2)


def test_a_scanned_pdf_is_named_as_such() -> None:
    assert read_reason(make_pdf(((), ()))).startswith("it is a scanned PDF: no text is on any of its 2 pages")


def test_scanned_pages_of_a_pdf_are_noted() -> None:
    document = read_one(make_pdf((("Orchard builds.",), (), ("Kestrel pays.",))))
    assert document.text == "Orchard builds.\nKestrel pays."
    assert "pages without text, perhaps scanned: 2" in document.notes


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert "1,001 pages" in read_reason(make_pdf(((),) * 1001))


# Mails


def test_a_mail_gives_its_text_and_its_attached_documents(read: Callable[..., list]) -> None:
    mail, attached = read(make_mail(), "mail.eml")
    assert (mail.title, mail.published, mail.publisher, mail.text) == (f"{TITLE} – 투자", DAY, "Daily Plum", TEXT)
    assert mail.id == "mid:1@plum.example"
    assert mail.notes == ("attachments that are no documents were left out: logo.png",)
    assert attached.text == f"{TEXT}\n\nYear | Sum\n2027 | 300"
    assert attached.publisher == "Daily Plum"


def test_an_attachment_that_cannot_be_read_is_told_by_its_name(read: Callable[..., list]) -> None:
    broken = make_mail(attach=False).replace(b"multipart/alternative", b"multipart/mixed")
    part = b'\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="a.pdf"\n\n%PDF-1.4\n'
    end = broken.rindex(b"--========0--")
    *_, skipped = read(broken[:end] + b"--========0" + part + broken[end:], "mail.eml")
    assert skipped == Skipped(source="mail.eml!/a.pdf", reason="the PDF is damaged or cut off")


def test_wrapped_lines_of_a_plain_mail_become_paragraphs_again() -> None:
    body = "Orchard Cells said that it would build a plant near Leipzig with Kestrel\n" * 3 + "soon."
    document = read_one(f"From: a@b.example\nSubject: x\nDate: Tue, 05 Mar 2024 09:00:00 +0900\n\n{body}".encode())
    assert "\n" not in document.text
    assert (document.publisher, document.published) == ("b.example", DAY)


def test_an_attached_mail_is_read_as_one() -> None:
    inner = make_mail(attach=False)
    outer = (
        b"From: x@y.example\nSubject: Fwd\nDate: Wed, 06 Mar 2024 09:00:00 +0900\nMIME-Version: 1.0\n"
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nSee below.\n'
        b"--b\nContent-Type: message/rfc822\n\n" + inner + b"\n--b--\n"
    )
    first, second = read_bytes(outer)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.title, second.text, second.published) == ("Fwd", TEXT, DAY)


def test_a_mailbox_is_refused_as_such() -> None:
    assert "mailbox" in read_reason(b"From a@b.example Tue Mar  5 09:00:00 2024\n" + make_mail())


def test_a_text_that_opens_with_a_colon_is_no_mail() -> None:
    assert read_one(b"Leipzig: Orchard builds.\nFrom: the editors\n\nMore.\n").text.startswith("Leipzig: Orchard")


# WARC


def test_pages_of_a_warc_file_become_documents_under_their_addresses() -> None:
    page, korean = read_bytes(make_warc())
    assert isinstance(page, Document)
    assert isinstance(korean, Document)
    assert (page.url, page.published, page.text) == (URL, DAY, TEXT)
    assert (korean.url, korean.published, korean.language) == (f"{URL}-ko", "2024-03-06", "ko")
    assert "dated by the day on which the page was fetched" in korean.notes


def test_a_warc_file_that_is_cut_off_says_so() -> None:
    data = make_warc()
    second = data.index(b"WARC/1.1", data.index(b"WARC/1.1", 1) + 1)
    for cut in range(second + 200, len(data) - 4, 97):
        found = read_bytes(data[:cut])
        assert list_texts(found)[0] == TEXT
        assert isinstance(found[-1], Skipped), cut


def test_a_warc_file_without_pages_is_skipped() -> None:
    record = write_record("response", URL, write_response(b"\x89PNG", "image/png"))
    assert read_reason(record) == "there is no page among its 1 records"


def test_a_page_that_was_sent_compressed_is_read() -> None:
    sent = write_response(gzip.compress(make_page())).replace(b"\r\n", b"\r\nContent-Encoding: gzip\r\n", 1)
    assert read_one(write_record("response", URL, sent)).text == TEXT


# Archives

FILES = {"b/news.html": make_page(), "a.txt": make_plain(), "c/d/post.json": make_post()}


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("files.zip", make_zip),
        ("files.tar", make_tar),
        ("files.tar.gz", lambda files: gzip.compress(make_tar(files))),
        ("files.tgz", lambda files: gzip.compress(make_tar(files))),
        ("files.tar.bz2", lambda files: bz2.compress(make_tar(files))),
        ("files.tar.xz", lambda files: lzma.compress(make_tar(files))),
        ("files.tar.zst", lambda files: zstd.compress(make_tar(files))),
    ],
)
def test_files_of_an_archive_are_read_in_its_order(
    name: str, pack: Callable[..., bytes], read: Callable[..., list]
) -> None:
    assert list_texts(read(pack(FILES), name)) == [TEXT] * 3


def test_a_file_in_an_archive_is_told_by_its_place(read: Callable[..., list]) -> None:
    inner = make_zip({"x/bad.json": b"[1]"})
    (skipped,) = read(make_tar({"folder/inner.zip": inner}), "outer.tar")
    assert skipped.source == "outer.tar!/folder/inner.zip!/x/bad.json"


def test_a_bad_file_leaves_the_others_of_its_archive(read: Callable[..., list]) -> None:
    found = read(make_zip({"a.txt": make_plain(), "b.png": b"\x89PNG", "c.txt": make_plain()}), "files.zip")
    assert [type(each) for each in found] == [Document, Skipped, Document]


def test_hidden_files_of_an_archive_are_left_out() -> None:
    names = (".DS_Store", "__MACOSX/a.txt", "a/.git/config", "./b.txt")
    assert len(read_bytes(make_tar({name: make_plain() for name in names}))) == 1
    assert "holds no files" in read_reason(make_zip({".hidden": b"x"}))


def test_links_in_an_archive_are_not_followed() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("story.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    (found,) = read_bytes(out.getvalue())
    assert found == Skipped(source="-!/story.txt", reason="it is a link or a device, not a file")


def test_no_file_of_an_archive_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for pack in (make_zip, make_tar):
        data = pack({"../up.txt": make_plain(), f"{tmp_path}/there.txt": make_plain()})
        assert list_texts(read_bytes(data)) == [TEXT] * 2
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_member_is_told_on_one_line() -> None:
    (found,) = read_bytes(make_zip({"a\n\x1b[31m" + "b" * 400: b""}))
    assert isinstance(found, Skipped)
    assert found.source.isprintable()
    assert len(found.source) < 250


def test_a_locked_archive_is_named_as_such() -> None:
    data = bytearray(make_zip({"a.txt": make_plain()}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert "password" in read_reason(bytes(data))


def test_an_archive_that_lost_its_end_gives_the_files_before_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            with archive.open(f"{number}.txt", "w") as member:
                member.write(make_plain())
    data = out.getvalue()
    for cut in (data.rindex(b"PK\1\2"), len(data) - 1):
        *documents, skipped = read_bytes(data[:cut])
        assert [each.text for each in documents if isinstance(each, Document)] == [TEXT] * 3
        assert isinstance(skipped, Skipped)
        assert "cut off" in skipped.reason
    *documents, skipped = read_bytes(data[: data.rindex(b"PK\3\4") + 150])
    assert [each.truncated for each in documents if isinstance(each, Document)] == [False, False, True]


def test_a_tar_without_its_end_is_read_and_told() -> None:
    data = make_tar({"a.txt": make_plain(), "b.txt": make_plain()})
    *documents, skipped = read_bytes(data[: 2 * tarfile.BLOCKSIZE])
    assert list_texts(documents) == [TEXT]
    assert isinstance(skipped, Skipped)
    assert "cut off" in skipped.reason


def test_a_file_whose_checksum_is_wrong_is_read_and_marked() -> None:
    data = make_zip({"a.txt": make_plain()}, stored=("a.txt",)).replace(b"Orchard", b"Orcharb")
    document = read_one(data)
    assert document.text.startswith("Orcharb Cells")
    assert document.truncated


# Compression


@pytest.mark.parametrize("name", [name for name in MAKERS if name.startswith("posts.jsonl.")])
def test_a_compressed_file_is_read_as_what_it_is_called_without_its_ending(
    name: str, read: Callable[..., list]
) -> None:
    assert len(read(MAKERS[name](), name)) == 3
    (skipped,) = read(gzip.compress(b"not so"), "posts.json.gz")
    assert (skipped.source, skipped.reason[:5]) == ("posts.json.gz", "value")


def test_parts_that_were_compressed_one_by_one_are_read_together() -> None:
    for compress in (gzip.compress, bz2.compress, lzma.compress, zstd.compress):
        assert len(read_bytes(compress(make_posts()) + compress(make_post(4)))) == 4


def test_compressed_data_that_is_cut_off_gives_what_came_before() -> None:
    posts = b"".join(make_post(number) + b"\n" for number in range(2000))
    for compress in (gzip.compress, bz2.compress, lzma.compress, zstd.compress):
        packed = compress(posts)
        *documents, skipped = read_bytes(packed[: int(0.95 * len(packed))])
        assert isinstance(skipped, Skipped)
        assert skipped.reason == "its compressed data is cut off; what came before that was read"
        if compress in (gzip.compress, zstd.compress):  # the others pack in large blocks
            assert len(documents) > 1000


def test_a_compressed_article_that_is_cut_off_is_marked() -> None:
    data = make_plain() * 2000
    document = read_one(gzip.compress(data)[:-200])
    assert document.truncated
    assert document.text.startswith(TEXT)


# Limits


def test_json_lines_of_any_length_are_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.sources.texts.BLOCK", 2_000)
    monkeypatch.setattr("kgraph.sources.texts.CHUNK", 500)
    monkeypatch.setattr("kgraph.sources.texts.MAX_BYTES", 4_000)
    posts = [make_post(number) for number in range(50)]
    for line_end in (b"\n", b"\r\n"):
        assert len(list_texts(read_bytes(line_end.join(posts)))) == 50
    *documents, skipped = read_bytes(b"\n".join([*posts, b'{"id": 3}', *posts]))
    assert len(documents) == 100
    assert isinstance(skipped, Document)
    reasons = [each.reason for each in documents if isinstance(each, Skipped)]
    assert [reason.partition(":")[0] for reason in reasons] == ["value 51 of its JSON"]
    assert "write a post a line" in read_reason(b"[" + b",".join(posts) + b"]")


def test_archives_in_archives_are_read_to_a_limited_depth() -> None:
    data = make_plain()
    for depth in range(5):
        data = make_zip({f"{depth}.zip" if depth else "a.txt": data})
    assert list_texts(read_bytes(data)) == [TEXT]
    assert "packed more than 5 times over" in read_reason(make_zip({"more.zip": data}))


def test_a_file_that_unpacks_to_too_much_is_left_and_the_next_is_read(tmp_path: Path) -> None:
    bomb = b"[" + b" " * 70_000_000
    (tmp_path / "a.zip").write_bytes(make_zip({"a.txt": make_plain(), "b.json": bomb, "c.txt": make_plain()}))
    (tmp_path / "b.txt").write_bytes(make_plain())
    first, skipped, last = read_documents([str(tmp_path)])
    assert isinstance(first, Document)
    assert isinstance(skipped, Skipped)
    assert skipped.source.endswith("a.zip")
    assert "unpacks to more than 200 times its size" in skipped.reason
    assert isinstance(last, Document)


def test_an_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.sources.files.MAX_MEMBERS", 3)
    *documents, skipped = read_bytes(make_tar({f"{number}.txt": make_plain() for number in range(5)}))
    assert len(documents) == 3
    assert isinstance(skipped, Skipped)
    assert "more than 3 files" in skipped.reason


def test_an_archive_with_too_large_a_directory_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgraph.sources.zips.MAX_DIRECTORY", 100)
    assert "its directory has more than 100 bytes" in read_reason(make_zip(FILES))
