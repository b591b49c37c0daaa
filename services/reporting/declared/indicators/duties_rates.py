"""The rates of what was due: each done ÷ due, or done in time ÷ due."""

from services.reporting.declared.indicators.duties import AMONG_DUE
from services.reporting.declared.measures.duties import DONE, DUE, DUTIES
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty, DutyOutcome
from shared.text import Text


def due(duty: Duty) -> Selection:
    """Every time that a duty was due."""
    return Selection(DUTIES, {"duty": (duty,), "duty_outcome": DUE})


def done(duty: Duty) -> Selection:
    """Every time that a duty was due and done, in time or late."""
    return Selection(DUTIES, {"duty": (duty,), "duty_outcome": DONE})


def in_time(duty: Duty) -> Selection:
    """Every time that a duty was due and done by its last day."""
    return Selection(DUTIES, {"duty": (duty,), "duty_outcome": (DutyOutcome.MET,)})


REPORT_IN_RATE = Indicator(
    code="report_in_rate",
    name=Text(zh="报到率", en="Share reported in"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已报到的次数（含逾期报到）÷ 应报到次数 × 100%；{AMONG_DUE.zh}",
        en="clients who reported in, in time or late ÷ those who were due to report in × 100%;"
        f" {AMONG_DUE.en}",
    ),
    numerator=done(Duty.REPORT_IN),
    denominator=due(Duty.REPORT_IN),
)

REPORTED_IN_TIME = Indicator(
    code="reported_in_on_time",
    name=Text(zh="按时报到率", en="Share reported in on time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"按时报到的次数 ÷ 应报到次数 × 100%；{AMONG_DUE.zh}",
        en="clients who reported in by the last day for it ÷ those who were due to report in ×"
        f" 100%; {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.REPORT_IN),
    denominator=due(Duty.REPORT_IN),
)

AGREEMENT_RATE = Indicator(
    code="agreement_rate",
    name=Text(zh="协议签订率", en="Share of agreements signed"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已签订协议的份数（含逾期签订）÷ 应签订份数 × 100%；{AMONG_DUE.zh}",
        en=f"agreements signed, in time or late ÷ agreements due × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.AGREEMENT),
    denominator=due(Duty.AGREEMENT),
)

MEETING_RATE = Indicator(
    code="meeting_rate",
    name=Text(zh="见面率", en="Share of meetings held"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"在应见面的时段内见了面的次数 ÷ 应见面次数 × 100%；{AMONG_DUE.zh}",
        en="times in which the client was met as the policy asks ÷ times in which the client was"
        f" to be met × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.CONTACT),
    denominator=due(Duty.CONTACT),
)

DUE_TESTS_RATE = Indicator(
    code="due_tests_rate",
    name=Text(zh="尿检率", en="Share of tests due that were done"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已完成的定期检测次数（不分检测方法，含逾期完成）÷ 应检次数 × 100%；{AMONG_DUE.zh}",
        en="tests of the programme's years that were done, by whatever method, in time or late ÷"
        f" tests due × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.TEST),
    denominator=due(Duty.TEST),
)

APPOINTED_TESTS_RATE = Indicator(
    code="appointed_tests_rate",
    name=Text(zh="预约检测完成率", en="Share of appointed tests done"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已完成的预约检测次数（含逾期完成）÷ 应完成的预约检测次数 × 100%；{AMONG_DUE.zh}",
        en="tests that were appointed and done, on their day or later ÷ tests appointed × 100%;"
        f" {AMONG_DUE.en}",
    ),
    numerator=done(Duty.APPOINTED_TEST),
    denominator=due(Duty.APPOINTED_TEST),
)

ASSESSMENT_RATE = Indicator(
    code="assessment_rate",
    name=Text(zh="评估率", en="Share of risk assessments made"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已完成的风险评估次数（含逾期完成）÷ 应评估次数 × 100%；{AMONG_DUE.zh}",
        en=f"risk assessments made, in time or late ÷ risk assessments due × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.ASSESSMENT),
    denominator=due(Duty.ASSESSMENT),
)

SUMMARY_RATE = Indicator(
    code="summary_rate",
    name=Text(zh="半年小结完成率", en="Share of summaries written"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已完成的半年小结份数（含逾期完成）÷ 应完成份数 × 100%；{AMONG_DUE.zh}",
        en=f"summaries written, in time or late ÷ summaries due × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.SUMMARY),
    denominator=due(Duty.SUMMARY),
)

EVALUATION_RATE = Indicator(
    code="evaluation_rate",
    name=Text(zh="年度评估完成率", en="Share of evaluations made"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已完成的年度评估次数（含逾期完成）÷ 应评估次数 × 100%；{AMONG_DUE.zh}",
        en=f"evaluations of a year made, in time or late ÷ evaluations due × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.EVALUATION),
    denominator=due(Duty.EVALUATION),
)

REGULAR_REPORT_RATE = Indicator(
    code="regular_report_rate",
    name=Text(zh="定期报到率", en="Share of regular reports made"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"已完成的定期报到次数（含逾期报到）÷ 应报到次数 × 100%；{AMONG_DUE.zh}",
        en=f"regular reports made, in time or late ÷ regular reports due × 100%; {AMONG_DUE.en}",
    ),
    numerator=done(Duty.REGULAR_REPORT),
    denominator=due(Duty.REGULAR_REPORT),
)

CRISES_IN_TIME = Indicator(
    code="crises_followed_up_in_time",
    name=Text(zh="危机跟进及时率", en="Share of crises followed up in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"按时跟进的危机件数 ÷ 应跟进件数 × 100%；{AMONG_DUE.zh}",
        en="crises followed up by the last day for it ÷ crises that were due a follow-up × 100%;"
        f" {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.CRISIS_FOLLOW_UP),
    denominator=due(Duty.CRISIS_FOLLOW_UP),
)

TERMS_ENDED_IN_TIME = Indicator(
    code="terms_ended_in_time",
    name=Text(zh="期满按时办理率", en="Share of terms ended in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"期满后按时办理终止的件数 ÷ 期满应办件数 × 100%；{AMONG_DUE.zh}",
        en="programmes ended by the last day for it after their term was over ÷ programmes whose"
        f" term was over × 100%; {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.END_OF_TERM),
    denominator=due(Duty.END_OF_TERM),
)
