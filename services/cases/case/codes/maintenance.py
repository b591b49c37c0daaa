"""Maintenance treatment and time served: how a treatment ended, and where days were served."""

from collections.abc import Mapping

from shared.events.cases.programme import MaintenanceEnd, ServedWhere
from shared.text import Text

MAINTENANCE_ENDS: Mapping[MaintenanceEnd, Text] = {
    MaintenanceEnd.COMPLETED: Text(zh="治疗完成", en="completed"),
    MaintenanceEnd.LEFT: Text(zh="自行退出", en="left"),
    MaintenanceEnd.EXCLUDED: Text(zh="被终止治疗", en="excluded"),
    MaintenanceEnd.MOVED: Text(zh="转往外地", en="moved"),
}
SERVED: Mapping[ServedWhere, Text] = {
    ServedWhere.COMPULSORY_ISOLATION: Text(zh="强制隔离戒毒", en="compulsory isolation"),
    ServedWhere.OTHER_REGION: Text(zh="外地执行", en="in another region"),
    ServedWhere.DETENTION: Text(zh="羁押", en="detention"),
}
