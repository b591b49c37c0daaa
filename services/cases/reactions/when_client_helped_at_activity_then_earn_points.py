"""When a client helped at a prevention session, its file says so, and earns points. Pure.

Without this, whoever handed out leaflets on Anti-Drug Day earns nothing unless the worker enters
it a second time, in another system; and a session that is made void leaves its points behind.

>>> from datetime import date
>>> session = SessionHeld(
...     entry_id=UUID(int=1), activity_id=UUID(int=2), region="410102001000",
...     occurred_on=date(2019, 6, 26), place_kind="school", attendance=1, helpers=(UUID(int=7),),
... )
>>> [each.case_id.int for each in commands(session)]
[7]
"""

from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID, uuid5

from services.cases.case.merits import RecordMerit
from shared.events import Event
from shared.events.cases.points import Merit
from shared.events.corrections import VoidReason
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.sessions import SessionHeld

# What an entry's id follows from, with the session and the case: it is made once.
_ENTRIES = UUID("9d0e3c1a-5b7f-5e64-8a21-c4f6d2b80e93")


@dataclass(frozen=True)
class Earn:
    """Enter in a case that its client helped."""

    case_id: UUID
    command: RecordMerit


@dataclass(frozen=True)
class TakeBack:
    """Make that entry void, since the session's record is."""

    case_id: UUID
    entry_id: UUID
    reason: VoidReason


Command: TypeAlias = Earn | TakeBack


def entry_id_of(activity_id: UUID, case_id: UUID) -> UUID:
    """The entry in a case that says that its client helped at a session."""
    return uuid5(_ENTRIES, f"{activity_id} {case_id}")


def commands(event: Event) -> list[Command]:
    """What follows from an event of outreach; nothing from most."""
    match event:
        case SessionHeld():
            return [_earn(event, case_id) for case_id in dict.fromkeys(event.helpers)]
        case EntryVoided():
            session = event.voided()
            if isinstance(session, SessionHeld):
                return [
                    TakeBack(case_id, entry_id_of(session.activity_id, case_id), event.reason)
                    for case_id in dict.fromkeys(session.helpers)
                ]
    return []


def _earn(session: SessionHeld, case_id: UUID) -> Earn:
    entry_id = entry_id_of(session.activity_id, case_id)
    day, activity_id = session.occurred_on, session.activity_id
    return Earn(case_id, RecordMerit(entry_id, day, Merit.VOLUNTEER_HELP, activity_id))
