"""A source becomes the files in it, in sorted order, with a reason for each that cannot be read."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kgraph.model import Skipped


def find_files(source: str) -> Iterator[Path | Skipped]:
    """The file that is named, or the files of the folder at any depth; hidden ones are left out.

    Symbolic links are followed, but no folder is walked twice. Named by itself, a pipe will do for a file.
    """
    path = Path(source)
    if not source:
        yield Skipped(source=source, reason="a source with an empty name; the folder that you are in is `.`")
        return
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        yield skip(path, name_cause(error))
        return
    if stat.S_ISDIR(mode):
        yield from walk_folder(path)
    else:
        yield path


def walk_folder(folder: Path) -> Iterator[Path | Skipped]:
    """The files of a folder; one Skipped where it holds none."""
    empty = True
    for found in walk_entries(folder, set()):
        empty = False
        yield found
    if empty:
        yield skip(folder, "the folder holds no files to read; hidden ones are left out")


def walk_entries(folder: Path, walked: set[tuple[int, int]]) -> Iterator[Path | Skipped]:
    """The files below a folder, depth first. A stack, since folders may nest deeper than calls can."""
    stack = [folder]
    while stack:
        path = stack.pop()
        try:
            status = path.stat()
            if stat.S_ISDIR(status.st_mode):
                identity = (status.st_dev, status.st_ino)
                if identity in walked:
                    yield skip(path, "it leads to a folder that has been read")
                else:
                    walked.add(identity)
                    stack.extend(sorted(list_articles(path), reverse=True))
                continue
        except OSError as error:
            yield skip(path, name_cause(error))
            continue
        yield (path if stat.S_ISREG(status.st_mode) else skip(path, "it is a device, a socket or a pipe, not a file"))


def list_articles(folder: Path) -> list[Path]:
    """What a folder holds for reading; a graph's own folder holds nothing."""
    return [] if (folder / "kgraph.json").exists() else list_visible(folder)


def list_visible(folder: Path) -> list[Path]:
    return [entry for entry in folder.iterdir() if not entry.name.startswith(".")]


def skip(path: Path, reason: str) -> Skipped:
    return Skipped(source=show_path(path), reason=reason)


def show_path(path: Path) -> str:
    """A path that can be printed, whatever bytes its name has."""
    return os.fsencode(path).decode("utf-8", "replace")


def name_cause(error: OSError | ValueError) -> str:
    """Why the system gave no file, in words."""
    match error:
        case FileNotFoundError():
            return "there is no such file or folder"
        case PermissionError():
            return "it may not be read: permission is denied"
        case OSError():
            return f"it cannot be read: {error.strerror or error}"
    return f"this is no path: {error}"
