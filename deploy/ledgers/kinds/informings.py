"""告知: what clients were told of rights, duties and how the support works."""

from dataclasses import replace

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.kinds.whether import whether
from deploy.ledgers.ledger import Words, day, some_of
from shared.text import Text

TOPICS = Words(
    "unknown_topic",
    Text(
        zh="告知内容请写权利、义务、帮教方式、检测要求、可获得的帮助、违反协议的后果或保密，多项用顿号隔开。",
        en="Write 权利, 义务, 帮教方式, 检测要求, 可获得的帮助, 违反协议的后果 or 保密, with 、"
        " between several.",
    ),
    {
        **dict.fromkeys(("权利", "享有的权利", "rights"), "rights"),
        **dict.fromkeys(("义务", "应履行的义务", "duties"), "duties"),
        **dict.fromkeys(("帮教方式", "帮教措施", "how_support_works"), "how_support_works"),
        **dict.fromkeys(("检测要求", "尿检要求", "检测", "tests"), "tests"),
        **dict.fromkeys(("可获得的帮助", "帮扶政策", "help_available"), "help_available"),
        **dict.fromkeys(("违反协议的后果", "法律后果", "后果", "consequences"), "consequences"),
        **dict.fromkeys(("保密", "信息保密", "confidentiality"), "confidentiality"),
    },
)

LEDGER = entries(
    "告知",
    "informing",
    "cases.ClientInformed",
    day("日期", "occurred_on", also=("告知日期", "告知时间")),
    replace(
        some_of(TOPICS, "告知内容", "topics", also=("告知事项", "内容")),
        needed=True,
        sample=("rights",),
    ),
    whether("签字", "signed", needed=False, also=("本人签字", "是否签字")),
)
