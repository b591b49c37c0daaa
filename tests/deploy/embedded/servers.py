"""What tests do with a PostgreSQL in a data folder."""

import os
import signal
import time

import asyncpg

from deploy.embedded.postgres import Postgres
from tests.deploy.instances import databases_on


def kill(server: Postgres) -> None:
    """End a server as the kernel does when memory runs out."""
    (pid,) = databases_on(server._data.parent)
    os.kill(pid, signal.SIGKILL)
    while server.running:
        time.sleep(0.01)


async def ask(server: Postgres | str, query: str) -> object:
    """The one value that a query gives, on a server or at an address."""
    address = server if isinstance(server, str) else server.address("postgres")
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()
