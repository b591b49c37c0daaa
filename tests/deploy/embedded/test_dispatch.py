"""One port for several services, and the start page among them."""

import pytest
from fastapi import FastAPI, Request

from deploy.embedded.dispatch import Dispatcher
from deploy.embedded.house import build_house
from tests.deploy.embedded.visitor import Visitor


async def three() -> int:
    """What is not counted yet."""
    return 3


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
        build_house("4101", 2019),
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


async def test_the_start_page_leads_to_the_documents(port: Visitor) -> None:
    """The start page lists each service's documents and asks for no outside asset."""
    page = (await port.get("/")).text
    for prefix in ("cases", "outreach", "reporting"):
        assert f'href="/{prefix}/docs"' in page
    assert "http" not in page
    for bare in ("/cases", "/cases/"):
        assert (await port.get(bare)).headers["location"] == "/cases/docs"
