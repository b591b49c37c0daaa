"""The steps of a programme, treatment beside it, and leave, as clauses of a sentence. Pure."""

from typing import TypeAlias, assert_never

from services.cases.timeline.names import NameLookup
from services.cases.timeline.phrases import joined, named, put, shown_by, when
from services.cases.timeline.words import word
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    MaintenanceEnded,
    MaintenanceStarted,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    TimeServedCredited,
)
from shared.text import Text

OfStep: TypeAlias = (
    ReportedIn
    | AgreementSigned
    | ProgrammeSuspended
    | ProgrammeResumed
    | KindChanged
    | TimeServedCredited
    | MaintenanceStarted
    | MaintenanceEnded
    | CaseEnded
    | CaseReopened
)
OfLeave: TypeAlias = LeaveReported | LeaveExtended | ReturnedFromLeave


def of_step(event: OfStep) -> tuple[Text, ...]:
    """What changed in the programme, and the document that shows it."""
    match event:
        case ReportedIn():
            return (named(event.kind, zh="到{}执行地报到", en="reported in for {}"),)
        case AgreementSigned():
            return (named(event.kind, zh="签订{}协议", en="signed the agreement on {}"),)
        case ProgrammeSuspended():
            reason = named(event.reason, zh="中止执行：{}", en="suspended: {}")
            return reason, shown_by(event.evidence)
        case ProgrammeResumed():
            return Text(zh="恢复执行", en="resumed"), shown_by(event.evidence)
        case KindChanged():
            before, after = word(event.from_kind), word(event.kind)
            if event.kind is event.from_kind:
                anew = Text(zh=f"重新决定{after.zh}", en=f"decided anew: {after.en}")
                return anew, shown_by(event.evidence)
            return (
                Text(zh=f"由{before.zh}转为{after.zh}", en=f"from {before.en} to {after.en}"),
                shown_by(event.evidence),
            )
        case TimeServedCredited():
            return (
                Text(zh=f"折抵期限{event.days}日", en=f"{event.days} days of the term credited"),
                named(event.where, zh="此前执行：{}", en="served in: {}"),
                shown_by(event.evidence),
            )
        case MaintenanceStarted():
            return (
                Text(zh="参加药物维持治疗", en="began maintenance treatment"),
                shown_by(event.evidence),
            )
        case MaintenanceEnded():
            return (
                named(event.reason, zh="退出药物维持治疗：{}", en="left maintenance treatment: {}"),
            )
        case CaseEnded():
            return _ended(event)
        case CaseReopened():
            return (named(event.reason, zh="恢复档案：{}", en="reopened: {}"),)
        case _:
            assert_never(event)


def _ended(event: CaseEnded) -> tuple[Text, ...]:
    months = None
    if event.months is not None:
        months = Text(zh=f"历时{event.months}个月", en=f"after {event.months} months")
    then = (named(event.drug_use), named(event.work), named(event.household))
    return (
        named(event.ending, zh="终止：{}", en="ended: {}"),
        put(months),
        shown_by(event.evidence),
        put(joined(then, zh="、", en=", "), zh="终止时{}", en="at the end: {}"),
        named(event.client_view, zh="本人认为帮教{}", en="the client finds the support {}"),
    )


def of_leave(event: OfLeave, names: NameLookup) -> tuple[Text, ...]:
    """From when until when the client is away, and where."""
    match event:
        case LeaveReported():
            return (
                Text(
                    zh=f"请假外出：{event.leaves_on}离开，{event.returns_on}返回",
                    en=f"away from {event.leaves_on}, back on {event.returns_on}",
                ),
                put(names.region(event.destination), zh="前往{}", en="to {}"),
                named(event.reason, zh="事由：{}", en="because of: {}"),
                when(event.in_writing, zh="已书面报告", en="in writing"),
            )
        case LeaveExtended():
            return (
                Text(
                    zh=f"续假：原定{event.until}返回，改为{event.returns_on}返回",
                    en=f"leave extended from {event.until} to {event.returns_on}",
                ),
                when(event.in_writing, zh="已书面报告", en="in writing"),
            )
        case ReturnedFromLeave():
            return (
                Text(
                    zh=f"销假返回（应于{event.due_on}返回）",
                    en=f"back from leave, due on {event.due_on}",
                ),
            )
        case _:
            assert_never(event)
