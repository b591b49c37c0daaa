"""The OpenAPI documents: complete, in both languages, and their examples really work."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from shared.catalogue import ACTIONS
from tests.databases import MakeDatabase
from tests.positions import opened
from tests.services.examples import CALLERS, Runner
from tests.services.service import Client
from tests.services.whole import SERVICES, built, running
from tests.shared.http.calling import call

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


@pytest.fixture(params=SERVICES)
def document(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """A service's document; it needs no database."""
    return built(request.param, "postgresql:///none", tmp_path).openapi()


@pytest.fixture(params=SERVICES)
async def api(
    request: pytest.FixtureRequest, make_database: MakeDatabase, tmp_path: Path
) -> AsyncIterator[Client]:
    """A service on an empty database."""
    async with running(request.param, make_database, tmp_path) as client:
        yield client


@pytest.mark.postgres
async def test_every_example_works(api: Client) -> None:
    """Sent to a running service, each gets the documented answer, shaped as its example is."""
    document = (await api.get("/openapi.json")).body
    replies = await Runner(api, document).run_all()
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert len(replies) == len(operations)
    assert {reply.status for reply in replies.values()} <= {200, 201, 207}
    for reply in replies.values():
        if isinstance(reply.body, dict) and "position" in reply.body:
            opened(reply.body["position"], *CALLERS)  # and not in plain


@pytest.mark.postgres
async def test_what_was_made_is_where_its_answer_says(api: Client) -> None:
    """The Location of each 201 leads there, the same again when the answer is given again."""
    document = (await api.get("/openapi.json")).body
    replies = await Runner(api, document).run_all()
    made = {name: reply for name, reply in replies.items() if reply.status == 201}
    for name, reply in made.items():
        shown = await api.get(reply.headers["Location"])
        assert shown.status == 200, name
        stream = opened(reply.body["position"], *CALLERS).partition("@")[0]
        assert stream.partition("-")[2] in shown.body.values(), name
    again = await Runner(api, document).run_all()
    for name, reply in made.items():
        assert again[name].headers["Idempotency-Replayed"] == "true"
        assert again[name].headers["Location"] == reply.headers["Location"], name


def test_every_201_documents_where_it_is(document: dict[str, Any]) -> None:
    """Its Location is required, and the address in its example is one that can be read."""
    readable = [
        re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))
        for path, operations in document["paths"].items()
        if "get" in operations
    ]
    for path in document["paths"].values():
        for operation in path.values():
            if "201" in operation["responses"]:
                location = operation["responses"]["201"]["headers"]["Location"]
                assert location["required"]
                assert any(pattern.fullmatch(location["example"]) for pattern in readable)


def test_every_example_fits_its_schema(document: dict[str, Any]) -> None:
    """Parameters, bodies and answers; and each operation shows its example as a command."""

    def validate(shown: dict[str, Any], where: str) -> None:
        examples = [shown["example"]] if "example" in shown else shown["schema"].get("examples", [])
        whole = {**shown["schema"], "components": document["components"]}
        validator = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        for example in examples:
            assert validator.is_valid(example), f"{where}: {example}"

    for path in document["paths"].values():
        for operation in path.values():
            name = operation["operationId"]
            for parameter in operation.get("parameters", []):
                validate(parameter, f"{name} {parameter['name']}")
            for content in operation.get("requestBody", {}).get("content", {}).values():
                assert "example" in content, name
                validate(content, f"{name} body")
            for status, answer in operation["responses"].items():
                for content in answer.get("content", {}).values():
                    validate(content, f"{name} {status}")
            assert operation["x-codeSamples"], name
    for name, schema in document["components"]["schemas"].items():
        validate({"schema": schema}, name)


def test_every_operation_is_described(document: dict[str, Any]) -> None:
    """OpenAPI 3.1; each has a summary, a description, a tag that is described, a short id."""
    assert document["openapi"].startswith("3.1")
    described = {tag["name"] for tag in document["tags"]}
    names = []
    for path in document["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert operation["description"]
            assert set(operation["tags"]) <= described, operation["operationId"]
            [security] = operation["security"]
            action, *_ = security["bearer"]
            assert action in ACTIONS
            names.append(operation["operationId"])
    assert len(names) == len(set(names))


def test_tags_and_services_are_described_in_both_languages(document: dict[str, Any]) -> None:
    """Each has an English and a Chinese part."""
    texts = [tag["description"] for tag in document["tags"]] + [document["info"]["description"]]
    for text in texts:
        assert any(character.isascii() and character.isalpha() for character in text), text
        assert any("一" <= character <= "鿿" for character in text), text


def test_every_refusal_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    """All answers of 400 and above have the one schema; 404 and 405 for what is not listed too."""
    for path in document["paths"].values():
        for operation in path.values():
            refusals = {s: a for s, a in operation["responses"].items() if s >= "400"}
            assert {"400", "401", "403", "500", "503"} <= refusals.keys()
            assert all(answer["content"] == PROBLEM for answer in refusals.values())
    strays = document["components"]["responses"]
    assert strays["NotFound"]["content"] == strays["MethodNotAllowed"]["content"] == PROBLEM


async def test_what_is_not_listed_is_a_problem_too(tmp_path: Path) -> None:
    """404 for another address; 405 with all methods of the address for another method."""
    app = built("cases", "postgresql:///none", tmp_path)
    assert (await call(app, "GET", "/v1/nothing")).status == 404
    refused = await call(app, "DELETE", "/v1/cases")
    assert refused.status == 405
    assert refused.headers["allow"] == "GET, POST"
    assert refused.headers["content-type"] == "application/problem+json"
