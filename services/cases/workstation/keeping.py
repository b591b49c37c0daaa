"""Who keeps the exchange shop and the relief box of a workstation: the access rule of what changes
them.

The street's own workstation does; the agency that registered the workstation, or made the first
entry of its shop or box; and one that serves there: by a post that its buyer placed there, until
its contract is over, or by a case that it carries. Its own roster names nobody: any agency may
write there whatever it likes.
"""

from uuid import UUID

from fastapi import Request

from services.cases.context import context_of
from services.cases.refused_access import keeps_nothing_here
from services.cases.streams import relief_box_stream, shop_stream, workstation_stream
from services.cases.workstation.access import AT_STATION, AtStation
from shared.agencies import KINDS, AgencyKind
from shared.http.operation import Call
from shared.text import Text

# $1: the agency; $2: the workstation; $3: its stream, its shop's and its box's; $4: today. A post
# whose contract is over serves nobody, whether or not it was ended.
KEEPS = """
SELECT EXISTS (
    SELECT FROM events
    WHERE stream_id = ANY ($3) AND version = 1 AND metadata ->> 'agency' = $1
) OR EXISTS (
    SELECT FROM posts
    WHERE provider = $1 AND workstation_id = $2 AND ended_on IS NULL AND $4 < until
) OR EXISTS (
    SELECT FROM case_register
    WHERE agency = $1 AND workstation_id = $2
        AND phase NOT IN ('ended', 'opened_in_error', 'annulled', 'requested')
)
"""


class _Keeps(AtStation):
    """A rule about the workstation in the path; who does not keep its shop and box is told so."""

    async def check_keeping(self, request: Request, call: Call, station_id: UUID) -> None:
        """The street's workstation does; of others it is asked."""
        if call.caller.kind is AgencyKind.STREET_WORKSTATION:
            return
        streams = [workstation_stream(station_id), shop_stream(station_id)]
        streams.append(relief_box_stream(station_id))
        context = context_of(request)
        asked = (call.caller.agency, station_id, streams, context.handler.today())
        async with context.pool.acquire() as connection:
            if not await connection.fetchval(KEEPS, *asked):
                raise keeps_nothing_here()


_STREET = KINDS[AgencyKind.STREET_WORKSTATION]
KEEPS_STATION = _Keeps(
    "keeps_station",
    Text(
        zh=f"{AT_STATION.text.zh}{_STREET.zh}可以管理；其他单位须登记了该工作站、首先登记其超市或救助箱，"
        "或者承接安排在该站、合同未到期的岗位，或者负责该站的档案。",
        en=f"{AT_STATION.text.en} A {_STREET.en} keeps what is there; another agency where it"
        " registered the workstation or made the first entry of its shop or box, or where it"
        " fills a post that was placed there and whose contract is not over, or carries a case of"
        " the workstation.",
    ),
)
