"""Campaigns, plans, activities and articles of the caller's agency, as rows of their ledgers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from deploy.ledgers.exporting.pages import pages_of
from deploy.ledgers.exporting.rows import ACTIVITIES, ARTICLES, CAMPAIGNS, PLANS, Rows, row_of
from deploy.ledgers.kinds import ledgers_of
from deploy.ledgers.kinds.activity_columns import EVENT, HELPERS, PLACE
from deploy.ledgers.kinds.articles import FIRST
from deploy.ledgers.kinds.plans import PLANNED_ON, REASON
from deploy.ledgers.known_places import Places
from deploy.ledgers.ledger import REGION, Ledger
from deploy.ledgers.sending import Api

_MISTAKEN = "mistaken"  # as what --replacing takes a plan back


async def add_prevention(api: Api, rows: Rows, numbers: Mapping[str, str]) -> None:
    """Add the rows that the caller's agency entered, but for void ones; drafts too.

    `numbers` are those of the files that are exported, by their ids.
    """
    async for campaign in pages_of(api, "/v1/campaigns", "campaigns", [("own", "true")]):
        if campaign["state"] != "void":
            rows.add(CAMPAIGNS, row_of(CAMPAIGNS, campaign, rows.left_out))
    wanted = (PLANS, *ACTIVITIES, ARTICLES)
    here = {each.name: each for each in await ledgers_of(api, wanted)}
    plans, *activities, articles = (here[each.name] for each in wanted)
    places = _Places(api)
    await _plans(api, plans, places, rows)
    await _records(api, "/v1/activities", "activities", activities, places, rows, numbers)
    await _records(api, "/v1/publications", "publications", [articles], places, rows, numbers)


class _Places:
    """What rows call the places that entries name by their ids."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known = Places(api)
        self._names: dict[str, str] = {}

    async def cell(self, record: Mapping[str, Any], day: str) -> str | None:
        """The name of a place; its id where the import would not know which one is meant."""
        place_id = record.get(PLACE)
        if place_id is None:
            return None
        if place_id not in self._names:
            found = await self._api.get(f"/v1/places/{place_id}", []) or {}
            self._names[place_id] = found.get("name", "")
        name = self._names[place_id]
        meant = await self._known.near(name, record[REGION], record[day])
        return name if meant == [place_id] else str(place_id)


async def _plans(api: Api, ledger: Ledger, places: _Places, rows: Rows) -> None:
    """The plans that are open, and those that were called off; what was held is an activity."""
    for state in ("planned", "called_off"):
        query = [("sort", "occurred"), ("state", state)]
        async for plan in pages_of(api, "/v1/activities/plans", "plans", query):
            one = await api.get(f"/v1/activities/{plan['activity_id']}", []) or {}
            reason = one.get("calling_off_reason")
            if reason == _MISTAKEN:
                continue
            said = {**plan, REASON: reason, PLACE: await places.cell(plan, PLANNED_ON)}
            rows.add(ledger, row_of(ledger, said, rows.left_out))


async def _records(
    api: Api,
    path: str,
    name: str,
    ledgers: Sequence[Ledger],
    places: _Places,
    rows: Rows,
    numbers: Mapping[str, str],
) -> None:
    """The activities or articles that the caller's agency recorded, by their days."""
    channels: dict[str, Any] = {}  # in which each article appeared, for those that repeat it
    async for record in pages_of(api, path, name, [("sort", "occurred")]):
        channels[record.get("publication_id", "")] = record.get("channel")
        if not record["own"] or record["void"]:
            continue
        first = channels.get(record.get("same_as") or "")
        # What was held as planned has a row of its kind, too: there it has the same key.
        said = {**record, "version": 1, FIRST: first}
        said[PLACE] = await places.cell(record, "occurred_on")
        helpers = [numbers.get(each, "") for each in record.get(HELPERS) or ()]
        said[HELPERS] = [*filter(None, helpers)]
        rows.left_out.facts.update(_without_a_column(record, helpers))
        for ledger in ledgers:
            if ledger.wrote(said):
                rows.add(ledger, row_of(ledger, said, rows.left_out))


def _without_a_column(record: Mapping[str, Any], helpers: Sequence[str]) -> Iterator[str]:
    """What a row cannot say: files that are not exported, and who of the roster served."""
    if "" in helpers:
        yield f"{EVENT}.{HELPERS}"
    if any(each["worker_ids"] for each in record.get("served", ())):
        yield f"{EVENT}.served.worker_ids"
