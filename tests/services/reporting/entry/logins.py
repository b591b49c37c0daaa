"""A person's browser that signs in with the stand-in provider."""

import re
from dataclasses import dataclass

import aiohttp

from tests.services.reporting.entry.provider import Provider
from tests.shared.http.visitor import Seen, Visitor

READ = "/v1/reports/annual?region=4101&year=2019"
SITE = "http://localhost:8000"


@dataclass
class Login:
    """A person's browser, which signs in with a provider."""

    browser: Visitor
    provider: Provider

    async def begin(self, path: str = "/login/start?next=/session") -> str:
        """Go to the provider; where that leads the browser back to."""
        begun = await self.browser.get(path)
        assert begun.status == 303, begun.text
        async with (
            aiohttp.ClientSession() as session,
            session.get(begun.headers["location"], allow_redirects=False) as answer,
        ):
            back = answer.headers["Location"]
        assert back.startswith(f"{SITE}/login/callback?")
        return back.removeprefix(SITE)

    async def sign_in(self, path: str = "/login/start?next=/session") -> Seen:
        """The whole way, there and back."""
        return await self.browser.get(await self.begin(path), accept_language="en")


def shown(seen: Seen) -> str:
    """What the login page tells first."""
    found = re.search(r'role="alert">([^<]+)<', seen.text)
    assert found is not None, seen.text
    return found[1]
