"""Names of what assessments and evaluations say in codes. Pure."""

from collections.abc import Mapping

from shared.events.cases.assessments import Evaluated, RiskReason
from shared.text import Text

RISK_REASONS: Mapping[RiskReason, Text] = {
    RiskReason.RECENT_USE: Text(zh="近期吸毒", en="recent use"),
    RiskReason.POSITIVE_TEST: Text(zh="检测阳性", en="positive test"),
    RiskReason.MISSED_TESTS: Text(zh="未按时检测", en="missed tests"),
    RiskReason.NOT_REACHED: Text(zh="失联", en="not reached"),
    RiskReason.MENTAL_HEALTH: Text(zh="心理或精神问题", en="mental health"),
    RiskReason.VIOLENCE: Text(zh="有暴力倾向", en="violence"),
    RiskReason.NO_INCOME: Text(zh="无收入", en="no income"),
    RiskReason.NO_FAMILY: Text(zh="无家人支持", en="no family support"),
    RiskReason.STABLE_LIFE: Text(zh="生活稳定", en="stable life"),
    RiskReason.LONG_ABSTINENCE: Text(zh="长期未复吸", en="long abstinence"),
}
EVALUATED: Mapping[Evaluated, Text] = {
    Evaluated.KEPT: Text(zh="履行协议", en="programme kept"),
    Evaluated.PARTLY_KEPT: Text(zh="部分履行协议", en="programme partly kept"),
    Evaluated.NOT_KEPT: Text(zh="未履行协议", en="programme not kept"),
}
