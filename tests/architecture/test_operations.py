"""An operation is whole: its OpenAPI document shows what to send and what comes back."""

from pathlib import Path

import pytest

from tests.services.examples import examples_of
from tests.services.whole import SERVICES, built

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
