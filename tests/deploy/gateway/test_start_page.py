"""The start page: in one language, with a form by name and year, under a strict policy."""

import asyncio
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.gateway import years
from deploy.gateway.start_page import build_start_page
from tests.shared.http.visitor import Visitor

TOKEN = {"authorization": "Bearer of-the-browser"}


def visitor(reporting: ASGIApp | None = None, region: str = "410105") -> Visitor:
    """A visitor of the start page."""
    return Visitor(build_start_page(region, 2019, reporting=reporting))


async def reporting(scope: Scope, receive: Receive, send: Send) -> None:
    """Knows three years, for those with a token."""
    request = Request(scope)
    assert request.url.path == "/v1/reports/annual/years"
    allowed = request.headers["authorization"] == TOKEN["authorization"]
    body = {"years": [2020, 2019, 2012]} if allowed else {"status": 401}
    await JSONResponse(body, 200 if allowed else 401)(scope, receive, send)


async def silent(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers nothing."""
    await receive()


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [("", "", "zh-CN"), ("", "en-GB,zh;q=0.5", "en"), ("?lang=en", "zh", "en"),
     ("?lang=zh", "en", "zh-CN"), ("?lang=xx", "en", "en")],
)  # fmt: skip
async def test_the_page_is_in_one_language(query: str, accepted: str, language: str) -> None:
    """In the one asked for, else the browser's, else Chinese; with a link to the other."""
    page = (await visitor().get(f"/{query}", **{"accept-language": accepted})).text
    assert f'<html lang="{language}">' in page
    assert ("年度统计表" in page) == (language == "zh-CN")
    assert ("API documents" in page) == (language == "en")
    assert f'href="/?lang={"en" if language == "zh-CN" else "zh"}"' in page


async def test_the_form_takes_a_name_or_a_code() -> None:
    """Names of regions are offered; which are right is for the page behind it to say."""
    page = (await visitor().get("/?lang=zh")).text
    assert '<form action="/v1/reports/annual">' in page
    assert '<option value="河南省郑州市">4101</option>' in page
    assert page.count(">330110</option>") == 1, "of two rows of one code one is offered"
    assert "经八路" not in page, "a place may list thousands of streets; they can be typed"
    [region] = re.findall(r"<input name=\"region\"[^>]*>", page)
    assert "pattern" not in region
    assert 'value="410105"' in region
    assert '<button name="lang" value="zh">' in page


async def test_the_years_are_those_that_reporting_has() -> None:
    """For a browser that was let in; the demo's year is chosen, else the latest."""
    page = (await visitor(reporting).get("/", **TOKEN)).text
    options = re.findall(r"<option( selected)?>(\d+)</option>", page)
    assert options == [("", "2020"), (" selected", "2019"), ("", "2012")]
    assert 'type="number"' not in page


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer other"}])
async def test_without_a_token_a_year_is_written(headers: dict[str, str]) -> None:
    """Which years there are is for those to know who may see their figures."""
    page = (await visitor(reporting).get("/", **headers)).text
    assert re.search(r'<input name="year" type="number"[^>]* value="2019"', page)
    assert "<select" not in page


async def test_the_page_does_not_wait_for_reporting(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there without the years when they do not come."""
    monkeypatch.setattr(years, "WITHIN", 0.01)
    async with asyncio.timeout(30):
        page = (await visitor(silent).get("/", **TOKEN)).text
    assert '<input name="year"' in page


async def test_the_page_keeps_to_its_own_policy() -> None:
    """One style, by its hash; no script, nothing from outside; a region is escaped."""
    seen = await visitor(region='"><script>').get("/")
    assert "<script" not in seen.text
    assert " style=" not in seen.text
    [style] = re.findall("<style>(.*?)</style>", seen.text, re.DOTALL)
    policy = seen.headers["content-security-policy"]
    assert b64encode(sha256(style.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
