"""Informing, warnings and regular reporting, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.cases.case import guidance, ledger
from services.cases.case.decider import case
from services.cases.case.guidance import InformClient, MakeRegularReport, WarnClient
from shared.events.cases.evidence import Document
from shared.events.cases.guidance import (
    ClientInformed,
    InformedOf,
    RegularReportMade,
    ReportingMode,
    WarningGiven,
    WarningReason,
)
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import KindChanged
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
    """The topics in the order of the codes, as they were told in any."""
    topics = (InformedOf.TESTS, InformedOf.RIGHTS)
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
    given(case, opened).when(InformClient(an_id(20), DAY, ())).refused(guidance.NothingTold)


def test_a_client_is_warned_for_a_reason() -> None:
    """The reason goes into the entry; the words of the warning do not."""
    given(case, opened).when(WarnClient(an_id(20), DAY, WarningReason.EVADED_TEST)).then(
        WarningGiven(
            **ON_CASE, entry_id=an_id(20), occurred_on=DAY, reason=WarningReason.EVADED_TEST
        )
    )
    before = WarnClient(an_id(20), date(2019, 1, 9), WarningReason.EVADED_TEST)
    given(case, opened).when(before).refused(ledger.EntryBeforeDecision)


def test_a_client_reports_as_arranged() -> None:
    """Once for each time."""
    command = MakeRegularReport(an_id(20), DAY, ReportingMode.REMOTE)
    given(case, opened).when(command).then(
        RegularReportMade(**ON_CASE, entry_id=an_id(20), occurred_on=DAY, mode=ReportingMode.REMOTE)
    )


def test_a_user_at_large_is_informed_and_neither_warned_nor_to_report() -> None:
    """A user at large has no agreement to keep; the refusal names what is recorded instead."""
    topics = (InformedOf.HELP_AVAILABLE,)
    given(case, opened_at_large).when(InformClient(an_id(20), DAY, topics)).then(
        ClientInformed(**AT_LARGE, entry_id=an_id(20), occurred_on=DAY, topics=topics)
    )
    for command in (
        MakeRegularReport(an_id(20), DAY, ReportingMode.REMOTE),
        WarnClient(an_id(20), DAY, WarningReason.BROKE_AGREEMENT),
    ):
        given(case, opened_at_large).when(command).refused(ledger.NotInAProgramme)
    text = ledger.NotInAProgramme().text
    assert "帮教记录" in text.zh
    assert "contact" in text.en


def test_a_client_is_warned_for_a_day_in_the_programme_alone() -> None:
    """What a file was on the day counts, and not what it has become since."""
    programme = KindChanged(
        **ON_CASE,
        entry_id=an_id(31),
        occurred_on=DAY,
        from_kind=CaseKind.AT_LARGE,
        evidence=Document.DECISION,
    )
    past = given(case, opened_at_large, programme)
    early = WarnClient(an_id(20), DAY - timedelta(days=1), WarningReason.BROKE_AGREEMENT)
    past.when(early).refused(ledger.NotInAProgramme)
    given(case, opened_at_large, programme).when(replace(early, occurred_on=DAY)).then(
        WarningGiven(
            **ON_CASE, entry_id=an_id(20), occurred_on=DAY, reason=WarningReason.BROKE_AGREEMENT
        )
    )


def test_no_topic_is_named_twice() -> None:
    """The refusal names the list."""
    twice = InformClient(an_id(20), DAY, (InformedOf.RIGHTS, InformedOf.RIGHTS))
    with pytest.raises(ledger.NamedTwice) as refused:
        guidance.check(twice, DAY)
    assert refused.value.field == "topics"
