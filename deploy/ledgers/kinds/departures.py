"""擅自离开: departures from the county that were not reported."""

from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.ledger import day

LEDGER = entries(
    "擅自离开",
    "departures",
    "cases.DepartureFound",
    day("发现日期", "occurred_on", also=("登记日期", "发现时间")),
    day("离开日期", "left_on", also=("擅自离开日期", "离开时间")),
    day("返回日期", "back_on", needed=False, also=("实际返回日期", "返回时间")),
)
