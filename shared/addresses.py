"""Addresses as an operator sets them: of a database, of Kafka, and of a service."""

from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


def _database(text: str) -> str:
    try:
        parts = urlsplit(text)
        plain = parts.scheme in ("postgresql", "postgres") and len(parts.path) > 1
        hosts = parts.netloc.rpartition("@")[2]
        for host in hosts.split(","):
            _ = urlsplit(f"//{host}").port
        if parts.query:
            parse_qs(parts.query, strict_parsing=True)
    except ValueError:
        plain = False
    # The first @ would end the password for one reader, and the last for another.
    if not plain or parts.netloc.count("@") > 1:
        raise PydanticCustomError(
            "database_address",
            "should be written as postgresql://role:password@host:port/database, with %XX for"
            " what has a meaning there (an @ of a password is %40)",
            {
                "chinese": "应写作 postgresql://角色:密码@主机:端口/数据库，"
                "其中有特殊含义的字符写作 %XX（如密码中的 @ 写作 %40）。"
            },
        )
    return text


def _kafka(text: str) -> str:
    try:
        hosts = [urlsplit(f"//{host.strip()}") for host in text.split(",")]
        # A host and a port, and nothing before, between or after.
        plain = all(host.hostname and host.port for host in hosts)
        plain = plain and not any(mark in text for mark in "/?#@")
    except ValueError:
        plain = False
    if not plain:
        raise PydanticCustomError(
            "kafka_address",
            "should be written as host:port, several with commas between",
            {"chinese": "应写作 主机:端口，多个之间用逗号分隔。"},
        )
    return text


def _service(text: str) -> str:
    try:
        parts = urlsplit(text)
        plain = parts.scheme == "http" and parts.hostname and parts.port != 0 and "@" not in text
    except ValueError:
        plain = False
    if not plain or parts.path.strip("/") or parts.query or parts.fragment:
        raise PydanticCustomError(
            "service_url",
            "should be http://host or http://host:port",
            {"chinese": "应写作 http://主机 或 http://主机:端口。"},
        )
    return text


DatabaseAddress = Annotated[str, AfterValidator(_database)]
KafkaAddress = Annotated[str, AfterValidator(_kafka)]
ServiceUrl = Annotated[str, AfterValidator(_service)]

# What they are for, on the page of every setting.
KAFKA_MEANING = "Kafka's brokers: host:port, several with commas between."
URL_MEANING = "Where {} is: http://host:port."
