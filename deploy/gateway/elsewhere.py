"""What belongs to no service: the health of all of them, short ways to documents, and 404."""

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shared.catalogue import SERVICES
from shared.http.answering import answer
from shared.http.problems import Problem
from shared.text import Text


def build_elsewhere(routes: Sequence[BaseRoute] = ()) -> Starlette:
    """From `/cases` to that service's documents, and 404 problems; `routes` are added to these."""

    async def not_found(request: Request, error: Exception) -> Response:
        return answer(request.scope, no_such_address())

    async def documents(request: Request) -> Response:
        return RedirectResponse(f"/{request.url.path.strip('/')}/docs")

    bare = [f"/{service.name}{slash}" for service in SERVICES for slash in ("", "/")]
    app = Starlette(
        routes=[*(Route(path, documents) for path in bare), *routes],
        exception_handlers={404: not_found, 405: not_found},
    )
    app.router.redirect_slashes = False  # it would redirect to the Host that the caller sent
    return app


def no_such_address() -> Problem:
    """404: no service has this address."""
    return Problem(
        404,
        "not-found",
        Text(zh="此地址没有内容", en="There is nothing at this address"),
        Text(
            zh="各接口地址见 /documents，页面见首页 /。",
            en="The addresses of the API are listed at /documents; pages begin at /.",
        ),
    )
