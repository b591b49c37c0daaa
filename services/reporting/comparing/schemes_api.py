"""HTTP: the schemes by which regions are ranked, as they are published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from services.reporting.comparing import examples
from services.reporting.comparing.answers import names
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes import Scheme, all_schemes, schemes_at
from services.reporting.declared.schemes.scheme import Better, Part, Scoring
from services.reporting.declared.words import Indicator
from services.reporting.statistics.answering import Names, Reads
from services.reporting.statistics.population import PER
from services.reporting.statistics.refusing import refuse
from shared.http.openapi import shown
from shared.http.operation import Operation
from shared.policies.in_force import policies_in_force
from shared.policies.ranking_schemes import RankingScheme
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["statistics"])

_NEITHER = Text(
    zh="没有该指标或排名方案；可用的见 GET /v1/indicators 和 GET /v1/statistics/schemes。",
    en="There is no such indicator or scheme; GET /v1/indicators and GET /v1/statistics/schemes"
    " name those there are.",
)


class Strand(BaseModel):
    """A strand of the work, which is ranked apart too."""

    code: str
    name: Names


class PartDeclared(BaseModel):
    """A part of a scheme: an indicator, its weight, and how its figure becomes a score."""

    indicator: str
    name: Names
    weight: int
    scoring: Scoring
    scoring_text: Names
    better: Better
    per: int | None = None
    aim: int | None = None
    strand: str | None = None


class SchemeDeclared(BaseModel):
    """A version of a scheme as it is published; what stands under code and version never changes.

    `regions` are those whose parts it ranks, by the first digits of their codes; absent, all. It
    holds from `since` until the day before `until`, each null where there is none.
    """

    code: str
    version: str
    name: Names
    since: date | None
    until: date | None = None
    regions: list[str] | None = None
    formula: Names
    strands: list[Strand] = []
    parts: list[PartDeclared]


class Schemes(BaseModel):
    """All schemes."""

    schemes: list[SchemeDeclared]


@router.get(
    "/v1/statistics/schemes",
    summary="See how regions are ranked",
    response_model=Schemes,
    responses=shown(examples.SCHEMES, versioned=False),
)
async def schemes(request: Request, call: Reads) -> Response:
    """Every version of a scheme with its parts and its formula in words.

    Those that the place publishes come first, those that hold no more included. A scheme may have
    strands of the work; each is ranked apart too.
    """
    published = all_schemes(policies_in_force())
    return JSONResponse({"schemes": [_scheme(*each) for each in published]})


def declared(code: str, region: str, day: date) -> Indicator | Scheme:
    """What a ranking of the regions below one is by; a 422 Problem where there is no such thing."""
    held = schemes_at(policies_in_force(), region, day)
    found = INDICATORS.get(code) or held.get(code)
    if found is not None:
        return found
    if any(each.code == code for each, _ in all_schemes(policies_in_force())):
        raise refuse("by", "scheme_not_held", _not_held(held))
    raise refuse("by", "unknown_indicator", _NEITHER)


def _not_held(held: Mapping[str, Scheme]) -> Text:
    return Text(
        zh="该方案在所选地区和期间没有生效的版本（GET /v1/statistics/schemes 列出各版本适用的地区和"
        f"日期）；可用：{'、'.join(held)}。",
        en="No version of this scheme holds for this region and period (GET /v1/statistics/schemes"
        f" says where and when each does); those that do: {', '.join(held)}.",
    )


def _scheme(scheme: Scheme, published: RankingScheme | None) -> dict[str, Any]:
    regions = None if published is None else [*published.holding.regions]
    return {
        "code": scheme.code,
        "version": scheme.version,
        "name": names(scheme.name),
        "since": None if scheme.since == date.min else f"{scheme.since}",
        **({} if scheme.until is None else {"until": f"{scheme.until}"}),
        **({} if regions in (None, [""]) else {"regions": regions}),
        "formula": names(scheme.formula),
        **strands_shown(scheme),
        "parts": [part_shown(part) for part in scheme.parts],
    }


def strands_shown(scheme: Scheme) -> dict[str, Any]:
    """The strands as JSON, where there are any."""
    shown = [{"code": code, "name": names(name)} for code, name in scheme.strands.items()]
    return {"strands": shown} if shown else {}


def part_shown(part: Part) -> dict[str, Any]:
    """A part as JSON."""
    return {
        "indicator": part.indicator.code,
        "name": names(part.indicator.name),
        "weight": part.weight,
        "scoring": part.scoring,
        "scoring_text": names(part.scoring_text),
        "better": "low" if part.low else "high",
        **({"per": PER} if part.per else {}),
        **({} if part.aim is None else {"aim": part.aim}),
        **({"strand": part.strand} if part.strand else {}),
    }
