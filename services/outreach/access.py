"""The access rule of corrections: whose a session, an article or a place is to correct."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from services.outreach.context import handler_of
from services.outreach.record import Record, Unwritten
from services.outreach.streams import (
    activity_stream,
    place_stream,
    place_use_stream,
    publication_stream,
)
from shared.agencies import AgencyKind
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.identity.claims import Caller
from shared.journal.journal import RecordedEvent
from shared.text import Text

_WRITTEN = "waystation.record"
_ID: TypeAdapter[UUID] = TypeAdapter(UUID)
_STREAMS: Mapping[str, Callable[[UUID], str]] = {
    "activity_id": activity_stream,
    "publication_id": publication_stream,
    "place_id": place_stream,
    "use_id": place_use_stream,
}


def check_within(caller: Caller, state: Record) -> None:
    """404 unless a record exists within the caller's regions, where it stays for ever."""
    if isinstance(state, Unwritten) or not caller.covers(state.work.region):
        raise problems.not_found()


def for_others(facts: dict[str, Any]) -> dict[str, Any]:
    """What of a record is shown to others than the agency that recorded it: not who helped."""
    return facts | {"helpers": None} if "helpers" in facts else facts


def written(request: Request) -> RecordedEvent:
    """The first event of the record in the path, which `RECORDER` has read: as it was recorded."""
    event: RecordedEvent = request.scope[_WRITTEN]
    return event


class _Recorder(AccessRule):
    """A rule about the record in the path; one of other regions is not found."""

    async def check(self, request: Request, call: Call) -> None:
        """Read the record, and ask who recorded it: its first event says so, in any age."""
        stream = _stream_in_path(request)
        if stream is None:
            return  # the route says what is wrong with the id
        history = await handler_of(request).journal.read(stream)
        if not history or not call.caller.covers(from_json(history[0].data)["region"]):
            raise problems.not_found()
        recorder = from_json(history[0].metadata).get("agency")
        if call.caller.kind is not AgencyKind.ANTI_DRUG_OFFICE and call.caller.agency != recorder:
            raise not_entitled()
        request.scope[_WRITTEN] = history[0]


RECORDER = _Recorder(
    "recorder",
    Text(
        zh="限登记该记录的单位，以及管辖该区划的禁毒办。",
        en="The agency that recorded it, and the anti-drug offices of its region.",
    ),
)


def not_entitled() -> Problem:
    """403: the record is another agency's, which the caller may read and not take back."""
    return Problem(
        403,
        "not-entitled",
        Text(zh="本单位无权进行此项操作", en="Your agency is not entitled to this"),
        Text(
            zh="该记录由其他单位登记，只能由登记单位或管辖该区划的禁毒办作废；如有错误，请与其联系。",
            en="Another agency recorded this. That agency or an anti-drug office of the region can"
            " make it void; tell one of them what is wrong.",
        ),
    )


def _stream_in_path(request: Request) -> str | None:
    [(name, text)] = request.path_params.items()
    try:
        return _STREAMS[name](_ID.validate_python(text))
    except ValidationError:
        return None
