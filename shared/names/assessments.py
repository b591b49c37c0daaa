"""The codes of assessments and evaluations by name, for people. Pure."""

from collections.abc import Mapping

from shared.events.cases.assessments import Evaluated, LevelChange, RiskReason
from shared.text import Text

REASONS: Mapping[RiskReason, Text] = {
    RiskReason.RECENT_USE: Text(zh="近期吸毒", en="recent use"),
    RiskReason.POSITIVE_TEST: Text(zh="检测阳性", en="positive test"),
    RiskReason.MISSED_TESTS: Text(zh="未按时检测", en="missed tests"),
    RiskReason.NOT_REACHED: Text(zh="联系不上", en="cannot be reached"),
    RiskReason.MENTAL_HEALTH: Text(zh="精神状况异常", en="state of mind"),
    RiskReason.VIOLENCE: Text(zh="有暴力倾向", en="violence"),
    RiskReason.NO_INCOME: Text(zh="无稳定收入", en="no steady income"),
    RiskReason.NO_FAMILY: Text(zh="无家庭支持", en="no support from a family"),
    RiskReason.STABLE_LIFE: Text(zh="生活稳定", en="stable life"),
    RiskReason.LONG_ABSTINENCE: Text(zh="长期未复吸", en="long abstinence"),
}
EVALUATED: Mapping[Evaluated, Text] = {
    Evaluated.KEPT: Text(zh="遵守协议", en="kept"),
    Evaluated.PARTLY_KEPT: Text(zh="部分遵守协议", en="partly kept"),
    Evaluated.NOT_KEPT: Text(zh="未遵守协议", en="not kept"),
}
CHANGES: Mapping[LevelChange, Text] = {
    LevelChange.ROSE: Text(zh="等级上升", en="rose"),
    LevelChange.FELL: Text(zh="等级下降", en="fell"),
    LevelChange.SAME: Text(zh="等级未变", en="same as before"),
    LevelChange.NOT_COMPARED: Text(zh="未作比较", en="not compared"),
}
