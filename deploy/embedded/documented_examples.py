"""On a demo, makes the documented examples true: what they read is there, under its real ids."""

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog

from deploy.embedded.demo_data import Demo
from shared.catalogue import WRITING_SERVICES
from shared.http.application import Service
from shared.http.call import IMPORT_ID
from shared.http.examples import examples_of, with_values

log = structlog.get_logger(__name__)

REGION, YEAR = "4101", 2019  # what the documented questions to reporting are about


async def make_examples_true(
    services: Mapping[str, Service], url: str, token: str, demo: Demo
) -> None:
    """Do what the documented examples write, and have the documents show this instance's values.

    Each write has its own key, so that every start after the first learns the same ids again.
    The examples are about 2019 and another county: they change nothing in the demo's year. An
    example that is refused stays as it is documented.
    """
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session:
        for name in (service.name for service in WRITING_SERVICES):
            document = services[name].openapi()
            services[name].example_values = {
                **await _written(session, f"{url}/{name}", document),
                **await _imported(session, f"{url}/{name}"),
            }
    services["reporting"].example_values = {
        f'"{REGION}"': f'"{demo.region}"',
        str(YEAR): str(demo.year),
        f"{YEAR + 1}-01-01": f"{demo.year + 1}-01-01",
    }


async def _written(
    session: aiohttp.ClientSession, url: str, document: dict[str, Any]
) -> dict[str, str]:
    """Send every example that writes, in the document's order; its ids, and the real ones."""
    ids: dict[str, str] = {}
    for number, documented in enumerate(examples_of(document)):
        if documented.method != "POST":
            continue
        example = examples_of(with_values(document, ids))[number]
        async with session.post(
            url + example.path, data=(example.body or "").encode(), headers=example.headers
        ) as answer:
            if answer.status in documented.answers:
                ids = documented.learned(answer.status, await answer.json()) | ids
            else:
                log.warning("example_refused", operation=example.operation, status=answer.status)
    return ids


async def _imported(session: aiohttp.ClientSession, url: str) -> dict[str, str]:
    """The id of the newest import, which is that of the demo's ledgers, for the documented one."""
    async with session.get(f"{url}/v1/imports") as answer:
        imports = (await answer.json()).get("imports", ())
    return {IMPORT_ID: imports[0]["import_id"]} if imports else {}
