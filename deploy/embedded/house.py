"""What belongs to no service: the start page, ways to the documents, how much is uncounted."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from shared.problems import Problem
from shared.tokens import Verifier

NOT_YET_COUNTED = "/not-yet-counted"
CONTENT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"


@dataclass(frozen=True)
class Name:
    """A service on the start page: its prefix, and what it is called."""

    prefix: str
    zh: str
    en: str


SERVICES = (
    Name("cases", "个案", "Cases"),
    Name("outreach", "宣传", "Outreach"),
    Name("reporting", "统计", "Reporting"),
)


def build_house(
    region: str, year: int, verifier: Verifier, not_yet_counted: Callable[[], Awaitable[int]]
) -> Starlette:
    """The start page at `/`, its form filled with this region and year; 404 problems elsewhere.

    `/not-yet-counted` waits until the reports count what was written before it was asked, and
    says how many events they do not; for any token of this instance.
    """
    page = (
        Environment(autoescape=True)
        .from_string(files(__package__).joinpath("start.html").read_text("utf-8"))
        .render(services=SERVICES, region=region, year=year)
    )

    async def start(request: Request) -> Response:
        return HTMLResponse(page, headers={"content-security-policy": CONTENT_POLICY})

    async def counting(request: Request) -> Response:
        try:
            await verifier.verify(request.headers.get("authorization", "").removeprefix("Bearer "))
        except Problem as problem:
            return problem.response()
        return JSONResponse({"events": await not_yet_counted()})

    async def nowhere(request: Request, error: Exception) -> Response:
        return Problem(
            404,
            "not-found",
            "There is nothing at this address",
            "此地址没有内容",
            "The addresses are listed on the start page, /.",
            "各地址见首页 /。",
        ).response()

    async def documents(request: Request) -> Response:
        return RedirectResponse(f"/{request.url.path.strip('/')}/docs")

    bare = [f"/{service.prefix}{slash}" for service in SERVICES for slash in ("", "/")]
    return Starlette(
        routes=[
            Route("/", start),
            Route(NOT_YET_COUNTED, counting),
            *(Route(path, documents) for path in bare),
        ],
        exception_handlers={404: nowhere, 405: nowhere},
    )
