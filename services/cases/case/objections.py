"""Objections to a drug test's result, and the test that is made again elsewhere. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields
from services.cases.case.state import Case, File, opened
from shared.decider import Missing, Refused, check_day
from shared.events.cases.drug_tests import (
    DrugTestDisputed,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    Tester,
)
from shared.events.cases.person import Substance
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value
from shared.text import Text


@dataclass(frozen=True)
class ObjectionEntry(MakeEntry):
    """What every command of this chapter has: the test that it is about."""

    test_id: UUID


@dataclass(frozen=True)
class DisputeDrugTest(ObjectionEntry):
    """Write down that the client objected to a result, and when the client was told of it."""

    told_on: date


@dataclass(frozen=True)
class RecheckDrugTest(ObjectionEntry):
    """Write down what a test showed that was made again elsewhere."""

    result: DrugTestResult
    substances: tuple[Substance, ...]
    tested_by: Tester


Command: TypeAlias = DisputeDrugTest | RecheckDrugTest


class DrugTestUnknown(Missing):
    """There is no such test in this case, or it is void; check its id."""

    zh = "本档案中没有这次检测，或该检测已经作废；请核对编号。"


class TestWasNotDone(Refused):
    """This test was not done: there is no result to object to, and none to check again."""

    zh = "这次检测未检，没有结果可以提出异议或复检。"


class AlreadyDisputed(Refused):
    """The objection to this test is recorded already; one that was a mistake is made void first."""

    zh = "这次检测的异议已经登记；如有错误，请先作废原异议记录。"


class ToldBeforeTest(Refused):
    """The client is not told of a result before the day of the test; check the day."""

    zh = "告知日期早于检测日期，请核对。"
    field = "told_on"


class ObjectionBeforeTold(Refused):
    """An objection is not earlier than the day the client was told of the result; check both
    days."""

    zh = "异议日期早于告知结果的日期，请核对这两个日期。"
    field = "occurred_on"


class ObjectionTooLate(Refused):
    """The time to object to this result is over."""

    zh = "已过提出异议的期限。"
    field = "occurred_on"

    def __init__(self, days: int = 3) -> None:
        super().__init__()
        self._days = days

    @property
    def text(self) -> Text:
        """How long it is."""
        return Text(
            zh=f"异议须在被告知结果之日起{self._days}日内提出；请核对告知日期和异议日期。",
            en=f"An objection is made within {self._days} days of the day the client was told of"
            " the result; check both days.",
        )


class AlreadyRechecked(Refused):
    """This test was checked again already; a re-check that was a mistake is made void first."""

    zh = "这次检测已有复检结果；如有错误，请先作废原复检记录。"


class NothingToRecheck(Refused):
    """Checked again is a positive test, or one that the client objected to; record the objection
    first."""

    zh = "只有阳性或被检测人提出异议的检测才复检；请先登记异议。"


class RecheckBeforeTest(Refused):
    """A re-check is not earlier than the test; check the day."""

    zh = "复检日期早于检测日期，请核对。"
    field = "occurred_on"


class RecheckNotDone(Refused):
    """A re-check has a result, negative or positive; without one, record nothing yet."""

    zh = "复检须有阴性或阳性结果；尚无结果的，请待有结果后登记。"
    field = "result"


class RecheckSubstancesNotWanted(Refused):
    """Only a positive re-check was positive for something; leave `substances` out."""

    zh = "只有复检结果为阳性才填写毒品种类（substances），请清空或核对结果。"
    field = "substances"


class SameTester(Refused):
    """A test is checked again elsewhere: this kind of agency made the first one, and only a
    laboratory's test can be checked again by another laboratory. Check `tested_by`."""

    zh = (
        "复检不能由原检测机构进行：该类机构即为原检测机构，只有实验室检测可由另一家实验室复检；"
        "请核对 tested_by。"
    )
    field = "tested_by"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a re-check that contradicts its own result."""
    check_day(command.occurred_on, today)
    if isinstance(command, RecheckDrugTest):
        if command.result is DrugTestResult.NOT_DONE:
            raise RecheckNotDone
        if command.substances and command.result is not DrugTestResult.POSITIVE:
            raise RecheckSubstancesNotWanted
    elif command.occurred_on < command.told_on:
        raise ObjectionBeforeTold
    else:
        _check_in_time(command, policies_in_force().largest(Value.OBJECTION_DAYS))


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry about a test; the test's own entry stays as it is.

    Also after the end of the case, which the test itself may have led to: the result of a day
    before it can still be wrong.
    """
    check(command, today)
    file = opened(state).file
    test = file.named.get(command.test_id)
    if not isinstance(test, DrugTestRecorded):
        raise DrugTestUnknown
    if test.result is DrugTestResult.NOT_DONE:
        raise TestWasNotDone
    # The kind of case is the test's own: its figures are corrected where they stand.
    common = {**entry_fields(file, command.entry_id, command.occurred_on), "kind": test.kind}
    match command:
        case DisputeDrugTest():
            return [_disputed(command, file, test, common)]
        case RecheckDrugTest():
            return [_rechecked(command, file, test, common)]
        case _:
            assert_never(command)


def _disputed(
    command: DisputeDrugTest, file: File, test: DrugTestRecorded, common: dict[str, Any]
) -> DrugTestDisputed:
    if _has(file, test, DrugTestDisputed):
        raise AlreadyDisputed
    if command.told_on < test.occurred_on:
        raise ToldBeforeTest
    days = policies_in_force().number(Value.OBJECTION_DAYS, file.region, command.told_on)
    _check_in_time(command, days)
    return DrugTestDisputed(**common, test_id=test.entry_id, told_on=command.told_on)


def _check_in_time(command: DisputeDrugTest, days: int) -> None:
    """《吸毒检测程序规定》: who is tested may object within three days of being told the result.

    So it is of a test on the spot and of one in a laboratory alike.
    """
    if (command.occurred_on - command.told_on).days > days:
        raise ObjectionTooLate(days)


def _rechecked(
    command: RecheckDrugTest, file: File, test: DrugTestRecorded, common: dict[str, Any]
) -> DrugTestRechecked:
    if _has(file, test, DrugTestRechecked):
        raise AlreadyRechecked
    if test.result is not DrugTestResult.POSITIVE and not _has(file, test, DrugTestDisputed):
        raise NothingToRecheck
    if command.occurred_on < test.occurred_on:
        raise RecheckBeforeTest
    # 《吸毒检测程序规定》 4: not by the same institution; of laboratories there are several.
    if command.tested_by is test.tested_by and command.tested_by is not Tester.LABORATORY:
        raise SameTester
    return DrugTestRechecked(
        **common,
        test_id=test.entry_id,
        tested_on=test.occurred_on,
        method=test.method,
        before=test.result,
        substances_before=test.substances,
        result=command.result,
        substances=command.substances,
        tested_by=command.tested_by,
        tested_by_before=test.tested_by,
        reason=test.reason,
    )


def _has(
    file: File, test: DrugTestRecorded, kind: type[DrugTestDisputed | DrugTestRechecked]
) -> bool:
    """Whether an entry of a kind is about a test, and counts."""
    others = file.resting.get(test.entry_id, frozenset())
    return any(isinstance(file.named.get(each), kind) for each in others)
