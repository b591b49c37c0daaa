"""Several services on one address: chosen by the first word of the path, or the first after /v1."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.catalogue import SERVICES, service_of_path


class Dispatcher:
    """Passes each request to its service, or to `fallback` when it belongs to none of them.

    `/cases/…` is the whole service `cases`, its documentation included; `/v1/clients` goes to
    the service of that word, and so does a page, such as `/login`. A service that runs alone is
    the fallback too, so that it answers with its prefix and without:
    ``Dispatcher({"cases": app}, app)``.
    """

    def __init__(self, services: Mapping[str, ASGIApp], fallback: ASGIApp) -> None:
        self._services = services
        self._fallback = fallback
        self._by_word = {
            word: services[name] for word, name in service_of_path().items() if name in services
        }

        self._by_page = {
            word: services[each.name]
            for each in SERVICES
            for word in each.pages
            if each.name in services
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        first, _, rest = scope["path"][1:].partition("/")
        second = rest.partition("/")[0]
        if first in self._services and rest:
            inner = {**scope, "root_path": f"{scope.get('root_path', '')}/{first}"}
            await self._services[first](inner, receive, send)
        elif first in self._by_page and scope["path"][:1] == "/":  # `OPTIONS *` is of no page
            await self._by_page[first](scope, receive, send)
        elif first == "v1" and second in self._by_word:
            await self._by_word[second](scope, receive, send)
        else:
            await self._fallback(scope, receive, send)
