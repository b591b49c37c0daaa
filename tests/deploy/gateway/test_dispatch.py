"""One port for several services, and what belongs to none of them."""

import pytest
from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from deploy.gateway.dispatch import Dispatcher
from deploy.gateway.elsewhere import build_elsewhere
from tests.shared.http.visitor import Visitor


def service(name: str, *words: str) -> FastAPI:
    """A service that says which of its paths was asked for."""
    app = FastAPI()
    for word in words:

        @app.get(f"/v1/{word}/{{rest:path}}", name=word)
        async def operation(request: Request, rest: str) -> dict[str, str]:
            return {"service": name, "url": str(request.url_for(words[-1], rest=rest))}

    return app


@pytest.fixture
def port() -> Visitor:
    """A client of two services behind one port."""
    dispatcher = Dispatcher(
        {
            "cases": service("cases", "clients", "journal"),
            "outreach": service("outreach", "journal"),
        },
        build_elsewhere(),
    )
    return Visitor(dispatcher)


async def test_a_word_that_one_service_has_leads_to_it(port: Visitor) -> None:
    """A path needs no prefix if only one service has it."""
    answer = (await port.get("/v1/clients/7")).json()
    assert answer == {"service": "cases", "url": "http://test/v1/journal/7"}


@pytest.mark.parametrize("name", ["cases", "outreach"])
async def test_a_prefix_is_the_whole_service(port: Visitor, name: str) -> None:
    """Under its prefix a service answers everything and knows its own addresses."""
    answer = (await port.get(f"/{name}/v1/journal/7")).json()
    assert answer == {"service": name, "url": f"http://test/{name}/v1/journal/7"}


async def test_documents_under_a_prefix_name_their_server(port: Visitor) -> None:
    """A service's OpenAPI document read under its prefix says so."""
    document = (await port.get("/cases/openapi.json")).json()
    assert document["servers"] == [{"url": "/cases"}]


@pytest.mark.parametrize(
    "path", ["/v1/journal/7", "/v1/nothing", "/v1", "/nothing", "//", "/livez"]
)
async def test_what_belongs_to_none_is_a_problem(port: Visitor, path: str) -> None:
    """An address that is nobody's, or that several have, is a 404 problem."""
    answer = await port.get(path)
    assert answer.status == 404
    assert answer.json()["type"] == "/problems/not-found"


async def test_nobody_is_led_to_the_host_that_a_caller_names() -> None:
    """A slash too much is an address of nobody's, no way to another machine."""

    async def ready(request: Request) -> PlainTextResponse:
        return PlainTextResponse("ready")

    visitor = Visitor(build_elsewhere([Route("/readyz", ready)]))
    assert (await visitor.get("/readyz")).status == 200
    assert (await visitor.get("/readyz/", host="elsewhere.example")).status == 404


@pytest.mark.parametrize(
    "path", ["/", "/clients", "/enter/key/x", "/login", "/indicators/contacts"]
)
async def test_pages_are_reportings(path: str) -> None:
    """By their first word, and under its prefix; a page's word is no other service's path."""
    app = FastAPI()

    @app.get("/{rest:path}")
    async def page(request: Request, rest: str) -> str:
        return f"{request.scope.get('root_path', '')} {rest}"

    visitor = Visitor(Dispatcher({"reporting": app}, build_elsewhere()))
    assert (await visitor.get(path)).json() == f" {path[1:]}"
    assert (await visitor.get("/nothing")).status == 404
    assert (await visitor.get(f"/reporting{path}")).status == (200 if path != "/" else 307)


async def test_a_bare_prefix_leads_to_the_documents(port: Visitor) -> None:
    """With a slash and without."""
    for bare in ("/cases", "/cases/"):
        assert (await port.get(bare)).headers["location"] == "/cases/docs"


async def test_a_service_alone_answers_with_its_prefix_and_without() -> None:
    """In a process of its own a service has no need of the prefix; others' addresses are 404."""
    app = service("cases", "clients", "journal")
    alone = Visitor(Dispatcher({"cases": app}, app))
    for path in ("/v1/clients/7", "/v1/journal/7", "/docs", "/openapi.json"):
        for prefix in ("", "/cases"):
            assert (await alone.get(prefix + path)).status == 200, prefix + path
    for path in ("/v1/activities/7", "/outreach/docs", "/outreach/v1/journal/7"):
        assert (await alone.get(path)).status == 404


@pytest.mark.parametrize("path", ["/nothing", "/v1/nothing", "/cases/../nothing", "/%E9%87%91"])
async def test_a_person_who_is_astray_finds_home(path: str) -> None:
    """An unknown address is a page in a browser, in two languages, and a problem to programs."""
    visitor = Visitor(build_elsewhere())
    page = await visitor.get(path, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "未找到" in page.text
    assert "Nothing is found here" in page.text
    assert '<a href="/">' in page.text
    assert (await visitor.get(path)).json()["type"] == "/problems/not-found"
