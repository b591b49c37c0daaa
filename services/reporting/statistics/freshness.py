"""HTTP: whether the figures count everything that was recorded."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.reporting.counting.freshness import Freshness, JournalsAway
from services.reporting.statistics.answering import NO_JOURNALS
from shared.http.access_rules import BY_ACTION
from shared.http.fields import WholeNumber
from shared.http.openapi import shown
from shared.http.operation import Call, Operation, reads
from shared.http.problems import unavailable
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

LONGEST_WAIT = 30


class FreshnessFacts(BaseModel):
    """Whether all of the recorded events are counted; not how many are not, of all agencies'."""

    complete: bool


@router.get(
    "/v1/freshness",
    summary="Whether everything recorded is counted",
    response_model=FreshnessFacts,
    responses=shown({"complete": True}, versioned=False),
)
async def read_freshness(
    request: Request,
    call: Annotated[Call, reads("statistics:read", BY_ACTION)],
    wait: Annotated[
        WholeNumber,
        Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait for it at most", examples=[5]),
    ] = 0,
) -> Response:
    """Whether the figures count every event that was recorded before this call."""
    freshness: Freshness | None = request.app.state.freshness
    if freshness is None:
        raise unavailable(NO_JOURNALS)
    try:
        facts = FreshnessFacts(complete=not await freshness.look(wait))
    except JournalsAway:
        raise unavailable(
            Text(
                zh="业务日志没有应答；请确认各服务正在运行后重试。",
                en="A journal does not answer; see that the services run, and ask again.",
            ),
        ) from None
    return Response(facts.model_dump_json(), media_type="application/json")
