"""Informing, warnings and regular reporting, sentence by sentence."""

from datetime import date
from typing import Any

import pytest

from services.cases.case import guidance, ledger
from services.cases.case.decider import case
from services.cases.case.guidance import InformClient, MakeRegularReport, WarnClient
from shared.events.cases.guidance import (
    ClientInformed,
    InformedOf,
    RegularReportMade,
    ReportingMode,
    WarningGiven,
    WarningReason,
)
from tests.given import given
from tests.services.cases.case.history import (
    AT_LARGE,
    ON_CASE,
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
)

DAY = date(2019, 3, 18)
PHASES = [[opened], [opened, reported_in], [opened, reported_in, agreed]]


@pytest.mark.parametrize("past", PHASES)
def test_a_client_is_informed_in_every_phase(past: list[Any]) -> None:
    """Each topic once, in the order of the codes."""
    topics = frozenset({InformedOf.TESTS, InformedOf.RIGHTS})
    given(case, *past).when(InformClient(an_id(20), DAY, topics, signed=True)).then(
        ClientInformed(
            **ON_CASE,
            entry_id=an_id(20),
            occurred_on=DAY,
            topics=(InformedOf.RIGHTS, InformedOf.TESTS),
            signed=True,
        )
    )


def test_who_is_informed_is_told_something() -> None:
    """An informing without a topic says nothing."""
    given(case, opened).when(InformClient(an_id(20), DAY, frozenset())).refused(
        guidance.NothingTold
    )


def test_a_client_is_warned_for_a_reason() -> None:
    """The reason goes into the entry; the words of the warning do not."""
    given(case, opened).when(WarnClient(an_id(20), DAY, WarningReason.EVADED_TEST)).then(
        WarningGiven(
            **ON_CASE, entry_id=an_id(20), occurred_on=DAY, reason=WarningReason.EVADED_TEST
        )
    )
    before = WarnClient(an_id(20), date(2019, 1, 9), WarningReason.EVADED_TEST)
    given(case, opened).when(before).refused(ledger.EntryBeforeDecision)


def test_a_client_reports_as_arranged_also_at_large() -> None:
    """Once for each time."""
    command = MakeRegularReport(an_id(20), DAY, ReportingMode.REMOTE)
    given(case, opened_at_large).when(command).then(
        RegularReportMade(
            **AT_LARGE, entry_id=an_id(20), occurred_on=DAY, mode=ReportingMode.REMOTE
        )
    )
