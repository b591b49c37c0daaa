"""Calls a running instance; its refusals become sentences for people."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Self

import aiohttp

from deploy.cli.instance import Target
from deploy.sentence import CannotGoOn
from shared.ids import new_id


class ApiClient:
    """One session with an instance, for the length of an ``async with``."""

    def __init__(self, target: Target) -> None:
        self._target = target

    async def __aenter__(self) -> Self:
        """Open the session."""
        # No proxy: the instance is this machine's, or of the same network.
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10, sock_read=120),
            trust_env=False,
        )
        return self

    async def __aexit__(self, *error: object) -> None:
        """Close it."""
        await self._session.close()

    async def read(self, path: str, query: Mapping[str, str]) -> Any:
        """The JSON that a GET answers. Raises CannotGoOn."""
        async with self._answer("GET", path, params=dict(query)) as answer:
            return await answer.json()

    async def all_is_counted(self) -> bool:
        """Wait until the reports count all that was written; whether they do.

        Raises CannotGoOn.
        """
        freshness: dict[str, bool] = await self.read("/v1/freshness", {"wait": "15"})
        return freshness["complete"]

    async def operate(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """The lines of progress that a POST answers. Raises CannotGoOn."""
        headers = {"Idempotency-Key": str(new_id())}
        async with self._answer("POST", path, headers=headers) as answer:
            async for line in answer.content:
                yield json.loads(line)

    @asynccontextmanager
    async def _answer(
        self, method: str, path: str, **options: Any
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        url = self._target.url + path
        headers = {"Authorization": f"Bearer {self._target.token()}", **options.pop("headers", {})}
        try:
            async with self._session.request(method, url, headers=headers, **options) as answer:
                if answer.status >= 400:
                    raise refusal(await _problem(answer))
                yield answer
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise CannotGoOn(
                zh=f"{self._target.url} 没有正常应答（{type(error).__name__}）；"
                "请确认实例正在运行且地址无误。",
                en=f"{self._target.url} does not answer as Waystation does"
                f" ({type(error).__name__}); see that it runs and that the address is right.",
            ) from None


async def _problem(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    if answer.content_type == "application/problem+json":
        problem: dict[str, Any] = await answer.json()
        return problem
    return {"title": f"The answer was {answer.status}.", "title_zh": f"应答为 {answer.status}。"}


def refusal(problem: Mapping[str, Any]) -> CannotGoOn:
    """A problem document, for a person: the title, and what to do, or each field with that."""
    fields = problem.get("errors", [])
    english = [problem["title"]]
    chinese = [problem.get("title_zh", "")]
    if not fields:  # else the detail only says where the document lists them
        english += [problem.get("detail", "See that the address is right.")]
        chinese += [problem.get("detail_zh", "请确认地址无误。")]
    english += [f"{_location(field)}: {field.get('detail', '')}" for field in fields]
    chinese += [f"{_location(field)}：{field.get('detail_zh', '')}" for field in fields]
    return CannotGoOn(zh="\n  ".join(chinese), en="\n  ".join(english))


def _location(field: Mapping[str, str]) -> str:
    return next((field[kind] for kind in ("parameter", "header", "pointer") if kind in field), "")
