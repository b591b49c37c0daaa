"""Calls of the demo's agencies over the public API, each done once however often it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp


class CallRefused(Exception):
    """A call was not answered with 2xx; the message names it and the status."""


@dataclass(frozen=True)
class DemoCalls:
    """Writes to a service at `url`; `token` makes the token of an agency."""

    session: aiohttp.ClientSession
    url: str
    token: Callable[[str], str]

    def authorization(self, agency: str) -> dict[str, str]:
        """The header that names an agency as the caller."""
        return {"Authorization": f"Bearer {self.token(agency)}"}

    async def post(
        self, agency: str, path: str, body: dict[str, Any], key: str, version: int | None = None
    ) -> dict[str, Any]:
        """The answer to a write under an idempotency key; `version` is the one that was seen.

        Raises CallRefused.
        """
        headers = {"Idempotency-Key": key, **self.authorization(agency)}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        async with self.session.post(self.url + path, json=body, headers=headers) as answer:
            if not answer.ok:
                raise CallRefused(f"{agency} {key}: {answer.status}")
            answered: dict[str, Any] = await answer.json()
            return answered

    async def get(self, agency: str, path: str) -> dict[str, Any]:
        """The answer to a read. Raises CallRefused."""
        headers = self.authorization(agency)
        async with self.session.get(self.url + path, headers=headers) as answer:
            if not answer.ok:
                raise CallRefused(f"{agency} {path}: {answer.status}")
            answered: dict[str, Any] = await answer.json()
            return answered

    async def register(self, agency: str, person: dict[str, Any], key: str) -> str:
        """Register a person for an agency; the client's id. Raises CallRefused."""
        answer = await self.post(agency, "/v1/clients", person, f"{key}-registered")
        return str(answer["client_id"])

    async def open(
        self, agency: str, person: dict[str, Any], file: dict[str, Any], key: str
    ) -> str:
        """Register a person and open a case; the case's id. Raises CallRefused."""
        client_id = await self.register(agency, person, key)
        answer = await self.post(
            agency, "/v1/cases", {"client_id": client_id, **file}, f"{key}-opened"
        )
        return str(answer["case_id"])
