"""Names of what steps of a programme say in codes. Pure."""

from collections.abc import Mapping

from shared.events.cases.programme import MaintenanceEnd, ServedWhere, SuspensionReason
from shared.text import Text

SUSPENSION_REASONS: Mapping[SuspensionReason, Text] = {
    SuspensionReason.DETAINED: Text(zh="被拘留", en="detained"),
    SuspensionReason.ARRESTED: Text(zh="被逮捕", en="arrested"),
    SuspensionReason.IN_HOSPITAL: Text(zh="住院治疗", en="in hospital"),
}
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
