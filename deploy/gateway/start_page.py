"""What belongs to no service: the start page, and ways to the documents."""

from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from shared.catalogue import SERVICES
from shared.http.problems import Problem
from shared.text import Text

CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"


EMBEDDED = Text(
    zh="本实例自行签发令牌，只适合单机使用。若统计表要求令牌，请用终端里显示的链接打开本页。",
    en="This instance issues its own tokens: fit for one machine only. If the table asks for a"
    " token, open this page by the link that the terminal shows.",
)
BY_COMMAND = Text(
    zh="若统计表要求令牌，请用管理员提供的链接打开本页（命令 waystation link 可生成）。",
    en="If the table asks for a token, open this page by the link that the operator gives you"
    " (the command waystation link makes it).",
)


def build_house(
    region: str,
    year: int,
    note: Text = EMBEDDED,
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The start page at `/`, its form filled with this region and year; 404 problems elsewhere.

    `routes` are further ones of the house's own.
    """
    page = (
        Environment(autoescape=True)
        .from_string(files(__package__).joinpath("start.html").read_text("utf-8"))
        .render(services=SERVICES, region=region, year=year, note=note)
    )

    async def start(request: Request) -> Response:
        return HTMLResponse(page, headers={"content-security-policy": CONTENT_POLICY})

    async def nowhere(request: Request, error: Exception) -> Response:
        return nothing_here().response()

    async def documents(request: Request) -> Response:
        return RedirectResponse(f"/{request.url.path.strip('/')}/docs")

    bare = [f"/{service.name}{slash}" for service in SERVICES for slash in ("", "/")]
    house = Starlette(
        routes=[
            Route("/", start),
            *(Route(path, documents) for path in bare),
            *routes,
        ],
        exception_handlers={404: nowhere, 405: nowhere},
    )
    house.router.redirect_slashes = False  # Starlette would lead to whatever host the caller named
    return house


def nothing_here() -> Problem:
    """404: the address is nobody's."""
    return Problem(
        404,
        "not-found",
        Text(zh="此地址没有内容", en="There is nothing at this address"),
        Text(zh="各地址见首页 /。", en="The addresses are listed on the start page, /."),
    )
