"""A step of the work in words comes in; a line in the log "kgraph" goes out, with the seconds that it took.

Nothing is shown unless somebody asks the log for it: `kgraph --verbose`, or `logging` in a program of one's own.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

STEPS = logging.getLogger("kgraph")


@contextmanager
def time_step(words: str) -> Iterator[None]:
    """Tell what has been done, and how long it took; a `with` statement, or a decorator."""
    start = perf_counter()
    yield
    STEPS.debug("%s: %.2f s", words, perf_counter() - start)
