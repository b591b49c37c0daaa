"""The answers to calls that write, as they are kept and given again to the letter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.journal.append import KeptAnswer
from shared.positions import Positions
from shared.warned import Warned

_POSITION = re.compile(r'"position": ?"(([^"@]+)@[0-9]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a call: the JSON text of the body, and the version of its stream if it is said.

    `stream_id` is there once the answer is `sealed`.
    """

    status: int
    body: str
    version: int
    replayed: bool = False
    stream_id: str = ""


ACCEPTABLE = Answer(204, "", 0)  # to a dry run of what would be accepted


def with_warnings(body: dict[str, Any], warnings: Sequence[Warned]) -> dict[str, Any]:
    """The body of an answer with its warnings, if there are any.

    >>> with_warnings({"version": 1}, ())
    {'version': 1}
    """
    return {**body, "warnings": [each.document() for each in warnings]} if warnings else body


def given_again(kept: KeptAnswer, positions: Positions) -> Answer:
    """A kept answer as it left the service the first time, to the letter."""
    answer = Answer(kept.status, kept.body, kept.version, replayed=True)
    return sealed(answer, positions, kept.agency)


def sealed(answer: Answer, positions: Positions, agency: str) -> Answer:
    """An answer as it leaves the service: nobody but reporting can read its position.

    Answers are kept in plain, and sealed each time that they are given: always to the same text.
    """
    found = _POSITION.search(answer.body)
    if found is None:
        return answer
    text, position = answer.body, positions.seal_plain(agency, found[1])
    body = f"{text[: found.start(1)]}{position}{text[found.end(1) :]}"
    return Answer(answer.status, body, answer.version, answer.replayed, stream_id=found[2])
