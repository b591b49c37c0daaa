"""The rules of a client, sentence by sentence."""

from uuid import UUID

import pytest

from services.cases.client import rules
from services.cases.client.rules import (
    AlreadyRegistered,
    ClientEvent,
    CorrectPersonalData,
    RegisterClient,
    WithdrawRegistration,
    client,
)
from shared.decider import fold
from shared.events.cases.clients import (
    ClientRegistered,
    IdentityCorrection,
    PersonalDataCorrected,
    PersonalField,
    RegistrationWithdrawn,
    WithdrawalReason,
)
from tests.given import given

registered = ClientRegistered(client_id=UUID(int=1), agency="310")
ITEM = UUID(int=7)
corrected = PersonalDataCorrected(
    client_id=UUID(int=1), item_id=ITEM, fields=(PersonalField.NAME, PersonalField.PHONE)
)


def test_a_client_is_registered_by_an_agency() -> None:
    """The event names the agency, and nothing of who the person is."""
    given(client).when(RegisterClient(UUID(int=1), "310")).then(registered)


def test_a_client_is_registered_once() -> None:
    """Registering a client again is refused, by whichever agency."""
    given(client, registered).when(RegisterClient(UUID(int=1), "320")).refused(AlreadyRegistered)


def test_a_correction_names_the_fields() -> None:
    """Their values stand in the vault, in the item that the client has from then on."""
    given(client, registered).when(CorrectPersonalData(ITEM, corrected.fields)).then(corrected)
    history: list[ClientEvent] = [registered, corrected]
    before, after = fold(client, history[:1]), fold(client, history)
    assert isinstance(before, rules.Registered)
    assert isinstance(after, rules.Registered)
    assert (before.item_id, after.item_id) == (UUID(int=1), ITEM)


def test_to_correct_nothing_comes_to_nothing() -> None:
    """What is kept already is no event."""
    command = CorrectPersonalData(ITEM, (), IdentityCorrection.MISTYPED)
    given(client, registered).when(command).then()


@pytest.mark.parametrize("field", [PersonalField.ID_NUMBER, PersonalField.IDENTITY_DOCUMENT])
def test_another_number_needs_a_reason(field: PersonalField) -> None:
    """Other fields have none, even where one is sent."""
    without = CorrectPersonalData(ITEM, (field,))
    given(client, registered).when(without).refused(rules.CorrectionReasonMissing)
    for reason in IdentityCorrection:
        given(client, registered).when(CorrectPersonalData(ITEM, (field,), reason)).then(
            PersonalDataCorrected(
                client_id=UUID(int=1), item_id=ITEM, fields=(field,), reason=reason
            )
        )
    needless = CorrectPersonalData(ITEM, corrected.fields, IdentityCorrection.MISTYPED)
    given(client, registered).when(needless).then(corrected)


def test_nobody_is_corrected_who_is_not_registered() -> None:
    """Nor can a correction stand before the registration."""
    command = CorrectPersonalData(ITEM, corrected.fields)
    given(client).when(command).refused(rules.ClientUnknown)
    with pytest.raises(TypeError):
        fold(client, [corrected])


def test_a_mistaken_registration_is_withdrawn_once() -> None:
    """After it there is no such client, and none is registered under its id again."""
    command = WithdrawRegistration(WithdrawalReason.STOLEN_IDENTITY)
    withdrawn = RegistrationWithdrawn(
        client_id=UUID(int=1), reason=WithdrawalReason.STOLEN_IDENTITY
    )
    given(client, registered).when(command).then(withdrawn)
    given(client, registered, withdrawn).when(command).refused(rules.ClientUnknown)
    again = RegisterClient(UUID(int=1), "310")
    given(client, registered, withdrawn).when(again).refused(AlreadyRegistered)
