"""HTTP: informing and warning the client, and regular reporting."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.api.programme import DocumentNumber
from services.cases.case.guidance import InformClient, MakeRegularReport, WarnClient
from shared.events.cases.guidance import InformedOf, ReportingMode, WarningReason
from shared.http.command_answers import Written
from shared.http.fields import AtMost, Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]


class NewInforming(Body):
    """What the client was told, at least one topic, and whether the client signed for it."""

    model_config = example(
        occurred_on="2019-03-18", topics=["rights", "duties", "tests"], signed=True
    )
    occurred_on: Day
    topics: Annotated[
        tuple[InformedOf, ...], AtMost(len(InformedOf)), Field(description="Each once")
    ]
    signed: bool = False


class NewWarning(Body):
    """A written warning (告诫书); the note and the document's number go into the vault."""

    model_config = example(
        occurred_on="2019-03-20",
        reason="evaded_test",
        document_number=examples.DOCUMENT_NUMBER,
    )
    occurred_on: Day
    reason: WarningReason
    document_number: DocumentNumber = None
    note: Note | None = None


class NewRegularReport(Body):
    """How the client reported."""

    model_config = example(occurred_on="2019-03-25", mode="in_person")
    occurred_on: Day
    mode: ReportingMode


@router.post(
    "/v1/cases/{case_id}/informing",
    status_code=201,
    summary="Inform the client",
    response_model=Written,
    responses={**examples.entered(27), **responses(409)},
)
async def inform_client(
    request: Request, case_id: CaseId, body: NewInforming, call: Writes
) -> Response:
    """Record that a client, also one at large, was told of rights, duties and how support works."""
    command = InformClient(new_id(), body.occurred_on, body.topics, body.signed)
    return await write(request, call, case_id, command)


@router.post(
    "/v1/cases/{case_id}/warnings",
    status_code=201,
    summary="Warn the client",
    response_model=Written,
    responses={**examples.entered(28), **responses(409, 410)},
)
async def warn_client(
    request: Request, case_id: CaseId, body: NewWarning, call: Writes
) -> Response:
    """Record that a client in a programme was given a written warning, and what it is about."""
    entry_id = new_id()
    items = kept_of(request, entry_id, {"document_number": body.document_number, "note": body.note})
    command = WarnClient(entry_id, body.occurred_on, body.reason)
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/regular-reports",
    status_code=201,
    summary="The client reports as arranged",
    response_model=Written,
    responses={**examples.entered(29), **responses(409)},
)
async def make_regular_report(
    request: Request, case_id: CaseId, body: NewRegularReport, call: Writes
) -> Response:
    """Record that a client in a programme reported as arranged, once for each time."""
    return await write(
        request, call, case_id, MakeRegularReport(new_id(), body.occurred_on, body.mode)
    )
