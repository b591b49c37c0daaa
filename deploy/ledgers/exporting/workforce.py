"""What the API says of workers and posts → rows of their ledgers. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from deploy.ledgers.exporting.rows import LeftOut, Row, row_of
from deploy.ledgers.kinds import absences, fillings, posts, roster, staff_changes, trainings
from deploy.ledgers.ledger import Ledger

Facts: TypeAlias = Mapping[str, Any]
_NEVER_WAS = frozenset({"registered_in_error", "entered_in_error"})


def rows_of_worker(
    worker: Facts,
    name: str,
    cells: Mapping[str, str],
    stations: Mapping[str, str],
    left_out: LeftOut,
) -> Iterator[tuple[Ledger, Row]]:
    """The rows of a worker, who may have left; none of one who was registered in error.

    `name` is the worker's, and `cells` how other ledgers name workers by their ids. The first row
    says where the worker began; where the worker serves now is known of the last move alone.
    """
    if worker["left_for"] in _NEVER_WAS:
        return
    cell = cells[worker["worker_id"]]
    station = stations.get(worker["workstation_id"] or "")
    now = {"station": station, "unit": worker["unit"]}
    first, *moves = _places(worker["served"])
    began = {"name": name, "region": first["region"], "area": first["area"]} | (
        {} if moves else now
    )
    blank = {"station": None, "unit": ""}
    yield roster.LEDGER, row_of(roster.LEDGER, {**worker, **blank, **began}, left_out)
    for held in worker["qualifications"]:
        yield _row(trainings.QUALIFICATIONS_HELD, {**held, "worker_id": cell}, left_out)
    for attended in worker["trainings"]:
        yield _row(trainings.TRAININGS_ATTENDED, {**attended, "worker_id": cell}, left_out)
    for number, span in enumerate(moves, 1):
        move = {"changed_on": span["since"], "region": span["region"], "worker_id": cell}
        move |= {"area": span["area"]}
        move |= {"change": staff_changes.MOVE} | (now if number == len(moves) else {})
        yield _row(staff_changes.LEDGER, move, left_out)
    if worker["left_on"] is not None:
        left = {"changed_on": worker["left_on"], "reason": worker["left_for"], "worker_id": cell}
        yield _row(staff_changes.LEDGER, {**left, "change": staff_changes.LEAVING}, left_out)
    for absence in worker["absences"]:
        yield from _rows_of_absence(absence, cell, cells, left_out)


def _rows_of_absence(
    absence: Facts, cell: str, cells: Mapping[str, str], left_out: LeftOut
) -> Iterator[tuple[Ledger, Row]]:
    """An absence, and who stood in later; nothing of one that ended on its first day."""
    if absence["until"] <= absence["since"]:
        return
    covers = [
        {"since": its["since"], "worker_id": cell, "covered_by": cells.get(its["covered_by"] or "")}
        for its in absence["covers"]
        if its["since"] < absence["until"]
    ]
    first = covers.pop(0) if covers and covers[0]["since"] == absence["since"] else {}
    began = {**absence, "worker_id": cell, "covered_by": first.get("covered_by")}
    yield _row(absences.ABSENCES, began, left_out)
    for said in covers:
        yield _row(absences.COVERS, said, left_out)


def _places(served: list[Facts]) -> list[Facts]:
    """The times of service of which each is at another place than the one before."""
    places = served[:1]
    for span in served[1:]:
        if (span["region"], span["area"]) != (places[-1]["region"], places[-1]["area"]):
            places.append(span)
    return places


def rows_of_post(
    post: Facts, workers: Mapping[str, str], stations: Mapping[str, Facts], left_out: LeftOut
) -> Iterator[tuple[Ledger, Row]]:
    """The rows of a post: of its purchase for who bought it, of its workers for who provides them.

    `workers` are the cells that name those of the caller's roster. A post that was entered in
    error never was.
    """
    if post["ended_for"] in _NEVER_WAS:
        return
    number = {"reference": post["reference"]}
    if post["own"]:
        bought = dict(post)
        for placed in post["placements"][:1]:
            station = stations.get(placed["workstation_id"], {}).get("name")
            bought |= {"station": station, "placed_on": placed["since"] if station else None}
        bought["region"] = post["bought_in"]
        yield _row(posts.LEDGER, bought, left_out)
        for placed in post["placements"][1:]:
            if (at := stations.get(placed["workstation_id"])) is None:
                left_out.entries["cases.PostPlaced"] += 1
                continue
            there = {"station": at["name"], "region": at["region"], "placed_on": placed["since"]}
            yield _row(posts.PLACED, {**there, **number}, left_out)
    for filled in post["fillings"]:
        if filled["worker_id"] in workers:
            said = {"filled_on": filled["since"], "vacated_on": filled["until"]}
            said |= {"worker_id": workers[filled["worker_id"]], "reason": filled["reason"]}
            yield _row(fillings.LEDGER, {**said, **number}, left_out)
    if post["own"] and post["ended_on"] is not None:
        ended = {"ended_on": post["ended_on"], "reason": post["ended_for"]}
        yield _row(posts.ENDED, {**ended, **number}, left_out)


def _row(ledger: Ledger, said: Facts, left_out: LeftOut) -> tuple[Ledger, Row]:
    return ledger, row_of(ledger, said, left_out)
