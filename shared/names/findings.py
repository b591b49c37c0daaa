"""Names of findings, and of what they rest on. Pure."""

from collections.abc import Mapping

from shared.events.cases.findings import Condition, DismissalReason, Finding, FindingBasis
from shared.text import Text

FINDINGS: Mapping[Finding, Text] = {
    Finding.LATE_REPORT_IN: Text(zh="逾期未报到", en="late report-in"),
    Finding.SERIOUS_VIOLATION: Text(zh="严重违反协议", en="serious violation of the agreement"),
    Finding.ABSCONDED: Text(zh="脱管失联", en="absconded"),
}
CONDITIONS: Mapping[Condition, Text] = {
    Condition.REPORT_IN: Text(zh="未在期限内报到", en="not reported in by the last day"),
    Condition.TESTS: Text(zh="逃避、拒绝检测", en="tests evaded or refused"),
    Condition.DEPARTURES: Text(zh="擅自离开", en="departures without a report"),
    Condition.ABSENCE: Text(zh="擅自离开累计天数", en="days of absence without a report"),
    Condition.NOT_REACHED: Text(zh="失去联系且未见面", en="not reached and not met"),
}
BASES: Mapping[FindingBasis, Text] = {
    FindingBasis.CLIENT_HEARD: Text(zh="已听取本人说明", en="the client was heard"),
    FindingBasis.FAMILY_HEARD: Text(zh="已向家属核实", en="the family was heard"),
    FindingBasis.VISITED: Text(zh="已上门核实", en="a visit showed it"),
    FindingBasis.POLICE_INFORMATION: Text(zh="公安机关通报", en="by information of the police"),
    FindingBasis.ENTRIES_ALONE: Text(zh="仅凭台账记录", en="by the entries alone"),
}
DISMISSALS: Mapping[DismissalReason, Text] = {
    DismissalReason.EXCUSED: Text(zh="有正当理由", en="the client was excused"),
    DismissalReason.RECORDED_WRONGLY: Text(zh="记录有误", en="it was recorded wrongly"),
    DismissalReason.CLIENT_REACHED: Text(zh="已取得联系", en="the client was reached"),
    DismissalReason.DEALT_WITH: Text(zh="已批评教育、书面告诫", en="dealt with by a warning"),
}
