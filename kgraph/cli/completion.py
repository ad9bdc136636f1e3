"""The beginning of a word comes in, the words that a shell may put there go out; what it takes to know them is
loaded only then."""

from collections.abc import Iterable, Iterator


def complete_questions(incomplete: str) -> list[tuple[str, str]]:
    """Names of shipped queries, with what they ask."""
    from kgraph.questions import list_questions

    return [(one.name, one.question) for one in list_questions() if one.name.startswith(incomplete)]


def complete_countries(incomplete: str) -> list[str]:
    from kgraph.gazetteer import list_countries

    return list(complete_list(incomplete, list_countries()))


def complete_kinds(incomplete: str) -> list[str]:
    from kgraph.network import KINDS

    return list(complete_list(incomplete, KINDS))


def complete_technologies(incomplete: str) -> list[str]:
    from kgraph.ontology import concept_labels

    return list(complete_list(incomplete, concept_labels("technology")))


def complete_statuses(incomplete: str) -> list[str]:
    from kgraph.network.selection import STATUSES

    return list(complete_list(incomplete, STATUSES))


def complete_list(incomplete: str, words: Iterable[str]) -> Iterator[str]:
    """What a list with commas may end with: "US,K" -> "US,KR"."""
    before, comma, last = incomplete.rpartition(",")
    return (f"{before}{comma}{word}" for word in sorted(words) if word.startswith(last))
