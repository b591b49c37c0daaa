"""Calls reporting as one that may see the statistics of some regions and operate the service."""

from shared.http.application import Service
from shared.identity.issuer import Issuer
from tests.shared.http.calling import Answer, call

ISSUER = Issuer.new("tests")


def headers(*regions: str, **more: str) -> dict[str, str]:
    """The headers of a caller who may see statistics of these regions."""
    token = ISSUER.mint("tests", regions or ["4101"], ["statistics:read", "reporting:operate"])
    return {"authorization": f"Bearer {token}", **more}


async def get(app: Service, address: str, **more: str) -> Answer:
    """Read something as the city's office."""
    return await call(app, "GET", address, headers=headers(**more))
