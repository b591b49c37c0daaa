"""How late duties were done, how soon after a reminder, and who is lost."""

from services.reporting.declared.dimensions import Whether
from services.reporting.declared.measures.duties import (
    DUTIES_LATE,
    DUTIES_REMINDED,
    DUTY_DAYS_LATE,
    MEETINGS_DUE,
    Answered,
)
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import DutyOutcome
from shared.text import Text

DONE_LATE = Indicator(
    code="duties_late",
    name=Text(zh="逾期完成事项", en="Duties done late"),
    unit="项",
    better="low",
    formula=Text(
        zh="办理期限最后一天在期内、过期之后才完成的事项数，可按逾期天数分组",
        en="duties whose last day is in the period and that were done after it, by how late",
    ),
    numerator=Selection(DUTIES_LATE),
)

DAYS_LATE = Indicator(
    code="days_late",
    name=Text(zh="逾期天数", en="Days by which duties were late"),
    unit="天",
    better="low",
    formula=Text(
        zh="办理期限最后一天在期内的逾期完成事项，自最后一天至完成之日的天数之和",
        en="the days from the last day of a duty until it was done, added up over the duties of the"
        " period that were done late",
    ),
    numerator=Selection(DUTY_DAYS_LATE),
)

AVERAGE_DAYS_LATE = Indicator(
    code="average_days_late",
    name=Text(zh="平均逾期天数", en="Days late on average"),
    unit="天",
    better="low",
    formula=Text(
        zh="逾期天数之和 ÷ 逾期完成的事项数；按时完成和至今未办的不计",
        en="days by which duties were late ÷ duties done late; those done in time and those not"
        " done are in neither",
    ),
    numerator=Selection(DUTY_DAYS_LATE),
    denominator=Selection(DUTIES_LATE),
    times=1,
)

REMINDED = Indicator(
    code="duties_reminded",
    name=Text(zh="提醒事项", en="Duties with a reminder"),
    unit="项",
    formula=Text(
        zh="办理期限最后一天在期内、列入工作清单“即将到期”时尚未办理的应办事项数，可按提醒后几天完"
        "成分组；免予办理的和无需再办的不计",
        en="duties due whose last day is in the period and that were not done when the worklist"
        " began to show them as due soon, by the days from then until they were done; what was"
        " excused or fell away is left out",
    ),
    numerator=Selection(DUTIES_REMINDED),
)

ANSWERED_IN_3 = Indicator(
    code="answered_within_3_days",
    name=Text(zh="提醒后3天内完成率", en="Share done within 3 days of the reminder"),
    unit="%",
    better="high",
    formula=Text(
        zh="列入“即将到期”之日起3天内完成的 ÷ 提醒事项数 × 100%；提醒前已完成的、免予办理的和无需再"
        "办的均不计",
        en="duties done within 3 days of the day from which the worklist showed them as due soon ÷"
        " duties with a reminder × 100%; what was done before that day, was excused or fell away is"
        " in neither",
    ),
    numerator=Selection(DUTIES_REMINDED, {"answered": (Answered.UP_TO_3,)}),
    denominator=Selection(DUTIES_REMINDED),
)

ANSWERED_IN_7 = Indicator(
    code="answered_within_7_days",
    name=Text(zh="提醒后7天内完成率", en="Share done within 7 days of the reminder"),
    unit="%",
    better="high",
    formula=Text(
        zh="列入“即将到期”之日起7天内完成的 ÷ 提醒事项数 × 100%；提醒前已完成的、免予办理的和无需再"
        "办的均不计",
        en="duties done within 7 days of the day from which the worklist showed them as due soon ÷"
        " duties with a reminder × 100%; what was done before that day, was excused or fell away is"
        " in neither",
    ),
    numerator=Selection(DUTIES_REMINDED, {"answered": (Answered.UP_TO_3, Answered.UP_TO_7)}),
    denominator=Selection(DUTIES_REMINDED),
)

LOST_RATE = Indicator(
    code="lost_rate",
    name=Text(zh="失控率", en="Share of clients lost"),
    unit="%",
    better="low",
    formula=Text(
        zh="期内到期的应见面次数中，连续未见面次数已达到当地规定（未另行规定的为3次）的次数 ÷ 应见"
        "面次数 × 100%；每月见面一次的，当月即失控人数 ÷（在控人数＋失控人数）；免予办理的和无需再"
        "办的不计。口径来自工作实践，法律没有规定",
        en="times at which a client was to be met, with the last day in the period, and by which"
        " the meetings that failed one after the other were as many as the place's policy says (3"
        " where it says nothing) ÷ times at which a client was to be met × 100%; with one meeting a"
        " month, of one month: lost ÷ (controlled + lost). What was excused or fell away is in"
        " neither. The rule is practice, no law has one",
    ),
    numerator=Selection(MEETINGS_DUE, {"lost": (Whether.YES,)}),
    denominator=Selection(MEETINGS_DUE),
)

CLIENTS_LOST = Indicator(
    code="clients_lost",
    name=Text(zh="失控人员", en="Clients lost"),
    unit="人",
    better="low",
    formula=Text(
        zh="连续未见面次数到期末已达到当地规定、到查询之时（指定登记截止日的，到该日）仍未再见面的人"
        "数；见面补登之后不再计入，查询以往期间也是如此",
        en="clients whose meetings failed one after the other as often as the place's policy says,"
        " by the end of the period, and who have not been met since until the moment of the"
        " question, or of as_of; who is met, or whose meeting is entered late, is lost no more, for"
        " past periods either",
    ),
    numerator=Selection(
        MEETINGS_DUE,
        {"duty_outcome": (DutyOutcome.OVERDUE,), "lost": (Whether.YES,)},
        "stock",
    ),
)
