"""Registering what may be registered already: the claim finds it, and the answer is 200."""

import json

from services.cases.context import Context
from shared.command_handler import Answer
from shared.http.command_answers import Written
from shared.http.openapi import Answers, written
from shared.http.operation import Call

REGISTERED_ID = "0196a1f0-5d01-7b90-8e57-c2d41f0a9b36"


def registered(what: str, identity: str, model: type[Written], known: str) -> Answers:
    """Both answers to a registration: of something new, and of what was `known`."""
    example = {
        f"{what}_id": identity,
        "entry_id": REGISTERED_ID,
        "version": 1,
        "position": f"{what}-{identity}@1",
    }
    again = written(example, 200)
    again[200] |= {"model": model, "description": known}
    return {**written(example), **again}


async def known(context: Context, call: Call, claim: str, what: str) -> Answer:
    """The answer about what holds the claim already, kept under the caller's key."""
    replayed = await context.handler.replay(call)
    if replayed is not None:
        return replayed
    holder = await context.journal.holder(claim)
    history = await context.journal.read(f"{what}-{holder}")
    body = {
        f"{what}_id": holder,
        "entry_id": str(history[0].event_id),
        "version": len(history),
        "position": f"{what}-{holder}@{len(history)}",
    }
    return await context.handler.keep(call, Answer(200, json.dumps(body), len(history)))
