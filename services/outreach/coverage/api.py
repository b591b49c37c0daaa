"""HTTP: coverage: which kinds of places a region's communities have been entered in, in a year."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from services.outreach.context import cursors_of, handler_of
from services.outreach.coverage import examples
from services.outreach.coverage.reading import Covered, read_page
from services.outreach.recording import Reads
from shared.http.fields import WholeNumber
from shared.http.operation import Operation
from shared.lists import by_county
from shared.lists.paging import USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.policies.dictionaries import PlaceSet, WordList
from shared.policies.in_force import policies_in_force
from shared.regions import regions_in_force

router = APIRouter(route_class=Operation, tags=["coverage"])

Year = Annotated[
    WholeNumber | None,
    Query(ge=1949, le=2100, description="The present one without it", examples=[2019]),
]


class NamedSet(BaseModel):
    """A named set of kinds of places, such as the six enterings (六进)."""

    set: str
    kinds: list[str]


class SetEntered(BaseModel):
    """How many kinds of a set have been entered, of how many."""

    set: str
    entered: int
    of: int


class Community(BaseModel):
    """A community: how many sessions it has seen in the year, by the kinds that it has seen.

    `listed` is false for what the list of regions does not have as a community: a session may be
    recorded of a street, or of a community that nobody has listed. `name` is empty then, too.
    """

    region: str
    name: str
    listed: bool
    sessions: dict[str, int]
    not_entered: list[str]
    sets: list[SetEntered]


class Coverage(BaseModel):
    """A page of communities by their codes; where there are more, `next` is what to ask `after`.

    `kinds` are the kinds of places of the dictionary that were in use in the year and the regions;
    what a community has not entered is of those that are in use there.
    """

    year: int
    kinds: Annotated[list[str], Field(description="In the order of the dictionary")]
    sets: list[NamedSet]
    communities: list[Community]
    next: str | None


@router.get(
    "/v1/coverage",
    summary="Kinds of places entered, by community",
    response_model=Coverage,
    responses=examples.COVERAGE,
)
async def read_coverage(
    request: Request,
    call: Reads,
    region: Region = None,
    year: Year = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """Kind of place × community for a year: sessions held, and what has not been entered.

    Void sessions are not among them. Places by name that must be entered and were not are listed
    by `GET /v1/places?must_enter=true&entered=false`.
    """
    handler, agency = handler_of(request), call.caller.agency
    asked = year or handler.today().year
    prefixes = by_county.within(call.caller.regions, region)
    kinds = _kinds(asked, prefixes)
    sets = [NamedSet(set=each, kinds=_of_set(each, kinds)) for each in PlaceSet]
    sets = [each for each in sets if each.kinds]
    name = f"coverage {asked} {prefixes}"
    cursors = cursors_of(request)
    place = place_of(cursors, agency, name, after)
    page, following = await read_page(
        handler.journal.pool,
        prefixes,
        asked,
        place[0] if place else "",
        limit,
        len(policies_in_force().words(WordList.PLACE_KIND)),
    )
    answer = Coverage(
        year=asked,
        kinds=kinds,
        sets=sets,
        communities=[_shown(each, asked, sets) for each in page],
        next=cursor_of(cursors, agency, name, [following] if following else None),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


def _kinds(year: int, regions: Sequence[str]) -> list[str]:
    """The kinds of places that were in use on a day of a year, somewhere in some regions.

    Regions are prefixes: a word of a district is used in a part of its city, one of the city in all
    of the district.
    """
    first, behind = date(year, 1, 1), date(year + 1, 1, 1)
    return [
        each.code
        for each in policies_in_force().words(WordList.PLACE_KIND)
        if each.holding.since < behind
        and each.holding.until > first
        and any(
            own.startswith(wanted) or wanted.startswith(own)
            for own in each.holding.regions
            for wanted in regions
        )
    ]


def _of_set(name: str, kinds: list[str]) -> list[str]:
    words = policies_in_force().words(WordList.PLACE_KIND)
    return [each.code for each in words if name in each.sets and each.code in kinds]


def _shown(covered: Covered, year: int, sets: list[NamedSet]) -> Community:
    """A community, by the kinds of places that are in use there."""
    listed = regions_in_force().get(covered.region)
    kinds = _kinds(year, [covered.region])
    return Community(
        region=covered.region,
        name="" if listed is None else listed.name,
        listed=listed is not None,
        sessions=dict(covered.sessions),
        not_entered=[kind for kind in kinds if kind not in covered.sessions],
        sets=[
            SetEntered(
                set=each.set,
                entered=sum(kind in covered.sessions for kind in each.kinds if kind in kinds),
                of=sum(kind in kinds for kind in each.kinds),
            )
            for each in sets
        ],
    )
