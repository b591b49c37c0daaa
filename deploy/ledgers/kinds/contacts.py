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
    day("日期", "occurred_on", also=("帮教日期", "走访日期", "谈话日期", "帮教时间")),
    one_of(MODES, "方式", "mode", also=("帮教方式", "走访方式", "谈话方式")),
    text("内容", "note", also=("帮教内容", "谈话内容", "走访内容"), private=True),
    text("社工", "worker", also=("社工姓名", "帮教人", "帮教人员", "专职社工"), private=True),
)
