"""The rows that a case keeps in the register and among the relations, in each of its appends. Pure.

A caller reads its own writes, and a right that has ended has no lag.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from services.cases.access_table import Relation, known_until
from services.cases.case.events import CaseEvent
from services.cases.case.standing import present_level
from services.cases.case.state import Annulled, Case, Ended, Existing, Requested, Unopened, phase
from services.cases.case.team import team_of
from shared.events.cases.case import CaseOpened, CaseReassigned, EntryVoided, OpeningRequested
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
from shared.events.cases.endings import CaseEnded, CaseReopened
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft
from shared.journal.journal import Part, Row

CASE = Part(
    """
    INSERT INTO case_register AS kept (case_id, agency, region, kind, phase, workstation_id,
        registration_id, person_id, version, standing, level, crisis)
    {rows}
    ON CONFLICT (case_id) DO UPDATE SET
        agency = coalesce(nullif(excluded.agency, ''), kept.agency),
        kind = excluded.kind, phase = excluded.phase, registration_id = excluded.registration_id,
        person_id = excluded.person_id, version = excluded.version,
        standing = excluded.standing, level = excluded.level, crisis = excluded.crisis,
        changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "text", "text", "uuid", "uuid", "uuid", "int4", "bool", "text"),
        "bool",
    ),
)
BEGUN = Part(
    "INSERT INTO relations (case_id, agency, relation, subject, begun, until) {rows}",
    ("uuid", "text", "text", "uuid", "int4", "date"),
)
ENDED = Part(
    """
    UPDATE relations SET ended = now.ended, ended_at = clock_timestamp()
    FROM ({rows}) AS now (case_id, relation, subject, ended)
    WHERE relations.case_id = now.case_id AND relations.relation = now.relation
    AND relations.subject = now.subject AND relations.ended IS NULL
    """,
    ("uuid", "text", "uuid", "int4"),
)


def rows(state: Case, events: Sequence[CaseEvent], version: int) -> list[Row]:
    """The rows of an append: `events` led to `state`, the last of them under `version`."""
    if isinstance(state, Unopened):
        return []
    first = version - len(events) + 1
    parts = [row for at, event in enumerate(events, first) for row in _relations(state, event, at)]
    return [_case(state, version), *parts]


def _case(state: Case, version: int) -> Row:
    assert not isinstance(state, Unopened)
    stands = phase(state).value
    if isinstance(state, Requested | Annulled):
        asked = state.request
        return Row(
            CASE,
            (
                asked.case_id,
                asked.agency,
                asked.region,
                asked.kind.value,
                stands,
                asked.workstation_id,
                asked.registration_id,
                None,
                version,
                False,
                None,
                False,
            ),
        )
    file = state.file
    return Row(
        CASE,
        (
            file.case_id,
            file.agency,
            file.region,
            file.kind.value,
            stands,
            file.workstation_id,
            file.registration_id,
            file.client_id,
            version,
            bool(file.spans),
            present_level(state),
            bool(file.open_crises),
        ),
    )


def _relations(state: Case, event: CaseEvent, version: int) -> Iterator[Row]:
    match event:
        case OpeningRequested():
            yield _begun(event.case_id, event.agency, Relation.RESPONSIBLE, event.case_id, version)
        case CaseOpened() if version == 1:  # otherwise it was requested before
            yield _begun(event.case_id, event.agency, Relation.RESPONSIBLE, event.case_id, version)
        case CaseReassigned():
            case_id = event.case_id
            yield _ended(case_id, Relation.RESPONSIBLE, case_id, version)
            yield _begun(case_id, event.to_agency, Relation.RESPONSIBLE, case_id, version)
        case DrugTestAppointed() if event.asked_of:
            asked = Relation.ASKED_FOR_TEST
            until = known_until(event.due_on)
            yield _begun(event.case_id, event.asked_of, asked, event.entry_id, version, until)
        case DrugTestRecorded() if event.appointment_id is not None:
            yield _ended(event.case_id, Relation.ASKED_FOR_TEST, event.appointment_id, version)
        case EntryVoided():
            yield _ended(event.case_id, Relation.ASKED_FOR_TEST, event.entry_id, version)
            yield from _team_after_void(state, event, version)
        case TeamMemberJoined() if event.external:
            yield _begun(event.case_id, event.agency, Relation.TEAM_MEMBER, event.entry_id, version)
        case TeamMemberLeft():
            yield _ended(event.case_id, Relation.TEAM_MEMBER, event.joining_id, version)
        case CaseEnded():
            for member in _external(state):
                yield _ended(member.case_id, Relation.TEAM_MEMBER, member.entry_id, version)
        case CaseReopened():
            yield from _team_again(state, version)
        case _:
            pass


def _team_after_void(state: Case, event: EntryVoided, version: int) -> Iterator[Row]:
    """A membership that was a mistake ends; an end that was a mistake lets it go on."""
    match event.voided():
        case TeamMemberJoined() as joined:
            yield _ended(event.case_id, Relation.TEAM_MEMBER, joined.entry_id, version)
        case TeamMemberLeft() as left if not isinstance(state, Ended):
            for member in _external(state):
                if member.entry_id == left.joining_id:
                    yield _member(member, version)
        case CaseEnded():
            yield from _team_again(state, version)
        case CaseReopened():
            for member in _external(state):
                yield _ended(event.case_id, Relation.TEAM_MEMBER, member.entry_id, version)
        case _:
            pass


def _team_again(state: Case, version: int) -> Iterator[Row]:
    return (_member(member, version) for member in _external(state))


def _external(state: Case) -> list[TeamMemberJoined]:
    """The members of other agencies than the responsible one."""
    if not isinstance(state, Existing):
        return []
    return [member for member in team_of(state.file).values() if member.external]


def _member(member: TeamMemberJoined, version: int) -> Row:
    return _begun(member.case_id, member.agency, Relation.TEAM_MEMBER, member.entry_id, version)


def _begun(
    case_id: UUID,
    agency: str,
    relation: Relation,
    subject: UUID,
    version: int,
    until: date | None = None,
) -> Row:
    return Row(BEGUN, (case_id, agency, relation.value, subject, version, until))


def _ended(case_id: UUID, relation: Relation, subject: UUID, version: int) -> Row:
    return Row(ENDED, (case_id, relation.value, subject, version))
