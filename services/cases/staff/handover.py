"""What a worker hands over: the places in teams, each to whom, and the calls for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from services.cases.context import Context
from services.cases.staff.keys import key_of
from services.cases.staff.own_file import own_cases
from shared.http.batch.running import Command, Outcome
from shared.identity.claims import Caller

MOST = 1_000  # places that one call hands over

# Those of today, and those that were given up on the day: of the same call, perhaps, whose answer
# was lost. $1: the worker; $2: the day; $3: cases, or null for all.
# $4: the agency and $5: the user, whose own file is not among them.
PLACES = f"""
SELECT member.joining_id, member.case_id, member.left_on IS NULL AS present
FROM team_members AS member JOIN case_register AS kept ON kept.case_id = member.case_id
WHERE member.worker_id = $1 AND (member.left_on IS NULL OR member.left_on = $2::date)
    AND ($3::uuid[] IS NULL OR member.case_id = ANY ($3))
    AND kept.phase NOT IN ('ended', 'opened_in_error', 'annulled')
    AND member.case_id <> ALL ({own_cases(agency="$4", user="$5")})
ORDER BY member.case_id, member.joining_id LIMIT {MOST + 1}
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a team: `present` where the worker is still in it."""

    joining_id: UUID
    case_id: UUID
    present: bool


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes a case over, with a note for the vault."""

    worker_id: UUID
    note: str | None = None


async def places_of(
    context: Context, caller: Caller, worker_id: UUID, day: date, cases: Sequence[UUID] | None
) -> list[Place]:
    """The worker's places in teams, one more than `MOST` at most; of some cases, or of all.

    The caller's own file is none of them.
    """
    user = key_of(context.vault.index, caller)
    async with context.pool.acquire() as connection:
        rows = await connection.fetch(PLACES, worker_id, day, cases, caller.agency, user)
    return [Place(*row) for row in rows]


def command_of(place: Place, taker: Taker, day: date, key: str) -> Command:
    """The call that hands a place over; the same key and place are the same call."""
    body: dict[str, Any] = {"occurred_on": day.isoformat(), "worker_id": str(taker.worker_id)}
    if taker.note is not None:
        body["note"] = taker.note
    path = f"/v1/cases/{place.case_id}/team/{place.joining_id}/handover"
    return Command(path, f"handover-{uuid5(NAMESPACE_URL, f'{key} {place.joining_id}')}", body)


def is_of_this_call(place: Place, outcome: Outcome) -> bool:
    """Whether an outcome belongs to the call: not what was given up otherwise on the same day."""
    return place.present or outcome.replayed


def takers(
    places: Sequence[Place], named: Mapping[UUID, Taker], rest: Taker | None
) -> list[tuple[Place, Taker]]:
    """Who takes over each place: who is named for its case, or who takes the rest."""
    found = ((place, named.get(place.case_id, rest)) for place in places)
    return [(place, taker) for place, taker in found if taker is not None]
