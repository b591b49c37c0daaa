"""A client: the person served. Personal data is in the vault; the journal has only an id."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Decider, Refused
from shared.events.cases.clients import ClientRegistered


@dataclass(frozen=True)
class Unknown:
    """Nobody is registered under this id."""


@dataclass(frozen=True)
class Registered:
    """A client, and the agency that registered the person."""

    client_id: UUID
    agency: str


Client: TypeAlias = Unknown | Registered
ClientEvent: TypeAlias = ClientRegistered


@dataclass(frozen=True)
class RegisterClient:
    """Register a person; personal data goes into the vault with the same append."""

    client_id: UUID
    agency: str


class AlreadyRegistered(Refused):
    """A client is registered under this id already."""

    zh = "该编号下已登记服务对象。"


def decide(command: RegisterClient, state: Client, today: date) -> list[ClientEvent]:
    """What registering a client comes to."""
    match state:
        case Unknown():
            return [ClientRegistered(client_id=command.client_id, agency=command.agency)]
        case Registered():
            raise AlreadyRegistered
        case _:
            assert_never(state)


def evolve(state: Client, event: ClientEvent) -> Client:
    """The client after an event."""
    match event:
        case ClientRegistered():
            return Registered(event.client_id, event.agency)
        case _:
            assert_never(event)


client: Decider[RegisterClient, Client, ClientEvent] = Decider(
    Unknown(), (ClientRegistered,), decide, evolve
)
