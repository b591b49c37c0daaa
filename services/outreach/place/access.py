"""The access rule of places: whose one is to change."""

from fastapi import Request
from pydantic import ValidationError
from pydantic_core import from_json

from services.outreach.access import RECORDER, as_id, not_entitled
from services.outreach.context import handler_of
from services.outreach.streams import place_stream
from shared.agencies import AgencyKind
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call


class _Keeper(AccessRule):
    """A rule about the place in the path; one of other regions is not found."""

    async def check(self, request: Request, call: Call) -> None:
        """Read the place, and ask who entered it: its first event says so, in any age."""
        try:
            place_id = as_id(request.path_params["place_id"])
        except ValidationError:
            return  # the route says what is wrong with the id
        history = await handler_of(request).journal.read(place_stream(place_id))
        if not history or not call.caller.covers(from_json(history[0].data)["region"]):
            raise problems.not_found()
        keeper = from_json(history[0].metadata).get("agency")
        if call.caller.kind is not AgencyKind.ANTI_DRUG_OFFICE and call.caller.agency != keeper:
            raise not_entitled()


KEEPER = _Keeper(RECORDER.name, RECORDER.text)
