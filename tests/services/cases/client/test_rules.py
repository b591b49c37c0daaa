"""The rules of a client, sentence by sentence."""

from uuid import UUID

from services.cases.client.rules import AlreadyRegistered, RegisterClient, client
from shared.events.cases.clients import ClientRegistered
from tests.given import given

registered = ClientRegistered(client_id=UUID(int=1), agency="310")


def test_a_client_is_registered_by_an_agency() -> None:
    """The event names the agency, and nothing of who the person is."""
    given(client).when(RegisterClient(UUID(int=1), "310")).then(registered)


def test_a_client_is_registered_once() -> None:
    """Registering a client again is refused, by whichever agency."""
    given(client, registered).when(RegisterClient(UUID(int=1), "320")).refused(AlreadyRegistered)
