"""A graph's folder comes in, the database in it goes out, for a writer or for readers.

The folder holds `kgraph.json`, which marks it as ours, and `store/`, the database. `snapshots/` holds what readers
open: the database as the last writers left it, in hard links, since one that is being written cannot be read by
another process.
"""

import json
import os
import shutil
from pathlib import Path

import pyoxigraph

from kgraph.errors import GraphError

FORMAT = 2
"""The version of a folder's layout, which its marker states."""
SNAPSHOTS = "snapshots"


def check_folder(folder: Path, write: bool) -> None:
    """See that a folder is ours to open; when writing, make ours what is missing or empty."""
    marker = folder / "kgraph.json"
    if marker.exists():
        check_format(marker)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GraphError(f"{folder} belongs to something else: name another folder for the graph")
    elif not write:
        raise GraphError(f"there is no graph in {folder}: make one with `kgraph build -g {folder} SOURCE`")
    else:
        # The marker comes first: a run that ends here leaves a folder that the next one knows for its own.
        folder.mkdir(parents=True, exist_ok=True)
        marker.write_text(json.dumps({"format": FORMAT}) + "\n", encoding="utf-8")


def check_format(marker: Path) -> None:
    content = json.loads(marker.read_text(encoding="utf-8"))
    found = content.get("format") if isinstance(content, dict) else None
    if found != FORMAT:
        raise GraphError(f"{marker} states format {found}, this kgraph reads {FORMAT}: build the graph again")


def find_place(folder: Path, write: bool) -> Path:
    """Where the database of a graph is that writers, or readers who come now, open."""
    return (None if write else find_snapshot(folder)) or folder / "store"


def find_snapshot(folder: Path) -> Path | None:
    """The newest snapshot of a graph, None where no writer has come to its end yet."""
    found = list_snapshots(folder / SNAPSHOTS)
    return found[-1] if found else None


def read_version(folder: Path) -> int:
    """A number that differs after a writer has left something new to readers; cheap to ask."""
    try:
        return os.stat(f"{folder}/{SNAPSHOTS}").st_mtime_ns  # noqa: PTH116 (each request asks this, and a path costs more)
    except OSError:
        return 0


def list_snapshots(place: Path) -> list[Path]:
    """The finished ones, the oldest first: what is being made is named otherwise."""
    return sorted((path for path in place.glob("[0-9]*") if path.name.isdigit()), key=lambda path: int(path.name))


def take_snapshot(database: pyoxigraph.Store, place: Path) -> None:
    """Keep the database as it is now for readers, and the one before for those who have it open."""
    known = list_snapshots(place)
    unfinished = place / "new"
    back_up(database, unfinished)
    unfinished.rename(place / str(int(known[-1].name) + 1 if known else 1))
    for old in known[:-1]:
        shutil.rmtree(old, ignore_errors=True)  # a system that keeps open files leaves it to the next writer


def back_up(database: pyoxigraph.Store, copy: Path) -> None:
    """Copy the database, in hard links, to a place beside it, of which only the last folder may be missing."""
    copy.parent.mkdir(exist_ok=True)
    shutil.rmtree(copy, ignore_errors=True)
    database.backup(str(copy))
