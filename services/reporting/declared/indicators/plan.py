"""Plans: goals set, what became of them, the share met; and reports that close a file."""

from services.reporting.declared.indicators.duties import AMONG_DUE
from services.reporting.declared.indicators.duties_rates import due, in_time
from services.reporting.declared.measures.closing import CLOSING_REPORTS
from services.reporting.declared.measures.plan import GOALS_CLOSED, GOALS_SET, PLAN_REVIEWS
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty
from shared.events.cases.plan import GoalOutcome
from shared.text import Text

GOALS = Indicator(
    code="goals_set",
    name=Text(zh="设定的帮教目标", en="Goals set"),
    unit="项目标",
    formula=Text(zh="期内设定的帮教目标项数", en="goals of plans that were set in the period"),
    numerator=Selection(GOALS_SET),
)

GOALS_BY_OUTCOME = Indicator(
    code="goals_closed",
    name=Text(zh="完结的帮教目标", en="Goals met or dropped"),
    unit="项目标",
    formula=Text(
        zh="期内达成或取消的帮教目标项数，可按目标、结果、是否在期限内分列",
        en="goals that were met or dropped in the period, by goal, outcome and whether in time",
    ),
    numerator=Selection(GOALS_CLOSED),
)

GOALS_MET = Indicator(
    code="goals_met_share",
    name=Text(zh="帮教目标达成率", en="Share of goals met"),
    unit="%",
    better="high",
    formula=Text(
        zh="截至期末已达成的帮教目标项数 ÷ 截至期末设定的全部目标项数 × 100%；作废的不计",
        en="goals that were met by the end of the period ÷ all goals that were set by then × 100%;"
        " what is void is in neither",
    ),
    numerator=Selection(GOALS_CLOSED, {"goal_outcome": (GoalOutcome.MET,)}, "stock"),
    denominator=Selection(GOALS_SET, counting="stock"),
)

REVIEWS = Indicator(
    code="plan_reviews",
    name=Text(zh="帮教计划检视", en="Reviews of plans"),
    unit="次",
    formula=Text(zh="期内检视帮教计划的次数", en="times that a plan was looked through"),
    numerator=Selection(PLAN_REVIEWS),
)

CLOSING_REPORTS_SIGNED = Indicator(
    code="closing_reports",
    name=Text(zh="结案报告", en="Closing reports"),
    unit="份",
    formula=Text(
        zh="签署日期在期内的结案报告份数，可按终止方式分列",
        en="closing reports that were signed in the period, by the ending",
    ),
    numerator=Selection(CLOSING_REPORTS),
)

CLOSING_REPORTS_IN_TIME = Indicator(
    code="closing_reports_in_time",
    name=Text(zh="结案报告及时率", en="Share of closing reports signed in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"按时签署的结案报告份数 ÷ 应签署份数 × 100%；{AMONG_DUE.zh}",
        en="closing reports that were signed by the last day for it ÷ those that were due × 100%;"
        f" {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.CLOSING_REPORT),
    denominator=due(Duty.CLOSING_REPORT),
)
