"""HTTP: many commands in one call. A service says under which path, and shows an example."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, BaseModel, Field
from pydantic_core import to_json

from shared.catalogue import Action
from shared.http.access_rules import EACH
from shared.http.batch.running import Command, run
from shared.http.field_errors import refusal
from shared.http.fields import ANSWER, Body, example
from shared.http.openapi import SEALED
from shared.http.operation import Call, Operation, needs
from shared.text import Text

MOST = 1_000

_LAST_WORD = "/batch"
_ITSELF = Text(
    zh="批量中不能再含批量，请逐条列出命令。",
    en="A batch holds no batch; list the commands themselves.",
)


def _not_itself(path: str) -> str:
    if path.endswith(_LAST_WORD):
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
        ),
    ]
    key: Annotated[str, Field(pattern=r"^[!-~]{1,200}$", description="Its Idempotency-Key")]
    if_match: Annotated[int | None, Field(ge=0)] = None
    body: dict[str, Any]


class Commands(Body):
    """Commands in the order in which those about the same record are to be done."""

    most_values: ClassVar[int] = 100_000
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


def written(version: int, **answered: str) -> dict[str, Any]:
    """The outcome of a command that is an example."""
    body = {**answered, "version": version, "position": SEALED}
    return {"status": 201, "replayed": False, "body": body}


def routes(
    path: str,
    action: Action,
    tag: str,
    commands: Sequence[dict[str, Any]],
    outcomes: Sequence[dict[str, Any]],
) -> APIRouter:
    """The route of a batch at `path`, for those with `action`; its example has these commands."""
    assert path.endswith(_LAST_WORD), path
    router = APIRouter(route_class=Operation, tags=[tag])

    class NewBatch(Commands):
        __doc__ = Commands.__doc__
        model_config = example(commands=[*commands])

    @router.post(
        path,
        status_code=207,
        summary="Do many commands in one call",
        response_model=BatchAnswer,
        responses={
            207: {
                "description": "An outcome for each command",
                "content": {"application/json": {"example": {"outcomes": [*outcomes]}}},
            }
        },
    )
    async def run_batch(
        request: Request, body: NewBatch, call: Annotated[Call, needs(action, EACH)]
    ) -> Response:
        """Up to 1,000 commands, each with its own key, checks, rules and outcome: no more, and no
        less, than if they had been posted one by one.

        Those about the same record (the id in their path: one case, one session) are done in their
        order, all others side by side; one that is refused stops no other. The headers Dry-Run and
        Import-Id of the batch are those of every command. Send a batch again whose answer was lost:
        what was done is answered again. The key of a command that was sent in a batch is good for
        that command in a batch.
        """
        asked = [Command(each.path, each.key, each.body, each.if_match) for each in body.commands]
        shown = [
            {"status": each.status, "replayed": each.replayed, "body": each.body}
            for each in await run(request, asked)
        ]
        return Response(to_json({"outcomes": shown}), 207, media_type="application/json")

    return router
