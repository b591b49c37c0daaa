"""定期报到: clients' reports to the workstation as arranged."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import Words, day, one_of
from shared.text import Text

MODES = Words(
    "unknown_mode",
    Text(zh="方式请写当面或远程。", en="Write 当面 or 远程."),
    {
        **dict.fromkeys(("当面", "现场", "到站", "in_person"), "in_person"),
        **dict.fromkeys(("远程", "电话", "视频", "微信", "remote"), "remote"),
    },
)

LEDGER = entries(
    "定期报到",
    "regular-reports",
    "cases.RegularReportMade",
    day("日期", "occurred_on", also=("报到日期", "报到时间")),
    one_of(MODES, "方式", "mode", also=("报到方式",)),
)
