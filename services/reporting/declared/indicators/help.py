"""Help by kind and amount, persons helped, and needs."""

from services.reporting.declared.measures.help import (
    HELP_AMOUNTS,
    HELP_ENDS,
    HELP_GIVEN,
    HELP_REFUSALS,
    HELP_REQUESTS,
    NEEDS,
    NEEDS_CLOSED,
    NEEDS_OPEN,
)
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text
from shared.units import FEN

HELPED = Indicator(
    code="help_given",
    name=Text(zh="帮扶", en="Help given"),
    unit="人次",
    formula=Text(
        zh="期内给予或开始的帮扶人次，持续的帮扶按开始之日计一次",
        en="times that help was given in the period; help that goes on counts once, on its first"
        " day",
    ),
    numerator=Selection(HELP_GIVEN),
)

PERSONS_HELPED = Indicator(
    code="persons_helped",
    name=Text(zh="帮扶人数", en="Persons helped"),
    unit="人",
    formula=Text(
        zh="期内给予或开始过帮扶的人数，同一人只计一次",
        en="persons to whom help was given in the period, each counted once",
    ),
    numerator=Selection(HELP_GIVEN, counting="persons"),
)

AMOUNT = Indicator(
    code="help_amount",
    name=Text(zh="一次性帮扶金额", en="Amount of help given once"),
    unit=FEN,
    formula=Text(
        zh="期内一次性帮扶的金额合计；持续的帮扶按月发放，不计入",
        en="what was given once in the period; what is given each month is not in it",
    ),
    numerator=Selection(HELP_AMOUNTS),
)

REQUESTED = Indicator(
    code="help_requested",
    name=Text(zh="帮扶申请", en="Applications for help"),
    unit="件",
    formula=Text(zh="期内提出的帮扶申请件数", en="applications for help in the period"),
    numerator=Selection(HELP_REQUESTS),
)

REFUSED = Indicator(
    code="help_refused",
    name=Text(zh="未获批准的帮扶申请", en="Applications refused"),
    unit="件",
    better="low",
    formula=Text(
        zh="期内未获批准的帮扶申请件数，按决定之日计",
        en="applications for help that were refused in the period, on the day of the refusal",
    ),
    numerator=Selection(HELP_REFUSALS),
)

ENDED = Indicator(
    code="help_ended",
    name=Text(zh="结束的帮扶", en="Help that ended"),
    unit="件",
    formula=Text(
        zh="期内登记结束的持续帮扶件数，可按结束原因分组",
        en="help that went on and whose end in the period was recorded, for whatever reason",
    ),
    numerator=Selection(HELP_ENDS),
)

NEEDED = Indicator(
    code="needs_assessed",
    name=Text(zh="评估发现的需求", en="Needs found"),
    unit="件",
    formula=Text(
        zh="期内评估发现的需求件数；一人有几项需求计几件",
        en="needs that were found in the period; several of one person are counted one by one",
    ),
    numerator=Selection(NEEDS),
)

CLOSED = Indicator(
    code="needs_closed",
    name=Text(zh="办结的需求", en="Needs closed"),
    unit="件",
    formula=Text(
        zh="期内办结的需求件数，含不再需要和重新评估的，可按办结情况分组",
        en="needs that were closed in the period: met, fallen away or assessed anew",
    ),
    numerator=Selection(NEEDS_CLOSED),
)

OPEN_NEEDS = Indicator(
    code="open_needs",
    name=Text(zh="未办结的需求", en="Open needs"),
    unit="件",
    better="low",
    formula=Text(
        zh="期末已评估发现而尚未办结的需求件数",
        en="needs that were found until the end of the period and not closed until then",
    ),
    numerator=Selection(NEEDS_OPEN, counting="stock"),
)
