"""Clients; who they are stands in the vault alone."""

from uuid import UUID

from shared.events import Event, published


@published("cases.ClientRegistered.v1")
class ClientRegistered(Event):
    """A person is known to the service.

    `agency` is the one that registered the person.
    """

    client_id: UUID
    agency: str
