"""新闻稿件: articles."""

from deploy.ledgers.kinds.single import single
from deploy.ledgers.ledger import Ledger, Words, day, one_of, region, text
from deploy.ledgers.outreach_words import NOTHING_SAID, Lists, words
from shared.text import Text

CHANNELS = Words(
    "unknown_channel",
    Text(zh="渠道请写网站、报纸、微信公众号或电视。", en="Write 网站, 报纸, 微信公众号 or 电视."),
    {
        "网站": "website",
        "报纸": "newspaper",
        "微信公众号": "wechat_account",
        "电视": "television",
    },
)


def ledger_of(lists: Lists) -> Ledger:
    """The ledger of a place that has these channels."""
    columns = (
        day(
            "日期", "occurred_on", also=("发布日期", "发表日期", "刊发日期", "刊登日期", "发布时间")
        ),
        text("标题", "title", needed=True, also=("稿件标题", "文章标题", "新闻标题", "题目")),
        one_of(words(CHANNELS, lists, "channel"), "渠道", "channel", also=("发布渠道", "发表渠道")),
        region(),
    )
    return single("新闻稿件", "/v1/publications", "outreach.ArticlePublished", columns)


LEDGER = ledger_of(NOTHING_SAID)
