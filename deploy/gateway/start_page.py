"""The start page, links to the API documents, and 404 for what belongs to no service."""

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shared.catalogue import SERVICES
from shared.http.answering import answer
from shared.http.problems import Problem
from shared.http.security_headers import policy_of
from shared.text import Text

LINK_IN_TERMINAL = Text(
    zh="本实例自行签发令牌，只适合单机使用。若统计表要求令牌，请用终端里显示的链接打开本页。",
    en="This instance issues its own tokens: fit for one machine only. If the table asks for a"
    " token, open this page by the link that the terminal shows.",
)
LINK_BY_COMMAND = Text(
    zh="若统计表要求令牌，请用管理员提供的链接打开本页（命令 waystation link 可生成）。",
    en="If the table asks for a token, open this page by the link that the operator gives you"
    " (the command waystation link makes it).",
)


def build_start_page(
    region: str,
    year: int,
    note: Text = LINK_IN_TERMINAL,
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The start page at `/`, its form filled with this region and year; 404 problems elsewhere.

    `routes` are added to these.
    """
    page = (
        Environment(autoescape=True)
        .from_string(files(__package__).joinpath("start.html").read_text("utf-8"))
        .render(services=SERVICES, region=region, year=year, note=note)
    )

    policy = policy_of(page)

    async def start(request: Request) -> Response:
        return HTMLResponse(page, headers={"content-security-policy": policy})

    async def not_found(request: Request, error: Exception) -> Response:
        return answer(request.scope, no_such_address())

    async def documents(request: Request) -> Response:
        return RedirectResponse(f"/{request.url.path.strip('/')}/docs")

    bare = [f"/{service.name}{slash}" for service in SERVICES for slash in ("", "/")]
    app = Starlette(
        routes=[
            Route("/", start),
            *(Route(path, documents) for path in bare),
            *routes,
        ],
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
        Text(zh="各地址见首页 /。", en="The addresses are listed on the start page, /."),
    )
