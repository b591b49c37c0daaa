"""The relief box of a workstation: what is given into it, and what two persons release. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias, assert_never, get_args
from uuid import UUID

from services.cases.relief_box.refusals import (
    AlreadyDecided,
    NotEnoughInTheBox,
    NothingGiven,
    OneWorkerReleased,
    ProposalUnknown,
    ReleasedBeforeProposed,
    ReliefAlreadyVoid,
    SamePersonReleases,
    SamePersonTakesBack,
)
from shared.decider import Decider, check_day
from shared.events.cases.relief_boxes import (
    Relief,
    ReliefDonated,
    ReliefEntryVoided,
    ReliefProposed,
    ReliefPurpose,
    ReliefReleased,
)
from shared.events.corrections import StoredEntry, VoidReason

ReliefEvent: TypeAlias = ReliefDonated | ReliefProposed | ReliefReleased | ReliefEntryVoided
MONEY = ""  # as the name of goods


@dataclass(frozen=True)
class Amount:
    """Money in fen, or so many of a kind of goods."""

    fen: int = 0
    goods: str = MONEY
    quantity: int = 0

    @property
    def number(self) -> int:
        """The fen, or how many there are."""
        return self.quantity if self.goods else self.fen


@dataclass(frozen=True)
class Box:
    """What is in the box, by what it is; and what is proposed and not released or taken back."""

    holds: Mapping[str, int] = field(default_factory=dict)
    proposed: Mapping[UUID, ReliefProposed] = field(default_factory=dict)
    decided: frozenset[UUID] = frozenset()
    void: frozenset[UUID] = frozenset()

    def moved(self, what: str, number: int) -> "Box":
        """The box with more of something, or less."""
        return replace(self, holds={**self.holds, what: self.holds.get(what, 0) + number})


@dataclass(frozen=True)
class AboutBox:
    """What every command has that enters something; the box is that of a workstation."""

    entry_id: UUID
    workstation_id: UUID
    region: str
    occurred_on: date


@dataclass(frozen=True)
class Donate(AboutBox):
    """Something is given into the box."""

    amount: Amount


@dataclass(frozen=True)
class ProposeRelief(AboutBox):
    """Propose relief; `by` stands for the person who does."""

    amount: Amount
    purpose: ReliefPurpose
    case_id: UUID | None
    by: str


@dataclass(frozen=True)
class ReleaseRelief(AboutBox):
    """Release what another person has proposed."""

    proposal_id: UUID
    by: str


@dataclass(frozen=True)
class EnterRelief(AboutBox):
    """Relief that two workers of the roster gave out on paper, before it was entered here.

    `are_one` says that the roster has one person under both.
    """

    proposal_id: UUID
    amount: Amount
    purpose: ReliefPurpose
    case_id: UUID | None
    proposed_on: date
    proposed_by: UUID
    released_by: UUID
    are_one: bool = False


@dataclass(frozen=True)
class VoidRelief:
    """A donation or release was a mistake, or a proposal is dropped; `entry` is as it is stored.

    `by` stands for the person who says so.
    """

    workstation_id: UUID
    entry: StoredEntry
    reason: VoidReason
    by: str


Command: TypeAlias = Donate | ProposeRelief | ReleaseRelief | EnterRelief | VoidRelief


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and what is neither money nor goods, or both."""
    if isinstance(command, AboutBox):
        check_day(command.occurred_on, today)
    if isinstance(command, Donate | ProposeRelief | EnterRelief):
        amount = command.amount
        is_money = amount.fen > 0 and not amount.goods and not amount.quantity
        is_goods = not amount.fen and bool(amount.goods) and amount.quantity > 0
        if not (is_money or is_goods):
            raise NothingGiven


def decide(command: Command, state: Box, today: date) -> list[ReliefEvent]:
    """What a command comes to; nothing that leaves the box is more than is in it."""
    check(command, today)
    match command:
        case Donate():
            return [ReliefDonated(**_about(command), **_of(command.amount))]
        case ProposeRelief():
            return [
                ReliefProposed(
                    **_about(command),
                    **_of(command.amount),
                    purpose=command.purpose,
                    case_id=command.case_id,
                    proposed_by=command.by,
                )
            ]
        case ReleaseRelief():
            return [_released(command, state)]
        case EnterRelief():
            return _entered(command, state)
        case VoidRelief():
            return [_voided(command, state)]
        case _:
            assert_never(command)


def _about(command: AboutBox) -> dict[str, Any]:
    return {
        "entry_id": command.entry_id,
        "workstation_id": command.workstation_id,
        "region": command.region,
        "occurred_on": command.occurred_on,
    }


def _of(amount: Amount) -> dict[str, Any]:
    return {"amount_fen": amount.fen, "goods": amount.goods, "quantity": amount.quantity}


def _proposed(state: Box, proposal_id: UUID) -> ReliefProposed:
    if proposal_id in state.decided:
        raise AlreadyDecided
    if proposal_id not in state.proposed:
        raise ProposalUnknown
    return state.proposed[proposal_id]


def _released(command: ReleaseRelief, state: Box) -> ReliefReleased:
    proposal = _proposed(state, command.proposal_id)
    if command.by == proposal.proposed_by:
        raise SamePersonReleases
    return _out(command, proposal, state, released_by=command.by)


def _entered(command: EnterRelief, state: Box) -> list[ReliefEvent]:
    """The proposal and the release at once, each by a worker of its own."""
    if command.are_one or command.released_by == command.proposed_by:
        raise OneWorkerReleased
    proposal = ReliefProposed(
        **{**_about(command), "entry_id": command.proposal_id, "occurred_on": command.proposed_on},
        **_of(command.amount),
        purpose=command.purpose,
        case_id=command.case_id,
        proposed_by="",
        worker_id=command.proposed_by,
    )
    by = {"released_by": "", "worker_id": command.released_by}
    return [proposal, _out(command, proposal, state, **by)]


def _out(
    command: ReleaseRelief | EnterRelief, proposal: ReliefProposed, state: Box, **by: Any
) -> ReliefReleased:
    """What was proposed leaves the box."""
    if command.occurred_on < proposal.occurred_on:
        raise ReleasedBeforeProposed
    what, number = _number(proposal)
    if state.holds.get(what, 0) < number:
        raise NotEnoughInTheBox(state.holds.get(what, 0), what)
    return ReliefReleased(
        **_about(command),
        amount_fen=proposal.amount_fen,
        goods=proposal.goods,
        quantity=proposal.quantity,
        purpose=proposal.purpose,
        case_id=proposal.case_id,
        proposal_id=proposal.entry_id,
        **by,
    )


def _voided(command: VoidRelief, state: Box) -> ReliefEntryVoided:
    entry = command.entry
    if entry.entry_id in state.void:
        raise ReliefAlreadyVoid
    voided = entry.read()
    if isinstance(voided, ReliefReleased) and voided.released_by == command.by:
        raise SamePersonTakesBack
    if isinstance(voided, ReliefProposed):
        _proposed(state, entry.entry_id)
    if isinstance(voided, ReliefDonated):
        what, number = _number(voided)
        if state.holds.get(what, 0) < number:
            raise NotEnoughInTheBox(state.holds.get(what, 0), what)
    return ReliefEntryVoided(
        workstation_id=command.workstation_id,
        entry_id=entry.entry_id,
        entry_type=entry.type,
        entry=entry.fields,
        reason=command.reason,
        voided_by=command.by,
    )


def _number(entry: Relief) -> tuple[str, int]:
    """What it is, and how much."""
    return (entry.goods, entry.quantity) if entry.goods else (MONEY, entry.amount_fen)


def evolve(state: Box, event: ReliefEvent) -> Box:
    """The box after an event."""
    match event:
        case ReliefDonated():
            return state.moved(*_number(event))
        case ReliefProposed():
            return replace(state, proposed={**state.proposed, event.entry_id: event})
        case ReliefReleased():
            what, number = _number(event)
            return _decided(state.moved(what, -number), event.proposal_id)
        case ReliefEntryVoided():
            return replace(_without(state, event), void=state.void | {event.entry_id})
        case _:
            assert_never(event)


def _without(state: Box, event: ReliefEntryVoided) -> Box:
    entry = event.voided()
    match entry:
        case ReliefProposed():
            return _decided(state, entry.entry_id)
        case ReliefDonated():
            what, number = _number(entry)
            return state.moved(what, -number)
        case _:
            assert isinstance(entry, ReliefReleased)
            return state.moved(*_number(entry))


def _decided(state: Box, proposal_id: UUID) -> Box:
    waiting = {each: its for each, its in state.proposed.items() if each != proposal_id}
    return replace(state, proposed=waiting, decided=state.decided | {proposal_id})


box: Decider[Command, Box, ReliefEvent] = Decider(Box(), get_args(ReliefEvent), decide, evolve)
