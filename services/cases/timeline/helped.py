"""Needs, help, household, work and counselling, as clauses of a sentence. Pure."""

from typing import TypeAlias, assert_never

from services.cases.case.lasting_help import planned_until
from services.cases.timeline.phrases import SAYS_NOTHING, clause, listed, named, put, when
from services.cases.timeline.words import word
from shared.events.cases.counselling import CounsellingHeld, StageChange
from shared.events.cases.help import (
    HelpEnded,
    HelpForm,
    HelpGiven,
    HelpRefused,
    HelpRequested,
    NeedAssessed,
    NeedClosed,
)
from shared.events.cases.household import EmploymentRecorded, HouseholdRecorded
from shared.events.cases.points import MeritRecorded
from shared.money import in_yuan
from shared.policies.in_force import policies_in_force
from shared.text import Text

OfHelp: TypeAlias = (
    NeedAssessed
    | NeedClosed
    | HelpRequested
    | HelpRefused
    | HelpGiven
    | HelpEnded
    | HouseholdRecorded
    | EmploymentRecorded
    | CounsellingHeld
    | MeritRecorded
)


def of_help(event: OfHelp) -> tuple[Text, ...]:
    """What the client needs, and what is done about it."""
    match event:
        case MeritRecorded():
            return (
                word(event.merit),
                when(event.activity_id is not None, zh="宣传活动登记", en="by a session's record"),
            )
        case NeedAssessed():
            urgency = word(event.urgency)
            return (
                put(need_name(event.need), zh="需求：{}", en="need: {}"),
                Text(zh=f"紧急程度：{urgency.zh}", en=f"urgency: {urgency.en}"),
            )
        case NeedClosed():
            return put(need_name(event.need), zh="需求办结：{}", en="need closed: {}"), word(
                event.outcome
            )
        case HelpRequested():
            return (
                put(help_name(event.help), zh="申请{}", en="applied for: {}"),
                named(event.source, zh="向{}申请", en="to: {}"),
            )
        case HelpRefused():
            return (
                put(help_name(event.help), zh="{}申请未获批准", en="not granted: {}"),
                named(event.reason, zh="原因：{}", en="because of: {}"),
            )
        case HelpGiven():
            return _given(event)
        case HelpEnded():
            return (
                put(help_name(event.help), zh="{}结束", en="ended: {}"),
                named(event.reason, zh="原因：{}", en="because of: {}"),
                Text(zh=f"自{event.since}起", en=f"it began on {event.since}"),
            )
        case HouseholdRecorded():
            nothing = not event.facts and not event.happened
            return (
                put(listed(event.facts), zh="家庭情况：{}", en="household: {}"),
                put(listed(event.happened), zh="家庭变化：{}", en="in the family: {}"),
                when(nothing, zh="家庭情况：无特殊情况", en="household: nothing of note"),
            )
        case EmploymentRecorded():
            return (named(event.employment, zh="就业情况：{}", en="work: {}"),)
        case CounsellingHeld():
            alone = event.change is StageChange.NOT_COMPARED
            return (
                clause(
                    named(event.mode, zh="心理咨询（{}）", en="counselling ({})"),
                    named(event.qualification, zh="由{}进行", en="by a {}"),
                ),
                named(event.crisis, zh="回应危机：{}", en="it answers a crisis: {}"),
                clause(
                    named(event.stage, zh="戒毒动机：{}", en="motivation: {}"),
                    SAYS_NOTHING if alone else word(event.change),
                ),
            )
        case _:
            assert_never(event)


def _given(event: HelpGiven) -> tuple[Text, ...]:
    amount, until = SAYS_NOTHING, SAYS_NOTHING
    lasts = event.form is not HelpForm.ONCE
    if event.amount_fen is not None:
        yuan = in_yuan(event.amount_fen)
        amount = Text(
            zh=f"{'每月' if lasts else ''}{yuan}元", en=f"{yuan} yuan{' a month' if lasts else ''}"
        )
    if (last := planned_until(event)) is not None:
        until = Text(zh=f"至{last}", en=f"until {last}")
    return (
        put(
            help_name(event.help),
            zh="开始{}" if lasts else "给予{}",
            en="begun: {}" if lasts else "given: {}",
        ),
        amount,
        named(event.source, zh="来源：{}", en="from: {}"),
        until,
        when(event.contact_id is not None, zh="走访时给予", en="at a visit"),
    )


def need_name(code: str) -> Text:
    """What a kind of need is called; its code where no policy names it any more."""
    kind = policies_in_force().need(code)
    return Text(zh=code, en=code) if kind is None else kind.name


def help_name(code: str) -> Text:
    """What a kind of help is called; its code where no policy names it any more."""
    kind = policies_in_force().help(code)
    return Text(zh=code, en=code) if kind is None else kind.name
