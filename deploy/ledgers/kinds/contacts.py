"""帮教记录: contacts with clients."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Words, day, one_of, text
from shared.text import Text

MODES = Words(
    "unknown_mode",
    Text(
        zh="方式请写入户、家访、面谈、电话、微信或视频。",
        en="Write 入户, 家访, 面谈, 电话, 微信 or 视频.",
    ),
    {
        "入户": "home_visit",
        "家访": "home_visit",
        "入户走访": "home_visit",
        "面谈": "office",
        "电话": "phone",
        "微信": "wechat",
        "视频": "video",
    },
)

LEDGER = entries(
    "帮教记录",
    "contacts",
    "cases.ContactRecorded",
    day("日期", "occurred_on"),
    one_of(MODES, "方式", "mode"),
    text("内容", "note", private=True),
    text("社工", "worker", private=True),
)
