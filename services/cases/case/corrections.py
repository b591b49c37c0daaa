"""Taking back an entry that was a mistake."""

from dataclasses import dataclass
from datetime import date

from services.cases.case.state import Agreed, Case, CaseEvent, opened
from shared.decider import Refused
from shared.events.cases.case import EntryVoided
from shared.events.corrections import StoredEntry, VoidReason


@dataclass(frozen=True)
class VoidEntry:
    """Take an entry of this case back; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


class EntryAlreadyVoid(Refused):
    """This entry is void already."""

    zh = "该记录已经作废。"


class AgreementRestsOnIt(Refused):
    """A signed agreement rests on this entry; void the agreement first."""

    zh = "已签订的协议以该记录为前提，请先作废协议记录。"


def decide(command: VoidEntry, state: Case, today: date) -> list[CaseEvent]:
    """Make the entry void."""
    case, entry = opened(state), command.entry
    if entry.entry_id in case.file.voided:
        raise EntryAlreadyVoid
    if isinstance(case, Agreed) and entry.entry_id == case.reported_in.entry_id:
        raise AgreementRestsOnIt
    return [
        EntryVoided(
            case_id=case.file.case_id,
            entry_id=entry.entry_id,
            entry_type=entry.type,
            entry=entry.fields,
            reason=command.reason,
        )
    ]
