"""Contacts and the crises seen at them, sentence by sentence."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.cases.case import contacts, corrections, ledger, state
from services.cases.case.contacts import FollowUpCrisis, RecordContact
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.state import Existing, File
from shared.decider import FutureDate, Refused, fold
from shared.events.cases.case import EntryVoided
from shared.events.cases.contacts import (
    Advice,
    Agreed,
    ContactMode,
    ContactPlace,
    ContactRecorded,
    Crisis,
    CrisisFollowedUp,
    CrisisOutcome,
    Direction,
    Observed,
    Present,
    SafetyIncident,
    Subject,
)
from shared.events.cases.endings import CaseEnded, Ending
from shared.events.cases.evidence import Document
from shared.events.corrections import VoidReason
from shared.names import contacts as codes
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, contact, opened

DAY = date(2019, 3, 14)
SAID: dict[str, Any] = {
    "mode": ContactMode.HOME_VISIT,
    "direction": Direction.WORKER_TO_CLIENT,
    "place": ContactPlace.HOME,
    "present": (Present.SOCIAL_WORKER, Present.GRID_ADMINISTRATOR),
    "observations": {Subject.LIVING: Observed.FAIR, Subject.MIND: Observed.POOR},
    "advice": (Advice.COUNSELLING, Advice.RELIEF),
    "agreed": (Agreed.NEXT_CONTACT,),
    "crisis": Crisis.DANGER_TO_SELF,
    "safety": SafetyIncident.ABUSE,
}
visit = RecordContact(an_id(5), DAY, **SAID)
visited = ContactRecorded(**ON_CASE, entry_id=an_id(5), occurred_on=DAY, **SAID)
follow_up = FollowUpCrisis(an_id(6), date(2019, 3, 18), an_id(5), CrisisOutcome.IN_TREATMENT)
followed_up = CrisisFollowedUp(
    **ON_CASE,
    entry_id=an_id(6),
    occurred_on=date(2019, 3, 18),
    contact_id=an_id(5),
    crisis=Crisis.DANGER_TO_SELF,
    outcome=CrisisOutcome.IN_TREATMENT,
)


def void(event: Any) -> EntryVoided:
    """An entry of the case that is made void."""
    entry = stored(event)
    return EntryVoided(
        case_id=an_id(1),
        entry_id=entry.entry_id,
        entry_type=entry.type,
        entry=entry.fields,
        reason=VoidReason.MISTAKEN,
    )


def file_after(*events: Any) -> File:
    """The file after some events."""
    after = fold(case, events)
    assert isinstance(after, Existing)
    return after.file


def test_a_contact_says_what_was_found_and_agreed() -> None:
    """A joint visit of worker and grid administrator is one contact, with all that is coded."""
    given(case, opened).when(visit).then(visited)


def remote(**said: Any) -> RecordContact:
    """A talk by phone."""
    return RecordContact(an_id(5), DAY, ContactMode.PHONE, **said)


@pytest.mark.parametrize("mode", [ContactMode.PHONE, ContactMode.WECHAT, ContactMode.VIDEO])
def test_contact_from_afar_is_arranged_with_the_police(mode: ContactMode) -> None:
    """Whoever is not met in person is spoken with as it was agreed with the community police."""
    given(case, opened).when(replace(remote(), mode=mode, arranged_with_police=True)).then(
        ContactRecorded(
            **ON_CASE, entry_id=an_id(5), occurred_on=DAY, mode=mode, arranged_with_police=True
        )
    )


@pytest.mark.parametrize("mode", [ContactMode.HOME_VISIT, ContactMode.OFFICE])
def test_a_meeting_is_not_arranged_with_the_police(mode: ContactMode) -> None:
    """That is asked for remote contact alone; a policeman who comes along is present."""
    command = RecordContact(an_id(5), DAY, mode, arranged_with_police=True)
    given(case, opened).when(command).refused(contacts.NothingToArrange)


def test_the_place_fits_the_mode() -> None:
    """At home is a home visit and nothing else; from afar nobody is met at a place."""
    fits = {
        (mode, place)
        for mode in ContactMode
        for place in ContactPlace
        if not refuses(
            RecordContact(an_id(5), DAY, mode, place=place), contacts.PlaceContradictsMode
        )
    }
    elsewhere = {*ContactPlace} - {ContactPlace.HOME}
    assert fits == {
        (ContactMode.HOME_VISIT, ContactPlace.HOME),
        *((ContactMode.OFFICE, place) for place in elsewhere),
    }


def refuses(command: RecordContact, reason: type[Refused] = Refused) -> bool:
    """Whether a contact is refused by itself, for this reason."""
    try:
        contacts.check(command, date(2024, 1, 1))
    except reason:
        return True
    return False


def test_a_contact_with_the_family_has_the_family_present() -> None:
    """Where somebody is named who was there; who was there may also be left out."""
    without = remote(direction=Direction.FAMILY, present=(Present.SOCIAL_WORKER,))
    given(case, opened).when(without).refused(contacts.FamilyNotPresent)
    assert not refuses(remote(direction=Direction.FAMILY))
    present = (Present.FAMILY, Present.SOCIAL_WORKER)
    assert not refuses(remote(direction=Direction.FAMILY, present=present))
    assert not refuses(remote(direction=Direction.CLIENT_TO_WORKER, present=present[1:]))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("present", Present.POLICE),
        ("advice", Advice.LAW),
        ("agreed", Agreed.TEST),
    ],
)
def test_nothing_is_named_twice(name: str, value: Any) -> None:
    """Two of one role are one role; the refusal names the list."""
    with pytest.raises(ledger.NamedTwice) as refused:
        contacts.check(remote(**{name: (value, value)}), date(2024, 1, 1))
    assert refused.value.field == name


def test_a_crisis_is_open_until_it_is_followed_up() -> None:
    """A contact without a crisis opens none."""
    assert file_after(opened, contact).open_crises == []
    assert file_after(opened, visited).open_crises == [an_id(5)]
    given(case, opened, visited).when(follow_up).then(followed_up)
    assert file_after(opened, visited, followed_up).open_crises == []


def test_a_crisis_is_followed_up_once() -> None:
    """A second follow-up would say another outcome of the same."""
    given(case, opened, visited, followed_up).when(replace(follow_up, entry_id=an_id(7))).refused(
        contacts.CrisisAlreadyFollowedUp
    )


def test_what_was_no_crisis_is_not_followed_up() -> None:
    """Nor a contact that is void, nor another entry, nor one that there is not."""
    given(case, opened, contact).when(follow_up).refused(contacts.NoCrisisSeen)
    given(case, opened, visited, void(visited)).when(follow_up).refused(contacts.NoCrisisSeen)
    given(case, opened, visited).when(replace(follow_up, contact_id=an_id(8))).refused(
        contacts.NoCrisisSeen
    )
    given(case).when(follow_up).refused(state.CaseUnknown)


def test_a_follow_up_is_not_before_its_contact() -> None:
    """On the same day it can be; in the future it cannot."""
    given(case, opened, visited).when(replace(follow_up, occurred_on=date(2019, 3, 13))).refused(
        contacts.FollowedUpBeforeContact
    )
    past: list[CaseEvent] = [opened, visited]
    assert case.decide(replace(follow_up, occurred_on=DAY), fold(case, past), DAY)
    with pytest.raises(FutureDate):
        case.decide(follow_up, fold(case, past), DAY)


def test_a_contact_stays_while_its_follow_up_counts() -> None:
    """The follow-up is made void first; then the crisis is open again, and the contact can go."""
    taken_back = VoidEntry(stored(visited), VoidReason.MISTAKEN)
    given(case, opened, visited, followed_up).when(taken_back).refused(corrections.OthersRestOnIt)
    again = [opened, visited, followed_up, void(followed_up)]
    assert file_after(*again).open_crises == [an_id(5)]
    given(case, *again).when(taken_back).then(void(visited))
    assert file_after(*again, void(visited)).open_crises == []


def test_a_crisis_is_followed_up_after_the_end_of_the_case() -> None:
    """A danger that was seen does not end with the file."""
    ended = CaseEnded(
        **ON_CASE,
        entry_id=an_id(9),
        occurred_on=date(2019, 3, 15),
        ending=Ending.IMPRISONED,
        evidence=Document.JUDGMENT,
    )
    assert file_after(opened, visited, ended).open_crises == [an_id(5)]
    given(case, opened, visited, ended).when(follow_up).then(followed_up)


def test_every_code_of_a_contact_has_a_name() -> None:
    """In both languages, and no two of one kind the same."""
    for kind, names in (
        (ContactMode, codes.MODES),
        (Direction, codes.DIRECTIONS),
        (ContactPlace, codes.PLACES),
        (Present, codes.PRESENT),
        (Subject, codes.SUBJECTS),
        (Observed, codes.OBSERVED),
        (Advice, codes.ADVICE),
        (Agreed, codes.AGREED),
        (Crisis, codes.CRISES),
        (SafetyIncident, codes.SAFETY_INCIDENTS),
        (CrisisOutcome, codes.CRISIS_OUTCOMES),
    ):
        assert {*names} == {*kind}
        assert len({name.zh for name in names.values()}) == len({*kind})
        assert len({name.en for name in names.values()}) == len({*kind})
