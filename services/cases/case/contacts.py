"""Contacts with the client, and the crises seen at them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, check_named_once, entry_fields, file_on
from services.cases.case.state import Case, opened
from shared.decider import Refused, check_day
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

REMOTE = frozenset({ContactMode.PHONE, ContactMode.WECHAT, ContactMode.VIDEO})


@dataclass(frozen=True)
class ContactEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class RecordContact(ContactEntry):
    """Write down that the client was met or spoken with; all but the mode may be left out.

    A visit that several make together is one contact: `present` names the role of each, the
    worker's own too.
    """

    mode: ContactMode
    direction: Direction | None = None
    place: ContactPlace | None = None
    present: tuple[Present, ...] = ()
    observations: Mapping[Subject, Observed] = field(default_factory=dict)
    advice: tuple[Advice, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    crisis: Crisis | None = None
    safety: SafetyIncident | None = None
    arranged_with_police: bool = False
    worker_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class FollowUpCrisis(ContactEntry):
    """Write down what became of a crisis that was seen at a contact."""

    contact_id: UUID
    outcome: CrisisOutcome


Command: TypeAlias = RecordContact | FollowUpCrisis


class PlaceContradictsMode(Refused):
    """The place contradicts the mode: a home visit is at home, a talk at home is a home visit, and
    by phone, WeChat or video nobody is met anywhere. Leave the place out, or correct the mode."""

    zh = (
        "地点与方式不符：入户走访的地点是家中，在家中面谈即为入户走访，电话、微信、视频没有会面地点。"
        "请不填地点，或更正方式。"
    )
    field = "place"


class NothingToArrange(Refused):
    """Only contact by phone, WeChat or video is arranged with the police beforehand; leave it out
    of one in person."""

    zh = "只有电话、微信或视频联系才须事先与民警约定；见面的联系请不填此项。"
    field = "arranged_with_police"


class FamilyNotPresent(Refused):
    """A contact with the family has the family among those present; add it, or correct the
    direction."""

    zh = "与家属联系的，在场人员中应有家属；请补上，或更正联系方向。"
    field = "present"


class NoCrisisSeen(Refused):
    """No crisis was seen at this entry, or it is void; check which contact is followed up."""

    zh = "该记录没有登记危机，或者已经作废；请核对要跟进的是哪一次联系。"


class CrisisAlreadyFollowedUp(Refused):
    """This crisis is followed up already; void that entry first if it is wrong."""

    zh = "该危机已经跟进；如有错误，请先作废原跟进记录。"


class FollowedUpBeforeContact(Refused):
    """A crisis is not followed up before the day it was seen on; check the day."""

    zh = "跟进日期早于发现危机的日期，请核对。"
    field = "occurred_on"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a contact that contradicts itself."""
    check_day(command.occurred_on, today)
    if isinstance(command, RecordContact):
        _check_contact(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    match command:
        case RecordContact():
            file = file_on(state, command.occurred_on)
            return [
                ContactRecorded(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    mode=command.mode,
                    direction=command.direction,
                    place=command.place,
                    present=command.present,
                    observations=command.observations,
                    advice=command.advice,
                    agreed=command.agreed,
                    crisis=command.crisis,
                    safety=command.safety,
                    arranged_with_police=command.arranged_with_police,
                    worker_ids=tuple(sorted({*command.worker_ids})),
                )
            ]
        case FollowUpCrisis():
            return _followed_up(command, state)
        case _:
            assert_never(command)


def _followed_up(command: FollowUpCrisis, state: Case) -> list[CaseEvent]:
    """The follow-up of a crisis; also after the end of the case, since a danger outlasts it."""
    file = opened(state).file
    contact = file.named.get(command.contact_id)
    if not isinstance(contact, ContactRecorded) or contact.crisis is None:
        raise NoCrisisSeen
    if command.contact_id not in file.open_crises:
        raise CrisisAlreadyFollowedUp
    if command.occurred_on < contact.occurred_on:
        raise FollowedUpBeforeContact
    return [
        CrisisFollowedUp(
            **entry_fields(file, command.entry_id, command.occurred_on),
            contact_id=command.contact_id,
            crisis=contact.crisis,
            outcome=command.outcome,
        )
    ]


def _check_contact(command: RecordContact) -> None:
    check_named_once(present=command.present, advice=command.advice, agreed=command.agreed)
    if command.place is not None and not _fits(command.mode, command.place):
        raise PlaceContradictsMode
    if command.arranged_with_police and command.mode not in REMOTE:
        raise NothingToArrange
    with_family = command.direction is Direction.FAMILY
    if with_family and command.present and Present.FAMILY not in command.present:
        raise FamilyNotPresent


def _fits(mode: ContactMode, place: ContactPlace) -> bool:
    """Whether a client can be met at a place in this way."""
    if mode in REMOTE:
        return False
    return (mode is ContactMode.HOME_VISIT) is (place is ContactPlace.HOME)
