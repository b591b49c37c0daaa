"""An operation is whole: its OpenAPI document shows what to send and what comes back."""

from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from tests.services.examples import examples_of
from tests.services.whole import SERVICES, built

JSON = "application/json"
NOT_JSON = ("follow_journal", "rebuild_model", "verify_model")  # lines, or streams of them


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_examples(service: str, tmp_path: Path) -> None:
    """For each required parameter, the body and the answer; each fits its schema."""
    document = built(service, "postgresql:///none", tmp_path).openapi()
    examples = examples_of(document)
    assert examples
    for example in examples:
        shown = [
            answer["content"][JSON]
            for answer in example.answers.values()
            if JSON in answer.get("content", {})
        ]
        assert shown or example.name in NOT_JSON, f"{example.name} shows no answer"
        for content in shown:
            assert "example" in content, f"{example.name} has an answer without an example"
            _validate(document, content["schema"], content["example"])
        if example.body is not None:
            operation = _operation(document, example.name)
            body = operation["requestBody"]["content"][JSON]
            _validate(document, body["schema"], example.body)


def _operation(document: dict[str, Any], name: str) -> dict[str, Any]:
    operations = (o for methods in document["paths"].values() for o in methods.values())
    return next(o for o in operations if o["operationId"] == name)


def _validate(document: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = {**schema, "components": document["components"]}
    jsonschema_rs.Draft202012Validator(whole).validate(value)
