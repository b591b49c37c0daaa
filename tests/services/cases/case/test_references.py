"""An agency's own numbers for its files: one number however it is spelled."""

from urllib.parse import quote

import pytest

from services.cases.case.api import opening
from tests.services.cases.calls import REGION, a_case, a_client, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

OTHER = "110101199003078822"


async def _found(api: Client, reference: str) -> list[str]:
    reply = await api.get(f"/v1/cases?reference={quote(reference)}")
    assert reply.status == 200, reply
    return [case["case_id"] for case in reply.body["cases"]]


@pytest.mark.parametrize("sent", ["zz-001", "ZZ－００１", "ZZ - 001", "zz—001"])
async def test_a_reference_is_found_in_every_spelling(api: Client, sent: str) -> None:
    """Width, blanks, dashes and capitals do not make another number, nor another file."""
    case = await a_case(api, reference=sent)
    for spelling in ("ZZ-001", "zz-001", " ｚｚ－００１", sent):
        assert await _found(api, spelling) == [case]
    assert await _found(api, "ZZ-0011") == []
    taken = {
        "client_id": await a_client(api, OTHER),
        "kind": "at_large",
        "region": REGION,
        "reference": "Zz-001",
    }
    problem(await api.post("/v1/cases", taken), 409, "reference-taken")


async def test_powers_are_not_digits_of_a_reference(api: Client) -> None:
    """10² is not 102: what belongs to the one must not go to the other."""
    case = await a_case(api, reference="10²")
    assert await _found(api, "102") == []
    assert await _found(api, "10²") == [case]


@pytest.mark.parametrize("sent", ["zz-001", "Zz－００１"])
async def test_a_reference_of_before_is_found_as_it_was_sent(
    api: Client, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Numbers were claimed as they were sent, before they were folded."""
    with monkeypatch.context() as before:
        before.setattr(opening, "fold_reference", lambda text: text)
        case = await a_case(api, reference=sent)
    assert await _found(api, sent) == [case]
    taken = {
        "client_id": await a_client(api, OTHER),
        "kind": "at_large",
        "region": REGION,
        "reference": sent,
    }
    for headers in ({"Dry_Run": "true"}, {}):
        problem(await api.post("/v1/cases", taken, **headers), 409, "reference-taken")


async def test_a_number_of_before_in_small_letters_is_not_taken_again(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the file of before in every spelling by which that is found."""
    with monkeypatch.context() as before:
        before.setattr(opening, "fold_reference", lambda text: text)
        case = await a_case(api, reference="zz-001")
    client = await a_client(api, OTHER)
    for spelling in ("ZZ-001", "Zz－００１"):
        assert await _found(api, spelling) == [case]
        taken = {"client_id": client, "kind": "at_large", "region": REGION, "reference": spelling}
        problem(await api.post("/v1/cases", taken), 409, "reference-taken")
