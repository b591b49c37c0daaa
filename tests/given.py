"""Sentences about deciders: given(events).when(command).then(events) or .refused(Reason)."""

from typing import Any

import pytest

from shared.decider import Decider, Refused, fold
from shared.events import Event


class given:  # noqa: N801
    """The past of an aggregate."""

    def __init__(self, decider: Decider[Any, Any], *events: Event) -> None:
        self._decider = decider
        self._state = fold(decider, events)

    def when(self, command: Any) -> "_When":
        """What is asked of it."""
        return _When(self._decider, self._state, command)


class _When:
    def __init__(self, decider: Decider[Any, Any], state: Any, command: Any) -> None:
        self._decider = decider
        self._state = state
        self._command = command

    def then(self, *events: Event) -> None:
        """Exactly these events follow."""
        assert self._decider.decide(self._command, self._state) == list(events)

    def refused(self, reason: type[Refused]) -> None:
        """The command is refused for exactly this reason."""
        with pytest.raises(reason) as caught:
            self._decider.decide(self._command, self._state)
        assert caught.type is reason
