"""Registering what may be known already: the claim finds it again, and the answer says so."""

import json

from services.cases import examples
from services.cases.office import Office
from shared.desk import Answer
from shared.edge import Written
from shared.openapi import Answers
from shared.operation import Call


def registered(what: str, identity: str, model: type[Written], known: str) -> Answers:
    """Both answers to a registration: of something new, and of what was `known`."""
    again = examples.registered(what, identity, 200)
    again[200] |= {"model": model, "description": known}
    return {**examples.registered(what, identity), **again}


async def known(office: Office, call: Call, claim: str, what: str) -> Answer:
    """The answer that finds again what holds a claim, kept under the caller's key."""
    replayed = await office.desk.replay(call)
    if replayed is not None:
        return replayed
    holder = await office.desk.journal.holder(claim)
    history = await office.desk.journal.read(f"{what}-{holder}")
    body = {
        f"{what}_id": holder,
        "entry_id": str(history[0].event_id),
        "version": len(history),
        "position": f"{what}-{holder}@{len(history)}",
    }
    return await office.desk.keep(call, Answer(200, json.dumps(body), len(history)))
