"""PostgreSQL: a small connection pool.

asyncpg's own pool resets each connection with a round trip; resetting only what needs it, and
serving those who wait in turn, keeps the slowest calls near the usual ones.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import TYPE_CHECKING

import asyncpg

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]
else:
    Connection = asyncpg.Connection

Setup = Callable[[Connection], Awaitable[None]]


class DatabaseAway(Exception):
    """PostgreSQL cannot be reached, or no connection became free in time; try again later."""


async def connect_pool(
    dsn: str,
    *,
    application_name: str,
    size: int = 10,
    deadline: float = 5.0,
    turn: float | None = None,
    command_timeout: float | None = 60.0,
    setup: Setup | None = None,
    **server_settings: str,
) -> Pool:
    """A pool of at most `size` connections to the database at `dsn` (TCP or Unix socket).

    One connection is opened at once, so that a wrong address is known at the start; the
    others when they are needed. `setup` sees each new connection before its first use. Whoever
    finds all of them out waits for a `turn`, else as long as for a connection to be opened.
    Times are in seconds. Raises DatabaseAway when the first connection fails.
    """

    async def connect() -> Connection:
        connection: Connection = await asyncpg.connect(
            dsn,
            timeout=deadline,
            command_timeout=command_timeout,
            server_settings={
                "application_name": application_name,
                "jit": "off",  # compiling costs more than any of our short statements
                "DateStyle": "ISO",  # of moments as text, however a database shows days
                **server_settings,
            },
        )
        if setup is not None:
            await setup(connection)
        return connection

    pool = Pool(connect, size, deadline if turn is None else turn)
    async with pool.acquire():
        return pool


class Pool:
    """Connections for those who wait, in turn; a dead one is replaced.

    The connection that came back last goes out first: a backend that is warm, in the caches of
    the processor too, needs about a fifth less time, and those not needed are not opened.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[Connection]], size: int, deadline: float
    ) -> None:
        self._connect = connect
        self._deadline = deadline
        self._size = size
        # A place holds a connection, or None until one is opened there.
        self._places: list[Connection | None] = [None] * size
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
        self._out: set[Connection] = set()
        self._closed = False
        self._all_back = asyncio.Event()
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def size(self) -> int:
        """The most connections that this pool opens."""
        return self._size

    @property
    def in_use(self) -> int:
        """How many connections are out at this moment."""
        return self._size - len(self._places)

    def acquire(self) -> Lease:
        """A connection for the length of an ``async with``.

        Raises DatabaseAway when none is to be had within the deadline. A transaction left
        open is rolled back; a connection left by cancellation or time-out is thrown away.
        Listeners, session locks and settings are not undone: use an own connection for these.
        """
        return Lease(self)

    async def take(self) -> Connection:
        """Take a connection, to be brought back with `give_back`; prefer `acquire`."""
        if self._closed:
            raise DatabaseAway("The connection pool is closed; the service is stopping.")
        place = self._places.pop() if self._places else await self._turn()
        if place is None or place.is_closed():
            place = await self._open()
        self._out.add(place)
        return place

    async def give_back(
        self, connection: Connection, *, broken: bool = False, at_work: bool = False
    ) -> None:
        """Bring a connection back; one that is `broken` is thrown away.

        So is one that is `at_work` for nobody: beside, the server is told to end its statement.
        """
        self._out.discard(connection)
        if at_work and not (broken or self._closed or connection.is_closed()):
            ending = asyncio.create_task(_say_goodbye(connection))
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)
            self._free(None)
            return
        if broken or at_work or self._closed:
            connection.terminate()
        elif not connection.is_closed() and connection.is_in_transaction():
            try:
                await connection.execute("ROLLBACK")
            except BaseException:
                connection.terminate()
                self._free(None)
                raise
        self._free(None if connection.is_closed() else connection)

    async def close(self, timeout: float = 1.0) -> None:  # noqa: ASYNC109 - seconds of grace
        """Refuse new callers, wait up to `timeout` seconds for those at work, close all.

        Whoever stops a service has given those at work their time already. Closing takes half
        a second more at most, also when the server answers nothing.
        """
        self._closed = True
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_exception(DatabaseAway("The service is stopping."))
        if self.in_use:
            try:
                await asyncio.wait_for(self._all_back.wait(), timeout)
            except TimeoutError:
                for connection in list(self._out):
                    connection.terminate()
        left = (_say_goodbye(place) for place in self._places if place is not None)
        await asyncio.gather(*left, *self._ending)

    async def _turn(self) -> Connection | None:
        loop = asyncio.get_running_loop()
        waiter: asyncio.Future[Connection | None] = loop.create_future()
        self._waiting.append(waiter)
        alarm = loop.call_later(self._deadline, _give_up, waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._free(waiter.result())
            raise
        finally:
            alarm.cancel()

    async def _open(self) -> Connection:
        try:
            return await self._connect()
        except BaseException as error:
            self._free(None)
            if isinstance(error, OSError | TimeoutError | asyncpg.PostgresError):
                raise DatabaseAway(
                    "PostgreSQL cannot be reached; see that it runs and that the address and"
                    f" password are right ({type(error).__name__})."
                ) from error
            raise

    def _free(self, place: Connection | None) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(place)
                return
        self._places.append(place)
        if self._closed and not self.in_use:
            self._all_back.set()


async def _say_goodbye(connection: Connection) -> None:
    try:
        await connection.close(timeout=0.5)
    except (
        OSError,
        TimeoutError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
        asyncpg.InternalClientError,
    ):
        connection.terminate()


def _give_up(waiter: asyncio.Future[Connection | None]) -> None:
    if not waiter.done():
        waiter.set_exception(DatabaseAway("All connections to PostgreSQL are busy."))


class Lease:
    """One connection, lent for the length of an ``async with``."""

    __slots__ = ("_connection", "_pool")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def __aenter__(self) -> Connection:
        """Take the connection."""
        self._connection = connection = await self._pool.take()
        return connection

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Bring the connection back."""
        cancelled = error is not None and not isinstance(error, Exception)
        # The server has said goodbye to an idle connection whose end is not known here yet.
        gone = isinstance(error, asyncpg.InternalClientError)
        at_work = cancelled or isinstance(error, TimeoutError)
        await self._pool.give_back(self._connection, broken=gone, at_work=at_work)
        if gone:
            raise DatabaseAway("PostgreSQL has ended this connection.") from error
