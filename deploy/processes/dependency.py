"""When a server that a process depends on last answered."""

import time
from collections.abc import Callable

AWAY_AFTER = 10.0  # seconds without an answer


class Dependency:
    """The last answer of one server; `clock` counts seconds.

    >>> now = iter([0, 5, 14, 16]).__next__
    >>> database = Dependency(now)
    >>> database.answered()
    >>> database.state()
    'ok'
    >>> database.failed(ConnectionRefusedError())
    >>> database.state()
    'away (ConnectionRefusedError)'
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._at = clock()
        self._has_answered = False
        self._failure = ""

    def answered(self) -> None:
        """It has answered."""
        self._at, self._has_answered, self._failure = self._clock(), True, ""

    def failed(self, error: BaseException) -> None:
        """It has not answered, and why."""
        self._failure = type(error).__name__

    def seconds_since_answer(self) -> float:
        """How long ago it answered; before its first answer, how long it was waited for."""
        return self._clock() - self._at

    def state(self) -> str:
        """`ok`, or `away` and why."""
        if self._has_answered and self.seconds_since_answer() < AWAY_AFTER:
            return "ok"
        return f"away ({self._failure})" if self._failure else "away"
