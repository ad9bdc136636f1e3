"""The name of a shipped table comes in, its rows go out."""

import csv
from collections.abc import Iterator
from importlib import resources


def read_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of kgraph/data by column; lines that begin with # are comments."""
    text = (resources.files("kgraph") / "data" / name).read_text(encoding="utf-8")
    rows = csv.reader(line for line in text.splitlines() if not line.startswith("#"))
    header = next(rows)
    return (dict(zip(header, row, strict=True)) for row in rows)


def split_names(cell: str) -> list[str]:
    """The names in a cell, which are joined by |."""
    return [name for name in cell.split("|") if name]
