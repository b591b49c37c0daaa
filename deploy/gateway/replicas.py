"""The machines behind a service's name: asked by turns, and one that is away asked last."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

from aiohttp import AddrInfoType

KNOWN_FOR = 1.0  # seconds: a container that is made anew has another address
LOOKING = 3.0  # seconds for the name to be found
LAST_FOR = 5.0  # seconds that one which was away is asked after all others

# A machine that is gone says nothing; its silence must not last as long as a busy one's may.
PROBING = (  # where the system has them
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 10),  # seconds
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 5),  # seconds
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
    (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", 20_000),  # milliseconds
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
)

LookUp = Callable[[str], Awaitable[list[str]]]


async def addresses_of(host: str) -> list[str]:
    """The addresses that the name stands for just now; OSError when there are none."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def watched_socket(address: AddrInfoType) -> socket.socket:
    """A socket that notices when the other machine is gone."""
    family, kind, protocol, _, _ = address
    watched = socket.socket(family, kind, protocol)
    for level, option, value in PROBING:
        if hasattr(socket, option):
            watched.setsockopt(level, getattr(socket, option), value)
    return watched


class Replicas:
    """Where a service answers: `host` may stand for several addresses, all with the one port."""

    def __init__(self, host: str, port: int, look_up: LookUp = addresses_of) -> None:
        self._host = host
        self._port = port
        self._look_up = look_up
        self._known: list[str] = []
        self._known_until = 0.0
        self._looking: asyncio.Task[None] | None = None
        self._turn = 0
        self._away: dict[str, float] = {}

    async def in_turn(self) -> list[str]:
        """Each one's ``http://address:port``, another first each time; OSError: there are none.

        The name is looked up again when a second has passed. While it cannot be, no address
        that it had is used: somebody else may have it by now.
        """
        if time.monotonic() >= self._known_until:
            if self._looking is None:
                self._looking = asyncio.create_task(self._found())
            await asyncio.shield(self._looking)
        self._turn = (self._turn + 1) % len(self._known)
        places = self._known[self._turn :] + self._known[: self._turn]
        if self._away:
            now = time.monotonic()
            places.sort(key=lambda place: self._away.get(place, 0.0) > now)
        return places

    def missed(self, place: str, seconds: float = LAST_FOR) -> None:
        """Nobody answered there: for so long it is asked last."""
        now = time.monotonic()
        self._away = {place: until for place, until in self._away.items() if until > now}
        self._away[place] = now + seconds

    async def _found(self) -> None:
        try:
            async with asyncio.timeout(LOOKING):
                addresses = sorted(set(await self._look_up(self._host)))
            if not addresses:
                raise OSError(f"{self._host} has no address")
            self._known = [self._place(address) for address in addresses]
            self._known_until = time.monotonic() + KNOWN_FOR
        finally:
            self._looking = None

    def _place(self, address: str) -> str:
        host = f"[{address}]" if ":" in address else address
        return f"http://{host}:{self._port}"
