"""Risk assessments, whose risk rose and fell, summaries and evaluations."""

from services.reporting.declared.measures.assessments import (
    ASSESSMENT_REASONS,
    ASSESSMENTS_BY_SCHEME,
    EVALUATIONS,
    RISK_ASSESSMENTS,
    SUMMARIES,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

ASSESSMENTS_MADE = Indicator(
    code="risk_assessments",
    name=Text(zh="风险评估", en="Risk assessments"),
    unit="次",
    formula=Text(zh="期内完成的风险评估次数", en="risk assessments made"),
    numerator=Selection(RISK_ASSESSMENTS),
)

ASSESSMENTS_MADE_BY_SCHEME = Indicator(
    code="risk_assessments_by_scheme",
    name=Text(zh="按评估标准统计的风险评估", en="Risk assessments by scheme"),
    unit="次",
    formula=Text(
        zh="期内按某一标准、评为某一等级的风险评估次数；不同标准的同名等级含义不同，应按标准分开统计",
        en="risk assessments made, by their scheme and its level; a level of one name is not the"
        " same in two schemes, so ask for each scheme by itself",
    ),
    numerator=Selection(ASSESSMENTS_BY_SCHEME),
)

ASSESSMENTS_WITH_POLICE = Indicator(
    code="risk_assessments_with_police",
    name=Text(zh="会同公安机关完成的风险评估", en="Risk assessments with the police"),
    unit="次",
    formula=Text(
        zh="期内有民警参与的风险评估次数", en="risk assessments in which the police took part"
    ),
    numerator=Selection(ASSESSMENTS_BY_SCHEME, {"with_police": ("yes",)}),
)

ASSESSMENTS_BY_REASON = Indicator(
    code="risk_assessments_by_reason",
    name=Text(zh="各种理由的风险评估", en="Risk assessments by reason"),
    unit="次",
    formula=Text(
        zh="期内以某种理由作出的风险评估次数；一次评估有几种理由就计几次，各理由相加不等于评估总次数",
        en="risk assessments that rest on a reason; one with two reasons counts once for each, so"
        " the reasons do not add up to the number of assessments",
    ),
    numerator=Selection(ASSESSMENT_REASONS),
)

PERSONS_ASSESSED = Indicator(
    code="persons_assessed",
    name=Text(zh="接受风险评估的人数", en="Persons assessed"),
    unit="人",
    formula=Text(
        zh="期内接受过风险评估的人数，同一人只计一次",
        en="persons whose risk was assessed, each counted once",
    ),
    numerator=Selection(RISK_ASSESSMENTS, counting="persons"),
)

_AS_WRITTEN = Text(
    zh="与登记时已有的同一标准的上一次评估相比；此后补记或作废的评估不改变比较结果",
    en="compared with the assessment before it by the same scheme, as it was known when it was"
    " written; what was entered late or made void since changes no comparison",
)

PERSONS_RISK_ROSE = Indicator(
    code="persons_risk_rose",
    name=Text(zh="风险等级上升的人数", en="Persons whose risk rose"),
    unit="人",
    formula=Text(
        zh=f"期内至少有一次评估等级上升的人数，同一人只计一次；{_AS_WRITTEN.zh}",
        en=f"persons with an assessment at a graver level, each counted once; {_AS_WRITTEN.en}",
    ),
    numerator=Selection(ASSESSMENTS_BY_SCHEME, {"change": ("rose",)}, counting="persons"),
)

PERSONS_RISK_FELL = Indicator(
    code="persons_risk_fell",
    name=Text(zh="风险等级下降的人数", en="Persons whose risk fell"),
    unit="人",
    formula=Text(
        zh=f"期内至少有一次评估等级下降的人数，同一人只计一次；{_AS_WRITTEN.zh}",
        en=f"persons with an assessment at a lower level, each counted once; {_AS_WRITTEN.en}",
    ),
    numerator=Selection(ASSESSMENTS_BY_SCHEME, {"change": ("fell",)}, counting="persons"),
)

SUMMARIES_WRITTEN = Indicator(
    code="summaries_written",
    name=Text(zh="半年小结", en="Summaries written"),
    unit="份",
    formula=Text(zh="期内完成的半年小结份数", en="summaries of a half year written"),
    numerator=Selection(SUMMARIES),
)

EVALUATIONS_MADE = Indicator(
    code="evaluations_made",
    name=Text(zh="年度评估", en="Evaluations made"),
    unit="次",
    formula=Text(
        zh="期内完成的年度评估次数，可按评估结果分列",
        en="evaluations of a year made, which can be told apart by their outcome",
    ),
    numerator=Selection(EVALUATIONS),
)
