"""Clients; who they are stands in the vault alone."""

from enum import StrEnum
from uuid import UUID

from shared.events import Event, published


@published("cases.ClientRegistered.v1")
class ClientRegistered(Event):
    """A person is known to the service.

    `agency` is the one that registered the person.
    """

    client_id: UUID
    agency: str


class PersonalField(StrEnum):
    """What the vault keeps of a client, field by field."""

    NAME = "name"
    PHONE = "phone"
    SEX = "sex"
    ID_NUMBER = "id_number"
    IDENTITY_DOCUMENT = "identity_document"
    BORN_ON = "born_on"


class IdentityCorrection(StrEnum):
    """Why the number by which a person is known was corrected."""

    MISTYPED = "mistyped"
    DOCUMENT_CHANGED = "document_changed"
    IDENTITY_ESTABLISHED = "identity_established"


@published("cases.PersonalDataCorrected.v1")
class PersonalDataCorrected(Event):
    """What is known of a person was corrected in these fields.

    `item_id` is the vault's item that holds all of it from now on. There is a `reason` where the
    ID number or the identity document is among the fields.
    """

    client_id: UUID
    item_id: UUID
    fields: tuple[PersonalField, ...]
    reason: IdentityCorrection | None = None


class WithdrawalReason(StrEnum):
    """Why a registration was withdrawn."""

    MISTAKEN = "mistaken"
    WRONG_PERSON = "wrong_person"
    STOLEN_IDENTITY = "stolen_identity"
    DUPLICATE = "duplicate"


@published("cases.RegistrationWithdrawn.v1")
class RegistrationWithdrawn(Event):
    """A registration was a mistake: the agency does not know this person any more."""

    client_id: UUID
    reason: WithdrawalReason
