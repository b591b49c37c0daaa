"""Taking back an entry that was a mistake, or the opening of a case itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.cases.case.state import Agreed, Case, CaseEvent, existing
from shared.decider import Refused
from shared.events import type_of
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import CaseOpened, EntryVoided
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.corrections import StoredEntry, VoidReason
from shared.text import Text

NAMES = {
    type_of(ReportedIn): Text(zh="报到", en="reporting in"),
    type_of(AgreementSigned): Text(zh="协议", en="agreement"),
    type_of(ContactRecorded): Text(zh="帮教记录", en="contacts"),
    type_of(DrugTestRecorded): Text(zh="检测记录", en="drug tests"),
    type_of(DrugTestAppointed): Text(zh="检测预约", en="appointments for a test"),
    type_of(RiskAssessed): Text(zh="风险评估", en="risk assessments"),
}


@dataclass(frozen=True)
class VoidEntry:
    """Take an entry of this case back, or its opening; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


class EntryAlreadyVoid(Refused):
    """This entry is void already."""

    zh = "该记录已经作废。"


class AgreementRestsOnIt(Refused):
    """A signed agreement rests on this entry; void the agreement first."""

    zh = "已签订的协议以该记录为前提，请先作废协议记录。"


class EntriesRestOnIt(Refused):
    """Entries of this case still count, and rest on its opening; void them first."""

    zh = "档案中仍有有效记录，请先逐条作废。"

    def __init__(self, counting: Mapping[str, int]) -> None:
        super().__init__()
        self._resting = [(NAMES[name], count) for name, count in counting.items() if count > 0]

    @property
    def text(self) -> Text:
        """Which entries they are, and how many of each kind."""
        zh = "、".join(f"{name.zh}{count}条" for name, count in self._resting)
        en = ", ".join(f"{name.en}: {count}" for name, count in self._resting)
        return Text(
            zh=f"档案中仍有有效记录（{zh}），请先逐条作废。",
            en=f"Entries of this case still count ({en}), and rest on its opening; void them"
            " first.",
        )


def decide(command: VoidEntry, state: Case, today: date) -> list[CaseEvent]:
    """Make the entry void; the opening only when nothing else counts any more."""
    case, entry = existing(state), command.entry
    if entry.entry_id in case.file.voided:
        raise EntryAlreadyVoid
    if isinstance(case, Agreed) and entry.entry_id == case.reported_in.entry_id:
        raise AgreementRestsOnIt
    if isinstance(entry.read(), CaseOpened) and any(case.file.counting.values()):
        raise EntriesRestOnIt(case.file.counting)
    return [
        EntryVoided(
            case_id=case.file.case_id,
            entry_id=entry.entry_id,
            entry_type=entry.type,
            entry=entry.fields,
            reason=command.reason,
        )
    ]
