"""Names of how a treatment ended, and of where days of a term were served. Pure."""

from collections.abc import Mapping

from shared.events.cases.programme import MaintenanceEnd, ServedWhere
from shared.text import Text

SERVED_WHERE: Mapping[ServedWhere, Text] = {
    ServedWhere.COMPULSORY_ISOLATION: Text(zh="强制隔离戒毒", en="compulsory isolation"),
    ServedWhere.OTHER_REGION: Text(zh="原执行地", en="another region"),
    ServedWhere.DETENTION: Text(zh="羁押", en="detention"),
}
MAINTENANCE_ENDS: Mapping[MaintenanceEnd, Text] = {
    MaintenanceEnd.COMPLETED: Text(zh="治疗完成", en="completed"),
    MaintenanceEnd.LEFT: Text(zh="自行退出", en="left"),
    MaintenanceEnd.EXCLUDED: Text(zh="被治疗机构终止", en="excluded by the clinic"),
    MaintenanceEnd.MOVED: Text(zh="迁居", en="moved"),
}
