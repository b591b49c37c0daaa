"""Departures and decisions on findings, told day by day; and what is proposed, line by line."""

from services.cases.case.findings import Proposed
from services.cases.duties.history import History
from services.cases.duties.proposals import proposals
from services.cases.duties.schedule import PoliciesOver
from shared.events.cases.findings import (
    DepartureFound,
    DismissalReason,
    FindingBasis,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.policies.reading import built_in
from tests.services.cases.duties.told import an_entry, day


def left(on: str, back_on: str | None = None) -> DepartureFound:
    """The client left without a report."""
    back = None if back_on is None else day(back_on)
    return DepartureFound(**an_entry(on), left_on=day(on), back_on=back)


def _decision(proposed: Proposed, on: str) -> dict[str, object]:
    fields = {name: getattr(proposed, name) for name in Proposed.__dataclass_fields__}
    return {**an_entry(on), **fields}


def confirmed(proposed: Proposed, on: str) -> FindingConfirmed:
    """A person confirmed what is proposed."""
    return FindingConfirmed.model_validate(
        {**_decision(proposed, on), "basis": FindingBasis.CLIENT_HEARD}
    )


def dismissed(proposed: Proposed, on: str) -> FindingDismissed:
    """A person dismissed what is proposed."""
    return FindingDismissed.model_validate(
        {**_decision(proposed, on), "reason": DismissalReason.EXCUSED}
    )


def police_told(finding: FindingConfirmed, on: str) -> PoliceToldOfFinding:
    """The police were told of a finding."""
    return PoliceToldOfFinding(**an_entry(on), finding_id=finding.entry_id, finding=finding.finding)


def proposed_on(case: History, today: str, by: PoliciesOver | None = None) -> list[str]:
    """What is proposed on a day: by which condition, since when, and how much of how much."""
    return [
        f"{each.condition} since {each.met_on}: {each.count} of {each.number}"
        for each in proposals(case, by or built_in(), day(today))
    ]
