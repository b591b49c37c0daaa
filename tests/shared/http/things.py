"""Tokens, bodies and calls of the application that tests of shared/http share."""

import json
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from shared.http.access_rules import BY_REGION
from shared.http.application import Call, IfMatch, Service, needs, reads
from shared.identity.issuer import Issuer
from tests.shared.http.calling import Answer, call

ISSUER = Issuer.new("test")
TOKEN = ISSUER.mint("310", ["4101"], ["outreach:read", "outreach:write"])
READER = ISSUER.mint("310", ["4101"], ["outreach:read"])


class Thing(BaseModel):
    """A body."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=1)
    more: dict[str, list[str]] = {}


class Page(BaseModel):
    """Query parameters kept in a model."""

    model_config = ConfigDict(extra="forbid")
    limit: int = 10
    from_: str = Field("", alias="from")


Writing = Annotated[Call, needs("outreach:write", BY_REGION)]
Changing = Annotated[Call, needs("outreach:write", BY_REGION, IfMatch.REQUIRED)]
Careful = Annotated[
    Call,
    needs("outreach:write", BY_REGION, also=("clients:personal", "outreach:read"), act=True),
]
Reading = Annotated[Call, reads("outreach:read", BY_REGION)]


def as_json(asked: Call) -> dict[str, Any]:
    """A call, as JSON."""
    return {
        "agency": asked.caller.agency,
        "key": asked.idempotency_key,
        "hash": asked.request_hash.hex(),
        "if_match": asked.if_match,
        "dry_run": asked.dry_run,
        "traceparent": asked.traceparent,
    }


async def post(
    app: Service, body: Any, path: str = "/v1/things", *, parts: int = 1, **headers: str | None
) -> Answer:
    """POST a body with all headers that are needed, these changed or (None) left out."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    usual = {
        "authorization": f"Bearer {TOKEN}",
        "content-type": "application/json",
        "idempotency-key": "k1",
    }
    sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    kept = {name: value for name, value in sent.items() if value is not None}
    return await call(app, "POST", path, headers=kept, body=raw, parts=parts)


async def get(app: Service, address: str, **headers: str) -> Answer:
    """GET with a token."""
    return await call(app, "GET", address, headers={"authorization": f"Bearer {TOKEN}", **headers})
