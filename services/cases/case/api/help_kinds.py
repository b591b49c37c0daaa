"""HTTP: the kinds of needs and of help that there are."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from services.cases.case import examples_of_support
from services.cases.case.api.schemes import Coded
from shared.events.cases.help import HelpForm
from shared.http.access_rules import BY_ACTION
from shared.http.operation import Call, Operation, reads
from shared.policies.helping import HelpKind, NeedKind
from shared.policies.in_force import policies_in_force

router = APIRouter(route_class=Operation, tags=["help"])


class ShownNeedKind(Coded):
    """A kind of need.

    It is used in `regions` alone, prefixes of region codes, unless that is empty; and for entries
    of days from `since` until the day before `until`, where these are said.
    """

    regions: list[str]
    since: date | None
    until: date | None


class ShownHelpKind(ShownNeedKind):
    """A kind of help, and whether it is given once, goes on, or is a public-benefit post."""

    form: HelpForm


class ShownKinds(BaseModel):
    """All kinds, and the version of the policies that they are of."""

    version: str
    needs: list[ShownNeedKind]
    help: list[ShownHelpKind]


@router.get(
    "/v1/help-kinds",
    summary="Kinds of needs and of help",
    response_model=ShownKinds,
    responses=examples_of_support.HELP_KINDS,
)
async def list_help_kinds(call: Annotated[Call, reads("cases:read", BY_ACTION)]) -> Response:
    """What a client may need, and what may be given. What a code stands for never changes."""
    return Response(shown_kinds().model_dump_json(), media_type="application/json")


def shown_kinds() -> ShownKinds:
    """The kinds of the policies in force, as they are answered."""
    policies = policies_in_force()
    return ShownKinds(
        version=policies.version,
        needs=[ShownNeedKind(**_common(each)) for each in policies.needs],
        help=[ShownHelpKind(**_common(each), form=each.form) for each in policies.helps],
    )


def _common(kind: NeedKind | HelpKind) -> dict[str, Any]:
    held = kind.holding
    return {
        "code": kind.code,
        "name": kind.name,
        "regions": [each for each in held.regions if each],
        "since": None if held.since == date.min else held.since,
        "until": None if held.until == date.max else held.until,
    }
