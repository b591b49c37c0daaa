"""A server under test in its own process: a service as it runs, or a bare FastAPI route.

Its one argument is JSON: `what`, `database`, `jwks`, `vault_keys`, `log`, and `keeping`, where
outcomes of duties are recorded as well. It prints its port, and ends with its standard input.
"""

import asyncio
import gc
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Annotated
from uuid import UUID

import asyncpg
import uvloop
from fastapi import FastAPI, Header

from deploy.processes.running import YOUNG
from services.cases import app as cases
from services.cases.case.api.contacts import NewContact
from services.outreach import app as outreach
from services.reporting import app as reporting
from shared import logs
from shared.http.server import start
from shared.identity.issuer import Issuer
from shared.identity.keys import KeysAt
from shared.identity.tokens import Verifier
from shared.ids import new_id
from shared.vault import READ_ITEM, VaultKeys, unseal
from tests.agencies import REGISTER
from tests.bench.appending import ONE
from tests.bench.keeping import record_outcomes
from tests.bench.place import Place, beside
from tests.positions import POSITION_KEY

ISSUER = Issuer.new("bench")  # of the run; its servers are given the public half
# What a contact asks for and writes, as an application without batches does.
RELATED = """
SELECT kept.region, part.relation FROM case_register AS kept JOIN relations AS part USING (case_id)
WHERE kept.case_id = $1 AND part.agency = $2 AND part.ended IS NULL FOR UPDATE OF kept
"""
ANSWERED = "SELECT body FROM answers WHERE agency = $1 AND key = $2"
LAST = "SELECT version FROM events WHERE stream_id = $1 ORDER BY version DESC LIMIT 1"
ANSWER = """
INSERT INTO answers (agency, key, request, status, body, version)
VALUES ($1, $2, $3, 201, $4, $5)
"""
CHANGE = """
UPDATE case_register SET version = $2, changed_at = clock_timestamp() WHERE case_id = $1
"""
LOOKUP = "SELECT next_offset FROM live.offsets WHERE source = $1 AND partition = $2"
Settings = Mapping[str, str]


@asynccontextmanager
async def serving(
    place: Place, what: str, database: str, keeping: str | None = None
) -> AsyncIterator[int]:
    """One of `APPS` over a database, in a process of its own, logging to a file; its port.

    On the day `keeping` it has outcomes of duties recorded, too.
    """
    jwks, keys = place.scratch / "jwks.json", keys_of(place)
    jwks.write_text(json.dumps(await ISSUER.fetch()))  # it signs for services too
    settings = {
        "what": what,
        "database": database,
        "jwks": str(jwks),
        "vault_keys": str(keys),
        "log": str(place.scratch / f"{what}.log"),
        **({"keeping": keeping} if keeping else {}),
    }
    async with beside("tests.bench.served", settings) as port:
        yield int(port)


def keys_of(place: Place) -> Path:
    """The vault's keys of the run."""
    keys = place.scratch / "vault.keys"
    if not keys.exists():
        VaultKeys.create(keys)
    return keys


def _pooled(settings: Settings) -> FastAPI:
    """FastAPI with asyncpg's pool, and nothing else."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(settings["database"], min_size=16, max_size=16) as pool:
            app.state.pool = pool
            yield

    return FastAPI(lifespan=lifespan)


def insert(settings: Settings) -> FastAPI:
    """A route that does one INSERT."""
    app = _pooled(settings)
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


def record(settings: Settings) -> FastAPI:
    """A route that asks for and writes the rows of a contact, one by one in a transaction."""
    app = _pooled(settings)

    @app.post("/v1/cases/{case_id}/contacts", status_code=201)
    async def record_contact(
        case_id: UUID, body: NewContact, idempotency_key: Annotated[str, Header()]
    ) -> dict[str, str]:
        event_id, stream = new_id(), f"case-{case_id}"
        data = body.model_dump_json(exclude_none=True)
        answer = json.dumps({"entry_id": str(event_id)})
        async with app.state.pool.acquire() as connection, connection.transaction():
            related = await connection.fetch(RELATED, case_id, "bench")
            answered = await connection.fetchval(ANSWERED, "bench", idempotency_key)
            assert related
            assert answered is None
            version = 1 + await connection.fetchval(LAST, stream)
            await connection.execute(
                ONE, stream, version, event_id, "cases.ContactRecorded.v1", data, "{}"
            )
            await connection.execute(
                ANSWER, "bench", idempotency_key, data.encode(), answer, version
            )
            await connection.execute(CHANGE, case_id, version)
        return {"entry_id": str(event_id)}

    return app


def lookup(settings: Settings) -> FastAPI:
    """A route that looks one row up by its key."""
    app = _pooled(settings)

    @app.get("/v1/offsets/{source}")
    async def offset(source: str) -> dict[str, int]:
        return {"next_offset": await app.state.pool.fetchval(LOOKUP, source, 0)}

    return app


def item(settings: Settings) -> FastAPI:
    """A route that reads one item of the vault and decrypts it."""
    app = _pooled(settings)
    keys = VaultKeys.load(Path(settings["vault_keys"]))

    @app.get("/v1/cases/{item_id}/personal-data")
    async def personal_data(item_id: UUID) -> dict[str, str]:
        row = await app.state.pool.fetchrow(READ_ITEM, item_id)
        name, _, wrapped = row["wrapped_key"].partition(b"\0")
        key = unseal(keys.wrapping[name.decode()], wrapped, row["person_id"].bytes)
        content: dict[str, str] = json.loads(unseal(key, row["ciphertext"], item_id.bytes))
        return content

    return app


def _verifier(settings: Settings) -> Verifier:
    return Verifier(KeysAt(settings["jwks"]), issuer=ISSUER.name, register=REGISTER)


def cases_service(settings: Settings) -> FastAPI:
    """The cases service with all its checks."""
    own = cases.CasesSettings(
        cases_database=settings["database"],
        vault_keys=Path(settings["vault_keys"]),
        position_key=POSITION_KEY,
    )
    return cases.build(own, _verifier(settings))


def outreach_service(settings: Settings) -> FastAPI:
    """The outreach service with all its checks."""
    own = outreach.OutreachSettings(
        outreach_database=settings["database"], position_key=POSITION_KEY
    )
    return outreach.build(own, _verifier(settings))


def reporting_service(settings: Settings) -> FastAPI:
    """The reporting service with all its checks."""
    own = reporting.ReportingSettings(
        reporting_database=settings["database"], position_key=POSITION_KEY
    )
    return reporting.build(own, _verifier(settings))


APPS: dict[str, Callable[[Settings], FastAPI]] = {
    "insert": insert,
    "record": record,
    "lookup": lookup,
    "item": item,
    "cases": cases_service,
    "outreach": outreach_service,
    "reporting": reporting_service,
}


async def main(settings: Settings) -> None:
    """Serve until standard input ends."""
    with open(settings["log"], "a", encoding="utf-8") as log:
        os.dup2(log.fileno(), sys.stderr.fileno())  # as a process logs in an installation
        logs.configure(settings["what"])
        server = await start(APPS[settings["what"]](settings))
        gc.collect()
        gc.freeze()
        gc.set_threshold(YOUNG)
        others: list[asyncio.Task[float]] = []
        if "keeping" in settings:
            day = date.fromisoformat(settings["keeping"])
            others.append(asyncio.create_task(record_outcomes(settings["database"], day)))
        print(server.port, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        for task in others:
            task.cancel()
        await server.stop()


if __name__ == "__main__":
    uvloop.run(main(json.loads(sys.argv[1])))
