"""One port for several services: by the first word of the path, or the first after /v1."""

from collections import Counter
from collections.abc import Mapping

from fastapi import FastAPI
from starlette.types import ASGIApp, Receive, Scope, Send


class Dispatcher:
    """Hands each request to its service, or to the house for what belongs to none.

    `/cases/…` is the whole service `cases`, its documentation included; `/v1/clients` goes to
    the one service that has it. A word that several have (`/v1/journal`) needs the prefix.
    """

    def __init__(self, services: Mapping[str, FastAPI], house: ASGIApp) -> None:
        self._services = services
        self._house = house
        self._by_word = _by_word(services)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._house(scope, receive, send)
            return
        first, _, rest = scope["path"][1:].partition("/")
        second = rest.partition("/")[0]
        if first in self._services and rest:
            inner = {**scope, "root_path": f"{scope.get('root_path', '')}/{first}"}
            await self._services[first](inner, receive, send)
        elif first == "v1" and second in self._by_word:
            await self._by_word[second](scope, receive, send)
        else:
            await self._house(scope, receive, send)


def _by_word(services: Mapping[str, FastAPI]) -> dict[str, ASGIApp]:
    words = {
        name: {path.split("/")[2] for path in app.openapi()["paths"] if path.startswith("/v1/")}
        for name, app in services.items()
    }
    owners = Counter(word for its in words.values() for word in its)
    return {
        word: services[name] for name, its in words.items() for word in its if owners[word] == 1
    }
