"""A Kafka record as an event; what is none of ours never stops its partition."""

from datetime import UTC, datetime
from typing import Any

import pytest
from aiokafka import ConsumerRecord

from shared.ids import new_id
from shared.journal.journal import RecordedEvent
from shared.kafka.cloudevents import headers, read_record

EVENT = RecordedEvent(
    1, "case-1", 2, new_id(), "tests.Happened.v1", "{}", "{}", datetime(2019, 1, 2, tzinfo=UTC)
)


def record(**changes: Any) -> ConsumerRecord:
    """A record as our publisher makes it, with changes."""
    fields: dict[str, Any] = {
        "topic": "t",
        "partition": 0,
        "offset": 5,
        "timestamp": 1_546_387_200_000,
        "timestamp_type": 0,
        "key": b"case-1",
        "value": b"{}",
        "checksum": None,
        "serialized_key_size": 6,
        "serialized_value_size": 2,
        "headers": tuple(headers("cases", EVENT, b"case-1")),
    }
    return ConsumerRecord(**(fields | changes))


def with_header(name: str, value: bytes | None) -> ConsumerRecord:
    """A record of ours with another value under a header."""
    ours = headers("cases", EVENT, b"case-1")
    return record(headers=tuple((n, value if n == name else v) for n, v in ours))


def test_an_event_comes_out_as_it_went_in() -> None:
    """All that its headers say."""
    received = read_record(record())
    assert (received.offset, received.version, received.stream_id) == (5, 2, "case-1")
    assert (received.type, received.event_id) == (EVENT.type, EVENT.event_id)
    assert received.recorded_at == EVENT.recorded_at


@pytest.mark.parametrize("timestamp", [-1, 0, 2**62, 2**63 - 1, 253_402_300_800_000])
def test_a_foreign_record_may_bear_any_time(timestamp: int) -> None:
    """Also one that no calendar holds."""
    received = read_record(record(headers=(), timestamp=timestamp, value=b"hello"))
    assert (received.type, received.version) == ("", 0)
    assert received.recorded_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ce_time", b"9999-12-31T23:59:59-14:00"),
        ("ce_time", b"0001-01-01T00:00:00+14:00"),
        ("ce_time", b"2019-01-01T00:00:00"),
        ("ce_time", None),
        ("ce_id", b"1"),
        ("ce_id", None),
        ("ce_sequence", b"9" * 5000),
        ("ce_sequence", b"-1"),
        ("ce_sequence", b""),
        ("ce_type", b"\xff"),
        ("ce_type", None),
    ],
)
def test_a_record_with_wrong_headers_is_foreign(name: str, value: bytes | None) -> None:
    """It gets no type and no version, and the line goes on."""
    received = read_record(with_header(name, value))
    assert (received.offset, received.type, received.version) == (5, "", 0)


@pytest.mark.parametrize("key", [None, b"\xff\0", b"k" * 10_000])
def test_a_record_with_a_wrong_key_is_foreign(key: bytes | None) -> None:
    """No stream has such a name."""
    assert read_record(record(key=key)).version == 0
