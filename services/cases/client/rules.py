"""A client: the person served. Personal data is in the vault; the journal has only an id."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never, get_args
from uuid import UUID

from shared.decider import Decider, Missing, Refused
from shared.events.cases.clients import (
    ClientRegistered,
    IdentityCorrection,
    PersonalDataCorrected,
    PersonalField,
)

IDENTITY = frozenset({PersonalField.ID_NUMBER, PersonalField.IDENTITY_DOCUMENT})


@dataclass(frozen=True)
class Unknown:
    """Nobody is registered under this id."""


@dataclass(frozen=True)
class Registered:
    """A client, and the agency that registered the person.

    `item_id` is the vault's item that says who the client is, `identity` the one that last gave
    another number or document: whoever knows the client by an earlier one means somebody else.
    """

    client_id: UUID
    agency: str
    item_id: UUID
    identity: UUID


Client: TypeAlias = Unknown | Registered
ClientEvent: TypeAlias = ClientRegistered | PersonalDataCorrected


@dataclass(frozen=True)
class RegisterClient:
    """Register a person; personal data goes into the vault with the same append."""

    client_id: UUID
    agency: str


@dataclass(frozen=True)
class CorrectPersonalData:
    """Correct these fields; `item_id` is the vault's item that has them right."""

    item_id: UUID
    fields: tuple[PersonalField, ...]
    reason: IdentityCorrection | None = None


Command: TypeAlias = RegisterClient | CorrectPersonalData


class ClientUnknown(Missing):
    """There is no such client."""

    zh = "没有这位服务对象。"


class AlreadyRegistered(Refused):
    """A client is registered under this id already."""

    zh = "该编号下已登记服务对象。"


class CorrectionReasonMissing(Refused):
    """Another ID number or identity document needs the reason why it is corrected (`reason`)."""

    zh = "更正身份证号或证件须填写更正原因（reason）。"
    field = "reason"


class IdentityTaken(Refused):
    """Another client is registered under this number; check it, and which client is meant."""

    zh = "该证件号码已登记为另一位服务对象，请核对号码和人员。"


class BirthInIdNumber(Refused):
    """The ID number tells the day of birth; correct the number, or leave `born_on` out."""

    zh = "出生日期以身份证号为准；请更正身份证号，或不填 born_on。"
    field = "born_on"


def decide(command: Command, state: Client, today: date) -> list[ClientEvent]:
    """What a command comes to; to correct nothing comes to no event."""
    match command:
        case RegisterClient():
            return [_register(command, state)]
        case CorrectPersonalData():
            return _correct(command, state)
        case _:
            assert_never(command)


def _register(command: RegisterClient, state: Client) -> ClientRegistered:
    if isinstance(state, Registered):
        raise AlreadyRegistered
    return ClientRegistered(client_id=command.client_id, agency=command.agency)


def _correct(command: CorrectPersonalData, state: Client) -> list[ClientEvent]:
    if isinstance(state, Unknown):
        raise ClientUnknown
    if not command.fields:
        return []
    identity = not IDENTITY.isdisjoint(command.fields)
    if identity and command.reason is None:
        raise CorrectionReasonMissing
    return [
        PersonalDataCorrected(
            client_id=state.client_id,
            item_id=command.item_id,
            fields=command.fields,
            reason=command.reason if identity else None,
        )
    ]


def evolve(state: Client, event: ClientEvent) -> Client:
    """The client after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case ClientRegistered():
            return Registered(event.client_id, event.agency, event.client_id, event.client_id)
        case PersonalDataCorrected():
            if isinstance(state, Registered):
                again = IDENTITY.isdisjoint(event.fields)
                identity = state.identity if again else event.item_id
                return replace(state, item_id=event.item_id, identity=identity)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


client: Decider[Command, Client, ClientEvent] = Decider(
    Unknown(), get_args(ClientEvent), decide, evolve
)
