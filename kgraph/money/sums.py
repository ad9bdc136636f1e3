"""Text goes in; the sums of money that it states come out, each with its span, qualifier and conversions.

A sum is a figure with a currency or a range of two, with its conversions and the words that qualify it:
"up to ¥40bn ($278m)", "between €4bn and €5bn", "1.2 trillion won, or about $900 million", "$5 million or so".
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from kgraph.model import Amount, Money, Qualifier
from kgraph.money.figures import NAMES, PLAIN, WORTH, Figure, find_figures


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum at text[start:end]; `core` is the span of its first figure alone.

    `each`: every one of several parties gives it; `per`: it is a price or a rate (a share, a year, a tonne).
    """

    start: int
    end: int
    core: tuple[int, int]
    amount: Amount
    each: bool
    per: bool


def find_sums(text: str, dollar: str = "USD") -> list[Sum]:
    """The sums in `text`, in order, not overlapping; `dollar` is the ISO code of a "$" without a country."""
    plain = text.translate(PLAIN)
    figures = find_figures(plain, dollar)
    sums: list[Sum] = []
    position = 0
    while position < len(figures):
        stated = read_stated(plain, figures, position, sums[-1] if sums else None)
        if stated:
            sums.append(write_sum(text, plain, stated, sums[-1].end if sums else 0))
        position = stated.next if stated else position + 1
    return sums


def guess_dollar(text: str) -> str:
    """The ISO code of a "$" without a country in `text`: USD unless the text says or shows otherwise."""
    if said := DOLLARS_SAID.search(text):
        return NAMES[f"{said[1].casefold()} dollars"]
    if not BARE_DOLLAR.search(text) or AMERICAN.search(text):
        return "USD"
    for code, mark, places in DOLLAR_PLACES:
        if mark not in text and len(set(places.findall(text))) > 1:
            return code
    return "USD"


BARE_DOLLAR = re.compile(r"(?<![A-Za-z])(?<!U\.S\.)(?<!US )\$\s?[0-9]")
DOLLARS_SAID = re.compile(
    r"\b(?:figures|amounts|sums|prices|dollars?)\b[^.\n$]{0,40}\b(?:in|are|is)\s"
    r"(Canadian|Australian|New Zealand|Singapore|Hong Kong|New Taiwan|U\.S\.|US)\s(?:dollars|currency)"
)
AMERICAN = re.compile(r"\bU\.S\.|\bUSD?\b|\bUnited States\b|\bAmerican?s?\b|\bWashington\b")
DOLLAR_PLACES = [
    (code, mark, re.compile(rf"\b(?:{places})\b"))
    for code, mark, places in (
        (
            "CAD",
            "C$",
            "Ottawa|Canada|Canadian|Quebec|Québec|Ontario|Toronto|Montreal|Montréal|Vancouver|Alberta|Calgary"
            "|Manitoba|British Columbia|Nova Scotia|Saskatchewan|New Brunswick",
        ),
        (
            "AUD",
            "A$",
            "Canberra|Australia|Australian|Queensland|Brisbane|New South Wales|Sydney|Melbourne|Perth",
        ),
    )
]


class Stated(NamedTuple):
    """What a sum states at [start:end], the value first; `next` is the place of the first figure after it."""

    start: int
    end: int
    core: tuple[int, int]
    money: tuple[Money, ...]
    ranged: bool
    next: int


def read_stated(plain: str, figures: list[Figure], place: int, before: Sum | None) -> Stated | None:
    """The sum that begins with figure `place`, if it has a currency of its own or from its neighbours."""
    low, high = figures[place], None
    if not low.currency:
        low, high = complete_range(plain, low, low.end, figures, place + 1) or (low, None)
    if not low.currency and before and is_elliptic(plain, low, before):
        low = low._replace(currency=before.amount.currency)
    if not low.currency:
        return None
    end, conversions, place = read_conversions(plain, figures, low, place + 1)
    if not high and (pair := complete_range(plain, low, end, figures, place)):
        low, high = pair
    if high:
        end, more, place = read_conversions(plain, figures, high, place + 1)
        conversions = (money_of(high), *conversions, *more)
    return Stated(low.start, end, (low.start, low.end), (money_of(low), *conversions), bool(high), place)


def money_of(figure: Figure) -> Money:
    value = figure.number * (figure.scale or 1)
    whole = value.to_integral_value()
    return Money(value=whole if whole == value else value.normalize(), currency=figure.currency or "XXX")


def complete_range(
    plain: str, low: Figure, end: int, figures: list[Figure], place: int
) -> tuple[Figure, Figure] | None:
    """`low` and figure `place` as a range, each with the scale and currency that only one may state."""
    if place == len(figures) or not is_range(plain, low, end, figures[place]):
        return None
    high = figures[place]
    if not high.currency and not (high.scale and ends_sum(plain, high.end)) and not joined(plain, low, high):
        return None
    currency = low.currency or high.currency
    if low.number < high.number:
        low = low._replace(scale=low.scale or high.scale)
    low, high = low._replace(currency=currency), high._replace(currency=high.currency or currency)
    if not currency or low.currency != high.currency:
        return None
    return (low, high) if money_of(low).value < money_of(high).value else None


def joined(plain: str, low: Figure, high: Figure) -> bool:
    """Whether a lone dash stands between two bare numbers: "$20-30"."""
    return plain[low.end : high.start] == "-" and not low.scale and not high.scale and bool(low.currency)


def is_range(plain: str, low: Figure, end: int, high: Figure) -> bool:
    gap = plain[end : min(high.start, end + 8)] if high.start - end < 8 else ""
    lead = plain[max(0, low.start - 60) : low.start]
    if re.fullmatch(r"\sand\s", gap):
        return bool(re.search(r"\bbetween\s?$", lead, re.IGNORECASE))
    return bool(re.fullmatch(r"\s?[-~]\s?|\s(?:to|or)\s", gap)) and not CHANGED.search(lead)


# "raised from 70 billion won to 110 billion won" and "rose by $1.20 to $52" tell of a change, not of a range.
CHANGED = re.compile(
    r"""\bby\s$ | \b(?:rais|increas|expand|boost|lift|doubl|tripl|enlarg|widen|grow|grew|ris|rose|climb|jump
      |soar|up|cut|lower|reduc|trim|narrow|shr[aiu]nk|fell|fall|drop|slash|down|scal|revis|chang|amend|updat|went)
      [^.;\n]{0,40}\bfrom\s$""",
    re.VERBOSE | re.IGNORECASE,
)


def is_elliptic(plain: str, figure: Figure, before: Sum) -> bool:
    """Whether the currency is that of the sum before: "asked for $100 million, lent 85 million"."""
    gap = plain[before.end : min(figure.start, before.end + 200)]
    far = figure.start - before.end > 200 or "\n" in gap
    if far or not figure.scale or figure.scale < 10**6 or not ends_sum(plain, figure.end):
        return False
    sentences = len(SENTENCE_END.findall(gap))
    return sentences == 0 or (sentences == 1 and bool(REST.search(gap)))


SENTENCE_END = re.compile(r"[.!?][\"”')]?\s")
REST = re.compile(r"\b(?:remaining|other|another|rest|further|additional|balance)\b[^.]{0,12}$")


def ends_sum(plain: str, end: int) -> bool:
    """Whether what follows cannot be a thing counted."""
    return bool(FOLLOWS.match(plain, end))


FOLLOWS = re.compile(
    r"""$ | \n | \s?[^\w\s%-] | \s(?:and|or|to|from|for|in|into|on|by|as|with|at|of|over|under|through|against
      |than|towards?|a|an|the|this|last|next|it|each|apiece|per|annually|which|that|was|is|are|were|will|would|has|had
      |have|comes?|came|goes|went|more|less|after|before|when|while|if|but|so|until|since|due)\b(?!-)""",
    re.VERBOSE | re.IGNORECASE,
)


def read_conversions(
    plain: str, figures: list[Figure], figure: Figure, place: int
) -> tuple[int, tuple[Money, ...], int]:
    """Where `figure` ends with its conversions, these, and the place of the first figure after them."""
    end = figure.end
    found: list[Money] = []
    while place < len(figures) and is_conversion(plain, figure, end, figures[place], bool(found)):
        other = figures[place]
        pair = complete_range(plain, other, other.end, figures, place + 1) or (other,)
        found += map(money_of, pair)
        end, place = pair[-1].end, place + len(pair)
    opened = plain.count("(", figure.end, end) > plain.count(")", figure.end, end)
    if found and opened and (close := CLOSE.match(plain, end)):
        # A further sum behind the conversion ("of which $5 million in cash") is one of its own.
        if not any(other.currency for other in figures[place : place + 3] if other.start < close.end()):
            end = close.end()
        while place < len(figures) and figures[place].start < end:
            place += 1
    return end, tuple(found), place


CLOSE = re.compile(r"[^()\n]{0,60}\)")
ABOUT = r"""(?:(?:or|about|around|roughly|approximately|approx\.|some|nearly|almost|equivalent\sto|equal\sto
    |i\.e\.|worth|currently|then|=|~|≈|약|約)\s?){0,3}"""
BRACKETED = re.compile(rf"\s?[(\[]\s?{ABOUT}", re.VERBOSE | re.IGNORECASE)
FURTHER = re.compile(rf"\s?(?:[,;/=]|or|and)\s?{ABOUT}", re.VERBOSE | re.IGNORECASE)
APPENDED = re.compile(
    rf""",?\s(?:or|equivalent\sto|equal\sto|i\.e\.,?|that\sis)\s{ABOUT} | \s?[-/=]\s?{ABOUT}
      | ,\s(?:about|around|roughly|approximately|some)\s""",
    re.VERBOSE | re.IGNORECASE,
)


def is_conversion(plain: str, figure: Figure, end: int, other: Figure, further: bool) -> bool:
    """Whether `other`, behind `figure` or its conversions, states the same money in another currency."""
    gap = plain[end : other.start] if other.start - end < 50 else "\n"
    if not other.currency or "\n" in gap or not figure.currency:
        return False
    ratio = worth_of(other) / worth_of(figure)
    if other.currency == figure.currency:
        return bool(BRACKETED.fullmatch(gap)) and 0.9 < ratio < 1.1
    if BRACKETED.fullmatch(gap):
        return not further
    return bool((FURTHER if further else APPENDED).fullmatch(gap)) and 0.4 < ratio < 2.5


def worth_of(figure: Figure) -> float:
    return float(money_of(figure).value) * WORTH.get(figure.currency or "", 1)


def write_sum(text: str, plain: str, stated: Stated, floor: int) -> Sum:
    """The sum with the words around it that qualify it; none of them stands before `floor`."""
    start, before = read_before(plain, floor, stated.start)
    end, after = read_after(plain, stated.end)
    odd: Qualifier | None = "approximately" if ODD.search(plain, *stated.core) else None
    qualifier = "at_least" if stated.ranged else before or after or odd or "exact"
    if stated.ranged and (lead := RANGE_LEAD.search(plain, max(floor, start - 40), start)):
        start = lead.start()
    value, *others = stated.money
    amount = Amount(
        value=value.value,
        currency=value.currency,
        qualifier=qualifier,
        alternatives=tuple(others),
        text=text[start:end],
    )
    return Sum(start, end, stated.core, amount, bool(EACH.match(plain, end)), bool(PER.match(plain, end)))


def read_before(plain: str, floor: int, start: int) -> tuple[int, Qualifier | None]:
    """Where the qualifying words before `start` begin, and what they mean; a bound outranks "about"."""
    place, kind = start, None
    while match := BEFORE.search(plain, max(floor, place - 60), place):
        place = match.start()
        if match.lastgroup != "filler":
            start = place
            kind = QUALIFIERS[match.lastgroup] if kind in (None, "approximately") else kind
    return start, kind


def read_after(plain: str, end: int) -> tuple[int, Qualifier | None]:
    match = AFTER.match(plain, end)
    return (match.end(), QUALIFIERS[match.lastgroup]) if match else (end, None)


QUALIFIERS: dict[str | None, Qualifier] = {
    "up_to": "up_to",
    "at_least": "at_least",
    "approximately": "approximately",
}
BEFORE = re.compile(
    r"""(?<![A-Za-z-])(?:
    (?P<up_to> up\sto(?:\sa\smaximum\sof)? | as\s(?:much|high)\sas(?:\san)? | (?:no|not)\smore\sthan
      | at\s(?:the\s)?most | not\sexceeding | capped\sat | limited\sto
      | (?:(?:a|the)\s)?(?:maximum|ceiling|cap|upper\slimit|limit)\s(?:of|is|was)
      | (?:maximum|upper\slimit)(?:\s[a-z]+){0,3}: | maximum | max\.?
      | (?:(?:well|far|slightly|somewhat|a\slittle)\s)?(?:less\sthan|under|below) | 最大 | 최대 )
  | (?P<at_least> at\sleast | (?:no|not)\s(?:less|fewer)\sthan
      | (?:(?:just|well|far|much|slightly|somewhat|a\slittle)\s)?(?:more\sthan|over|above)
      | upwards?\sof | in\sexcess\sof | exceed(?:s|ing|ed)? | north\sof | (?:a\s)?minimum(?:\sof)?
      | > | 最低 | 최소 )
  | (?P<approximately> about | around | some | roughly | nearly | almost | approximately | approx\.?
      | circa | ca\.? | c\. | virtually | close\sto | an?\sestimated | estimated\sat | something\slike
      | just\s(?:under|below|short\sof|shy\sof) | on\sthe\s(?:order|scale)\sof
      | in\sthe\s(?:region|order|vicinity|neighbou?rhood)\sof | ~ | ≈ | 約 | およそ | 약 )
  | (?P<filler> (?:an?\s)?(?:another|additional|further|extra|combined|total|overall)(?:\sof)?
      | [総총]額? )
  )\s?$""",
    re.VERBOSE | re.IGNORECASE,
)
AFTER = re.compile(
    r"""(?P<up_to> \s?(?:이하|以下) | \s(?:at\s(?:the\s)?(?:most|maximum)|or\s(?:less|below)|maximum|max)\b )
  | (?P<at_least> -plus\b | \+ | \s?(?:이상|以上) | \s(?:or|and)\s(?:more|above|up)\b(?!\sthan)
      | \sat\sleast(?=[.,;)]) )
  | (?P<approximately> \s?(?:가량|정도|程度|前後) | \sor\s(?:so|thereabouts)\b )""",
    re.VERBOSE | re.IGNORECASE,
)
ODD = re.compile("-odd|여")
RANGE_LEAD = re.compile(
    r"\b(?:(?:anywhere|anything|somewhere|ranging)\s)?(?:between|from|in\sthe\srange\sof|a\srange\sof)\s$",
    re.IGNORECASE,
)
EACH = re.compile(r"\s(?:each|apiece)\b")
PER = re.compile(
    r"""\sper\s(?!cent)[A-Za-z] | \s?/\s?[A-Za-z] | \s(?:annually|yearly|monthly)\b
  | -a-(?:share|year|month|tonne?)\b
  | \s(?:a|an|each|every)\s(?:share|year|month|week|day|night|hour|minute|quarter|tonnes?|tons?|metric\ston
      |kilo|kilograms?|kg|gram|ounce|pound|kilowatt|megawatt|gigawatt|watt|kwh|mwh|barrel|lit(?:re|er)|unit
      |vehicle|car|wafer|piece|chip|cell|pack|panel|set|ticket|person|head|employee|worker|household|job
      |square)\b(?!\s(?:ago|earlier|later|before|from|of\s))""",
    re.VERBOSE | re.IGNORECASE,
)
