"""Places with their uses, informants, and surveys that are over, as rows of their ledgers."""

from collections.abc import Mapping
from typing import Any

from deploy.ledgers.errors import NotAllowed
from deploy.ledgers.exporting.pages import pages_of
from deploy.ledgers.exporting.rows import INFORMANTS, PLACES, SURVEYS, USES, Rows, row_of
from deploy.ledgers.kinds import ledgers_of
from deploy.ledgers.kinds.surveys import RESULTS
from deploy.ledgers.ledger import REGION, Ledger
from deploy.ledgers.sending import Api

_UNFINISHED = frozenset({"prepared", "open"})


async def add_places(api: Api, rows: Rows) -> None:
    """Add what the caller's agency entered, and the numbers of informants of its regions.

    Void ones are left out; so are informants where the token may not read them.
    """
    wanted = (PLACES, USES, SURVEYS)
    here = {each.name: each for each in await ledgers_of(api, wanted)}
    places, uses, surveys = (here[each.name] for each in wanted)
    known = [place async for place in pages_of(api, "/v1/places", "places", [])]
    for place in known:
        one = await api.get(f"/v1/places/{place['place_id']}", []) or {}
        if one.get("own"):
            _place(one, places, rows)
    names = {place["place_id"]: place["name"] for place in known}
    async for use in pages_of(api, "/v1/uses", "uses", [("sort", "occurred")]):
        if not use["own"] or use["void"]:
            continue
        if (name := names.get(use["place_id"])) is None:
            rows.left_out.entries["outreach.PlaceUsed"] += 1  # the place is not the token's to see
            continue
        rows.add(uses, row_of(uses, {**use, "place": name}, rows.left_out))
    await _informants(api, rows)
    await _surveys(api, surveys, rows)


def _place(place: Mapping[str, Any], ledger: Ledger, rows: Rows) -> None:
    """The row of a place as it was entered; one that was changed since has none."""
    if place["version"] > (1 if place["closed_on"] is None else 2):
        rows.left_out.entries["outreach.PlaceChanged"] += 1
        return
    if any(room["name"] for room in place["rooms"]):
        rows.left_out.facts["outreach.PlaceOpened.rooms.name"] += 1
    said = {**place, "rooms": [room["code"] for room in place["rooms"]]}
    rows.add(ledger, row_of(ledger, said, rows.left_out))


async def _informants(api: Api, rows: Rows) -> None:
    try:
        regions = [
            each[REGION] async for each in pages_of(api, "/v1/informants", "communities", [])
        ]
    except NotAllowed:
        return
    for region in regions:
        found = await api.get(f"/v1/informants/{region}", []) or {}
        for count in found.get("counts", ()):
            said = {**count, REGION: region}
            rows.add(INFORMANTS, row_of(INFORMANTS, said, rows.left_out))


async def _surveys(api: Api, ledger: Ledger, rows: Rows) -> None:
    """Those that are over: a row has all of its answers, and of others they still come."""
    codes: dict[str, str] = {}
    async for listed in pages_of(api, "/v1/surveys", "surveys", [("own", "true")]):
        if listed["state"] in _UNFINISHED:
            rows.left_out.entries["outreach.SurveyPrepared"] += 1
        if listed["state"] != "closed":
            continue
        survey = await api.get(f"/v1/surveys/{listed['survey_id']}", []) or {}
        asked = survey["questionnaire_id"]
        if asked not in codes:
            found = await api.get(f"/v1/questionnaires/{asked}", []) or {}
            codes[asked] = found.get("code", asked)
        results = [
            (its["audience"], its["planned"], its["answered"], its["counting"])
            for its in survey["groups"]
        ]
        said = {**survey, "questionnaire": codes[asked], RESULTS: results}
        rows.add(ledger, row_of(ledger, said, rows.left_out))
