"""Groups that a survey asks, by their codes."""

import re
from collections.abc import Iterable

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.text import Text


def check_audiences(codes: Iterable[str], field: str) -> None:
    """Refuse (422) what is no code of a group; `field` is the list they stand in."""
    errors = [
        FieldError("unknown_audience", _UNKNOWN, pointer=f"/{field}/{at}/audience")
        for at, code in enumerate(codes)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", code)
    ]
    if errors:
        raise problems.invalid(errors[:50])


_UNKNOWN = Text(
    zh="没有这一人群的代码；可用的代码见 GET /v1/outreach/words 的 audience。",
    en="No policy has a group of this code; GET /v1/outreach/words lists them under audience.",
)
