"""A server under test in its own process: the cases service as it runs, or a bare FastAPI route.

Its one argument is JSON: `what`, `database`, `jwks`, `vault_keys`, `log`. It prints its port, and
ends with its standard input.
"""

import asyncio
import gc
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import uvloop
from fastapi import FastAPI

from services.cases import app as cases
from services.cases.entries_api import NewContact
from shared import logs
from shared.ids import new_id
from shared.server import start
from shared.tokens import KeysAt, Verifier
from tests.bench.appending import ONE

ISSUER = "bench"


def bare(database: str) -> FastAPI:
    """FastAPI with one route that does one INSERT, and nothing else."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database, min_size=16, max_size=16) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan)
    versions = count(2)  # the first opened the case

    @app.post("/v1/cases/{case_id}/contacts", status_code=201)
    async def record_contact(case_id: UUID, body: NewContact) -> dict[str, str]:
        event_id = new_id()
        data = body.model_dump_json(exclude_none=True)
        await app.state.pool.execute(
            ONE, f"case-{case_id}", next(versions), event_id, "cases.ContactRecorded.v1", data, "{}"
        )
        return {"entry_id": str(event_id)}

    return app


def service(settings: dict[str, Any]) -> FastAPI:
    """The cases service with all its checks."""
    return cases.build(
        cases.CasesSettings(
            cases_database=settings["database"], vault_keys=Path(settings["vault_keys"])
        ),
        Verifier(KeysAt(settings["jwks"]), issuer=ISSUER),
    )


async def main(settings: dict[str, Any]) -> None:
    """Serve until standard input ends."""
    with open(settings["log"], "a", encoding="utf-8") as log:
        logs.configure("cases", stream=log)
        app = bare(settings["database"]) if settings["what"] == "bare" else service(settings)
        server = await start(app)
        gc.collect()
        gc.freeze()
        print(server.port, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        await server.stop()


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
