"""The access rule of what a workstation has: its exchange shop, and its relief box."""

from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from services.cases.access_table import CARRIES
from services.cases.context import Context, context_of
from services.cases.refused_access import not_entitled
from services.cases.streams import workstation_stream
from services.cases.workstation.rules import Registered, workstation
from shared.agencies import KINDS
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.text import Text

_STATION = "waystation.workstation"
_ID: TypeAdapter[UUID] = TypeAdapter(UUID)


class AtStation(AccessRule):
    """A rule about the workstation in the path; one of other regions is not found."""

    async def check(self, request: Request, call: Call) -> None:
        """Look the workstation up; an agency that carries no cases has nothing to do there."""
        if call.caller.kind not in CARRIES:
            raise not_entitled()
        try:
            station_id = _ID.validate_python(request.path_params.get("workstation_id"))
        except ValidationError:
            return  # the route says what is wrong with it
        handler = context_of(request).handler
        state = (await handler.load(workstation, workstation_stream(station_id))).state
        if not isinstance(state, Registered) or not call.caller.covers(state.region):
            raise problems.not_found()
        await self.check_keeping(request, call, station_id)
        request.scope[_STATION] = state

    async def check_keeping(self, request: Request, call: Call, station_id: UUID) -> None:
        """Whether the caller's agency keeps what is there; this rule does not ask."""


AT_STATION = AtStation(
    "at_station",
    Text(
        zh="、".join(KINDS[kind].zh for kind in sorted(CARRIES))
        + "，且限本单位管辖区划内的工作站。",
        en="Workstations within the regions of the token and of the agency, for these kinds: "
        + ", ".join(KINDS[kind].en for kind in sorted(CARRIES))
        + ".",
    ),
)


async def known_station(context: Context, call: Call, workstation_id: UUID) -> Registered:
    """A workstation of the caller's regions that a body names; a 422 Problem for any other."""
    state = (await context.handler.load(workstation, workstation_stream(workstation_id))).state
    if not isinstance(state, Registered) or not call.caller.covers(state.region):
        raise problems.invalid([_UNKNOWN_STATION])
    return state


_UNKNOWN_STATION = FieldError(
    "unknown_workstation",
    Text(
        zh="您管辖的区划内没有这个工作站；请先登记工作站。",
        en="There is no such workstation in your regions; register it first.",
    ),
    pointer="/workstation_id",
)


def station_of(request: Request) -> Registered:
    """The workstation of a request, as its rule has found it; else 404."""
    station: Registered | None = request.scope.get(_STATION)
    if station is None:
        raise problems.not_found()
    return station
