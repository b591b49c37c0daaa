"""A progress bar on the standard error, so that the standard output stays the result's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """A bar to call with the rows done and all rows, for as long as the context is open."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        try:
            yield lambda done, total: bar.update(task, completed=done, total=total)
        finally:
            # What ended before there was anything to count leaves only its sentence behind.
            bar.update(task, visible=bar.tasks[0].total is not None)
