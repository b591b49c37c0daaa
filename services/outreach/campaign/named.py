"""The campaign that an activity names: one that is launched, for its region."""

from fastapi import Request

from services.outreach.campaign.listing import campaign_known
from services.outreach.context import handler_of
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.regions import prefix
from shared.text import Text

_UNKNOWN = Text(
    zh="该区划没有以此为代码的已启动专项活动；请查看 GET /v1/campaigns，或先启动。",
    en="No campaign of this code is launched for this region: see GET /v1/campaigns, or launch it"
    " first.",
)


async def check_campaign(request: Request, call: Call, code: str | None, region: str) -> None:
    """Refuse a code that stands for no campaign of an activity's region: a 422 Problem.

    A call that is made again is answered as before, whatever has become of the campaign.
    """
    if code is None:
        return
    handler = handler_of(request)
    known = await campaign_known(handler.journal, code)
    if known is not None and region.startswith(prefix(known.region)):
        return
    if await handler.replay(call) is None:
        raise problems.invalid([FieldError("unknown_campaign", _UNKNOWN, pointer="/campaign")])
