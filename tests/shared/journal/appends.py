"""Appends and answers for the tests of the journal."""

from shared.ids import new_id
from shared.journal.journal import Append, KeptAnswer, NewEvent


def an_append(stream: str, expected: int = 0, count: int = 1, **more: object) -> Append:
    """Events that follow `expected`."""
    events = [NewEvent(new_id(), "tests.Happened.v1", '{"a": 1}') for _ in range(count)]
    return Append(stream, expected, events, **more)  # type: ignore[arg-type]


def an_answer(key: str, agency: str = "agency") -> KeptAnswer:
    """An answer to keep."""
    return KeptAnswer(agency, key, b"hash", 201, '{"version": 1}', 1)
