"""Many sessions and articles in one call: each is what it would have been as a call of its own."""

from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.http.batch.api import MOST
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import ARTICLE, SESSION
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

OWN = id_of(AgencyKind.STREET_WORKSTATION)


def command(path: str, body: dict[str, Any], key: str, **more: Any) -> dict[str, Any]:
    """A command of a batch."""
    return {"path": path, "key": key, "body": body, **more}


async def batch(api: Client, *commands: dict[str, Any], **headers: str) -> Reply:
    """The answer to a batch."""
    return await api.post("/v1/outreach/batch", {"commands": [*commands]}, **headers)


async def listed(api: Client) -> int:
    """How many sessions and articles are on the first pages."""
    activities = (await api.get("/v1/activities?limit=200")).body["activities"]
    publications = (await api.get("/v1/publications?limit=200")).body["publications"]
    return len(activities) + len(publications)


async def test_each_command_has_the_answer_of_its_own_call(api: Client) -> None:
    """Status and body are those of a call; one that is refused stops no other."""
    reply = await batch(
        api,
        command("/v1/activities", SESSION, "one"),
        command("/v1/activities", {**SESSION, "place_kind": "the moon"}, "two"),
        command("/v1/publications", ARTICLE, "three"),
        command("/v1/activities", {**SESSION, "region": "330106001000"}, "four"),
        command("/v1/nothing-of-the-kind", ARTICLE, "five"),
    )
    assert reply.status == 207
    outcomes = reply.body["outcomes"]
    assert [each["status"] for each in outcomes] == [201, 422, 201, 422, 404]
    assert outcomes[1]["body"]["errors"][0]["pointer"] == "/place_kind"
    shown = await api.get(f"/v1/publications/{outcomes[2]['body']['publication_id']}")
    assert shown.body["title"] == ARTICLE["title"]
    assert await listed(api) == 2


async def test_commands_about_one_record_are_done_in_their_order(api: Client) -> None:
    """It is made void once, by the first of them; the version that each has seen is asked."""
    made = await api.post("/v1/activities", SESSION)
    void = f"/v1/activities/{made.body['activity_id']}/void"
    mistaken = {"reason": "mistaken"}
    reply = await batch(
        api,
        command(void, mistaken, "unseen"),
        command(void, mistaken, "first", if_match=1),
        command(void, mistaken, "second", if_match=2),
        command(void, mistaken, "late", if_match=1),
    )
    assert [each["status"] for each in reply.body["outcomes"]] == [428, 201, 409, 412]


async def test_a_batch_that_is_sent_again_does_nothing_twice(api: Client) -> None:
    """Nor does a batch that has a command twice; and what is new in it is done."""
    one = command("/v1/activities", SESSION, "one")
    first = await batch(api, one)
    again = await batch(api, one, one, command("/v1/publications", ARTICLE, "two"))
    replayed = {**first.body["outcomes"][0], "replayed": True}
    assert again.body["outcomes"][:2] == [replayed, replayed]
    assert again.body["outcomes"][2]["replayed"] is False
    assert await listed(api) == 2
    other = await batch(api, command("/v1/activities", {**SESSION, "attendance": 1}, "one"))
    assert other.body["outcomes"][0]["body"]["errors"][0]["reason"] == "key_reused"
    twins = [command("/v1/activities", SESSION, "twin")] * 20
    reply = await batch(api, *twins)
    assert len({each["body"]["activity_id"] for each in reply.body["outcomes"]}) == 1
    assert sum(not each["replayed"] for each in reply.body["outcomes"]) == 1


async def test_the_headers_of_a_batch_are_those_of_its_commands(api: Client) -> None:
    """A dry run of a batch writes nothing; an import's commands belong to the import."""
    one = command("/v1/activities", SESSION, "one")
    dry = await batch(api, one, Dry_Run="true")
    assert (dry.status, dry.body["outcomes"][0]["status"], await listed(api)) == (207, 204, 0)
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e998"
    await batch(api, one, Import_Id=import_id)
    assert len((await api.get(f"/v1/imports/{import_id}")).body["entries"]) == 1


async def test_a_batch_opens_no_door(api: Client) -> None:
    """Another agency takes back nothing by it, one of another region finds nothing, and a token
    that only reads is not let in."""
    made = await api.as_agency(OWN).post("/v1/activities", SESSION)
    back = f"/v1/activities/{made.body['activity_id']}/void"
    nobodys = "/v1/activities/0196a1f0-8b00-7d47-a5e2-0c9f3b6d1a99/void"
    void = [command(path, {"reason": "mistaken"}, path, if_match=1) for path in (back, nobodys)]
    near = await batch(api.as_agency(id_of(AgencyKind.POLICE)), *void)
    assert [each["status"] for each in near.body["outcomes"]] == [403, 404]
    far = await batch(api.as_agency(OWN, "33"), *void)
    assert far.body["outcomes"][0] == far.body["outcomes"][1]
    assert far.body["outcomes"][0]["status"] == 404
    reader = api.as_agency(OWN, actions=("outreach:read",))
    problem(await batch(reader, command("/v1/activities", SESSION, "x")), 403, "action-not-allowed")
    assert (await api.get(f"/v1/activities/{made.body['activity_id']}")).body["void"] is False


async def test_what_is_no_batch_is_refused_whole(api: Client) -> None:
    """Too many commands, none, a batch in a batch, another address, a body that is no object."""
    one = command("/v1/activities", SESSION, "one")
    for commands in (
        [],
        [one] * (MOST + 1),
        [{**one, "path": "/v1/outreach/batch"}],
        [{**one, "path": "/livez"}],
        [{**one, "path": "/v1/activities?a=b"}],
        [{**one, "key": "no spaces"}],
        [{**one, "body": []}],
    ):
        problem(await batch(api, *commands), 422, "invalid-request")
    assert await listed(api) == 0


async def test_a_full_batch_is_done(api: Client) -> None:
    """A thousand sessions and articles in one call; every one of them is there."""
    kinds = (("/v1/activities", SESSION), ("/v1/publications", ARTICLE))
    commands = [
        command(path, body, f"c-{n}-{path}") for n in range(MOST // 2) for path, body in kinds
    ]
    reply = await batch(api, *commands)
    assert [each["status"] for each in reply.body["outcomes"]] == [201] * MOST
    ids = {
        each["body"].get("activity_id") or each["body"]["publication_id"]
        for each in reply.body["outcomes"]
    }
    assert len(ids) == MOST
