"""HTTP: who read personal data, or asked about a person: of a case, and in the caller's regions."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases.access import OVERSEES_REGION, SEES_READS, access_of, oversees
from services.cases.access_table import Relation
from services.cases.case.api.parameters import CaseId
from services.cases.context import context_of
from services.cases.purposes import LegalBasis, Purpose
from services.cases.queries import Query as What
from services.cases.queries import log_query
from services.cases.reads import examples
from services.cases.reads.pages import Filters, LoggedLook, looks_of_case, looks_of_regions
from services.cases.staff.keys import key_of
from shared.http.fields import Moment, WholeNumber
from shared.http.operation import Call, Operation, reads

router = APIRouter(route_class=Operation, tags=["reads"])

PAGE = 100  # entries

_Code = TypeVar("_Code", bound=StrEnum)

End = Annotated[
    Moment | None,
    Query(alias="to", description="Before this moment; for the next page, the last one's `next`"),
]
Limit = Annotated[
    WholeNumber,
    Query(ge=1, le=PAGE, description="Entries at most, but for those of the last one's moment"),
]


class LookAtPerson(BaseModel):
    """Somebody read personal data, or asked about a person.

    `user` and `token_id` are shown to who oversees the region, and of the caller's own agency.
    `purpose` and `legal_basis` are null where the call has none, or had them in words, as was
    possible once.
    """

    at: datetime
    what: What
    agency: str
    user: str | None
    token_id: str | None
    purpose: Purpose | None
    legal_basis: LegalBasis | None


class LookInRegion(LookAtPerson):
    """The same with the case that it was about, where it was about one."""

    case_id: UUID | None


class LooksAtPerson(BaseModel):
    """A page, the newest first; where there may be more, `next` is what to ask `to`."""

    reads: list[LookAtPerson]
    next: datetime | None


class LooksInRegions(BaseModel):
    """A page, the newest first; where there may be more, `next` is what to ask `to`."""

    reads: list[LookInRegion]
    next: datetime | None


@router.get(
    "/v1/cases/{case_id}/reads",
    summary="Who read or asked about the person of a case",
    response_model=LooksAtPerson,
    responses=examples.OF_CASE,
)
async def read_reads_of_case(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", SEES_READS, act=True)],
    end: End = None,
    limit: Limit = PAGE,
) -> Response:
    """What the person may be shown: reads of the personal data, and questions, the newest first.

    It has what concerns the case and the registration that it names. To read it is itself logged.
    """
    context = context_of(request)
    access = access_of(request)
    registration = access.registration_id
    await log_query(context, call, What.LOG, registration, access)
    is_own = Relation.RESPONSIBLE in access.relations
    looks = await looks_of_case(context.pool, case_id, registration, end, limit, is_own=is_own)
    own = None if oversees(access) else call.caller.agency
    page = LooksAtPerson(
        reads=[LookAtPerson(**_shown(look, own)) for look in looks], next=_next(looks, limit)
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/reads",
    summary="Who read or asked about persons in your regions",
    response_model=LooksInRegions,
    responses=examples.IN_REGIONS,
)
async def read_reads(
    request: Request,
    call: Annotated[Call, reads("cases:oversee", OVERSEES_REGION, act=True)],
    agency: Annotated[str | None, Query(max_length=100, description="By this agency")] = None,
    user: Annotated[
        str | None, Query(max_length=200, description="For this user, by the pseudonym (`act`)")
    ] = None,
    what: Annotated[What | None, Query(description="Of this kind")] = None,
    start: Annotated[Moment | None, Query(alias="from", description="From this moment on")] = None,
    end: End = None,
    limit: Limit = PAGE,
) -> Response:
    """The log of reads and of questions about persons, newest first; nothing in it is personal.

    What concerns a case is of the case's region; what concerns none is of all regions that the
    agency acts in. To read it is itself logged.
    """
    context = context_of(request)
    await log_query(context, call, What.LOG, None)
    filters = Filters(start, end, agency, user, what and what.value)
    user = key_of(context.vault.index, call.caller)
    looks = await looks_of_regions(context.pool, call.caller, user, filters, limit)
    page = LooksInRegions(
        reads=[LookInRegion(**_shown(look), case_id=look.case_id) for look in looks],
        next=_next(looks, limit),
    )
    return Response(page.model_dump_json(), media_type="application/json")


def _shown(look: LoggedLook, own: str | None = None) -> dict[str, Any]:
    """An entry; with `own`, users and tokens of that agency alone."""
    is_shown = own in (None, look.agency)
    return {
        "at": look.read_at,
        "what": look.what,
        "agency": look.agency,
        "user": look.user or None if is_shown else None,
        "token_id": look.jti or None if is_shown else None,
        "purpose": _code(Purpose, look.purpose),
        "legal_basis": _code(LegalBasis, look.legal_basis),
    }


def _code(codes: type[_Code], text: str) -> _Code | None:
    """A code; None for words, which were taken once and may hold anything."""
    return next((code for code in codes if code == text), None)


def _next(looks: list[LoggedLook], limit: int) -> datetime | None:
    return looks[-1].read_at if len(looks) >= limit else None
