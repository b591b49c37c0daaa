"""HTTP: the indicators' declarations."""

from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Counting, Dimension, Indicator, OpenDimension
from services.reporting.statistics import examples
from services.reporting.statistics.answering import Names, Reads
from services.reporting.statistics.few import about_persons
from shared.http.openapi import shown
from shared.http.operation import Operation
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])


class DimensionDeclared(BaseModel):
    """What an indicator can be grouped by and filtered on; `open`: its values are not listed."""

    code: str
    name: Names
    values: list[str]
    open: bool


class IndicatorDeclared(BaseModel):
    """An indicator as it is declared; a share or average has a `denominator_counting`.

    `better` says which of two figures is; null where neither is as such. Small figures
    `about_persons` are hidden from callers without `statistics:detail`.
    """

    code: str
    name: Names
    unit: str
    counting: Counting
    denominator_counting: Counting | None = None
    formula: Names
    better: Literal["high", "low"] | None = None
    about_persons: bool
    dimensions: list[DimensionDeclared]


class Indicators(BaseModel):
    """All indicators."""

    indicators: list[IndicatorDeclared]


@router.get(
    "/v1/indicators",
    summary="See what is declared",
    response_model=Indicators,
    responses=shown(examples.INDICATORS, versioned=False),
)
async def indicators(request: Request, call: Reads) -> Response:
    """Every indicator: its names, unit, formula in words, and dimensions."""
    return JSONResponse({"indicators": [_declared(indicator) for indicator in INDICATORS.values()]})


def _declared(indicator: Indicator) -> dict[str, Any]:
    denominator = indicator.denominator
    return {
        "code": indicator.code,
        "name": _names(indicator.name),
        "unit": indicator.unit,
        "counting": indicator.numerator.counting,
        "denominator_counting": None if denominator is None else denominator.counting,
        "formula": _names(indicator.whole_formula),
        "better": indicator.better,
        "about_persons": about_persons(indicator),
        "dimensions": [_dimension(dimension) for dimension in indicator.dimensions],
    }


def _dimension(dimension: Dimension) -> dict[str, Any]:
    return {
        "code": dimension.code,
        "name": _names(dimension.name),
        "values": dimension.values,
        "open": isinstance(dimension, OpenDimension),
    }


def _names(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
