"""The Facts of one document come in; who stands behind each of its organizations and people goes out.

What prose says of a subsidiary or a venture another paper says of the parent or the partners, and a person
speaks for a firm. This is what one document tells; what the shipped tables know stands in `ties`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kgraph.model import Facility, Facts, Investment, Organization

_UNIT = r"(?:unit|arm|subsidiary|affiliate|division|venture)"
_CHILD, _PARENT = "ＣＨＩＬＤ", "ＰＡＲＥＮＴ"
"""What stands in a text for the two names in question: letters, as in names, that no text has."""
_BELONGS = [
    re.compile(pattern.replace("CHILD", _CHILD).replace("PARENT", _PARENT))
    for pattern in (
        r"CHILD(?: \([^)]*\))?,? (?:which is |is )?(?:an?|the|its)\b[^.;]{0,40}"
        rf"\b{_UNIT} (?:of|between)\b[^.;]{{0,60}}?\bPARENT\b",
        rf"\bPARENT(?:['’]s?)? [^.;,]{{0,40}}\b{_UNIT},? CHILD\b",
        r"PARENT의? ?[^.,]{0,10}(?:자회사|합작사|합작법인)인? ?CHILD",
        r"PARENTの[^。、]{0,10}(?:子会社|合弁会社)(?:である|の)?CHILD",
        r"CHILDは、?[^。]{0,20}PARENT[^。]{0,10}の(?:子会社|合弁会社)",
    )
]
"""How a text says that one organization belongs to another, or to several: "X, the venture of A and B"."""
_HINT = re.compile(rf"\b{_UNIT}\b|자회사|합작|子会社|合弁")
_REACH = 240
"""Characters before and after a hint in which both names stand: more than the patterns span, long names included."""


def find_backers(facts: Facts) -> Mapping[str, frozenset[str]]:
    """Key of an organization, person or facility -> keys of those for whom it stands."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for child, parent in (*_list_parents(facts), *_list_sellers(facts)):
        found[child].add(parent)
    for person in facts.people:
        found[person.key] |= {person.affiliation} if person.affiliation else set()
    return {key: frozenset(backers) for key, backers in found.items() if backers}


def _list_parents(facts: Facts) -> Iterator[tuple[str, str]]:
    """Organizations of which the text says that they belong to another, or to several together."""
    text = facts.document.text
    stretches = [text[max(0, hint.start() - _REACH) : hint.end() + _REACH] for hint in _HINT.finditer(text)]
    for child in facts.organizations:
        for parent in facts.organizations:
            if child.key != parent.key and _belongs(stretches, child, parent):
                yield child.key, parent.key


def _belongs(stretches: list[str], child: Organization, parent: Organization) -> bool:
    """Whether a text says so near one of its hints: to search all of it for each pair of names would take long."""
    return any(
        pattern.search(marked)
        for small in (child.name, *child.aliases)
        for large in (parent.name, *parent.aliases)
        for stretch in stretches
        if small in stretch and large in stretch
        for marked in [_mark_names(stretch, small, large)]
        for pattern in _BELONGS
    )


def _mark_names(text: str, child: str, parent: str) -> str:
    """The text with signs for two names: a pattern made for each pair would be compiled each time."""
    for name, sign in sorted([(child, _CHILD), (parent, _PARENT)], key=lambda pair: -len(pair[0])):
        text = text.replace(name, sign)  # the longer first: it may hold the other
    return text


def _list_sellers(facts: Facts) -> Iterator[tuple[str, str]]:
    """Sites that change hands, with those of whom the words on it tell beside the buyer: other papers name them."""
    sites = {site.key: site for site in facts.facilities}
    for deal in facts.investments:
        site = sites.get(deal.facility or "") if deal.kind == "acquisition" else None
        if site:
            yield from ((site.key, seller) for seller in _find_sellers(facts, deal, site))


def _find_sellers(facts: Facts, deal: Investment, site: Facility) -> set[str]:
    told = {each.key for each in facts.organizations if each.name in (deal.evidence or "")}
    return told - {*deal.investors, *site.operators}
