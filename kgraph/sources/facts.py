"""An object of Facts as JSON becomes the draft of its document; `id` and `document` alone are read."""

from collections.abc import Mapping

from kgraph.errors import SourceError
from kgraph.sources.draft import Draft

TEXT = ("document", "text")
"""The keys that lead to the document's text."""


def is_facts(value: Mapping[str, object]) -> bool:
    """Whether an object has the form of Facts as JSON."""
    return isinstance(value.get("document"), dict)


def read_facts(value: Mapping[str, object], *, truncated: bool = False) -> Draft:
    """The draft of the document that an object tells of; its id is kept.

    Raises SourceError where it has no text.
    """
    document = value["document"]
    assert isinstance(document, dict)
    text = document.get("text")
    if not isinstance(text, str) or not text.strip():
        raise SourceError("its document has no text")
    notes = document.get("notes")
    return Draft(
        text=text,
        id=take_id(value) or take_id(document),
        url=take_string(document, "url"),
        title=take_string(document, "title") or "",
        published=take_string(document, "published"),
        language=take_string(document, "language"),
        publisher=take_string(document, "publisher"),
        truncated=truncated or document.get("truncated") is True,
        notes=tuple(note for note in notes if isinstance(note, str)) if isinstance(notes, list) else (),
    )


def take_id(value: Mapping[str, object]) -> str | None:
    found = value.get("id")
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else take_string(value, "id")


def take_string(value: Mapping[str, object], key: str) -> str | None:
    found = value.get(key)
    return found if isinstance(found, str) else None
