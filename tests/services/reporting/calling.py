"""Calls reporting as one that may see the statistics of some regions and operate the service."""

from collections.abc import Sequence

from shared.http.application import Service
from shared.identity.issuer import Issuer
from tests.shared.http.calling import Answer, call

ISSUER = Issuer.new("tests")


ACTIONS = ("statistics:read", "statistics:detail", "reporting:operate")


def headers(
    *regions: str, actions: Sequence[str] = ACTIONS, agency: str = "tests", **more: str
) -> dict[str, str]:
    """The headers of a caller who may see statistics of these regions."""
    token = ISSUER.mint(agency, regions or ["4101"], actions)
    return {"authorization": f"Bearer {token}", **more}


async def get(app: Service, address: str, **more: str) -> Answer:
    """Read something as the city's office."""
    return await call(app, "GET", address, headers=headers(**more))


async def page_of_year(app: Service, address: str, **more: str) -> Answer:
    """What a browser shows in the end at an address of the year's table."""
    more = {"accept": "text/html"} | more
    answer = await get(app, address, **more)
    while answer.status == 303:
        answer = await get(app, answer.headers["location"], **more)
    return answer
