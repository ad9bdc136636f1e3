"""Small sound files of every format come in; hundreds of damaged, wrongly named and hostile ones come out.

The same every time: what is random has a fixed seed.
"""

import bz2
import gzip
import io
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from originals import (
    DAY,
    MAKERS,
    XML,
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
    make_zip,
    write_ole,
    write_record,
    write_response,
    zstd,
)

SEED = 20240305
CUTS = (0.1, 0.3, 0.5, 0.7, 0.9)
ENDINGS = (".json", ".html", ".eml", ".pdf", ".zip")
TEXTS = ("post.json", "page.html", "article.md", "article.txt", "feed.rss", "feed.atom", "export.xml", "mail.eml")
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 500}">' for n in range(10))
DEEP = 100_000


class Case(NamedTuple):
    """A file that is not as it should be."""

    name: str
    data: bytes


def list_cases() -> list[Case]:
    """All files of the corpus."""
    originals = {name: make() for name, make in MAKERS.items()}
    cases = [case for name, data in originals.items() for case in damage_file(name, data)]
    cases += [case for name in TEXTS for case in encode_wrongly(name, originals[name])]
    return [*cases, *make_bombs(), *make_nests(), *make_lies(), *make_locked()]


def damage_file(name: str, data: bytes) -> Iterator[Case]:
    """One file, damaged in every way that fits all formats."""
    for share in CUTS:
        yield Case(f"cut at {share}/{name}", data[: int(share * len(data))])
    yield Case(f"cut by one byte/{name}", data[:-1])
    for seed in range(4):
        yield Case(f"one byte flipped {seed}/{name}", flip_bytes(data, 1, seed))
        yield Case(f"many bytes flipped {seed}/{name}", flip_bytes(data, len(data) // 50 + 2, seed))
    yield Case(f"begins with zeros/{name}", bytes(32) + data[32:])
    yield Case(f"hole of zeros/{name}", data[: len(data) // 2] + bytes(64) + data[len(data) // 2 + 64 :])
    yield Case(f"doubled/{name}", data + data)
    yield Case(f"garbage after/{name}", data + random.Random(SEED).randbytes(500))
    yield Case(f"garbage before/{name}", b"garbage \xff\xfe before\n" + data)
    yield Case(f"line ends changed/{name}", data.replace(b"\n", b"\r\n"))
    yield Case(f"read as text/{name}", data.decode("latin-1").encode())
    yield Case(f"empty/{name}", b"")
    for ending in ENDINGS:
        yield Case(f"named {ending}/{name}{ending}", data)
    yield Case(f"in a zip/{name}.zip", make_zip({f"folder/{name}": data, "../../escape.txt": data}))
    yield Case(f"in a cut tar.gz/{name}.tar.gz", gzip.compress(make_tar({name: data, "b": data}), mtime=0)[:-40])


def flip_bytes(data: bytes, count: int, seed: int) -> bytes:
    chosen = random.Random(SEED + seed)
    flipped = bytearray(data)
    for _ in range(count):
        flipped[chosen.randrange(len(flipped))] ^= 1 << chosen.randrange(8)
    return bytes(flipped)


def encode_wrongly(name: str, data: bytes) -> Iterator[Case]:
    """A text in an encoding that it does not tell, or not the one that it tells."""
    text = data.decode()
    for encoding in ("utf-16-le", "utf-16", "utf-32", "cp949", "gb18030", "utf-7", "latin-1", "cp500"):
        yield Case(f"in {encoding}/{name}", text.encode(encoding, "replace"))
    yield Case(f"half in cp949/{name}", data[: len(data) // 2] + text[len(text) // 2 :].encode("cp949", "replace"))
    yield Case(f"declared as utf-16/{name}", data.replace(b"UTF-8", b"UTF-16"))


def make_bombs() -> Iterator[Case]:
    """Small files that unpack to much."""
    blank = b"[" + b" " * 90_000_000
    for name, pack in (("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress), ("zst", zstd.compress)):
        packed = pack(blank)
        yield Case(f"bomb/posts.json.{name}", packed)
        yield Case(f"bomb in a zip/{name}.zip", make_zip({f"{place}.json.{name}": packed for place in range(9)}))
    text = gzip.compress(b"Orchard invests. " * 2_000_000, 9, mtime=0)
    yield Case("bomb/article.txt.gz", text)
    yield Case("bomb/articles.tar.gz", gzip.compress(make_tar({"a.json": blank}), mtime=0))
    yield Case("bomb/many.zip", make_zip({f"{place}.json": blank[:40_000_000] for place in range(6)}))
    yield Case("bomb/export.xml.gz", gzip.compress(make_export() + b" " * 90_000_000, mtime=0))
    yield Case("bomb/paper.docx", make_docx("<w:p/>" * 9_000_000))
    yield Case("bomb/paper.hwp", make_hwp_bomb())
    yield Case("bomb/paper.pdf", make_pdf_bomb())
    body = gzip.compress(b"<html><body><p>" + b"Orchard. " * 5_000_000, mtime=0)
    answer = write_response(body).replace(b"\r\n\r\n", b"\r\nContent-Encoding: gzip\r\n\r\n", 1)
    yield Case("bomb/pages.warc", write_record("response", "https://plum.example/bomb", answer))
    for name in ("rss", "feed", "html"):
        declared = f"{XML}<!DOCTYPE {name} [{LAUGHS}]>".encode()
        yield Case(f"laughs/{name}.xml", declared + make_rss().removeprefix(XML.encode()).replace(b"Short", b"&l9;"))
    laughing = make_docx("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>")
    yield Case("laughs/paper.docx", rewrite_zip(laughing, XML.encode(), f"{XML}<!DOCTYPE x [{LAUGHS}]>".encode()))
    reading = f'{XML}<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'.encode()
    yield Case("reads a file/feed.rss", make_rss().replace(XML.encode(), reading).replace(b"Orchard", b"&x;"))


def make_pdf_bomb() -> bytes:
    """A PDF of a page with three million words on it, packed twice."""
    content = b"BT /F1 11 Tf 14 TL 50 800 Td " + b"(Orchard invests) Tj T* " * 1_500_000 + b"ET"
    packed = zlib.compress(zlib.compress(content, 9), 9)
    start, rest = make_pdf(((),)).split(b"<< /Length", 1)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(packed)
    return start + head + packed + b"\nendstream\n" + rest.partition(b"endstream\n")[2]


def make_hwp_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=-15)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(60)) + packer.flush()
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<2I", 0x05000500, 1)
    return write_ole({"FileHeader": header.ljust(256, b"\0"), "BodyText/Section0": packed[:60_000]})


def rewrite_zip(data: bytes, old: bytes, new: bytes) -> bytes:
    """A zip archive in whose files something stands for something else."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return make_zip({name: archive.read(name).replace(old, new) for name in archive.namelist()})


def make_nests() -> Iterator[Case]:
    """Files whose parts stand in one another more deeply than anyone writes them."""
    for pack in (gzip.compress, bz2.compress, lzma.compress, zstd.compress):
        data = make_plain()
        for _ in range(40):
            data = pack(data)
        yield Case(f"nested/{pack.__module__}", data)
    archive, tarred = make_plain(), make_plain()
    for _ in range(30):
        archive, tarred = make_zip({"a.zip": archive, "b.txt": make_plain()}), make_tar({"a.tar": tarred})
    yield Case("nested/archives.zip", archive)
    yield Case("nested/archives.tar", tarred)
    yield Case("nested/page.html", b"<html><body>" + b"<div>" * DEEP + b"Orchard invests.")
    yield Case("nested/posts.json", b'{"a":' * DEEP)
    yield Case("nested/feed.rss", make_rss().replace(b"Short.", b"<b>" * DEEP))
    yield Case("nested/entries.rss", make_rss().replace(b"<item>", b"<item>" * 5_000))
    yield Case("nested/paper.docx", make_docx("<w:tbl><w:tr><w:tc>" * DEEP))
    part = b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n'
    yield Case("nested/mail.eml", b"Subject: a\nFrom: b\nDate: c\n" + b"".join(part % (n, n) for n in range(3_000)))
    attached = b"Content-Type: message/rfc822\n\n" * 3_000
    yield Case("nested/mails.eml", b"Subject: a\nFrom: b\nDate: c\n" + attached)
    many = b"--x\nContent-Type: text/plain\n\nOrchard.\n" * 50_000
    yield Case("nested/parts.eml", b'From: b\nSubject: a\nContent-Type: multipart/mixed; boundary="x"\n\n' + many)
    yield Case("nested/pages.pdf", make_pdf().replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]"))
    yield Case("nested/markdown.md", b"> " * 20_000 + b"Orchard.")
    yield Case("nested/brackets.md", b"[" * 50_000)


def make_lies() -> Iterator[Case]:
    """Files that say of themselves what is not so."""
    archive = make_zip({"a.txt": make_plain(), "b.txt": make_plain()})
    place = archive.rindex(b"PK\1\2")
    for offset, name in (
        (10, "method"),
        (16, "checksum"),
        (20, "packed size"),
        (24, "size"),
        (28, "name"),
        (42, "place"),
    ):
        lie = bytearray(archive)
        lie[place + offset : place + offset + 2] = b"\x63\x7f"
        yield Case(f"wrong {name}/articles.zip", bytes(lie))
    yield Case("too many files/articles.zip", make_zip({f"{place}": b"" for place in range(2_000)})[:-22] + end_zip())
    yield Case("one file twice/articles.zip", make_zip({"a.txt": make_plain()}) + archive)
    yield Case("a name of lines/articles.zip", make_zip({"a\n\x1b[31mb.txt": b""}))
    yield Case("a long name/articles.zip", make_zip({"a" * 60_000: b""}))
    for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, b"Z")):
        yield Case(f"no file {number}/articles.tar", make_link(kind))
    tar = make_tar({"/etc/passwd": make_plain(), "../../../x.txt": make_plain()})
    yield Case("strange places/articles.tar", tar)
    yield Case("too large/articles.tar", tar[:124] + b"77777777777\0" + tar[136:])
    yield Case(
        "too long a record/pages.warc",
        write_record("response", "x", write_response(make_page())).replace(b"Length: ", b"Length: 9"),
    )
    yield Case(
        "too short a record/pages.warc",
        write_record("response", "x", write_response(make_page())).replace(b"Length: 6", b"Length: 1"),
    )
    yield Case(
        "no length/pages.warc", write_record("response", "x", make_page()).replace(b"Content-Length", b"Nothing")
    )
    yield Case("only images/pages.warc", write_record("response", "x", write_response(b"\x89PNG", "image/png")))
    ole = bytearray(make_hwp())
    for number, place in enumerate((30, 44, 48, 60, 64, 76, 512, 516, 1024 + 116, 1024 + 120, 1536)):
        lie = ole.copy()
        lie[place : place + 4] = b"\x01\0\0\0"
        yield Case(f"a loop {number}/paper.hwp", bytes(lie))
    yield Case("no pages/paper.pdf", make_pdf(()))
    yield Case("scanned/paper.pdf", make_pdf(((), ())))
    yield Case("a million pages/paper.pdf", make_pdf().replace(b"/Count 1", b"/Count 1000000"))
    yield Case("published never/export.xml", make_export().replace(b"[publish]", b"[draft]"))
    yield Case("dated nonsense/feed.rss", make_rss().replace(b"05 Mar 2024", b"99 Foo -1"))
    yield Case("dated nonsense/mail.eml", make_mail().replace(b"05 Mar 2024", b"05 Mar 99999999999999"))
    yield Case("strange charset/mail.eml", make_mail().replace(b'charset="utf-8"', b'charset="x-no\\"such"'))
    yield Case(
        "strange header/mail.eml", b"Subject: =?utf-8?b?!!?= =?x?q?=ff?=\nFrom: =?\nDate: \xff\nTo: x\n\nOrchard."
    )
    yield Case(
        "strange code/mail.eml", make_mail().replace(b"quoted-printable", b"x-uuencode").replace(b"base64", b"uuencode")
    )
    yield Case("a mailbox/mails", b"From a@b.example Tue Mar  5 09:00:00 2024\n" + make_mail())
    yield Case("lone surrogates/post.json", make_post().replace(b"Orchard", b"\\ud83d"))
    yield Case("unknown/notes.xml", f"{XML}<notes><note>Orchard.</note></notes>".encode())
    yield Case("unknown/random.bin", random.Random(SEED).randbytes(50_000))
    yield Case("too wide a window/posts.zst", b"\x28\xb5\x2f\xfd\x00\xf8" + zstd.compress(make_posts())[6:])


def end_zip() -> bytes:
    """The end of a zip archive that claims a directory of four gigabytes."""
    return struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65_535, 65_535, 0xFFFFFFF0, 0, 0)


def make_link(kind: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(f"link-{DAY}")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    return out.getvalue()


def make_locked() -> Iterator[Case]:
    """Files that nobody may read."""
    for name, data in (("articles.zip", make_zip({"a.txt": make_plain()})), ("paper.docx", make_docx())):
        locked = bytearray(data)
        for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            place = -1
            while (place := locked.find(mark, place + 1)) >= 0:
                locked[place + offset] |= 1
        yield Case(f"locked/{name}", bytes(locked))
    for flag in (2, 4, 16):
        yield Case(f"locked {flag}/paper.hwp", make_hwp(flags=1 | flag))
    yield Case("locked/paper.pdf", make_pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /None >>"))
    yield Case("locked/report.docx", write_ole({"EncryptedPackage": bytes(100)}))
    yield Case("old/report.doc", write_ole({"WordDocument": bytes(100)}))
