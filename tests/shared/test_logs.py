"""Log lines are JSON, hold only what is allowed, and never an exception's message."""

import asyncio
import gc
import itertools
import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import structlog

from shared import logs


@pytest.fixture
def out() -> Iterator[StringIO]:
    """Where the lines go; logging is put back afterwards."""
    stream = StringIO()
    root = logging.getLogger()
    before = list(root.handlers), root.level
    logs.configure("cases", stream=stream)
    yield stream
    root.handlers[:], root.level = before
    structlog.reset_defaults()


def lines(out: StringIO) -> list[dict[str, Any]]:
    """The lines written so far."""
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_allowed(out: StringIO) -> None:
    """Allowed fields are written, with the time, the level and the service."""
    structlog.get_logger().info("case_closed", case_id=UUID(int=7), position=3)
    (line,) = lines(out)
    assert datetime.fromisoformat(line.pop("time")).tzinfo == UTC
    assert line == {
        "service": "cases",
        "level": "info",
        "event": "case_closed",
        "case_id": str(UUID(int=7)),
        "position": 3,
    }


def test_dropped(out: StringIO) -> None:
    """Any other field is dropped, and its name said."""
    structlog.get_logger().warning("x", phone="13800000000", name="张三", count=1)
    (line,) = lines(out)
    assert line["dropped"] == ["name", "phone"]
    assert "张三" not in out.getvalue()
    assert "138" not in out.getvalue()


def test_exceptions(out: StringIO) -> None:
    """An exception is written by kind and place with its cause, never by its message."""
    try:
        try:
            raise KeyError("张三")
        except KeyError as cause:
            raise ValueError("身份证") from cause
    except ValueError:
        structlog.get_logger().exception("fault")
        logging.getLogger("library").exception("Task failed: %s", "李四")
    first, second = lines(out)
    assert [each["kind"] for each in first["errors"]] == [
        "builtins.ValueError",
        "builtins.KeyError",
    ]
    assert any(place.endswith("test_exceptions") for place in first["errors"][0]["at"])
    assert second["message"] == "Task failed: %s"
    for text in ("张三", "身份证", "李四"):
        assert text not in out.getvalue()


async def test_tasks(out: StringIO) -> None:
    """Of a task or callback that fails unseen, neither its arguments nor its message is written."""

    async def fail() -> None:
        raise ValueError("张三")

    def call(name: str) -> None:
        raise ValueError(name)

    task = asyncio.create_task(fail())
    asyncio.get_running_loop().call_soon(call, "李四")
    await asyncio.wait([task])
    del task
    gc.collect()
    await asyncio.sleep(0)
    first, second = sorted(lines(out), key=lambda line: line["message"])
    assert first["message"].startswith("Exception in callback")
    assert second["message"] == "Task exception was never retrieved"
    assert second["errors"][0]["at"][0].endswith(" fail")
    for text in ("张三", "李四"):
        assert text not in out.getvalue()


def test_groups() -> None:
    """Of a group of exceptions the first one is described as well."""
    kinds = [each["kind"] for each in logs.describe(ExceptionGroup("x", [KeyError("张三")]))]
    assert kinds == ["builtins.ExceptionGroup", "builtins.KeyError"]


def test_libraries(out: StringIO) -> None:
    """Records of the server's own logger keep their message; its access log is left out."""
    logging.getLogger("uvicorn.error").info("Started on %d", 80)
    logging.getLogger("uvicorn.access").info("GET /v1/cases?reference=%s", "secret")
    (line,) = lines(out)
    assert line["logger"] == "uvicorn.error"
    assert line["message"] == "Started on 80"


def test_level(out: StringIO) -> None:
    """Lines below the level are left out."""
    structlog.get_logger().debug("x")
    assert lines(out) == []


def test_odd_values(out: StringIO) -> None:
    """A value of a strange type is written as the type's name, not by its text."""

    class Strange:
        def __repr__(self) -> str:
            return "张三"

    structlog.get_logger().info(
        "x", reason=Strange(), count={2, 1}, total=datetime(2020, 1, 1, tzinfo=UTC)
    )
    (line,) = lines(out)
    assert (line["reason"], line["count"]) == ("Strange", [1, 2])
    assert line["total"].startswith("2020-01-01T")


def test_a_burst_of_a_library_is_bounded(out: StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five lines of a logger and message a minute, the places once, then how many were left out."""
    clock = itertools.count(0.0, 0.01)
    monkeypatch.setattr("shared.logs.time.monotonic", lambda: next(clock))
    library = logging.getLogger("aiokafka")
    for node in range(1000):
        try:
            raise OSError("refused")
        except OSError:
            library.exception("Unable connect to node with id %s", node)
    library.error("Something else")
    written = lines(out)
    assert [line["message"] for line in written] == [
        *(f"Unable connect to node with id {node}" for node in range(5)),
        "Something else",
    ]
    assert ["errors" in line for line in written] == [True, *[False] * 5]
    clock = itertools.count(75.0)
    library.error("Something else")
    left_out, last = lines(out)[6:]
    assert (left_out["event"], left_out["logger"], left_out["message"], left_out["count"]) == (
        "lines_left_out",
        "aiokafka",
        "Unable connect to node with id %s",
        995,
    )
    assert last["message"] == "Something else"


def test_what_was_left_out_is_said_at_the_end(out: StringIO) -> None:
    """A process that ends amid a burst says so too; what is said has no values in it."""
    for number in range(7):
        logging.getLogger("other").warning("for %s", "张三" * number)
    (handler,) = (each for each in logging.getLogger().handlers if hasattr(each, "_bursts"))
    handler.close()
    assert [line.get("count") for line in lines(out)] == [None] * 5 + [2]
    assert "张三" not in out.getvalue()
