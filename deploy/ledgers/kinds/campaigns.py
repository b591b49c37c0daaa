"""专项活动: campaigns and special actions, with what they aim at."""

from collections.abc import Collection

from deploy.ledgers import values
from deploy.ledgers.kinds.single import posts
from deploy.ledgers.last_day import last_day
from deploy.ledgers.ledger import (
    Column,
    Ledger,
    RowValues,
    Words,
    day,
    known_by,
    one_of,
    region,
)
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

NAME = "专项活动"
_PATH = "/v1/campaigns"
KINDS = Words(
    "unknown_campaign_kind",
    Text(
        zh="没有这种类别；请写宣传月、宣传周、宣传活动、专项行动或大扫除。",
        en="There is no such kind; write 宣传月, 宣传周, 宣传活动, 专项行动 or 大扫除.",
    ),
    {
        "宣传月": "campaign",
        "宣传周": "campaign",
        "宣传活动": "campaign",
        "专项行动": "special_action",
        "大扫除": "special_action",
    },
)


def _aim(name: str, field: str, also: Collection[str] = ()) -> Column:
    return Column(name, f"aims.{field}", values.optional(values.people), also=also)


_COLUMNS = (
    known_by("活动代码", "code", also=("代码", "专项活动代码")),
    known_by("活动名称", "name", also=("名称", "专项活动名称")),
    one_of(KINDS, "类别", "kind", also=("活动类别", "专项类别")),
    region(),
    day("开始日期", "since", also=("起始日期", "活动开始日期")),
    last_day("结束日期", "until", also=("截止日期",)),
    day("启动日期", "launched_on", needed=False, also=("部署日期", "下发日期")),
    _aim("目标场次", "sessions", ("计划场次",)),
    _aim("目标场所种类", "place_kinds", ("计划场所种类",)),
    _aim("目标人次", "people", ("计划人次", "目标参与人数")),
    _aim("目标入户数", "households", ("计划入户数",)),
    _aim("目标走访数", "contacts", ("计划走访数",)),
    _aim("目标检测数", "tests", ("计划检测数",)),
    _aim("目标评估数", "assessments", ("计划评估数",)),
)

_post = posts(_PATH, _COLUMNS)


async def _enter(record: RowValues, sender: Sender) -> CallAnswer:
    """Enter a campaign; once launched, sessions of the folder may name it."""
    answer = await _post(record, sender)
    if record["launched_on"] is not None and record["code"] is not None:
        sender.directory.campaigns.add(record["code"])
    return answer


LEDGER = Ledger(
    NAME,
    _COLUMNS,
    _PATH,
    check=_enter,
    send=_enter,
    entries={"outreach.CampaignDrafted", "outreach.CampaignLaunched"},
)
