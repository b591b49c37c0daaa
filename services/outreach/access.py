"""The access rules of records: whose one is to make void, and whose a plan is."""

from collections.abc import Callable, Mapping
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from services.outreach.context import handler_of
from services.outreach.record import CalledOff, Planned, Record, Unwritten, record
from services.outreach.streams import activity_stream, place_use_stream, publication_stream
from shared.agencies import AgencyKind
from shared.decider import fold
from shared.http import problems
from shared.http.access_rules import AccessRule
from shared.http.operation import Call
from shared.http.problems import Problem
from shared.identity.claims import Caller
from shared.journal.journal import RecordedEvent
from shared.text import Text

_WRITTEN = "waystation.record"
_ID: TypeAdapter[UUID] = TypeAdapter(UUID)
as_id = _ID.validate_python
_STREAMS: Mapping[str, Callable[[UUID], str]] = {
    "activity_id": activity_stream,
    "publication_id": publication_stream,
    "use_id": place_use_stream,
}


def check_within(caller: Caller, state: Record, recorder: object) -> None:
    """404 unless a record exists within the caller's regions, where it stays for ever.

    What is only planned, or was called off, is there for the agency that planned it.
    """
    if isinstance(state, Unwritten) or not caller.covers(state.work.region):
        raise problems.not_found()
    if isinstance(state, Planned | CalledOff) and caller.agency != recorder:
        raise problems.not_found()


def written(request: Request) -> RecordedEvent:
    """The event that the record in the path was written down by, which `RECORDER` has read."""
    event: RecordedEvent = request.scope[_WRITTEN]
    return event


class _Recorder(AccessRule):
    """A rule about the record in the path; one of other regions is not found.

    A plan is its agency's alone, and is not found by others.
    """

    async def check(self, request: Request, call: Call) -> None:
        """Read the record, and ask who recorded it: its first event says so, in any age."""
        stream = _stream_in_path(request)
        if stream is None:
            return  # the route says what is wrong with the id
        history = await handler_of(request).journal.read(stream)
        recorder = from_json(history[0].metadata).get("agency") if history else None
        state = fold(record, [record.read(each.type, each.data) for each in history])
        check_within(call.caller, state, recorder)
        is_office = self is RECORDER and call.caller.kind is AgencyKind.ANTI_DRUG_OFFICE
        if not is_office and call.caller.agency != recorder:
            raise not_entitled()
        assert not isinstance(state, Unwritten)
        request.scope[_WRITTEN] = history[state.facts_version - 1]


RECORDER = _Recorder(
    "recorder",
    Text(
        zh="限登记该记录的单位，以及管辖该区划的禁毒办。",
        en="The agency that recorded it, and the anti-drug offices of its region.",
    ),
)
PLANNER = _Recorder(
    "planner",
    Text(
        zh="限计划该活动的单位；计划仅本单位可见。",
        en="The agency that planned it. A plan is there for no other agency.",
    ),
)


_OF_ANOTHER = Text(
    zh="该记录由其他单位登记，只能由登记单位或管辖该区划的禁毒办作废；如有错误，请与其联系。",
    en="Another agency recorded this. That agency or an anti-drug office of the region can make it"
    " void; tell one of them what is wrong.",
)


def not_entitled(why: Text = _OF_ANOTHER) -> Problem:
    """403: what the caller may read is another agency's to change."""
    return Problem(
        403,
        "not-entitled",
        Text(zh="本单位无权进行此项操作", en="Your agency is not entitled to this"),
        why,
    )


def _stream_in_path(request: Request) -> str | None:
    [(name, text)] = request.path_params.items()
    try:
        return _STREAMS[name](as_id(text))
    except ValidationError:
        return None
