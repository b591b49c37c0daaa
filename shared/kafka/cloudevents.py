"""An event as a Kafka record: CloudEvents 1.0 headers in binary mode, and the partition."""

import json
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

from aiokafka import ConsumerRecord
from asyncpg.pgproto import pgproto

from shared.journal.journal import RecordedEvent
from shared.journal.received_event import ReceivedEvent

Headers = list[tuple[str, bytes]]

_SPECIFICATION = ("ce_specversion", b"1.0")
_CONTENT = ("content-type", b"application/json")


@lru_cache(maxsize=1024)
def _fixed(source: str, type_name: str) -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    return ("ce_type", type_name.encode()), ("ce_source", f"/waystation/{source}".encode())


def headers(source: str, event: RecordedEvent, key: bytes) -> Headers:
    """The headers of one event of a service; `key` is its stream id in UTF-8."""
    type_, origin = _fixed(source, event.type)
    made = [
        _SPECIFICATION,
        ("ce_id", str(event.event_id).encode()),
        type_,
        origin,
        ("ce_subject", key),
        ("ce_time", rfc3339(event.recorded_at)),
        ("ce_sequence", b"%d" % event.version),
        _CONTENT,
    ]
    if "traceparent" in event.metadata:
        parent = json.loads(event.metadata).get("traceparent")
        if isinstance(parent, str):
            made.append(("traceparent", parent.encode()))
    return made


def rfc3339(moment: datetime) -> bytes:
    """A moment in UTC, to the microsecond, as RFC 3339 writes it.

    >>> rfc3339(datetime(2019, 1, 2, 3, 4, 5, tzinfo=UTC))
    b'2019-01-02T03:04:05.000000Z'
    """
    return b"%04d-%02d-%02dT%02d:%02d:%02d.%06dZ" % (
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second,
        moment.microsecond,
    )


def read_record(record: ConsumerRecord) -> ReceivedEvent:
    """Read one record; what is no event of ours gets an empty type and version 0."""
    try:
        id_, type_, time, sequence = _envelope(record.headers)
        stream_id, version = record.key.decode(), int(sequence)
        # No database takes these, and their partition would never go on.
        if not 0 < version < _TOO_MANY or "\0" in stream_id or len(stream_id) > _TOO_LONG:
            return _foreign(record)
        moment = datetime.fromisoformat(time.decode())
        if moment.tzinfo is not UTC:
            if moment.tzinfo is None:
                return _foreign(record)
            moment = moment.astimezone(UTC)
        return ReceivedEvent(
            record.offset,
            pgproto.UUID(id_.decode()),  # nine times as quick as uuid's own
            _type_name(type_),
            stream_id,
            version,
            moment,
            record.value or b"",
        )
    except Exception:  # whatever it is that anybody wrote there, the line goes on
        return _foreign(record)


_TOO_MANY = 1 << 31
_LATEST = 253_402_214_400_000  # milliseconds: the last day that a datetime holds
_TOO_LONG = 500  # characters; an index takes 2,704 bytes
_OUR_ORDER = ("ce_id", "ce_type", "ce_time", "ce_sequence")


def _envelope(pairs: Sequence[tuple[str, bytes]]) -> tuple[bytes, bytes, bytes, bytes]:
    """Id, type, time and sequence, as bytes; raises `KeyError` if one is missing."""
    # Ours come in our order; looked up by place they cost half as much as by name.
    if len(pairs) > 6:
        (id_name, id_), (type_name, type_) = pairs[1], pairs[2]
        (time_name, time), (sequence_name, sequence) = pairs[5], pairs[6]
        if (id_name, type_name, time_name, sequence_name) == _OUR_ORDER:
            return id_, type_, time, sequence
    named = dict(pairs)
    return named["ce_id"], named["ce_type"], named["ce_time"], named["ce_sequence"]


@lru_cache(maxsize=1024)
def _type_name(encoded: bytes) -> str:
    name = encoded.decode()
    if not name.isprintable():
        raise ValueError("a type is a name")
    return name


def _foreign(record: ConsumerRecord) -> ReceivedEvent:
    place = f"{record.topic}/{record.partition}/{record.offset}"
    return ReceivedEvent(
        record.offset,
        uuid5(NAMESPACE_URL, place),  # the same each time that it comes
        "",
        (record.key or b"").decode(errors="replace").replace("\0", "\ufffd"),
        0,
        datetime.fromtimestamp(min(max(record.timestamp, 0), _LATEST) / 1000, UTC),
        record.value or b"",
    )


@lru_cache(maxsize=1 << 16)
def partition_hash(stream_id: str) -> int:
    """The hash by which Kafka's own clients choose a partition for a key: murmur2, positive.

    The partition is the hash modulo the number of partitions.

    >>> partition_hash("case-0") % 6
    0
    """
    key = stream_id.encode()
    length = len(key)
    mixed = 0x9747B28C ^ length
    for word in struct.unpack_from(f"<{length // 4}I", key):
        scrambled = word * 0x5BD1E995 & 0xFFFFFFFF
        scrambled = (scrambled ^ scrambled >> 24) * 0x5BD1E995 & 0xFFFFFFFF
        mixed = mixed * 0x5BD1E995 & 0xFFFFFFFF ^ scrambled
    if rest := key[length & ~3 :]:
        mixed = (mixed ^ int.from_bytes(rest, "little")) * 0x5BD1E995 & 0xFFFFFFFF
    mixed = (mixed ^ mixed >> 13) * 0x5BD1E995 & 0xFFFFFFFF
    return (mixed ^ mixed >> 15) & 0x7FFFFFFF
