"""How cases end, and whether police, family and street were told in time."""

from services.reporting.declared.dimensions import PROGRAMME
from services.reporting.declared.indicators.duties import AMONG_DUE
from services.reporting.declared.indicators.duties_rates import due, in_time
from services.reporting.declared.measures.endings import ENDING_NOTICES, ENDINGS, Served
from services.reporting.declared.words import Indicator, Selection
from shared.events.cases.duties import Duty
from shared.events.cases.endings import DrugUse, Ending
from shared.text import Text

_COMPLETED = (Ending.COMPLETED,)

CASES_ENDED = Indicator(
    code="cases_ended",
    name=Text(zh="终止档案", en="Cases ended"),
    unit="份次",
    formula=Text(
        zh="终止日期在期内的档案数；恢复后再次终止的另计一次",
        en="cases that ended in the period; one that was opened again and ended again counts twice",
    ),
    numerator=Selection(ENDINGS),
)

PROGRAMMES_COMPLETED = Indicator(
    code="programmes_completed",
    name=Text(zh="期满解除", en="Programmes completed"),
    unit="人次",
    better="high",
    formula=Text(
        zh="期内社区戒毒、社区康复期满解除的人次",
        en="programmes that ended in the period because they were completed",
    ),
    numerator=Selection(ENDINGS, {"ending": _COMPLETED}),
)

RECOVERED = Indicator(
    code="recovered",
    name=Text(zh="满三年未复吸解除", en="Completed, abstinent after 36 months"),
    unit="人次",
    better="high",
    formula=Text(
        zh="期内期满解除、执行满36个月且终止时未吸毒的人次；中止和终止期间不计，已在他处执行的期限"
        "计入",
        en="programmes completed in the period after 36 months or more, by clients who were"
        " abstinent at the end; suspensions and closed time do not count, time served elsewhere"
        " does",
    ),
    numerator=Selection(
        ENDINGS,
        {"ending": _COMPLETED, "served": (Served.FROM_36,), "drug_use": (DrugUse.ABSTINENT,)},
    ),
)

SHARE_COMPLETED = Indicator(
    code="share_completed",
    name=Text(zh="期满解除率", en="Share of programmes that ended by completion"),
    unit="%",
    better="high",
    formula=Text(
        zh="期内期满解除的社区戒毒、社区康复人次 ÷ 期内以各种方式终止的社区戒毒、社区康复人次"
        " × 100%",
        en="programmes completed in the period ÷ programmes that ended in it in any way × 100%",
    ),
    numerator=Selection(ENDINGS, {"group": (PROGRAMME,), "ending": _COMPLETED}),
    denominator=Selection(ENDINGS, {"group": (PROGRAMME,)}),
)

NOTICES_OF_ENDINGS = Indicator(
    code="ending_notices",
    name=Text(zh="终止通知", en="Notices of an ending"),
    unit="次",
    formula=Text(
        zh="期内将档案终止告知公安机关、家属或街道（乡镇）的次数",
        en="notices of an ending that were given to the police, the family, or the street or town"
        " in the period",
    ),
    numerator=Selection(ENDING_NOTICES),
)

NOTICES_IN_TIME = Indicator(
    code="ending_notices_in_time",
    name=Text(zh="终止通知按时率", en="Share of notices of an ending given in time"),
    unit="%",
    better="high",
    formula=Text(
        zh=f"按期将档案终止告知公安机关、家属的次数 ÷ 应告知次数 × 100%；{AMONG_DUE.zh}",
        en="notices of an ending to the police or the family that were given by the last day for it"
        f" ÷ notices due × 100%; {AMONG_DUE.en}",
    ),
    numerator=in_time(Duty.ENDING_NOTICE),
    denominator=due(Duty.ENDING_NOTICE),
)
