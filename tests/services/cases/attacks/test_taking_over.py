"""Who wants another agency's file, or its person, gets neither."""

import pytest

from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import OFFICE, POLICE, PROVIDER, WORKSTATION, Place, file_of

pytestmark = pytest.mark.postgres

WHY = {"Purpose": "identity_check", "Legal_Basis": "pipl_13_3"}
OTHER_PROVIDER = f"{PROVIDER}-2"


async def test_registering_a_person_takes_over_nothing(place: Place) -> None:
    """Each agency has what it wrote itself: no name, no phone and no file of the other."""
    number = place.number()
    theirs = await place.registered(OFFICE, number, name="真名", phone="19911112222")
    await place.by(OFFICE).post("/v1/cases", file_of(theirs))
    own = await place.registered(OTHER_PROVIDER, number, name="假名", phone="19933334444")
    api = place.by(OTHER_PROVIDER)
    kept = await api.get(f"/v1/clients/{own}/personal-data", **WHY)
    assert (kept.body["name"], kept.body["phone"]) == ("假名", "19933334444")
    assert (await api.get(f"/v1/clients/{own}")).body["open_case_id"] is None
    again = await place.by(OTHER_PROVIDER).post(
        "/v1/clients", {"name": "别名", "id_number": number, "phone": "19900000000"}
    )
    assert "真名" not in str(again.body)
    assert "19911112222" not in str(again.body)
    problem(await api.get(f"/v1/clients/{theirs}/personal-data", **WHY), 404, "not-found")
    kept = await place.by(OFFICE).get(f"/v1/clients/{theirs}/personal-data", **WHY)
    assert (kept.body["name"], kept.body["phone"]) == ("真名", "19911112222")


async def test_a_file_opened_first_under_a_false_name_blocks_nobody(place: Place) -> None:
    """A provider squats on a number; the police open the file all the same, and it is theirs."""
    number = place.number()
    squatted = await place.registered(PROVIDER, number, name="假名")
    asked = await place.by(PROVIDER).post("/v1/cases", file_of(squatted))
    assert not asked.body["confirmed"]
    case = await place.opened(POLICE, number)
    shown = await place.by(POLICE).get(f"/v1/cases/{case}/personal-data", **WHY)
    assert shown.body["name"] == "测试乙"
    path = f"/v1/cases/{asked.body['case_id']}/confirmation"
    late = await place.by(OFFICE).post(path, {}, If_Match='"1"')
    problem(late, 409, "cannot-open-here")


async def test_an_invented_decision_opens_nothing_and_is_annulled(place: Place, rows: Rows) -> None:
    """It takes no entries and counts nowhere; who oversees the region sees it and takes it back."""
    invented = {"decided_on": "2019-01-10", "reported_in_on": "2019-01-11"}
    asked = await place.asks_to_open(PROVIDER, **invented)
    path = f"/v1/cases/{asked.body['case_id']}"
    problem(await place.by(PROVIDER).post(f"{path}/contacts", CONTACT), 409, "case-not-confirmed")
    assert await rows("SELECT FROM events WHERE type LIKE 'cases.CaseOpened.%'") == []
    seen = await place.by(OFFICE).get(path)
    assert (seen.body["phase"], seen.body["agency"]) == ("requested", PROVIDER)
    done = await place.oversee(asked.body["case_id"], "annulment", {"reason": "mistaken"}, 1)
    assert done.status == 201
    refused = await place.by(PROVIDER).post(f"{path}/contacts", CONTACT)
    problem(refused, 409, "opening-was-annulled")


async def test_calling_it_an_import_confirms_nothing(place: Place) -> None:
    """An import's authority is a right of its own; a header is not."""
    client = await place.registered(PROVIDER)
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    asked = await place.by(PROVIDER).post("/v1/cases", file_of(client), Import_Id=import_id)
    assert asked.body["confirmed"] is False


@pytest.mark.parametrize("neighbour", [OTHER_PROVIDER, WORKSTATION])
async def test_a_neighbour_writes_voids_and_reads_nothing(place: Place, neighbour: str) -> None:
    """Another agency of the same region finds no case, and leaves it as it was."""
    case = await place.opened(PROVIDER)
    entry = (await place.by(PROVIDER).post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    api, path = place.by(neighbour), f"/v1/cases/{case}"
    tries = [
        await api.post(f"{path}/drug-tests", {"occurred_on": "2019-03-15", "result": "positive"}),
        await api.post(f"{path}/contacts", CONTACT),
        await api.post(f"{path}/entries/{entry}/void", {"reason": "mistaken"}, If_Match='"3"'),
        await api.get(f"{path}/entries/{entry}/particulars", **WHY),
        await api.get(f"{path}/personal-data", **WHY),
        await api.get(path),
    ]
    assert [problem(reply, 404, "not-found") for reply in tries] == [tries[0].body] * len(tries)
    assert (await place.by(PROVIDER).get(path)).body["version"] == 3


async def test_an_overseer_writes_no_entry_and_reads_no_name(place: Place) -> None:
    """Police see the coded facts of a provider's case; the person and the notes stay closed."""
    case = await place.opened(PROVIDER)
    own, api, path = place.by(PROVIDER), place.by(POLICE), f"/v1/cases/{case}"
    entry = (await own.post(f"{path}/contacts", CONTACT)).body["entry_id"]
    for refused in (
        await api.post(f"{path}/contacts", CONTACT),
        await api.post(f"{path}/entries/{entry}/void", {"reason": "mistaken"}, If_Match='"3"'),
        await api.get(f"{path}/entries/{entry}/particulars", **WHY),
        await api.get(f"{path}/personal-data", **WHY),
    ):
        problem(refused, 403, "not-entitled")
    shown = await api.get(path)
    assert len(shown.body["entries"]) == 2
    assert (shown.body["client_id"], shown.body["reference"]) == (None, None)


async def test_entries_of_another_case_are_not_reached_through_ones_own(place: Place) -> None:
    """An id that was guessed or kept is no entry of the case that the caller has."""
    own_case, others = await place.opened(PROVIDER), await place.opened(WORKSTATION)
    theirs = place.by(WORKSTATION)
    note = (await theirs.post(f"/v1/cases/{others}/contacts", CONTACT)).body["entry_id"]
    asked = {"asked_of": "hospital", "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    made = await theirs.post(f"/v1/cases/{others}/test-appointments", asked)
    api, path = place.by(PROVIDER), f"/v1/cases/{own_case}"
    for entry in (note, "0196a1f0-0000-7000-8000-000000000000"):
        void = f"{path}/entries/{entry}/void"
        problem(await api.post(void, {"reason": "mistaken"}, If_Match='"2"'), 404, "not-found")
        read = await api.get(f"{path}/entries/{entry}/particulars", **WHY)
        problem(read, 404, "not-found")
    test = {"occurred_on": "2019-03-16", "result": "negative"}
    appointed = {**test, "appointment_id": made.body["entry_id"]}
    problem(await api.post(f"{path}/drug-tests", appointed), 409, "appointment-unknown")
    hospital = place.by("hospital")
    problem(await hospital.post(f"{path}/drug-tests", appointed), 404, "not-found")


async def test_a_token_of_other_regions_makes_no_file_another_persons(place: Place) -> None:
    """The case is not there for such a token; its person's number stays all the same."""
    client = await place.registered(OFFICE)
    assert (await place.by(OFFICE).post("/v1/cases", file_of(client))).status == 201
    path = f"/v1/clients/{client}/personal-data"
    body = {"id_number": place.number(), "reason": "mistyped"}
    narrow = place.by(OFFICE, "4103")
    problem(await narrow.patch(path, body, If_Match='"1"'), 409, "cannot-correct-here")
    assert (await place.by(OFFICE).patch(path, body, If_Match='"1"')).status == 200
