"""Documented examples: as data, as a command to copy, and with an instance's own values."""

import json
import shlex
from typing import Any

import pytest

from shared.http.application import Service
from shared.http.examples import examples_of, with_commands, with_values

THING = "0196a1f0-5d00-7c11-9a42-6b0d8f3e2c15"
REAL = "01a212de-8643-7cd1-9f15-f8952d6503e3"


@pytest.fixture
def document() -> dict[str, Any]:
    """A document with a write, whose answer shows an id, and a read by that id."""
    key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {}}
    identity = {"name": "thing_id", "in": "path", "required": True, "schema": {"examples": [THING]}}
    words = {"name": "words", "in": "query", "required": True, "schema": {"examples": ["a & 甲"]}}
    unasked = {"name": "by", "in": "query", "schema": {"examples": ["month"]}}
    answer = {"example": {"thing_id": THING, "version": 1, "open_id": None}}
    return {
        "paths": {
            "/v1/things": {
                "post": {
                    "operationId": "make",
                    "parameters": [{**key, "example": "make-1"}],
                    "requestBody": {"content": {"application/json": {"example": {"name": "it's"}}}},
                    "responses": {"201": {"content": {"application/json": answer}}, "400": {}},
                }
            },
            "/v1/things/{thing_id}": {
                "get": {
                    "operationId": "read",
                    "parameters": [identity, words, unasked],
                    "responses": {"200": {"content": {"text/plain": {}}}},
                }
            },
        }
    }


def test_an_example_is_what_must_be_sent(document: dict[str, Any]) -> None:
    """Path, query, headers and body, without what is optional."""
    make, read = examples_of(document)
    assert (make.method, make.path, json.loads(make.body or "")) == (
        "POST", "/v1/things", {"name": "it's"},
    )  # fmt: skip
    assert make.headers == {"Idempotency-Key": "make-1", "Content-Type": "application/json"}
    assert make.answers.keys() == {201}
    assert read.path == f"/v1/things/{THING}?words=a%20%26%20%E7%94%B2"
    assert (read.headers, read.body) == ({}, None)


def test_a_command_is_quoted_for_the_shell(document: dict[str, Any]) -> None:
    """A shell takes the command apart into just what the example says."""
    source = with_commands(document)["paths"]["/v1/things"]["post"]["x-codeSamples"][0]["source"]
    assert shlex.split(source.replace("\\\n", "")) == [
        "curl", "-X", "POST", "$WAYSTATION_URL/v1/things",
        "-H", "Authorization: Bearer $WAYSTATION_TOKEN",
        "-H", "Idempotency-Key: make-1",
        "-H", "Content-Type: application/json",
        "-d", '{"name":"it\'s"}',
    ]  # fmt: skip


def test_without_a_needed_example_there_is_no_command(document: dict[str, Any]) -> None:
    """The other operations still have theirs."""
    del document["paths"]["/v1/things"]["post"]["parameters"][0]["example"]
    paths = with_commands(document)["paths"]
    assert "x-codeSamples" not in paths["/v1/things"]["post"]
    assert "x-codeSamples" in paths["/v1/things/{thing_id}"]["get"]


def test_answers_teach_the_ids_that_examples_stand_for(document: dict[str, Any]) -> None:
    """What is learned from one answer stands in the examples that follow."""
    make, _ = examples_of(document)
    learned = make.learned(201, {"thing_id": REAL, "version": 1, "open_id": None})
    assert learned == {THING: REAL}
    assert examples_of(with_values(document, learned))[1].path.startswith(f"/v1/things/{REAL}?")


def test_a_service_shows_the_values_of_its_instance(app: Service) -> None:
    """They stand in place of the documented ones; without them the document is as written."""

    def key() -> str:
        parameters = app.openapi()["paths"]["/v1/things"]["post"]["parameters"]
        return str(parameters[0]["example"])

    assert key() == "create-1"
    app.example_values = {"create-1": "create-of-this-instance"}
    assert key() == "create-of-this-instance"
    app.example_values = {}
    assert key() == "create-1"
