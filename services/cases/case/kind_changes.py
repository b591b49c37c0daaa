"""What makes a case one of another kind: into a programme, between them, and out of one. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.cases.case.events import CaseEvent
from services.cases.case.evidence import check_document
from services.cases.case.ledger import entry_fields
from services.cases.case.names import NAMES
from services.cases.case.programme import ProgrammeIsSuspended, TakeStep, check_order
from services.cases.case.state import Case, File, Suspended, running
from shared.decider import Refused, check_day
from shared.events import type_of
from shared.events.cases.assessments import EvaluationMade, SummaryWritten
from shared.events.cases.case import CaseEntry
from shared.events.cases.endings import CaseReopened
from shared.events.cases.evidence import Document
from shared.events.cases.findings import DepartureFound, FindingConfirmed, FindingDismissed
from shared.events.cases.guidance import RegularReportMade, WarningGiven
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.programme import KindChanged, ProgrammeResumed, TimeServedCredited
from shared.text import Text


@dataclass(frozen=True)
class ChangeKind(TakeStep):
    """The case becomes one of another kind, by a decision or because a programme is over."""

    kind: CaseKind
    evidence: Document


CHANGES = frozenset(
    {
        (CaseKind.AT_LARGE, CaseKind.DETOXIFICATION),
        (CaseKind.AT_LARGE, CaseKind.REHABILITATION),
        (CaseKind.DETOXIFICATION, CaseKind.REHABILITATION),
        (CaseKind.DETOXIFICATION, CaseKind.AT_LARGE),
        (CaseKind.REHABILITATION, CaseKind.AT_LARGE),
    }
)
PROGRAMMES = frozenset({CaseKind.DETOXIFICATION, CaseKind.REHABILITATION})
DECIDED_BY = frozenset({Document.DECISION})
# A programme that goes on is left by the decision that revokes it; one that had ended, by what
# shows that the client is in it no more.
REVOKED_BY = frozenset({Document.REVOCATION_DECISION})
LEFT_BY = REVOKED_BY | {Document.COMPLETION_CERTIFICATE, Document.RELEASE_CERTIFICATE}
# What a user at large does not have.
OF_PROGRAMME = (
    SummaryWritten,
    EvaluationMade,
    LeaveReported,
    LeaveExtended,
    ReturnedFromLeave,
    WarningGiven,
    RegularReportMade,
    TimeServedCredited,
    DepartureFound,
    FindingConfirmed,
    FindingDismissed,
)


class KindCannotChangeSo(Refused):
    """A case at large can become a programme, detoxification can become rehabilitation, a programme
    can become a case at large, and after a case was opened again a programme can be decided anew;
    no other change exists. Check the kind."""

    zh = (
        "社会面档案可转为社区戒毒或社区康复，社区戒毒可转为社区康复，社区戒毒、社区康复可转为社会面，"
        "恢复档案后可重新决定社区戒毒或社区康复；没有其他变更，请核对类别。"
    )
    field = "kind"


class ProgrammeGoesOn(Refused):
    """This programme goes on, and only the decision that revokes it (revocation_decision) makes its
    case one at large. Where the programme is completed or was terminated, record the ending, and
    open the case again first."""

    zh = (
        "该社区戒毒、社区康复仍在执行，只有撤销决定书（revocation_decision）才能使其转为社会面。"
        "如系期满解除或依法终止，请先登记终止，再恢复档案，然后变更类别。"
    )
    field = "evidence"


class EntriesNeedTheProgramme(Refused):
    """Entries of this case belong to a programme, and would stand in a case at large; void them
    first."""

    zh = "有的记录只能属于社区戒毒、社区康复期间，将落入社会面期间；请先作废这些记录。"

    def __init__(self, needing: Mapping[str, int], field: str | None = None) -> None:
        super().__init__()
        self._needing = [(NAMES[name], count) for name, count in needing.items()]
        self.field = field

    @property
    def text(self) -> Text:
        """Which entries they are, and how many of each kind."""
        zh = "、".join(f"{name.zh}{count}条" for name, count in self._needing)
        en = ", ".join(f"{name.en}: {count}" for name, count in self._needing)
        return Text(
            zh=f"有的记录（{zh}）只能属于社区戒毒、社区康复期间，将落入社会面期间；请先作废这些记录，"
            "日期有误的请更正日期。",
            en=f"Entries of this case ({en}) belong to a programme, and would stand in a case at"
            " large; void them first, or correct the day if it is wrong.",
        )


def check(command: ChangeKind, today: date) -> None:
    """Refuse a day that has not come, or a document that does not show the change."""
    check_day(command.occurred_on, today)
    is_left = command.kind is CaseKind.AT_LARGE
    check_document(command.evidence, LEFT_BY if is_left else DECIDED_BY)


def decide(command: ChangeKind, state: Case, today: date) -> list[CaseEvent]:
    """Change the kind.

    A suspended programme goes on first, or is revoked.
    """
    check(command, today)
    case = running(state)
    is_left = command.kind is CaseKind.AT_LARGE
    if isinstance(case, Suspended) and not is_left:
        raise ProgrammeIsSuspended
    is_again = _opened_again(case.file)
    is_anew = {case.file.kind, command.kind} <= PROGRAMMES and is_again
    if (case.file.kind, command.kind) not in CHANGES and not is_anew:
        raise KindCannotChangeSo
    if is_left and not is_again and command.evidence not in REVOKED_BY:
        raise ProgrammeGoesOn
    check_order(command, case)
    changed = KindChanged(
        **{**entry_fields(case.file, command.entry_id, command.occurred_on), "kind": command.kind},
        from_kind=case.file.kind,
        evidence=command.evidence,
    )
    after = replace(case.file, path=(*case.file.path, changed))
    if needing := needing_a_programme(case.file, after):
        raise EntriesNeedTheProgramme(needing, "occurred_on")
    return [changed]


def needing_a_programme(before: File, after: File) -> Mapping[str, int]:
    """How many entries, by their published type, lay in a programme and would at large."""
    return Counter(
        type_of(entry)
        for entry in before.named.values()
        if isinstance(entry, OF_PROGRAMME)
        and any(
            before.kind_on(day) in PROGRAMMES and after.kind_on(day) not in PROGRAMMES
            for day in _days(entry)
        )
    )


def _days(entry: CaseEntry) -> list[date]:
    """The days on which an entry needs the programme; a leave that is reported may lie ahead."""
    days = [entry.occurred_on]
    match entry:
        case LeaveReported():
            return [*days, entry.leaves_on]
        case DepartureFound():
            return [*days, entry.left_on]
    return days


def _opened_again(file: File) -> bool:
    """Whether the case was opened again, and no step of a programme was taken since."""
    steps = [step for step in file.path if not isinstance(step, ProgrammeResumed)]
    return bool(steps) and isinstance(steps[-1], CaseReopened)
