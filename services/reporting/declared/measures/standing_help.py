"""What clients live by, day by day: their work, and the help that goes on.

What is not recorded of a client adds nothing. Help that goes on until a planned day is over on it,
unless its end was recorded.
"""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.measures.help import HELP_KIND
from services.reporting.declared.measures.standing import MODELS, OF_TEAMS, reading
from services.reporting.declared.words import ClosedDimension, Measure
from shared.events.cases.employment import Employment
from shared.events.cases.standing import Span
from shared.text import Text

EMPLOYMENT = ClosedDimension("employment", Text(zh="就业情况", en="employment"), Employment)


def _work(span: Span) -> tuple[tuple[str, ...], ...]:
    return () if span.employment is None else ((span.kind, span.employment),)


def _help(span: Span) -> tuple[tuple[str, ...], ...]:
    return tuple((span.kind, each) for each in span.help)


STANDING_WORK = Measure(
    "standing_work",
    (KIND, EMPLOYMENT),
    dict.fromkeys(MODELS, reading(_work)),
    (GROUP,),
    taken_back=False,
    never_without=OF_TEAMS,
)
STANDING_HELP = Measure(
    "standing_help",
    (KIND, HELP_KIND),
    dict.fromkeys(MODELS, reading(_help)),
    (GROUP,),
    taken_back=False,
    never_without=OF_TEAMS,
)
