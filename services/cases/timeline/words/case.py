"""Names of what a case is, where it stands, and why something in it was changed. Pure."""

from collections.abc import Mapping

from services.cases.case.state import Phase
from shared.events.cases.case import ReassignmentReason
from shared.events.cases.kinds import CaseKind
from shared.events.corrections import VoidReason
from shared.text import Text

KINDS: Mapping[CaseKind, Text] = {
    CaseKind.DETOXIFICATION: Text(zh="社区戒毒", en="community detoxification"),
    CaseKind.REHABILITATION: Text(zh="社区康复", en="community rehabilitation"),
    CaseKind.AT_LARGE: Text(zh="社会面吸毒人员管控", en="user at large"),
}
PHASES: Mapping[Phase, Text] = {
    Phase.REQUESTED: Text(zh="待确认建档", en="opening not confirmed"),
    Phase.ANNULLED: Text(zh="建档已撤销", en="opening annulled"),
    Phase.AT_LARGE: Text(zh="社会面管控", en="at large"),
    Phase.ORDERED: Text(zh="已决定，未报到", en="ordered, not reported in"),
    Phase.REPORTED: Text(zh="已报到，未签协议", en="reported in, no agreement"),
    Phase.AGREED: Text(zh="执行中", en="under agreement"),
    Phase.SUSPENDED: Text(zh="中止", en="suspended"),
    Phase.ENDED: Text(zh="已终止", en="ended"),
    Phase.OPENED_IN_ERROR: Text(zh="误建，已作废", en="opened in error"),
}
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
