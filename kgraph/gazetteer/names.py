"""A name as somebody wrote it comes in, the form under which equal names meet goes out."""

import re
import unicodedata
from functools import lru_cache

_LEGAL_FORMS = frozenset(
    re.findall(
        r"\w+",
        """
        ab aktiengesellschaft aktiebolag ag as asa aps bhd berhad bv bvba co company corp corporation doo eirl
        eood gaisha gesellschaft gk gmbh hf inc incorporated jsc kaisha kg kgaa kft kk lda limited llc llp lp
        ltd ltda mbh nv nyrt oo ooo oy oyj pcl pjsc plc private pte pty pvt sa sab sapi sarl sas sasu sdn se
        sl slu spa spzoo srl sro tbk ug yk zrt
        """,
    )
)
"""Words that close a company's name and say only what kind of company the law sees in it."""
_BEFORE_LEGAL_FORM = frozenset({"and", "de", "godo", "kabushiki", "public", "sp", "yugen", "z"})
"""Words that belong to a legal form only in front of one: "& Co.", "Kabushiki Kaisha", "Public Co., Ltd."."""
_CJK_FORMS = re.compile(
    r"\((?:주|유|株|有|재|사|社|財)\)|주식회사|유한회사|재단법인|사단법인|株式会社|有限会社|合同会社|合資会社"
    r"|(?:公益|一般)?(?:財団|社団)法人|国立研究開発法人|独立行政法人|股份有限公司|有限责任公司|有限公司"
)
_ACCENTS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans("ŁłØøĐđı", "LlOoDdi")
_POSSESSIVE = re.compile(r"['’ʼ]s?\b|['’ʼ]")
_JOINED = re.compile(r"(?<=\w)\.(?=\w)|\.|(?<=\b\w)/(?=\w\b)")
_SEPARATORS = re.compile(r"[\W_]+")
_PLAIN = re.compile(r"[a-z0-9 ,-]*").fullmatch


@lru_cache(maxsize=65_536)
def normalize_name(name: str) -> str:
    """The name in lower case without accents, punctuation, legal forms, possessive and leading "the".

    "Toray Industries, Inc." and "Toray Industries" come out equal. Never empty unless the name is.
    """
    text = name if name.isascii() else _CJK_FORMS.sub(" ", unicodedata.normalize("NFKC", name))
    return " ".join(_strip_forms(fold_text(text).split())) or fold_text(name) or name.strip().casefold()


def fold_text(text: str) -> str:
    """Lower case without accents, possessive and punctuation, words apart by one space."""
    text = strip_accents(text)
    text = text.casefold().replace("&", " and ")
    if not _PLAIN(text):  # most names are, and their tables are long
        text = _JOINED.sub("", _POSSESSIVE.sub("", text))
    return " ".join(_SEPARATORS.split(text)).strip()


def strip_accents(text: str) -> str:
    """Latin letters without their accents and strokes; Kana and Hangul stay as they are."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_STROKES))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def _strip_forms(words: list[str]) -> list[str]:
    first = 1 if len(words) > 1 and words[0] in {"the", "pt"} else 0
    last = len(words)
    while last > first + 1 and words[last - 1] in _LEGAL_FORMS:
        last -= 1
        while last > first + 1 and words[last - 1] in _BEFORE_LEGAL_FORM:
            last -= 1
    return words[first:last]
