"""Names of why something in a case was changed. Pure."""

from collections.abc import Mapping

from shared.events.cases.case import ReassignmentReason
from shared.events.corrections import VoidReason
from shared.text import Text

VOID_REASONS: Mapping[VoidReason, Text] = {
    VoidReason.MISTAKEN: Text(zh="误记", en="mistaken"),
    VoidReason.DUPLICATE: Text(zh="重复", en="duplicate"),
    VoidReason.WRONG_CLIENT: Text(zh="记错对象", en="wrong client"),
}
REASSIGNMENT_REASONS: Mapping[ReassignmentReason, Text] = {
    ReassignmentReason.MOVED: Text(zh="服务对象迁居", en="the client moved"),
    ReassignmentReason.PROVIDER_CHANGED: Text(zh="更换服务机构", en="the provider changed"),
    ReassignmentReason.OPENED_BY_WRONG_AGENCY: Text(
        zh="建档单位有误", en="opened by the wrong agency"
    ),
    ReassignmentReason.AGENCY_CLOSED: Text(zh="原单位撤销", en="the agency closed"),
    ReassignmentReason.DISPUTE_SETTLED: Text(zh="争议已裁定", en="a dispute was settled"),
}
