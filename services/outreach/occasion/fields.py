"""The field that names an occasion: a code that no policy has is an error of its field."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from shared.http.field_errors import refusal
from shared.policies.in_force import policies_in_force
from shared.policies.occasions import proposed
from shared.regions import prefix
from shared.text import Text

PATH = "/v1/occasions"
UNKNOWN = Text(
    zh=f"没有这个宣传节点；可用的代码见 GET {PATH}，本地节点在政策文件的 [[occasion]] 中增加。",
    en=f"There is no such occasion: GET {PATH} lists the codes; a place adds its own to its file of"
    " policies, as [[occasion]].",
)


def check_occasion(code: str) -> str:
    """The code, which a policy must have; whether it is used there and then is not asked.

    An activity may be recorded late, or for the day after.
    """
    if policies_in_force().occasion(code) is None:
        raise refusal("not_a_choice", UNKNOWN)
    return code


def proposals(occasion: str | None, region: str, day: date) -> list[str]:
    """The codes to propose for an activity that names no occasion, the nearest first."""
    if occasion is not None:
        return []
    return [
        each.occasion.code for each in proposed(policies_in_force().occasions, prefix(region), day)
    ]


OccasionCode = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(check_occasion),
    Field(description=f"What it is tied to; see {PATH}", examples=["anti_drug_day"]),
]
