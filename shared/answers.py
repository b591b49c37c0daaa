"""The answers to calls that write, as they are kept and given again to the letter."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.warned import Warned


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a call: the JSON text of the body, and the version of its stream."""

    status: int
    body: str
    version: int
    replayed: bool = False


ACCEPTABLE = Answer(204, "", 0)  # to a dry run of what would be accepted


def with_warnings(body: dict[str, Any], warnings: Sequence[Warned]) -> dict[str, Any]:
    """The body of an answer with its warnings, if there are any.

    >>> with_warnings({"version": 1}, ())
    {'version': 1}
    """
    return {**body, "warnings": [each.document() for each in warnings]} if warnings else body


def position(stream_id: str, version: int) -> str:
    """A stream's version as callers name it, in answers and in `min_position`.

    >>> position("case-7", 2)
    'case-7@2'
    """
    return f"{stream_id}@{version}"
