"""Names of what a client is told and warned of. Pure."""

from collections.abc import Mapping

from shared.events.cases.guidance import InformedOf, ReportingMode, WarningReason
from shared.text import Text

INFORMED_OF: Mapping[InformedOf, Text] = {
    InformedOf.RIGHTS: Text(zh="权利", en="rights"),
    InformedOf.DUTIES: Text(zh="义务", en="duties"),
    InformedOf.HOW_SUPPORT_WORKS: Text(zh="帮教方式", en="how support works"),
    InformedOf.TESTS: Text(zh="检测要求", en="tests"),
    InformedOf.HELP_AVAILABLE: Text(zh="可获得的帮助", en="help available"),
    InformedOf.CONSEQUENCES: Text(zh="违反协议的后果", en="consequences"),
    InformedOf.CONFIDENTIALITY: Text(zh="保密", en="confidentiality"),
}
WARNING_REASONS: Mapping[WarningReason, Text] = {
    WarningReason.MISSED_TEST: Text(zh="未按时检测", en="a missed test"),
    WarningReason.EVADED_TEST: Text(zh="逃避检测", en="an evaded test"),
    WarningReason.REFUSED_TEST: Text(zh="拒绝检测", en="a refused test"),
    WarningReason.LEFT_UNREPORTED: Text(zh="未经报告外出", en="leaving without a report"),
    WarningReason.OVERSTAYED_LEAVE: Text(zh="请假逾期未归", en="an overstayed leave"),
    WarningReason.MISSED_REPORTING: Text(zh="未按时报到", en="missed reporting"),
    WarningReason.BROKE_AGREEMENT: Text(zh="违反协议", en="a breach of the agreement"),
}
REPORTING_MODES: Mapping[ReportingMode, Text] = {
    ReportingMode.IN_PERSON: Text(zh="当面", en="in person"),
    ReportingMode.REMOTE: Text(zh="远程", en="remotely"),
}
