"""The plan and the closing report, as clauses of a sentence. Pure."""

from typing import TypeAlias, assert_never

from services.cases.timeline.phrases import SAYS_NOTHING, named
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.plan import GoalChanged, GoalClosed, GoalSet, PlanReviewed
from shared.text import Text

OfPlan: TypeAlias = GoalSet | GoalChanged | GoalClosed | PlanReviewed | ClosingReportSigned


def of_plan(event: OfPlan) -> tuple[Text, ...]:
    """Which goal, until when and who sees to it; or how many goals there are."""
    match event:
        case GoalSet():
            return (
                named(event.goal, zh="帮教目标：{}", en="goal: {}"),
                Text(zh=f"期限{event.due_on}", en=f"due on {event.due_on}"),
                _owner(event),
            )
        case GoalChanged():
            later = SAYS_NOTHING
            if event.due_on != event.due_before:
                later = Text(
                    zh=f"期限由{event.due_before}改为{event.due_on}",
                    en=f"due on {event.due_on}, no more on {event.due_before}",
                )
            return named(event.goal, zh="目标变更：{}", en="goal changed: {}"), later, _owner(event)
        case GoalClosed():
            outcome = named(event.outcome)
            return (
                named(event.goal, zh=f"目标{outcome.zh}：{{}}", en=f"goal {outcome.en}: {{}}"),
                named(event.reason, zh="原因：{}", en="because {}"),
                _owner(event),
            )
        case PlanReviewed():
            return (
                Text(
                    zh=f"检视帮教计划：目标{event.goals_set}项，达成{event.goals_met}项，"
                    f"取消{event.goals_dropped}项，进行中{event.goals_open}项",
                    en=f"plan reviewed: {event.goals_set} goals, {event.goals_met} met,"
                    f" {event.goals_dropped} dropped, {event.goals_open} open",
                ),
            )
        case ClosingReportSigned():
            return _closing(event)
        case _:
            assert_never(event)


def _owner(event: GoalSet | GoalChanged | GoalClosed) -> Text:
    return named(event.owner, zh="负责：{}", en="seen to by: {}")


def _closing(event: ClosingReportSigned) -> tuple[Text, ...]:
    """What the report says in numbers."""
    return (
        named(event.ending, zh="签署结案报告（{}）", en="closing report signed ({})"),
        Text(
            zh=f"检测{event.tests_done}/{event.tests_due}次，"
            f"见面{event.contacts_done}/{event.contacts_due}次",
            en=f"tests done {event.tests_done} of {event.tests_due},"
            f" meetings {event.contacts_done} of {event.contacts_due}",
        ),
        Text(
            zh=f"目标达成{event.goals_met}/{event.goals_set}项",
            en=f"goals met {event.goals_met} of {event.goals_set}",
        ),
        SAYS_NOTHING
        if not event.help_given
        else Text(zh=f"给予帮扶{event.help_given}次", en=f"help given {event.help_given} times"),
        SAYS_NOTHING
        if not event.findings_confirmed
        else Text(
            zh=f"认定违规{event.findings_confirmed}件",
            en=f"findings confirmed: {event.findings_confirmed}",
        ),
    )
