"""When something that a process stands on was last heard of."""

import time
from collections.abc import Callable

PATIENCE = 10.0  # seconds without a word, after which it counts as away


class Contact:
    """The last word of one other side; `clock` counts seconds.

    >>> now = iter([0, 5, 14, 16]).__next__
    >>> contact = Contact(now)
    >>> contact.heard()
    >>> contact.state()
    'ok'
    >>> contact.failed(ConnectionRefusedError())
    >>> contact.state()
    'away (ConnectionRefusedError)'
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._ever = False
        self._failure = ""

    def heard(self) -> None:
        """It has answered."""
        self._at, self._ever, self._failure = self._clock(), True, ""

    def failed(self, error: BaseException) -> None:
        """It has not, and why."""
        self._failure = type(error).__name__

    def seconds(self) -> float:
        """How long ago it answered; before its first word, how long it was waited for."""
        return self._clock() - self._at

    def state(self) -> str:
        """`ok`, or what is the matter."""
        if self._ever and self.seconds() < PATIENCE:
            return "ok"
        return f"away ({self._failure})" if self._failure else "away"
