"""HTTP: a rank opened to the figures, scores and weights that make it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from services.reporting.comparing import answers, examples
from services.reporting.comparing.opened_rank import opened, row_of
from services.reporting.comparing.parameters import AsOfIfAny, PeriodName
from services.reporting.comparing.ranking import ranked
from services.reporting.comparing.ranking_api import RankedBy, asked_by, head
from services.reporting.comparing.ranking_shown import RankOpened
from services.reporting.statistics.answering import LAG, Reads, lag_header, moments
from services.reporting.statistics.detail import DETAIL, FURTHER
from services.reporting.statistics.query_parameters import REGION, MinPositions, Region
from shared.clock import utc_now
from shared.http.operation import Operation
from shared.http.problems import not_found, responses

router = APIRouter(route_class=Operation, tags=["statistics"])


@router.get(
    "/v1/statistics/explain/rank",
    summary="Open a rank",
    response_model=RankOpened,
    openapi_extra=FURTHER,
    responses={
        200: {
            "headers": LAG,
            "content": {"application/json": {"example": examples.RANK_OPENED}},
        },
        **responses(404),
    },
)
async def explain_rank(
    request: Request,
    call: Reads,
    region: Region,
    period: PeriodName,
    by: RankedBy,
    of: Annotated[
        str,
        Query(
            description="The region whose rank is opened: one of those just below `region`",
            pattern=REGION,
            examples=["410105"],
        ),
    ],
    as_of: AsOfIfAny = None,
    min_position: MinPositions = [],  # noqa: B006 -- never changed
) -> Response:
    """What a region's rank is made of: figures, scores, weights, ranks and totals, of one moment.

    A total is `points` by `weight`: the sum of weight × score of the parts that have a score, and
    the sum of their weights; rounded half up to two decimals it is `value`. Each part has the rank
    of its figure among all regions, and the best of them. For callers who have `statistics:detail`
    it says where each figure is opened to its entries. A region of which nothing was ever counted
    has no rank, and says so. 404 for one that is not just below `region`.
    """
    now = utc_now()
    by_what, asked = asked_by(call.caller, by, region, period, as_of, now)
    async with answers.reading(request, call, asked, min_position) as read:
        made = await ranked(read.connection, asked, by_what, settled_only=as_of is not None)
    row = row_of(made, of.ljust(12, "0"))
    if row is None:
        raise not_found()
    opens = DETAIL in call.caller.actions
    document = {**head(made, region), **opened(made, row, opens=opens)}
    body = {**moments(now, read.counted_until), **document}
    return JSONResponse(body, headers=lag_header(request))
