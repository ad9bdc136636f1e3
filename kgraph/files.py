"""Bytes come in, a file with them is there: what is written for others, in one place."""

from pathlib import Path

from kgraph.errors import KgraphError


def write_file(path: Path, content: bytes | str) -> None:
    """Write a file anew, a text as UTF-8. Raises KgraphError where that is not possible."""
    try:
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    except OSError as error:
        raise KgraphError(f"{path} cannot be written: {error.strerror}") from error
