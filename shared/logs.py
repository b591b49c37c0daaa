"""Logs: facts with fields, one JSON object a line on standard error.

Only fields on the allow-list are written, so that no personal data can slip in; the names
of others are listed under ``dropped``. Of an exception the kinds and places are written,
not the message, since PostgreSQL and pydantic quote values in theirs.
"""

import contextlib
import json
import logging
import re
import sys
import time
import traceback
from collections.abc import MutableMapping
from datetime import UTC, date, datetime
from typing import Any, TextIO
from uuid import UUID

import structlog

from shared.log_bursts import Bursts, Kind

ALLOWED = frozenset(
    {
        # every line
        "time", "level", "event", "logger", "service", "dropped", "errors", "message",
        # a request
        "method", "route", "status", "milliseconds", "traceparent", "agency", "action", "slug",
        "jti", "dry_run",
        # a fact of the ledger, by its opaque identifiers
        "stream_id", "version", "position", "event_id", "type", "client_id", "case_id",
        "entry_id", "workstation_id", "activity_id", "publication_id", "place_id", "use_id",
        "questionnaire_id", "survey_id",
        # the relay and the consumer
        "source", "partition", "offset", "first_offset", "last_offset", "count", "epoch",
        "topic", "lag", "phase", "done", "total", "seconds", "indicator", "parked", "reason",
        # the process
        "host", "port", "address", "signal", "schema", "migration", "process_id", "attempt",
        "sha256", "working_days_until",
    }
)  # fmt: skip

_QUOTED = ("uvicorn", "aiokafka")  # loggers of libraries whose messages hold no data of ours

# asyncio writes arguments and exceptions into its messages itself; these are safe in front of them.
_FIRST_WORDS = re.compile(r"[A-Za-z ]*")

Event = MutableMapping[str, Any]


def configure(service: str, *, level: str = "info", stream: TextIO | None = None) -> None:
    """Send this process's log lines, those of the standard library's loggers too, to `stream`.

    `stream` is standard error unless given. Lines below `level` are left out.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    out = stream or sys.stderr
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, Fields(service)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=stream is None,
    )
    handler = _Handler(service, out)
    root = logging.getLogger()
    for old in [each for each in root.handlers if isinstance(each, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(max(number, logging.INFO))
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = name != "uvicorn.access"  # its lines repeat query strings


class Fields:
    """The structlog processor that keeps what is allowed and writes the line."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __call__(self, logger: Any, method: str, event: Event) -> str:
        """The line for an event."""
        error = event.pop("exc_info", None)
        line: dict[str, Any] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "service": self._service,
        }
        line |= {name: value for name, value in event.items() if name in ALLOWED}
        if len(line) < len(event) + 2 and (dropped := sorted(event.keys() - ALLOWED)):
            line["dropped"] = dropped
        if error:
            line["errors"] = describe(_exception(error))
        return _encode(line)


def describe(error: BaseException | None) -> list[dict[str, Any]]:
    """The kinds and places of an exception and its causes, outermost first, without messages."""
    described: list[dict[str, Any]] = []
    while error is not None and len(described) < 8:
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        described.append(
            {
                "kind": f"{type(error).__module__}.{type(error).__qualname__}",
                "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
            }
        )
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
            continue
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return described


def _exception(value: Any) -> BaseException | None:
    if isinstance(value, BaseException):
        return value
    return value[1] if isinstance(value, tuple) else sys.exc_info()[1]


def _plain(value: Any) -> str | list[Any]:
    if isinstance(value, set | frozenset | tuple):
        return sorted(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return type(value).__name__


_encode = json.JSONEncoder(ensure_ascii=False, default=_plain, separators=(",", ":")).encode


def _message(record: logging.LogRecord) -> str:
    if record.name.startswith(_QUOTED):
        return record.getMessage()
    if record.name == "asyncio":
        return "".join(_FIRST_WORDS.findall(str(record.msg))[:1]).rstrip()
    return str(record.msg)


def _kind(record: logging.LogRecord) -> Kind:
    quoted = record.name.startswith(_QUOTED)
    return record.name, str(record.msg) if quoted else _message(record)


class _Handler(logging.Handler):
    """Writes the standard library's log records as lines of the same shape.

    Of libraries that may quote our data only the message's template is written, of asyncio's
    only the first words. Of one logger and message a few lines a minute are written, then one that
    says how many were left out; only the first has the places of its exception.
    """

    def __init__(self, service: str, out: TextIO) -> None:
        super().__init__()
        self._fields = Fields(service)
        self._out = out
        self._bursts = Bursts()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        try:
            now = time.monotonic()
            self._write_left_out(now)
            number = self._bursts.number_in_window(_kind(record), now)
            if number is not None:
                self._write(
                    level=record.levelname.lower(),
                    event="library",
                    logger=record.name,
                    message=_message(record),
                    exc_info=record.exc_info if number == 1 else None,
                )
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        """Say what was left out until now."""
        with contextlib.suppress(Exception):  # the stream may be closed by now
            self._write_left_out()
        super().close()

    def _write_left_out(self, now: float | None = None) -> None:
        for (logger, message), count in self._bursts.over(now):
            self._write(
                level="warning",
                event="lines_left_out",
                logger=logger,
                message=message,
                count=count,
            )

    def _write(self, **event: Any) -> None:
        self._out.write(self._fields(None, "", event) + "\n")
