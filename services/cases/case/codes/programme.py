"""The codes of a programme's steps, and the phases and kinds of a case, for people. Pure."""

from collections.abc import Mapping

from services.cases.case.state import Phase
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import SuspensionReason
from shared.text import Text

KINDS: Mapping[CaseKind, Text] = {
    CaseKind.DETOXIFICATION: Text(zh="社区戒毒", en="community detoxification"),
    CaseKind.REHABILITATION: Text(zh="社区康复", en="community rehabilitation"),
    CaseKind.AT_LARGE: Text(zh="社会面人员", en="user at large"),
}
SUSPENSION_REASONS: Mapping[SuspensionReason, Text] = {
    SuspensionReason.DETAINED: Text(zh="被拘留", en="detained"),
    SuspensionReason.ARRESTED: Text(zh="被逮捕", en="arrested"),
    SuspensionReason.IN_HOSPITAL: Text(zh="住院治疗", en="in hospital"),
}
PHASES: Mapping[Phase, Text] = {
    Phase.REQUESTED: Text(zh="待确认建档", en="opening not confirmed"),
    Phase.ANNULLED: Text(zh="建档已撤销", en="opening annulled"),
    Phase.AT_LARGE: Text(zh="社会面管控", en="at large"),
    Phase.ORDERED: Text(zh="已决定，未报到", en="ordered, not reported in"),
    Phase.REPORTED: Text(zh="已报到，未签协议", en="reported in, no agreement"),
    Phase.AGREED: Text(zh="执行中", en="under agreement"),
    Phase.SUSPENDED: Text(zh="中止执行", en="suspended"),
    Phase.ENDED: Text(zh="已终止", en="ended"),
    Phase.OPENED_IN_ERROR: Text(zh="误建，已作废", en="opened in error"),
}
