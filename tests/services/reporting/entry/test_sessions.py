"""A browser's session ends by time and by hand, and all replicas see the same."""

import asyncio
import re
from datetime import timedelta
from typing import Any

import pytest

from services.reporting.entry import sessions
from services.reporting.entry.entrance import AT_ONCE
from services.reporting.entry.pages import SIGNED_OUT, entry_link
from services.reporting.entry.sessions import KEPT_FOR
from shared.database import Pool
from tests.services.reporting.calling import headers
from tests.services.reporting.entry.conftest import KEY, Start
from tests.services.reporting.reading import one
from tests.shared.http.calling import call
from tests.shared.http.visitor import Visitor

pytestmark = pytest.mark.postgres

READ = "/v1/indicators"
AGE = """
UPDATE reporting.browser_sessions
SET created_at = created_at - $1::interval, seen_at = seen_at - $2::interval,
    ends_at = ends_at - $2::interval
"""
HOUR = timedelta(hours=1)


async def age(pool: Pool, since: timedelta, unused: timedelta) -> None:
    """Make every session older, and last used so much longer ago."""
    await one(pool, AGE, since, unused)


@pytest.mark.parametrize(
    ("since", "unused", "status"),
    [
        (7 * HOUR, 7 * HOUR, 200),
        (8 * HOUR, 8 * HOUR, 401),
        (167 * HOUR, HOUR, 200),
        (168 * HOUR, HOUR, 401),
    ],
)
async def test_a_session_ends_by_time(
    browser: Visitor, pool: Pool, since: timedelta, unused: timedelta, status: int
) -> None:
    """Eight hours after its last use, and seven days after its beginning however it is used."""
    await browser.get(entry_link(KEY))
    await age(pool, since, unused)
    assert (await browser.get(READ)).status == status


async def test_a_use_prolongs_a_session_up_to_its_longest(browser: Visitor, pool: Pool) -> None:
    """It is written down now and then, not at every request; the end stays within seven days."""
    await browser.get(entry_link(KEY))
    table = "reporting.browser_sessions"
    await browser.get(READ)
    assert await one(pool, f"SELECT seen_at = created_at FROM {table}"), "not at once again"
    await age(pool, 6 * HOUR, 6 * HOUR)
    await browser.get(READ)
    assert await one(pool, f"SELECT now() - seen_at < interval '1 minute' FROM {table}")
    assert await one(pool, f"SELECT ends_at - seen_at = interval '8 hours' FROM {table}")
    await age(pool, 160 * HOUR, 6 * HOUR)
    await browser.get(READ)
    assert await one(pool, f"SELECT ends_at - created_at = interval '168 hours' FROM {table}")


async def test_what_is_made_shorter_holds_for_sessions_of_before(
    browser: Visitor, start: Start, pool: Pool
) -> None:
    """An operator who shortens sessions need not end them."""
    await browser.get(entry_link(KEY))
    await age(pool, HOUR, HOUR)
    strict = Visitor(await start(browser_idle=1800))
    strict.cookies = browser.cookies
    assert (await strict.get(READ)).status == 401
    assert (await browser.get(READ)).status == 200


async def token_of(browser: Visitor) -> str:
    """What the form of the session's page sends."""
    page = await browser.get("/session?lang=en")
    assert page.status == 200
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


async def test_a_session_is_ended_by_hand_everywhere_at_once(
    browser: Visitor, start: Start
) -> None:
    """Replicas share sessions; one that is signed out at one is refused by the other at once."""
    other = Visitor(await start())
    await browser.get(entry_link(KEY))
    other.cookies = browser.cookies
    cookie = "; ".join(f"{name}={each.value}" for name, each in browser.cookies.items())
    assert (await other.get(READ)).status == 200
    body = f"token={await token_of(browser)}".encode()
    ended = await browser.ask("POST", "/session/end", body)
    assert (ended.status, ended.headers["location"]) == (303, SIGNED_OUT)
    assert not browser.cookies
    assert (await other.get(READ, cookie=cookie)).status == 401
    assert "You are signed out" in (await browser.get(f"{SIGNED_OUT}&lang=en")).text


async def test_only_our_own_form_ends_a_session(browser: Visitor, start: Start) -> None:
    """Another site's form has no token, nor that of another session."""
    await browser.get(entry_link(KEY))
    other = Visitor(await start())
    await other.get(entry_link(KEY))
    another = f"token={await token_of(other)}".encode()
    many = b"&".join([b"token=x"] * 11)
    for body in (b"", b"token=", b"token=x", b"token=%E4%BB%A4", b"\xff", many, another):
        refused = await browser.ask("POST", "/session/end", body)
        assert (refused.status, refused.json()["type"]) == (403, "/problems/form-not-ours")
    assert (await browser.get(READ)).status == 200
    assert (await browser.get("/session/end")).status == 405


async def test_a_form_of_another_site_takes_no_cookie_away(browser: Visitor) -> None:
    """It comes without the cookie: an answer that ended it would sign somebody out, and leave the
    session as it is. A cookie whose session has ended is taken away.
    """
    await browser.get(entry_link(KEY))
    answered = await Visitor(browser.app).ask("POST", "/session/end", b"token=x")
    assert (answered.status, answered.headers["location"]) == (303, SIGNED_OUT)
    assert "set-cookie" not in answered.headers
    kept = "; ".join(f"{name}={each.value}" for name, each in browser.cookies.items())
    body = f"token={await token_of(browser)}".encode()
    await browser.ask("POST", "/session/end", body)
    late = await browser.ask("POST", "/session/end", body, cookie=kept)
    assert (late.status, "Max-Age=0" in late.headers["set-cookie"]) == (303, True)


async def test_the_page_of_a_session_says_what_it_is(browser: Visitor, start: Start) -> None:
    """By what the browser was let in, what it may see, until when; under a strict policy."""
    assert (await browser.get("/session")).status == 401
    await browser.get(entry_link(KEY))
    page = await browser.get("/session?lang=en")
    assert "the link" in page.text
    assert "figures of counties and above" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    chinese = await browser.get("/session", accept_language="zh")
    assert "县（区）及以上的数字" in chinese.text
    detailed = Visitor(await start(browser_actions="statistics:read statistics:detail"))
    await detailed.get(entry_link(KEY))
    assert "down to their entries" in (await detailed.get("/session?lang=en")).text


async def test_operators_see_and_end_sessions(browser: Visitor, start: Start) -> None:
    """One by its number, or all of them; nobody else may."""
    app = await start()
    other = Visitor(app)
    await browser.get(entry_link(KEY))
    await other.get(entry_link(KEY))
    operator = headers(actions=["reporting:operate"], **{"idempotency-key": "k"})
    listed = (await call(app, "GET", "/v1/sessions", headers=operator)).json()["sessions"]
    assert [(each["number"], each["by"]) for each in listed] == [(2, "link"), (1, "link")]
    assert "person" not in listed[0]
    ended = await call(app, "POST", "/v1/sessions/1/end", headers=operator)
    assert (ended.status, ended.json()) == (200, {"ended": 1})
    assert ((await browser.get(READ)).status, (await other.get(READ)).status) == (401, 200)
    again = await call(app, "POST", "/v1/sessions/1/end", headers=operator)
    assert again.status == 404
    ended = await call(app, "POST", "/v1/sessions/end", headers=operator)
    assert ended.json() == {"ended": 1}
    assert (await other.get(READ)).status == 401
    assert (await call(app, "GET", "/v1/sessions", headers=operator)).json() == {"sessions": []}
    reader = headers(actions=["statistics:read", "statistics:detail"])
    assert (await call(app, "GET", "/v1/sessions", headers=reader)).status == 403


async def test_no_session_reads_what_operators_read(start: Start) -> None:
    """Whatever its actions, a browser is no operator's program."""
    browser = Visitor(await start(browser_actions="statistics:read statistics:detail"))
    await browser.get(entry_link(KEY))
    assert (await browser.get("/v1/sessions")).status == 403


async def test_cookies_hold_up_no_counting(start: Start) -> None:
    """However many browsers come at once, with sessions or without: most of the connections that
    counting has stay free for it.
    """
    app = await start()
    at_work, most, use = 0, 0, sessions.use

    async def watched(*asked: Any) -> Any:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        found = await use(*asked)
        at_work -= 1
        return found

    name = app.state.entrance.keys.cookie
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "use", watched)
        asked = (Visitor(app).get(READ, cookie=f"{name}=x{n}") for n in range(20))
        answers = await asyncio.gather(*asked)
    assert {each.status for each in answers} == {401}
    assert most == AT_ONCE


async def test_sessions_of_long_ago_are_forgotten(browser: Visitor, pool: Pool) -> None:
    """A month after its end nothing is kept of a session; those that hold stay."""
    assert KEPT_FOR == "30 days"
    await browser.get(entry_link(KEY))
    await age(pool, timedelta(days=32), timedelta(days=31))
    await Visitor(browser.app).get(entry_link(KEY))
    assert await one(pool, "SELECT array_agg(number) FROM reporting.browser_sessions") == [2]


async def test_the_database_holds_no_id_that_lets_in(browser: Visitor, pool: Pool) -> None:
    """Who reads the table finds hashes; and neither an address nor a name."""
    await browser.get(entry_link(KEY))
    [cookie] = browser.cookies.values()
    row = await one(pool, "SELECT row_to_json(s)::text FROM reporting.browser_sessions AS s")
    assert cookie.value not in row
    assert KEY not in row


async def test_without_a_database_nobody_is_let_in(browser: Visitor, start: Start) -> None:
    """A session that cannot be asked for is a 503, not a guess."""
    await browser.get(entry_link(KEY))
    broken = await start()
    await broken.state.counting_pool.close()
    visitor = Visitor(broken)
    visitor.cookies = browser.cookies
    assert (await visitor.get(READ)).status == 503
