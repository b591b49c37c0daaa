"""Cases that come in: opened, opened again, and changed from one kind to another."""

from services.reporting.declared.measures.cases import CASES_OPENED, CASES_REOPENED, KIND_CHANGES
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

NEW_CASES = Indicator(
    code="cases_opened",
    name=Text(zh="新建档案", en="Cases opened"),
    unit="份",
    formula=Text(
        zh="决定日期在期内的档案数（日期不详的不计）",
        en="cases whose day of decision lies in the period (those without one are left out)",
    ),
    numerator=Selection(CASES_OPENED),
)

REOPENED_CASES = Indicator(
    code="cases_reopened",
    name=Text(zh="恢复档案", en="Cases opened again"),
    unit="份次",
    formula=Text(
        zh="期内终止后又恢复的档案数；一份档案恢复两次计两次",
        en="cases that were opened again after their end; one that was twice counts twice",
    ),
    numerator=Selection(CASES_REOPENED),
)

CHANGES_OF_KIND = Indicator(
    code="kind_changes",
    name=Text(zh="类别变更", en="Changes of kind"),
    unit="份次",
    formula=Text(
        zh="期内由一种类别变更为另一种类别的档案数；“类别”为变更后的类别，“原类别”为变更前的类别",
        en="changes of a case from one kind to another; the kind is the new one, the kind before"
        " the one that it was",
    ),
    numerator=Selection(KIND_CHANGES),
)
