"""Policies in words: what is due and how often, where and when it holds. Pure."""

from collections.abc import Mapping
from datetime import date

from shared.events.cases.duties import Duty
from shared.policies.holding import Holding
from shared.policies.points import PointsRule
from shared.policies.shapes import EachWindow, Every, Per, Shape, TimesAYear
from shared.text import Text

DUTIES: Mapping[Duty, Text] = {
    Duty.REPORT_IN: Text(zh="报到", en="reporting in"),
    Duty.AGREEMENT: Text(zh="签订协议", en="agreement"),
    Duty.CONTACT: Text(zh="见面", en="contact in person"),
    Duty.REGULAR_REPORT: Text(zh="定期报到", en="regular report"),
    Duty.TEST: Text(zh="定期检测", en="regular drug test"),
    Duty.APPOINTED_TEST: Text(zh="预约检测", en="appointed drug test"),
    Duty.ASSESSMENT: Text(zh="风险评估", en="risk assessment"),
    Duty.SUMMARY: Text(zh="半年小结", en="summary"),
    Duty.EVALUATION: Text(zh="年度评估", en="evaluation"),
    Duty.RETURN_FROM_LEAVE: Text(zh="销假", en="return from leave"),
    Duty.CRISIS_FOLLOW_UP: Text(zh="危机跟进", en="follow-up of a crisis"),
    Duty.END_OF_TERM: Text(zh="期满手续", en="completion at the end of the term"),
    Duty.END_OF_POST: Text(zh="公益性岗位到期", en="end of a public-benefit post"),
    Duty.ENDING_NOTICE: Text(zh="终止通知", en="notice of the ending"),
    Duty.FINDING: Text(zh="违规核实认定", en="decision on a proposed finding"),
    Duty.FINDING_REVIEW: Text(zh="违规认定复核", en="second look at a finding"),
    Duty.POLICE_NOTICE: Text(zh="违规报告公安", en="report of a finding to the police"),
    Duty.CLOSING_REPORT: Text(zh="结案报告", en="closing report"),
    Duty.TEAM: Text(zh="组建帮教小组", en="support team complete"),
}
_PER = {
    Per.WEEK: Text(zh="每周一次", en="once a week"),
    Per.MONTH: Text(zh="每月一次", en="once a calendar month"),
    Per.QUARTER: Text(zh="每季度一次", en="once a quarter"),
    Per.HALF_YEAR: Text(zh="每半年（上、下半年）一次", en="once in each half of the year"),
    Per.YEAR: Text(zh="每年一次", en="once a calendar year"),
}
NOT_DUE = Text(zh="不要求", en="not due")


def in_words(shape: Shape | None) -> Text:
    """How often, or until when, something is due.

    >>> in_words(Every(months=6)).en, in_words(TimesAYear((12, 6, 4))).en
    ('every 6 months, from the last time', '12, 6, 4 times in the years of the programme')
    """
    match shape:
        case None:
            return NOT_DUE
        case EachWindow():
            return _PER[shape.per]
        case Every() if shape.months:
            return Text(
                zh=f"每{shape.months}个月一次（自上次起）",
                en=f"every {_count(shape.months, 'month')}, from the last time",
            )
        case Every():
            return Text(
                zh=f"每{shape.days}日一次（自上次起）",
                en=f"every {_count(shape.days, 'day')}, from the last time",
            )
        case TimesAYear():
            return Text(
                zh="执行期各年依次" + "、".join(f"{times}次" for times in shape.times),
                en=f"{', '.join(map(str, shape.times))} times in the years of the programme",
            )
        case _ if shape.working:
            return Text(
                zh=f"{shape.days}个工作日内", en=f"within {_count(shape.days, 'working day')}"
            )
        case _ if shape.days == 0:
            return Text(zh="当日", en="on the day itself")
        case _:
            return Text(zh=f"{shape.days}日内", en=f"within {_count(shape.days, 'day')}")


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def points_in_words(rule: PointsRule | None) -> Text:
    """How many points an entry earns, and how often.

    >>> points_in_words(None).en
    'none'
    """
    if rule is None or not rule.points:
        return Text(zh="不计分", en="none")
    zh, en = [f"每次{rule.points}分"], [f"{_count(rule.points, 'point')} each time"]
    for limit, zh_per, en_per in (
        (rule.most_a_month, "每月", "calendar month"),
        (rule.most_a_year, "每年", "calendar year"),
    ):
        if limit is not None:
            zh.append(f"{zh_per}最多{limit}次")
            en.append(f"{_count(limit, 'time')} a {en_per} at most")
    return Text(zh="，".join(zh), en=", ".join(en))


def where_and_when(holding: Holding) -> Text:
    """For which regions and days something holds; nothing, where it does everywhere and always.

    >>> where_and_when(Holding(regions=("33",), since=date(2026, 1, 1))).en
    'regions 33; from 2026-01-01'
    """
    zh, en = [], []
    if "" not in holding.regions:
        regions = " ".join(holding.regions)
        zh.append(f"地区 {regions}")
        en.append(f"regions {regions}")
    span = days_in_words(holding.since, holding.until)
    return Text(
        zh="；".join([*zh, *filter(None, [span.zh])]), en="; ".join([*en, *filter(None, [span.en])])
    )


def days_in_words(since: date, until: date) -> Text:
    """The days [since, until); nothing, where these are all.

    >>> days_in_words(date.min, date(2026, 1, 1)).en
    'through 2025-12-31'
    """
    zh, en = [], []
    if since != date.min:
        zh.append(f"{since} 起")
        en.append(f"from {since}")
    if until != date.max:
        last = date.fromordinal(until.toordinal() - 1)
        zh.append(f"至 {last}")
        en.append(f"through {last}")
    return Text(zh="，".join(zh), en=" ".join(en))
