"""An operation is whole: its OpenAPI document shows what to send and what comes back."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from shared.http.body import parse_body
from shared.http.operation import Operation
from shared.http.problems import Problem
from tests.services.examples import examples_of
from tests.services.whole import SERVICES, built

JSON, CALENDAR = "application/json", "text/calendar"
LINES = {"follow_journal", "rebuild_model", "verify_model"}  # they answer line by line


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_examples(service: str, tmp_path: Path) -> None:
    """Of each required parameter, of the body, and of the answer in JSON, or as a calendar."""
    examples = examples_of(built(service, "postgresql:///none", tmp_path).openapi())
    assert examples
    for example in examples:
        answers = [answer.get("content", {}) for answer in example.answers.values()]
        shown = [answer[kind] for answer in answers for kind in (JSON, CALENDAR) if kind in answer]
        assert shown or example.name in LINES, f"{example.name} shows no answer"
        assert all("example" in answer for answer in shown), f"{example.name}: no example"


@pytest.mark.parametrize("service", SERVICES)
def test_every_list_in_a_body_is_counted_before_its_items(service: str, tmp_path: Path) -> None:
    """One error for a list that is too long, however many of its items are wrong: AtMost."""
    app = built(service, "postgresql:///none", tmp_path)
    examples = {each.name: each.body for each in examples_of(app.openapi())}
    for route in app.routes:
        if not isinstance(route, Operation) or route.body_field is None:
            continue
        model: Any = route.body_field.field_info.annotation
        body = TypeAdapter[Any](model)
        for name, field in body.json_schema().get("properties", {}).items():
            if '"array"' not in json.dumps(field):
                continue
            sent = json.dumps({**examples[route.name], name: [None] * 2_000}).encode()
            with pytest.raises(Problem) as refused:
                parse_body(sent, body, JSON.encode())
            errors = refused.value.document()["errors"]
            told = [(error["pointer"], error["reason"]) for error in errors]
            assert told == [(f"/{name}", "too_many")], f"{route.name}: {name}"


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
