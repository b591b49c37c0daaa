"""The rows that a case keeps in the register and among the relations, in each of its appends. Pure.

A caller reads its own writes, and a right that has ended has no lag.
"""

from collections.abc import Iterator, Sequence

from services.cases.access_table import Relation, known_until
from services.cases.case.events import CaseEvent
from services.cases.case.standing import present_level
from services.cases.case.state import Annulled, Case, Requested, Unopened, phase
from services.cases.relation_rows import begun, ended
from services.cases.team_rows import team_rows
from shared.events.cases.case import CaseOpened, CaseReassigned, EntryVoided, OpeningRequested
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
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


def rows(state: Case, events: Sequence[CaseEvent], version: int) -> list[Row]:
    """The rows of an append: `events` led to `state`, the last of them under `version`."""
    if isinstance(state, Unopened):
        return []
    first = version - len(events) + 1
    parts = [
        row
        for at, event in enumerate(events, first)
        for row in (*_relations(event, at), *team_rows(state, event, at))
    ]
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


def _relations(event: CaseEvent, version: int) -> Iterator[Row]:
    match event:
        case OpeningRequested():
            yield begun(event.case_id, event.agency, Relation.RESPONSIBLE, event.case_id, version)
        case CaseOpened() if version == 1:  # otherwise it was requested before
            yield begun(event.case_id, event.agency, Relation.RESPONSIBLE, event.case_id, version)
        case CaseReassigned():
            case_id = event.case_id
            yield ended(case_id, Relation.RESPONSIBLE, case_id, version)
            yield begun(case_id, event.to_agency, Relation.RESPONSIBLE, case_id, version)
        case DrugTestAppointed() if event.asked_of:
            asked = Relation.ASKED_FOR_TEST
            until = known_until(event.due_on)
            yield begun(event.case_id, event.asked_of, asked, event.entry_id, version, until)
        case DrugTestRecorded() if event.appointment_id is not None:
            yield ended(event.case_id, Relation.ASKED_FOR_TEST, event.appointment_id, version)
        case EntryVoided():
            yield ended(event.case_id, Relation.ASKED_FOR_TEST, event.entry_id, version)
        case _:
            pass
