"""Entries made void, sentence by sentence."""

from datetime import date

import pytest

from services.cases.case import corrections
from services.cases.case.assessments import AssessRisk
from services.cases.case.contacts import RecordContact
from services.cases.case.corrections import EntriesRestOnIt, VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.events import CaseEvent
from services.cases.case.names import NAMES
from services.cases.case.opening import CaseAlreadyOpened, OpenCase
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import (
    CaseOpenedInError,
    OpenedInError,
    Phase,
    phase,
)
from shared.decider import fold
from shared.events import Voidable, type_of
from shared.events.cases.case import CaseEntry, CaseOpened, EntryVoided
from shared.events.cases.contacts import ContactMode
from shared.events.cases.kinds import CaseKind
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
    opened_at_large,
    reported_in,
)

OPENING = an_id(8)  # the event id of the opening; its data has none


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


def void_opening(was: CaseOpened = opened) -> EntryVoided:
    """The event that takes the opening of the case back."""
    return EntryVoided(
        case_id=an_id(1),
        entry_id=OPENING,
        entry_type="cases.CaseOpened.v1",
        entry=stored(was, OPENING).fields,
        reason=VoidReason.WRONG_CLIENT,
    )


UNDO = VoidEntry(stored(opened, OPENING), VoidReason.WRONG_CLIENT)


@pytest.mark.parametrize("was", [opened, opened_at_large])
def test_an_opening_is_an_entry_and_is_made_void(was: CaseOpened) -> None:
    """Like those of before it, whose data has no id: the journal's names it."""
    command = VoidEntry(stored(was, OPENING), VoidReason.WRONG_CLIENT)
    given(case, was).when(command).then(void_opening(was))
    given(case, was, contact, void(contact)).when(command).then(void_opening(was))
    history: list[CaseEvent] = [was, void_opening(was)]
    state = fold(case, history)
    assert isinstance(state, OpenedInError)
    assert phase(state) is Phase.OPENED_IN_ERROR
    given(case, was, void_opening(was)).when(command).refused(corrections.EntryAlreadyVoid)


def test_an_opening_stays_while_entries_rest_on_it() -> None:
    """Steps that were given with the opening rest on it too; the refusal names them all."""
    history = given(case, opened, reported_in, agreed, contact)
    history.when(UNDO).refused(EntriesRestOnIt)
    history = given(case, opened, reported_in, agreed, contact, void(agreed), void(contact))
    history.when(UNDO).refused(EntriesRestOnIt)
    several: list[CaseEvent] = [opened, reported_in, contact, contact]
    with pytest.raises(EntriesRestOnIt) as raised:
        case.decide(UNDO, fold(case, several), date(2024, 1, 1))
    assert "(reporting in: 1, contacts: 2)" in raised.value.text.en
    assert "（报到1条、帮教记录2条）" in raised.value.text.zh
    undone = [void(agreed), void(reported_in), void(contact)]
    given(case, opened, reported_in, agreed, contact, *undone).when(UNDO).then(void_opening())


def test_every_kind_of_entry_has_a_name_for_the_refusal() -> None:
    """Of each that a case may have."""
    assert {*NAMES} == {type_of(model) for model in case.events if issubclass(model, Voidable)}


@pytest.mark.parametrize(
    "command",
    [
        ReportIn(an_id(9), date(2019, 1, 17)),
        SignAgreement(an_id(9), date(2019, 1, 17)),
        RecordContact(an_id(9), date(2019, 2, 1), ContactMode.PHONE),
        AssessRisk(an_id(9), date(2019, 2, 1), "low"),
    ],
)
def test_a_case_that_was_opened_in_error_takes_no_entries(command: Command) -> None:
    """Nor steps: the person is served in another file."""
    given(case, opened, void_opening()).when(command).refused(CaseOpenedInError)


def test_nor_is_it_opened_again() -> None:
    """Another file is opened under an id of its own."""
    again = OpenCase(
        an_id(1),
        an_id(2),
        an_id(9),
        "agency",
        "agency",
        CaseKind.AT_LARGE,
        "410102001003",
        None,
        None,
    )
    given(case, opened, void_opening()).when(again).refused(CaseAlreadyOpened)


def test_entries_that_never_were_cannot_follow() -> None:
    """A history with entries behind the void of the opening is an error."""
    history: list[CaseEvent] = [opened, void_opening(), contact]
    with pytest.raises(TypeError):
        fold(case, history)
