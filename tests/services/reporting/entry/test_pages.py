"""Who is not signed in gets the login page, in one language and under a strict policy."""

import re

import pytest

from services.reporting.entry.pages import entry_link
from shared.agencies import Agencies
from shared.catalogue import SERVICES
from tests.services.reporting.calling import headers
from tests.services.reporting.entry.conftest import KEY, Start
from tests.services.reporting.entry.test_rights import PROVIDER, person_at
from tests.shared.http.visitor import Visitor

pytestmark = pytest.mark.postgres

PAGES = [
    *("/", "/regions", "/clients", "/help", "/prevention", "/campaigns", "/surveys"),
    *("/indicators", "/indicators/contacts", "/year"),
]
HTML = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize("path", [*PAGES, "/session"])
async def test_a_page_without_a_session_is_the_login_page(browser: Visitor, path: str) -> None:
    """With 401, and it leads on to the page that was asked for; an API call gets its problem."""
    seen = await browser.get(f"{path}?region=4101&lang=en", accept=HTML)
    assert (seen.status, seen.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert "<h1>Sign in</h1>" in seen.text
    if path != "/session":
        following = re.search(r"next=([^\"&]+)", seen.text)
        assert following is not None
        assert following[1] == f"{path}%3Fregion%3D4101%26lang%3Den"
        assert "Sign in to see this page" in seen.text
        assert seen.headers["www-authenticate"] == "Bearer"


async def test_an_api_call_without_a_session_gets_the_usual_problem(browser: Visitor) -> None:
    """As a document to programs, as a page in a browser, with the way to the login."""
    for path in ("/v1/indicators", "/v1/reports/annual?region=4101&year=2019"):
        seen = await browser.get(path)
        assert (seen.status, seen.json()["type"]) == (401, "/problems/unauthenticated")
        page = await browser.get(path, accept=HTML)
        assert (page.status, 'href="/login"' in page.text) == (401, True)


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_is_there_for_who_is_signed_in(browser: Visitor, path: str) -> None:
    """By the session's cookie, and for a program by a token; on empty figures too."""
    await browser.get(entry_link(KEY))
    assert (await browser.get(f"{path}?region=4101")).status == 200
    token = headers("41")["authorization"]
    by_token = await Visitor(browser.app).get(f"{path}?region=4101", authorization=token)
    assert by_token.status == 200
    other = headers("41", actions=["cases:read"])["authorization"]
    refused = await Visitor(browser.app).get(path, authorization=other)
    assert refused.status == 403


async def test_whose_agency_is_gone_is_told_so(start: Start) -> None:
    """A page says it in words on the login page, an API call in its problem."""
    app = await start(register=Agencies([]), **PROVIDER)
    browser = await person_at(app, ("4101",), ("statistics:read",))
    page = await browser.get("/?lang=en")
    assert (page.status, "register of agencies" in page.text) == (401, True)
    assert "/login/start?next=/%3Flang%3Den" in page.text
    refused = await browser.get("/v1/indicators")
    assert (refused.status, refused.json()["type"]) == (401, "/problems/unauthenticated")
    assert "register of agencies" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "", "zh-CN"),
        ("", "en-GB,zh;q=0.5", "en"),
        ("?lang=en", "zh", "en"),
        ("?lang=zh", "en", "zh-CN"),
        ("?lang=xx", "en", "en"),
    ],
)
@pytest.mark.parametrize("path", ["/login", "/documents"])
async def test_a_page_is_in_one_language(
    browser: Visitor, path: str, query: str, accepted: str, language: str
) -> None:
    """In the one asked for, else the browser's, else Chinese; with a link to the other."""
    page = (await browser.get(path + query, accept_language=accepted)).text
    assert f'<html lang="{language}">' in page
    assert ("API documents" in page or "Sign in" in page) == (language == "en")
    assert f"{path}?lang={'en' if language == 'zh-CN' else 'zh'}" in page


async def test_pages_keep_to_their_own_policy(browser: Visitor) -> None:
    """The style of the dashboard; no script, nothing from outside; what is written is escaped."""
    await browser.get(entry_link(KEY))
    for path in ("/login?next=/%22%3E%3Cscript%3E&problem=%3Cscript%3E", "/documents", "/session"):
        seen = await browser.get(path)
        assert seen.status == 200
        assert "<script" not in seen.text
        assert " style=" not in seen.text
        assert "http" not in seen.text
        assert "<style" not in seen.text
        [style] = re.findall('rel="stylesheet" href="(.*?)"', seen.text)
        policy = seen.headers["content-security-policy"]
        assert "default-src 'none'; style-src 'self';" in policy
        assert "unsafe" not in policy
        sheet = await Visitor(browser.app).get(style)  # also for who is not signed in
        assert (sheet.status, sheet.headers["content-type"]) == (200, "text/css; charset=utf-8")


async def test_the_documents_of_every_service_are_listed(browser: Visitor) -> None:
    """Without a login: they say nothing of anybody."""
    page = (await browser.get("/documents")).text
    for service in SERVICES:
        assert f'href="/{service.name}/docs"' in page


async def test_the_login_page_offers_what_there_is(start: Start, browser: Visitor) -> None:
    """The provider where one is set, the link where it has a key."""
    assert "/login/start" not in (await browser.get("/login")).text
    both = (await Visitor(await start(**PROVIDER)).get("/login?lang=en")).text
    assert "/login/start?next=/" in both
    assert "The link that your operator gave you" in both
    alone = await Visitor(await start(**PROVIDER, browser_key=None)).get("/login?lang=en")
    assert "The link that your operator gave you" not in alone.text
    assert (await browser.get("/login/start")).status == 404
