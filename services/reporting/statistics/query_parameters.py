"""The query parameters of the statistics: checked, and turned into a question."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BeforeValidator

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Indicator
from services.reporting.statistics.period import check_grain, period_of
from services.reporting.statistics.population import PER, NoRate, check_rate
from services.reporting.statistics.question import (
    MadeOfDimension,
    NoSuchDimension,
    Question,
    TwoGrains,
    check,
)
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import GRAINS
from shared import strict
from shared.http import problems
from shared.http.field_errors import refusal
from shared.http.fields import WholeNumber
from shared.identity.claims import Caller
from shared.regions import UnknownRegion, query_prefix, regions_in_force
from shared.text import Text

EARLIEST, LATEST = 1949, 2100  # years that a report may be asked for
LONGEST_NAME = 100  # characters of a region's name


def _text_read_by(read: Callable[[str], Any], reason: str, detail: Text) -> Any:
    """A validator that takes texts of one shape only; pydantic alone takes numbers as well."""

    def validate(text: Any) -> Any:
        try:
            if isinstance(text, str):
                value = read(text)
                if EARLIEST <= value.year <= LATEST:
                    return value
        except ValueError:
            pass
        raise refusal(reason, detail)

    return BeforeValidator(validate)


Day = Annotated[
    date,
    _text_read_by(
        strict.day,
        "bad_date",
        Text(
            zh="日期应写成 YYYY-MM-DD（1949年至2100年），如 2019-01-01。",
            en="Write a day from 1949 to 2100 as YYYY-MM-DD, for example 2019-01-01.",
        ),
    ),
]
REGION = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"
_REGION = Query(
    description="A region: the first 2, 4, 6, 9 or all 12 digits of its code",
    pattern=REGION,
    examples=["4101"],
)
Region = Annotated[str, _REGION]
RegionIfAny = Annotated[str | None, _REGION]
RegionOrName = Annotated[
    str,
    Query(
        description="A region: the first 2, 4, 6, 9 or all 12 digits of its code; for callers that"
        " accept text/html a name too",
        max_length=LONGEST_NAME,
        examples=["4101"],
        json_schema_extra={"pattern": REGION},
    ),
]
Year = Annotated[WholeNumber, Query(ge=EARLIEST, le=LATEST, examples=[2019])]
MinPositions = Annotated[
    list[str],
    Query(
        alias="min_position",
        max_length=100,
        description="Positions that your own writes were answered: the figures count at least up"
        " to these",
    ),
]

PerIfAny = Annotated[
    Literal["10000"] | None,
    Query(
        description="Rates per 10,000 residents: `value` is the rate, `count` what was counted,"
        " `population_year` the year at whose end the residents were counted; null with a reason"
        " where the population is not listed"
    ),
]
NO_RATE = Text(
    zh=f"比率和平均数不能再按每{PER}人计算；请去掉 per，或改选按数量统计的指标。",
    en="A share or an average is not divided by residents; leave per out, or ask for indicators"
    " that are numbers.",
)


def region_of(text: str, caller: Caller) -> str:
    """The 12-digit code of a region; a 422 problem if there is none, 404 out of scope."""
    try:
        prefix = query_prefix(text)
        code = regions_in_force().check(prefix.ljust(12, "0"))
    except UnknownRegion as error:
        reason = "bad_format" if error.reason == "not_a_prefix" else "unknown_region"
        raise refuse("region", reason, error.detail) from None
    if not caller.covers(prefix):
        raise problems.not_found()
    return code


def words(texts: Sequence[str]) -> tuple[str, ...]:
    """Words given in several parameters, or in one with commas between.

    >>> words(["month,region", "kind"])
    ('month', 'region', 'kind')
    """
    return tuple(dict.fromkeys(word for text in texts for word in text.split(",") if word))


def question_of(
    codes: Sequence[str],
    region: str,
    start: date,
    end: date,
    by: Sequence[str],
    where: Sequence[str],
    as_of: datetime | None,
    now: datetime,
) -> Question:
    """The question that the parameters ask; a 422 problem if they cannot be answered together.

    A period that is not over at the moment `now` ends with that day.
    """
    period = period_of(start, end, as_of, now)
    question = Question(
        tuple(_indicator(code) for code in codes),
        region,
        period.start,
        period.end,
        words(by),
        _where(where),
        as_of,
        period.until,
    )
    if question.grain is not None:
        check_grain(period, question.grain)
    try:
        check(question)
    except TwoGrains:
        raise refuse(
            "by",
            "two_grains",
            Text(
                zh="日、周、月、季度、年一次只能选一个：day、week、month、quarter、year。",
                en="Group by one of day, week, month, quarter and year at a time.",
            ),
        ) from None
    except NoSuchDimension as error:
        raise refuse(
            error.parameter,
            "unknown_dimension",
            Text(
                zh="所选指标没有该维度或该取值；可用的维度见 GET /v1/indicators。",
                en="One of the indicators does not have this dimension, or not this value of it;"
                " GET /v1/indicators names those there are.",
            ),
        ) from None
    except MadeOfDimension as error:
        raise refuse(error.parameter, "made_of_dimension", _made_of(error)) from None
    return question


def check_per(indicators: Sequence[Indicator], per: str | None) -> None:
    """Refuse to divide a share by residents: a 422 Problem."""
    try:
        check_rate(indicators if per else ())
    except NoRate:
        raise refuse("per", "not_per_residents", NO_RATE) from None


def _made_of(error: MadeOfDimension) -> Text:
    """Why a share cannot be asked for by a dimension, and by which it can."""
    code, dimension = error.indicator.code, error.dimension
    possible = [each.code for each in error.indicator.dimensions]
    if error.parameter == "by":
        possible = [*GRAINS, "region", *possible]
    return Text(
        zh=f"{code} 的分子与分母正是按“{dimension.name.zh}”（{dimension.code}）区分的，"
        f"再按它分组或筛选只会得出 0% 或 100%。可用：{'、'.join(possible)}。",
        en=f"The numerator of {code} differs from its denominator in {dimension.code}:"
        " by it, every share would be 0 or 100 %."
        f" Possible are: {', '.join(possible)}.",
    )


def _indicator(code: str) -> Indicator:
    try:
        return INDICATORS[code]
    except KeyError:
        raise refuse(
            "indicators",
            "unknown_indicator",
            Text(
                zh="没有该指标；可用的指标见 GET /v1/indicators。",
                en="There is no such indicator; GET /v1/indicators names those there are.",
            ),
        ) from None


def _where(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Any of several values of one dimension; all of several dimensions."""
    where: dict[str, tuple[str, ...]] = {}
    for text in texts:
        dimension, colon, value = text.partition(":")
        if not colon:
            raise refuse(
                "where",
                "bad_format",
                Text(
                    zh="where 应写成“维度:取值”，如 place_kind:school。",
                    en="Write where as dimension:value, for example place_kind:school.",
                ),
            )
        where[dimension] = (*where.get(dimension, ()), value)
    return where
