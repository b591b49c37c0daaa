"""Maintenance treatment beside a file, and the days of a term that were served elsewhere. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.evidence import check_document
from services.cases.case.ledger import MakeEntry, entry_fields, file_on, programme_on
from services.cases.case.state import Case, File
from services.cases.case.term import days_credited
from shared.decider import Missing, Refused, check_day
from shared.events.cases.evidence import Document
from shared.events.cases.programme import (
    MaintenanceEnd,
    MaintenanceEnded,
    MaintenanceStarted,
    ServedWhere,
    TimeServedCredited,
)
from shared.text import Text

LONGEST_TERM = 1095  # days; 禁毒法 33 and 48: community detoxification and rehabilitation, 3 years


@dataclass(frozen=True)
class TreatmentEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class StartMaintenance(TreatmentEntry):
    """The client begins maintenance treatment."""

    evidence: Document


@dataclass(frozen=True)
class EndMaintenance(TreatmentEntry):
    """The client is in maintenance treatment no more, from this day."""

    started_id: UUID
    reason: MaintenanceEnd


@dataclass(frozen=True)
class CreditTimeServed(TreatmentEntry):
    """Days that were served elsewhere count towards the term."""

    days: int
    where: ServedWhere
    evidence: Document


Command: TypeAlias = StartMaintenance | EndMaintenance | CreditTimeServed

STARTED_BY = frozenset({Document.CLINIC_RECORD})
SERVED_BY: Mapping[ServedWhere, frozenset[Document]] = {
    ServedWhere.COMPULSORY_ISOLATION: frozenset({Document.RELEASE_CERTIFICATE}),
    ServedWhere.OTHER_REGION: frozenset({Document.TRANSFER_LETTER}),
    ServedWhere.DETENTION: frozenset({Document.RELEASE_CERTIFICATE, Document.DETENTION_NOTICE}),
}


class InMaintenanceAlready(Refused):
    """The client is in maintenance treatment already; record its end first."""

    zh = "该对象正在参加维持治疗；请先登记退出。"


class BeforeTheLastTreatment(Refused):
    """This day is before the end of the last maintenance treatment; treatments are recorded in the
    order of their days. Check the day, or void the later ones first."""

    zh = "日期早于上一次维持治疗的退出日期；各次维持治疗须按先后登记。请核对，或先作废后面的记录。"
    field = "occurred_on"


class TreatmentUnknown(Missing):
    """This case has no such start of a maintenance treatment, or it was made void; check the id."""

    zh = "该档案中没有这次参加维持治疗的记录，或者该记录已经作废，请核对编号。"


class TreatmentHasEnded(Refused):
    """The end of this maintenance treatment is recorded already; void it first if it is wrong."""

    zh = "该次维持治疗已经登记退出；如有错误，请先作废退出记录。"


class EndedBeforeStart(Refused):
    """A maintenance treatment cannot end before the day of its start; check both days."""

    zh = "退出日期早于参加日期，请核对。"
    field = "occurred_on"


class DaysOutOfRange(Refused):
    """Days served elsewhere are between 1 and 1095, the longest term; check the number."""

    zh = "折抵天数应在1至1095天之间（期限最长三年），请核对。"
    field = "days"


class TermIsCredited(Refused):
    """The days credited to a programme are no more than its longest term, 1095 days; check the
    number, or void an earlier credit first."""

    zh = "折抵天数合计不得超过1095天（期限最长三年），请核对，或先作废原折抵记录。"
    field = "days"

    def __init__(self, credited: int = 0) -> None:
        super().__init__()
        self._credited = credited

    @property
    def text(self) -> Text:
        """How many are credited already."""
        return Text(
            zh=f"该期限已折抵{self._credited}天，合计不得超过1095天（期限最长三年）；请核对天数，或先"
            "作废原折抵记录。",
            en=f"{self._credited} days are credited to this programme already, and all together are"
            " no more than its longest term, 1095 days; check the number, or void an earlier"
            " credit first.",
        )


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and what no document shows."""
    check_day(command.occurred_on, today)
    match command:
        case StartMaintenance():
            check_document(command.evidence, STARTED_BY)
        case CreditTimeServed():
            if not 1 <= command.days <= LONGEST_TERM:
                raise DaysOutOfRange
            check_document(command.evidence, SERVED_BY[command.where])
        case EndMaintenance():
            pass
        case _:
            assert_never(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    match command:
        case StartMaintenance():
            return [_start(command, state)]
        case EndMaintenance():
            return [_end(command, state)]
        case CreditTimeServed():
            file = programme_on(state, command.occurred_on)
            credited = days_credited(file, command.occurred_on)
            if credited + command.days > LONGEST_TERM:
                raise TermIsCredited(credited)
            return [
                TimeServedCredited(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    days=command.days,
                    where=command.where,
                    evidence=command.evidence,
                )
            ]
        case _:
            assert_never(command)


def _start(command: StartMaintenance, state: Case) -> MaintenanceStarted:
    file = file_on(state, command.occurred_on)
    ends = _ends(file)
    for mark in file.marks:
        if isinstance(mark, MaintenanceStarted) and mark.entry_id not in ends:
            raise InMaintenanceAlready
    if any(command.occurred_on < ended_on for ended_on in ends.values()):
        raise BeforeTheLastTreatment
    return MaintenanceStarted(
        **entry_fields(file, command.entry_id, command.occurred_on), evidence=command.evidence
    )


def _end(command: EndMaintenance, state: Case) -> MaintenanceEnded:
    file = file_on(state, command.occurred_on)
    started = file.named.get(command.started_id)
    if not isinstance(started, MaintenanceStarted):
        raise TreatmentUnknown
    if started.entry_id in _ends(file):
        raise TreatmentHasEnded
    if command.occurred_on < started.occurred_on:
        raise EndedBeforeStart
    return MaintenanceEnded(
        **entry_fields(file, command.entry_id, command.occurred_on),
        started_id=started.entry_id,
        reason=command.reason,
    )


def _ends(file: File) -> dict[UUID, date]:
    """The days on which treatments ended, by their starts."""
    return {
        mark.started_id: mark.occurred_on
        for mark in file.marks
        if isinstance(mark, MaintenanceEnded)
    }
