"""HTTP: the sessions of browsers, for operators: which there are, and ending them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.reporting.entry import sessions
from services.reporting.entry.rights import LINK
from services.reporting.entry.sessions import BrowserSession
from shared.database import Pool
from shared.http import problems
from shared.http.access_rules import OPERATORS
from shared.http.openapi import shown
from shared.http.operation import Call, Operation, needs, reads

router = APIRouter(route_class=Operation, tags=["operation"])

Looks = Annotated[Call, reads("reporting:operate", OPERATORS)]
Operates = Annotated[Call, needs("reporting:operate", OPERATORS, dry_runs=False)]

ENDED = {"ended": 1}
SESSIONS = {
    "sessions": [
        {
            "number": 17,
            "by": "person",
            "person": "p-4mX0T8m1Qb2k9nGzqz1y8s0D",
            "agency": "310",
            "regions": ["410105"],
            "actions": ["statistics:read"],
            "created_at": "2026-03-02T00:58:12Z",
            "seen_at": "2026-03-02T02:40:00Z",
            "ends_at": "2026-03-02T10:40:00Z",
        }
    ]
}


class SessionShown(BaseModel):
    """A browser's session that holds; `person` is a pseudonym, and absent where the link let in."""

    number: int
    by: Literal["link", "person"]
    person: str | None = None
    agency: str
    regions: list[str]
    actions: list[str]
    created_at: datetime
    seen_at: datetime
    ends_at: datetime


class Sessions(BaseModel):
    """The sessions that hold, the newest first; a thousand at most."""

    sessions: list[SessionShown]


class Ended(BaseModel):
    """How many sessions were ended."""

    ended: int


@router.get(
    "/v1/sessions",
    summary="See the sessions of browsers",
    response_model=Sessions,
    responses=shown(SESSIONS, versioned=False),
)
async def browser_sessions(request: Request, call: Looks) -> Response:
    """The sessions that hold: by what each was let in, for whom, until when.

    No address and no name is kept of anybody.
    """
    pool: Pool = request.app.state.counting_pool
    async with pool.acquire() as connection:
        held = await sessions.held(connection)
    return JSONResponse({"sessions": [_shown(each) for each in held]})


@router.post(
    "/v1/sessions/{number}/end",
    summary="End one session of a browser",
    status_code=200,
    response_model=Ended,
    responses=shown(ENDED, versioned=False),
)
async def end_session(
    request: Request,
    call: Operates,
    number: Annotated[int, Path(ge=1, le=2**63 - 1, examples=[17])],
) -> Response:
    """End the session of a number; 404 when there is none that holds."""
    ended = await _end(request, number)
    if not ended:
        raise problems.not_found()
    return JSONResponse({"ended": ended})


@router.post(
    "/v1/sessions/end",
    summary="End all sessions of browsers",
    status_code=200,
    response_model=Ended,
    responses=shown(ENDED, versioned=False),
)
async def end_sessions(request: Request, call: Operates) -> Response:
    """End every session; the next request of each browser is led to the login page."""
    return JSONResponse({"ended": await _end(request, None)})


async def _end(request: Request, number: int | None) -> int:
    pool: Pool = request.app.state.counting_pool
    async with pool.acquire() as connection:
        return await sessions.end(connection, number)


def _shown(session: BrowserSession) -> dict[str, Any]:
    grant = session.grant
    by_link = grant.person == LINK
    return {
        "number": session.number,
        "by": "link" if by_link else "person",
        **({} if by_link else {"person": grant.person}),
        "agency": grant.agency,
        "regions": list(grant.regions),
        "actions": sorted(grant.actions),
        "created_at": _moment(session.created_at),
        "seen_at": _moment(session.seen_at),
        "ends_at": _moment(session.ends_at),
    }


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
