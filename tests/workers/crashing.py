"""A document comes in; its claims go out, or what its title says happens to the process that reads it."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from kgraph.claims import Claims, claim_facts
from kgraph.model import Document, Facts
from kgraph.version import EXTRACTOR


def claim(document: Document) -> Claims:
    """Nothing is found in it, but quickly; of "killed" documents only the first reader dies, the text names a file."""
    match document.title:
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            time.sleep(600)
        case "raise":
            raise ValueError("odd")
        case "slow":
            time.sleep(0.05)
        case "killed" if not (marker := Path(document.text)).exists():
            marker.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return claim_facts(Facts(document=document), EXTRACTOR)


def tell_process(_: object) -> int:
    return os.getpid()


class Deadly(str):
    """A file's name that kills the first process which takes it, other than its maker."""

    marker: str
    maker: int

    def __reduce__(self) -> tuple[Callable[[str, str, int], str], tuple[str, str, int]]:
        return take_name, (str(self), self.marker, self.maker)


def make_deadly(name: str, marker: str, maker: int) -> Deadly:
    deadly = Deadly(name)
    deadly.marker, deadly.maker = marker, maker
    return deadly


def take_name(name: str, marker: str, maker: int) -> str:
    if os.getpid() == maker:
        return make_deadly(name, marker, maker)
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return name
