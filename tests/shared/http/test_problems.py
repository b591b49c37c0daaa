"""Every refusal is a problem document in two languages that repeats nothing of the input."""

import json
import re
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Literal
from uuid import UUID

import asyncpg
import pytest
from annotated_types import Ge, Lt
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from shared.database import DatabaseAway
from shared.http import problems
from shared.http.answering import answer
from shared.http.application import Service
from shared.http.exceptions import problem_from
from shared.http.field_errors import field_errors, pointer, refusal
from shared.http.problem_schema import SCHEMA
from shared.http.problems import Problem, invalid_body, not_found
from shared.text import Text
from tests.shared.http.things import get, post


class Mode(Enum):
    """Two choices."""

    PHONE = "phone"
    OFFICE = "office"


class Inner(BaseModel):
    """A part of a body."""

    model_config = ConfigDict(extra="forbid")
    count: Annotated[int, Ge(1), Lt(10)] = 1


class Body(BaseModel):
    """A body with a field of each usual type."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=2, max_length=5, pattern=r"^\w+$")
    day: date
    at: datetime | None = None
    mode: Mode = Mode.PHONE
    kind: Literal["a", "b"] = "a"
    number: UUID | None = None
    flag: bool = False
    inner: list[Inner] = Field(default=[], max_length=2)
    checked: str = ""

    @field_validator("checked")
    @classmethod
    def _check(cls, value: str) -> str:
        if value:
            raise refusal("id_checksum", Text(zh="校验码不正确。", en="The check digit is wrong."))
        return value


def refused(text: str) -> Problem:
    """The problem that a body leads to."""
    with pytest.raises(ValidationError) as caught:
        Body.model_validate_json(text)
    return invalid_body(caught.value)


@pytest.mark.parametrize(
    ("change", "pointer", "reason"),
    [
        ({"name": None}, "/name", "not_text"),
        ({"name": "x"}, "/name", "too_short"),
        ({"name": "xxxxxx"}, "/name", "too_long"),
        ({"name": "x y"}, "/name", "bad_format"),
        ({"day": "2019-13-01"}, "/day", "bad_date"),
        ({"day": "1.5.2019"}, "/day", "bad_date"),
        ({"day": True}, "/day", "bad_date"),
        ({"at": "then"}, "/at", "bad_time"),
        ({"mode": "fax"}, "/mode", "not_a_choice"),
        ({"kind": "c"}, "/kind", "not_a_choice"),
        ({"number": "7"}, "/number", "bad_identifier"),
        ({"flag": "yes"}, "/flag", "not_a_truth_value"),
        ({"inner": {}}, "/inner", "not_a_list"),
        ({"inner": [1]}, "/inner/0", "not_an_object"),
        ({"inner": [{"count": 0}]}, "/inner/0/count", "too_small"),
        ({"inner": [{"count": 10}]}, "/inner/0/count", "too_large"),
        ({"inner": [{"count": 1.5}]}, "/inner/0/count", "not_a_number"),
        ({"inner": [{}, {}, {}]}, "/inner", "too_many"),
        ({"checked": "x"}, "/checked", "id_checksum"),
        ({"other": 1}, "/other", "unknown_field"),
        ({"张三": 1}, "", "unknown_field"),
    ],
)
def test_fields(change: dict[str, Any], pointer: str, reason: str) -> None:
    """Each wrong field is named by its pointer and a reason, in both languages."""
    problem = refused(json.dumps({"name": "abc", "day": "2019-01-01", **change}))
    assert problem.status == 422
    (error,) = problem.document()["errors"]
    assert (error["pointer"], error["reason"]) == (pointer, reason)
    assert error["detail"].endswith(".")
    assert error["detail_zh"].endswith("。")
    assert "{" not in error["detail"] + error["detail_zh"]


def test_choices() -> None:
    """The choices are named, since they come from the schema and not from the caller."""
    error = refused('{"name": "abc", "day": "2019-01-01", "mode": "fax"}').errors[0]
    assert error.detail.en == "Give one of: 'phone' or 'office'."
    assert error.detail.zh == "请填写以下之一：'phone'、'office'。"


@pytest.mark.parametrize("text", ["", "{", "nul", '{"name": "\\ud800"}', "[" * 300, '{"a": 1,}'])
def test_malformed(text: str) -> None:
    """What is no JSON is 400, not 422."""
    assert refused(text).status == 400


SECRET = "张三410102199001011234"


@given(
    st.recursive(
        st.just(SECRET) | st.none() | st.integers() | st.booleans(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from([*Body.model_fields, SECRET]), inner)
        ),
    )
)
def test_input_never_repeated(body: Any) -> None:
    """Whatever is sent, and wherever: the answer does not hold it."""
    try:
        Body.model_validate_json(json.dumps(body))
    except ValidationError as error:
        answer = json.dumps(invalid_body(error).document(), ensure_ascii=False)
        assert "张三" not in answer
        assert "1990" not in answer


async def test_of_very_many_errors_the_first_are_named(app: Service) -> None:
    """An answer stays small however much is wrong; it says how many are left out."""
    wrong = await post(app, {"name": "x"} | {f"k{number}": 1 for number in range(150)})
    assert [error["reason"] for error in wrong.json()["errors"]] == [
        *["unknown_field"] * 49,
        "more_errors",
    ]
    assert wrong.json()["errors"][-1]["detail"].startswith("101 more")
    query = "&".join(f"k{number}=1" for number in range(100))
    wrong = await get(app, f"/v1/things/7?{query}")
    assert [error["reason"] for error in wrong.json()["errors"]] == [
        *["unknown_parameter"] * 49,
        "more_errors",
    ]


@given(st.from_type(str))
def test_unknown_kinds(kind: str) -> None:
    """A kind of error that pydantic may add one day still gets a sentence."""
    details: ErrorDetails = {"type": kind, "loc": ("body", "x"), "msg": "", "input": None}
    if kind not in ("refused", "string_too_short"):
        assert field_errors([details])[0].detail.en


@pytest.mark.parametrize(
    ("where", "member"),
    [("query", "parameter"), ("path", "parameter"), ("header", "header")],
)
def test_places(where: str, member: str) -> None:
    """Errors outside the body name the parameter or the header."""
    (error,) = field_errors([{"type": "missing", "loc": (where, "limit")}])
    assert error.document()[member] == "limit"
    assert "pointer" not in error.document()


def test_pointer_stops() -> None:
    """A key that may be data ends the pointer."""
    assert pointer(("inner", 0, "a b", "c")) == "/inner/0"


@pytest.mark.parametrize(
    "error",
    [
        DatabaseAway("x"),
        ConnectionResetError(),
        TimeoutError(),
        asyncpg.ConnectionDoesNotExistError("x"),
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.InterfaceError("the underlying connection is closed"),
        asyncpg.CannotConnectNowError("x"),
        asyncpg.AdminShutdownError("x"),
        asyncpg.CrashShutdownError("x"),
        asyncpg.QueryCanceledError("x"),
        asyncpg.TooManyConnectionsError("x"),
        asyncpg.DiskFullError("x"),
        asyncpg.ReadOnlySQLTransactionError("x"),
    ],
)
def test_database_away(error: Exception) -> None:
    """When PostgreSQL is away the answer is 503 and says when to try again."""
    problem = problem_from(error)
    assert problem is not None
    assert problem.status == 503
    assert int(problem.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        asyncpg.UniqueViolationError("Key (name)=(张三)"),
        asyncpg.InterfaceError("cannot perform operation: another operation is in progress"),
    ],
)
def test_faults(error: Exception) -> None:
    """A fault of ours stands for no problem, so that it is logged as one."""
    assert problem_from(error) is None


@pytest.mark.parametrize("status", [400, 404, 405, 410, 418, 500])
def test_http_errors(status: int) -> None:
    """The framework's own refusals become problems, without its texts."""
    problem = problem_from(HTTPException(status, SECRET, {"Allow": "GET"}))
    assert problem is not None
    assert problem.document()["status"] == status
    assert SECRET not in json.dumps(problem.document(), ensure_ascii=False)


MADE = [
    problems.bad_request(),
    problems.malformed_json(),
    problems.unauthenticated(Text(zh="b", en="a")),
    problems.forbidden("cases:write"),
    problems.not_found(),
    problems.too_large(1),
    problems.not_json_type(),
    problems.precondition_required(),
    problems.unavailable(),
    problems.internal_error(),
]


@pytest.mark.parametrize("problem", MADE, ids=lambda problem: problem.slug)
def test_documents(problem: Problem) -> None:
    """A problem has all members of the schema, which OpenAPI promises, and their types."""
    document = problem.document()
    assert set(SCHEMA["required"]) <= document.keys()
    assert re.fullmatch(SCHEMA["properties"]["type"]["pattern"], document["type"])
    assert problem.status in problems.responses(problem.status)
    response = problem.response()
    assert response.headers["content-type"] == "application/problem+json"
    assert json.loads(bytes(response.body)) == document
    assert str(problem.status) in str(problem)


def test_members() -> None:
    """Further members stand in the document beside the usual ones."""
    problem = Problem(
        412, "stale", Text(zh="b", en="a"), Text(zh="d", en="c"), members={"current_version": 7}
    )
    assert problem.document()["current_version"] == 7


def test_a_page_is_in_the_language_that_the_address_says() -> None:
    """In both where it says none, or one that there is not."""
    document = not_found()
    for query, languages in (
        (b"lang=en", {"en"}), (b"a=1&lang=zh", {"zh"}),
        (b"", {"zh", "en"}), (b"lang=fr", {"zh", "en"}),
    ):  # fmt: skip
        scope = {"headers": [(b"accept", b"text/html")], "query_string": query}
        page = bytes(answer(scope, document).body).decode()
        assert ("未找到此页面" in page) == ("zh" in languages), query
        assert ("Nothing is found here" in page) == ("en" in languages), query
        tag = "en" if languages == {"en"} else "zh-CN"
        assert f'<html lang="{tag}">' in page
