"""Drug tests: what is appointed, the sample, the result, and what was not done. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.drug_test_refusals import (
    AppointmentUnknown,
    DueBeforeAppointment,
    DueTooLate,
    ResultBeforeSample,
    SampleHasResult,
    SampleNotWanted,
    SampleOfAnotherMethod,
    SampleTakenAlready,
    SampleUnknown,
    SampleWaits,
    SubstancesNotWanted,
    TestBeforeAppointment,
    TestReasonMissing,
    TestReasonNotWanted,
)
from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, check_named_once, entry_fields, file_on
from services.cases.case.state import Case, File, existing
from shared.decider import check_day
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
    SampleTaken,
    Tester,
    TestPlace,
    TestReason,
)
from shared.events.cases.person import Substance


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
    sample_id: UUID | None = None
    substances: tuple[Substance, ...] = ()
    tested_by: Tester | None = None
    reason: TestReason | None = None


@dataclass(frozen=True)
class TakeSample(TestEntry):
    """Write down that a sample was taken."""

    method: DrugTestMethod
    place: TestPlace
    taken_by: Tester
    appointment_id: UUID | None = None


@dataclass(frozen=True)
class AppointDrugTest(TestEntry):
    """Appoint a test by a day; an agency is asked for it, or nobody but the responsible one."""

    asked_of: str
    due_on: date
    method: DrugTestMethod | None = None
    place: TestPlace | None = None
    reason: TestReason | None = None


Command: TypeAlias = RecordDrugTest | TakeSample | AppointDrugTest


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a test that contradicts its own result."""
    check_day(command.occurred_on, today)
    if isinstance(command, RecordDrugTest):
        _check_result(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    match command:
        case RecordDrugTest():
            return [_recorded(command, state)]
        case TakeSample():
            day = command.occurred_on
            file = _taking(command.appointment_id, day, state, day)
            appointment = command.appointment_id
            if appointment is not None and _waiting_samples(file, appointment):
                raise SampleTakenAlready
            return [
                SampleTaken(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    method=command.method,
                    place=command.place,
                    taken_by=command.taken_by,
                    appointment_id=appointment,
                )
            ]
        case AppointDrugTest():
            file = file_on(state, command.occurred_on)
            if command.due_on < command.occurred_on:
                raise DueBeforeAppointment
            if command.due_on > _year_after(command.occurred_on):
                raise DueTooLate
            return [
                DrugTestAppointed(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    asked_of=command.asked_of,
                    due_on=command.due_on,
                    method=command.method,
                    place=command.place,
                    reason=command.reason,
                )
            ]
        case _:
            assert_never(command)


def _recorded(command: RecordDrugTest, state: Case) -> DrugTestRecorded:
    """The result; that of a sample fulfils the appointment that the sample was taken for.

    It is known days later, perhaps after the end of the case: the sample was of the case.
    """
    taken = existing(state).file.named.get(command.sample_id) if command.sample_id else None
    of_case_on = taken.occurred_on if isinstance(taken, SampleTaken) else command.occurred_on
    file = _taking(command.appointment_id, command.occurred_on, state, of_case_on)
    appointment = command.appointment_id
    if command.sample_id is not None:
        sample = _sample(file, command, command.sample_id)
        if sample.appointment_id in file.asked:
            appointment = sample.appointment_id
    elif appointment is not None and _waiting_samples(file, appointment):
        raise SampleWaits
    return DrugTestRecorded(
        **entry_fields(file, command.entry_id, command.occurred_on),
        method=command.method,
        result=command.result,
        not_done_reason=command.not_done_reason,
        appointment_id=appointment,
        sample_id=command.sample_id,
        substances=command.substances,
        tested_by=command.tested_by,
        reason=command.reason,
    )


def _sample(file: File, command: RecordDrugTest, sample_id: UUID) -> SampleTaken:
    """The sample that a result is of.

    One of another appointment is answered as one that is not there: who enters a test that it was
    asked for would learn of it.
    """
    sample = file.named.get(sample_id)
    if not isinstance(sample, SampleTaken):
        raise SampleUnknown
    if command.appointment_id not in (None, sample.appointment_id):
        raise SampleUnknown
    if file.resting.get(sample_id):
        raise SampleHasResult
    if sample.method is not command.method:
        raise SampleOfAnotherMethod
    if command.occurred_on < sample.occurred_on:
        raise ResultBeforeSample
    return sample


def _waiting_samples(file: File, appointment_id: UUID) -> bool:
    """Whether a sample of an appointment waits for its result."""
    return any(
        isinstance(entry, SampleTaken)
        and entry.appointment_id == appointment_id
        and not file.resting.get(entry.entry_id)
        for entry in file.named.values()
    )


def _taking(appointment_id: UUID | None, day: date, state: Case, of_case_on: date) -> File:
    """The file that takes a sample or a result; on `of_case_on` it must have been open for it.

    What was asked for rests on its appointment, and on nothing else of the case: who enters it
    would learn the rest by what is refused, its phase and the day of its decision. What the
    responsible agency has appointed for itself is held to the case as well.
    """
    if appointment_id is None:
        return file_on(state, of_case_on)
    file = existing(state).file
    appointed_on = file.asked.get(appointment_id)
    if appointed_on is None:
        raise AppointmentUnknown
    if day < appointed_on:
        raise TestBeforeAppointment
    appointed = file.named.get(appointment_id)
    if isinstance(appointed, DrugTestAppointed) and not appointed.asked_of:
        return file_on(state, of_case_on)
    return file


def _year_after(day: date) -> date:
    """The same day a year later; of 29 February, the 28th.

    >>> _year_after(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    day = day.replace(day=28) if (day.month, day.day) == (2, 29) else day
    return day.replace(year=day.year + 1)


def _check_result(command: RecordDrugTest) -> None:
    check_named_once(substances=command.substances)
    not_done = command.result is DrugTestResult.NOT_DONE
    if not_done and command.not_done_reason is None:
        raise TestReasonMissing
    if not not_done and command.not_done_reason is not None:
        raise TestReasonNotWanted
    if command.substances and command.result is not DrugTestResult.POSITIVE:
        raise SubstancesNotWanted
    if not_done and command.sample_id is not None:
        raise SampleNotWanted
