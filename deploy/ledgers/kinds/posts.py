"""岗位: the posts that an agency bought."""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.kinds.single import posts
from deploy.ledgers.ledger import Column, Ledger, Words, day, known_by, one_of, region
from shared.text import Text

NAME = "岗位"
_PATH = "/v1/posts"
FUNDS = Words(
    "unknown_funds",
    Text(
        zh="没有这种经费来源；请写中央、省级、市级、区县、街道、福彩公益金或其他。",
        en="There is no such source of funds; write 中央, 省级, 市级, 区县, 街道,"
        " 福彩公益金 or 其他.",
    ),
    {
        "中央": "central",
        "省级": "province",
        "市级": "city",
        "区县": "county",
        "街道": "street",
        "福彩公益金": "lottery",
        "其他": "other",
    },
)


def _year(text: str) -> int:
    """A year of a budget: 2017, or 2017年."""
    number = values.people(text.strip().removesuffix("年"))
    if not 1990 <= number <= 2100:
        raise values.Unreadable("bad_date")
    return number


_COLUMNS = (
    replace(known_by("岗位编号", "reference", also=("编号", "合同编号")), tells_apart=True),
    region(),
    known_by("承接单位", "provider", also=("供应单位", "社工机构")),
    day("购买日期", "bought_on", also=("签订日期",)),
    day("合同起", "since", also=("合同起始日期",)),
    day("合同止", "until", also=("合同终止日期",)),
    one_of(FUNDS, "经费来源", "funds", also=("资金来源",)),
    Column("年度", "year", _year, 2017, needed=True, also=("预算年度",)),
)

LEDGER = Ledger(
    NAME,
    _COLUMNS,
    _PATH,
    check=posts(_PATH, _COLUMNS),
    send=posts(_PATH, _COLUMNS),
    entries={"cases.PostBought"},
)
