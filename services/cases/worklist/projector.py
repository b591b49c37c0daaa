"""The projector: keeps the worklist up with the journal, and makes it anew beside the live one.

It follows the journal by snapshot windows, as the relay does. How far it is stands in the same
transaction, under a number that each raises: of two projectors one moves on, the other finds that
it came second; one that was killed is continued.

A new generation is begun for other policies or software, on a day on which a policy begins or ends,
or by hand. It is made stream by stream up to its beginning, then by windows, and switched to once
little is left: the rest is taken in while the generations stand still, so that it goes live also
where writing never pauses, and is never behind the one that was read.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import asyncpg
import structlog

from services.cases.duties.versions import Digested, digest_on
from services.cases.worklist import generations
from services.cases.worklist.generations import Generation, MovedOn
from services.cases.worklist.projection import Made, Written, case_of
from services.cases.worklist.reading import read_streams, read_window
from services.cases.worklist.working import work
from services.cases.worklist.writing import keep, keep_new, load
from shared.clock import present_day, utc_now
from shared.database import Connection, DatabaseAway, Pool
from shared.journal.snapshot_windows import open_window
from shared.software import digest_of

log = structlog.get_logger(__name__)

POLL = 0.025  # seconds between looks at a quiet journal
LOOK = 1.0  # seconds between looks at the generations, and signs that all is taken in
RETRY = 0.5  # seconds, where another projector is at work, or the database is away
# Events of a window that are taken in at once: the schedule of a case is made once for all of its.
BATCH = 50_000
# Events of cases that are taken in at most while the generations stand still, before a switch.
REST = 2_000
PIECE = 10_000  # events of whole streams that are taken in at once
PROGRESS = 5.0  # seconds between two lines about a generation that is made
# The code that a generation follows from.
PACKAGES = ("services.cases.case", "services.cases.duties", "shared.events", "shared.policies")

InForce = Callable[[], Awaitable[Digested]]
Today = Callable[[], date]

_AWAY = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


def software() -> str:
    """The digest of the code that a generation follows from."""
    return digest_of(*PACKAGES)


async def project(pool: Pool, in_force: InForce, today: Today = present_day) -> None:
    """Keep the worklist up until cancelled; heals by itself when the database goes away.

    `in_force` says by which policies, each time that it is asked. Raises `JournalMoved`.
    """
    projector = Projector(pool, in_force, today)
    while True:
        try:
            busy = await projector.step()
        except MovedOn:
            projector.look_again()
            await asyncio.sleep(RETRY)
        except _AWAY as error:
            log.warning("worklist_waits", reason=type(error).__name__)
            projector.look_again()
            await asyncio.sleep(RETRY)
        else:
            await asyncio.sleep(0 if busy else POLL)


async def project_until_caught_up(
    pool: Pool, in_force: InForce, today: Today = present_day
) -> None:
    """Take in all that is written, and make anew what must be; old generations are removed."""
    projector = Projector(pool, in_force, today)
    while await projector.step():
        pass


async def begin_anew(pool: Pool, in_force: InForce, today: Today = present_day) -> bool:
    """Have the worklist made anew, by hand; False where it is being made already."""
    wanted = digest_on(await in_force(), today()), software()
    async with pool.acquire() as connection:
        return await generations.begin(connection, wanted)


@dataclass
class Projector:
    """Works by steps, each of which takes in a piece and leaves all of it whole."""

    pool: Pool
    in_force: InForce
    today: Today
    _policies: Digested | None = None
    _wanted: tuple[str, str] | None = None
    _must_begin: bool = False
    _is_compared: bool = False  # where the generations stood with where the journal does
    _looked_at: float = float("-inf")
    _told_at: float = float("-inf")
    _rested_at: float = float("-inf")
    _own: set[int] = field(default_factory=set)  # generations that this projector moved on
    _closed: set[int] = field(default_factory=set)  # that it cannot go on with
    _live: Generation | None = None
    _building: Generation | None = None
    _old: list[Generation] = field(default_factory=list)

    def look_again(self) -> None:
        """Forget where the generations stood; the journal may have been set back meanwhile."""
        self._looked_at, self._is_compared = float("-inf"), False

    async def step(self) -> bool:
        """Take in a piece for each generation; whether there is more to do at once.

        Raises `MovedOn` where another projector did it, and `JournalMoved`.
        """
        now = asyncio.get_running_loop().time()
        if self._policies is None or now >= self._looked_at + LOOK:
            self._policies = await self.in_force()
            async with self.pool.acquire() as connection:
                wanted = digest_on(self._policies, self.today()), software()
                await self._look(connection, wanted)
            self._looked_at = now
        busy = False
        async with self.pool.acquire() as connection:
            if self._live is not None:
                busy = await self._follow_live(connection, self._live)
            if self._building is not None:
                busy |= await self._build(connection, self._building)
            for each in self._old:
                if await generations.remove_some(connection, each):
                    busy = True
            return busy

    async def _look(self, connection: Connection, wanted: tuple[str, str]) -> None:
        """See which generations there are, and begin one if there must be another."""
        found = await generations.present(connection)
        if wanted != self._wanted:
            self._wanted, self._must_begin = wanted, True
        if not self._is_compared:
            set_back = await generations.set_back(connection, found)
            self._must_begin |= not set_back <= self._closed
            self._closed |= set_back
            self._is_compared = True
        if self._must_begin and await self._begin(connection, found):
            self._must_begin = False
            found = await generations.present(connection)
        ours = [each for each in found if self._is_ours(each)]
        self._live = next((each for each in ours if each.state == "live"), None)
        self._building = next((each for each in ours if each.state == "building"), None)
        self._old = [each for each in found if each.state == "old"]

    def _is_ours(self, generation: Generation) -> bool:
        """Whether to move it on: what other software makes is left to it, while it does."""
        if generation.number in self._closed:
            return False
        return (
            generation.made_by == self._wanted
            or generation.number in self._own
            or not generation.is_followed
        )

    async def _begin(self, connection: Connection, found: Sequence[Generation]) -> bool:
        """Begin a generation unless there is one that fits; False while another is in the way."""
        assert self._wanted is not None
        building = next((each for each in found if each.state == "building"), None)
        if building is not None and building.number not in self._closed:
            if building.made_by == self._wanted:
                return True
            if building.is_followed and building.number not in self._own:
                return False
        if building is not None:
            await generations.leave(connection, building)
        if any(
            each.state == "live"
            and each.made_by == self._wanted
            and each.number not in self._closed
            for each in found
        ):
            return True
        begun = await generations.begin(connection, self._wanted)
        if begun:
            log.info("worklist_begun", sha256=self._wanted[0])
        return begun

    async def _follow_live(self, connection: Connection, live: Generation) -> bool:
        """A batch of the generation that is read; whether there may be more."""
        try:
            self._live, more = await self._follow(connection, live)
        except (ValueError, TypeError, LookupError):
            if live.software == software():
                raise
            # What other software kept is not to be read; it stands until the next one is made.
            log.warning("worklist_stands", sha256=live.software)
            self._closed.add(live.number)
            self._live, more = None, False
        return more

    async def _build(self, connection: Connection, building: Generation) -> bool:
        """One piece of a generation that is being made; whether there is more to do at once."""
        if building.built_to is not None:
            self._building = await self._take_streams(connection, building, building.built_to)
            return True
        at_end = building.window.last >= building.window.until
        if at_end and await self._finish(connection, building):
            log.info("worklist_switched", sha256=building.policies)
            self.look_again()
        else:
            self._building, _ = await self._follow(connection, building)
        return True

    async def _finish(self, connection: Connection, building: Generation) -> bool:
        """Take in what is left, and switch, in one step; False where too much is left for that."""
        async with connection.transaction():
            await generations.hold(connection)
            opened_at = utc_now()
            window = await open_window(connection, building.window.hi)
            events = await read_window(connection, window, REST + 1) if window else []
            if len(events) > REST:
                return False
            reached = window.after(window.until) if window else building.window
            touched = map(case_of, {each.stream_id for each in events})
            before = await load(connection, building.number, touched)
            result = await self._worked(before, events)
            await generations.move(connection, building, None, reached, len(events), opened_at)
            await keep(connection, building.number, result)
            return await generations.switch(connection, building)

    async def _take_streams(
        self, connection: Connection, building: Generation, built_to: str
    ) -> Generation:
        """Take in some whole streams, as they were when the generation was begun."""
        moment = building.window.hi
        events, reached = await read_streams(connection, moment, built_to, PIECE)
        result = await self._worked([], events)
        async with connection.transaction():
            counted = await generations.move(
                connection, building, reached, building.window, len(events), None
            )
            await keep_new(connection, building.number, result)
        self._tell(counted, done=reached is None)
        return self._moved(building, reached, building)

    async def _follow(
        self, connection: Connection, generation: Generation
    ) -> tuple[Generation, bool]:
        """Take in a batch of a window; the generation then, and whether there may be more."""
        if generation.built_to is not None:
            return generation, False
        window, opened_at = generation.window, None
        if window.last >= window.until:
            opened_at = utc_now()
            following = await open_window(connection, window.hi)
            if following is None:
                await self._rest(connection, generation, opened_at)
                return generation, False
            window = following
        events = await read_window(connection, window, BATCH)
        is_full = len(events) == BATCH
        window = window.after(events[-1].position if is_full else window.until)
        touched = map(case_of, {each.stream_id for each in events})
        before = await load(connection, generation.number, touched)
        result = await self._worked(before, events)
        async with connection.transaction():
            await generations.move(
                connection, generation, None, window, len(events), None if is_full else opened_at
            )
            await keep(connection, generation.number, result)
        return self._moved(generation, None, replace(generation, window=window)), True

    async def _rest(self, connection: Connection, generation: Generation, moment: datetime) -> None:
        """Say now and then that all is taken in."""
        now = asyncio.get_running_loop().time()
        if now >= self._rested_at + LOOK:
            await generations.rest(connection, generation, moment)
            self._rested_at = now
            self._own.add(generation.number)

    async def _worked(self, before: Sequence[asyncpg.Record], events: Sequence[Written]) -> Made:
        assert self._policies is not None
        return await work(before, events, self._policies, self.today())

    def _moved(self, before: Generation, built_to: str | None, after: Generation) -> Generation:
        self._own.add(before.number)
        return replace(after, built_to=built_to, moves=before.moves + 1)

    def _tell(self, counted: int, *, done: bool) -> None:
        now = asyncio.get_running_loop().time()
        if done or now >= self._told_at + PROGRESS:
            self._told_at = now
            log.info("worklist_made", count=counted, done=done)
