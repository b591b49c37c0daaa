"""Cases and outreach side by side, for what follows in the one from the other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from services.cases.reactions.following import Reactions
from services.outreach.app import OutreachSettings
from services.outreach.app import build as build_outreach
from shared.command_handler import CommandHandler
from shared.identity.tokens import Verifier
from shared.journal.feed import JSON_LINES
from shared.journal.feed_reader import Feed, http_feeds
from shared.positions import Positions, read_key
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.cases.place import FAR_REGISTER, Place
from tests.services.cases.points.exchanging import account
from tests.services.service import ISSUER, Client, Reply, migrated, services_token, serving

DAY = "2024-06-26"


@dataclass
class Both:
    """Services of cases and of outreach, and what follows from one in the other."""

    place: Place
    outreach: Client
    feed: Feed
    keys: Any = field(default_factory=lambda: count(1))

    def reactions(self) -> Reactions:
        """What follows, with a memory of its own, as in a process of its own."""
        pool = self.place.context.pool
        journal = type(self.place.context.journal)(pool)
        handler = CommandHandler(
            journal, self.place.context.handler.today, Positions(read_key(POSITION_KEY)), b"pepper"
        )
        return Reactions(handler, self.place.register, self.feed)

    def recorder(self, agency: str) -> Client:
        """A caller of outreach."""
        token = ISSUER.mint(agency, ("41",), ("outreach:read", "outreach:write"), user="tester")
        return Client(self.outreach.url, self.outreach.session, token)

    async def session(self, agency: str, *helpers: str, **more: Any) -> Reply:
        """An agency records a session."""
        body = {
            "region": "410102001000",
            "occurred_on": DAY,
            "place_kind": "school",
            "attendance": 20,
            "helpers": helpers,
            **more,
        }
        reply = await self.recorder(agency).post(
            "/v1/activities", body, key=f"session-{next(self.keys)}"
        )
        assert reply.status == 201, reply
        return reply

    async def void(self, agency: str, session: Reply) -> None:
        """Its record is made void."""
        path = f"/v1/activities/{session.body['activity_id']}/void"
        reply = await self.recorder(agency).post(path, {"reason": "mistaken"}, If_Match='"1"')
        assert reply.status == 201, reply

    async def points(self, agency: str, case: str) -> int:
        """The balance of a case."""
        return int((await account(self.place.by(agency), case))["today"])

    async def entries(self, agency: str, case: str) -> list[dict[str, Any]]:
        """The merits in a case."""
        entries = (await self.place.by(agency).get(f"/v1/cases/{case}")).body["entries"]
        return [each for each in entries if each["type"] == "cases.MeritRecorded.v1"]

    async def delivered_again(self) -> None:
        """Everything is read from the beginning once more."""
        async with self.place.context.pool.acquire() as connection:
            await connection.execute("UPDATE journals_followed SET cursor = ''")
        await self.reactions().follow()


@asynccontextmanager
async def both_of(place: Place, make: MakeDatabase) -> AsyncIterator[Both]:
    """Outreach beside cases."""
    app = build_outreach(
        OutreachSettings(outreach_database=await make(migrated), position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=FAR_REGISTER),
    )
    async with (
        serving(app) as outreach,
        http_feeds({"outreach": outreach.url}, services_token, form=JSON_LINES) as (feed,),
    ):
        yield Both(place, outreach, feed)
