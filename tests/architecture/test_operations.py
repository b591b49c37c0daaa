"""An operation is whole: its OpenAPI document shows what to send and what comes back."""

import json
from pathlib import Path

import pytest

from tests.services.examples import examples_of
from tests.services.service import token
from tests.services.whole import SERVICES, built
from tests.shared.http.calling import call

JSON = "application/json"
LINES = {"follow_journal", "rebuild_model", "verify_model"}  # they answer line by line


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_examples(service: str, tmp_path: Path) -> None:
    """Of each required parameter, of the body, and of the answer in JSON."""
    examples = examples_of(built(service, "postgresql:///none", tmp_path).openapi())
    assert examples
    for example in examples:
        answers = [answer.get("content", {}) for answer in example.answers.values()]
        shown = [answer[JSON] for answer in answers if JSON in answer]
        assert shown or example.name in LINES, f"{example.name} shows no answer"
        assert all("example" in answer for answer in shown), f"{example.name}: no example"


@pytest.mark.parametrize("service", SERVICES)
async def test_every_list_in_a_body_is_counted_before_its_items(
    service: str, tmp_path: Path
) -> None:
    """One error for a list that is too long, however many of its items are wrong: AtMost."""
    app = built(service, "postgresql:///none", tmp_path)
    document = app.openapi()
    schemas = document["components"]["schemas"]
    operations = {
        operation["operationId"]: operation
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    for example in examples_of(document):
        if example.body is None:
            continue
        shape = operations[example.name]["requestBody"]["content"][JSON]["schema"]
        fields = schemas.get(shape.get("$ref", "").rpartition("/")[2], shape)["properties"]
        for name, field in fields.items():
            if '"array"' not in json.dumps(field):
                continue
            body = json.dumps({**example.body, name: [None] * 2_000}).encode()
            headers = {**example.headers, "authorization": f"Bearer {token()}"}
            headers["content-type"] = JSON
            answer = await call(app, example.method, example.path, headers=headers, body=body)
            told = [(error["pointer"], error["reason"]) for error in answer.json()["errors"]]
            assert told == [(f"/{name}", "too_many")], f"{example.name}: {name}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_parameter_and_header_has_a_type(service: str, tmp_path: Path) -> None:
    """Programs that make clients of the document leave an operation out when one has none."""
    document = built(service, "postgresql:///none", tmp_path).openapi()
    for methods in document["paths"].values():
        for operation in methods.values():
            given = {each["name"]: each for each in operation.get("parameters", ())}
            for answer in operation["responses"].values():
                given |= answer.get("headers", {})
            for name, each in given.items():
                kinds = {"type", "$ref", "anyOf"}
                schema = each.get("schema", {"$ref": each.get("$ref")})
                assert kinds & set(schema), f"{operation['operationId']}: {name}"
