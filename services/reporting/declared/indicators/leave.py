"""Leave: absences by reason, their days, and returns on time."""

from services.reporting.declared.indicators.duties import AMONG_DUE
from services.reporting.declared.indicators.duties_rates import due, in_time
from services.reporting.declared.measures.leave import LEAVE_DAYS, LEAVE_RETURNS, LEAVES
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty
from shared.text import Text

LEAVES_TAKEN = Indicator(
    code="leaves",
    name=Text(zh="请假", en="Leaves"),
    unit="人次",
    formula=Text(
        zh="离开日期在期内的请假次数（登记报告的外出）",
        en="reported absences that began in the period",
    ),
    numerator=Selection(LEAVES),
)

DAYS_OF_LEAVE = Indicator(
    code="leave_days",
    name=Text(zh="请假天数", en="Days of leave"),
    unit="天",
    formula=Text(
        zh="请假天数：离开日计入、返回日不计；续假自原返回日计入，提前或逾期的天数在销假日增减",
        en="days away: the day of leaving counts, the first day back does not; an extension counts"
        " on the first day back of before, days not taken or overstayed on the day of the return",
    ),
    numerator=Selection(LEAVE_DAYS),
)

RETURNS_FROM_LEAVE = Indicator(
    code="leave_returns",
    name=Text(zh="销假", en="Returns from leave"),
    unit="人次",
    formula=Text(zh="期内销假的次数", en="returns from leave"),
    numerator=Selection(LEAVE_RETURNS),
)

LATE_RETURNS = Indicator(
    code="late_returns",
    name=Text(zh="逾期销假", en="Late returns from leave"),
    unit="人次",
    better="low",
    formula=Text(
        zh="销假日期晚于应返回日期的次数", en="returns after the day that was said at last"
    ),
    numerator=Selection(LEAVE_RETURNS, {"promptness": ("late",)}),
)

RETURNED_ON_TIME = Indicator(
    code="returned_on_time",
    name=Text(zh="按时销假率", en="Share of returns on time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"应返回日期当日或之前销假的次数 ÷ 应销假次数 × 100%；{AMONG_DUE.zh}",
        en="returns on the day that was said at last, or before ÷ returns due × 100%;"
        f" {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.RETURN_FROM_LEAVE),
    denominator=due(Duty.RETURN_FROM_LEAVE),
)
