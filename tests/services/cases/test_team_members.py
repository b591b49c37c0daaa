"""Members of the team of other agencies: their part in the case begins and ends with them."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import ALL, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.test_revocation import after_lookup

pytestmark = pytest.mark.postgres

COMMUNITY = id_of(AgencyKind.COMMUNITY)
OTHER_PROVIDER = id_of(AgencyKind.SOCIAL_WORK_PROVIDER, 2)
JOINS = {"occurred_on": "2019-03-20", "role": "grid_administrator"}
SEEN = {"occurred_on": "2019-04-01", "mode": "home_visit"}
LEAVES = {"occurred_on": "2019-06-20", "reason": "own_wish"}


class Team:
    """A workstation's case, and a grid administrator of the community in its team."""

    def __init__(self, place: Place, case: str) -> None:
        self.place, self.case = place, case
        self.path = f"/v1/cases/{case}"
        self.joining = ""

    async def enter(self, what: str, body: dict[str, Any], agency: str = WORKSTATION) -> str:
        """An entry of the responsible agency; its id."""
        reply = await self.place.by(agency).post(f"{self.path}/{what}", body)
        assert reply.status == 201, reply
        return str(reply.body["entry_id"])

    async def void(self, entry_id: str, agency: str = WORKSTATION) -> None:
        """Make an entry void, whichever version the case has."""
        own = self.place.by(agency)
        version = (await own.get(self.path)).body["version"]
        path = f"{self.path}/entries/{entry_id}/void"
        reply = await own.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
        assert reply.status == 201, reply

    async def join(self, **more: Any) -> str:
        """The community's grid administrator joins."""
        self.joining = await self.enter("team", {**JOINS, "agency": COMMUNITY, **more})
        return self.joining

    async def leave(self) -> str:
        """And leaves."""
        return await self.enter(f"team/{self.joining}/leaving", LEAVES)

    async def opens(self, agency: str = COMMUNITY) -> bool:
        """Whether the case is anything to an agency."""
        status = (await self.place.by(agency).get(self.path)).status
        listed = (await self.place.by(agency).get("/v1/cases")).body["cases"]
        assert (status == 200) is (self.case in [each["case_id"] for each in listed])
        return status == 200

    async def rows(self) -> list[tuple[str, bool]]:
        """Roles of the rows of the team, each with whether it goes on."""
        connection = await asyncpg.connect(self.place.dsn)
        rows = await connection.fetch(
            "SELECT role, left_on IS NULL FROM team_members WHERE case_id::text = $1"
            " ORDER BY joining_id",
            self.case,
        )
        await connection.close()
        return [tuple(row) for row in rows]


@pytest.fixture
async def team(place: Place) -> Team:
    """A case of the workstation, in the team of which nobody is yet."""
    return Team(place, await place.opened(WORKSTATION))


async def test_a_part_begins_with_the_joining_and_ends_with_the_leaving(team: Team) -> None:
    """The member's agency enters its own contacts meanwhile, and reads what it needs."""
    assert not await team.opens()
    await team.join()
    assert await team.opens()
    await team.enter("contacts", SEEN, COMMUNITY)
    community = team.place.by(COMMUNITY)
    for path in ("drug-tests", "ending", "team"):
        reply = await community.post(f"{team.path}/{path}", {**JOINS, "result": "negative"})
        assert reply.status in (403, 422), (path, reply)
    await team.leave()
    assert not await team.opens()
    assert await team.rows() == [("grid_administrator", False)]


async def test_a_joining_that_is_void_gives_no_part(team: Team) -> None:
    """And where the leaving is made void, the part goes on."""
    await team.join()
    await team.void(team.joining)
    assert not await team.opens()
    assert await team.rows() == [("grid_administrator", False)]
    await team.join()
    left = await team.leave()
    await team.void(left)
    assert await team.opens()
    assert (await team.rows())[1:] == [("grid_administrator", True)]


async def test_a_part_ends_with_the_case_and_begins_again_with_its_reopening(team: Team) -> None:
    """Of a case that ended late entries are made; they give no part."""
    await team.join()
    ended = {"occurred_on": "2019-09-01", "ending": "died", "evidence": "death_certificate"}
    ending = await team.enter("ending", ended)
    assert not await team.opens()
    late = {**JOINS, "role": "volunteer", "agency": OTHER_PROVIDER}
    joined_late = await team.enter("team", late)
    assert not await team.opens(OTHER_PROVIDER)
    await team.void(joined_late)
    await team.void(ending)
    assert await team.opens()
    assert not await team.opens(OTHER_PROVIDER)


async def test_workers_of_who_gives_the_case_up_are_members_no_more(team: Team) -> None:
    """Those of other agencies stay; and who has the case again begins with nobody of before."""
    await team.join()
    own = await team.enter("team", {**JOINS, "role": "social_worker"})
    await team.place.reassigned(team.case, PROVIDER, 4)
    shown = (await team.place.by(PROVIDER).get(f"{team.path}/team")).body
    assert [each["joining_id"] for each in shown["members"]] == [team.joining]
    assert {each["role"] for each in shown["lacking"]} == {
        "social_worker",
        "police_officer",
        "volunteer",
    }
    assert await team.rows() == [("grid_administrator", True), ("social_worker", False)]
    assert await team.opens()
    await team.place.reassigned(team.case, WORKSTATION, 5)
    shown = (await team.place.by(WORKSTATION).get(f"{team.path}/team")).body
    assert own not in [each["joining_id"] for each in shown["members"]]


async def test_a_call_that_waits_writes_no_more_once_the_member_has_left(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where its part was looked up before."""
    await team.join()
    after_lookup(team.place, COMMUNITY, team.leave, monkeypatch)
    late = await team.place.by(COMMUNITY).post(f"{team.path}/contacts", SEEN)
    problem(late, 404, "not-found")
    assert (await team.place.by(WORKSTATION).get(team.path)).body["version"] == 4


async def test_a_member_reads_nothing_newer_than_the_leaving(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer on its way holds nothing that came after the part had ended."""
    await team.join()
    after_lookup(team.place, COMMUNITY, team.leave, monkeypatch)
    problem(await team.place.by(COMMUNITY).get(team.path), 404, "not-found")


async def test_changes_show_a_member_what_happens_while_it_is_one(team: Team) -> None:
    """The joining and the leaving too; no test, no assessment, nothing of before or after."""
    await team.enter("contacts", CONTACT)
    await team.join()
    await team.enter("contacts", CONTACT)
    await team.enter("drug-tests", {"occurred_on": "2019-03-15", "result": "negative"})
    community = team.place.by(COMMUNITY)
    shown = (await community.get("/v1/changes")).body["changes"]
    seen = [each["type"].split(".")[1] for each in shown if each["case_id"] == team.case]
    assert "DrugTestRecorded" not in seen
    assert {"TeamMemberJoined", "ContactRecorded"} <= {*seen}
    await team.leave()
    again = (await community.get("/v1/changes")).body["changes"]
    its = [each for each in again if each["case_id"] == team.case]
    assert "ContactRecorded" not in str(its)


async def test_a_case_of_many_parts_is_listed_once(team: Team) -> None:
    """The police oversee it and have an officer in the team."""
    await team.join(agency=POLICE, role="police_officer")
    listed = (await team.place.by(POLICE).get("/v1/cases?relation=team_member")).body["cases"]
    assert [each["case_id"] for each in listed] == [team.case]
    whole = (await team.place.by(POLICE).get("/v1/cases")).body["cases"]
    assert [each["case_id"] for each in whole].count(team.case) == 1


async def test_what_a_member_imported_is_shown_to_it_while_it_is_one(team: Team) -> None:
    """Its contact, and nothing of it once the member has left; repeated under its key it is not
    there either.
    """
    await team.join()
    community = team.place.by(COMMUNITY, actions=(*ALL, "cases:import"))
    path, import_id = f"{team.path}/contacts", str(uuid4())
    made = await community.post(path, SEEN, key="imported", Import_Id=import_id)
    assert made.status == 201, made
    shown = (await community.get(f"/v1/imports/{import_id}")).body["entries"]
    assert [each["type"] for each in shown] == ["cases.ContactRecorded.v1"]
    assert "client_id" not in str(shown)
    await team.leave()
    problem(await community.post(path, SEEN, key="imported"), 404, "not-found")
    after = await community.get(f"/v1/imports/{import_id}")
    assert after.status == 404 or after.body["entries"] == []
    assert (await community.get("/v1/answers?key=imported")).body == {"answers": []}
