"""The codes of a programme's steps, and the phases and kinds of an open case. Pure."""

from collections.abc import Mapping

from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import SuspensionReason
from shared.events.cases.standing import StandingPhase
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
PHASES: Mapping[StandingPhase, Text] = {
    StandingPhase.AT_LARGE: Text(zh="社会面管控", en="at large"),
    StandingPhase.ORDERED: Text(zh="已决定，未报到", en="ordered, not reported in"),
    StandingPhase.REPORTED: Text(zh="已报到，未签协议", en="reported in, no agreement"),
    StandingPhase.AGREED: Text(zh="执行中", en="under agreement"),
    StandingPhase.SUSPENDED: Text(zh="中止执行", en="suspended"),
}
