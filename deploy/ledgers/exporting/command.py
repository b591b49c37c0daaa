"""The export of an agency's ledgers, from the API to the folder; what a command line calls."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.ledgers.errors import CannotReach, NotAllowed
from deploy.ledgers.exporting.account import Account
from deploy.ledgers.exporting.rows import (
    ACTIVITIES,
    ARTICLES,
    CAMPAIGNS,
    POSTS,
    ROSTER,
    STATIONS,
    Rows,
    row_of,
    rows_of_case,
)
from deploy.ledgers.exporting.writing import check_target, write
from deploy.ledgers.inflight import IN_FLIGHT, each
from deploy.ledgers.kinds import LEDGERS, ledgers_of
from deploy.ledgers.ledger import Ledger
from deploy.ledgers.sending import PATIENCE, Api, ImportTarget, Reply, open_api
from deploy.ledgers.whole_folder import Progress

PAGE = "200"  # rows, as many as the service gives at once
AT_ONCE = 4 * IN_FLIGHT  # files whose rows are held back until those before them are there
# What is no file yet, or never was one.
_NO_FILE = frozenset({"requested", "annulled", "opened_in_error"})
_GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Why:
    """What the personal data is wanted for, and on which legal basis: codes of the API."""

    purpose: str
    legal_basis: str

    def headers(self) -> dict[str, str]:
        """As a call says it."""
        return {"Purpose": self.purpose, "Legal-Basis": self.legal_basis}


async def export_folder(
    folder: Path,
    service: ImportTarget,
    why: Why,
    *,
    force: bool = False,
    progress: Progress = lambda done, total: None,
    patience: float = PATIENCE,
) -> Account:
    """Write the ledgers of the caller's agency into a folder, through the public API.

    Its files are those that it is responsible for; of each, one export is asked for and logged.
    What is void is left out. `progress` is called with the files done and all of them. Nothing is
    written before all is there, so that the same command begins anew after an interruption.

    Raises `CannotRead` for a folder that holds something, unless by `force`; and `CannotReach`.
    """
    check_target(folder, force=force)
    rows = Rows()
    async with open_api(service, patience=patience) as api:
        await _cases(api, why, rows, progress)
        await _staff(api, rows)
        await _campaigns(api, rows)
        activities, articles = await _of_place(api)
        await _records(api, "/v1/activities", "activities", activities, rows)
        await _records(api, "/v1/publications", "publications", articles, rows)
    write(folder, rows)
    return Account(folder, rows.counts(), rows.left_out)


async def _cases(api: Api, why: Why, rows: Rows, progress: Progress) -> None:
    query = [("relation", "responsible"), ("sort", "opened")]
    listed = [case async for case in _pages(api, "/v1/cases", "cases", query)]
    files = [case for case in listed if case["phase"] not in _NO_FILE]
    stations = await _stations(api, files, rows)
    ledgers = await ledgers_of(api, LEDGERS)
    done = 0
    progress(done, len(files))
    for start in range(0, len(files), AT_ONCE):
        some = files[start : start + AT_ONCE]
        exports: dict[str, Mapping[str, Any] | None] = {}

        async def read(case: Mapping[str, Any], into: dict[str, Any] = exports) -> None:
            nonlocal done
            into[case["case_id"]] = await _export(api, case["case_id"], why)
            done += 1
            progress(done, len(files))

        await each(some, read)
        for case in some:
            export = exports[case["case_id"]]
            if export is None:
                rows.left_out.gone += 1
                continue
            station = stations.get(export["file"]["workstation_id"] or "")
            for ledger, row in rows_of_case(export, station, rows.left_out, ledgers):
                rows.add(ledger, row)


async def _export(api: Api, case_id: str, why: Why) -> Mapping[str, Any] | None:
    """One file; None where the person was erased, or the case was passed on meanwhile."""
    path = f"/v1/cases/{case_id}/export"
    reply = await api.read(path, [("void", "false")], why.headers())
    if reply.status in _GONE:
        return None
    if reply.status >= 400:
        raise _refused(reply)
    return reply.body


async def _stations(api: Api, files: Sequence[Mapping[str, Any]], rows: Rows) -> dict[str, str]:
    """The rows of the workstations; gives the names of all, those above one's regions too."""
    found = [its async for its in _pages(api, "/v1/workstations", "workstations", [])]
    ids = dict.fromkeys(station["workstation_id"] for station in found)
    ids |= dict.fromkeys(case["workstation_id"] for case in files if case["workstation_id"])
    stations: dict[str, Mapping[str, Any]] = {}

    async def read(station_id: str) -> None:
        station = await api.get(f"/v1/workstations/{station_id}", [])
        if station is not None:
            stations[station_id] = station

    await each(ids, read)
    for station_id in ids:
        if station_id in stations:
            rows.add(STATIONS, row_of(STATIONS, stations[station_id], rows.left_out))
    return {station_id: station["name"] for station_id, station in stations.items()}


async def _staff(api: Api, rows: Rows) -> None:
    """The workers who serve and the posts that have not ended, where the token may read them."""
    try:
        await api.read("/v1/workers", [("own", "true"), ("limit", "1")])
    except NotAllowed:
        return
    named = {
        each["worker_id"]: each["name"]
        async for each in _pages(api, "/v1/workers/names", "workers", [])
    }
    stations = {
        its["workstation_id"]: its["name"]
        async for its in _pages(api, "/v1/workstations", "workstations", [])
    }
    async for worker in _pages(api, "/v1/workers", "workers", [("own", "true")]):
        if worker["left_on"] is None:
            told = {
                "name": named.get(worker["worker_id"]),
                "station": stations.get(worker["workstation_id"]),
            }
            rows.add(ROSTER, row_of(ROSTER, {**worker, **told}, rows.left_out))
    async for post in _pages(api, "/v1/posts", "posts", [("ended", "false")]):
        rows.add(POSTS, row_of(POSTS, post, rows.left_out))


async def _campaigns(api: Api, rows: Rows) -> None:
    """The campaigns that the caller's agency entered, but for void ones; drafts too."""
    async for campaign in _pages(api, "/v1/campaigns", "campaigns", [("own", "true")]):
        if campaign["state"] != "void":
            rows.add(CAMPAIGNS, row_of(CAMPAIGNS, campaign, rows.left_out))


async def _of_place(api: Api) -> tuple[Sequence[Ledger], Sequence[Ledger]]:
    """The ledgers of activities and of articles, with the words of the place."""
    wanted = (*ACTIVITIES, ARTICLES)
    here = {each.name: each for each in await ledgers_of(api, wanted)}
    *activities, articles = (here[each.name] for each in wanted)
    return activities, [articles]


async def _records(api: Api, path: str, name: str, ledgers: Sequence[Ledger], rows: Rows) -> None:
    """The activities or articles that the caller's agency recorded, by their days.

    What no ledger has, publicity on other subjects, is left out.
    """
    async for record in _pages(api, path, name, [("sort", "occurred")]):
        if not record["own"] or record["void"]:
            continue
        for ledger in ledgers:
            if ledger.wrote(record):
                rows.add(ledger, row_of(ledger, record, rows.left_out))


async def _pages(
    api: Api, path: str, name: str, query: Sequence[tuple[str, str]]
) -> AsyncIterator[Mapping[str, Any]]:
    """What a list has, page by page."""
    after: str | None = None
    while True:
        follows = [("after", after)] if after else []
        reply = await api.read(path, [*query, ("limit", PAGE), *follows])
        if reply.status >= 400:
            raise _refused(reply)
        for row in reply.body[name]:
            yield row
        after = reply.body["next"]
        if after is None:
            return
        await asyncio.sleep(0)


def _refused(reply: Reply) -> CannotReach:
    """A refusal as a sentence, with what is wrong with each header."""
    errors = reply.body.get("errors", ())
    zh = "；".join(f"{its.get('header', '')}：{its['detail_zh']}" for its in errors)
    en = "; ".join(f"{its.get('header', '')}: {its['detail']}" for its in errors)
    return CannotReach(
        zh=f"{reply.body.get('title_zh', '被拒绝')}。{zh or reply.body.get('detail_zh', '')}",
        en=f"{reply.body.get('title', 'It was refused')}. {en or reply.body.get('detail', '')}",
    )
