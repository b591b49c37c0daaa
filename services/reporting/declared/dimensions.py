"""Dimensions that several measures share."""

from services.reporting.declared.words import ClosedDimension, Grouping
from shared.events.cases.case import CaseKind
from shared.text import Text

PROGRAMME = "programme"
AT_LARGE = "at_large"

KIND = ClosedDimension("kind", Text(zh="类别", en="kind of case"), CaseKind)

GROUP = Grouping(
    "group",
    Text(zh="人群", en="group"),
    KIND,
    {
        CaseKind.DETOXIFICATION: PROGRAMME,
        CaseKind.REHABILITATION: PROGRAMME,
        CaseKind.AT_LARGE: AT_LARGE,
    },
)
