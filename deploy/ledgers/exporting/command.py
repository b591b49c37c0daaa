"""The export of an agency's ledgers, from the API to the folder; what a command line calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.ledgers.errors import NotAllowed
from deploy.ledgers.exporting.account import Account
from deploy.ledgers.exporting.entries import Known
from deploy.ledgers.exporting.pages import pages_of, refused
from deploy.ledgers.exporting.places import add_places
from deploy.ledgers.exporting.prevention import add_prevention
from deploy.ledgers.exporting.rows import STATIONS, Rows, number_of, row_of, rows_of_case
from deploy.ledgers.exporting.workforce import rows_of_post, rows_of_worker
from deploy.ledgers.exporting.writing import check_target, write
from deploy.ledgers.inflight import IN_FLIGHT
from deploy.ledgers.inflight import each as each_of
from deploy.ledgers.kinds import LEDGERS, fillings, ledgers_of
from deploy.ledgers.sending import PATIENCE, Api, ImportTarget, open_api
from deploy.ledgers.whole_folder import Progress
from deploy.ledgers.workforce import KnownWorker, Workforce, cells_of

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
        stations: dict[str, Mapping[str, Any]] = {}
        workers = await _workers(api)
        numbers = await _cases(api, why, rows, stations, cells_of(workers or ()), progress)
        await _staff(api, rows, workers, stations)
        await add_prevention(api, rows, numbers)
        await add_places(api, rows)
    write(folder, rows)
    return Account(folder, rows.counts(), rows.left_out)


async def _cases(
    api: Api,
    why: Why,
    rows: Rows,
    stations: dict[str, Mapping[str, Any]],
    workers: Mapping[str, str],
    progress: Progress,
) -> dict[str, str]:
    """The files and the workstations, which are put into `stations` by their ids.

    Gives the numbers that stand for the files, by their ids.
    """
    numbers: dict[str, str] = {}
    query = [("relation", "responsible"), ("sort", "opened")]
    listed = [case async for case in pages_of(api, "/v1/cases", "cases", query)]
    files = [case for case in listed if case["phase"] not in _NO_FILE]
    stations |= await _stations(api, files, rows)
    known = Known(workers, stations)
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

        await each_of(some, read)
        for case in some:
            export = exports[case["case_id"]]
            if export is None:
                rows.left_out.gone += 1
                continue
            numbers[case["case_id"]] = number_of(export)
            station = stations.get(export["file"]["workstation_id"] or "", {}).get("name")
            for ledger, row in rows_of_case(export, station, rows.left_out, ledgers, known):
                rows.add(ledger, row)
    return numbers


async def _export(api: Api, case_id: str, why: Why) -> Mapping[str, Any] | None:
    """One file; None where the person was erased, or the case was passed on meanwhile."""
    path = f"/v1/cases/{case_id}/export"
    reply = await api.read(path, [("void", "false")], why.headers())
    if reply.status in _GONE:
        return None
    if reply.status >= 400:
        raise refused(reply)
    return reply.body


async def _stations(
    api: Api, files: Sequence[Mapping[str, Any]], rows: Rows
) -> dict[str, Mapping[str, Any]]:
    """The rows of the workstations; gives all, those above one's regions too."""
    found = [its async for its in pages_of(api, "/v1/workstations", "workstations", [])]
    ids = dict.fromkeys(station["workstation_id"] for station in found)
    ids |= dict.fromkeys(case["workstation_id"] for case in files if case["workstation_id"])
    stations: dict[str, Mapping[str, Any]] = {}

    async def read(station_id: str) -> None:
        station = await api.get(f"/v1/workstations/{station_id}", [])
        if station is not None:
            stations[station_id] = station

    await each_of(ids, read)
    for station_id in ids:
        if station_id in stations:
            rows.add(STATIONS, row_of(STATIONS, stations[station_id], rows.left_out))
    return stations


async def _workers(api: Api) -> list[KnownWorker] | None:
    """All workers whom the roster has or had, by name; None where the token may not read them."""
    try:
        await api.read("/v1/workers", [("own", "true"), ("limit", "1")])
    except NotAllowed:
        return None
    return await Workforce(api).all()


async def _staff(
    api: Api,
    rows: Rows,
    workers: Sequence[KnownWorker] | None,
    stations: Mapping[str, Mapping[str, Any]],
) -> None:
    """The workers and the posts, those of before too; posts are filled in the order of days."""
    if workers is None:
        return
    cells = cells_of(workers)
    facts: dict[str, Mapping[str, Any]] = {}

    async def read(path: str) -> None:
        facts[path] = await api.get(path, []) or {}

    listed = [post["post_id"] async for post in pages_of(api, "/v1/posts", "posts", [])]
    of_workers = [f"/v1/workers/{each.worker_id}" for each in workers]
    of_posts = [f"/v1/posts/{post_id}" for post_id in listed]
    await each_of([*of_workers, *of_posts], read)
    names = {station_id: its["name"] for station_id, its in stations.items()}
    for path, worker in zip(of_workers, workers, strict=True):
        for ledger, row in rows_of_worker(facts[path], worker.name, cells, names, rows.left_out):
            rows.add(ledger, row)
    filled = []
    for path in of_posts:
        for ledger, row in rows_of_post(facts[path], cells, stations, rows.left_out):
            if ledger is fillings.LEDGER:
                filled.append(row)
            else:
                rows.add(ledger, row)
    for row in sorted(filled):  # the first cell is the day
        rows.add(fillings.LEDGER, row)
