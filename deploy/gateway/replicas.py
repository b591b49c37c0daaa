"""The replicas behind a service's host name: used in turn, one that is away last."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

from aiohttp import AddrInfoType

LOOK_UP_EVERY = 1.0  # seconds: a container that was replaced has another address
LOOK_UP_WITHIN = 3.0  # seconds
LAST_FOR = 5.0  # seconds that a replica which was away is asked after the others

# A machine that is gone is silent; it must be noticed sooner than the answer of a busy one is due.
PROBING = (  # where the system has them
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 10),  # seconds
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 5),  # seconds
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
    (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", 20_000),  # milliseconds
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
)

LookUp = Callable[[str], Awaitable[list[str]]]


async def addresses_of(host: str) -> list[str]:
    """The addresses of a host name now; OSError when there are none."""
    entries = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in entries]


def keepalive_socket(address: AddrInfoType) -> socket.socket:
    """A socket that notices when the other machine is gone."""
    family, kind, protocol, _, _ = address
    probed = socket.socket(family, kind, protocol)
    for level, option, value in PROBING:
        if hasattr(socket, option):
            probed.setsockopt(level, getattr(socket, option), value)
    return probed


class Replicas:
    """Where a service answers: `host` may have several addresses, all with the same port."""

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
        """The ``http://address:port`` of each, another first each time; OSError: there are none.

        The name is looked up again after a second. If that fails, its former addresses are not
        used: another machine may have them by now.
        """
        if time.monotonic() >= self._known_until:
            if self._looking is None:
                self._looking = asyncio.create_task(self._look_up_addresses())
            await asyncio.shield(self._looking)
        self._turn = (self._turn + 1) % len(self._known)
        origins = self._known[self._turn :] + self._known[: self._turn]
        if self._away:
            now = time.monotonic()
            origins.sort(key=lambda origin: self._away.get(origin, 0.0) > now)
        return origins

    def missed(self, origin: str, seconds: float = LAST_FOR) -> None:
        """It did not answer: ask it last for this long."""
        now = time.monotonic()
        self._away = {origin: until for origin, until in self._away.items() if until > now}
        self._away[origin] = now + seconds

    async def _look_up_addresses(self) -> None:
        try:
            async with asyncio.timeout(LOOK_UP_WITHIN):
                addresses = sorted(set(await self._look_up(self._host)))
            if not addresses:
                raise OSError(f"{self._host} has no address")
            self._known = [self._origin(address) for address in addresses]
            self._known_until = time.monotonic() + LOOK_UP_EVERY
        finally:
            self._looking = None

    def _origin(self, address: str) -> str:
        host = f"[{address}]" if ":" in address else address
        return f"http://{host}:{self._port}"
