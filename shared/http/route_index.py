"""Finds the route of an operation in one look, however many routes a service has."""

from starlette.routing import Match, Router
from starlette.types import Receive, Scope, Send

from shared.http.operation import Operation

Key = tuple[str, int, str]  # the method, the number of slashes, and the last word of the path


class RouteIndex:
    """Stands before a router's own search, which asks one route after the other.

    Operations whose path ends in a fixed word are found by that word; everything else is left
    to the router. Routes that are added after the first request are found by the router alone.
    """

    def __init__(self, router: Router) -> None:
        self._router = router
        self._routes: dict[Key, list[Operation]] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            path: str = scope["path"].removeprefix(scope.get("root_path", ""))
            key = scope["method"], path.count("/"), path.rpartition("/")[2]
            for route in self._index().get(key, ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    scope.update(found)
                    await route.handle(scope, receive, send)
                    return
        await self._router.app(scope, receive, send)

    def _index(self) -> dict[Key, list[Operation]]:
        if self._routes is None:
            self._routes = {}
            for route in self._router.routes:
                if isinstance(route, Operation):
                    word = route.path.rpartition("/")[2]
                    for method in (route.methods or ()) if "{" not in word else ():
                        key = method, route.path.count("/"), word
                        self._routes.setdefault(key, []).append(route)
        return self._routes
