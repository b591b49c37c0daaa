"""Counselling: sessions, persons, the crises that were answered, and motivation."""

from services.reporting.declared.dimensions import Whether
from services.reporting.declared.measures.counselling import COUNSELLING, COUNSELLING_STAGES
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

SESSIONS = Indicator(
    code="counselling_sessions",
    name=Text(zh="心理咨询", en="Counselling"),
    unit="人次",
    formula=Text(
        zh="期内由有资质的人员进行的心理咨询人次；咨询师不在名册中的，资质以填写单位所填为准",
        en="talks of qualified counsellors with clients in the period; the qualification of who is"
        " in no roster is as the agency says that wrote the entry",
    ),
    numerator=Selection(COUNSELLING),
)

CHECKED_RATE = Indicator(
    code="counselling_of_roster_rate",
    name=Text(zh="心理咨询资质核验率", en="Share of counselling by counsellors of the rosters"),
    unit="%",
    better="high",
    formula=Text(
        zh="期内由名册中登记有当日有效资质的咨询师进行的心理咨询人次 ÷ 期内心理咨询人次",
        en="talks of counsellors whose qualification stood in the roster, valid on the day ÷ all"
        " talks of counsellors in the period",
    ),
    numerator=Selection(COUNSELLING, {"of_roster": (Whether.YES,)}),
    denominator=Selection(COUNSELLING),
)

PERSONS_COUNSELLED = Indicator(
    code="persons_counselled",
    name=Text(zh="接受心理咨询的人数", en="Persons counselled"),
    unit="人",
    formula=Text(
        zh="期内接受过心理咨询的人数，同一人只计一次",
        en="persons who were counselled in the period, each counted once",
    ),
    numerator=Selection(COUNSELLING, counting="persons"),
)

CRISES_COUNSELLED = Indicator(
    code="crises_answered_by_counselling",
    name=Text(zh="回应危机的心理咨询", en="Counselling that answered a crisis"),
    unit="人次",
    formula=Text(
        zh="期内为回应联系中发现的危机而进行的心理咨询人次",
        en="talks of counsellors in the period that answered a crisis which was seen at a contact",
    ),
    numerator=Selection(COUNSELLING, {"answers_crisis": (Whether.YES,)}),
)

BY_STAGE = Indicator(
    code="counselling_by_stage",
    name=Text(zh="按戒毒动机阶段统计的心理咨询", en="Counselling by stage of motivation"),
    unit="人次",
    formula=Text(
        zh="期内登记了戒毒动机阶段的心理咨询人次",
        en="talks of counsellors in the period that say which stage of motivation was found",
    ),
    numerator=Selection(COUNSELLING_STAGES),
)

MOTIVATED = Indicator(
    code="persons_motivation_forward",
    name=Text(zh="戒毒动机前进的人数", en="Persons whose motivation grew"),
    unit="人",
    better="high",
    formula=Text(
        zh="期内至少有一次咨询登记的动机阶段较上一次前进的人数，同一人只计一次；与登记时已有的上一次相比",
        en="persons of whom a talk found a further stage than the talk before, as it was known when"
        " it was written; each counted once",
    ),
    numerator=Selection(COUNSELLING_STAGES, {"stage_change": ("forward",)}, counting="persons"),
)
