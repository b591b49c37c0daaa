"""HTTP: the schemes of risk, and the levels of each."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, StringConstraints

from services.cases.case import examples
from services.cases.case.schemes import IN_FORCE, SCHEMES
from shared.events.cases.assessments import DEFAULT_SCHEME
from shared.http.access_rules import BY_ACTION
from shared.http.operation import Call, Operation, reads
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["schemes"])

SchemeCode = Annotated[str, StringConstraints(max_length=64)]
LevelCode = Annotated[str, StringConstraints(max_length=64)]


class Coded(BaseModel):
    """A code and its names."""

    code: str
    name: Text


class ShownScheme(Coded):
    """A scheme with its levels, the gravest first; `is_default` is for entries that name none."""

    is_default: bool
    levels: list[Coded]


class ShownSchemes(BaseModel):
    """All schemes, and the version of their list."""

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
    schemes = [
        ShownScheme(
            code=code,
            name=scheme.name,
            is_default=code == DEFAULT_SCHEME,
            levels=[Coded(code=level, name=name) for level, name in scheme.levels.items()],
        )
        for code, scheme in SCHEMES.items()
    ]
    shown = ShownSchemes(version=IN_FORCE.version, schemes=schemes)
    return Response(shown.model_dump_json(), media_type="application/json")
