"""A function over items comes in; the same, with a bar on the terminal that tells how far it is, goes out."""

from collections.abc import Callable, Generator, Iterable
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TimeRemainingColumn
from rich.text import Text


class RateColumn(ProgressColumn):
    """How many are done in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.1f} a second" if task.speed else "")


def show_progress(share: Callable[..., Generator[Any]]) -> Callable[..., Generator[Any]]:
    """`share`, with a bar on standard error of what is done, of how many once all are read; none in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return share

    def watched(work: Callable[..., object], items: Iterable[Any], *settings: int) -> Generator[Any]:
        columns = (BarColumn(), MofNCompleteColumn(), RateColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as progress:
            bar = progress.add_task("", total=None)
            read = 0

            def count_items() -> Generator[Any]:
                nonlocal read
                for item in items:
                    read += 1
                    yield item
                progress.update(bar, total=read)

            for found in share(work, count_items(), *settings):
                progress.advance(bar)
                yield found

    return watched
