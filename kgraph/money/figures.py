"""Text goes in; its numbers come out, each with the currency and scale that stand beside it.

"$1.2 billion", "1.25 trillion-won", "KRW 90bn", "₹640 crore", "1조 2천억 원", "half a billion euros", and the
bare "25" of "25 to 30 billion won". Repetitions in the pattern are bounded: time grows with the text alone.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from math import prod
from typing import NamedTuple

# ISO code, rough worth in US dollars (only to tell conversions from other sums), marks before a number, names
# after it. "$" stands for the dollar of the document.
CURRENCIES = [
    [cell.strip() for cell in row.split(" | ")]
    for row in """
$   | 1        | $ | dollar, dollars, 달러, ドル
USD | 1        | US$, U.S.$, US $, U.S. $, $US, USD$ | u.s. dollar, u.s. dollars, us dollar, us dollars
USD | 1        | USD | american dollars, 米ドル, 미국 달러
CAD | 0.74     | C$, CA$, CAN$, Can$, CDN$, Cdn$, CAD$ | canadian dollar, canadian dollars, canadian
AUD | 0.68     | A$, AU$, $A, AUD$ | australian dollar, australian dollars, australian
NZD | 0.62     | NZ$ | new zealand dollars
SGD | 0.75     | S$, SG$ | singapore dollar, singapore dollars
HKD | 0.13     | HK$ | hong kong dollar, hong kong dollars
TWD | 0.032    | NT$, NT $, T$, NTD | new taiwan dollar, new taiwan dollars, 台湾ドル
TWD | 0.032    | TWD | taiwan dollars, taiwanese dollars, nt dollars, 대만 달러
KRW | 0.00078  | ₩, W | won, korean won, south korean won, 원, ウォン
JPY | 0.0075   | ¥, JP¥ | yen, japanese yen, 円, 엔
EUR | 1.1      | € | euro, euros, €, 유로, ユーロ
GBP | 1.28     | £ | pound, pounds, british pounds, pounds sterling, 파운드
CNY | 0.14     | CN¥, RMB¥, RMB | rmb, yuan, chinese yuan, renminbi, 元, 人民元, 위안
INR | 0.0125   | ₹, Rs., Rs, Re | rupee, rupees, indian rupees, 루피, ルピー
CHF | 1.12     | SFr | swiss franc, swiss francs, francs
SEK | 0.095    | SEK | krona, kronor, swedish krona, swedish kronor, swedish crowns
NOK | 0.095    | NOK | norwegian kroner, norwegian crowns
DKK | 0.145    | DKK | danish kroner, danish crowns
CZK | 0.043    | CZK | koruna, czech koruna, czech crowns
PLN | 0.25     | PLN | zloty, zlotys, złoty, zł
HUF | 0.0028   | HUF | forint, forints
VND | 0.00004  | ₫ | dong, vietnamese dong
MYR | 0.22     | RM | ringgit, malaysian ringgit
THB | 0.028    | ฿ | baht, thai baht
IDR | 0.000063 | Rp | rupiah, indonesian rupiah
PHP | 0.018    | ₱ | philippine pesos
AED | 0.27     | AED | dirham, dirhams, uae dirhams
SAR | 0.27     | SAR | riyal, riyals, saudi riyals
ILS | 0.27     | ₪, NIS | shekel, shekels
TRY | 0.03     | ₺ | lira, turkish lira
RUB | 0.011    | ₽ | ruble, rubles, rouble, roubles
BRL | 0.19     | R$ | reais, brazilian reais
MXN | 0.054    | MX$ | pesos, mexican pesos
ZAR | 0.054    | ZAR | rand
""".strip().splitlines()
]
WORTH = {code: float(worth) for code, worth, _, _ in CURRENCIES}
CODES = {code: code for code in WORTH if code != "$"}
MARKS = {mark: code for code, _, marks, _ in CURRENCIES for mark in marks.split(", ")} | CODES
NAMES = {name: code for code, _, _, names in CURRENCIES for name in names.split(", ")}
DOLLARS = {"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD"}
# As likely a model's name, a verb or a weight: they take a scale or a large number beside them.
WEAK = {"W", "RM", "Rp", "Re", "SAR", "TRY", "won", "rand", "dong", "lira", "pound", "pounds"}

SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "hundred thousand": 10**5, "hundred million": 10**8, "hundred billion": 10**11,
    "lakh": 10**5, "cr": 10**7, "crore": 10**7, "lakh crore": 10**12,
    "k": 1_000, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mil": 10**6,
    "b": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9,
    "t": 10**12, "tn": 10**12, "trn": 10**12, "tln": 10**12,
}  # fmt: skip
CJK_SCALES = {
    "십": 10, "十": 10, "백": 100, "百": 100, "천": 1_000, "千": 1_000,
    "만": 10**4, "万": 10**4, "억": 10**8, "億": 10**8, "亿": 10**8, "조": 10**12, "兆": 10**12,
}  # fmt: skip
UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: Decimal(value) for value, word in enumerate(UNITS.split(), 1)}
NUMBERS |= {f"{word} and a half": value + Decimal("0.5") for word, value in NUMBERS.items()}
NUMBERS |= {word: Decimal(10 * value) for value, word in enumerate(TENS.split(), 1)}
NUMBERS |= {"a": Decimal(1), "an": Decimal(1), "a quarter of a": Decimal("0.25")}
NUMBERS |= {word: Decimal("0.5") for word in ("half", "half a", "a half")}
# One character for one, so that offsets stay: full-width forms, spaces, dashes, apostrophes.
UNUSUAL = "\u00a0\u2009\u202f\u3000\u2010\u2011\u2012–—―−’‘￥￦〜"
PLAIN = str.maketrans(UNUSUAL, "    -------''¥₩~")
PLAIN |= {0xFF01 + offset: 0x21 + offset for offset in range(94)}


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of `words`, the longest first; a space in them is any one white space or hyphen."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"[\s-]") for word in longest) + ")"


LONG_SCALE = rf"(?i:{any_of(scale for scale in SCALES if len(scale) > 3)}s?(?![A-Za-z]))"
LONG_SCALE = rf"(?i:{any_of(scale for scale in SCALES if len(scale) > 3)}s?(?![A-Za-z]))"
SHORT_SCALE = r"(?:[\s-]?(?i:bn|bln|bil|mn|mln|mil|mio|m|tn|trn|tln|cr)|[kKbBtT])(?![A-Za-z0-9])"
SHORT_SCALE = r"(?:[\s-]?(?i:bn|bln|bil|mn|mln|mil|mio|m|tn|trn|tln|cr)|[kKbBtT])(?![A-Za-z0-9])"
SCALE = rf"(?:[\s-]?{LONG_SCALE}|{SHORT_SCALE})"
SCALE = rf"(?:[\s-]?{LONG_SCALE}|{SHORT_SCALE})"
# A code that stands before another number belongs to that one: "since 2024 EUR 5 million".
NAME = rf"""(?: (?i:{any_of(filter(str.isascii, NAMES))})(?![A-Za-z])
              | {any_of([*CODES, "RMB"])}(?![A-Za-z]|\s?[0-9])
              | {any_of(name for name in NAMES if not name.isascii())}(?<!원(?=[칙소료인자래본])) )
         (?!-(?:denominated|based|backed|linked)\b)"""
NUMBER = rf"""
    (?P<whole> [0-9]{{1,3}} (?:,[0-9]{{2,3}}){{0,5}} ,[0-9]{{3}}
      | [0-9]{{1,3}} (?:['.][0-9]{{3}}){{2,5}} | [0-9]{{1,15}} )
    (?P<fraction> \.[0-9]{{1,8}} | ,[0-9]{{1,2}} (?={SCALE}) )? (?![0-9]|[.,'][0-9])"""
CJK_PART = r"[0-9][0-9,]{0,14}(?:\.[0-9]{1,8})?\s?[십백천十百千]?[조억만兆億亿万]"
CJK = rf"{CJK_PART}(?:\s?{CJK_PART}){{0,3}}(?:\s?[0-9][0-9,]{{0,6}}[십백천十百千]?(?=\s?[원円엔元달ド]))?"
FIGURE = re.compile(
    rf"""(?<![A-Za-z0-9]) (?<![0-9][.,'])
    (?: (?P<mark>{any_of(MARKS)}) \s? )?
    (?: (?P<cjk>{CJK})여?
      | {NUMBER}(?:-odd)?(?P<scale>{SCALE})?
      | (?P<word>(?i:{any_of(NUMBERS)})) [\s-] (?P<wordscale>{LONG_SCALE})
      | (?P<less>(?i:{any_of(NUMBERS)})) (?=\s(?:to|or|and)\s(?i:{any_of(NUMBERS)})[\s-]{LONG_SCALE}) )
    (?: [\s-]? (?P<name>{NAME}) )?
    (?![A-Za-z])""",
    re.VERBOSE,
)


class Figure(NamedTuple):
    """The number at [start:end]; `scale` and `currency` are None where they do not stand beside it."""

    start: int
    end: int
    number: Decimal
    scale: int | None
    currency: str | None


def find_figures(plain: str, dollar: str) -> list[Figure]:
    """Every number of the text, with and without a currency; zero is no figure."""
    figures = (read_figure(match, dollar) for match in FIGURE.finditer(plain))
    return [figure for figure in figures if figure.number > 0]


def read_figure(match: re.Match[str], dollar: str) -> Figure:
    number, scale = read_number(match)
    large = scale is not None or "," in match[0] or number >= 10_000
    mark, name = match["mark"] or "", match["name"] or ""
    marked = None if mark in WEAK and not large else MARKS.get(mark)
    named = read_name(match, spaced(name), large)
    end = match.end()
    if name and mark and named not in (marked, *(DOLLARS if marked == "$" else ())):
        # "the bid of $5 million won": the word after belongs to the sentence.
        named, end = None, max(map(match.end, ("cjk", "whole", "fraction", "scale", "wordscale")))
    currency = named or marked
    return Figure(match.start(), end, number, scale, dollar if currency == "$" else currency)


def read_name(match: re.Match[str], name: str, large: bool) -> str | None:
    """The code of the currency named behind the number, if the word names one there."""
    vague = spaced(match["word"] or "") in ("a", "an") and match.string[match.start("name") - 1] == "-"
    half = name in ("canadian", "australian") and not match["mark"]
    if vague or half or (name in WEAK and not large) or is_weight(match, name):
        return None
    return CODES.get(name.upper()) or NAMES.get(name)


def is_weight(match: re.Match[str], name: str) -> bool:
    """Whether pounds weigh: "300 million pounds of lithium", not "of aid"."""
    return name in ("pound", "pounds") and bool(WEIGHED.match(match.string, match.end()))


WEIGHED = re.compile(r"\s(?:of\s(?!aid|fund|invest|debt|equity|tax|public|state)|a\syear)")


def read_number(match: re.Match[str]) -> tuple[Decimal, int | None]:
    if cjk := match["cjk"]:
        return read_cjk(cjk)
    if word := match["word"] or match["less"]:
        return NUMBERS[spaced(word)], read_scale(match["wordscale"])
    whole, fraction = (re.sub("[^0-9]", "", match[part] or "") for part in ("whole", "fraction"))
    return Decimal(f"{whole}.{fraction}"), read_scale(match["scale"])


def read_scale(said: str | None) -> int | None:
    scale = spaced(said or "").strip()
    return SCALES.get(scale) or SCALES.get(scale.removesuffix("s"))


def read_cjk(said: str) -> tuple[Decimal, int]:
    """1조 2천억 is 1_200_000_000_000, 3천만 is 3 of 10_000_000: numbers times their scales, added."""
    parts = []
    for number, scales in re.findall(r"([0-9][0-9,.]*)\s?([^0-9\s]*)", said):
        parts.append((Decimal(number.replace(",", "")), prod(CJK_SCALES[scale] for scale in scales)))
    return parts[0] if len(parts) == 1 else (sum((number * scale for number, scale in parts), Decimal(0)), 1)


def spaced(said: str) -> str:
    """Folded, a single space for each hyphen and line end, as in the tables."""
    return re.sub(r"[\s-]", " ", said).casefold()
