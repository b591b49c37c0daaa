"""Posts over HTTP: bought, placed, filled, vacated, ended."""

from typing import Any

import asyncpg
import pytest

from services.cases.observed.looking import Looking
from services.cases.post import listing
from services.reporting.declared.measures.lacking import STATIONS_DUE
from tests.services.cases.calls import problem
from tests.services.cases.observed.test_looking import stock
from tests.services.cases.place import OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.staff.test_api import STREET, a_worker, by, done

pytestmark = pytest.mark.postgres

POST: dict[str, Any] = {
    "provider": PROVIDER,
    "region": "410102000000",
    "bought_on": "2017-12-01",
    "since": "2018-01-01",
    "until": "2021-01-01",
    "funds": "city",
    "year": 2017,
}


async def test_a_bought_post_is_placed_filled_and_vacated(place: Place) -> None:
    """By the office that bought it and the provider whose workers fill it; one post each."""
    office, provider = by(place, OFFICE), by(place, PROVIDER)
    problem(await provider.post("/v1/posts", POST), 403, "buys-no-posts")
    station = (await office.post("/v1/workstations", {"region": STREET, "name": "一号站"})).body
    worker = await a_worker(provider)
    posts = []
    for _ in range(2):
        post = (await office.post("/v1/posts", POST)).body["post_id"]
        placement = {"workstation_id": station["workstation_id"], "placed_on": "2018-01-01"}
        await done(office, f"/v1/posts/{post}/placement", placement, 1)
        posts.append(post)
    filling = {"worker_id": worker, "filled_on": "2019-02-01"}
    stranger = by(place, WORKSTATION)
    refused = await stranger.post(f"/v1/posts/{posts[0]}/filling", filling, If_Match='"2"')
    assert refused.status == 404
    assert (await stranger.get(f"/v1/posts/{posts[0]}")).status == 404
    assert (await stranger.get("/v1/posts")).body["posts"] == []
    nobody = {**filling, "worker_id": station["workstation_id"]}
    unknown = await office.post(f"/v1/posts/{posts[0]}/filling", nobody, If_Match='"2"')
    (error,) = problem(unknown, 422, "invalid-request")["errors"]
    assert (error["reason"], error["pointer"]) == ("unknown_worker", "/worker_id")
    await done(provider, f"/v1/posts/{posts[0]}/filling", filling, 2)
    twice = await provider.post(f"/v1/posts/{posts[1]}/filling", filling, If_Match='"2"')
    problem(twice, 409, "worker-fills-another")
    leaving = {"left_on": "2019-05-01", "reason": "resigned"}
    held = await provider.post(f"/v1/workers/{worker}/leaving", leaving, If_Match='"1"')
    problem(held, 409, "fills-post")
    vacant = (await office.get("/v1/posts?vacant=true")).body["posts"]
    assert [each["post_id"] for each in vacant] == [posts[1]]
    vacancy = {"vacated_on": "2019-05-01", "reason": "worker_left"}
    await done(provider, f"/v1/posts/{posts[0]}/vacancy", vacancy, 3)
    await done(provider, f"/v1/workers/{worker}/leaving", leaving, 1)
    gone = await provider.post(f"/v1/posts/{posts[1]}/filling", filling, If_Match='"2"')
    assert gone.status == 409
    ending = {"ended_on": "2020-12-31", "reason": "contract_ended"}
    refused = await provider.post(f"/v1/posts/{posts[0]}/end", ending, If_Match='"4"')
    assert refused.status == 404
    await done(office, f"/v1/posts/{posts[0]}/end", ending, 4)
    shown = (await provider.get(f"/v1/posts/{posts[0]}")).body
    assert (shown["ended_on"], shown["worker_id"]) == ("2020-12-31", None)
    ended = (await by(place, POLICE).get("/v1/posts?ended=true")).body["posts"]
    assert [each["post_id"] for each in ended] == [posts[0]]


async def test_thirteen_posts_of_a_year_and_fifty_eight_of_another_can_be_told(
    place: Place,
) -> None:
    """By the year of their budget, each a post of its own."""
    office = by(place, OFFICE)
    for number, year, bought in ((13, 2017, "2017-12-01"), (58, 2019, "2019-03-01")):
        for _ in range(number):
            body = POST | {"year": year, "bought_on": bought}
            assert (await office.post("/v1/posts", body)).status == 201
    for number, year in ((13, 2017), (58, 2019)):
        page = (await office.get(f"/v1/posts?year={year}&limit=200")).body
        assert (len(page["posts"]), page["next"]) == (number, None)


async def test_a_workstation_with_as_many_clients_and_no_post_is_due_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 100 by the policy that is built in; a post there, and it is due none: the list and the
    figure say the same. Where a county has too many cases to be counted, what was so stays so.
    """
    office, looking = by(place, OFFICE), Looking(place.context)
    stations = [
        (await office.post("/v1/workstations", {"region": STREET, "name": name})).body[
            "workstation_id"
        ]
        for name in ("一号站", "二号站")
    ]
    await place.opened(OFFICE, workstation_id=stations[0])
    connection = await asyncpg.connect(place.dsn)
    await connection.execute(  # 99 more at the first, 99 at the second: clients of nobody
        """
        INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id,
            registration_id, person_id, version, standing)
        SELECT gen_random_uuid(), agency, region, kind, CASE WHEN n = 100 THEN 'ended' ELSE 'agreed'
            END, station, gen_random_uuid(), gen_random_uuid(), 1, true
        FROM case_register CROSS JOIN unnest($1::uuid[]) AS station
        CROSS JOIN generate_series(1, 100) AS n
        """,
        stations,
    )
    await connection.close()
    due = (await office.get("/v1/posts/due")).body
    assert due["due_at"] == 100
    (one,) = due["workstations"]
    assert (one["workstation_id"], one["clients"]) == (stations[0], 100)
    await looking.look()
    assert await stock(place.dsn, STATIONS_DUE) == 1
    assert (await by(place, PROVIDER).get("/v1/posts/due")).status == 403
    with monkeypatch.context() as fewer:
        fewer.setattr(listing, "MOST_CASES", 1)
        assert (await office.get("/v1/posts/due")).status == 422
        assert await Looking(place.context).look() == 0
    post = (await office.post("/v1/posts", POST)).body["post_id"]
    placement = {"workstation_id": stations[0], "placed_on": "2018-01-01"}
    await done(office, f"/v1/posts/{post}/placement", placement, 1)
    assert (await office.get("/v1/posts/due")).body["workstations"] == []
    assert await looking.look() == 1
    assert await stock(place.dsn, STATIONS_DUE) == 0
