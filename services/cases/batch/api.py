"""HTTP: many commands in one call."""

from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import to_json

from services.cases.batch.examples import ANSWERED, COMMANDS
from services.cases.batch.running import Command, run
from shared.http.access_rules import EACH
from shared.http.field_errors import refusal
from shared.http.fields import ANSWER, Body, example
from shared.http.operation import Call, Operation, needs
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["entries"])

PATH = "/v1/batch"
MOST = 1_000


_ITSELF = Text(
    zh="批量中不能再含批量，请逐条列出命令。",
    en="A batch holds no batch; list the commands themselves.",
)


def _not_itself(path: str) -> str:
    if path == PATH:
        raise refusal("batch_in_batch", _ITSELF)
    return path


class BatchCommand(Body):
    """One call: the path that it would be posted to, its key, its body.

    `if_match` is the version that it would send in If-Match.
    """

    path: Annotated[
        str,
        AfterValidator(_not_itself),
        Field(
            pattern=r"^/v1/[A-Za-z0-9/_-]+$",
            max_length=300,
            description="A path of this service that takes POST, the batch aside",
            examples=[COMMANDS[0]["path"]],
        ),
    ]
    key: Annotated[
        str,
        Field(
            pattern=r"^[!-~]{1,200}$",
            description="Its Idempotency-Key",
            examples=[COMMANDS[0]["key"]],
        ),
    ]
    if_match: Annotated[int | None, Field(ge=0)] = None
    body: dict[str, Any]


class NewBatch(Body):
    """Commands in the order in which those of one case are to be done."""

    most_values: ClassVar[int] = 100_000
    model_config = example(commands=COMMANDS)
    commands: Annotated[list[BatchCommand], Field(min_length=1, max_length=MOST)]


class BatchOutcome(BaseModel):
    """How a command was answered: what it would have been answered as a call of its own.

    `replayed` says that it had been answered before, and was not done again.
    """

    model_config = ANSWER
    status: int
    replayed: bool
    body: Annotated[dict[str, Any] | None, Field(description="The answer, or the problem")]


class BatchAnswer(BaseModel):
    """An outcome for each command, in their order."""

    model_config = ANSWER
    outcomes: list[BatchOutcome]


@router.post(
    PATH,
    status_code=207,
    summary="Do many commands in one call",
    response_model=BatchAnswer,
    responses=ANSWERED,
)
async def run_batch(
    request: Request, body: NewBatch, call: Annotated[Call, needs("cases:write", EACH)]
) -> Response:
    """Up to 1,000 commands, each with its own key, checks, rules and outcome: no more, and no less,
    than if they had been posted one by one.

    Those of one case are done in their order, those of different cases side by side; one that is
    refused stops no other. The headers Dry-Run and Import-Id of the batch are those of every
    command. Send a batch again whose answer was lost: what was done is answered again. The key of a
    command that was sent in a batch is good for that command in a batch.
    """
    commands = [Command(each.path, each.key, each.body, each.if_match) for each in body.commands]
    outcomes = await run(request, commands)
    shown = [
        {"status": each.status, "replayed": each.replayed, "body": each.body} for each in outcomes
    ]
    return Response(to_json({"outcomes": shown}), 207, media_type="application/json")
