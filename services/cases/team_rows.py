"""Rows of a case's support team in each of its appends: members, and their agencies' part. Pure.

What caseloads, the worklist of a worker and the list of cases without a worker are read from.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from services.cases.access_table import Relation
from services.cases.case.events import CaseEvent
from services.cases.case.state import Case, Ended, Existing
from services.cases.case.team import team_of
from services.cases.relation_rows import begun, ended
from shared.events.cases.case import CaseReassigned, EntryVoided
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft
from shared.journal.journal import Part, Row

MEMBER = Part(
    "INSERT INTO team_members (joining_id, case_id, role, agency, worker_id, joined_on) {rows}",
    ("uuid", "uuid", "text", "text", "uuid", "date"),
)
LEFT = Part(
    """
    UPDATE team_members SET left_on = now.left_on FROM ({rows}) AS now (joining_id, left_on)
    WHERE team_members.joining_id = now.joining_id
    """,
    ("uuid", "date"),
)
# The workers of an agency that is responsible no more; those of others stay.
PASSED_ON = Part(
    """
    UPDATE team_members SET left_on = (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
    FROM ({rows}) AS now (case_id, agency)
    WHERE team_members.case_id = now.case_id AND team_members.agency = now.agency
        AND left_on IS NULL AND NOT EXISTS (
            SELECT FROM relations WHERE relations.case_id = now.case_id
                AND relation = 'team_member' AND subject = joining_id
        )
    """,
    ("uuid", "text"),
)


def team_rows(state: Case, event: CaseEvent, version: int) -> Iterator[Row]:
    """The rows of one event; `state` is the case after the whole append."""
    match event:
        case TeamMemberJoined():
            yield _row(event)
            if event.external and not isinstance(state, Ended):
                yield _part(event, version)
        case TeamMemberLeft():
            yield Row(LEFT, (event.joining_id, event.occurred_on))
            yield _over(event.case_id, event.joining_id, version)
        case CaseReassigned():
            yield Row(PASSED_ON, (event.case_id, event.from_agency))
        case CaseEnded():
            yield from (_over(each.case_id, each.entry_id, version) for each in _external(state))
        case CaseReopened():
            yield from (_part(each, version) for each in _external(state))
        case EntryVoided():
            yield from _after_void(state, event, version)
        case _:
            pass


def _after_void(state: Case, void: EntryVoided, version: int) -> Iterator[Row]:
    """A membership that was a mistake is none; an end that was a mistake lets it go on."""
    match void.voided():
        case TeamMemberJoined() as joined:
            yield Row(LEFT, (joined.entry_id, joined.occurred_on))
            yield _over(joined.case_id, joined.entry_id, version)
        case TeamMemberLeft() as left:
            yield Row(LEFT, (left.joining_id, None))
            if not isinstance(state, Ended):
                again = (each for each in _external(state) if each.entry_id == left.joining_id)
                yield from (_part(each, version) for each in again)
        case CaseEnded():
            yield from (_part(each, version) for each in _external(state))
        case CaseReopened():
            yield from (_over(each.case_id, each.entry_id, version) for each in _external(state))
        case _:
            pass


def _external(state: Case) -> list[TeamMemberJoined]:
    """The members of other agencies than the responsible one."""
    if not isinstance(state, Existing):
        return []
    return [member for member in team_of(state.file).values() if member.external]


def _row(member: TeamMemberJoined) -> Row:
    joined_on: date = member.occurred_on
    values = (
        member.entry_id,
        member.case_id,
        member.role,
        member.agency,
        member.worker_id,
        joined_on,
    )
    return Row(MEMBER, values)


def _part(member: TeamMemberJoined, version: int) -> Row:
    return begun(member.case_id, member.agency, Relation.TEAM_MEMBER, member.entry_id, version)


def _over(case_id: UUID, joining_id: UUID, version: int) -> Row:
    return ended(case_id, Relation.TEAM_MEMBER, joining_id, version)
