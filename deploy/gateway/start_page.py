"""The start page, links to the API documents, and 404 for what belongs to no service."""

from collections.abc import Mapping, Sequence
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from deploy.gateway.years import years_for
from shared.catalogue import SERVICES
from shared.clock import present_day
from shared.http.answering import answer
from shared.http.language import LANGUAGES, OTHER, TAG, language_of
from shared.http.page_style import POLICY, STYLE
from shared.http.problems import Problem
from shared.region_names import full_name
from shared.regions import Level, level, prefix, regions_in_force
from shared.text import Language, Text

OFFERED: tuple[Level, ...] = ("province", "city", "county")  # any other can be typed

TEXTS: Mapping[str, Text] = {
    "name": Text(zh="驿站", en="Waystation"),
    "about": Text(
        zh="社区戒毒、社区康复工作台账与统计", en="Community rehabilitation and its statistics"
    ),
    "other": Text(zh="English", en="中文"),
    "table": Text(zh="年度统计表", en="The year's table"),
    "region": Text(zh="地区（名称或代码）", en="Region (name or code)"),
    "year": Text(zh="年份", en="Year"),
    "show": Text(zh="查看", en="Show"),
    "documents": Text(zh="接口文档", en="API documents"),
    "old_link": Text(
        zh="这个登录链接已失效或不完整；请向管理员索取新链接。",
        en="This link does not let you in: it is no longer valid, or not complete. Ask the operator"
        " for a new one.",
    ),
}
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
    reporting: ASGIApp | None = None,
) -> Starlette:
    """The start page at `/`, its form filled with this region and year; 404 problems elsewhere.

    `routes` are added to these. `reporting` is asked for the years to choose from.
    """
    page = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        files(__package__).joinpath("start.html").read_text("utf-8")
    )

    async def start(request: Request) -> Response:
        requested = request.query_params.get("lang", "")
        language = language_of(LANGUAGES.get(requested), request.headers.get("accept-language", ""))
        years = [] if reporting is None else await years_for(request.scope, reporting)
        text = page.render(
            **_in_language(language),
            note=note.in_language(language),
            region=region,
            year=year if year in years or not years else years[0],
            years=years,
            this_year=present_day().year,
        )
        headers = {
            "content-security-policy": POLICY,
            "cache-control": "no-store",
            "vary": "accept-language, cookie",
        }
        return HTMLResponse(text, headers=headers)

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


def _in_language(language: Language) -> dict[str, object]:
    """What the page is filled with, whoever asks for it."""
    regions = regions_in_force()
    return {
        "text": {name: text.in_language(language) for name, text in TEXTS.items()},
        "style": STYLE,
        "language": language,
        "tag": TAG[language],
        "other": OTHER[language],
        "other_tag": TAG[OTHER[language]],
        "services": [
            {"name": service.name, "title": service.title.in_language(language)}
            for service in SERVICES
        ],
        "regions": [
            (prefix(code), full_name(code, regions).in_language(language))
            for code in dict.fromkeys(each.code for each in regions)
            if level(code) in OFFERED
        ],
    }


def no_such_address() -> Problem:
    """404: no service has this address."""
    return Problem(
        404,
        "not-found",
        Text(zh="此地址没有内容", en="There is nothing at this address"),
        Text(zh="各地址见首页 /。", en="The addresses are listed on the start page, /."),
    )
