"""Registering what may be registered already: the claim finds it, and the answer is 200."""

import json
from collections.abc import Callable

from services.cases.context import Context
from shared.command_handler import Answer, position
from shared.http.command_answers import Written
from shared.http.openapi import Answers, written
from shared.http.operation import Call

REGISTERED_ID = "0196a1f0-5d01-7b90-8e57-c2d41f0a9b36"


def registered(what: str, stream: str, model: type[Written], known: str) -> Answers:
    """Both answers to a registration: of something new, and of what was `known`."""
    example = {
        f"{what}_id": stream.removeprefix(f"{what}-"),
        "entry_id": REGISTERED_ID,
        "version": 1,
        "position": position(stream, 1),
    }
    again = written(example, 200)
    again[200] |= {"model": model, "description": known}
    return {**written(example), **again}


async def known(
    context: Context, call: Call, claim: str, what: str, stream_of: Callable[[str], str]
) -> Answer:
    """The answer about what holds the claim already, kept under the caller's key.

    `stream_of` names the stream of the holder.
    """
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return replayed
    holder = str(await context.journal.holder(claim))
    stream = stream_of(holder)
    history = await context.journal.read(stream)
    body = {
        f"{what}_id": holder,
        "entry_id": str(history[0].event_id),
        "version": len(history),
        "position": position(stream, len(history)),
    }
    return await context.handler.keep(call, Answer(200, json.dumps(body), len(history)))
