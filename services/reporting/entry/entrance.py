"""The entrance of browsers: who a request's cookie is, and who is let in or out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.types import Scope

from services.reporting.entry import sessions
from services.reporting.entry.cookies import Cookies
from services.reporting.entry.keys import EntryKeys
from services.reporting.entry.provider import Provider
from services.reporting.entry.rights import caller_of, granted_by_link
from services.reporting.entry.sessions import BrowserSession, Grant, Lifetimes
from services.reporting.entry.settings import BrowserSettings
from shared.agencies import Register
from shared.clock import present_day
from shared.database import Connection, DatabaseAway, Pool
from shared.http.problems import Problem
from shared.identity.claims import Caller

# Where the scope of a request keeps its session, and why that holds no longer.
KEPT = "waystation.browser_session"
NO_LONGER = "waystation.browser_session_refused"

# Connections at once, of those that counting has: nobody's cookies hold up what is counted.
AT_ONCE = 2
WITHIN = 5.0  # seconds that a request waits for its turn


class Entrance:
    """How browsers are let in, over `pool`; `key` is the installation's own secret."""

    def __init__(
        self, settings: BrowserSettings, key: bytes, register: Register, pool: Callable[[], Pool]
    ) -> None:
        self.settings = settings
        self.keys = EntryKeys(key)
        self.cookies = Cookies(self.keys)
        self.register = register
        self.provider = Provider.of(settings)
        self._pool, self._turns = pool, asyncio.Semaphore(AT_ONCE)
        self._lifetimes = Lifetimes(settings.browser_idle, settings.browser_longest)
        self.by_link = self.by_person = ""
        if settings.browser_key is not None:
            self.by_link = self.keys.entrance("link", settings.browser_key)
        if self.provider is not None:
            client = (self.provider.issuer, self.provider.client_id)
            self.by_person = self.keys.entrance("person", *client)

    async def session_of(self, scope: Scope) -> BrowserSession | None:
        """The session that a request's cookie names, if it holds; asked once for a request."""
        if KEPT not in scope:
            session_id = self.cookies.session(scope)
            scope[KEPT] = None
            if session_id is not None:
                async with self._connection() as connection:
                    entrances = (self.by_link, self.by_person)
                    scope[KEPT] = await sessions.use(
                        connection, session_id, entrances, self._lifetimes
                    )
        session: BrowserSession | None = scope[KEPT]
        return session

    async def caller_of(self, scope: Scope) -> Caller | None:
        """Who reads: the caller of a request's session, or None where it has none that holds.

        Raises the 401 Problem of an agency that is not valid any more.
        """
        session = await self.session_of(scope)
        if session is None:
            return None
        agencies, by_link = self.register.present(), self.settings.browser_actions
        try:
            return caller_of(session, agencies, present_day(), by_link)
        except Problem as problem:
            scope[NO_LONGER] = problem.detail
            raise

    def link_grant(self) -> Grant:
        """What the link gives."""
        return granted_by_link(self.by_link, self.settings.browser_actions)

    async def let_in(self, scope: Scope, grant: Grant) -> str:
        """Begin a session; the header that tells the browser."""
        before = self.cookies.session(scope)
        async with self._connection() as connection:
            if before is not None:  # nobody else's session goes on under a new person
                await sessions.end_own(connection, before)
            session_id = await sessions.begin(connection, grant, self._lifetimes)
        return self.cookies.set_session(scope, session_id)

    async def let_out(self, scope: Scope) -> str:
        """End the session of a request; the header that tells the browser."""
        session_id = self.cookies.session(scope)
        if session_id is not None:
            async with self._connection() as connection:
                await sessions.end_own(connection, session_id)
        return self.cookies.end_session(scope)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """A connection, in turn. Raises DatabaseAway when there is none in time."""
        try:
            async with asyncio.timeout(WITHIN):
                await self._turns.acquire()
        except TimeoutError:
            raise DatabaseAway("Too many sessions are looked up at this moment.") from None
        try:
            async with self._pool().acquire() as connection:
                yield connection
        finally:
            self._turns.release()
