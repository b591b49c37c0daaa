"""HTTP: occasions by date, and those that a day may belong to."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.outreach.context import handler_of
from services.outreach.occasion import examples
from shared.http import problems
from shared.http.access_rules import BY_ACTION
from shared.http.field_errors import FieldError
from shared.http.fields import YEARS, AnyDay, RegionCode
from shared.http.operation import Call, Operation, reads
from shared.policies.in_force import policies_in_force
from shared.policies.occasions import Occurrence, in_words, occurring, proposed
from shared.regions import prefix
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["occasions"])

A_YEAR = timedelta(days=365)
MOST_DAYS = timedelta(days=20 * 366)


class ShownOccasion(BaseModel):
    """One time that an occasion comes: the days [first, until).

    `when` says which days of a year these are. An activity of a day in [proposed_since,
    proposed_until) may belong to it.
    """

    code: str
    name: Text
    when: Text
    first: date
    until: date
    proposed_since: date
    proposed_until: date


class ShownOccasions(BaseModel):
    """The occasions that were asked for, and the version of the policies that they are of."""

    version: str
    occasions: list[ShownOccasion]


@router.get(
    "/v1/occasions",
    summary="Occasions of prevention by date",
    response_model=ShownOccasions,
    responses=examples.OCCASIONS,
)
async def list_occasions(
    request: Request,
    call: Annotated[Call, reads("outreach:read", BY_ACTION)],
    start: Annotated[
        AnyDay | None, Query(alias="from", description="First day; today without it")
    ] = None,
    end: Annotated[
        AnyDay | None,
        Query(alias="to", description="First day that no longer counts; a year later without it"),
    ] = None,
    on: Annotated[
        AnyDay | None,
        Query(
            description="Those that an activity of this day may belong to, the nearest first;"
            " without from and to"
        ),
    ] = None,
    region: Annotated[
        RegionCode | None, Query(description="Those of a region, as its policies have them")
    ] = None,
) -> Response:
    """Days and months that prevention is tied to; those of the lunar calendar by their days.

    Where an activity is recorded without an occasion, ask with its day in `on` for those to
    propose. A leap month has no occasion: it is the month before that has it.
    """
    policies, place = policies_in_force(), prefix(region) if region else ""
    if on is not None:
        if start is not None or end is not None:
            raise problems.invalid([FieldError("not_together", _ON_ALONE, parameter="on")])
        _check_year(on, "on")
        found: Sequence[Occurrence] = proposed(policies.occasions, place, on)
    else:
        start = start or handler_of(request).today()
        _check_year(start, "from")
        end = end or start + A_YEAR
        if not timedelta() < end - start <= MOST_DAYS:
            raise problems.invalid([FieldError("bad_span", _BAD_SPAN, parameter="to")])
        found = occurring(policies.occasions, place, start, end)
    answer = ShownOccasions(version=policies.version, occasions=[_shown(each) for each in found])
    return Response(answer.model_dump_json(), media_type="application/json")


def _check_year(day: date, parameter: str) -> None:
    if day.year not in YEARS:
        raise problems.invalid([FieldError("bad_date", _BAD_YEAR, parameter=parameter)])


def _shown(each: Occurrence) -> ShownOccasion:
    return ShownOccasion(
        code=each.occasion.code,
        name=each.occasion.name,
        when=in_words(each.occasion.rule),
        first=each.first,
        until=each.until,
        proposed_since=each.proposed_since,
        proposed_until=each.proposed_until,
    )


_ON_ALONE = Text(
    zh="on 与 from、to 不能同时使用；请只用其一。",
    en="Give on alone, or from and to: not both.",
)
_BAD_SPAN = Text(
    zh="to 应晚于 from，且相距不超过20年。",
    en="Give a day after from, and within 20 years of it.",
)
_BAD_YEAR = Text(
    zh=f"日期应在{YEARS[0]}年至{YEARS[-1]}年之间，请核对年份。",
    en=f"Give a day of the years {YEARS[0]} to {YEARS[-1]}; check the year.",
)
