"""What the service in memory says of places, their use and informants."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias, assert_never

from services.outreach.informants.api import NewCount
from services.outreach.informants.rules import CountInformants, informants
from services.outreach.place.bodies import Closing, NewPlace
from services.outreach.place.uses_api import NewUse
from shared.decider import check_day, check_region
from shared.regions import prefix

CLOSING = "place-closing"  # other things are closed, too
BODIES: Mapping[str, Any] = {
    "places": NewPlace,
    CLOSING: Closing,
    "uses": NewUse,
    "informants": NewCount,
}
OfPlaces: TypeAlias = NewPlace | NewUse | NewCount | Closing


def check(body: OfPlaces, today: date) -> None:
    """Raise what the rules raise."""
    match body:
        case NewPlace():
            check_day(body.opened_on, today)
            check_region(body.region, body.opened_on, today)
        case NewUse():
            check_day(body.occurred_on, today)
        case NewCount():
            count = CountInformants(body.region, body.occurred_on, body.number)
            informants.decide(count, informants.initial, today)
        case Closing():
            check_day(body.closed_on, today)
        case _:
            assert_never(body)


def stream_of(body: NewCount | Closing, path: str) -> str:
    """The stream of what has no stream of its own making."""
    if isinstance(body, NewCount):
        return f"informants-{body.region}"
    return f"place-{path.split('/')[3]}"


def places_of(claims: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, Any]:
    """The places of a name in a region and below it, on one page."""
    found = []
    for claim, place_id in claims.items():
        what, _, rest = claim.partition(":")
        region, _, name = rest.partition(":")
        if what == "place" and name == asked["name"] and region.startswith(prefix(asked["region"])):
            days = {"opened_on": "1949-10-01", "closed_on": None}
            found.append({"place_id": place_id, "region": region, **days})
    return {"places": found, "next": None}


def name_of(body: NewPlace | NewUse) -> str:
    """By what a place is found again."""
    return f"place:{body.region}:{body.name}" if isinstance(body, NewPlace) else ""
