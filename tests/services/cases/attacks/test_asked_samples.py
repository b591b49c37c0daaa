"""Who was only asked for a test enters its sample and its result, and learns of no other entry."""

from typing import Any

import pytest

from tests.services.cases.attacks.test_asked import DRY, a_test, asked, goes_on, told, versions
from tests.services.cases.calls import problem
from tests.services.cases.place import HOSPITAL, LABORATORY, PROVIDER, WORKSTATION, Place

pytestmark = pytest.mark.postgres

TAKEN_ON = "2019-03-16"


def a_sample(appointment: str | None, on: str = TAKEN_ON) -> dict[str, Any]:
    """A sample, for an appointment or for none."""
    return {
        "occurred_on": on,
        "method": "urine",
        "place": "hospital",
        "taken_by": "hospital",
        "appointment_id": appointment,
    }


async def taken(place: Place, case: str, by: str, appointment: str | None) -> str:
    """A sample that an agency has entered."""
    reply = await place.by(by).post(f"/v1/cases/{case}/samples", a_sample(appointment))
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


@pytest.mark.parametrize("agency", [HOSPITAL, LABORATORY, WORKSTATION])
async def test_a_sample_and_its_result_go_their_way(place: Place, agency: str) -> None:
    """The part goes on after the sample, and ends with the result; no version is told."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, agency)
    api, path = place.by(agency), f"/v1/cases/{case}"
    sample = await api.post(f"{path}/samples", a_sample(appointment))
    assert (sample.status, sample.body["version"], "ETag" in sample.headers) == (201, None, False)
    await goes_on(place, case)
    seen = (await api.get(path)).body
    assert [each["entry_id"] for each in seen["entries"]] == [appointment, sample.body["entry_id"]]
    assert set(versions(seen)) == {None}
    result = {**a_test(appointment), "sample_id": sample.body["entry_id"]}
    done = await api.post(f"{path}/drug-tests", result)
    assert (done.status, done.body["version"], "ETag" in done.headers) == (201, None, False)
    problem(await api.get(path), 404, "not-found")
    entries = (await place.by(PROVIDER).get(path)).body["entries"]
    assert entries[-1]["facts"]["sample_id"] == sample.body["entry_id"]


async def test_changes_offer_the_sample_that_the_case_shows(place: Place) -> None:
    """And no sample of another appointment; a void of its own is offered too, and no other."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, HOSPITAL)
    others = await asked(place, case, LABORATORY)
    own, theirs = [
        await taken(place, case, by, of) for by, of in ((HOSPITAL, appointment), (PROVIDER, others))
    ]
    api, path = place.by(HOSPITAL), f"/v1/cases/{case}"

    async def offered() -> list[dict[str, Any]]:
        page = (await api.get("/v1/changes")).body
        return [each for each in page["changes"] if each["case_id"] == case]

    seen = (await api.get(path)).body["entries"]
    assert [each["entry_id"] for each in seen] == [appointment, own]
    assert [(each["entry_id"], each["facts"]) for each in await offered()] == [
        (each["entry_id"], each["facts"]) for each in seen
    ]
    for entry in (theirs, own):
        version = (await place.by(PROVIDER).get(path)).body["version"]
        voided = await place.by(PROVIDER).post(
            f"{path}/entries/{entry}/void", {"reason": "mistaken"}, If_Match=f'"{version}"'
        )
        assert voided.status == 201, voided
    [*_, void] = changes = await offered()
    assert [each["entry_id"] for each in changes[:2]] == [appointment, own]
    assert len(changes) == 3
    assert (void["facts"]["voids"], void["version"]) == (own, None)
    assert (await api.get(path)).body["entries"][-1]["void"] is True


async def test_it_enters_a_sample_of_its_own_appointment_alone(place: Place) -> None:
    """Of another's, of the agency's own, of none, of nobody's: one answer, in a dry run too."""
    case = await place.opened(PROVIDER)
    await asked(place, case, HOSPITAL)
    others = await asked(place, case, LABORATORY)
    own = await place.by(PROVIDER).post(
        f"/v1/cases/{case}/test-appointments", {"due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    )
    assert own.status == 201, own
    nobodys = "0196a1f1-0c41-7d08-b7e9-000000000000"
    for appointment in (others, own.body["entry_id"], None, nobodys):
        for path, body in (("samples", a_sample(appointment)), ("drug-tests", a_test(others))):
            for more in ({}, DRY):
                sent = {**body, "appointment_id": appointment}
                reply = await place.by(HOSPITAL).post(f"/v1/cases/{case}/{path}", sent, **more)
                problem(reply, 403, "not-entitled")


async def test_no_refusal_tells_of_samples_that_are_not_its_own(place: Place) -> None:
    """One of another appointment, of none, and one that nobody took are answered alike."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, HOSPITAL)
    others = await asked(place, case, LABORATORY)
    hidden = [
        await taken(place, case, LABORATORY, others),
        await taken(place, case, PROVIDER, None),
        (await place.by(PROVIDER).get(f"/v1/cases/{case}")).body["entries"][0]["entry_id"],
        "0196a1f1-0c41-7d08-b7e9-000000000000",
    ]
    path = f"/v1/cases/{case}/drug-tests"
    replies = []
    for sample in hidden:
        for method, on in (("urine", "2019-03-18"), ("hair", "2019-03-15")):
            body = {**a_test(appointment, on), "sample_id": sample, "method": method}
            reply = await place.by(HOSPITAL).post(path, body)
            problem(reply, 409, "sample-unknown")
            replies.append(told(reply))
    assert all(each == replies[0] for each in replies)
    seen = (await place.by(HOSPITAL).get(f"/v1/cases/{case}")).body["entries"]
    assert [each["entry_id"] for each in seen] == [appointment]


async def test_a_sample_that_was_taken_for_it_is_its_own_to_name(place: Place) -> None:
    """The responsible agency takes it and a laboratory tests it: the laboratory finds its id."""
    case = await place.opened(PROVIDER)
    appointment = await asked(place, case, LABORATORY)
    sample = await taken(place, case, PROVIDER, appointment)
    api, path = place.by(LABORATORY), f"/v1/cases/{case}"
    waits = problem(await api.post(f"{path}/drug-tests", a_test(appointment)), 409, "sample-waits")
    assert waits["errors"][0]["pointer"] == "/sample_id"
    again = await api.post(f"{path}/samples", a_sample(appointment))
    problem(again, 409, "sample-taken-already")
    (found,) = [
        each["entry_id"]
        for each in (await api.get(path)).body["entries"]
        if each["type"] == "cases.SampleTaken.v1"
    ]
    assert found == sample
    done = await api.post(f"{path}/drug-tests", {**a_test(appointment), "sample_id": found})
    assert done.status == 201


async def test_what_becomes_of_its_result_is_not_its_part(place: Place) -> None:
    """It can neither object to a test nor check one again, and does not learn whether it could."""
    case = await place.opened(PROVIDER)
    await asked(place, case, HOSPITAL)
    positive = {"occurred_on": "2019-03-15", "result": "positive"}
    test = await place.by(PROVIDER).post(f"/v1/cases/{case}/drug-tests", positive)
    objection = {"occurred_on": "2019-03-17", "told_on": "2019-03-15"}
    recheck = {"occurred_on": "2019-03-18", "result": "negative", "tested_by": "hospital"}
    for test_id in (test.body["entry_id"], "0196a1f1-0c41-7d08-b7e9-000000000000"):
        path = f"/v1/cases/{case}/drug-tests/{test_id}"
        for name, body in (("objection", objection), ("recheck", recheck)):
            for more in ({}, DRY):
                reply = await place.by(HOSPITAL).post(f"{path}/{name}", body, **more)
                problem(reply, 403, "not-entitled")


async def test_no_dry_run_of_a_sample_finds_the_day_of_the_decision(place: Place) -> None:
    """Two cases that were decided on different days refuse the same days, by the same names."""
    seen = []
    for decided_on in ("2019-01-10", "2019-03-01"):
        case = await place.opened(PROVIDER, decided_on=decided_on)
        appointment = await asked(place, case, HOSPITAL)
        tries = []
        for on in ("2018-01-01", "2019-01-05", "2019-02-20", "2019-03-14", "2019-03-15"):
            body = a_sample(appointment, on)
            reply = await place.by(HOSPITAL).post(f"/v1/cases/{case}/samples", body, **DRY)
            tries.append((reply.status, reply.body))
        assert [status for status, _ in tries] == [409, 409, 409, 409, 204]
        seen.append(tries)
    assert seen[0] == seen[1]
