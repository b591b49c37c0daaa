"""活动计划: activities that are planned, and what became of each: held, or called off and why.

A plan is for a day to come. Once it is held or called off, its row says so and is imported again.
What was held has the key that its row in the ledger of its kind would have: it is known there, too.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds import activity_columns as of
from deploy.ledgers.kinds import duty, gatherings, other_publicity, sessions
from deploy.ledgers.kinds.activity_words import CALLED_OFF, KINDS, MEETING_LEVELS
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues, day, one_of, region, text
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, serving
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

NAME, EVENT = "活动计划", "outreach.ActivityPlanned"
PATH = f"{of.PATH}/plans"
PLANNED_ON, HELD_ON, REASON = "planned_on", "occurred_on", "reason"
_BOTH = "held_and_called_off"
_COLUMNS_OF: Mapping[str, Callable[[Lists], tuple[Column, ...]]] = {
    "session": sessions.columns_of,
    **dict.fromkeys(gatherings.KINDS, gatherings.columns_of),
    duty.KIND: duty.columns_of,
    other_publicity.KIND: other_publicity.columns_of,
}


def _planned(lists: Lists) -> tuple[Column, ...]:
    """What a plan says."""
    kind = one_of(KINDS, "种类", "kind", needed=False, also=("活动种类", "类别"))
    return (
        replace(day("计划日期", PLANNED_ON, also=("拟举办日期",)), tells_apart=True),
        replace(kind, usual="session"),
        region(),
        of.place_kind(lists, needed=False),
        of.topic("活动主题", "计划内容"),
        of.forms(lists),
        of.partners(lists),
        of.occasion(lists),
        of.audiences(lists, "宣传对象", "受众", "重点人群", "参加对象"),
        of.campaign(),
        of.place(),
    )


def _held(lists: Lists) -> tuple[Column, ...]:
    """What is said besides of one that was held."""
    came = replace(of.attendance("参加人数", "参与人数", "实际人数"), needed=False)
    return (
        day("举办日期", HELD_ON, needed=False, also=("实际日期", "实际举办日期")),
        replace(came, read=of.number("人数", "attendance").read, sample=None),
        of.of_materials(lists),
        of.number("入户数", "households", "入户户数", "覆盖户数"),
        serving(),
        one_of(MEETING_LEVELS, "层级", "meeting_level", needed=False, also=("会议层级",)),
        text("小区", "compound", also=("小区名称", "院落名称")),
        of.number("登记人员", "people_registered", "登记人数", "登记人次"),
        of.number("登记车辆", "vehicles_registered", "登记车次", "登记车辆数"),
        other_publicity.of_subject(lists, needed=False),
        of.helpers(),
    )


def _why() -> Column:
    column = one_of(CALLED_OFF, "取消原因", REASON, needed=False, also=("未举办原因",))
    both = Text(
        zh="举办日期和取消原因只能填写一项：已举办的清空取消原因，已取消的清空举办日期。",
        en="A plan was held or called off, not both: leave 举办日期 or 取消原因 blank.",
    )
    return replace(column, texts={**column.texts, _BOTH: both}, rests_on={_BOTH: ("举办日期",)})


class _Plans:
    """The calls of rows, in a place that has these words."""

    def __init__(self, lists: Lists) -> None:
        self._planned, self._held, self._why = _planned(lists), _held(lists), _why()
        self._of_kind = {kind: columns(lists) for kind, columns in _COLUMNS_OF.items()}

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the ledger."""
        return (*self._planned, *self._held, self._why)

    async def ask(self, record: RowValues, sender: Sender) -> CallAnswer:
        """Plan an activity, and say what became of it where the row does."""
        if record[HELD_ON] is not None and record[REASON] is not None:
            raise RowRefused([self._why.fault(_BOTH)])
        made = await of.at_place(
            call(PATH, self._planned, record), record, record[PLANNED_ON], sender
        )
        answer = await self._plan(made, record, sender)
        activity_id = str(answer.body.get("activity_id", NOT_YET))
        then: CallAnswer | None = None
        if record[HELD_ON] is not None:
            then = await self._hold(activity_id, record, sender)
        elif record[REASON] is not None and activity_id != NOT_YET:
            then = await self._call_off(activity_id, record[REASON], sender)
        if then is None:
            return answer
        doubts = (*answer.warnings, *then.warnings)
        return replace(answer, is_new=answer.is_new or then.is_new, warnings=doubts)

    async def _plan(self, made: LedgerCall, record: RowValues, sender: Sender) -> CallAnswer:
        """Make the plan; one that --replacing took back is made anew, under another key."""
        answer = await of.foreseeing(made, record, sender)
        generation = 0
        while not answer.is_new and record[REASON] is None and await _taken_back(answer, sender):
            if not sender.brings_back:
                raise RowRefused([made.fault(Reason.ENTRY_VOID)])
            generation += 1
            answer = await of.foreseeing(made.again(generation), record, sender)
        return answer

    async def _hold(self, activity_id: str, record: RowValues, sender: Sender) -> CallAnswer:
        """Record it as it was held; of a plan that is not there yet, a dry run asks for as much."""
        kind = record["kind"] or "session"
        said = {**record, "kind": kind}
        known = call(of.PATH, self._of_kind[kind], said)
        columns = (*self._held, *(each for each in self._planned if each.field != PLANNED_ON))
        made = replace(call(of.PATH, columns, said), key=known.key)
        if activity_id != NOT_YET:
            version = await _version(activity_id, sender)
            made = replace(made, path=f"{of.PATH}/{activity_id}/held", if_match=version)
        made = await of.at_place(made, record, record[HELD_ON], sender)
        made = await of.with_helpers(made, record, sender)
        return await of.foreseeing(made, record, sender)

    async def _call_off(self, activity_id: str, reason: str, sender: Sender) -> CallAnswer:
        path, body = f"{of.PATH}/{activity_id}/calling-off", {REASON: reason}
        made = LedgerCall(path, body, key_of(path, body), {REASON: self._why})
        return await sender.post(replace(made, if_match=await _version(activity_id, sender)))


async def _version(activity_id: str, sender: Sender) -> int:
    """The version of a plan as it stands: it may have been changed since its row was imported."""
    found = await sender.read(f"{of.PATH}/{activity_id}")
    return int(found.get("version", 1))


async def _taken_back(answer: CallAnswer, sender: Sender) -> bool:
    """Whether a plan was called off as a mistake, as --replacing does."""
    plan = await sender.read(f"{of.PATH}/{answer.body.get('activity_id', NOT_YET)}")
    return plan.get("calling_off_reason") == "mistaken"


def ledger_of(lists: Lists) -> Ledger:
    """The ledger, in a place that has these words."""
    plans = _Plans(lists)
    one = f"{of.PATH}/{{subject}}"
    return Ledger(
        NAME,
        plans.columns,
        PATH,
        check=plans.ask,
        send=plans.ask,
        entries={EVENT},
        read_path=one,
        void_path=f"{one}/calling-off",
    )


LEDGER = ledger_of(NOTHING_SAID)
