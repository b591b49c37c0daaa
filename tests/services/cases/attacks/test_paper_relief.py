"""Relief that was given out on paper, entered by who must not, under names that must not be."""

import asyncio
from collections import Counter
from dataclasses import dataclass

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.place import ALL, FAR, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import a_station
from tests.services.cases.points.releasing import donate
from tests.services.cases.staff.test_own_file import Staffed
from tests.services.cases.test_batch import batch
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

NOBODY = "0196a1f0-0000-7000-8000-000000000000"


@dataclass
class Paper:
    """A box with 500 yuan and a roster of two, one of whom a case of the workstation is about."""

    staffed: Staffed
    station: str
    client: str
    colleague: str

    @property
    def path(self) -> str:
        """Where what was on paper is entered."""
        return f"/v1/workstations/{self.station}/relief-box/releases"

    def by(self, agency: str = WORKSTATION, *regions: str, user: str = "u-colleague") -> Client:
        """A caller who may import."""
        return self.staffed.place.by(agency, *regions, actions=(*ALL, "cases:import"), user=user)

    async def enters(self, proposed_by: str, released_by: str, **more: object) -> Reply:
        """What becomes of a release under two names."""
        body = {"occurred_on": "2024-05-07", "amount_fen": 100, "purpose": "medical"}
        body |= {"proposed_by": proposed_by, "released_by": released_by, **more}
        return await self.by().post(self.path, body)

    async def holds(self) -> int:
        """The fen in the box."""
        box = await self.by().get(f"/v1/workstations/{self.station}/relief-box")
        return int(box.body["amount_fen"])


@pytest.fixture
async def paper(place: Place) -> Paper:
    """The box, and who works there."""
    number = place.number()
    case = await place.opened(WORKSTATION, number)
    staffed = Staffed(place, number, case, "")
    client = await staffed.registers(user="u-own", id_number=number)
    colleague = await staffed.registers(user="u-colleague", id_number=place.number())
    station = await a_station(place.by(WORKSTATION))
    await donate(place.by(WORKSTATION), station, amount_fen=500)
    return Paper(staffed, station, client, colleague)


async def test_nobody_gives_relief_to_themselves(paper: Paper) -> None:
    """A worker whom the case is about is none of the two who opened the box for it, under any row
    of a roster; for another case, or for none, they are."""
    case, other = paper.staffed.case, await paper.staffed.place.opened(WORKSTATION)
    again = await paper.staffed.registers(id_number=paper.staffed.number)
    for named, field in (
        ((paper.client, paper.colleague), "/proposed_by"),
        ((paper.colleague, paper.client), "/released_by"),
        ((paper.colleague, again), "/released_by"),
    ):
        found = problem(await paper.enters(*named, case_id=case), 422, "invalid-request")
        assert [(each["reason"], each["pointer"]) for each in found["errors"]] == [
            ("recused", field)
        ]
    assert await paper.holds() == 500
    for more in ({"case_id": other}, {}):
        reply = await paper.enters(paper.client, paper.colleague, **more)
        assert reply.status == 201, reply


async def test_one_person_of_two_rows_is_not_two(paper: Paper) -> None:
    """Who left and came again, or stands in the roster twice, opens no box alone."""
    place = paper.staffed.place
    number = place.number()
    first = await paper.staffed.registers(id_number=number)
    second = await paper.staffed.registers(id_number=number)
    reply = await paper.enters(first, second)
    found = problem(reply, 409, "one-worker-released")
    assert found["errors"][0]["pointer"] == "/released_by"
    left = {"left_on": "2024-05-06", "reason": "resigned"}
    user = await paper.staffed.registers(user="u-again")
    gone = await paper.by().post(f"/v1/workers/{user}/leaving", left, If_Match='"2"')
    assert gone.status == 201, gone
    since = await paper.staffed.registers(user="u-again", joined_on="2024-05-06")
    reply = await paper.enters(user, since, proposed_on="2024-05-01")
    problem(reply, 409, "one-worker-released")
    assert await paper.holds() == 500
    assert (await paper.enters(first, paper.colleague)).status == 201


async def test_workers_of_other_rosters_are_nobody(paper: Paper) -> None:
    """One of another agency is answered like one whom nobody has; so is who has left."""
    theirs = await paper.staffed.registers(PROVIDER)
    replies = [await paper.enters(each, paper.colleague) for each in (theirs, NOBODY)]
    for reply in replies:
        found = problem(reply, 422, "invalid-request")
        assert [each["reason"] for each in found["errors"]] == ["unknown_worker"]
    assert replies[0].body["errors"] == replies[1].body["errors"]
    gone = await paper.staffed.registers()
    left = {"left_on": "2024-05-07", "reason": "resigned"}
    await paper.by().post(f"/v1/workers/{gone}/leaving", left, If_Match='"1"')
    found = problem(await paper.enters(paper.colleague, gone), 422, "invalid-request")
    assert [each["reason"] for each in found["errors"]] == ["not_serving"]
    assert await paper.holds() == 500


async def test_who_has_no_right_enters_nothing(paper: Paper) -> None:
    """Without the action, a user or the region; nor inside a batch; nor by an agency that keeps
    nothing there, with workers of its own."""
    place, body = (
        paper.staffed.place,
        {
            "occurred_on": "2024-05-07",
            "amount_fen": 100,
            "purpose": "medical",
            "proposed_by": paper.client,
            "released_by": paper.colleague,
        },
    )
    daily = place.by(WORKSTATION)
    problem(await daily.post(paper.path, body), 403, "action-not-allowed")
    sent = {"path": paper.path, "key": "one", "body": body}
    (outcome,) = (await batch(daily, sent)).body["outcomes"]
    assert outcome["status"] == 403
    problem(await paper.by(user="").post(paper.path, body), 403, "user-required")
    problem(await paper.by(WORKSTATION, FAR).post(paper.path, body), 404, "not-found")
    one, other = [await paper.staffed.registers(PROVIDER) for _ in range(2)]
    stranger = paper.by(PROVIDER)
    theirs = {**body, "proposed_by": one, "released_by": other}
    problem(await stranger.post(paper.path, theirs), 403, "not-kept-by-you")
    assert await paper.holds() == 500


async def test_a_key_says_one_release(paper: Paper) -> None:
    """Sent again with another amount, or other workers, it is refused; also after it is void. A
    hundred at once take no more than there is."""
    body = {"occurred_on": "2024-05-07", "amount_fen": 100, "purpose": "medical"}
    body |= {"proposed_by": paper.client, "released_by": paper.colleague}
    api = paper.by()
    made = await api.post(paper.path, body, key="one")
    assert made.status == 201, made
    again = {"proposed_by": paper.colleague, "released_by": paper.client}
    others = ({"amount_fen": 50}, again, {"released_by": NOBODY})
    for other in others:
        reply = await api.post(paper.path, {**body, **other}, key="one")
        found = problem(reply, 422, "invalid-request")
        assert [each["reason"] for each in found["errors"]] == ["key_reused"]
    base = f"/v1/workstations/{paper.station}/relief-box/entries"
    void = await api.post(f"{base}/{made.body['entry_id']}/void", {"reason": "mistaken"})
    assert void.status == 201, void
    for other in others:
        reply = await api.post(paper.path, {**body, **other}, key="one")
        found = problem(reply, 422, "invalid-request")
        assert [each["reason"] for each in found["errors"]] == ["key_reused"]
    replayed = await api.post(paper.path, body, key="one")
    assert (replayed.status, replayed.body) == (201, made.body)
    assert await paper.holds() == 500
    replies = await asyncio.gather(
        *(api.post(paper.path, {**body, "amount_fen": 90}) for _ in range(100))
    )
    assert Counter(each.status for each in replies) == {201: 5, 409: 95}
    assert await paper.holds() == 50
