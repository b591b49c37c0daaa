"""Teams of programmes, day by day: complete, lacking somebody, or with nobody who has the case."""

from enum import StrEnum

from services.reporting.declared.dimensions import GROUP, KIND, PHASE
from services.reporting.declared.measures.standing import MODELS, reading
from services.reporting.declared.words import ClosedDimension, Measure
from shared.events.cases.kinds import CaseKind
from shared.events.cases.standing import Span
from shared.text import Text


class Team(StrEnum):
    """How the team of a programme is; with nobody who carries the case, it is nobody's."""

    COMPLETE = "complete"
    LACKING = "lacking"
    NOBODY = "nobody"


TEAM = ClosedDimension("team", Text(zh="小组情况", en="team"), Team)


def _team(span: Span) -> tuple[tuple[str, ...], ...]:
    if span.kind is CaseKind.AT_LARGE:
        return ()
    return ((span.kind, span.phase, Team(span.team) if span.team else Team.NOBODY),)


STANDING_TEAMS = Measure(
    "standing_teams",
    (KIND, PHASE, TEAM),
    dict.fromkeys(MODELS, reading(_team)),
    (GROUP,),
    taken_back=False,
)
