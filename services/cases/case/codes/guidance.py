"""Informing, warnings and regular reporting: topics, reasons and modes."""

from collections.abc import Mapping

from shared.events.cases.guidance import InformedOf, ReportingMode, WarningReason
from shared.text import Text

TOPICS: Mapping[InformedOf, Text] = {
    InformedOf.RIGHTS: Text(zh="权利", en="rights"),
    InformedOf.DUTIES: Text(zh="义务", en="duties"),
    InformedOf.HOW_SUPPORT_WORKS: Text(zh="帮教方式", en="how support works"),
    InformedOf.TESTS: Text(zh="检测要求", en="tests"),
    InformedOf.HELP_AVAILABLE: Text(zh="可获得的帮扶", en="help available"),
    InformedOf.CONSEQUENCES: Text(zh="违反规定的后果", en="consequences"),
    InformedOf.CONFIDENTIALITY: Text(zh="信息保密", en="confidentiality"),
}
WARNING_REASONS: Mapping[WarningReason, Text] = {
    WarningReason.MISSED_TEST: Text(zh="未按时检测", en="missed test"),
    WarningReason.EVADED_TEST: Text(zh="逃避检测", en="evaded test"),
    WarningReason.REFUSED_TEST: Text(zh="拒绝检测", en="refused test"),
    WarningReason.LEFT_UNREPORTED: Text(zh="擅自离开", en="left without reporting"),
    WarningReason.OVERSTAYED_LEAVE: Text(zh="请假逾期未归", en="overstayed leave"),
    WarningReason.MISSED_REPORTING: Text(zh="未按时报到", en="missed regular reporting"),
    WarningReason.BROKE_AGREEMENT: Text(zh="违反协议", en="broke the agreement"),
}
REPORTING_MODES: Mapping[ReportingMode, Text] = {
    ReportingMode.IN_PERSON: Text(zh="当面", en="in person"),
    ReportingMode.REMOTE: Text(zh="远程", en="remote"),
}
