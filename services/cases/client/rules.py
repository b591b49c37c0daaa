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
    RegistrationWithdrawn,
    WithdrawalReason,
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


@dataclass(frozen=True)
class Withdrawn:
    """The agency's registration was a mistake; nobody is registered under this id any more."""

    agency: str


Client: TypeAlias = Unknown | Registered | Withdrawn
ClientEvent: TypeAlias = ClientRegistered | PersonalDataCorrected | RegistrationWithdrawn


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


@dataclass(frozen=True)
class WithdrawRegistration:
    """Take a mistaken registration back."""

    reason: WithdrawalReason


Command: TypeAlias = RegisterClient | CorrectPersonalData | WithdrawRegistration


class ClientUnknown(Missing):
    """There is no such client."""

    zh = "没有这位服务对象。"


class AlreadyRegistered(Refused):
    """A client is registered under this id already."""

    zh = "该编号下已登记服务对象。"


class FileRestsOnIt(Refused):
    """A case of your agency rests on this registration; take the case's opening back first."""

    zh = "本单位有档案以该登记为依据，请先撤销建档。"


class RegisteredByAnother(Refused):
    """Another agency made this registration, and it alone corrects or withdraws it; register the
    person once more for your agency, or, while an open file of yours rests on this registration,
    ask the anti-drug office of the county."""

    zh = (
        "该登记由其他单位建立，只能由该单位更正或撤销；请为本单位重新登记该人员。"
        "本单位在办档案以该登记为依据的，请与县级禁毒办联系。"
    )


class CannotWithdrawHere(Refused):
    """This registration cannot be withdrawn here; ask the anti-drug office of the county, which can
    settle it."""

    zh = "该登记不能在此撤销；请与县级禁毒办联系，由其核实处理。"


class CorrectionReasonMissing(Refused):
    """Another ID number or identity document needs the reason why it is corrected (`reason`)."""

    zh = "更正身份证号或证件须填写更正原因（reason）。"
    field = "reason"


class OwnNumber(Refused):
    """This is, or may be, the number of the worker who is calling: nobody keeps their own file; ask
    a colleague whom the roster knows by the user."""

    zh = (
        "该证件号码属于或可能属于操作人员本人；本人档案不得由本人办理，请由名册中已登记账号的同事"
        "办理。"
    )
    field = "id_number"


class IdentityTaken(Refused):
    """Your agency has another client under this number; check it, and which client is meant."""

    zh = "本单位已有另一位服务对象登记为该证件号码，请核对号码和人员。"


class CannotCorrectHere(Refused):
    """The number of an open file cannot be corrected to this one here; ask the anti-drug office of
    the county, which can settle it."""

    zh = "在办档案的证件号码不能在此更正为该号码；请与县级禁毒办联系，由其核实处理。"


class BirthInIdNumber(Refused):
    """The ID number tells the day of birth; correct the number, or leave `born_on` out."""

    zh = "出生日期以身份证号为准；请更正身份证号，或不填 born_on。"
    field = "born_on"


def check_made_by(person: Registered, agency: str) -> None:
    """A registration that agencies shared before each had its own is changed by who made it.

    The other ones are told so whether or not a file rests on it. Raises `RegisteredByAnother`.
    """
    if person.agency != agency:
        raise RegisteredByAnother


def decide(command: Command, state: Client, today: date) -> list[ClientEvent]:
    """What a command comes to; to correct nothing comes to no event."""
    match command:
        case RegisterClient():
            return [_register(command, state)]
        case CorrectPersonalData():
            return _correct(command, state)
        case WithdrawRegistration():
            if not isinstance(state, Registered):
                raise ClientUnknown
            return [RegistrationWithdrawn(client_id=state.client_id, reason=command.reason)]
        case _:
            assert_never(command)


def _register(command: RegisterClient, state: Client) -> ClientRegistered:
    if not isinstance(state, Unknown):
        raise AlreadyRegistered
    return ClientRegistered(client_id=command.client_id, agency=command.agency)


def _correct(command: CorrectPersonalData, state: Client) -> list[ClientEvent]:
    if not isinstance(state, Registered):
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
        case RegistrationWithdrawn():
            if isinstance(state, Registered):
                return Withdrawn(state.agency)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


client: Decider[Command, Client, ClientEvent] = Decider(
    Unknown(), get_args(ClientEvent), decide, evolve
)
