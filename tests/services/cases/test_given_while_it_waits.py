"""A case that is given to an agency whose own opening for the same person waits."""

import pytest

from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import POLICE, PROVIDER, WORKSTATION, Place, file_of

pytestmark = pytest.mark.postgres


async def _given(place: Place, number: str) -> tuple[str, str]:
    """A provider's case that the workstation is given, and what it had asked to open before."""
    case = await place.opened(PROVIDER, number)
    waiting = await place.asks_to_open(WORKSTATION, number)
    assert waiting.status == 201, waiting
    await place.reassigned(case, WORKSTATION, 2)
    return case, str(waiting.body["case_id"])


async def test_a_case_is_given_to_who_has_asked_to_open_one(place: Place) -> None:
    """The overseer is not told of it, and the agency works on in the case that it was given."""
    case, _ = await _given(place, place.number())
    api = place.by(WORKSTATION)
    client = (await api.get(f"/v1/cases/{case}")).body["client_id"]
    assert (await api.get(f"/v1/clients/{client}")).body["open_case_id"] == case
    assert (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).status == 201


async def test_what_waits_is_no_second_file(place: Place) -> None:
    """It cannot be confirmed while the other case is open, and can be taken back."""
    case, waiting = await _given(place, place.number())
    problem(await place.oversee(waiting, "confirmation", {}, 1), 409, "cannot-open-here")
    taken = await place.oversee(waiting, "annulment", {"reason": "mistaken"}, 1)
    assert taken.status == 201, taken
    api = place.by(WORKSTATION)
    client = (await api.get(f"/v1/cases/{case}")).body["client_id"]
    assert (await api.get(f"/v1/clients/{client}")).body["open_case_id"] == case


async def test_what_waits_is_confirmed_once_the_other_is_annulled(place: Place) -> None:
    """It is the registration's file then: no further one is opened, and the client stays."""
    case, waiting = await _given(place, place.number())
    assert (await place.oversee(case, "annulment", {"reason": "mistaken"}, 3)).status == 201
    assert (await place.oversee(waiting, "confirmation", {}, 1)).status == 201
    api = place.by(WORKSTATION)
    client = (await api.get(f"/v1/cases/{waiting}")).body["client_id"]
    assert (await api.get(f"/v1/clients/{client}")).body["open_case_id"] == waiting
    problem(await api.post("/v1/cases", file_of(client)), 409, "client-has-open-case")


async def test_what_waits_gives_way_to_a_later_opening(place: Place) -> None:
    """Of two that wait for one registration, the one that holds it is confirmed."""
    case, waiting = await _given(place, place.number())
    assert (await place.oversee(case, "annulment", {"reason": "mistaken"}, 3)).status == 201
    api = place.by(WORKSTATION)
    client = (await api.get(f"/v1/cases/{waiting}")).body["client_id"]
    later = await api.post("/v1/cases", file_of(client))
    assert later.status == 201, later
    problem(await place.oversee(waiting, "confirmation", {}, 1), 409, "cannot-open-here")
    later_id = later.body["case_id"]
    assert (await place.oversee(later_id, "confirmation", {}, 1)).status == 201
    assert (await place.by(POLICE).get(f"/v1/cases/{later_id}")).body["phase"] == "ordered"
