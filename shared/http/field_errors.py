"""Field errors: what is wrong with one field, as a reason code and a sentence in each language.

Pydantic's own messages may quote the input, so none of them is passed on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from shared.text import Text

MOST_ERRORS = 50  # in one problem


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong: where (one of pointer, parameter, header), why, and the way out."""

    reason: str
    detail: Text
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None

    def document(self) -> dict[str, str]:
        """The members of an entry under ``errors``."""
        places = {"pointer": self.pointer, "parameter": self.parameter, "header": self.header}
        return {name: text for name, text in places.items() if text is not None} | {
            "reason": self.reason,
            "detail": self.detail.en,
            "detail_zh": self.detail.zh,
        }


def refusal(reason: str, detail: Text) -> PydanticCustomError:
    """What a pydantic validator raises so that its field is answered with this reason.

    The sentences go out as they are, so they must not quote the input.
    """
    return PydanticCustomError(
        "refused", "{detail}", {"reason": reason, "detail": detail.en, "detail_zh": detail.zh}
    )


_DATE = (
    "bad_date",
    Text(
        zh="日期应写成 YYYY-MM-DD，如 2019-03-01。",
        en="Write a day as YYYY-MM-DD, for example 2019-03-01.",
    ),
)
_TIME = (
    "bad_time",
    Text(
        zh="时间应按 RFC 3339 书写并带时区，如 2019-03-01T08:00:00Z。",
        en="Write a moment as RFC 3339 with its time zone, for example 2019-03-01T08:00:00Z.",
    ),
)
_TEXT = ("not_text", Text(zh="此处应为文本。", en="Give a text here."))
_NUMBER = ("not_a_number", Text(zh="此处应为整数。", en="Give a whole number here."))
_UUID = (
    "bad_identifier",
    Text(zh="请填写系统返回的标识（UUID）。", en="Give an identifier as it was answered (a UUID)."),
)
_CHOICE = (
    "not_a_choice",
    Text(zh="请填写以下之一：{expected}。", en="Give one of: {expected}."),
)
_OBJECT = ("not_an_object", Text(zh="此处应为 JSON 对象。", en="Give a JSON object here."))
_LIST = ("not_a_list", Text(zh="此处应为列表。", en="Give a list here."))

# pydantic's error type -> reason and sentence; {} takes a limit of the schema.
_REASONS: dict[str, tuple[str, Text]] = {
    "missing": (
        "missing",
        Text(zh="缺少此必填字段，请补充。", en="This field is required; add it."),
    ),
    "extra_forbidden": (
        "unknown_field",
        Text(
            zh="未知字段，请删除或更正名称。",
            en="This field is not known here; remove it or correct its name.",
        ),
    ),
    "string_too_short": (
        "too_short",
        Text(zh="至少需要{min_length}个字符。", en="Write at least {min_length} characters."),
    ),
    "string_too_long": (
        "too_long",
        Text(zh="最多{max_length}个字符。", en="Write at most {max_length} characters."),
    ),
    "too_short": (
        "too_few",
        Text(zh="至少需要{min_length}项。", en="Give at least {min_length} of these."),
    ),
    "too_long": (
        "too_many",
        Text(zh="最多{max_length}项。", en="Give at most {max_length} of these."),
    ),
    "too_many_values": (
        "too_many",
        Text(
            zh="此处的内容过多，请按接口说明减少项数或分批发送。",
            en="There are far too many values here; give as many as the interface description"
            " allows.",
        ),
    ),
    "string_pattern_mismatch": (
        "bad_format",
        Text(
            zh="请按接口说明规定的格式填写。",
            en="Write this in the format that the interface description gives.",
        ),
    ),
    "string_unicode": (
        "bad_character",
        Text(
            zh="请删除无效的 Unicode 字符。", en="Remove the characters that are not valid Unicode."
        ),
    ),
    "nul_character": (
        "bad_character",
        Text(zh="请删除空字符（NUL）。", en="Remove the NUL characters."),
    ),
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "union_tag_invalid": (
        "not_a_choice",
        Text(zh="请填写以下之一：{expected_tags}。", en="Give one of: {expected_tags}."),
    ),
    "greater_than": ("too_small", Text(zh="应大于{gt}。", en="Give more than {gt}.")),
    "greater_than_equal": ("too_small", Text(zh="应不小于{ge}。", en="Give {ge} or more.")),
    "less_than": ("too_large", Text(zh="应小于{lt}。", en="Give less than {lt}.")),
    "less_than_equal": ("too_large", Text(zh="应不大于{le}。", en="Give {le} or less.")),
    "bool_type": ("not_a_truth_value", Text(zh="应为 true 或 false。", en="Give true or false.")),
    "bool_parsing": (
        "not_a_truth_value",
        Text(zh="应为 true 或 false。", en="Give true or false."),
    ),
    "date_past": ("future_date", Text(zh="应为过去的日期。", en="Give a day that is past.")),
    "date_future": ("past_date", Text(zh="应为将来的日期。", en="Give a day to come.")),
    "string_type": _TEXT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
}
_PREFIXES = (
    ("datetime_", _TIME),
    ("timezone_", _TIME),
    ("date_", _DATE),
    ("uuid_", _UUID),
    ("int_", _NUMBER),
    ("float_", ("not_a_number", Text(zh="此处应为数字。", en="Give a number here."))),
)
_OTHER = (
    "invalid",
    Text(
        zh="该值无法接受，请参阅接口说明。",
        en="This value cannot be accepted; see the interface description.",
    ),
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_LIMITS = ("min_length", "max_length", "gt", "ge", "lt", "le", "expected", "expected_tags")


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors (``type``, ``loc``, ``ctx``) as field errors, without any input.

    A `loc` that begins with body, query, path or header says where; else it is in the body.
    There are never more than `MOST_ERRORS`: the last one counts those that are not listed.

    >>> field_errors([{"type": "missing", "loc": ("body", "name")}])[0].pointer
    '/name'
    """
    listed = len(errors) if len(errors) <= MOST_ERRORS else MOST_ERRORS - 1
    named = [_field_error(error) for error in errors[:listed]]
    if more := len(errors) - listed:
        sentence = Text(
            zh=f"另有 {more} 处错误未列出，请先更正以上各项。",
            en=f"{more} more errors are not listed; correct these first.",
        )
        named.append(FieldError("more_errors", sentence))
    return named


def _field_error(error: Mapping[str, Any]) -> FieldError:
    reason, detail = _reason(error["type"], error.get("ctx") or {})
    where, *rest = error["loc"] or ("body",)
    if where in ("query", "path", "cookie"):
        return FieldError(reason, detail, parameter=_parameter(rest))
    if where == "header":
        return FieldError(reason, detail, header=_parameter(rest))
    return FieldError(
        reason,
        detail,
        pointer=pointer(rest if where == "body" else error["loc"]),
    )


def _reason(kind: str, context: Mapping[str, Any]) -> tuple[str, Text]:
    if kind == "refused":
        return context["reason"], Text(zh=context["detail_zh"], en=context["detail"])
    reason, detail = _REASONS.get(kind) or next(
        (known for start, known in _PREFIXES if kind.startswith(start)), _OTHER
    )
    limits = {name: str(context[name]) for name in _LIMITS if name in context}
    chinese = {
        name: text.replace(" or ", "、").replace(", ", "、") for name, text in limits.items()
    }
    return reason, Text(zh=detail.zh.format_map(chinese), en=detail.en.format_map(limits))


def _parameter(location: Sequence[Any]) -> str | None:
    return str(location[0]) if location and _NAME.fullmatch(str(location[0])) else None


def pointer(location: Sequence[str | int]) -> str:
    """The JSON pointer to a place in the body; it stops before a key that may be data.

    >>> pointer(("forms", 0)), pointer(("extra", "张三"))
    ('/forms/0', '/extra')
    """
    path = ""
    for part in location:
        if not isinstance(part, int) and not _NAME.fullmatch(part):
            break
        path += f"/{part}"
    return path
