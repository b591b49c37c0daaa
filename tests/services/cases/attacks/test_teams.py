"""Teams and handovers, tried by a worker who was a client."""

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.place import WORKSTATION, Place
from tests.services.cases.staff.test_own_file import Staffed

pytestmark = pytest.mark.postgres

NOBODY = "0196a1f0-0000-7000-8000-000000000000"


@pytest.fixture
async def staffed(place: Place) -> Staffed:
    """A case that the workstation carries, of somebody who works there too."""
    number = place.number()
    case = await place.opened(WORKSTATION, number)
    client = await place.registered(WORKSTATION, number)
    return Staffed(place, number, case, client)


async def test_a_handover_does_not_tell_of_the_own_file(staffed: Staffed) -> None:
    """A worker hands a colleague's cases over: the own file is not among them, by no answer."""
    await staffed.registers(user="u-own", id_number=staffed.number)
    colleague = await staffed.registers(user="u-colleague")
    taker = await staffed.registers(user="u-taker")
    member = {"occurred_on": "2019-03-20", "role": "social_worker", "worker_id": colleague}
    by, own = staffed.by("u-colleague"), staffed.by("u-own")
    other = await staffed.place.opened(WORKSTATION)
    for case in (staffed.case, other):
        joined = await by.post(f"/v1/cases/{case}/team", member)
        assert joined.status == 201, joined
    path, body = f"/v1/workers/{colleague}/handover", {"occurred_on": "2020-03-20", "to": taker}
    named = []
    for case in (staffed.case, NOBODY):
        listed = {"occurred_on": "2020-03-20", "cases": [{"case_id": case, "to": taker}]}
        reply = await own.post(path, listed)
        named.append(str(reply.body).replace(case, "…"))
    assert named[0] == named[1]
    done = await own.post(path, body)
    assert [each["case_id"] for each in done.body["outcomes"]] == [other]
    assert staffed.case not in str(done.body)
    problem(await own.get(f"/v1/cases/{staffed.case}/team"), 404, "not-found")
    assert (await own.post(f"/v1/cases/{staffed.case}/team", member)).status == 404
    for worker in ("mine", colleague, taker):
        for path in ("/v1/worklist", "/v1/worklist/summary"):
            reply = await own.get(f"{path}?worker={worker}")
            assert staffed.case not in str(reply.body)
    assert staffed.case not in str((await own.get("/v1/cases?orphaned=true")).body)
