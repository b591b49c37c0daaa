"""检测预约: tests that were appointed, and which agency was asked for them."""

import dataclasses

from deploy.ledgers.appointed import Appointment
from deploy.ledgers.kinds import drug_test_words as words
from deploy.ledgers.kinds.entries import CLIENT, entries
from deploy.ledgers.ledger import RowValues, day, one_of, text
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

_ASKED_OF = dataclasses.replace(
    text("受托单位", "asked_of", also=("受托检测单位", "委托单位", "受托单位编号")),
    texts={
        "asked_itself": Text(
            zh="受托单位就是本单位；自行检测的请留空。",
            en="This is your own agency; leave it blank where you test yourselves.",
        ),
    },
)

_APPOINTMENTS = entries(
    "检测预约",
    "test-appointments",
    "cases.DrugTestAppointed",
    day("预约日期", "occurred_on", also=("日期", "预约时间")),
    day(
        "期限",
        "due_on",
        also=("检测期限", "截止日期"),
        rests_on={"due_before_appointment": {"预约日期"}},
    ),
    _ASKED_OF,
    one_of(words.METHODS, "检测方法", "method", needed=False, also=("检测方式",)),
    one_of(words.PLACES, "采样地点", "place", needed=False, also=("检测地点",)),
    one_of(words.WHY, "检测原因", "reason", needed=False),
)


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Make the entry; it is noted, since a row of 尿检记录 may be about it."""
    answer = await _APPOINTMENTS.send(record, sender)
    made = answer.body.get("entry_id")
    if made is not None or answer.is_new:
        appointment = Appointment(made, is_asked=bool(record["asked_of"]))
        sender.directory.appointments.note(record[CLIENT.field], record["occurred_on"], appointment)
    return answer


LEDGER = dataclasses.replace(_APPOINTMENTS, send=_send)
