"""Which occasions there are, by the policies in force: codes that activities may carry."""

from shared.http import problems
from shared.http.field_errors import FieldError
from shared.policies.in_force import policies_in_force
from shared.text import Text

UNKNOWN = Text(
    zh="没有这个宣传节点；可用的代码见 GET /v1/occasions，本地节点在政策文件的 [[occasion]] 中"
    "增加。",
    en="There is no such occasion: GET /v1/occasions has those there are; a place adds its own in"
    " its file of policies, as [[occasion]].",
)


def check_occasion(code: str | None, pointer: str = "/occasion") -> None:
    """Refuse a code that no policy has: a 422 Problem that says where the list is.

    One that is used elsewhere or at other times is taken: an activity may be late.
    """
    if code is not None and policies_in_force().occasion(code) is None:
        raise problems.invalid([FieldError("unknown_occasion", UNKNOWN, pointer=pointer)])
