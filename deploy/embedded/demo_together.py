"""What the demo's agencies do over HTTP: confirm, annul, reassign, test for each other."""

from random import Random
from typing import Any

import structlog

from deploy.demo import people
from deploy.embedded.demo_calls import CallRefused, DemoCalls

log = structlog.get_logger(__name__)


async def work_together(calls: DemoCalls, region: str, year: int) -> None:
    """Have the agencies of a county (6 digits) work on cases with each other, once.

    All of it but a sample is of the year before the demo's, so that the table of the demo's year
    has the figures of its ledgers. What is refused ends it with a warning: the demo is of use
    without.
    """
    try:
        case = await _confirmed_and_tested(calls, region, year - 1)
        await _told_without_ledgers(calls, region, year, case)
        await _annulled(calls, region, year - 1)
        await _reassigned(calls, region, year - 1)
        await _withdrawn(calls, region, year - 1)
    except CallRefused as refused:
        log.warning("demo_call_refused", call=str(refused))


async def _confirmed_and_tested(calls: DemoCalls, county: str, year: int) -> str:
    """A provider's opening, confirmed by the police; a test that the laboratory enters.

    Returns the path of the case.
    """
    provider = f"{county}-social-workers"
    file = _file(county, year, "community_rehabilitation")
    case_id = await calls.open(provider, _person(county, "confirmed"), file, "demo-confirmed")
    case = f"/v1/cases/{case_id}"
    await calls.post(f"{county}-police", f"{case}/confirmation", {}, "demo-confirmation", 1)
    step = {"occurred_on": f"{year}-11-06"}
    await calls.post(provider, f"{case}/reporting-in", step, "demo-reporting-in")
    asked = {
        "asked_of": f"{county}-laboratory",
        "occurred_on": f"{year}-12-01",
        "due_on": f"{year}-12-10",
    }
    appointed = await calls.post(
        provider, f"{case}/test-appointments", asked, "demo-test-appointment"
    )
    test = {
        "occurred_on": f"{year}-12-08",
        "result": "negative",
        "appointment_id": appointed["entry_id"],
    }
    await calls.post(f"{county}-laboratory", f"{case}/drug-tests", test, "demo-test")
    return case


async def _told_without_ledgers(calls: DemoCalls, county: str, year: int, case: str) -> None:
    """What no ledger has a column for: days served elsewhere, and a sample that waits."""
    provider = f"{county}-social-workers"
    served = {
        "occurred_on": f"{year - 1}-12-15",
        "days": 45,
        "where": "compulsory_isolation",
        "evidence": "release_certificate",
    }
    await calls.post(provider, f"{case}/time-served", served, "demo-time-served")
    sample = {
        "occurred_on": f"{year}-12-20",
        "method": "hair",
        "place": "hospital",
        "taken_by": "hospital",
    }
    await calls.post(provider, f"{case}/samples", sample, "demo-sample")


async def _annulled(calls: DemoCalls, county: str, year: int) -> None:
    """A provider's opening that the anti-drug office annuls."""
    provider, office = f"{county}-social-workers", f"{county}-anti-drug-office"
    file = _file(county, year, "at_large")
    case_id = await calls.open(provider, _person(county, "annulled"), file, "demo-annulled")
    reason = {"reason": "mistaken"}
    await calls.post(office, f"/v1/cases/{case_id}/annulment", reason, "demo-annulment", 1)


async def _reassigned(calls: DemoCalls, county: str, year: int) -> None:
    """A case of the anti-drug office that is given to the workstation of the street."""
    office, station = f"{county}-anti-drug-office", f"{county}001-workstation"
    file = _file(county, year, "community_detoxification")
    case_id = await calls.open(office, _person(county, "reassigned"), file, "demo-reassigned")
    given = {"agency": station, "reason": "provider_changed"}
    await calls.post(office, f"/v1/cases/{case_id}/reassignment", given, "demo-reassignment", 1)


async def _withdrawn(calls: DemoCalls, county: str, year: int) -> None:
    """A registration that the workstation takes back."""
    station = f"{county}001-workstation"
    client_id = await calls.register(station, _person(county, "withdrawn"), "demo-withdrawn")
    reason = {"reason": "mistaken"}
    await calls.post(
        station, f"/v1/clients/{client_id}/withdrawal", reason, "demo-client-withdrawal", 1
    )


def _file(county: str, year: int, kind: str) -> dict[str, Any]:
    decided = {} if kind == "at_large" else {"decided_on": f"{year}-11-02"}
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
