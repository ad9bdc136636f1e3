"""A graph's folder comes in, a copy of it as it is at this moment goes out, while others read and write it."""

from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kgraph.errors import GraphError
from kgraph.identity import DECISIONS
from kgraph.knowledge import JUDGED, STALE
from kgraph.store import open_store


class Rest(NamedTuple):
    """Whether a build is under way in a folder, and when the last one ended."""

    busy: bool
    ended: int


def copy_graph(source: Path, target: Path) -> None:
    """Copy a graph into a folder that is missing or empty.

    A copy taken while a build is under way holds what readers see, the graph as it was before; the next build there
    makes its knowledge layer anew. Raises GraphError where there is no graph, or the copy cannot be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise GraphError(f"{target} is there already: name a new folder for the snapshot")
    before = find_rest(source)
    with open_store(source) as store:
        at_rest = not before.busy and find_rest(source) == before
        try:
            with TemporaryDirectory(dir=target.absolute().parent, prefix=f".{target.name}-") as work:
                store.copy_to(Path(work) / "graph")
                # Without the file that says by which rules the layer was made, it is made anew.
                for name in (DECISIONS, *([JUDGED] if at_rest else [])):
                    if (source / name).exists():
                        copyfile(source / name, Path(work) / "graph" / name)
                (Path(work) / "graph").replace(target)
        except OSError as error:
            raise GraphError(f"the snapshot {target} cannot be written: {error.strerror}") from error


def find_rest(folder: Path) -> Rest:
    # A build lists what it touches before it changes anything, and writes how it judged at its end.
    judged = folder / JUDGED
    return Rest((folder / STALE).exists(), judged.stat().st_mtime_ns if judged.exists() else 0)
