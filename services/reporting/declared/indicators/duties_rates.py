"""The rates of what was due: each done ÷ due, or done in time ÷ due."""

from collections.abc import Callable
from typing import TypeAlias

from services.reporting.declared.indicators.duties import AMONG_DUE
from services.reporting.declared.measures.duties import DONE, DUE, DUTIES
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty, DutyOutcome
from shared.text import Text

Part: TypeAlias = Callable[[Duty], Selection]


def due(duty: Duty) -> Selection:
    """Every time that a duty was due."""
    return Selection(DUTIES, {"duty": (duty,), "duty_outcome": DUE})


def done(duty: Duty) -> Selection:
    """Every time that a duty was due and done, in time or late."""
    return Selection(DUTIES, {"duty": (duty,), "duty_outcome": DONE})


def in_time(duty: Duty) -> Selection:
    """Every time that a duty was due and done by its last day."""
    return Selection(DUTIES, {"duty": (duty,), "duty_outcome": (DutyOutcome.MET,)})


def _rate(code: str, name: Text, duty: Duty, part: Part, formula: Text) -> Indicator:
    """What was done of what was due of a duty, or done in time, by a formula that says so."""
    return Indicator(
        code=code,
        name=name,
        unit="%",
        better="high",
        formula=Text(
            zh=f"{formula.zh} × 100%；{AMONG_DUE.zh}", en=f"{formula.en} × 100%; {AMONG_DUE.en}"
        ),
        numerator=part(duty),
        denominator=due(duty),
    )


REPORT_IN_RATE = _rate(
    "report_in_rate",
    Text(zh="报到率", en="Share reported in"),
    Duty.REPORT_IN,
    done,
    Text(
        zh="已报到的次数（含逾期报到）÷ 应报到次数",
        en="clients who reported in, in time or late ÷ those who were due to report in",
    ),
)

REPORTED_IN_TIME = _rate(
    "reported_in_on_time",
    Text(zh="按时报到率", en="Share reported in on time"),
    Duty.REPORT_IN,
    in_time,
    Text(
        zh="按时报到的次数 ÷ 应报到次数",
        en="clients who reported in by the last day for it ÷ those who were due to report in",
    ),
)

AGREEMENT_RATE = _rate(
    "agreement_rate",
    Text(zh="协议签订率", en="Share of agreements signed"),
    Duty.AGREEMENT,
    done,
    Text(
        zh="已签订协议的份数（含逾期签订）÷ 应签订份数",
        en="agreements signed, in time or late ÷ agreements due",
    ),
)

MEETING_RATE = _rate(
    "meeting_rate",
    Text(zh="见面率", en="Share of meetings held"),
    Duty.CONTACT,
    done,
    Text(
        zh="在应见面的时段内见了面的次数 ÷ 应见面次数",
        en="times in which the client was met as the policy asks ÷ times in which the client"
        " was to be met",
    ),
)

DUE_TESTS_RATE = _rate(
    "due_tests_rate",
    Text(zh="尿检率", en="Share of tests due that were done"),
    Duty.TEST,
    done,
    Text(
        zh="已完成的定期检测次数（不分检测方法，含逾期完成）÷ 应检次数",
        en="tests of the programme's years that were done, by whatever method, in time or late"
        " ÷ tests due",
    ),
)

APPOINTED_TESTS_RATE = _rate(
    "appointed_tests_rate",
    Text(zh="预约检测完成率", en="Share of appointed tests done"),
    Duty.APPOINTED_TEST,
    done,
    Text(
        zh="已完成的预约检测次数（含逾期完成）÷ 应完成的预约检测次数",
        en="tests that were appointed and done, on their day or later ÷ tests appointed",
    ),
)

ASSESSMENT_RATE = _rate(
    "assessment_rate",
    Text(zh="评估率", en="Share of risk assessments made"),
    Duty.ASSESSMENT,
    done,
    Text(
        zh="已完成的风险评估次数（含逾期完成）÷ 应评估次数",
        en="risk assessments made, in time or late ÷ risk assessments due",
    ),
)

SUMMARY_RATE = _rate(
    "summary_rate",
    Text(zh="半年小结完成率", en="Share of summaries written"),
    Duty.SUMMARY,
    done,
    Text(
        zh="已完成的半年小结份数（含逾期完成）÷ 应完成份数",
        en="summaries written, in time or late ÷ summaries due",
    ),
)

EVALUATION_RATE = _rate(
    "evaluation_rate",
    Text(zh="年度评估完成率", en="Share of evaluations made"),
    Duty.EVALUATION,
    done,
    Text(
        zh="已完成的年度评估次数（含逾期完成）÷ 应评估次数",
        en="evaluations of a year made, in time or late ÷ evaluations due",
    ),
)

REGULAR_REPORT_RATE = _rate(
    "regular_report_rate",
    Text(zh="定期报到率", en="Share of regular reports made"),
    Duty.REGULAR_REPORT,
    done,
    Text(
        zh="已完成的定期报到次数（含逾期报到）÷ 应报到次数",
        en="regular reports made, in time or late ÷ regular reports due",
    ),
)

CRISES_IN_TIME = _rate(
    "crises_followed_up_in_time",
    Text(zh="危机跟进及时率", en="Share of crises followed up in time"),
    Duty.CRISIS_FOLLOW_UP,
    in_time,
    Text(
        zh="按时跟进的危机件数 ÷ 应跟进件数",
        en="crises followed up by the last day for it ÷ crises that were due a follow-up",
    ),
)

TERMS_ENDED_IN_TIME = _rate(
    "terms_ended_in_time",
    Text(zh="期满按时办理率", en="Share of terms ended in time"),
    Duty.END_OF_TERM,
    in_time,
    Text(
        zh="期满后按时办理终止的件数 ÷ 期满应办件数",
        en="programmes ended by the last day for it after their term was over ÷ programmes"
        " whose term was over",
    ),
)

TEAM_RATE = _rate(
    "team_rate",
    Text(zh="帮教小组组建率", en="Share of support teams completed"),
    Duty.TEAM,
    done,
    Text(
        zh="成员已配齐的次数（含逾期配齐）÷ 应配齐次数",
        en="teams completed, in time or late ÷ times that a team was to be complete",
    ),
)

TEAM_IN_TIME = _rate(
    "teams_complete_in_time",
    Text(zh="帮教小组按时组建率", en="Share of support teams completed in time"),
    Duty.TEAM,
    in_time,
    Text(
        zh="按时配齐成员的次数 ÷ 应配齐次数",
        en="teams completed by the last day for it ÷ times that a team was to be complete",
    ),
)
