"""The steps of a programme."""

from shared.events import published
from shared.events.cases.case import CaseEntry


@published("cases.ReportedIn.v1")
class ReportedIn(CaseEntry):
    """The client reported in."""


@published("cases.AgreementSigned.v1")
class AgreementSigned(CaseEntry):
    """The client signed the agreement."""
