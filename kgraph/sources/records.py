"""The texts of a JSON file become drafts of its posts and documents, with an error for what is neither."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kgraph.errors import SourceError
from kgraph.sources import facts, wordpress
from kgraph.sources.draft import Draft
from kgraph.sources.encoding import Decoded
from kgraph.sources.salvage import Item, read_items

SHOWN_KEYS = 8


def read_records(blocks: Iterable[Decoded]) -> Iterator[Draft | SourceError]:
    """The drafts of a JSON file in its order; an error names the place of what could not be read.

    A block holds whole values, so that a file of a value a line need not be held in memory.
    """
    place = strange = 0
    for decoded in blocks:
        for item in read_items(decoded.text):
            place += 1
            if isinstance(item, Item) and not isinstance(item.value, dict):
                strange += 1
            else:
                yield read_record(item, place, decoded.notes)
    if strange:
        yield SourceError(f"values in its JSON that are no objects, so no posts: {strange} of {place}")
    elif not place:
        yield SourceError("its JSON holds nothing")


def read_record(item: Item | SourceError, place: int, notes: tuple[str, ...]) -> Draft | SourceError:
    """The draft of one value, with what is to be said of its bytes, or why there is none."""
    try:
        if isinstance(item, SourceError):
            raise item
        draft = read_object(item)
    except SourceError as error:
        return SourceError(f"value {place} of its JSON: {error}")
    return replace(draft, notes=(*notes, *draft.notes)) if notes else draft


def read_object(item: Item) -> Draft:
    value = item.value
    assert isinstance(value, dict)
    inside_text = item.cut in (wordpress.TEXT, facts.TEXT)
    if item.cut and not inside_text:
        value = drop_value(value, item.cut)
    if facts.is_facts(value):
        draft = facts.read_facts(value, truncated=item.truncated)
    elif wordpress.is_post(value):
        draft = wordpress.read_post(value, truncated=item.truncated)
    else:
        seen = f"neither a WordPress post nor a document; its keys are {name_keys(value)}"
        raise SourceError(f"{seen}; {item.note}" if item.note else seen)
    if not item.note:
        return draft
    return replace(draft, notes=(*draft.notes, f"{item.note} inside the text" if inside_text else item.note))


def drop_value(value: Mapping[str, object], path: tuple[str, ...]) -> dict[str, object]:
    """An object without the value that the keys lead to: half an address is none."""
    key, *rest = path
    inner = value[key]
    if rest and isinstance(inner, dict):
        return {**value, key: drop_value(inner, tuple(rest))}
    return {name: kept for name, kept in value.items() if name != key}


def name_keys(value: Mapping[str, object]) -> str:
    """The first keys of an object, short enough for one line."""
    names = [repr(key[:40]) for key in list(value)[:SHOWN_KEYS]]
    more = ["..."] if len(value) > SHOWN_KEYS else []
    return ", ".join(names + more) or "none"
