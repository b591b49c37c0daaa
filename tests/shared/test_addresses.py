"""Addresses that cannot be meant are refused where they are set, without being repeated."""

import pytest

from shared.addresses import DatabaseAddress, KafkaAddress, ServiceUrl
from shared.settings import Settings, SettingsBroken, read


class Addresses(Settings):
    """One of each kind."""

    database: DatabaseAddress = "postgresql:///none"
    kafka: KafkaAddress = "none:1"
    service: ServiceUrl = "http://none"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://cases:s3%40cret@postgres:5432/cases",
        "postgres://cases@one:1,two:2/cases?target_session_attrs=read-write",
        "postgresql://postgres@/cases?host=/run/postgresql",
        "postgresql://cases:secret@[::1]:5432/cases",
    ],
)
def test_a_database_address_is_taken_as_it_is(address: str) -> None:
    """As PostgreSQL's own programs write it."""
    assert read(Addresses, {"WAYSTATION_DATABASE": address}).database == address


@pytest.mark.parametrize(
    "address",
    [
        "cases",
        "mysql://cases:s3cret@postgres/cases",
        "postgresql://cases:s3cret@postgres",
        "postgresql://cases:s3cret@postgres/",
        "postgresql://cases:s3@cret@postgres/cases",
        "postgresql://cases:s3cret@postgres:port/cases",
        "postgresql://cases:s3cret@postgres/cases?s3cret",
        "postgresql://cases:s3cret@[postgres/cases",
    ],
)
def test_a_broken_database_address_is_told(address: str) -> None:
    """By its variable, and without what is in it."""
    with pytest.raises(SettingsBroken, match="WAYSTATION_DATABASE: should be written") as answer:
        read(Addresses, {"WAYSTATION_DATABASE": address})
    assert "s3" not in str(answer.value)


@pytest.mark.parametrize("address", ["kafka:9092", "one:9092,two:9092", "[::1]:9092"])
def test_an_address_of_kafka_is_taken_as_it_is(address: str) -> None:
    """One broker or several."""
    assert read(Addresses, {"WAYSTATION_KAFKA": address}).kafka == address


@pytest.mark.parametrize(
    "address",
    ["kafka", "kafka:", "kafka:port", "http://kafka:1", "a:1,,b:1", "a:1?x", "a:1?", "a:1#x",
     "me@a:1", "a:1/"],
)  # fmt: skip
def test_a_broken_address_of_kafka_is_told(address: str) -> None:
    """By its variable."""
    with pytest.raises(SettingsBroken, match="WAYSTATION_KAFKA: should be written as host:port"):
        read(Addresses, {"WAYSTATION_KAFKA": address})


@pytest.mark.parametrize("address", ["http://cases", "http://cases:8000/", "http://[::1]:8000"])
def test_an_address_of_a_service_is_taken_as_it_is(address: str) -> None:
    """A host, and a port unless it is the usual one."""
    assert read(Addresses, {"WAYSTATION_SERVICE": address}).service == address


@pytest.mark.parametrize(
    "address",
    ["cases:8000", "https://cases", "http://", "http://c:0", "http://c:x", "http://me@c",
     "http://c/v1", "http://c?x", "http://c#x", "http://[c"],
)  # fmt: skip
def test_a_broken_address_of_a_service_is_told(address: str) -> None:
    """By its variable."""
    with pytest.raises(SettingsBroken, match="WAYSTATION_SERVICE: should be http://host"):
        read(Addresses, {"WAYSTATION_SERVICE": address})
