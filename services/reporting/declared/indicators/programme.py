"""The steps of a programme: reporting in, the agreement, and suspensions."""

from services.reporting.declared.measures.programme import AGREEMENTS, REPORTED_IN, SUSPENSIONS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

CLIENTS_REPORTED_IN = Indicator(
    code="reported_in",
    name=Text(zh="报到", en="Reported in"),
    unit="人次",
    formula=Text(zh="期内报到的次数", en="clients' reportings in"),
    numerator=Selection(REPORTED_IN),
)

AGREEMENTS_SIGNED = Indicator(
    code="agreements_signed",
    name=Text(zh="签订协议", en="Agreements signed"),
    unit="份",
    formula=Text(zh="期内签订的协议份数", en="agreements signed"),
    numerator=Selection(AGREEMENTS),
)

PROGRAMMES_SUSPENDED = Indicator(
    code="suspensions",
    name=Text(zh="中止执行", en="Programmes suspended"),
    unit="人次",
    formula=Text(
        zh="期内社区戒毒、社区康复中止执行的次数",
        en="suspensions of a programme in the period",
    ),
    numerator=Selection(SUSPENSIONS),
)
