"""HTTP: the schemes of risk, and the levels of each."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from services.cases.case import examples
from shared.events.cases.assessments import DEFAULT_SCHEME
from shared.http.access_rules import BY_ACTION
from shared.http.operation import Call, Operation, reads
from shared.policies.in_force import policies_in_force
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["schemes"])

SchemeCode = Annotated[str, StringConstraints(max_length=64)]
LevelCode = Annotated[str, StringConstraints(max_length=64)]


class Coded(BaseModel):
    """A code and its names."""

    code: str
    name: Text


class ShownScheme(Coded):
    """A scheme with its levels, the gravest first; `is_default` is for entries that name none.

    It is used in `regions` alone, prefixes of region codes, unless that is empty; and for entries
    of days from `since` until the day before `until`, where these are said.
    """

    is_default: bool
    levels: list[Coded]
    regions: list[str]
    since: date | None
    until: date | None


class ShownSchemes(BaseModel):
    """All schemes, and the version of the policies that they are of."""

    version: str
    schemes: list[ShownScheme]


@router.get(
    "/v1/schemes",
    summary="Schemes of risk and their levels",
    response_model=ShownSchemes,
    responses=examples.SCHEMES,
)
async def list_schemes(call: Annotated[Call, reads("cases:read", BY_ACTION)]) -> Response:
    """By which schemes risk can be assessed. What a code stands for never changes."""
    return Response(shown_schemes().model_dump_json(), media_type="application/json")


def shown_schemes() -> ShownSchemes:
    """The schemes of the policies in force, as they are answered."""
    policies = policies_in_force()
    schemes = [
        ShownScheme(
            code=scheme.code,
            name=scheme.name,
            is_default=scheme.code == DEFAULT_SCHEME,
            levels=[Coded(code=level, name=name) for level, name in scheme.levels.items()],
            regions=[each for each in scheme.holding.regions if each],
            since=None if scheme.holding.since == date.min else scheme.holding.since,
            until=None if scheme.holding.until == date.max else scheme.holding.until,
        )
        for scheme in policies.schemes
    ]
    return ShownSchemes(version=policies.version, schemes=schemes)
