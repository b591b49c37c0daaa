"""Which duties of a case something new may have changed; what else is awaited stands. Pure."""

from collections.abc import Mapping

from services.cases.duties.history import History, What
from shared.events.cases.duties import Duty

__all__ = ["touched"]

# Sorts of notes that no other duty looks at. What is not here may change them all: the kind, the
# level and the region of a case, when it is open, and when the client is excused.
_ONLY: Mapping[What, frozenset[Duty]] = {
    What.CONTACT: frozenset({Duty.CONTACT, Duty.FINDING}),
    What.CRISIS: frozenset({Duty.CRISIS_FOLLOW_UP}),
    What.FOLLOWED_UP: frozenset({Duty.CRISIS_FOLLOW_UP}),
    What.APPOINTED: frozenset({Duty.APPOINTED_TEST}),
    What.TEST: frozenset({Duty.TEST, Duty.APPOINTED_TEST, Duty.FINDING}),
    What.SUMMARY: frozenset({Duty.SUMMARY}),
    What.EVALUATION: frozenset({Duty.EVALUATION}),
    What.POST: frozenset({Duty.END_OF_POST}),
    What.POST_ENDED: frozenset({Duty.END_OF_POST}),
    What.REGULAR_REPORT: frozenset({Duty.REGULAR_REPORT, Duty.FINDING}),
    What.DEPARTED: frozenset({Duty.FINDING}),
    What.CONFIRMED: frozenset({Duty.FINDING, Duty.FINDING_REVIEW, Duty.POLICE_NOTICE}),
    What.DISMISSED: frozenset({Duty.FINDING}),
    What.POLICE_TOLD: frozenset({Duty.POLICE_NOTICE}),
    What.CLOSING_REPORT: frozenset({Duty.CLOSING_REPORT}),
    What.JOINED_TEAM: frozenset({Duty.TEAM}),
    What.LEFT_TEAM: frozenset({Duty.TEAM}),
}


def touched(before: History | None, after: History | None) -> frozenset[Duty] | None:
    """The duties whose windows may be others than before; None where those of all may be."""
    if before is None or after is None:
        return None
    if after is before:
        return frozenset()
    known = len(before.notes)
    if after.notes[:known] != before.notes or _of(after) != _of(before):
        return None
    duties: frozenset[Duty] = frozenset()
    for note in after.notes[known:]:
        only = _ONLY.get(note.what)
        if only is None:
            return None
        duties |= only
    return duties


def _of(history: History) -> tuple[object, ...]:
    """All of a history but its notes."""
    return tuple(value for name, value in vars(history).items() if name != "notes")
