"""Rights at Kafka (ACLs): who may read or write which topic or group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import structlog
from aiokafka.errors import for_code
from aiokafka.protocol.admin import CreateAclsRequest

from shared.kafka.admin import administering

log = structlog.get_logger(__name__)

_ANSWER_WITHIN = 10.0  # seconds
# Numbers of Kafka's protocol.
_KINDS = {"topic": 2, "group": 3}
_OPERATIONS = {"read": 3, "write": 4}
_THIS_NAME_ONLY, _ALLOW, _FROM_ANYWHERE = 3, 3, "*"


@dataclass(frozen=True)
class Right:
    """A user may read or write one topic, or read as one group; to describe it is included."""

    user: str
    operation: Literal["read", "write"]
    kind: Literal["topic", "group"]
    name: str


async def grant(
    bootstrap: str, rights: Sequence[Right], security: Mapping[str, Any] | None = None
) -> None:
    """Give the rights, at a Kafka that has an authorizer; one that is there already stays.

    Raises aiokafka's `KafkaError` (`SecurityDisabled` where Kafka has no authorizer,
    `ClusterAuthorizationFailedError` where this user may give none), OSError or TimeoutError.
    """
    async with administering(bootstrap, _ANSWER_WITHIN, security) as admin:
        for right in rights:
            # aiokafka has the request, but no method that sends it.
            answer = await admin._send_request(
                CreateAclsRequest(
                    _KINDS[right.kind],
                    right.name,
                    _THIS_NAME_ONLY,
                    f"User:{right.user}",
                    _FROM_ANYWHERE,
                    _OPERATIONS[right.operation],
                    _ALLOW,
                )
            )
            for code, message in answer.creation_responses:
                if code:
                    raise for_code(code)(f"{right}: {message}")
    log.info("rights_given", count=len(rights))
