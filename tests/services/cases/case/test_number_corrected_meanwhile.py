"""A number corrected while a file is opened on it: the file is the right person's, or none."""

from typing import Any

import pytest

from services.cases.case.api import opening, oversight
from tests.services.cases.calls import a_case, a_client, a_file, problem
from tests.services.cases.client.persons import OTHER_NUMBER, correct
from tests.services.service import Client

pytestmark = pytest.mark.postgres

MISTYPED = {"id_number": OTHER_NUMBER, "reason": "mistyped"}


async def test_an_opening_does_not_rest_on_a_number_that_was_corrected(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is to be sent again, and is the person's of the new number."""
    client, read = await a_client(api), opening._kept

    async def read_and_corrected(*given: Any) -> Any:
        kept = await read(*given)
        monkeypatch.undo()
        assert (await correct(api, client, MISTYPED)).status == 200
        return kept

    monkeypatch.setattr(opening, "_kept", read_and_corrected)
    problem(await api.post("/v1/cases", a_file(client), key="opening"), 503, "unavailable")
    assert (await api.post("/v1/cases", a_file(client), key="opening")).status == 201
    await one_file_of_the_new_number(api)


async def test_nor_does_a_confirmation(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case that waited is the person's of the new number too."""
    provider = api.as_agency("social_work_provider")
    client, read = await a_client(provider), oversight._identity
    case = await a_case(provider, client)
    police = api.as_agency("police", actions=("cases:oversee", "cases:read"))

    async def read_and_corrected(*given: Any) -> Any:
        identity = await read(*given)
        monkeypatch.undo()
        assert (await correct(provider, client, MISTYPED)).status == 200
        return identity

    monkeypatch.setattr(oversight, "_identity", read_and_corrected)
    path = f"/v1/cases/{case}/confirmation"
    for status in (503, 201):
        reply = await police.post(path, {}, If_Match='"1"', key="confirmed")
        assert reply.status == status, reply
    await one_file_of_the_new_number(api)


async def one_file_of_the_new_number(api: Client) -> None:
    """The person of the new number has a file, the one of the old number has none."""
    other = api.as_agency("other")
    theirs = await a_client(other, OTHER_NUMBER)
    problem(await other.post("/v1/cases", a_file(theirs)), 409, "cannot-open-here")
    await a_case(other, await a_client(other))
