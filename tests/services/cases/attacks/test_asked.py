"""Who was only asked for a test learns nothing else of the case: not that it goes on, nor when."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.cases.access_table import KNOWN_AFTER_DUE
from shared.clock import present_day
from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import (
    HOSPITAL,
    LABORATORY,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
)
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

TESTING = {"Purpose": "drug_test", "Legal_Basis": "pipl_13_3"}
DRY = {"Dry_Run": "true"}
DUE, ASKED_ON = "2019-03-20", "2019-03-15"


async def asked(
    place: Place, case: str, agency: str, due_on: str = DUE, occurred_on: str = ASKED_ON
) -> str:
    """The appointment for a test that a provider asks an agency for."""
    body = {"asked_of": agency, "due_on": due_on, "occurred_on": occurred_on}
    made = await place.by(PROVIDER).post(f"/v1/cases/{case}/test-appointments", body)
    assert made.status == 201, made
    return str(made.body["entry_id"])


async def goes_on(place: Place, case: str, entries: int = 1) -> None:
    """The responsible agency makes entries in the case."""
    for _ in range(entries):
        reply = await place.by(PROVIDER).post(f"/v1/cases/{case}/contacts", CONTACT)
        assert reply.status == 201, reply


def a_test(appointment: str, on: str = "2019-03-18") -> dict[str, str]:
    """The test of an appointment."""
    return {"occurred_on": on, "result": "negative", "appointment_id": appointment}


def versions(body: Any) -> list[Any]:
    """Every version in a body, however deep, but that of the policies."""
    match body:
        case dict():
            own = [value for name, value in body.items() if "version" in name]
            deeper = [value for name, value in body.items() if name != "policies"]
            return own + [found for value in deeper for found in versions(value)]
        case list():
            return [found for value in body for found in versions(value)]
    return []


async def what_is_seen(api: Client, case: str) -> list[Reply]:
    """All reads in which a case of the caller stands."""
    of_case = (f"/v1/cases/{case}", f"/v1/cases/{case}/schedule", f"/v1/cases/{case}/timeline")
    paths = (*of_case, "/v1/cases", "/v1/cases?sort=changed", "/v1/changes")
    return [await api.get(path) for path in paths]


def told(reply: Reply) -> Any:
    """An answer without the moment when it was read, and cursors."""
    body = {**reply.body}
    for changing in ("read_at", "next", "position", "entry_id"):
        body.pop(changing, None)
    return reply.status, body, reply.headers.get("ETag")


@pytest.mark.parametrize("agency", [HOSPITAL, LABORATORY, WORKSTATION])
async def test_no_answer_counts_what_others_enter(place: Place, agency: str) -> None:
    """No version stands in any answer, and none of them changes while the case goes on."""
    case = await place.opened(PROVIDER)
    first, second = await asked(place, case, agency), await asked(place, case, agency)
    api, path = place.by(agency), f"/v1/cases/{case}/drug-tests"
    before = await what_is_seen(api, case)
    await goes_on(place, case, 3)
    after = await what_is_seen(api, case)
    assert [told(reply) for reply in before] == [told(reply) for reply in after]
    for reply in after:
        assert reply.status == 200
        assert set(versions(reply.body)) == {None}
        assert "ETag" not in reply.headers
    for appointment in (first, second):
        written = await api.post(path, a_test(appointment))
        assert (written.status, written.body["version"]) == (201, None)
        assert "ETag" not in written.headers
    changes = (await api.get("/v1/changes")).body["changes"]
    assert changes == [{"case_id": case, "version": None, "type": "relation_ended"}] * 2


async def test_no_length_counts_what_others_enter(place: Place) -> None:
    """Positions and cursors are as long at the tenth version of the case as at the fourth."""
    case = await place.opened(PROVIDER)
    appointments = [await asked(place, case, HOSPITAL) for _ in range(2)]
    api, lengths = place.by(HOSPITAL), []
    for appointment in appointments:
        written = await api.post(f"/v1/cases/{case}/drug-tests", a_test(appointment))
        page = (await api.get("/v1/changes?limit=1")).body
        lengths.append((len(written.body["position"]), len(page["next"])))
        await goes_on(place, case, 8)
    assert lengths[0] == lengths[1]


async def test_an_answer_that_is_given_again_stays_without_a_version(place: Place) -> None:
    """An agency that is given the case later sends its test again, and gets the same answer."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, WORKSTATION)
    api, path = place.by(WORKSTATION), f"/v1/cases/{case}/drug-tests"
    first = await api.post(path, a_test(appointment), key="test")
    problem(await api.post(path, a_test(appointment), key="test"), 404, "not-found")
    await place.reassigned(case, WORKSTATION, 4)
    again = await api.post(path, a_test(appointment), key="test")
    assert (again.status, again.body) == (201, first.body)
    assert ("ETag" in again.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert (await api.get(f"/v1/cases/{case}")).body["version"] == 5


async def test_a_version_that_is_tried_is_not_compared(place: Place) -> None:
    """The right one and a wrong one are refused alike, in a dry run too, by an own name."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, HOSPITAL)
    api, path = place.by(HOSPITAL), f"/v1/cases/{case}/drug-tests"
    replies = [
        await api.post(path, a_test(appointment), If_Match=f'"{seen}"', **more)
        for seen in (2, 3, 4)
        for more in (DRY, {})
    ]
    for reply in replies:
        refused = problem(reply, 400, "no-version-shown")
        assert [each["header"] for each in refused["errors"]] == ["If-Match"]
        assert (reply.body, "ETag" in reply.headers) == (replies[0].body, False)
    assert (await api.post(path, a_test(appointment))).status == 201


async def test_who_oversees_the_case_besides_sees_its_versions(place: Place) -> None:
    """Police that are asked for a test see the whole ledger anyway."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, POLICE)
    api, path = place.by(POLICE), f"/v1/cases/{case}"
    shown = await api.get(path)
    assert (shown.body["version"], shown.headers["ETag"]) == (3, '"3"')
    changes = (await api.get("/v1/changes")).body["changes"]
    assert [each["version"] for each in changes] == [1, 2, 3]
    stale = await api.post(f"{path}/drug-tests", a_test(appointment), If_Match='"2"')
    assert problem(stale, 412, "version-conflict")["current_version"] == 3
    done = await api.post(f"{path}/drug-tests", a_test(appointment), If_Match='"3"')
    assert (done.status, done.body["version"], done.headers["ETag"]) == (201, 4, '"4"')


async def test_no_page_of_changes_is_filled_by_what_is_not_shown(place: Place) -> None:
    """One change a page: the entries of others take no place, and wake no call that waits."""
    case = await place.opened(PROVIDER)
    await asked(place, case, HOSPITAL)
    api = place.by(HOSPITAL)
    await goes_on(place, case, 2)
    first = (await api.get("/v1/changes?limit=1")).body
    assert [each["type"] for each in first["changes"]] == ["cases.DrugTestAppointed.v1"]
    rest = (await api.get(f"/v1/changes?limit=1&after={first['next']}")).body
    assert (rest["changes"], rest["more"]) == ([], False)
    await goes_on(place, case, 3)
    for wait in (0, 1):
        page = (await api.get(f"/v1/changes?limit=1&wait={wait}&after={rest['next']}")).body
        assert (page["changes"], page["more"]) == ([], False)


async def test_no_dry_run_finds_the_day_of_the_decision(place: Place) -> None:
    """Two cases that were decided on different days refuse the same days, by the same names."""
    seen = []
    for decided_on in ("2019-01-10", "2019-03-01"):
        case = await place.opened(PROVIDER, decided_on=decided_on)
        path = f"/v1/cases/{case}/drug-tests"
        appointment = await asked(place, case, HOSPITAL)
        tries = []
        for days in (-400, -90, -30, -14, -1, 0, 3):
            on = (date(2019, 3, 15) + timedelta(days=days)).isoformat()
            reply = await place.by(HOSPITAL).post(path, a_test(appointment, on), **DRY)
            tries.append((reply.status, reply.body))
            if days < 0:
                refused = problem(reply, 409, "test-before-appointment")
                assert refused["errors"][0]["pointer"] == "/occurred_on"
        assert [status for status, _ in tries[-2:]] == [204, 204]
        seen.append(tries)
    assert seen[0] == seen[1]


async def test_the_person_is_known_for_a_month_after_the_test_is_due(
    place: Place, rows: Rows
) -> None:
    """Then the test alone can be entered: no name, no number, and nothing is read or logged."""
    today, case = present_day(), await place.opened(PROVIDER)
    asked_on = str(today - timedelta(days=100))
    api, path = place.by(HOSPITAL), f"/v1/cases/{case}"
    late = await asked(place, case, HOSPITAL, str(today - timedelta(days=33)), asked_on)
    refused = problem(await api.get(f"{path}/personal-data", **TESTING), 403, "time-for-test-over")
    assert f"{KNOWN_AFTER_DUE.days} days" in refused["detail"]
    assert f"{KNOWN_AFTER_DUE.days}天" in refused["detail_zh"]
    assert await rows("SELECT FROM vault_reads WHERE what = 'personal_data'") == []
    shown = (await api.get(path)).body
    assert [each["entry_id"] for each in shown["entries"]] == [late]
    (listed,) = (await api.get("/v1/cases")).body["cases"]
    assert listed["appointments"] == [late]
    timely = await asked(place, case, HOSPITAL, str(today - timedelta(days=27)), asked_on)
    assert (await api.get(f"{path}/personal-data", **TESTING)).body["name"] == "测试乙"
    test = a_test(timely, asked_on)
    assert (await api.post(f"{path}/drug-tests", test)).status == 201
    problem(await api.get(f"{path}/personal-data", **TESTING), 403, "time-for-test-over")
    assert (await api.post(f"{path}/drug-tests", a_test(late, asked_on))).status == 201
    problem(await api.get(f"{path}/personal-data", **TESTING), 404, "not-found")


async def test_who_never_knew_the_person_is_told_of_no_time(place: Place) -> None:
    """A laboratory, in time and late, and an overseer: not entitled, whatever the day is."""
    case = await place.opened(PROVIDER)
    path = f"/v1/cases/{case}/personal-data"
    for agency, why in ((LABORATORY, TESTING), (OFFICE, {**TESTING, "Purpose": "oversight"})):
        await asked(place, case, LABORATORY)
        problem(await place.by(agency).get(path, **why), 403, "not-entitled")


async def test_nobody_is_asked_for_ever(place: Place) -> None:
    """A test that is due in a hundred years would show the person until then."""
    case = await place.opened(PROVIDER)
    body = {"asked_of": HOSPITAL, "due_on": "2020-03-16", "occurred_on": ASKED_ON}
    for due_on in ("2020-03-16", "2119-03-15", "9999-12-31"):
        path = f"/v1/cases/{case}/test-appointments"
        reply = await place.by(PROVIDER).post(path, {**body, "due_on": due_on})
        refused = problem(reply, 409, "due-too-late")
        assert refused["errors"][0]["pointer"] == "/due_on"
    problem(await place.by(HOSPITAL).get(f"/v1/cases/{case}"), 404, "not-found")
    await asked(place, case, HOSPITAL, "2020-03-15")
