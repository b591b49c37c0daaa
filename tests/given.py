"""Sentences about deciders: given(events).when(command).then(events) or .refused(Reason)."""

from datetime import date
from typing import Any

import pytest

from shared.decider import Decider, Refused, fold
from shared.events import Event, type_of
from shared.events.cases.case import OnStanding
from shared.events.cases.earning import OnPoints

TODAY = date(2024, 1, 1)


class given:  # noqa: N801
    """The past of an aggregate."""

    def __init__(self, decider: Decider[Any, Any, Any], *events: Event) -> None:
        self._decider = decider
        self._state = fold(decider, events)

    def when(self, command: Any, today: date = TODAY) -> "_When":
        """What is asked of it, and on which day."""
        return _When(self._decider, self._state, command, today)


class _When:
    def __init__(
        self, decider: Decider[Any, Any, Any], state: Any, command: Any, today: date
    ) -> None:
        self._decider = decider
        self._state = state
        self._command = command
        self._today = today

    def then(self, *events: Event) -> None:
        """Exactly these events follow, and can be read again and folded onto the past.

        What they change of what a case stands at, and of its points, has tests of its own
        (test_standing.py, test_earning.py).
        """
        decided = self._decider.decide(self._command, self._state, self._today)
        assert [_without_standing(event) for event in decided] == list(events)
        state = self._state
        for event in decided:
            state = self._decider.evolve(
                state, self._decider.read(type_of(event), event.model_dump_json())
            )

    def refused(self, reason: type[Refused]) -> None:
        """The command is refused for exactly this reason."""
        with pytest.raises(reason) as caught:
            self._decider.decide(self._command, self._state, self._today)
        assert caught.type is reason


def _without_standing(event: Event) -> Event:
    if isinstance(event, OnStanding):
        event = event.model_copy(update={"standing": None})
    return event.model_copy(update={"points": ()}) if isinstance(event, OnPoints) else event
