"""HTTP: the steps of a programme."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.programme import (
    ReportIn,
    ResumeProgramme,
    SignAgreement,
    SuspendProgramme,
)
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import SuspensionReason
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Name, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.PROGRAMME)]


DocumentNumber = Annotated[
    Name | None, Field(description="The document's number; it is for the vault")
]


class NewStep(Body):
    """A step of the programme; it has no more than its day."""

    model_config = example(occurred_on="2019-01-12")
    occurred_on: Day


@router.post(
    "/v1/cases/{case_id}/reporting-in",
    status_code=201,
    summary="The client reports in",
    response_model=Written,
    responses={**examples.entered(2), **responses(409)},
)
async def report_in(request: Request, case_id: CaseId, body: NewStep, call: Writes) -> Response:
    """Record that the client reported in (戒毒条例 14: within 15 days of the decision)."""
    return await write(request, call, case_id, ReportIn(new_id(), body.occurred_on))


@router.post(
    "/v1/cases/{case_id}/agreement",
    status_code=201,
    summary="The client signs the agreement",
    response_model=Written,
    responses={**examples.entered(3), **responses(409)},
)
async def sign_agreement(
    request: Request, case_id: CaseId, body: NewStep, call: Writes
) -> Response:
    """Record the signed agreement (戒毒条例 16)."""
    return await write(request, call, case_id, SignAgreement(new_id(), body.occurred_on))


class NewSuspension(Body):
    """Why the programme cannot go on, and the document that shows it."""

    model_config = example(
        occurred_on="2019-06-03",
        reason="detained",
        evidence="detention_notice",
        document_number=examples.DOCUMENT_NUMBER,
    )
    occurred_on: Day
    reason: SuspensionReason
    evidence: Document
    document_number: DocumentNumber = None


class NewResumption(Body):
    """The document that shows that the programme can go on."""

    model_config = example(occurred_on="2019-06-18", evidence="release_certificate")
    occurred_on: Day
    evidence: Document
    document_number: DocumentNumber = None


class NewKind(Body):
    """What kind of case it is from this day on, and what shows it."""

    model_config = example(
        occurred_on="2020-01-15", kind="community_rehabilitation", evidence="decision"
    )
    occurred_on: Day
    kind: CaseKind
    evidence: Document
    document_number: DocumentNumber = None


@router.post(
    "/v1/cases/{case_id}/suspension",
    status_code=201,
    summary="Suspend the programme",
    response_model=Written,
    responses={**examples.entered(9), **responses(409, 410)},
)
async def suspend_programme(
    request: Request, case_id: CaseId, body: NewSuspension, call: Writes
) -> Response:
    """Record that the programme does not go on for a time, as while the client is detained."""
    entry_id = new_id()
    command = SuspendProgramme(entry_id, body.occurred_on, body.reason, body.evidence)
    items = kept_of(request, entry_id, {"document_number": body.document_number})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/resumption",
    status_code=201,
    summary="Resume the programme",
    response_model=Written,
    responses={**examples.entered(10), **responses(409, 410)},
)
async def resume_programme(
    request: Request, case_id: CaseId, body: NewResumption, call: Writes
) -> Response:
    """Record that a suspended programme goes on, where it stood before."""
    entry_id = new_id()
    command = ResumeProgramme(entry_id, body.occurred_on, body.evidence)
    items = kept_of(request, entry_id, {"document_number": body.document_number})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/kind",
    status_code=201,
    summary="Change the kind of case",
    response_model=Written,
    responses={**examples.entered(11), **responses(409, 410)},
)
async def change_kind(request: Request, case_id: CaseId, body: NewKind, call: Writes) -> Response:
    """Record that the case is of another kind from a day on.

    By a decision a user at large comes into a programme, and detoxification becomes rehabilitation;
    the programme begins with it. After the case was opened again it records that a programme is
    decided anew, of the same kind too: the client reports in and signs again.

    A programme is left for `at_large` by the decision that revokes it (`revocation_decision`). One
    that ended otherwise is ended and opened again first (`stays_registered`, `released`), and is
    left with the certificate of its completion or of the release.

    What happened before keeps the kind that the case was of then. Entries that only a programme has
    cannot come to lie in a case at large (`entries-need-the-programme`).
    """
    entry_id = new_id()
    command = ChangeKind(entry_id, body.occurred_on, body.kind, body.evidence)
    items = kept_of(request, entry_id, {"document_number": body.document_number})
    return await write(request, call, case_id, command, items)
