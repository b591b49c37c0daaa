"""Field types that request bodies share: days, regions that exist, plain texts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic import Field as _Field
from pydantic_core import PydanticKnownError, core_schema

from shared import strict
from shared.folding import says_something
from shared.http.field_errors import refusal
from shared.id_number import names_somebody
from shared.public_text import holds_mobile_number, turns_order
from shared.regions import UnknownRegion, regions_in_force
from shared.text import Text

EARLIEST = date(1949, 10, 1)
YEARS = range(1949, 2101)  # that a moment may be asked for
NAMES_SOMEBODY = Text(
    zh="请勿在此填写身份证号：此处内容会公开。",
    en="Leave ID numbers out: what is written here is published.",
)
REACHES_SOMEBODY = Text(
    zh="请勿在此填写手机号码：此处内容会公开。编号恰好形似手机号码的，请加上分隔符或字母分段填写。",
    en="Leave mobile numbers out: what is written here is published. Where a reference happens to"
    " look like one, divide it otherwise.",
)
TURNS_ORDER = Text(
    zh="此处含有改变文字方向的不可见控制符，请删除后重新填写。",
    en="There are invisible marks in this text that change the order in which it is shown; remove"
    " them.",
)
BLANK = Text(zh="此处不能为空。", en="Write something here.")


class Body(BaseModel):
    """A request body: unknown fields are refused, so that nothing is silently dropped."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


# A model in an answer: every field is always there, so the document calls them required.
ANSWER = ConfigDict(
    extra="ignore", json_schema_extra={}, json_schema_serialization_defaults_required=True
)


def example(**fields: Any) -> ConfigDict:
    """A body's configuration with the example that its OpenAPI document shows."""
    return ConfigDict(json_schema_extra={"examples": [fields]})


def _is_a_day(value: Any) -> Any:
    """Only YYYY-MM-DD: pydantic alone would take numbers and times of day as well."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return strict.day(value)
        except ValueError:
            pass
    raise refusal(
        "bad_date",
        Text(
            zh="请按 YYYY-MM-DD 填写真实存在的日期，如 2019-03-01。",
            en="Write a day that exists as YYYY-MM-DD, for example 2019-03-01.",
        ),
    )


def _is_not_too_early(value: date) -> date:
    if value < EARLIEST:
        raise refusal(
            "bad_date",
            Text(
                zh="日期早于1949-10-01，请核对年份。",
                en="This day is before 1949-10-01; check the year.",
            ),
        )
    return value


def _is_not_too_late(value: date) -> date:
    if value.year not in YEARS:
        raise refusal(
            "bad_date",
            Text(
                zh="日期晚于2100年，请核对年份。",
                en="This day is after the year 2100; check the year.",
            ),
        )
    return value


def _is_a_region(value: str) -> str:
    try:
        return regions_in_force().check(value)
    except UnknownRegion as error:
        raise refusal("unknown_region", error.detail) from None


def _says_something(value: str) -> str:
    if not says_something(value):
        raise refusal("missing_value", BLANK)
    return value


Day = Annotated[
    date,
    BeforeValidator(_is_a_day),
    AfterValidator(_is_not_too_early),
    _Field(description="A calendar day (Asia/Shanghai) that has come", examples=["2019-03-14"]),
]
AnyDay = Annotated[
    date,
    BeforeValidator(_is_a_day),
    _Field(description="A calendar day", examples=["1949-12-31"]),
]
PlannedDay = Annotated[
    date,
    BeforeValidator(_is_a_day),
    AfterValidator(_is_not_too_early),
    AfterValidator(_is_not_too_late),
    _Field(description="A calendar day, which may be to come", examples=["2019-03-14"]),
]
RegionCode = Annotated[
    str,
    AfterValidator(_is_a_region),
    _Field(
        description="12-digit statistical code of a region",
        examples=["410102001003"],
        json_schema_extra={"pattern": "^[0-9]{12}$"},
    ),
]


def text(limit: int) -> Any:
    """A text of at most `limit` characters that shows something."""
    return Annotated[str, StringConstraints(max_length=limit), AfterValidator(_says_something)]


def public_text(limit: int) -> Any:
    """A text that is published as it is written: no ID number, and shown in its own order."""
    return Annotated[text(limit), AfterValidator(names_nobody), AfterValidator(_is_in_order)]


def public_name(limit: int) -> Any:
    """A public text that is what a thing is called: it must not hold a mobile number either."""
    return Annotated[public_text(limit), AfterValidator(reaches_nobody)]


def reaches_nobody(value: str) -> str:
    """The text, unless it holds a mobile number: a name of a thing, or a code, has none."""
    if holds_mobile_number(value):
        raise refusal("holds_phone_number", REACHES_SOMEBODY)
    return value


def _is_in_order(value: str) -> str:
    if turns_order(value):
        raise refusal("turns_order", TURNS_ORDER)
    return value


def names_nobody(value: str) -> str:
    """The text, unless it holds an ID number."""
    if names_somebody(value):
        raise refusal("holds_id_number", NAMES_SOMEBODY)
    return value


Name = text(100)
Note = text(10_000)
# Of things, places and contracts; a title or topic of outreach may name whom to call.
PublicName = public_name(100)
PublicText = public_text(300)


def _is_in_plain_digits(value: Any) -> Any:
    """A parameter's number: pydantic alone would take signs, blanks, underscores and points."""
    if isinstance(value, str):
        try:
            return strict.whole_number(value)
        except ValueError:
            raise refusal(
                "not_a_number",
                Text(
                    zh="此处应为整数，只写数字。",
                    en="Give a whole number here, in digits alone.",
                ),
            ) from None
    return value


WholeNumber = Annotated[int, BeforeValidator(_is_in_plain_digits)]


def _is_a_moment(value: Any) -> Any:
    """Only RFC 3339: pydantic alone would take numbers as well, and times without a zone."""
    try:
        if isinstance(value, str) and (moment := strict.moment(value)).year in YEARS:
            return moment
    except ValueError:
        pass
    raise refusal(
        "bad_time",
        Text(
            zh="时间应按 RFC 3339 书写并带时区，如 2020-01-05T08:00:00Z。",
            en="Write a moment as RFC 3339 with its time zone, for example 2020-01-05T08:00:00Z.",
        ),
    )


Moment = Annotated[datetime, BeforeValidator(_is_a_moment)]


@dataclass(frozen=True)
class AtMost:
    """How many items a list in a body may have; counted before any of them is looked at.

    Pydantic by itself looks at the items first, and has an error for each that is wrong.
    """

    limit: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """The list's own schema behind the count; its documentation says the limit."""
        inner: Any = {**handler(source), "max_length": self.limit}
        return core_schema.no_info_before_validator_function(self._count, inner)

    def _count(self, value: Any) -> Any:
        if isinstance(value, list) and len(value) > self.limit:
            raise PydanticKnownError(
                "too_long",
                {"field_type": "List", "max_length": self.limit, "actual_length": len(value)},
            )
        return value
