"""services/outreach over HTTP, on a real database."""

import asyncio
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.clock import today, utc_now
from tests.positions import opened
from tests.services.cases.calls import problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

REGION = "410102001003"
SESSION = {
    "region": REGION,
    "occurred_on": "2019-06-26",
    "place_kind": "school",
    "attendance": 320,
    "forms": ["boards", "lecture"],
    "partners": ["police_station"],
    "occasion": "anti_drug_day",
    "topic": "校园宣传",
    "helpers": [],
}
# What is shown of a session besides, where nothing was said of it.
UNSAID: dict[str, dict[str, Any]] = {
    "activity": {
        "state": "held",
        "kind": "session",
        "audiences": [],
        "materials": [],
        "households": 0,
        "campaign": None,
        "place_id": None,
        "served": [],
        "meeting_level": None,
        "compound": "",
        "people_registered": 0,
        "vehicles_registered": 0,
        "subject": None,
    },
    "publication": {},
}
ARTICLE = {
    "region": REGION,
    "occurred_on": "2019-06-27",
    "channel": "website",
    "title": "宣传活动走进校园",
    "link": "https://www.example.org/2019/06/27/article.html",
    "reads": 1200,
    "same_as": None,
}
KINDS = pytest.mark.parametrize(
    ("path", "body", "name"),
    [("/v1/activities", SESSION, "activity"), ("/v1/publications", ARTICLE, "publication")],
    ids=["sessions", "articles"],
)


@KINDS
async def test_a_record_goes_its_way(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """Written, read as it was written, made void, and still there."""
    written = await api.post(path, body)
    identity = written.body[f"{name}_id"]
    assert (written.status, written.headers["ETag"]) == (201, '"1"')
    assert opened(written.body["position"]) == f"{name}-{identity}@1"
    shown = await api.get(f"{path}/{identity}")
    assert shown.headers["ETag"] == '"1"'
    assert shown.body == body | UNSAID[name] | {
        f"{name}_id": identity,
        "entry_id": written.body["entry_id"],
        "version": 1,
        "void": False,
    }
    void = await api.post(f"{path}/{identity}/void", {"reason": "duplicate"}, If_Match='"1"')
    assert (void.status, void.headers["ETag"]) == (201, '"2"')
    assert opened(void.body["position"]) == f"{name}-{identity}@2"
    after = (await api.get(f"{path}/{identity}")).body
    assert (after["void"], after["version"]) == (True, 2)


@KINDS
async def test_a_record_is_made_void_once_and_only_by_who_has_seen_it(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """428 without a version, 412 with an old one, 409 when it is void already."""
    identity = (await api.post(path, body)).body[f"{name}_id"]
    place, reason = f"{path}/{identity}/void", {"reason": "mistaken"}
    problem(await api.post(place, reason), 428, "if-match-required")
    problem(await api.post(place, reason, If_Match="1"), 400, "bad-request")
    assert (await api.post(place, reason, If_Match='"1"', key="once")).status == 201
    stale = await api.post(place, reason, If_Match='"1"')
    assert problem(stale, 412, "version-conflict")["current_version"] == 2
    assert stale.headers["ETag"] == '"2"'
    problem(await api.post(place, reason, If_Match='"2"'), 409, "already-void")
    again = await api.post(place, reason, If_Match='"1"', key="once")
    assert (again.status, again.headers["Idempotency-Replayed"]) == (201, "true")


@KINDS
async def test_one_key_from_fifty_racing_calls_has_one_effect(
    api: Client, dsn: str, path: str, body: dict[str, Any], name: str
) -> None:
    """One record, one answer, though each call would have made a stream of its own."""
    replies = await asyncio.gather(*(api.post(path, body, key="same") for _ in range(50)))
    assert {reply.status for reply in replies} == {201}
    assert len({json.dumps(reply.body) for reply in replies}) == 1
    assert sum("Idempotency-Replayed" in reply.headers for reply in replies) == 49
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT count(*) FROM events") == 1
    await connection.close()


async def test_a_key_serves_one_request(api: Client) -> None:
    """The same key with another body, or at another address, is refused."""
    await api.post("/v1/activities", SESSION, key="k")
    for path, body in (
        ("/v1/activities", {**SESSION, "attendance": 321}),
        ("/v1/publications", ARTICLE),
    ):
        reply = await api.post(path, body, key="k")
        assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "key_reused"


async def test_two_voidings_at_once_leave_one(api: Client) -> None:
    """Of callers who saw the same version, one takes the record back."""
    identity = (await api.post("/v1/activities", SESSION)).body["activity_id"]
    place = f"/v1/activities/{identity}/void"
    replies = await asyncio.gather(
        *(api.post(place, {"reason": "mistaken"}, If_Match='"1"') for _ in range(10))
    )
    assert sorted(reply.status for reply in replies) == [201] + [412] * 9


@KINDS
async def test_what_is_outside_the_callers_regions_is_not_there(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """404, not 403, for reading and for taking back; a record for it is 422."""
    identity = (await api.post(path, body)).body[f"{name}_id"]
    stranger = api.as_agency("agency", "33")
    problem(await stranger.get(f"{path}/{identity}"), 404, "not-found")
    void = await stranger.post(f"{path}/{identity}/void", {"reason": "mistaken"}, If_Match='"1"')
    problem(void, 404, "not-found")
    refused = problem(await stranger.post(path, body), 422, "invalid-request")
    assert refused["errors"][0]["pointer"] == "/region"
    problem(await api.get(f"{path}/{uuid4()}"), 404, "not-found")
    problem(await api.get(f"{path}/x"), 422, "invalid-request")


async def test_an_article_is_no_session(api: Client) -> None:
    """An id only leads to what it was given out for."""
    identity = (await api.post("/v1/publications", ARTICLE)).body["publication_id"]
    problem(await api.get(f"/v1/activities/{identity}"), 404, "not-found")


BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("/v1/activities", {"occurred_on": "2019-02-30"}, "/occurred_on", "bad_date"),
    ("/v1/activities", {"attendance": -1}, "/attendance", "too_small"),
    ("/v1/activities", {"attendance": "320"}, "/attendance", "not_a_number"),
    ("/v1/activities", {"attendance": True}, "/attendance", "not_a_number"),
    ("/v1/activities", {"attendance": 10**30}, "/attendance", "too_large"),
    ("/v1/activities", {"place_kind": "moon"}, "/place_kind", "not_a_choice"),
    ("/v1/activities", {"forms": "boards"}, "/forms", "not_a_list"),
    ("/v1/activities", {"forms": ["boards", "dance"]}, "/forms/1", "not_a_choice"),
    ("/v1/activities", {"forms": ["boards"] * 11}, "/forms", "too_many"),
    ("/v1/activities", {"topic": "x" * 301}, "/topic", "too_long"),
    ("/v1/activities", {"region": "999999999999"}, "/region", "unknown_region"),
    ("/v1/activities", {"surprise": 1}, "/surprise", "unknown_field"),
    ("/v1/publications", {"title": " "}, "/title", "missing_value"),
    ("/v1/publications", {"title": "a\x00"}, "/title", "bad_character"),
    ("/v1/publications", {"link": "http://example.org/a"}, "/link", "bad_link"),
    ("/v1/publications", {"link": "https://u:p@example.org/"}, "/link", "holds_password"),
    ("/v1/publications", {"link": "https://example.org/?phone=1"}, "/link", "holds_personal_data"),
    ("/v1/publications", {"reads": -1}, "/reads", "too_small"),
    ("/v1/publications", {"same_as": "x"}, "/same_as", "bad_identifier"),
    ("/v1/publications", {"same_as": str(uuid4())}, "/same_as", "unknown_publication"),
    ("/v1/publications", {"channel": None}, "/channel", "not_text"),
    ("/v1/publications", {"channel": "moon"}, "/channel", "not_a_choice"),
]


async def test_a_bad_field_is_named(api: Client) -> None:
    """The field and its fault, in both languages."""
    for path, change, pointer, reason in BAD:
        reply = await api.post(path, {**(SESSION if "act" in path else ARTICLE), **change})
        (error,) = problem(reply, 422, "invalid-request")["errors"]
        assert (error["pointer"], error["reason"]) == (pointer, reason), change
        assert error["detail_zh"]


async def test_only_what_has_happened_is_recorded(api: Client) -> None:
    """Today in Shanghai is the last day that is taken."""
    last = today(utc_now())
    taken = await api.post("/v1/activities", {**SESSION, "occurred_on": last.isoformat()})
    assert taken.status == 201
    ahead = (last + timedelta(days=2)).isoformat()
    reply = await api.post("/v1/activities", {**SESSION, "occurred_on": ahead})
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "future_date"


async def test_who_may_not_is_turned_away(api: Client) -> None:
    """Reading and writing are two actions; without a token there is neither."""
    reader = api.as_agency("agency", "41", actions=("outreach:read",))
    problem(await reader.post("/v1/activities", SESSION), 403, "action-not-allowed")
    writer = api.as_agency("agency", "41", actions=("outreach:write",))
    identity = (await writer.post("/v1/activities", SESSION)).body["activity_id"]
    problem(await writer.get(f"/v1/activities/{identity}"), 403, "action-not-allowed")
    assert (await reader.get(f"/v1/activities/{identity}")).status == 200
    problem(await api.get(f"/v1/activities/{identity}", Authorization=""), 401, "unauthenticated")


async def test_least_of_fields_is_enough(api: Client) -> None:
    """What may be left out is shown as empty."""
    least = {name: SESSION[name] for name in ("region", "occurred_on", "place_kind", "attendance")}
    identity = (await api.post("/v1/activities", least)).body["activity_id"]
    shown = (await api.get(f"/v1/activities/{identity}")).body
    assert (shown["forms"], shown["partners"], shown["occasion"], shown["topic"]) == (
        [],
        [],
        None,
        "",
    )


async def test_the_journal_tells_all_of_it(api: Client) -> None:
    """Each event as it was published, in the order of its stream."""
    identity = (await api.post("/v1/activities", SESSION)).body["activity_id"]
    await api.post(f"/v1/activities/{identity}/void", {"reason": "mistaken"}, If_Match='"1"')
    page = await api.as_service().get("/v1/journal")
    lines = [json.loads(line) for line in page.body.splitlines()]
    assert [(line["type"], line["version"]) for line in lines] == [
        ("outreach.SessionHeld.v1", 1),
        ("outreach.EntryVoided.v1", 2),
    ]
    assert lines[1]["data"]["entry"] == lines[0]["data"]
    assert {line["stream_id"] for line in lines} == {f"activity-{identity}"}


@KINDS
async def test_a_region_is_one_of_the_day(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """422 with the sentence that fits; what is written already can be sent again."""
    hangzhou = api.as_agency("agency", "33")
    for region, day, sentence in (
        ("330103001000", "2022-06-26", "no longer in force"),
        ("330113001000", "2018-06-26", "not yet in force"),
    ):
        for headers in ({}, {"Dry_Run": "true"}):
            wrong = {**body, "region": region, "occurred_on": day}
            refused = problem(await hangzhou.post(path, wrong, **headers), 422, "invalid-request")
            (error,) = refused["errors"]
            assert (error["pointer"], error["reason"]) == ("/region", "unknown_region")
            assert sentence in error["detail"]
    then = {**body, "region": "330103001000"}
    assert (await hangzhou.post(path, then, key="then")).status == 201


@KINDS
async def test_an_early_day_is_recorded_with_a_warning(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """The answer names the field, and is given again to the letter."""
    early = {**body, "occurred_on": "1989-12-31"}
    dry = await api.post(path, early, Dry_Run="true")
    assert (dry.status, dry.body.keys()) == (200, {"warnings"})
    made, again = await api.post(path, early, key="k"), await api.post(path, early, key="k")
    assert (made.status, made.body) == (201, again.body)
    assert made.body["warnings"] == dry.body["warnings"]
    (warning,) = made.body["warnings"]
    assert (warning["pointer"], warning["reason"]) == ("/occurred_on", "early_day")
    assert "warnings" not in (await api.post(path, body)).body


@KINDS
async def test_nobodys_number_is_published(
    api: Client, dsn: str, path: str, body: dict[str, Any], name: str
) -> None:
    """A topic and a title stand in events: one with an ID number is refused, and not repeated."""
    field = "topic" if name == "activity" else "title"
    reply = await api.post(path, {**body, field: "帮助王某（11010519491231002X）"})
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "holds_id_number"
    assert "11010519491231002" not in str(reply.body)
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT count(*) FROM events") == 0
    await connection.close()
