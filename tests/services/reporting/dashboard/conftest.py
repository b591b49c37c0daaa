"""The dashboard over a database that a city has worked in; each test has a copy of it."""

import html
from collections.abc import AsyncIterator, Sequence

import pytest

from services.reporting.app import ReportingSettings, build
from shared.http.application import Service
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.browser.views import View
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ACTIONS, ISSUER, headers
from tests.services.reporting.dashboard.district import CITY, city_at_work
from tests.services.reporting.dashboard.seen import SeenPage
from tests.shared.http.calling import Answer, call


class Pages:
    """Opens pages as a browser does whose person may see some regions."""

    def __init__(self, app: Service) -> None:
        self.app = app

    async def ask(
        self, address: str, *regions: str, actions: Sequence[str] = ACTIONS, **more: str
    ) -> Answer:
        """The answer to an address."""
        own = headers(*(regions or (CITY,)), actions=actions, accept="text/html", **more)
        return await call(self.app, "GET", address, headers=own)

    async def open(self, address: str, *regions: str, actions: Sequence[str] = ACTIONS) -> SeenPage:
        """The page at an address, which must be there."""
        answer = await self.ask(address, *regions, actions=actions)
        assert answer.status == 200, html.unescape(answer.body.decode())
        return SeenPage(answer.body.decode())

    async def followed(self, view: View, language: str) -> str:
        """The address of a view, after the link that it follows on its page, if it does."""
        address = view.in_language(language)
        if not view.follow:
            return address
        page = await self.open(address, *view.regions, actions=view.actions)
        return next(each for _, each in page.links if f"{view.follow}=" in each)


@pytest.fixture
async def pages(make_database: MakeDatabase) -> AsyncIterator[Pages]:
    """The service, started."""
    settings = ReportingSettings(
        reporting_database=await make_database(city_at_work), position_key=POSITION_KEY
    )
    app = build(settings, Verifier(ISSUER, issuer="tests", register=REGISTER))
    async with app.router.lifespan_context(app):
        yield Pages(app)
