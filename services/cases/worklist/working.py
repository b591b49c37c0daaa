"""Works a batch of events through: beside the event loop, where they are many."""

import asyncio
import gc
from collections.abc import Sequence
from datetime import date

import asyncpg
import structlog

from services.cases.duties.versions import Digested
from services.cases.worklist.projection import Kept, Made, Written, fold, kept_from, made

log = structlog.get_logger(__name__)

OFF_LOOP = 20  # events from which on they are worked through beside the event loop


async def work(
    before: Sequence[asyncpg.Record], events: Sequence[Written], policies: Digested, day: date
) -> Made:
    """What is to be written after events, where cases were kept as `before`, as they were read."""
    if len(events) < OFF_LOOP:
        return _work(before, events, policies, day)
    return await asyncio.to_thread(_without_collections, before, events, policies, day)


def _without_collections(
    before: Sequence[asyncpg.Record], events: Sequence[Written], policies: Digested, day: date
) -> Made:
    """Work a batch through without looking for garbage that refers to itself, of which it has none.

    A batch makes millions of small things that are needed until its end: to walk through them again
    and again took a third of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _work(before, events, policies, day)
    finally:
        if was_enabled:
            gc.enable()


def _work(
    before: Sequence[asyncpg.Record], events: Sequence[Written], policies: Digested, day: date
) -> Made:
    kept = {row["case_id"]: kept_from(*tuple(row)[1:]) for row in before}
    found = made(fold(kept, events), policies, day)
    for each in found.cases:
        if each.parked and not kept.get(each.case_id, Kept()).parked:
            log.error("case_parked", case_id=str(each.case_id), type=each.parked)
    return found
