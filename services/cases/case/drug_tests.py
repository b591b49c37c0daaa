"""Drug tests: what is asked for, done, and not done. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, file_on, on_case
from services.cases.case.state import Case, File, existing
from shared.decider import Refused, check_day
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)


@dataclass(frozen=True)
class TestEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class RecordDrugTest(TestEntry):
    """Write down a test, or why one that was due was not done."""

    method: DrugTestMethod
    result: DrugTestResult
    not_done_reason: NotDoneReason | None
    appointment_id: UUID | None = None


@dataclass(frozen=True)
class AppointDrugTest(TestEntry):
    """Ask an agency to test the client by a day."""

    asked_of: str
    due_on: date


Command: TypeAlias = RecordDrugTest | AppointDrugTest


class TestReasonMissing(Refused):
    """A test that was not done needs its reason (`not_done_reason`)."""

    zh = "未检须填写未检原因（not_done_reason）。"
    field = "not_done_reason"


class TestReasonNotWanted(Refused):
    """A test that was done has no reason for not being done; leave `not_done_reason` out."""

    zh = "已检的记录不应填写未检原因（not_done_reason）。"
    field = "not_done_reason"


class AppointmentUnknown(Refused):
    """There is no appointment that waits for this test; leave `appointment_id` out, or check it."""

    zh = "没有待登记结果的检测预约；请核对或不填 appointment_id。"
    field = "appointment_id"


class AskedItself(Refused):
    """Your agency has the case and enters its own tests; ask another agency."""

    zh = "本单位就是责任单位，可直接登记检测；请填写其他单位。"
    field = "asked_of"


class DueBeforeAppointment(Refused):
    """A test cannot be due before the day it was appointed on; check both days."""

    zh = "检测期限早于预约日期，请核对。"
    field = "due_on"


class DueTooLate(Refused):
    """A test is due within 12 months of the day it was appointed on; later, make another one."""

    zh = "检测期限最迟为预约日期之后12个月；更晚的检测请届时另行预约。"
    field = "due_on"


class TestBeforeAppointment(Refused):
    """A test is not earlier than the day its appointment was made on; check the day."""

    zh = "检测日期早于预约日期，请核对。"
    field = "occurred_on"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a test whose reason contradicts its result."""
    check_day(command.occurred_on, today)
    if isinstance(command, RecordDrugTest):
        _check_reason(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    file = _taking(command, state)
    common = on_case(file, command.entry_id, command.occurred_on)
    match command:
        case RecordDrugTest():
            return [
                DrugTestRecorded(
                    **common,
                    method=command.method,
                    result=command.result,
                    not_done_reason=command.not_done_reason,
                    appointment_id=command.appointment_id,
                )
            ]
        case AppointDrugTest():
            if command.due_on < command.occurred_on:
                raise DueBeforeAppointment
            if command.due_on > _year_after(command.occurred_on):
                raise DueTooLate
            return [
                DrugTestAppointed(
                    **common,
                    asked_of=command.asked_of,
                    due_on=command.due_on,
                )
            ]
        case _:
            assert_never(command)


def _taking(command: Command, state: Case) -> File:
    """The file that takes the entry.

    A test that was asked for rests on its appointment, and on nothing else of the case: who enters
    it would learn the rest by what is refused, its phase and the day of its decision.
    """
    if isinstance(command, RecordDrugTest) and command.appointment_id is not None:
        file = existing(state).file
        appointed_on = file.asked.get(command.appointment_id)
        if appointed_on is None:
            raise AppointmentUnknown
        if command.occurred_on < appointed_on:
            raise TestBeforeAppointment
        return file
    return file_on(state, command.occurred_on)


def _year_after(day: date) -> date:
    """The same day a year later; of 29 February, the 28th.

    >>> _year_after(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    day = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return day.replace(year=day.year + 1)


def _check_reason(command: RecordDrugTest) -> None:
    not_done = command.result is DrugTestResult.NOT_DONE
    if not_done and command.not_done_reason is None:
        raise TestReasonMissing
    if not not_done and command.not_done_reason is not None:
        raise TestReasonNotWanted
