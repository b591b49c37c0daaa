"""The journal of services/cases over HTTP."""

import base64
import json
from typing import Any

import asyncpg
import pytest

from tests.services.cases.calls import a_case, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_the_journal_is_offered_to_those_entitled(api: Client) -> None:
    """Page by page, to the end; an unknown cursor is a clear error."""
    await a_case(api)
    page = await api.as_service().get("/v1/journal?limit=1")
    rest = await api.as_service().get(f"/v1/journal?after={page.headers['Next-Cursor']}")
    end = await api.as_service().get(f"/v1/journal?after={rest.headers['Next-Cursor']}")
    assert (page.body.count("\n"), rest.body.count("\n"), end.body) == (1, 1, "")
    assert (await api.as_service().get("/v1/journal?after=x")).status == 400
    stranger = api.as_agency("agency", "41", actions=("cases:read",))
    assert (await stranger.get("/v1/journal")).status == 403


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
        _cursor(["9:5:", "9:5:", 0, 0]),
        _cursor(["1:1:", "9:5:", 0, 0]),
        _cursor(["1:1:", "5:9:7,6", 0, 9]),
        _cursor(["1:1:", "٣:٣:", 0, 0]),
    ],
    ids=["deep", "backward", "backward to come", "unsorted", "other digits"],
)
async def test_a_cursor_that_was_not_given_out_is_refused(api: Client, cursor: str) -> None:
    """However much it looks like one."""
    assert (await api.as_service().get(f"/v1/journal?after={cursor}")).status == 400


async def test_where_events_would_be_missed_the_feed_says_so(api: Client, dsn: str) -> None:
    """A cursor of another history is refused by name; a moved journal is no fault of the caller."""
    await a_case(api)
    beyond = "900000000000"
    reply = await api.as_service().get(
        f"/v1/journal?after={_cursor(['1:1:', f'{beyond}:{beyond}:', 0, 0])}"
    )
    assert problem(reply, 400, "bad-request")["errors"][0]["reason"] == "journal_set_back"
    connection = await asyncpg.connect(dsn)
    await connection.execute("UPDATE events SET xid = $1::text::xid8", beyond)
    await connection.close()
    assert problem(await api.as_service().get("/v1/journal"), 503, "unavailable")["detail_zh"]
