"""Entries made void, sentence by sentence."""

from datetime import date

from services.cases.case import corrections
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.programme import ReportIn, SignAgreement
from shared.events import type_of
from shared.events.cases.case import CaseEntry, EntryVoided
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    contact,
    opened,
    reported_in,
)


def void(entry: CaseEntry) -> EntryVoided:
    """The event that takes an entry back."""
    return EntryVoided(
        case_id=an_id(1),
        entry_id=entry.entry_id,
        entry_type=type_of(entry),
        entry=stored(entry).fields,
        reason=VoidReason.MISTAKEN,
    )


def test_an_entry_is_made_void_once() -> None:
    """The voiding event carries the entry whole; a second one is refused."""
    command = VoidEntry(stored(contact), VoidReason.MISTAKEN)
    given(case, opened, contact).when(command).then(void(contact))
    given(case, opened, contact, void(contact)).when(command).refused(corrections.EntryAlreadyVoid)


def test_a_void_reporting_in_can_be_recorded_again() -> None:
    """Voiding takes the case back to the phase before."""
    again = ReportIn(an_id(9), date(2019, 1, 17))
    given(case, opened, reported_in, void(reported_in)).when(again).then(
        ReportedIn(**ON_CASE, entry_id=an_id(9), occurred_on=date(2019, 1, 17))
    )


def test_a_void_agreement_can_be_signed_again() -> None:
    """The reporting in stays as it was."""
    again = SignAgreement(an_id(10), date(2019, 1, 18))
    given(case, opened, reported_in, agreed, void(agreed)).when(again).then(
        AgreementSigned(**ON_CASE, entry_id=an_id(10), occurred_on=date(2019, 1, 18))
    )


def test_an_agreement_holds_the_reporting_in_that_it_rests_on() -> None:
    """The agreement has to be made void first."""
    given(case, opened, reported_in, agreed).when(
        VoidEntry(stored(reported_in), VoidReason.MISTAKEN)
    ).refused(corrections.AgreementRestsOnIt)
