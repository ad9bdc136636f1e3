"""A text in, whether it can tell a fact out: one cheap look that decides what is worth parsing."""

import re

from kgraph.extract.money import find_sums

# Stems of the words without which no rule finds a fact. Cheap on purpose: it may let through too much, never too little.
SUM = re.compile(
    r"[$€£¥₩₹]|\b(?:won|yen|dollars?|euros?|yuan|rupees?|crore|pounds?|francs?|kron[ae]r?|ringgit|baht|dirhams?|USD|KRW|JPY|EUR|GBP|CNY|RMB|INR|CAD"
    r"|AUD|SGD|NT|CHF|SEK|NOK|DKK|MYR|THB|IDR|VND|AED|SAR|Rs)\b|\bW ?\d|[원円元]|달러|ドル|\d ?(?:bn|tn|mn|mln|bln)\b",
)
COMMITTED = re.compile(
    r"invest|spend|subsid|grant|fund|loan|lend|credit|stake|acqui|takeover|took over|buy|bought|purchas|venture|award|incentive|build|construct|plant|factor|fab\b|expan"
    r"|support|pledg|commit|contribut|financ|cost|earmark|project|facilit|open|establish|aid\b|earmark|outlay|provide|inject|raise|capital|pour|put|pay|guarantee|deal"
    r"|announce|plan|support|donat|gift|committed|spent|allocat|cover|bear|share|billion|million|조|억|兆|億",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\b(?:sign|agree|memorand|mou\b|mous\b|pact|accord|partner|cooperat|collaborat|allian|joint|treaty|licen[cs]|suppl(?:y|ies)|tie-up|team)|"
    r"\b(?:met|meets?|meeting|visit|talks|toured|tour|received|host|delegation|reception|summit|welcom)",
    re.IGNORECASE,
)
SITE = re.compile(r"\b(?:plant|factory|factories|fab|fabs|facility|facilities|laborator|lab|labs|center|centre|campus|complex|smelter|refinery|gigafactory|mine|line|lines|works|site|hub|foundry|mill|shipyard|reactor)s?\b", re.IGNORECASE)  # fmt: skip
FIELD = re.compile(
    r"semiconduct|chip|wafer|batter|electric vehicle|\bEVs?\b|\bAI\b|artificial intelligence|data cent|quantum|robot|5G|6G|telecom|solar|wind|hydrogen|nuclear|reactor|biotech"
    r"|pharma|drug|vaccine|aerospace|satellite|space|shipbuild|shipyard|steel|chemical|material|software|mineral|lithium|rare earth|display|technolog|factor|plant\b|industr|fab\b|research",
    re.IGNORECASE,
)


def is_on_topic(text: str) -> bool:
    """Whether an article can hold a fact: it speaks of the field, and of money, an accord, a meeting or a site."""
    return bool(FIELD.search(text)) and (tells_money(text) or bool(TOGETHER.search(text)) or bool(SITE.search(text)))


def tells_money(text: str) -> bool:
    return bool(SUM.search(text)) and bool(COMMITTED.search(text)) and bool(find_sums(text))
