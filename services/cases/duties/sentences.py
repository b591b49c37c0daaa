"""What became of a duty, or when it is due, as a short sentence made of its codes. Pure.

>>> from shared.events.cases.duties import Duty
>>> from shared.events.cases.kinds import CaseKind
>>> march = Window(
...     duty=Duty.CONTACT, since=date(2019, 3, 1), until=date(2019, 4, 1),
...     kind=CaseKind.DETOXIFICATION, region="410102", rule="contact", policies="1",
...     met_on=date(2019, 3, 14),
... )
>>> sentence(march, DutyState.MET, date(2019, 3, 20), Per.MONTH).zh
'3月的见面：已完成，3月14日'
>>> sentence(march, DutyState.MET, date(2020, 1, 5), Per.MONTH).en
'Contact in person in March 2019: done on 14 March 2019'
"""

from datetime import date, timedelta
from typing import assert_never

from services.cases.duties.names import STATES, DutyState, in_words
from services.cases.duties.windows import Window, first_of, following
from shared.policies.duties import DutyPolicy
from shared.policies.shapes import EachWindow, Per
from shared.text import Text

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ORDINALS = ("first", "second", "third", "fourth")


def sentence(window: Window, state: DutyState, today: date, per: Per | None) -> Text:
    """How a duty stands, for people; days of another year than today's have their year.

    `per` says which part of the calendar its time is, if it is one.
    """
    duty = in_words(window.duty, window.to_whom)
    zh, en = _when(window.since, per, today)
    stands = _stands(window, state, today)
    return Text(
        zh=f"{zh}{duty.zh}：{stands.zh}",
        en=f"{duty.en[:1].upper()}{duty.en[1:]}{en}: {stands.en}",
    )


def part_of_calendar(rule: DutyPolicy, window: Window) -> Per | None:
    """Which part of the calendar the time of a window is, by its rule; None where it is none."""
    shape, until = rule.shape, window.planned_until or window.until
    if isinstance(shape, EachWindow) and following(shape, window.since) == until:
        return shape.per
    return None


def days_over(window: Window, state: DutyState, today: date) -> int | None:
    """By how many days it was late, or is by now; None where it is not."""
    match state:
        case DutyState.LATE:
            return window.days_late
        case DutyState.OVERDUE:
            return (today - (window.overdue_since or window.due_on)).days
        case _:
            return None


def days_left(window: Window, state: DutyState, today: date) -> int | None:
    """How many days are left, 0 on the last one; None where nothing is to be done in time."""
    if state in (DutyState.UPCOMING, DutyState.DUE, DutyState.DUE_SOON):
        return (window.due_on - today).days
    return None


def _stands(window: Window, state: DutyState, today: date) -> Text:
    last = _day(window.due_on, today)
    met = _day(window.met_on or window.due_on, today)
    name = STATES[state].zh
    days = days_over(window, state, today) or 0
    left = days_left(window, state, today)
    match state:
        case DutyState.UPCOMING:
            since = _day(window.since, today)
            return Text(
                zh=f"{since.zh}起可办，期限{last.zh}", en=f"from {since.en}, due by {last.en}"
            )
        case DutyState.DUE:
            return Text(zh=f"{name}，期限{last.zh}", en=f"due by {last.en}")
        case DutyState.DUE_SOON if left == 0:
            return Text(zh=f"今天到期，{last.zh}", en=f"due today, {last.en}")
        case DutyState.DUE_SOON:
            return Text(
                zh=f"还剩{left}天，期限{last.zh}",
                en=f"{_days(left or 0)} left, due by {last.en}",
            )
        case DutyState.OVERDUE if window.overdue_since not in (None, window.due_on):
            first = _day(window.overdue_since or window.due_on, today)
            return Text(
                zh=f"已逾期{days}天（最早一期期限{first.zh}），期限{last.zh}",
                en=f"overdue by {_days(days)}, since {first.en}; was due by {last.en}",
            )
        case DutyState.OVERDUE:
            return Text(
                zh=f"已逾期{days}天，期限{last.zh}",
                en=f"overdue by {_days(days)}, was due by {last.en}",
            )
        case DutyState.MET:
            return Text(zh=f"{name}，{met.zh}", en=f"done on {met.en}")
        case DutyState.LATE:
            return Text(
                zh=f"{name}，{met.zh}（晚{days}天）", en=f"done on {met.en}, {_days(days)} late"
            )
        case DutyState.MISSED:
            return Text(zh=f"{name}，期限{last.zh}", en=f"not done by {last.en}")
        case DutyState.EXCUSED:
            return Text(zh=f"{name}，原定期限{last.zh}", en=f"excused, was due by {last.en}")
        case DutyState.FALLEN_AWAY:
            return Text(zh=f"{name}，原定期限{last.zh}", en=f"fallen away, was due by {last.en}")
        case _:
            assert_never(state)


def _when(since: date, per: Per | None, today: date) -> tuple[str, str]:
    """The part of the calendar, before the Chinese name of a duty and behind the English one."""
    year, month = since.year, since.month
    zh_year, en_year = ("", "") if year == today.year else (f"{year}年", f" {year}")
    match per:
        case None:
            return "", ""
        case Per.WEEK:
            first = first_of(per, since)
            last = _day(first + timedelta(days=6), today)
            monday = _day(first, today)
            return f"{monday.zh}至{last.zh}的", f" in the week from {monday.en} to {last.en}"
        case Per.MONTH:
            return f"{zh_year}{month}月的", f" in {_MONTHS[month - 1]}{en_year}"
        case Per.QUARTER:
            quarter = (month - 1) // 3
            of = en_year and f" of{en_year}"
            return f"{zh_year}第{quarter + 1}季度的", f" in the {_ORDINALS[quarter]} quarter{of}"
        case Per.HALF_YEAR:
            half = (month - 1) // 6
            of = en_year and f" of{en_year}"
            return f"{zh_year}{'上下'[half]}半年的", f" in the {_ORDINALS[half]} half-year{of}"
        case Per.YEAR:
            return f"{year}年的", f" in {year}"
        case _:
            assert_never(per)


def _day(day: date, today: date) -> Text:
    zh, en = f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]}"
    if day.year == today.year:
        return Text(zh=zh, en=en)
    return Text(zh=f"{day.year}年{zh}", en=f"{en} {day.year}")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
