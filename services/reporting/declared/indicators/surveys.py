"""Surveys, who answered them, and the three rates that are made of answers, each by itself."""

from services.reporting.declared.dimensions import Whether
from services.reporting.declared.measures.surveys import SURVEY_ANSWERS, SURVEYS
from services.reporting.declared.words import Indicator, Selection
from shared.events.outreach.questionnaires import Surveyed
from shared.text import Text
from shared.units import SHEETS

SURVEYS_HELD = Indicator(
    code="surveys_held",
    name=Text(zh="问卷调查", en="Surveys held"),
    unit="次",
    better="high",
    formula=Text(
        zh="期内结束的问卷调查次数，按结束之日计；不含作废和仅作准备的",
        en="surveys that were closed, by the day of closing; void ones and those only prepared"
        " are none",
    ),
    numerator=Selection(SURVEYS),
)

SAMPLE_MET = Indicator(
    code="surveys_sample_met",
    name=Text(zh="问卷调查样本达标率", en="Share of surveys whose sample was met"),
    unit="%",
    better="high",
    formula=Text(
        zh="各人群答卷数均达到计划样本数的调查次数 ÷ 期内结束的调查次数 × 100%",
        en="surveys in which as many of each group answered as planned ÷ surveys closed × 100%",
    ),
    numerator=Selection(SURVEYS, {"sample_met": (Whether.YES,)}),
    denominator=Selection(SURVEYS),
)

SHEETS_ANSWERED = Indicator(
    code="survey_answers",
    name=Text(zh="问卷调查答卷份数", en="Answers to surveys"),
    unit=SHEETS,
    formula=Text(
        zh="期内回收的有效答卷份数，按作答之日计；不记名，同一人参加几次调查计几次",
        en="answers to surveys, by the day they were given; they bear no names, so who answered"
        " two surveys counts twice",
    ),
    numerator=Selection(SURVEY_ANSWERS),
)


def _rate(code: str, name: Text, surveyed: Surveyed, counting: Text) -> Indicator:
    return Indicator(
        code=code,
        name=name,
        unit="%",
        better="high",
        formula=Text(
            zh=f"{counting.zh} ÷ 同类问卷的答卷份数 × 100%；是否计入以各版本问卷写明的标准为准；"
            "答卷少于最小样本数（smallest_sample）的不公布",
            en=f"{counting.en} ÷ answers to such questionnaires × 100%; when an answer counts, the"
            " edition of the questionnaire says; not published where fewer have answered than the"
            " smallest sample",
        ),
        numerator=Selection(SURVEY_ANSWERS, {"surveyed": (surveyed,), "counts": (Whether.YES,)}),
        denominator=Selection(SURVEY_ANSWERS, {"surveyed": (surveyed,)}),
    )


AWARENESS_RATE = _rate(
    "awareness_rate",
    Text(zh="禁毒知识知晓率", en="Awareness rate"),
    Surveyed.AWARENESS,
    Text(zh="知晓禁毒知识的答卷份数", en="answers of people who are aware"),
)
LEGAL_KNOWLEDGE_RATE = _rate(
    "legal_knowledge_rate",
    Text(zh="法律知识普及率", en="Reach of legal knowledge"),
    Surveyed.LEGAL_KNOWLEDGE,
    Text(zh="了解禁毒法律知识的答卷份数", en="answers of people who know the law on drugs"),
)
SATISFACTION_RATE = _rate(
    "satisfaction_rate",
    Text(zh="群众满意度", en="Satisfaction rate"),
    Surveyed.SATISFACTION,
    Text(zh="表示满意的答卷份数", en="answers of people who are satisfied"),
)
