"""A year of an account of points as a page to print: in Chinese or English, with no name on it."""

from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined

from shared.http.language import TAG
from shared.http.page_style import STYLE
from shared.http.security_headers import policy_of
from shared.text import Language, Text

if TYPE_CHECKING:
    from services.cases.points.api import AccountFacts

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="积分对账单", en="Statement of points"),
    "case": Text(zh="档案：", en="Case: "),
    "day": Text(zh="日期", en="Day"),
    "what": Text(zh="事项", en="What"),
    "points": Text(zh="积分", en="Points"),
    "balance": Text(zh="余额", en="Balance"),
    "carried_over": Text(zh="上年结转", en="Carried over"),
    "end": Text(zh="余额", en="Balance"),
    "owed": Text(
        zh="余额为负：已兑换的积分因原记录作废被扣回，补足前不能兑换。",
        en="The balance is owed: points that were spent were taken back. Nothing can be exchanged"
        " until it is made up.",
    ),
}
_PAGE = Environment(autoescape=True, undefined=StrictUndefined).from_string(
    files(__package__).joinpath("page.html").read_text("utf-8")
)
POLICY = policy_of(f"<style>{STYLE}</style>")


def render(facts: "AccountFacts", language: Language) -> str:
    """The page of a year."""
    return _PAGE.render(
        text={name: text.in_language(language) for name, text in TEXTS.items()},
        style=STYLE,
        tag=TAG[language],
        case_id=facts.case_id,
        year=facts.year,
        carried_over=facts.carried_over,
        balance=facts.balance,
        lines=[
            {
                "on": line.on,
                "says": line.text.in_language(language),
                "points": f"{line.points:+}",
                "balance": line.balance,
            }
            for line in facts.lines
        ],
    )
