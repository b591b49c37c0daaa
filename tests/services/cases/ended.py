"""Ending cases and opening them again over HTTP, for tests."""

from typing import Any

from tests.services.cases.place import Place
from tests.services.service import Reply

IMPRISONED: dict[str, Any] = {
    "occurred_on": "2021-05-10",
    "ending": "imprisoned",
    "evidence": "judgment",
}
RELEASED = {"occurred_on": "2022-05-10", "reason": "released"}
MISTAKEN = {"reason": "mistaken"}


async def end(
    place: Place, agency: str, case: str, day: str = "2021-05-10", **headers: str
) -> Reply:
    """The answer to an agency that ends a case."""
    body = {**IMPRISONED, "occurred_on": day}
    return await place.by(agency).post(f"/v1/cases/{case}/ending", body, **headers)


async def reopen(place: Place, agency: str, case: str, **headers: str) -> Reply:
    """The answer to an agency that opens a case again."""
    return await place.by(agency).post(f"/v1/cases/{case}/reopening", RELEASED, **headers)


async def void(place: Place, agency: str, case: str, entry: str, version: int) -> Reply:
    """The answer to an agency that takes an entry back."""
    path = f"/v1/cases/{case}/entries/{entry}/void"
    return await place.by(agency).post(path, MISTAKEN, If_Match=f'"{version}"')


async def ended_case(place: Place, agency: str, number: str = "") -> str:
    """A case that has ended."""
    case = await place.opened(agency, number)
    reply = await end(place, agency, case)
    assert reply.status == 201, reply
    return case
