"""What a wrong request costs is bounded: its values are counted before any is looked at."""

import json
from itertools import count
from typing import Any

import pytest
from pydantic_core import from_json

from shared.http import body as module
from shared.http.application import Service
from shared.http.body import BODY_LIMIT, MOST_VALUES
from shared.http.call import MOST_PARAMETERS
from shared.http.field_errors import MOST_ERRORS
from tests.shared.http.things import get, post

MUCH = 300_000  # values in less than BODY_LIMIT
HOSTILE: dict[str, tuple[bytes, str | None]] = {
    "numbers": (b'{"more": {"a": [' + b"1," * MUCH + b"1]}}", "/more/a"),
    "texts": (b'{"more": {"a": [' + b'"",' * MUCH + b'""]}}', "/more/a"),
    "lists": (b'{"more": {"a": [' + b"[]," * MUCH + b"[]]}}", "/more/a"),
    "objects": (b'{"name": [' + b"{}," * MUCH + b"{}]}", "/name"),
    "unknown fields": (
        b"{" + b",".join(b'"a%d":1' % number for number in range(MUCH // 4)) + b"}",
        f"/a{MOST_VALUES - 1}",
    ),
    "one field again and again": (b"{" + b'"a":1,' * (MUCH // 3) + b'"a":1}', "/a"),
    "keys that may be data": (b"{" + '"张三":[1,'.encode() * (MUCH // 5), ""),
    "no JSON": (b"{" + b"[" * MUCH, None),
    "nothing between": (b"," * MUCH, None),
}


@pytest.mark.parametrize("path", ["/v1/things", "/v1/slow-things"])
@pytest.mark.parametrize("kind", HOSTILE)
async def test_very_many_values_are_counted_and_not_validated(
    app: Service, monkeypatch: pytest.MonkeyPatch, kind: str, path: str
) -> None:
    """Whatever they are: one error with its place, and only the first are ever made."""
    read: list[bytes] = []

    def watched(text: bytes, **options: Any) -> Any:
        read.append(text)
        return from_json(text, **options)

    monkeypatch.setattr(module, "from_json", watched)
    body, pointer = HOSTILE[kind]
    assert len(body) <= BODY_LIMIT
    answer = await post(app, body, path)
    assert sum(text.count(b",") + text.count(b"[") for text in read) <= 2 * MOST_VALUES
    if pointer is None:
        assert answer.json()["type"] == "/problems/malformed-json"
        return
    assert answer.status == 422
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["reason"]) == (pointer, "too_many")
    assert len(answer.body) < 1_000


async def test_a_text_may_have_any_number_of_commas(app: Service) -> None:
    """What stands in a text is no value, however it is written."""
    for text in ("," * 900_000, '[{"\\' * 100_000, '\\",[' * 60_000):
        answer = await post(app, {"name": text})
        assert answer.json()["name"] == text


async def test_up_to_the_bound_every_value_counts(app: Service) -> None:
    """As many as there may be are taken; of those that are wrong no more than fifty are told."""
    texts = [str(number) for number in range(MOST_VALUES - 3)]
    assert (await post(app, {"name": "x", "more": {"a": texts}})).status == 201
    assert (await post(app, {"name": "x", "more": {"a": [*texts, ""]}})).status == 422
    wrong = await post(app, {"name": "x", "more": {"a": [1] * len(texts)}})
    assert len(wrong.json()["errors"]) == MOST_ERRORS
    assert wrong.json()["errors"][-1]["reason"] == "more_errors"
    assert wrong.json()["errors"][-1]["detail"].startswith(f"{len(texts) - MOST_ERRORS + 1} ")


async def test_strings_that_never_end_are_passed_over_once(app: Service) -> None:
    """Quotes and backslashes without an end cost no more than their bytes."""
    for part in (b'"', b'"\\', b"\\", b'\\"', b'",', b'{"a'):
        body = b"," * MOST_VALUES + part * (BODY_LIMIT // len(part) - MOST_VALUES)
        assert (await post(app, body)).status == 400


async def test_parameters_are_counted_as_well(app: Service) -> None:
    """Known or not, repeated or not: far too many are refused by their number."""
    numbers = count()
    for name in ("limit=1", "limit=x", "surprise=1", "", *(f"k{next(numbers)}" for _ in range(3))):
        answer = await get(app, "/v1/things?" + "&".join([name] * (MOST_PARAMETERS + 1)))
        assert answer.status == 400
        [error] = answer.json()["errors"]
        assert error["reason"] == "too_many"
    many = "&".join(f"k{next(numbers)}=1" for _ in range(MOST_PARAMETERS))
    assert len(json.loads((await get(app, f"/v1/things?{many}")).body)["errors"]) == MOST_ERRORS
