"""The document of the service: what a program that is made from it knows of a case."""

from pathlib import Path
from typing import Any

import pytest

from services.cases.access_table import KNOWN_AFTER_DUE
from services.cases.case.decider import case
from services.cases.case.state import Phase
from shared.events import Voidable, type_of
from tests.services.whole import built


@pytest.fixture
def schemas(tmp_path: Path) -> dict[str, Any]:
    """The named schemas of the document, those they lead to in their places."""
    named: dict[str, Any] = built("cases", "postgresql:///none", tmp_path).openapi()["components"]

    def resolved(value: Any) -> Any:
        match value:
            case {"$ref": str(reference)}:
                return resolved(named["schemas"][reference.rpartition("/")[2]])
            case dict():
                return {name: resolved(each) for name, each in value.items()}
            case list():
                return [resolved(each) for each in value]
        return value

    return {name: resolved(schema) for name, schema in named["schemas"].items()}


def test_a_phase_is_one_of_the_declared(schemas: dict[str, Any]) -> None:
    """The words are the interface's own, not those of the code."""
    phase = schemas["CaseFile"]["properties"]["phase"]
    assert phase["anyOf"][0]["enum"] == [each.value for each in Phase]


def test_entries_are_told_apart_by_their_type(schemas: dict[str, Any]) -> None:
    """There is one schema for each event that is an entry, and the type leads to it."""
    entries = schemas["CaseFile"]["properties"]["entries"]["items"]
    types = {type_of(model) for model in case.events if issubclass(model, Voidable)}
    assert entries["discriminator"]["propertyName"] == "type"
    assert entries["discriminator"]["mapping"].keys() == types
    assert {each["properties"]["type"]["const"] for each in entries["oneOf"]} == types


def test_every_entry_has_all_its_facts_with_their_types(schemas: dict[str, Any]) -> None:
    """What an answer always has is required; a day is a date, a coded fact an enum."""
    for schema in schemas["CaseFile"]["properties"]["entries"]["items"]["oneOf"]:
        assert set(schema["required"]) == schema["properties"].keys()
        assert schema["properties"]["recorded_at"]["format"] == "date-time"
        facts = schema["properties"]["facts"]
        assert set(facts["required"]) == facts["properties"].keys()
    contact = schemas["ContactRecordedFacts"]["properties"]
    assert contact["occurred_on"]["format"] == "date"
    assert contact["mode"]["enum"] == ["home_visit", "office", "phone", "wechat", "video"]


def test_schemas_have_plain_names(schemas: dict[str, Any]) -> None:
    """A program made from the document gets these as the names of its classes."""
    assert {"CaseFile", "ContactRecordedEntry", "ContactRecordedFacts", "Phase", "Sex"} <= set(
        schemas
    )
    assert all(name.isalnum() for name in schemas)


def test_the_days_that_texts_name_are_those_of_the_rules(tmp_path: Path) -> None:
    """Until when who is asked for a test is told who the person is: as the constant has it."""
    document = built("cases", "postgresql:///none", tmp_path).openapi()
    days = f"{KNOWN_AFTER_DUE.days} days after the test is due"
    asking = document["paths"]["/v1/cases/{case_id}/test-appointments"]["post"]["description"]
    person = document["components"]["schemas"]["PersonOfCase"]["description"]
    assert [days in " ".join(text.split()) for text in (asking, person)] == [True, True]
