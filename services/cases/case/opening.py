"""Opening a case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.case.state import Case, CaseEvent, Unopened
from shared.decider import FutureDate, Refused
from shared.events.cases.case import CaseKind, CaseOpened


@dataclass(frozen=True)
class OpenCase:
    """Open a case; a programme has the day of its decision, a file at large may have none."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str
    workstation_id: UUID | None
    decided_on: date | None


class CaseAlreadyOpened(Refused):
    """This case is open already."""

    zh = "这份档案已经建立。"


class DecisionDateMissing(Refused):
    """A programme needs the day of its decision (`decided_on`)."""

    zh = "社区戒毒、社区康复须填写决定日期（decided_on）。"
    field = "decided_on"


class DecisionInFuture(FutureDate):
    """This day has not come yet; only what has happened can be recorded."""

    field = "decided_on"


def decide(command: OpenCase, state: Case, today: date) -> list[CaseEvent]:
    """Open the case."""
    if not isinstance(state, Unopened):
        raise CaseAlreadyOpened
    if command.kind is not CaseKind.AT_LARGE and command.decided_on is None:
        raise DecisionDateMissing
    if command.decided_on is not None and command.decided_on > today:
        raise DecisionInFuture
    return [
        CaseOpened(
            case_id=command.case_id,
            client_id=command.client_id,
            kind=command.kind,
            region=command.region,
            workstation_id=command.workstation_id,
            occurred_on=command.decided_on,
        )
    ]
