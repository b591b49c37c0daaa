"""HTTP: the report that closes a file."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.cases.access_table import Category
from services.cases.case import examples
from services.cases.case.api.parameters import CaseId, kept_of, write_what_follows, writes
from services.cases.case.closing import SignClosingReport
from services.cases.context import context_of
from services.cases.duties.history import History
from services.cases.duties.in_force import versions_in_force
from services.cases.duties.kept import kept_until_endings
from shared.http.command_answers import Written
from shared.http.fields import Body, Day, Note, example
from shared.http.operation import Call, Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["entries"])


class NewClosingReport(Body):
    """The report in words, which goes into the vault; its numbers follow from the file."""

    model_config = example(
        occurred_on="2021-05-20",
        note="执行期间按时报到、检测，后因犯罪收监，社区康复终止。",
    )
    occurred_on: Day
    note: Note


@router.post(
    "/v1/cases/{case_id}/closing-reports",
    status_code=201,
    summary="Sign the closing report",
    response_model=Written,
    responses={**examples.entered(71), **responses(409, 410)},
)
async def sign_closing_report(
    request: Request,
    case_id: CaseId,
    body: NewClosingReport,
    call: Annotated[Call, writes(Category.PROGRAMME, act=True)],
) -> Response:
    """Record that a person signed the report on the last ending, with a summary in codes.

    The summary is what the file says when it is signed: the phases kept, tests and contacts done of
    those due, goals met, findings confirmed. One is due after each ending. What is corrected later
    changes no report that was signed: make it void, and sign another.
    """
    entry_id, context = new_id(), context_of(request)

    async def made_of(history: History | None) -> SignClosingReport:
        if history is None:
            return SignClosingReport(entry_id, body.occurred_on, {})
        versions = await versions_in_force(context)
        kept = kept_until_endings(history, versions, context.handler.today())
        return SignClosingReport(entry_id, body.occurred_on, kept)

    items = kept_of(request, entry_id, {"note": body.note})
    return await write_what_follows(request, call, case_id, made_of, items)
