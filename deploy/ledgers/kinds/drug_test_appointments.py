"""预约日期 in 尿检记录: which appointment a test, or its sample, was made for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from deploy.ledgers.appointed import ANSWERED, SAMPLE_TAKEN, SAMPLE_WAITS, Appointment
from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds import drug_test_words as words
from deploy.ledgers.kinds.drug_test_columns import BEFORE_APPOINTMENT, DAY, TAKEN_ON
from deploy.ledgers.kinds.entries import CLIENT
from deploy.ledgers.ledger import RowValues, day
from deploy.ledgers.reasons import Fault, RowRefused
from deploy.ledgers.sender import Sender
from shared.text import Text

_NONE = "no_such_appointment"
_SEVERAL = "several_appointments"

# Which appointment it is: that of the client on this day, as 检测预约 has it.
APPOINTED_ON = replace(
    day("预约日期", "appointed_on", needed=False),
    expected=False,
    reasons={"appointment_unknown": ANSWERED},
    texts={
        _NONE: Text(
            zh="该对象没有这一天的检测预约；请按检测预约.csv中的预约日期填写，或先补登该预约；"
            "不是按预约检测的请留空。",
            en="This client has no appointment for a test of this day; write the 预约日期 of its "
            "row in 检测预约.csv, or enter the appointment first. Leave it blank where the test "
            "was not appointed.",
        ),
        _SEVERAL: Text(
            zh="该对象在这一天有不止一次检测预约，无法确定是哪一次；请通过接口登记。",
            en="This client has more than one appointment of this day; enter this test through the "
            "API.",
        ),
        ANSWERED: Text(
            zh="该预约已登记过检测结果或未检原因，不能再登记一次；请核对预约日期，不是按预约检测的请"
            "留空。",
            en="This appointment was answered by another test, or by why there was none; check the "
            "day, or leave it blank where the test was not appointed.",
        ),
        SAMPLE_WAITS: Text(
            zh="该预约已有样本在等待结果；请按采样时登记的内容填写检测方法、采样地点、采样单位和采样"
            "日期，再登记结果。",
            en="A sample of this appointment waits for its result: fill in 检测方法, 采样地点, "
            "采样单位 and 采样日期 as they were entered with the sample.",
        ),
        SAMPLE_TAKEN: Text(
            zh="该预约已有另一份样本在等待结果；请核对检测方法、采样地点、采样单位和采样日期，或先作废"
            "那份样本。",
            en="Another sample of this appointment waits for its result; check 检测方法, 采样地点, "
            "采样单位 and 采样日期, or make that sample void first.",
        ),
    },
    rests_on={
        _NONE: {CLIENT.name},
        _SEVERAL: {CLIENT.name},
        "appointment_unknown": {CLIENT.name},
    },
)


@dataclass(frozen=True)
class Link:
    """The appointment that a row names, or none; and why it cannot be that: `faults`."""

    appointment: Appointment | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def is_foreseen(self) -> bool:
        """Whether only a dry run knows of the appointment."""
        return self.appointment is not None and self.appointment.appointment_id is None

    def of(self, call_: LedgerCall) -> LedgerCall:
        """The same call, for the appointment.

        Where that is not made yet, what another agency is asked for is asked about with an id that
        nothing has, since it rests on its appointment alone; one's own without any, since it is
        held to the case.
        """
        if self.appointment is None:
            return call_
        named, body = self.appointment.appointment_id or NOT_YET, call_.body
        if self.appointment.is_asked or not self.is_foreseen:
            body = {**body, "appointment_id": named}
        return replace(
            call_,
            body=body,
            key=key_of(call_.path, {"row": call_.key, "appointment": named}),
            columns={
                **call_.columns,
                "appointment_id": APPOINTED_ON,
                "sample_id": APPOINTED_ON,
            },
        )

    def is_only_unknown(self, refused: RowRefused) -> bool:
        """Whether a call was refused for no more than that its appointment is not made yet."""
        return self.is_foreseen and [its.reason for its in refused.faults] == [ANSWERED]


async def link(record: RowValues, sender: Sender) -> Link:
    """Find the one appointment of the client on the day that a row names."""
    reference, appointed_on = record[CLIENT.field], record[APPOINTED_ON.field]
    if appointed_on is None or reference is None:
        return Link()
    directory = sender.directory
    case_id = await directory.case(reference)
    found: list[Appointment] = []
    if case_id not in (None, NOT_YET):
        found = await directory.appointments.known(case_id, appointed_on)
    if sender.dry_run:
        found = directory.appointments.foreseen(
            reference, appointed_on, found, replaces=sender.brings_back
        )
    if len(found) != 1:
        return Link(faults=(APPOINTED_ON.fault(_SEVERAL if found else _NONE),))
    return Link(found[0], tuple(_too_early(record, appointed_on)))


def _too_early(record: RowValues, appointed_on: str) -> Iterator[Fault]:
    for column in (DAY, TAKEN_ON):
        if record[column.field] is not None and record[column.field] < appointed_on:
            yield column.fault(BEFORE_APPOINTMENT)


def foresee(record: RowValues, sample: LedgerCall | None, sender: Sender, *, is_new: bool) -> None:
    """Refuse a row that the service would refuse behind those before it, in a dry run.

    The rows of one client come in the order in which they are sent; one that is known stays.
    """
    if record[APPOINTED_ON.field] is None or not (sender.dry_run and sender.is_whole):
        return
    named = record[CLIENT.field], record[APPOINTED_ON.field]
    key = None if sample is None else sample.key
    is_result = record["result"] != words.AWAITED
    of_before = sender.directory.appointments
    refusal = of_before.refusal(*named, key, is_result=is_result)
    if refusal is not None and is_new:
        raise RowRefused([APPOINTED_ON.fault(refusal)])
    of_before.settle(*named, key, is_result=is_result)
