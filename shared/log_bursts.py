"""Bounds for libraries that log the same line again and again while something is away."""

from collections.abc import Iterator
from dataclasses import dataclass

LINES = 5  # of one kind, within a window
WINDOW = 60.0  # seconds
KINDS = 500  # more are not remembered: their first words differ each time

Kind = tuple[str, str]  # the logger's name, and the message without its values


@dataclass
class _Window:
    began: float
    written: int = 0
    left_out: int = 0


class Bursts:
    """Counts lines by their kind; the first few of a minute may be written.

    >>> bursts = Bursts()
    >>> [bursts.number_in_window(("library", "away"), now=0.0) for _ in range(7)]
    [1, 2, 3, 4, 5, None, None]
    >>> list(bursts.over(now=59.0)), list(bursts.over(now=60.0))
    ([], [(('library', 'away'), 2)])
    >>> bursts.number_in_window(("library", "away"), now=61.0)
    1
    """

    def __init__(self) -> None:
        self._windows: dict[Kind, _Window] = {}

    def number_in_window(self, kind: Kind, now: float) -> int | None:
        """Which line of its kind this is, from 1; None if it is to be left out.

        `now` is in seconds, of a clock that never goes back. Ask `over` before.
        """
        window = self._windows.get(kind)
        if window is None:
            if len(self._windows) >= KINDS:
                return 1
            window = self._windows[kind] = _Window(now)
        if window.written == LINES:
            window.left_out += 1
            return None
        window.written += 1
        return window.written

    def over(self, now: float | None = None) -> Iterator[tuple[Kind, int]]:
        """Forget the windows that have ended, all without `now`; how many lines each left out."""
        for kind, window in list(self._windows.items()):
            if now is None or now - window.began >= WINDOW:
                del self._windows[kind]
                if window.left_out:
                    yield kind, window.left_out
