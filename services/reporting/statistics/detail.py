"""What is finer than the tables that are published, and needs an action of its own. Pure.

A figure of few people tells about each of them: a community's one positive test of a day. Without
`statistics:detail` there are the figures of a county and above, for calendar periods, by one
dimension at a time, and as they are now (docs/decisions/0054); of these, small figures about
persons are hidden, and others rounded (0087).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from services.reporting.statistics.few import SmallestShown, smallest_shown
from services.reporting.statistics.places import child_length
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import span_of
from shared.catalogue import Action
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.identity.claims import Caller
from shared.policies.in_force import policies_in_force
from shared.regions import prefix
from shared.text import Text

COUNTY = 6  # digits of its level
DETAIL: Action = "statistics:detail"
# In the OpenAPI document of an operation that answers more to callers who have it.
FURTHER = {"x-waystation-further-action": DETAIL}

_DETAIL = Text(
    zh=f"所查内容比 statistics:read 允许的更细，需要操作权限 {DETAIL}；请按 errors 中的说明改查，"
    "或申请包含该权限的令牌。",
    en=f"This is finer than statistics:read allows: it needs the action {DETAIL}. Ask for what is"
    " named under errors instead, or for a token that carries it.",
)
_REGION = Text(
    zh=f"县（区）以下的数字需要操作权限 {DETAIL}；请改查所属的县（区）。",
    en=f"Figures below the county need the action {DETAIL}; ask for the county's.",
)
_REGIONS_BELOW = Text(
    zh=f"按县（区）以下的地区分组需要操作权限 {DETAIL}；请从 by 中去掉 region，只查县（区）数字。",
    en=f"By regions below the county needs the action {DETAIL}; leave region out of by for the"
    " county's own figure.",
)
_PERIOD = Text(
    zh=f"除整年及已结束的整月、整季度外，查询其他期间需要操作权限 {DETAIL}；请改查已结束的整月。",
    en="A period other than whole years, or a calendar month or a quarter that is over, needs the"
    f" action {DETAIL}; ask for a calendar month that is over.",
)
_AS_OF = Text(
    zh=f"查询以往时刻的数字需要操作权限 {DETAIL}；请去掉 as_of，查询目前的数字。",
    en=f"Figures as they were known at a moment need the action {DETAIL}; leave as_of out for those"
    " of now.",
)
_DAYS = Text(
    zh=f"按日或按周统计需要操作权限 {DETAIL}；请改为按月、季度或年统计。",
    en=f"By day or by week needs the action {DETAIL}; ask by month, quarter or year.",
)
_DIMENSIONS = Text(
    zh=f"同时按两个以上维度分组或筛选需要操作权限 {DETAIL}；请一次只用一个维度。",
    en=f"By more than one dimension, in by and where together, needs the action {DETAIL}; ask by"
    " one at a time.",
)


def may_see(caller: Caller, region: str) -> bool:
    """Whether a caller may see figures of a region (12 digits) of the caller's own at all."""
    return DETAIL in caller.actions or _is_county_or_above(region)


def check_region(caller: Caller, region: str) -> None:
    """Refuse the figures of a region below the county: a 403 Problem, unless the caller may."""
    if not may_see(caller, region):
        raise _refused([FieldError("needs_detail", _REGION, parameter="region")])


def check_question(
    caller: Caller, question: Question, start: date, end: date, today: date
) -> Question:
    """The question as the caller may have it answered: without detail, small figures are hidden.

    One that is too fine, of [start, end) as it was asked, is refused: a 403 Problem.
    """
    if DETAIL in caller.actions:
        return question
    if errors := [*_too_fine(question, start, end, today)]:
        raise _refused(errors)
    question = _of_periods_over(question, today)
    return replace(question, rule=rule_for(caller, question.region, today))


def _of_periods_over(question: Question, today: date) -> Question:
    """By month or quarter, up to the last one that is over: others are not shown by themselves."""
    if question.grain not in ("month", "quarter"):
        return question
    running = span_of(question.grain, today)
    if question.end <= running.start:
        return question
    if question.start >= running.start:
        raise _refused([FieldError("needs_detail", _PERIOD, parameter="from")])
    return replace(question, end=running.start, until=running.before().last_day)


def rule_for(caller: Caller, region: str, day: date) -> SmallestShown | None:
    """Which figures about persons a caller is shown of a region; None for all, as they are."""
    if DETAIL in caller.actions:
        return None
    return smallest_shown(policies_in_force(), region, day)


def _refused(errors: list[FieldError]) -> problems.Problem:
    return replace(problems.forbidden(DETAIL), detail=_DETAIL, errors=errors)


def _too_fine(question: Question, start: date, end: date, today: date) -> Iterator[FieldError]:
    def error(parameter: str, detail: Text) -> FieldError:
        return FieldError("needs_detail", detail, parameter=parameter)

    if not _is_county_or_above(question.region):
        yield error("region", _REGION)
    elif "region" in question.by and child_length(question.region) > COUNTY:
        yield error("by", _REGIONS_BELOW)
    # On its last day too a month is not over: of two answers the difference would be that day.
    is_over = end <= today or is_years(start, end)
    if not is_over or not is_calendar_period(start, end):
        yield error("from", _PERIOD)
    if question.grain in ("day", "week"):
        yield error("by", _DAYS)
    if question.as_of is not None:
        yield error("as_of", _AS_OF)
    if len({*question.dimensions, *question.where}) > 1:
        yield error("where" if question.where else "by", _DIMENSIONS)


def _is_county_or_above(region: str) -> bool:
    return len(prefix(region)) <= COUNTY


def is_calendar_period(start: date, end: date) -> bool:
    """Whether [start, end) is a calendar month, a quarter, or whole years.

    >>> is_calendar_period(date(2019, 4, 1), date(2019, 7, 1))
    True
    >>> is_calendar_period(date(2019, 5, 1), date(2019, 8, 1))
    False
    """
    if (start.day, end.day) != (1, 1):
        return False
    months = 12 * (end.year - start.year) + end.month - start.month
    return is_years(start, end) or months == 1 or (months == 3 and start.month % 3 == 1)


def is_years(start: date, end: date) -> bool:
    """Whether [start, end) is one or more whole years.

    >>> is_years(date(2019, 1, 1), date(2021, 1, 1)), is_years(date(2019, 1, 1), date(2019, 4, 1))
    (True, False)
    """
    return (start.month, start.day, end.month, end.day) == (1, 1, 1, 1)
