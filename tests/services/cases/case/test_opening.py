"""Opening a case, sentence by sentence."""

from dataclasses import replace
from datetime import date

import pytest

from services.cases.case import opening, programme
from services.cases.case.decider import case, warnings
from services.cases.case.opening import DecisionBeforeBirth, OpenCase
from services.cases.case.programme import ReportIn, SignAgreement
from shared.decider import FutureDate, Refused, RegionNotInForce
from shared.events.cases.kinds import CaseKind
from shared.warned import EarlyDay, RegionRetired, Warned
from tests.given import given
from tests.services.cases.case.history import (
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
)


def open_case(kind: CaseKind, decided_on: date | None) -> OpenCase:
    """A command to open a case of the client."""
    return OpenCase(
        an_id(1),
        an_id(2),
        an_id(9),
        "agency",
        "agency",
        kind,
        "410102001003",
        None,
        decided_on,
    )


def test_a_programme_is_opened_with_the_day_of_its_decision() -> None:
    """The decision's day is the day that the opening counts on."""
    given(case).when(open_case(CaseKind.DETOXIFICATION, date(2019, 1, 10))).then(opened)


def test_a_programme_without_a_decision_is_refused() -> None:
    """Only the file of a user at large may have no decision."""
    given(case).when(open_case(CaseKind.REHABILITATION, None)).refused(opening.DecisionDateMissing)


def test_a_file_at_large_needs_no_decision() -> None:
    """A user at large was never ordered anything."""
    given(case).when(open_case(CaseKind.AT_LARGE, None)).then(opened_at_large)


def test_a_case_is_opened_once() -> None:
    """Opening an open case is refused."""
    command = open_case(CaseKind.DETOXIFICATION, date(2019, 1, 10))
    given(case, opened).when(command).refused(opening.CaseAlreadyOpened)


def with_steps(kind: CaseKind, reported_on: date | None, signed_on: date | None) -> OpenCase:
    """A command to open a case together with its first steps."""
    return OpenCase(
        an_id(1),
        an_id(2),
        an_id(9),
        "agency",
        "agency",
        kind,
        "410102001003",
        None,
        date(2019, 1, 10),
        ReportIn(an_id(3), reported_on) if reported_on else None,
        SignAgreement(an_id(4), signed_on) if signed_on else None,
    )


def test_a_case_is_opened_with_its_first_steps() -> None:
    """What was done on paper already is recorded by the one command."""
    kind = CaseKind.DETOXIFICATION
    given(case).when(with_steps(kind, date(2019, 1, 15), date(2019, 1, 16))).then(
        opened, reported_in, agreed
    )
    given(case).when(with_steps(kind, date(2019, 1, 15), None)).then(opened, reported_in)


@pytest.mark.parametrize(
    ("kind", "reported_on", "signed_on", "reason", "field"),
    [
        (
            CaseKind.DETOXIFICATION,
            date(2019, 1, 9),
            date(2019, 1, 1),
            programme.ReportedInBeforeDecision,
            "reported_in_on",
        ),
        (CaseKind.DETOXIFICATION, date(2099, 1, 9), None, FutureDate, "reported_in_on"),
        (
            CaseKind.DETOXIFICATION,
            date(2019, 1, 15),
            date(2099, 1, 1),
            FutureDate,
            "agreement_signed_on",
        ),
        (
            CaseKind.DETOXIFICATION,
            date(2019, 1, 15),
            date(2019, 1, 14),
            programme.AgreementBeforeReportingIn,
            "agreement_signed_on",
        ),
        (
            CaseKind.DETOXIFICATION,
            None,
            date(2019, 1, 14),
            programme.NotReportedIn,
            "agreement_signed_on",
        ),
        (CaseKind.AT_LARGE, date(2019, 1, 15), None, programme.NotAProgramme, "reported_in_on"),
        (
            CaseKind.AT_LARGE,
            None,
            date(2019, 1, 15),
            programme.NotAProgramme,
            "agreement_signed_on",
        ),
    ],
)
def test_the_first_steps_are_refused_as_they_are_alone(
    kind: CaseKind,
    reported_on: date | None,
    signed_on: date | None,
    reason: type[Refused],
    field: str,
) -> None:
    """The rules of the steps stand; the refusal is about the field that names the day."""
    command = with_steps(kind, reported_on, signed_on)
    given(case).when(command).refused(reason)
    with pytest.raises(reason) as raised:
        case.decide(command, case.initial, date(2024, 1, 1))
    assert raised.value.field == field


TODAY = date(2024, 1, 1)
RETIRED, NEWER = "330103000000", "330113000000"  # until and since 2021-04-09


@pytest.mark.parametrize(
    ("region", "decided_on", "sentence"),
    [(RETIRED, date(2021, 4, 9), "no longer"), (NEWER, date(2021, 4, 8), "not yet")],
)
def test_a_case_is_opened_in_a_region_of_the_day_of_its_decision(
    region: str, decided_on: date, sentence: str
) -> None:
    """The code must have been in force then."""
    command = replace(open_case(CaseKind.DETOXIFICATION, decided_on), region=region)
    given(case).when(command).refused(RegionNotInForce)
    with pytest.raises(RegionNotInForce) as raised:
        case.decide(command, case.initial, TODAY)
    assert sentence in raised.value.text.en
    assert raised.value.field == "region"
    for fits, day in ((RETIRED, date(2021, 4, 8)), (NEWER, date(2021, 4, 9))):
        command = replace(open_case(CaseKind.DETOXIFICATION, day), region=fits)
        assert case.decide(command, case.initial, TODAY)


def test_a_file_without_a_day_may_be_of_a_region_that_is_retired() -> None:
    """It may be older than the reform, so it is taken with a warning; one to come is refused."""
    command = replace(open_case(CaseKind.AT_LARGE, None), region=RETIRED)
    assert case.decide(command, case.initial, TODAY)
    assert warnings(command, TODAY) == [RegionRetired("region")]
    assert warnings(command, date(2021, 4, 8)) == []
    command = replace(command, region=NEWER)
    given(case).when(command, date(2021, 4, 8)).refused(RegionNotInForce)


@pytest.mark.parametrize(
    ("command", "warned"),
    [
        (open_case(CaseKind.DETOXIFICATION, date(1990, 1, 1)), []),
        (open_case(CaseKind.DETOXIFICATION, date(1989, 12, 31)), [EarlyDay("decided_on")]),
        (
            replace(
                with_steps(CaseKind.DETOXIFICATION, date(1950, 1, 1), date(1950, 1, 2)),
                decided_on=date(1950, 1, 1),
            ),
            [EarlyDay(f) for f in ("decided_on", "reported_in_on", "agreement_signed_on")],
        ),
        (
            replace(open_case(CaseKind.DETOXIFICATION, date(1999, 3, 1)), born_on=date(2005, 1, 1)),
            [DecisionBeforeBirth("decided_on")],
        ),
        (
            replace(open_case(CaseKind.DETOXIFICATION, date(2005, 1, 1)), born_on=date(2005, 1, 1)),
            [],
        ),
        (replace(open_case(CaseKind.AT_LARGE, None), born_on=date(2005, 1, 1)), []),
    ],
)
def test_doubtful_days_are_recorded_with_a_warning(command: OpenCase, warned: list[Warned]) -> None:
    """Before 1990, or before the client's birth: the field is named."""
    assert warnings(command, TODAY) == warned
    assert case.decide(command, case.initial, TODAY)
