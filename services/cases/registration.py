"""Registering what may be registered already: the claim finds it, and the answer is 200."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from services.cases.context import Context
from shared.answers import Answer, with_warnings
from shared.http.openapi import Answers, written
from shared.http.operation import Call
from shared.http.problems import responses
from shared.journal.journal import Conflict
from shared.positions import in_plain
from shared.warned import Warned

REGISTERED_ID = "0196a1f0-5d01-7b90-8e57-c2d41f0a9b36"


def registered(
    what: str, stream: str, model: object, known: str, warnings: Sequence[Warned] = ()
) -> Answers:
    """Both answers to a registration: of something new, and of what was `known`, as `model`."""
    example: dict[str, Any] = {
        f"{what}_id": stream.removeprefix(f"{what}-"),
        "entry_id": REGISTERED_ID,
        "version": 1,
        "position": in_plain(stream, 1),
    }
    example = with_warnings(example, warnings)
    again = written(example, 200)
    again[200] |= {"model": model, "description": known}
    return {**written(example), **again, **responses(409)}


async def _no_warnings(holder: str) -> Sequence[Warned]:
    return ()


async def known(
    context: Context,
    call: Call,
    claim: str,
    what: str,
    stream_of: Callable[[str], str],
    warnings: Callable[[str], Awaitable[Sequence[Warned]]] = _no_warnings,
) -> Answer:
    """The answer about what holds the claim already, kept under the caller's key.

    `stream_of` names the stream of the holder, `warnings` are what it is to be told of it. Raises
    `Conflict` if the claim was released meanwhile.
    """
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return replayed
    holder = await context.journal.holder(claim)
    if holder is None:
        raise Conflict
    stream = stream_of(holder)
    history = await context.journal.read(stream)
    body: dict[str, Any] = {
        f"{what}_id": holder,
        "entry_id": str(history[0].event_id),
        "version": len(history),
        "position": in_plain(stream, len(history)),
    }
    body = with_warnings(body, await warnings(holder))
    return await context.handler.keep(call, Answer(200, json.dumps(body), len(history)))
