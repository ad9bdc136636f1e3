"""One article comes out as a small sound file of every format that kgraph reads, made from nothing but code."""

import bz2
import gzip
import io
import json
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib
from email.message import EmailMessage
from html import escape

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TITLE = "Orchard & Kestrel build in Leipzig"
PARAGRAPHS = (
    "Orchard Cells will build a battery plant in Leipzig with Kestrel Optics, it said on Monday.",
    "The two firms invest 300 million euros; the plant opens in 2027 – “on time”, says 강남화학.",
)
TEXT = "\n\n".join(PARAGRAPHS)
URL = "https://plum.example/orchard"
DAY = "2024-03-05"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LONG_AGO = (2024, 3, 5, 9, 0, 0)


def write_html() -> str:
    """The article as HTML without a page around it."""
    return "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in PARAGRAPHS)


def make_post(number: int = 1) -> bytes:
    """A post as WordPress's REST interface gives it."""
    post = {
        "id": number,
        "date": f"{DAY}T09:00:00",
        "link": URL if number == 1 else f"{URL}-{number}",
        "title": {"rendered": escape(TITLE)},
        "content": {"rendered": write_html(), "protected": False},
    }
    return json.dumps(post).encode()


def make_posts() -> bytes:
    return b"".join(make_post(number) + b"\n" for number in (1, 2, 3))


def make_page() -> bytes:
    head = (
        f'<title>{escape(TITLE)}</title><meta property="og:site_name" content="Daily Plum">'
        f'<meta property="article:published_time" content="{DAY}T09:00:00Z"><link rel="canonical" href="{URL}">'
    )
    body = f"<nav><a href='/'>Home</a></nav><article><h1>{escape(TITLE)}</h1>{write_html()}</article>"
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'.encode()


def make_markdown() -> bytes:
    return f"---\ntitle: {TITLE}\ndate: {DAY}\nurl: {URL}\n---\n{TEXT}\n".encode()


def make_plain() -> bytes:
    return f"{TEXT}\n".encode()


def make_rss(entries: int = 2) -> bytes:
    """An RSS feed with whole articles, as WordPress gives it."""
    item = (
        f"<item><title>{escape(TITLE)}</title><link>{URL}{{0}}</link><guid isPermaLink='false'>plum-1{{0}}</guid>"
        "<pubDate>Tue, 05 Mar 2024 09:00:00 +0900</pubDate><description>Short.</description>"
        f"<content:encoded><![CDATA[{write_html()}]]></content:encoded></item>\n"
    )
    items = "".join(item.format("" if number == 0 else f"-{number}") for number in range(entries))
    spaces = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    channel = f"<title>Daily Plum</title><link>https://plum.example</link><language>en-US</language>{items}"
    return f'{XML}<rss version="2.0" {spaces}><channel>{channel}</channel></rss>\n'.encode()


def make_atom() -> bytes:
    entry = (
        f'<entry><id>urn:plum:1</id><title>{escape(TITLE)}</title><link rel="alternate" href="{URL}"/>'
        f'<published>{DAY}T09:00:00Z</published><content type="html">{escape(write_html())}</content></entry>'
    )
    return f'{XML}<feed xmlns="http://www.w3.org/2005/Atom"><title>Daily Plum</title>{entry}</feed>'.encode()


def make_export() -> bytes:
    """A WordPress export with a post, a page, and what is not published."""
    items = "".join(
        f"<item><title><![CDATA[{TITLE}]]></title><link>{URL}-{place}</link>"
        f"<content:encoded><![CDATA[{TEXT}]]></content:encoded><excerpt:encoded><![CDATA[No.]]></excerpt:encoded>"
        f"<wp:post_date><![CDATA[{DAY} 09:00:00]]></wp:post_date><wp:status><![CDATA[{status}]]></wp:status>"
        f"<wp:post_type><![CDATA[{kind}]]></wp:post_type></item>\n"
        for place, (status, kind) in enumerate(
            [
                ("publish", "post"),
                ("publish", "page"),
                ("draft", "post"),
                ("private", "post"),
                ("inherit", "attachment"),
                ("publish", "nav_menu_item"),
            ]
        )
    )
    spaces = (
        'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    )
    head = "<title>Daily Plum</title><language>en-US</language><wp:wxr_version>1.2</wp:wxr_version>"
    return f'{XML}<rss version="2.0" {spaces}><channel>{head}{items}</channel></rss>'.encode()


def make_mail(*, attach: bool = True) -> bytes:
    """A mail in plain text and HTML, with a document and a picture attached."""
    mail = EmailMessage()
    mail["From"] = "Daily Plum <news@plum.example>"
    mail["To"] = "desk@kestrel.example"
    mail["Subject"] = f"{TITLE} – 투자"
    mail["Date"] = "Tue, 05 Mar 2024 23:30:00 +0900"
    mail["Message-ID"] = "<1@plum.example>"
    mail.set_content(TEXT)
    mail.add_alternative(f"<html><body>{write_html()}</body></html>", subtype="html")
    if attach:
        mail.add_attachment(make_docx(), maintype="application", subtype="octet-stream", filename="공장.docx")
        mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    boundary = "=" * 8
    for place, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"{boundary}{place}")
    return mail.as_bytes()


def make_warc() -> bytes:
    """A WARC file with a page, another in EUC-KR, a picture and an error page."""
    korean = "<html><body><article><p>강남화학은 공장을 짓는다고 밝혔다. 공장은 내년에 문을 연다.</p></article>"
    return b"".join(
        [
            write_record("warcinfo", "", b"software: none\r\n"),
            write_record("response", URL, write_response(make_page())),
            write_record("response", f"{URL}-ko", write_response(korean.encode("euc-kr"), "text/html; charset=euc-kr")),
            write_record("response", f"{URL}.png", write_response(b"\x89PNG", "image/png")),
            write_record("response", f"{URL}-gone", write_response(make_page(), status="404 Not Found")),
        ]
    )


def write_response(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def write_record(kind: str, url: str, block: bytes) -> bytes:
    content = "application/http; msgtype=response" if kind == "response" else "application/warc-fields"
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000000>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-03-06T01:02:03Z\r\nContent-Type: {content}\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def make_pdf(pages: tuple[tuple[str, ...], ...] | None = None, title: str = TITLE) -> bytes:
    """A PDF of lines of text in Helvetica; a page without lines is as good as a scanned one."""
    lines = (
        TITLE,
        "Orchard Cells will build a battery plant in Leipzig with Kestrel Optics, it",
        "said on Monday. The two firms invest 300 million euros in it, and the plant",
        "opens in 2027.",
        "1",
    )
    pages = (lines,) if pages is None else pages
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, page in enumerate(pages):
        shown = " ".join(f"({escape_pdf(line)}) Tj T*" for line in page)
        content = f"BT /F1 11 Tf 14 TL 50 800 Td {shown} ET"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * place} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects.append(f"<< /Title ({escape_pdf(title)}) /CreationDate (D:20240305090000+09'00') >>")
    return write_objects(objects)


def write_objects(objects: list[str]) -> bytes:
    """A PDF file of objects, of which the last tells about it."""
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return file + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def escape_pdf(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def make_zip(files: dict[str, bytes], *, stored: tuple[str, ...] = ()) -> bytes:
    """A zip archive of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def make_tar(files: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def make_docx(body: str | None = None) -> bytes:
    """A document of Word: a heading, paragraphs, a table, and what is struck out."""
    if body is None:
        runs = "".join(f"<w:p><w:r><w:t>{escape(paragraph)}</w:t></w:r></w:p>" for paragraph in PARAGRAPHS)
        cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
        row = f"<w:tr>{cell}{cell}</w:tr>"
        struck = "<w:p><w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>"
        struck += "<w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>"
        table = f"<w:tbl>{row.format('Year', 'Sum')}{row.format('2027', '300')}</w:tbl>"
        body = f"{runs}{struck}{table}"
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{escape(TITLE)}</dc:title><dcterms:created>2019-01-01T00:00:00Z</dcterms:created>"
        f"<dcterms:modified>{DAY}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return make_zip(
        {
            "[Content_Types].xml": (XML + types).encode(),
            "word/document.xml": f"{XML}<w:document {word}><w:body>{body}</w:body></w:document>".encode(),
            "docProps/core.xml": (XML + core).encode(),
        }
    )


def make_hwpx() -> bytes:
    """A document of Hangul in XML, in two sections, with a table and a page's heading."""
    space = (
        'xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section" xmlns:hp="http://www.hancom.co.kr/hwpml/2011/paragraph"'
    )
    cell = "<hp:tc><hp:subList><hp:p><hp:run><hp:t>{}</hp:t></hp:run></hp:p></hp:subList></hp:tc>"
    table = f"<hp:tbl><hp:tr>{cell.format('Year')}{cell.format('Sum')}</hp:tr></hp:tbl>"
    line = "<hp:subList><hp:p><hp:run><hp:t>On every page</hp:t></hp:run></hp:p></hp:subList>"
    heading = f"<hp:ctrl><hp:header>{line}</hp:header></hp:ctrl>"
    first = f"<hp:p><hp:run><hp:secPr/>{heading}<hp:t>{escape(TITLE)}</hp:t></hp:run></hp:p>"
    texts = [f"<hp:p><hp:run><hp:t>{escape(paragraph)}</hp:t></hp:run></hp:p>" for paragraph in PARAGRAPHS]
    content = (
        '<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata><opf:language>ko</opf:language>'
        f'<opf:meta name="ModifiedDate" content="text">{DAY}T00:00:00Z</opf:meta></opf:metadata></opf:package>'
    )
    sections = (first + texts[0], f"{texts[1]}<hp:p><hp:run>{table}</hp:run></hp:p>")
    files = {"mimetype": b"application/hwp+zip", "Contents/content.hpf": (XML + content).encode()}
    for place, section in enumerate(sections):
        files[f"Contents/section{place}.xml"] = f"{XML}<hs:sec {space}>{section}</hs:sec>".encode()
    return make_zip(files, stored=("mimetype",))


def make_hwp(*, flags: int = 1) -> bytes:
    """A document of Hangul 5: a header and one packed section, in an OLE file."""
    control = struct.pack("<8H", 2, *b"dces", 0, 0, 2)[:16]
    lines = [control + TITLE.encode("utf-16-le"), *(paragraph.encode("utf-16-le") for paragraph in PARAGRAPHS)]
    records = b"".join(write_hwp_record(66, bytes(22)) + write_hwp_record(67, line + b"\r\0") for line in lines)
    packer = zlib.compressobj(wbits=-15)
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<2I", 0x05000500, flags)
    return write_ole(
        {"FileHeader": header.ljust(256, b"\0"), "BodyText/Section0": packer.compress(records) + packer.flush()}
    )


def write_hwp_record(tag: int, payload: bytes) -> bytes:
    return struct.pack("<I", tag | len(payload) << 20) + payload


def write_ole(streams: dict[str, bytes]) -> bytes:
    """An OLE file of short streams, all of which stand in its small sectors ([MS-CFB], version 3)."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    small, small_fat, places = b"", [], {}
    for name, data in streams.items():
        places[name] = (len(small_fat), len(data))
        count = -(-len(data) // 64)
        small_fat += [*range(len(small_fat) + 1, len(small_fat) + count), end]
        small += data.ljust(64 * count, b"\0")
    folders = sorted({name.partition("/")[0] for name in streams if "/" in name})
    names = ["Root Entry", *sorted([*folders, *(name for name in streams if "/" not in name)])]
    names += sorted(name for name in streams if "/" in name)
    top = [place for place, name in enumerate(names) if place and "/" not in name]
    small_sectors, directory_sectors = -(-len(small) // 512), -(-len(names) // 4)
    fat = [fat_mark]
    fat += [*range(2, 1 + directory_sectors), end, end]
    fat += [*range(len(fat) + 1, len(fat) + small_sectors), end]
    entries = b""
    for place, name in enumerate(names):
        kind = 5 if place == 0 else 1 if name in folders else 2
        start, size = places.get(name, (0, 0))
        right = free
        child = free
        if place == 0:
            start, size, child = 2 + directory_sectors, len(small), top[0]
        elif place in top and place != top[-1]:
            right = top[top.index(place) + 1]
        if kind == 1:
            child = next(other for other, full in enumerate(names) if full.startswith(f"{name}/"))
        shown = name.rpartition("/")[2].encode("utf-16-le")
        entries += shown.ljust(64, b"\0") + struct.pack(
            "<H2B3I36xIQ", len(shown) + 2, kind, 1, free, right, child, start, size
        )
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H6xIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1)
    head += struct.pack("<IIIIIII", 0, 4096, 1 + directory_sectors, 1, end, 0, 0)
    head += struct.pack("<109I", 0, *[free] * 108)[: 512 - len(head)]
    pad = lambda table: struct.pack(f"<{len(table)}I", *table).ljust(512, b"\xff")  # noqa: E731
    directory = entries.ljust(512 * directory_sectors, b"\0")
    return head + pad(fat) + directory + pad(small_fat) + small.ljust(512 * small_sectors, b"\0")


MAKERS = {
    "post.json": make_post,
    "posts.jsonl": make_posts,
    "page.html": make_page,
    "fragment.html": lambda: write_html().encode(),
    "article.md": make_markdown,
    "article.txt": make_plain,
    "feed.rss": make_rss,
    "feed.atom": make_atom,
    "export.xml": make_export,
    "mail.eml": make_mail,
    "pages.warc": make_warc,
    "paper.pdf": make_pdf,
    "paper.docx": make_docx,
    "paper.hwpx": make_hwpx,
    "paper.hwp": make_hwp,
    "posts.jsonl.gz": lambda: gzip.compress(make_posts(), mtime=0),
    "posts.jsonl.bz2": lambda: bz2.compress(make_posts()),
    "posts.jsonl.xz": lambda: lzma.compress(make_posts()),
    "posts.jsonl.zst": lambda: zstd.compress(make_posts()),
    "articles.zip": lambda: make_zip({"a/article.txt": make_plain(), "a/post.json": make_post()}),
    "articles.tar": lambda: make_tar({"a/article.txt": make_plain(), "a/post.json": make_post()}),
    "articles.tar.gz": lambda: gzip.compress(make_tar({"a/article.txt": make_plain(), "b.json": make_post()}), mtime=0),
    "pages.warc.gz": lambda: gzip.compress(make_warc(), mtime=0),
}
"""A file of each format by its name."""
