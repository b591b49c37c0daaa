"""The same article in several media: which text each is of, and how they are found."""

from uuid import UUID, uuid4

import asyncpg
import pytest

from services.outreach.publication.repeats import statement
from shared.lists.paging import DAYS
from tests.plans import PLANNED, explained
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import ARTICLE
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_an_article_in_several_media_is_one_text(api: Client) -> None:
    """Who repeats a repetition names the first; they are found by it, page by page."""
    first = (await api.post("/v1/publications", ARTICLE)).body["publication_id"]
    last, repeats = first, []
    for day, channel in (("28", "newspaper"), ("29", "wechat_account"), ("30", "newspaper")):
        again = {**ARTICLE, "occurred_on": f"2019-06-{day}", "channel": channel, "same_as": last}
        last = (await api.post("/v1/publications", again)).body["publication_id"]
        repeats.append(last)
        assert (await api.get(f"/v1/publications/{last}")).body["same_as"] == first
    place = f"/v1/publications?same_as={first}"
    page = (await api.get(f"{place}&limit=2")).body
    assert [each["publication_id"] for each in page["publications"]] == repeats[:0:-1]
    page = (await api.get(f"{place}&limit=2&after={page['next']}")).body
    assert [each["publication_id"] for each in page["publications"]] == repeats[:1]
    for asked, number in (
        ("&channel=newspaper", 2),
        ("&sort=occurred&from=2019-06-29", 2),
        ("&region=410103000000", 0),
    ):
        assert len((await api.get(place + asked)).body["publications"]) == number
    refused = await api.get(f"{place}&sort=changed")
    assert problem(refused, 422, "invalid-request")["errors"][0]["reason"] == "not_with_same_as"
    assert (await api.as_agency("agency", "33").get(place)).body["publications"] == []


async def test_no_article_repeats_one_of_another_region_or_a_void_one(api: Client) -> None:
    """Whether there is such an article elsewhere is not told."""
    elsewhere = {**ARTICLE, "region": "330106001000"}
    hangzhou = api.as_agency("agency", "33")
    other = (await hangzhou.post("/v1/publications", elsewhere)).body["publication_id"]
    void = (await api.post("/v1/publications", ARTICLE)).body["publication_id"]
    await api.post(f"/v1/publications/{void}/void", {"reason": "mistaken"}, If_Match='"1"')
    told = [
        problem(
            await api.post("/v1/publications", {**ARTICLE, "same_as": each}), 422, "invalid-request"
        )["errors"]
        for each in (other, void, str(uuid4()))
    ]
    assert told[0] == told[1] == told[2]


async def test_a_repetition_is_answered_again_when_the_first_is_void(api: Client) -> None:
    """A call whose answer was lost is answered as before, whatever became of what it names."""
    first = (await api.post("/v1/publications", ARTICLE)).body["publication_id"]
    repeat = {**ARTICLE, "channel": "newspaper", "same_as": first}
    once = await api.post("/v1/publications", repeat, key="once")
    assert once.status == 201, once
    void = f"/v1/publications/{first}/void"
    assert (await api.post(void, {"reason": "mistaken"}, If_Match='"1"')).status == 201
    again = await api.post("/v1/publications", repeat, key="once")
    assert (again.status, again.body) == (201, once.body)


FILL = """
INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version)
SELECT md5('record' || n)::uuid, 'publication', '410102001001', '2019-01-01'::date + n % 365,
    'website', false, 1
FROM generate_series(1, 20000) AS n;
INSERT INTO publication_repeats (record_id, same_as, occurred_on)
SELECT md5('record' || n)::uuid, md5('text' || n % 2000)::uuid, '2019-01-01'::date + n % 365
FROM generate_series(1, 20000) AS n;
ANALYZE outreach_records, publication_repeats;
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_repeats_are_read_along_an_index(dsn: str, mode: str) -> None:
    """However many articles there are, a page reads those of its text."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        await connection.execute(f"SET plan_cache_mode = {mode}")
        text_id = await connection.fetchval("SELECT md5('text7')::uuid")
        bounds = DAYS.between(None, descending=True)
        given = [["41"], *bounds, UUID(str(text_id)), None]
        plan = await explained(connection, statement(descending=True, limit=50), given)
        assert "publication_repeats_same_as" in plan.indexes, plan
        assert not plan.whole, plan
        assert plan.rows <= 100, plan
    finally:
        await connection.close()
