"""Taking back an entry that was a mistake, or the opening of a case itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.cases.case.events import CaseEvent, Step
from services.cases.case.kind_changes import EntriesNeedTheProgramme, needing_a_programme
from services.cases.case.maintenance import LONGEST_TERM
from services.cases.case.names import NAMES
from services.cases.case.state import Case, existing
from services.cases.case.term import days_credited
from shared.decider import Refused
from shared.events import type_of
from shared.events.cases.case import CaseOpened, EntryVoided
from shared.events.cases.programme import AgreementSigned
from shared.events.corrections import StoredEntry, VoidReason
from shared.text import Text


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


class LaterStepRestsOnIt(Refused):
    """A later step of the case rests on this one; void that one first."""

    zh = "后面的环节以该记录为前提，请先作废后面的环节。"

    def __init__(self, later: Step) -> None:
        super().__init__()
        self._later = NAMES[type_of(later)]

    @property
    def text(self) -> Text:
        """Which step it is."""
        return Text(
            zh=f"后面的环节（{self._later.zh}）以该记录为前提，请先作废该环节。",
            en=f"A later step of the case ({self._later.en}) rests on this one; void it first.",
        )


class OthersRestOnIt(Refused):
    """Other entries are about this one; void them first."""

    zh = "其他记录以该记录为前提，请先作废那些记录。"


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


class CreditsComeTogether(Refused):
    """Without this decision the days credited before and after it are of one programme, and more
    than its longest term, 1095 days; void a credit of days served first."""

    zh = (
        "作废该决定后，前后两段的折抵天数将并入同一期限，合计超过1095天（期限最长三年）；请先作废其中"
        "一条折抵记录。"
    )


def decide(command: VoidEntry, state: Case, today: date) -> list[CaseEvent]:
    """Make the entry void; the opening only when nothing else counts any more."""
    case, entry = existing(state), command.entry
    if entry.entry_id in case.file.voided:
        raise EntryAlreadyVoid
    voided = entry.read()
    if isinstance(voided, CaseOpened):
        if any(case.file.counting.values()):
            raise EntriesRestOnIt(case.file.counting)
    elif isinstance(voided, Step):
        last = case.file.path[-1]
        if last.entry_id != entry.entry_id:
            if isinstance(last, AgreementSigned):
                raise AgreementRestsOnIt
            raise LaterStepRestsOnIt(last)
        before = replace(case.file, path=case.file.path[:-1])
        if needing := needing_a_programme(case.file, before):
            raise EntriesNeedTheProgramme(needing)
        if days_credited(before, voided.occurred_on) > LONGEST_TERM:
            raise CreditsComeTogether
    if case.file.resting.get(entry.entry_id):
        raise OthersRestOnIt
    return [
        EntryVoided(
            case_id=case.file.case_id,
            entry_id=entry.entry_id,
            entry_type=entry.type,
            entry=entry.fields,
            reason=command.reason,
        )
    ]
