"""What following changes needs besides the journal: cursors, the watcher, and who is at it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi import Request

from services.cases.changes.scan import BEGINNING, from_text, to_text
from services.cases.changes.watcher import Watcher
from shared.database import Pool
from shared.http.cursors import Cursors, NotACursor, bad_cursor
from shared.http.problems import Problem
from shared.identity.claims import Caller
from shared.journal.snapshot_windows import Window
from shared.text import Text

AT_ONCE = 8  # calls of one agency in one process, those that wait included
AT_ONCE_IN_ALL = 500


@dataclass(frozen=True)
class Following:
    """Everything that the calls of a process share."""

    pool: Pool
    cursors: Cursors
    watcher: Watcher
    _calls: Counter[str] = field(default_factory=Counter)

    def place_of(self, caller: Caller, cursor: str | None) -> Window:
        """The place of a cursor; the beginning without one. A 400 Problem for any other text."""
        if cursor is None:
            return BEGINNING
        try:
            return from_text(self.cursors.open(caller.agency, cursor, *_bound(caller)))
        except NotACursor:
            raise bad_cursor("after") from None

    def cursor_of(self, caller: Caller, place: Window) -> str:
        """The cursor of a place, for this caller's agency."""
        return self.cursors.seal(caller.agency, to_text(place), *_bound(caller))

    @property
    def at_work(self) -> int:
        """How many calls there are at this moment."""
        return self._calls.total()

    @contextmanager
    def one_of_few(self, caller: Caller) -> Iterator[None]:
        """Count a call while it lasts; a 429 Problem where there are too many."""
        if self._calls[caller.agency] >= AT_ONCE or self.at_work >= AT_ONCE_IN_ALL:
            raise _too_many()
        self._calls[caller.agency] += 1
        try:
            yield
        finally:
            self._calls[caller.agency] -= 1
            if not self._calls[caller.agency]:
                del self._calls[caller.agency]


def following_of(request: Request) -> Following:
    """That of the application that a request came to."""
    following: Following = request.app.state.following
    return following


def _bound(caller: Caller) -> tuple[str, str]:
    """Who sees other cases must begin anew: what it would have missed is behind the cursor."""
    return caller.kind, ",".join(sorted(set(caller.regions)))


def _too_many() -> Problem:
    return Problem(
        429,
        "too-many-at-once",
        Text(zh="同时进行的变更查询过多", en="Too many calls follow changes at once"),
        Text(
            zh=f"每个单位最多同时有 {AT_ONCE} 个变更查询；请等前面的返回后再试。",
            en=f"An agency may have {AT_ONCE} calls for changes at once; wait for the answer to"
            " one of them.",
        ),
        headers={"Retry-After": "1"},
    )
