"""Whether files that are opened stand as they are: asked before anything is written."""

from collections.abc import Iterable
from itertools import islice

from deploy.ledgers.errors import NotAllowed
from deploy.ledgers.sending import Api

OPENING = "/v1/cases"
WAITS = "opening_waits"  # the service's warning where an opening is to be confirmed by others
REGIONS_ASKED = 20  # of those in the rows; the caller need not be entitled to each


async def check_openings(api: Api, regions: Iterable[str]) -> None:
    """See that files in one of these regions can be opened, and need no confirmation by others.

    Asked in a dry run that names no person. Raises `CannotReach`, or `NotAllowed` with the way
    out. Where the caller has none of the regions nothing is said: each row is told so.
    """
    for region in islice(dict.fromkeys(regions), REGIONS_ASKED):
        reply = await api.ask(OPENING, {"kind": "at_large", "region": region})
        if reply.status == 403:
            raise NotAllowed(
                zh=f"本单位无权建档，不能导入含服务对象的台账：{reply.body.get('detail_zh', '')}"
                "请由有权建档的单位导入。没有写入任何内容。",
                en="Your agency may not open files, so ledgers with 服务对象 cannot be imported: "
                f"{reply.body.get('detail', '')} Have them imported by an agency that may open "
                "files. Nothing was written.",
            )
        if any(its.get("reason") == WAITS for its in reply.body.get("warnings", ())):
            raise NotAllowed(
                zh="本单位建档须经公安机关或禁毒办确认，确认之前不能登记，因此不能导入含服务对象"
                "的台账。请申请具有 cases:import 权限的令牌（由导入单位对建档负责），或请当地公安"
                "机关、禁毒办导入。没有写入任何内容。",
                en="What your agency opens waits until the police or the anti-drug office confirm "
                "it, and takes no entries before, so ledgers with 服务对象 cannot be imported. Ask "
                "for a token with cases:import (your agency then answers for the openings), or "
                "have the police or the anti-drug office import them. Nothing was written.",
            )
        if reply.status < 400:
            return
