"""The name that firms of a group share comes in, the firm that a text on some technologies means by it goes out."""

from collections import defaultdict
from collections.abc import Collection
from functools import cache

from kgraph.gazetteer.names import normalize_name
from kgraph.gazetteer.tables import read_table, split_names


def is_group_name(name: str) -> bool:
    """Whether firms of a group share this name: "Samsung" is none of them."""
    return normalize_name(name) in _load_names()


def name_group(name: str) -> str:
    """The English name of a group: "Samsung" for "삼성"; KeyError for what is no group."""
    return _load_names()[normalize_name(name)]


def choose_member(name: str, technologies: Collection[str]) -> str | None:
    """The name of the one firm of a group that works on one of these technologies; None where several do, or none."""
    fields = _load_members()[name_group(name)]
    members = {member for field, member in fields.items() if field in technologies}
    return members.pop() if len(members) == 1 else None


@cache
def _load_names() -> dict[str, str]:
    """Name in any writing -> group."""
    rows = read_table("groups.csv")
    return {normalize_name(name): row["group"] for row in rows for name in (row["group"], *split_names(row["names"]))}


@cache
def _load_members() -> dict[str, dict[str, str]]:
    """Group -> technology -> firm."""
    groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("groups.csv"):
        groups[row["group"]][row["technology"]] = row["organization"]
    return dict(groups)
