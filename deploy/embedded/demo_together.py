"""What the demo's agencies do over HTTP: confirm, annul, reassign, test for each other."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import structlog

from deploy.demo import people
from deploy.embedded.demo_calls import CallRefused, DemoCalls
from shared import strict

log = structlog.get_logger(__name__)


OPENED = 40  # days before the last one on which the confirmed case was decided
FILLED_AFTER = timedelta(days=60)  # since the contract's first day
NOBODY_FOUND = "003"  # the street whose posts nobody fills
ANYWHERE: Mapping[str, str] = {}
GIVEN = 10  # of the one that was given to the workstation


async def work_together(calls: DemoCalls, region: str, until: date) -> None:
    """Have the agencies of a county (6 digits) work on cases with each other, once.

    All of it is of the last days until `until`; no contact is in it, so that the table of the
    demo's year has the figures of its ledgers. What is refused ends it with a warning: the demo is
    of use without.
    """
    try:
        case = await _confirmed_and_tested(calls, region, until)
        await _told_without_ledgers(calls, region, until, case)
        await _exchanged(calls, region, until, case)
        await _supported(calls, region, until, case)
        await _counselled(calls, region, until, case)
        await _filled(calls, region, until)
        await _annulled(calls, region, until)
        await _reassigned(calls, region, until)
        await _withdrawn(calls, region)
    except CallRefused as refused:
        log.warning("demo_call_refused", call=str(refused))


async def _confirmed_and_tested(calls: DemoCalls, county: str, until: date) -> str:
    """A provider's opening, confirmed by the police; a test that the laboratory enters.

    Returns the path of the case.
    """
    provider = f"{county}-social-workers"
    file = _file(county, until, OPENED, "community_rehabilitation")
    case_id = await calls.open(provider, _person(county, "confirmed"), file, "demo-confirmed")
    case = f"/v1/cases/{case_id}"
    await calls.post(f"{county}-police", f"{case}/confirmation", {}, "demo-confirmation", 1)
    step = {"occurred_on": _before(until, 35)}
    await calls.post(provider, f"{case}/reporting-in", step, "demo-reporting-in")
    asked = {
        "asked_of": f"{county}-laboratory",
        "occurred_on": _before(until, 20),
        "due_on": _before(until, 8),
    }
    appointed = await calls.post(
        provider, f"{case}/test-appointments", asked, "demo-test-appointment"
    )
    test = {
        "occurred_on": _before(until, 10),
        "result": "negative",
        "appointment_id": appointed["entry_id"],
    }
    await calls.post(f"{county}-laboratory", f"{case}/drug-tests", test, "demo-test")
    return case


async def _told_without_ledgers(calls: DemoCalls, county: str, until: date, case: str) -> None:
    """What no ledger has a column for: days served elsewhere, and a sample that waits."""
    provider = f"{county}-social-workers"
    served = {
        "occurred_on": _before(until, OPENED),
        "days": 45,
        "where": "compulsory_isolation",
        "evidence": "release_certificate",
    }
    await calls.post(provider, f"{case}/time-served", served, "demo-time-served")
    sample = {
        "occurred_on": _before(until, 4),
        "method": "hair",
        "place": "hospital",
        "taken_by": "hospital",
    }
    await calls.post(provider, f"{case}/samples", sample, "demo-sample")


async def _exchanged(calls: DemoCalls, county: str, until: date, case: str) -> None:
    """Points are earned and exchanged in a shop; relief is proposed, and released by another."""
    provider, street = f"{county}-social-workers", f"{county}001-workstation"
    made = {"region": f"{county}001000", "name": "阳光驿站"}
    station = await calls.post(provider, "/v1/workstations", made, "demo-shop-station")
    base = f"/v1/workstations/{station['workstation_id']}"
    merits = ((30, "training_attended"), (12, "volunteer_help"))
    for days, merit in merits:
        body = {"occurred_on": _before(until, days), "merit": merit}
        await calls.post(provider, f"{case}/merits", body, f"demo-{merit}")
    items = f"{base}/shop/items"
    rice = {"name": "大米（5千克）", "points": 12, "since": _before(until, 60)}
    item = (await calls.post(provider, items, rice, "demo-shop-item"))["item_id"]
    stock = {"occurred_on": _before(until, 59), "quantity": 40}
    await calls.post(provider, f"{items}/{item}/receipts", stock, "demo-shop-stock")
    found = {"occurred_on": _before(until, 40), "counted": 39}
    await calls.post(provider, f"{items}/{item}/counts", found, "demo-shop-count")
    spoilt = {"occurred_on": _before(until, 39), "quantity": 2, "reason": "damaged"}
    await calls.post(provider, f"{items}/{item}/write-offs", spoilt, "demo-shop-write-off")
    taken = {
        "occurred_on": _before(until, 5),
        "workstation_id": station["workstation_id"],
        "item_id": item,
        "quantity": 1,
    }
    await calls.post(provider, f"{case}/points/exchanges", taken, "demo-exchange")
    box = f"{base}/relief-box"
    given = {"occurred_on": _before(until, 50), "amount_fen": 500_000}
    await calls.post(street, f"{box}/donations", given, "demo-donation")
    for number, days in enumerate((15, 3)):
        asked = {"occurred_on": _before(until, days), "amount_fen": 30_000, "purpose": "medical"}
        proposed = await calls.post(provider, f"{box}/proposals", asked, f"demo-relief-{number}")
    released = {"occurred_on": _before(until, 3)}
    path = f"{box}/proposals/{proposed['entry_id']}/release"
    await calls.post(street, path, released, "demo-release")


async def _supported(calls: DemoCalls, county: str, until: date, case: str) -> None:
    """A team with members of three agencies; a worker hands over to one who is absent now, and for
    whom a third stands in."""
    provider = f"{county}-social-workers"
    first, taker, cover = [
        await _worker(calls, provider, county, each) for each in ("first", "taker", "cover")
    ]
    members: tuple[tuple[str, dict[str, Any]], ...] = (
        ("worker", {"role": "social_worker", "worker_id": first, "paired": True}),
        ("police", {"role": "police_officer", "agency": f"{county}-police"}),
        ("grid", {"role": "grid_administrator", "agency": f"{county}001-workstation"}),
        ("family", {"role": "family", "family": "parent"}),
    )
    for name, member in members:
        joins = {"occurred_on": _before(until, 30), **member}
        await calls.post(provider, f"{case}/team", joins, f"demo-joins-{name}")
    handed = {
        "occurred_on": _before(until, 9),
        "to": taker,
        "note": "每月第一周见面；已介绍新社工与其认识",
    }
    await calls.post(provider, f"/v1/workers/{first}/handover", handed, "demo-handover")
    away = {
        "since": _before(until, 2),
        "until": _before(until, -12),
        "covered_by": cover,
    }
    path = f"/v1/workers/{taker}/absences"
    await calls.post(provider, path, away, "demo-absence", 1)


async def _counselled(calls: DemoCalls, county: str, until: date, case: str) -> None:
    """A counsellor of the roster, which has the qualification, talks with the client."""
    provider = f"{county}-social-workers"
    worker = await _worker(calls, provider, county, "counsellor")
    has = {"qualification": "counsellor", "since": "2018-05-01"}
    await calls.post(provider, f"/v1/workers/{worker}/qualifications", has, "demo-qualified", 1)
    talk = {
        "occurred_on": _before(until, 6),
        "qualification": "counsellor",
        "counsellor_id": worker,
        "mode": "office",
        "stage": "contemplation",
    }
    await calls.post(provider, f"{case}/counselling", talk, "demo-counselling")


async def _filled(calls: DemoCalls, county: str, until: date) -> None:
    """The provider fills the posts that it provides workers for, except those of one street; one
    becomes vacant."""
    provider = f"{county}-social-workers"
    query = f"/v1/posts?region={county}000000&ended=false&limit=100"
    listed = (await calls.get(provider, query))["posts"]
    placed = sorted(
        (post for post in listed if post["workstation_id"]), key=lambda post: post["reference"]
    )
    for number, post in enumerate(placed):
        if post["region"].startswith(f"{county}{NOBODY_FOUND}"):
            continue
        path, day = f"/v1/posts/{post['post_id']}", strict.day(post["since"])
        where = {"region": post["region"], "workstation_id": post["workstation_id"]}
        worker = await _worker(calls, provider, county, f"post-{number}", where)
        fills = {"worker_id": worker, "filled_on": str(day + FILLED_AFTER)}
        await calls.post(provider, f"{path}/filling", fills, f"demo-filling-{number}", 2)
        if number == 0:
            left = {"vacated_on": _before(until, 60), "reason": "worker_moved"}
            await calls.post(provider, f"{path}/vacancy", left, "demo-vacancy", 3)


async def _worker(
    calls: DemoCalls, agency: str, county: str, story: str, where: Mapping[str, str] = ANYWHERE
) -> str:
    """A social worker of the agency's roster, in the first street or elsewhere; the id."""
    random = Random(f"{county}/worker/{story}")  # noqa: S311 (nothing here is secret)
    worker = {
        "name": people.name(random),
        "region": f"{county}001000",
        "employment": "social_worker",
        "joined_on": "2019-01-02",
        **where,
    }
    answer = await calls.post(agency, "/v1/workers", worker, f"demo-worker-{story}")
    return str(answer["worker_id"])


async def _annulled(calls: DemoCalls, county: str, until: date) -> None:
    """A provider's opening that the anti-drug office annuls."""
    provider, office = f"{county}-social-workers", f"{county}-anti-drug-office"
    file = _file(county, until, OPENED, "at_large")
    case_id = await calls.open(provider, _person(county, "annulled"), file, "demo-annulled")
    reason = {"reason": "mistaken"}
    await calls.post(office, f"/v1/cases/{case_id}/annulment", reason, "demo-annulment", 1)


async def _reassigned(calls: DemoCalls, county: str, until: date) -> None:
    """A case of the anti-drug office that is given to the workstation of the street."""
    office, station = f"{county}-anti-drug-office", f"{county}001-workstation"
    file = _file(county, until, GIVEN, "community_detoxification")
    case_id = await calls.open(office, _person(county, "reassigned"), file, "demo-reassigned")
    given = {"agency": station, "reason": "provider_changed"}
    await calls.post(office, f"/v1/cases/{case_id}/reassignment", given, "demo-reassignment", 1)


async def _withdrawn(calls: DemoCalls, county: str) -> None:
    """A registration that the workstation takes back."""
    station = f"{county}001-workstation"
    client_id = await calls.register(station, _person(county, "withdrawn"), "demo-withdrawn")
    reason = {"reason": "mistaken"}
    await calls.post(
        station, f"/v1/clients/{client_id}/withdrawal", reason, "demo-client-withdrawal", 1
    )


def _before(until: date, days: int) -> str:
    return str(until - timedelta(days=days))


def _file(county: str, until: date, days: int, kind: str) -> dict[str, Any]:
    decided = {} if kind == "at_large" else {"decided_on": _before(until, days)}
    return {"kind": kind, "region": f"{county}001002", **decided}


def _person(county: str, story: str) -> dict[str, Any]:
    """Somebody who does not exist, always the same for a story."""
    random = Random(f"{county}/{story}")  # noqa: S311 (nothing here is secret)
    return {
        "name": people.name(random),
        "id_number": people.id_number(random, county, male=True),
        "phone": people.phone(random),
        "sex": "male",
    }
