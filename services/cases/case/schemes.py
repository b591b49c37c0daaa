"""How levels of risk compare: by the schemes of the policies in force. Pure."""

from shared.events.cases.assessments import LevelChange
from shared.policies.in_force import policies_in_force


def change_of(scheme: str, level: str, before: str) -> LevelChange:
    """How a level of a scheme compares with the one before, of the same scheme.

    >>> change_of("abc", "a", before="c1"), change_of("abc", "c2", before="c1")
    (<LevelChange.ROSE: 'rose'>, <LevelChange.FELL: 'fell'>)
    """
    known = policies_in_force().scheme(scheme)
    if known is None or level not in known.levels or before not in known.levels:
        return LevelChange.NOT_COMPARED
    gravest_first = list(known.levels)
    risen = gravest_first.index(before) - gravest_first.index(level)
    if risen == 0:
        return LevelChange.SAME
    return LevelChange.ROSE if risen > 0 else LevelChange.FELL
