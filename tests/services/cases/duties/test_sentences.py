"""The sentences of a schedule: short, in both languages, right at the edges of days."""

from datetime import date
from uuid import UUID

import pytest

from services.cases.duties.names import DutyState, state_of
from services.cases.duties.sentences import days_left, days_over, part_of_calendar, sentence
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.kinds import CaseKind
from shared.policies.duties import DutyPolicy
from shared.policies.holding import Holding
from shared.policies.reading import built_in
from shared.policies.shapes import EachWindow, Every, Per, Shape

MARCH = (date(2019, 3, 1), date(2019, 4, 1))


def window(
    days: tuple[date, date] = MARCH,
    *,
    duty: Duty = Duty.CONTACT,
    outcome: DutyOutcome | None = None,
    met_on: date | None = None,
) -> Window:
    """A window of a case."""
    return Window(
        duty=duty,
        since=days[0],
        until=days[1],
        kind=CaseKind.DETOXIFICATION,
        region="410102001",
        rule=duty.value,
        policies="2026-1",
        outcome=outcome,
        met_by=UUID(int=1) if met_on else None,
        met_on=met_on,
        by=built_in(),
    )


DONE = date(2019, 3, 14)
AFTER = date(2019, 4, 3)


@pytest.mark.parametrize(
    ("of", "today", "zh", "en"),
    [
        (window(), date(2019, 2, 28), "3月1日起可办，期限3月31日", "from 1 March, due by 31 March"),
        (window(), date(2019, 3, 23), "待办，期限3月31日", "due by 31 March"),
        (window(), date(2019, 3, 24), "还剩7天，期限3月31日", "7 days left, due by 31 March"),
        (window(), date(2019, 3, 30), "还剩1天，期限3月31日", "1 day left, due by 31 March"),
        (window(), date(2019, 3, 31), "今天到期，3月31日", "due today, 31 March"),
        (
            window(outcome=DutyOutcome.OVERDUE),
            date(2019, 4, 1),
            "已逾期1天，期限3月31日",
            "overdue by 1 day, was due by 31 March",
        ),
        (
            window(outcome=DutyOutcome.OVERDUE)._replace(overdue_since=date(2019, 1, 31)),
            date(2019, 4, 1),
            "已逾期60天（最早一期期限1月31日），期限3月31日",
            "overdue by 60 days, since 31 January; was due by 31 March",
        ),
        (window(met_on=DONE), date(2019, 3, 14), "已完成，3月14日", "done on 14 March"),
        (
            window(outcome=DutyOutcome.MET, met_on=DONE),
            date(2019, 4, 1),
            "已完成，3月14日",
            "done on 14 March",
        ),
        (
            window(outcome=DutyOutcome.LATE, met_on=AFTER),
            date(2019, 4, 9),
            "逾期完成，4月3日（晚3天）",
            "done on 3 April, 3 days late",
        ),
        (
            window(outcome=DutyOutcome.MISSED),
            date(2019, 5, 1),
            "未完成，期限3月31日",
            "not done by 31 March",
        ),
        (
            window(outcome=DutyOutcome.EXCUSED),
            date(2019, 4, 1),
            "免予办理，原定期限3月31日",
            "excused, was due by 31 March",
        ),
        (
            window(outcome=DutyOutcome.FALLEN_AWAY),
            date(2019, 4, 1),
            "无需再办，原定期限3月31日",
            "fallen away, was due by 31 March",
        ),
    ],
)
def test_how_a_duty_stands(of: Window, today: date, zh: str, en: str) -> None:
    """One short sentence for each state, and for each edge of its days."""
    text = sentence(of, state_of(of, today), today, Per.MONTH)
    assert text.zh == f"3月的见面：{zh}"
    assert text.en == f"Contact in person in March: {en}"


@pytest.mark.parametrize(
    ("per", "days", "zh", "en"),
    [
        (
            Per.WEEK,
            (date(2019, 3, 13), date(2019, 3, 18)),
            "3月11日至3月17日的见面",
            "Contact in person in the week from 11 March to 17 March",
        ),
        (
            Per.MONTH,
            (date(2018, 12, 5), date(2019, 1, 1)),
            "2018年12月的见面",
            "Contact in person in December 2018",
        ),
        (
            Per.QUARTER,
            (date(2019, 4, 1), date(2019, 7, 1)),
            "第2季度的见面",
            "Contact in person in the second quarter",
        ),
        (
            Per.HALF_YEAR,
            (date(2018, 7, 1), date(2019, 1, 1)),
            "2018年下半年的见面",
            "Contact in person in the second half-year of 2018",
        ),
        (
            Per.YEAR,
            (date(2019, 1, 1), date(2020, 1, 1)),
            "2019年的见面",
            "Contact in person in 2019",
        ),
    ],
)
def test_which_part_of_the_calendar(per: Per, days: tuple[date, date], zh: str, en: str) -> None:
    """A window of the calendar is called by it, also where it began late in it."""
    of = window(days)
    assert part_of_calendar(rule_of(EachWindow(per)), of) is per
    text = sentence(of, DutyState.DUE, date(2019, 3, 13), per)
    assert text.zh.startswith(f"{zh}：")
    assert text.en.startswith(f"{en}: ")


def test_an_interval_is_no_part_of_the_calendar() -> None:
    """Though its days are those of a month; a month that the case did not outlive is one still."""
    months, short = rule_of(EachWindow(Per.MONTH)), window((MARCH[0], date(2019, 3, 9)))
    assert part_of_calendar(rule_of(Every(days=30)), window()) is None
    assert part_of_calendar(months, short) is None
    assert part_of_calendar(months, short._replace(planned_until=MARCH[1])) is Per.MONTH
    text = sentence(window(), DutyState.DUE, date(2020, 1, 2), None)
    assert text.zh == "见面：待办，期限2019年3月31日"
    assert text.en == "Contact in person: due by 31 March 2019"


def test_a_notice_says_to_whom() -> None:
    """The police and the family are told each by itself."""
    of = window(duty=Duty.ENDING_NOTICE)._replace(to_whom="family")
    text = sentence(of, DutyState.DUE, date(2019, 3, 2), None)
    assert text.zh == "终止通知（家属）：待办，期限3月31日"
    assert text.en == "Notice of the ending (family): due by 31 March"


def test_what_was_over_sooner_has_the_day_by_which_it_was_due() -> None:
    """A case that ended on 8 March leaves a contact that was due by the end of the month."""
    of = window((MARCH[0], date(2019, 3, 9)), outcome=DutyOutcome.FALLEN_AWAY)
    of = of._replace(planned_until=MARCH[1])
    text = sentence(of, DutyState.FALLEN_AWAY, date(2019, 4, 1), Per.MONTH)
    assert text.zh == "3月的见面：无需再办，原定期限3月31日"


def test_days_are_counted_from_the_last_one() -> None:
    """None are left on it, none are over; the day after it is one day late."""
    of = window()
    assert days_left(of, DutyState.DUE_SOON, date(2019, 3, 31)) == 0
    assert days_over(of, DutyState.DUE_SOON, date(2019, 3, 31)) is None
    assert days_over(of, DutyState.OVERDUE, date(2019, 4, 1)) == 1
    assert days_left(of, DutyState.OVERDUE, date(2019, 4, 1)) is None


@pytest.mark.parametrize("duty", Duty)
@pytest.mark.parametrize("state", DutyState)
def test_every_duty_has_a_sentence_in_every_state(duty: Duty, state: DutyState) -> None:
    """Nothing of a code, and nothing empty, stands in it."""
    text = sentence(window(duty=duty), state, date(2019, 4, 2), None)
    assert duty.value not in text.zh
    assert "_" not in text.zh + text.en
    assert text.zh.isprintable()
    assert text.en[0].isupper()


def rule_of(shape: Shape) -> DutyPolicy:
    """A rule for contacts."""
    return DutyPolicy(code="contact", duty=Duty.CONTACT, shape=shape, holding=Holding())
