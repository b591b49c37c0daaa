"""Field errors: what is wrong with one field, as a reason code and a sentence in each language.

Pydantic's own messages may quote the input, so none of them is passed on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError


@dataclass(frozen=True)
class FieldError:
    """One thing that is wrong: where (one of pointer, parameter, header), why, and the way out."""

    reason: str
    detail: str
    detail_zh: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None

    def document(self) -> dict[str, str]:
        """The members of an entry under ``errors``."""
        places = {"pointer": self.pointer, "parameter": self.parameter, "header": self.header}
        return {name: text for name, text in places.items() if text is not None} | {
            "reason": self.reason,
            "detail": self.detail,
            "detail_zh": self.detail_zh,
        }


def refusal(reason: str, detail: str, detail_zh: str) -> PydanticCustomError:
    """What a pydantic validator raises so that its field is answered with this reason.

    The sentences go out as they are, so they must not quote the input.
    """
    return PydanticCustomError(
        "refused", "{detail}", {"reason": reason, "detail": detail, "detail_zh": detail_zh}
    )


_DATE = (
    "bad_date",
    "Write a day as YYYY-MM-DD, for example 2019-03-01.",
    "日期应写成 YYYY-MM-DD，如 2019-03-01。",
)
_TIME = (
    "bad_time",
    "Write a moment as RFC 3339 with its time zone, for example 2019-03-01T08:00:00Z.",
    "时间应按 RFC 3339 书写并带时区，如 2019-03-01T08:00:00Z。",
)
_TEXT = ("not_text", "Give a text here.", "此处应为文本。")
_NUMBER = ("not_a_number", "Give a whole number here.", "此处应为整数。")
_UUID = (
    "bad_identifier",
    "Give an identifier as it was answered (a UUID).",
    "请填写系统返回的标识（UUID）。",
)
_OBJECT = ("not_an_object", "Give a JSON object here.", "此处应为 JSON 对象。")
_LIST = ("not_a_list", "Give a list here.", "此处应为列表。")

# pydantic's error type -> reason, sentence, Chinese sentence; {} takes a limit of the schema.
_SENTENCES: dict[str, tuple[str, str, str]] = {
    "missing": ("missing", "This field is required; add it.", "缺少此必填字段，请补充。"),
    "extra_forbidden": (
        "unknown_field",
        "This field is not known here; remove it or correct its name.",
        "未知字段，请删除或更正名称。",
    ),
    "string_too_short": (
        "too_short",
        "Write at least {min_length} characters.",
        "至少需要{min_length}个字符。",
    ),
    "string_too_long": (
        "too_long",
        "Write at most {max_length} characters.",
        "最多{max_length}个字符。",
    ),
    "too_short": ("too_few", "Give at least {min_length} of these.", "至少需要{min_length}项。"),
    "too_long": ("too_many", "Give at most {max_length} of these.", "最多{max_length}项。"),
    "string_pattern_mismatch": (
        "bad_format",
        "Write this in the format that the interface description gives.",
        "请按接口说明规定的格式填写。",
    ),
    "string_unicode": (
        "bad_character",
        "Remove the characters that are not valid Unicode.",
        "请删除无效的 Unicode 字符。",
    ),
    "nul_character": ("bad_character", "Remove the NUL characters.", "请删除空字符（NUL）。"),
    "enum": ("not_a_choice", "Give one of: {expected}.", "请填写以下之一：{expected}。"),
    "literal_error": ("not_a_choice", "Give one of: {expected}.", "请填写以下之一：{expected}。"),
    "union_tag_invalid": (
        "not_a_choice",
        "Give one of: {expected_tags}.",
        "请填写以下之一：{expected_tags}。",
    ),
    "greater_than": ("too_small", "Give more than {gt}.", "应大于{gt}。"),
    "greater_than_equal": ("too_small", "Give {ge} or more.", "应不小于{ge}。"),
    "less_than": ("too_large", "Give less than {lt}.", "应小于{lt}。"),
    "less_than_equal": ("too_large", "Give {le} or less.", "应不大于{le}。"),
    "bool_type": ("not_a_truth_value", "Give true or false.", "应为 true 或 false。"),
    "bool_parsing": ("not_a_truth_value", "Give true or false.", "应为 true 或 false。"),
    "date_past": ("future_date", "Give a day that is past.", "应为过去的日期。"),
    "date_future": ("past_date", "Give a day to come.", "应为将来的日期。"),
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
    ("float_", ("not_a_number", "Give a number here.", "此处应为数字。")),
)
_OTHER = (
    "invalid",
    "This value cannot be accepted; see the interface description.",
    "该值无法接受，请参阅接口说明。",
)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,63}")
_LIMITS = ("min_length", "max_length", "gt", "ge", "lt", "le", "expected", "expected_tags")


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's errors (``type``, ``loc``, ``ctx``) as field errors, without any input.

    A `loc` that begins with body, query, path or header says where; else it is in the body.

    >>> field_errors([{"type": "missing", "loc": ("body", "name")}])[0].pointer
    '/name'
    """
    return [_field_error(error) for error in errors]


def _field_error(error: Mapping[str, Any]) -> FieldError:
    reason, detail, detail_zh = _sentences(error["type"], error.get("ctx") or {})
    where, *rest = error["loc"] or ("body",)
    if where in ("query", "path", "cookie"):
        return FieldError(reason, detail, detail_zh, parameter=_parameter(rest))
    if where == "header":
        return FieldError(reason, detail, detail_zh, header=_parameter(rest))
    return FieldError(
        reason, detail, detail_zh, pointer=pointer(rest if where == "body" else error["loc"])
    )


def _sentences(kind: str, context: Mapping[str, Any]) -> tuple[str, str, str]:
    if kind == "refused":
        return context["reason"], context["detail"], context["detail_zh"]
    found = _SENTENCES.get(kind) or next(
        (sentences for start, sentences in _PREFIXES if kind.startswith(start)), _OTHER
    )
    limits = {name: str(context[name]) for name in _LIMITS if name in context}
    reason, detail, detail_zh = found
    return (
        reason,
        detail.format_map(limits),
        detail_zh.format_map(
            {name: text.replace(" or ", "、").replace(", ", "、") for name, text in limits.items()}
        ),
    )


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
