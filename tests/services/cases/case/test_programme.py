"""Reporting in and the agreement, sentence by sentence."""

from datetime import date

from services.cases.case import programme
from services.cases.case.decider import case
from services.cases.case.programme import ReportIn, SignAgreement
from tests.given import given
from tests.services.cases.case.history import (
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
)


def test_the_client_reports_in() -> None:
    """Reporting in carries the kind and region of the case."""
    given(case, opened).when(ReportIn(an_id(3), date(2019, 1, 15))).then(reported_in)


def test_the_client_reports_in_once() -> None:
    """A second reporting in is refused, also after the agreement."""
    again = ReportIn(an_id(6), date(2019, 1, 20))
    given(case, opened, reported_in).when(again).refused(programme.AlreadyReportedIn)
    given(case, opened, reported_in, agreed).when(again).refused(programme.AlreadyReportedIn)


def test_nobody_reports_in_before_the_decision() -> None:
    """The order of the days is checked."""
    command = ReportIn(an_id(3), date(2019, 1, 9))
    given(case, opened).when(command).refused(programme.ReportedInBeforeDecision)


def test_a_user_at_large_neither_reports_in_nor_signs() -> None:
    """A user at large is in no programme."""
    past = given(case, opened_at_large)
    past.when(ReportIn(an_id(3), date(2019, 1, 15))).refused(programme.NotAProgramme)
    past.when(SignAgreement(an_id(4), date(2019, 1, 16))).refused(programme.NotAProgramme)


def test_the_agreement_is_signed_after_reporting_in() -> None:
    """The agreement follows the reporting in, on the same day at the earliest."""
    sign = SignAgreement(an_id(4), date(2019, 1, 16))
    given(case, opened).when(sign).refused(programme.NotReportedIn)
    given(case, opened, reported_in).when(sign).then(agreed)
    early = SignAgreement(an_id(4), date(2019, 1, 14))
    given(case, opened, reported_in).when(early).refused(programme.AgreementBeforeReportingIn)
    given(case, opened, reported_in, agreed).when(sign).refused(programme.AgreementAlreadySigned)
