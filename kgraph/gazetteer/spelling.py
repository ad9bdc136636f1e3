"""A name in any spelling comes in, the form under which it meets the same name in other spellings goes out.

Hangul and kana are written in Latin letters by sound (Revised Romanization, Hepburn), the words for a trade in
English; British spelling becomes American. Kanji have no sound of their own and stay.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kgraph.gazetteer.names import normalize_name
from kgraph.gazetteer.tables import read_table

_SOUNDED = re.compile(r"[\uac00-\ud7a3]+|[\u3041-\u30ff]+")
_ONLY_SOUNDED = re.compile(r"[\uac00-\ud7a3\u3041-\u30ff\x00-\x7f]+")
_FIRST_SYLLABLE, _VOWELS, _FINALS = 0xAC00, 21, 28
_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".replace("-", "\0").split()
_MIDDLES = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_ENDS = "- k k k n n n t l k m p p p l l m p p t t ng t t k t p t".replace("-", "\0").split()
"""How a final consonant sounds before another."""
_LINKED = "- g kk gs n nj n d r lg lm lb ls lt lp r m b ps s ss ng j ch k t p -".replace("-", "\0").split()
"""How it sounds before a vowel."""
_ASSIMILATED = {
    **{(end, "n"): nasal + "n" for end, nasal in (("k", "ng"), ("t", "n"), ("p", "m"))},
    **{(end, "m"): nasal + "m" for end, nasal in (("k", "ng"), ("t", "n"), ("p", "m"))},
    **{(end, "r"): nasal + "n" for end, nasal in (("k", "ng"), ("t", "n"), ("p", "m"), ("m", "m"), ("ng", "ng"))},
    **dict.fromkeys([("l", "r"), ("n", "r"), ("l", "n")], "ll"),
}
_ASPIRATED_FINAL = 27
_ASPIRATED = {"g": "k", "d": "t", "j": "ch"}
_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サ\0スセソ", "t": "タ\0\0テト", "n": "ナニヌネノ", "h": "ハヒ\0ヘホ",
    "m": "マミムメモ", "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザ\0ズゼゾ", "d": "ダ\0\0デド", "b": "バビブベボ",
    "p": "パピプペポ", "y": "ヤ\0ユ\0ヨ", "w": "ワ\0\0\0ヲ",
}  # fmt: skip
_SYLLABLES = {kana: row + vowel for row, kanas in _ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)} | {
    "シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu", "ヴ": "vu", "ン": "n",
    "ー": "", "・": " ",
}  # fmt: skip
_SMALL = {"ャ": "a", "ュ": "u", "ョ": "o", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o"}
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa"}
)


@lru_cache(maxsize=65_536)
def spell_name(name: str) -> str:
    """The normalized name, as the same name in another spelling or script would come out.

    "다온로보틱스" and "Daon Robotics", "タマシロデバイス" and "Tamashiro Device", "Ardley Fibre" and "Ardley Fiber".
    """
    words = normalize_name(name)
    if not words.isascii() and _ONLY_SOUNDED.fullmatch(words):
        words = _SOUNDED.sub(lambda run: f" {' '.join(_spell_run(run[0]))} ", words)
    return " ".join(_load_words().get(word, word) for word in words.split())


def spell_umlauts(name: str) -> str:
    """The name with its umlauts in two letters, as `spell_name` writes it: "Kändler" as "kaendler"."""
    return spell_name(name.translate(_UMLAUTS))


def romanize(text: str) -> str:
    """Hangul and kana of a text by sound, in small Latin letters."""
    return _SOUNDED.sub(lambda run: _sound(run[0]), text)


def _spell_run(run: str) -> Iterator[str]:
    """A name in Hangul or kana: what it ends with in English where that tells a trade, the rest by sound."""
    words = _load_words()
    cuts = (cut for cut in range(1, len(run)) if run[cut:] in words)
    cut = next(cuts, None)
    if cut is None:
        yield words.get(run) or _sound(run)
    else:
        yield from (*_spell_run(run[:cut]), words[run[cut:]])


def _sound(run: str) -> str:
    return "".join(_sound_hangul(run) if run[0] >= "\uac00" else _sound_kana(run.translate(_HIRAGANA))).strip()


def _sound_hangul(run: str) -> Iterator[str]:
    syllables = [divmod(ord(letter) - _FIRST_SYLLABLE, _FINALS) for letter in run]
    parts = [(*divmod(syllable, _VOWELS), final) for syllable, final in syllables]
    yield _INITIALS[parts[0][0]].strip("\0")
    for (_, vowel, final), follow in zip(parts, [*parts[1:], None], strict=True):
        yield _MIDDLES[vowel]
        yield _join_consonants(final, _INITIALS[follow[0]] if follow else None).replace("\0", "")


def _join_consonants(final: int, initial: str | None) -> str:
    """A final consonant with the one that begins the next syllable."""
    if initial == "\0":
        return _LINKED[final]
    if final == _ASPIRATED_FINAL and initial in _ASPIRATED:
        return _ASPIRATED[initial]
    end = _ENDS[final]
    return _ASSIMILATED.get((end, initial or ""), end + (initial or ""))


def _sound_kana(run: str) -> Iterator[str]:
    sounds: list[str] = []
    is_doubled = False
    for letter in run:
        if letter in _SMALL and sounds:
            sounds[-1] = _soften(sounds[-1], letter)
        elif letter == "ッ":
            is_doubled = True
        else:
            sound = _SYLLABLES.get(letter, letter)
            sounds.append(f"{'t' if sound.startswith('ch') else sound[:1]}{sound}" if is_doubled else sound)
            is_doubled = False
    return iter(sounds)


def _soften(sound: str, small: str) -> str:
    """A syllable with a small vowel behind it: "shi" and "ya" are "sha", "te" and "i" are "ti"."""
    consonants = sound[:-1]
    glides = small in "ャュョ" and consonants not in {"sh", "ch", "j"}
    return f"{consonants}{'y' if glides else ''}{_SMALL[small]}"


@cache
def _load_words() -> dict[str, str]:
    """Word in Hangul, kana or British spelling -> the same in American English."""
    return {row["word"]: row["english"] for row in read_table("name_words.csv")}
