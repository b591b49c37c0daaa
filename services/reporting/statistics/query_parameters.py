"""The query parameters of the statistics: checked, and turned into a question."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import BeforeValidator, StringConstraints

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Indicator
from services.reporting.statistics.question import NoSuchDimension, Question, check
from shared import strict
from shared.http import problems
from shared.http.field_errors import FieldError, refusal
from shared.http.fields import WholeNumber
from shared.http.problems import Problem
from shared.identity.claims import Caller
from shared.regions import UnknownRegion, built_in, query_prefix
from shared.text import Text

EARLIEST, LATEST = 1949, 2100  # years that a report may be asked for
MOST_MONTHS = 240  # of a period that is grouped by month


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
Moment = Annotated[
    datetime,
    _text_read_by(
        strict.moment,
        "bad_time",
        Text(
            zh="时间应按 RFC 3339 书写并带时区，如 2020-01-05T08:00:00Z。",
            en="Write a moment as RFC 3339 with its time zone, for example 2020-01-05T08:00:00Z.",
        ),
    ),
]
Region = Annotated[
    str,
    Query(
        description="A region: the first 2, 4, 6, 9 or all 12 digits of its code",
        pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$",
        examples=["4101"],
    ),
]
Year = Annotated[WholeNumber, Query(ge=EARLIEST, le=LATEST, examples=[2019])]
Positions = Annotated[
    list[Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}-[0-9a-f-]{36}@[1-9][0-9]{0,8}$")]],
    Query(
        alias="min_position",
        max_length=100,
        description="Positions from the answers to writes: the figures count at least up to these",
    ),
]


def refuse(parameter: str, reason: str, detail: Text) -> Problem:
    """The 422 problem for a parameter."""
    return problems.invalid([FieldError(reason, detail, parameter=parameter)])


def region_of(text: str, caller: Caller) -> str:
    """The 12-digit code of a region; a 422 problem if there is none, 404 out of scope."""
    try:
        prefix = query_prefix(text)
        code = built_in().check(prefix.ljust(12, "0"))
    except UnknownRegion as error:
        raise refuse("region", "unknown_region", error.detail) from None
    if not caller.covers(prefix):
        raise problems.not_found()
    return code


def positions_of(texts: Sequence[str]) -> dict[str, int]:
    """The highest version that is given for each stream.

    >>> positions_of(["case-1@2", "case-1@1"])
    {'case-1': 2}
    """
    positions: dict[str, int] = {}
    for text in texts:
        stream, _, version = text.rpartition("@")
        positions[stream] = max(int(version), positions.get(stream, 0))
    return positions


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
) -> Question:
    """The question that the parameters ask; a 422 problem if they cannot be answered together."""
    if start >= end:
        raise refuse(
            "to",
            "empty_period",
            Text(
                zh="期间为空：to 是期间结束后的第一天，应晚于 from。",
                en="The period ends before it begins: to is the first day that no longer counts.",
            ),
        )
    grouped_by = words(by)
    months = (end.year - start.year) * 12 + end.month - start.month
    if "month" in grouped_by and months > MOST_MONTHS:
        raise refuse(
            "to",
            "period_too_long",
            Text(
                zh=f"按月统计时，期间最长{MOST_MONTHS}个月；请分段查询。",
                en=f"By month, a period may have {MOST_MONTHS} months at most; ask in parts.",
            ),
        )
    question = Question(
        tuple(_indicator(code) for code in codes),
        region,
        start,
        end,
        grouped_by,
        _where(where),
        as_of,
    )
    try:
        check(question)
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
    return question


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
