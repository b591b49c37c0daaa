"""What a client is told and warned of, and the recurring reporting to the workstation."""

from enum import StrEnum

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.earning import OnPoints


class InformedOf(StrEnum):
    """What a client is told."""

    RIGHTS = "rights"
    DUTIES = "duties"
    HOW_SUPPORT_WORKS = "how_support_works"
    TESTS = "tests"
    HELP_AVAILABLE = "help_available"
    CONSEQUENCES = "consequences"
    CONFIDENTIALITY = "confidentiality"


@published("cases.ClientInformed.v1")
class ClientInformed(CaseEntry):
    """The client was told how the programme and its support work."""

    topics: tuple[InformedOf, ...]
    signed: bool = False


class WarningReason(StrEnum):
    """What a written warning is about."""

    MISSED_TEST = "missed_test"
    EVADED_TEST = "evaded_test"
    REFUSED_TEST = "refused_test"
    LEFT_UNREPORTED = "left_unreported"
    OVERSTAYED_LEAVE = "overstayed_leave"
    MISSED_REPORTING = "missed_reporting"
    BROKE_AGREEMENT = "broke_agreement"


@published("cases.WarningGiven.v1")
class WarningGiven(CaseEntry):
    """The client was given a written warning."""

    reason: WarningReason


class ReportingMode(StrEnum):
    """How a client reports to the workstation."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


@published("cases.RegularReportMade.v1")
class RegularReportMade(OnPoints, CaseEntry):
    """The client reported to the workstation as arranged."""

    mode: ReportingMode
