"""Two names in, whether one is a short form of the other out, as far as their words tell."""

import re

from kgraph.extract.kinds import COMPANY_FORMS


def is_full_name(surface: str) -> bool:
    """ "Halden Corp." is not short for "Halden Chemicals": a name with a legal form lacks nothing."""
    forms = COMPANY_FORMS | {"corporation", "company", "incorporated", "limited", "group"}
    return bool(forms & {word.strip(",").lower().rstrip(".") for word in surface.split()[1:]})


def is_short_ministry(short: str, long: str) -> bool:
    """ "Commerce", "the Commerce Department", "the Department of Commerce"; "the Commission" of the European one."""
    portfolio = portfolio_of(long)
    if portfolio != long and short in (portfolio, f"{portfolio} department", f"department of {portfolio}"):
        return True
    return short in HEADS_ALONE and long.endswith(" " + short)


HEADS_ALONE = frozenset("agency authority commission council department ministry treasury".split())


def portfolio_of(name: str) -> str:
    """ "commerce" of "us commerce department" or "us department of commerce": ministries are called so for short."""
    found = re.fullmatch(r"us (?:(\w+) department|department of (?:the )?(\w+))", name)
    return (found[1] or found[2]) if found else name


GENERIC = frozenset(
    "korea japan united national american european new first general global international state bank".split()
)


def is_acronym(short: str, name: str) -> bool:
    """Whether capital initials of the name's words spell the short form."""
    initials = "".join(w[0] for w in re.findall(r"[A-Za-z]+", name) if w[0].isupper()).lower()
    return (
        len(short) >= 2
        and " " not in short
        and len(initials) >= 3
        and (initials == short or initials.lstrip("u").lstrip("s") == short)
    )
