"""What a field of an entry in a file of policies may hold. Pure."""

import re
from datetime import date, datetime
from typing import Any, TypeGuard

from shared.text import Text

CODE = re.compile(r"[a-z0-9_.-]{1,64}")  # as figures and events have it
# What moves a terminal's cursor, ends a line, or turns the direction of writing is in no name.
_LINE = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,100}")

NO_CODE = (
    "应为1至64个小写字母、数字、“_”“.”“-”。",
    "must be 1 to 64 of a-z, 0-9, _, . and -",
)
NO_NAME = (
    '应写成 { zh = "中文名", en = "English name" }，各不超过100个字符。',
    'write it as { zh = "中文名", en = "English name" }, each of at most 100 characters.',
)


def is_code(value: object) -> TypeGuard[str]:
    """Whether it is a code."""
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def is_line(value: object) -> TypeGuard[str]:
    """Whether it is a text on one line, of 100 characters at most."""
    return isinstance(value, str) and _LINE.fullmatch(value) is not None


def is_named(value: object) -> bool:
    """Whether it is a name in both languages."""
    return (
        isinstance(value, dict)
        and value.keys() == {"zh", "en"}
        and all(map(is_line, value.values()))
    )


def is_number(value: object, least: int, most: int) -> TypeGuard[int]:
    """Whether it is a whole number between two."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_day(value: object) -> TypeGuard[date]:
    """Whether it is a day, and no moment."""
    return isinstance(value, date) and not isinstance(value, datetime)


def text_of(value: Any) -> Text:
    """The names of something, as they are written; for what is wrong, none."""
    return Text(zh=value["zh"], en=value["en"]) if is_named(value) else Text(zh="", en="")
