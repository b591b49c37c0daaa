"""The fuzz's own check: what it lets pass, and what not."""

import json
from typing import Any

import pytest

from shared.http.openapi import complete
from shared.http.problem_schema import ETAG
from shared.http.problems import forbidden, internal_error, not_found, unavailable
from shared.http.problems import responses as refusals
from tests.fuzz.checking import Answer, Documented, Undocumented

OPERATION: dict[str, Any] = {
    "responses": {
        "201": {
            "headers": {"ETag": ETAG},
            "content": {"application/json": {"schema": {"required": ["version"]}}},
        },
        "204": {"description": "Nothing was written"},
        **{str(status): answer for status, answer in refusals(403, 500, 503).items()},
    }
}
GOOD = Answer(201, {"content-type": "application/json", "etag": '"1"'}, b'{"version": 1}')


@pytest.fixture
def documented() -> Documented:
    """A check against a small document."""
    document = complete({"info": {"description": ""}, "paths": {"/v1/x": {"post": OPERATION}}})
    return Documented(document, frozenset({"测试甲"}))


def output(problem: Any, **changes: Any) -> Answer:
    """A problem as an answer."""
    answer = problem.response()
    headers = {name.lower(): value for name, value in answer.headers.items()} | changes
    return Answer(answer.status_code, headers, answer.body)


def test_what_is_documented_passes(documented: Documented) -> None:
    """A success, a refusal, a stray's 404, and a 503 where the request asked to wait."""
    documented.check(OPERATION, GOOD)
    documented.check(OPERATION, Answer(204, {}, b""))
    documented.check(OPERATION, output(forbidden("x:y")))
    documented.check(OPERATION, output(not_found()), astray=True)
    documented.check(OPERATION, output(unavailable()), waits=True)


BAD: dict[str, Answer] = {
    "a fault, though documented": output(internal_error()),
    "away without having waited": output(unavailable()),
    "an undocumented status": output(not_found()),
    "an undocumented header": Answer(201, {**GOOD.headers, "x-more": "1"}, GOOD.body),
    "a missing header": Answer(201, {"content-type": "application/json"}, GOOD.body),
    "a malformed header": Answer(201, {**GOOD.headers, "etag": "1"}, GOOD.body),
    "another type": Answer(201, {**GOOD.headers, "content-type": "text/plain"}, GOOD.body),
    "another body": Answer(201, GOOD.headers, b"{}"),
    "a body where none is documented": Answer(204, {}, b"{}"),
    "a problem of another status": Answer(
        403, output(forbidden("x:y")).headers, json.dumps(not_found().document()).encode()
    ),
    "personal data in a refusal": Answer(
        403,
        output(forbidden("x:y")).headers,
        json.dumps(forbidden("x:y").document() | {"detail": "测试甲"}, ensure_ascii=False).encode(),
    ),
}


@pytest.mark.parametrize("answer", BAD.values(), ids=BAD.keys())
def test_what_is_not_documented_fails(documented: Documented, answer: Answer) -> None:
    """Each is an `Undocumented`, and so a failed run."""
    with pytest.raises(Undocumented):
        documented.check(OPERATION, answer)
