"""On a demo, makes the documented examples true: what they read is there, under its real ids."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import aiohttp
import structlog

from deploy.demo import people
from deploy.embedded.demo_calls import CallRefused, DemoCalls
from deploy.embedded.demo_data import Demo
from deploy.issuing import AGENCY
from services.cases.case import examples as case_examples
from services.cases.client.examples import MISTAKEN_CLIENT_ID
from services.cases.post import examples as post_examples
from services.cases.staff.examples import REGION as REGION_OF_STAFF
from services.cases.staff.examples import TAKER_ID
from services.outreach.activity import examples as activity_examples
from shared.catalogue import WRITING_SERVICES
from shared.http.application import Service
from shared.http.call import IMPORT_ID
from shared.http.examples import examples_of, with_values

log = structlog.get_logger(__name__)

PLANNED_AHEAD = timedelta(days=180)
REGION, YEAR = "4101", 2019  # what the documented questions to reporting are about
PROVIDER = case_examples.PROVIDER
# What another agency than the operator's does: what only one that decides on nothing may do, and
# what must be another person's than what was before it.
BY = {"withdraw_opening": PROVIDER, "release_relief": case_examples.WORKSTATION_AGENCY}
LISTED_PLAN = "listed-plan"  # no example changes it
WORKER = {"region": REGION_OF_STAFF, "employment": "social_worker", "joined_on": "2019-01-02"}
# Who is registered before: for a handover, and for a post, of whose provider.
WORKERS = {TAKER_ID: AGENCY, post_examples.WORKER_ID: PROVIDER}
# The cases that the examples of overseers are about: who opens them, and of which kind.
OPENED = {
    case_examples.REQUESTED_ID: (PROVIDER, "at_large"),
    case_examples.MISTAKEN_ID: (PROVIDER, "at_large"),
    case_examples.WITHDRAWN_ID: (PROVIDER, "at_large"),
    case_examples.REASSIGNED_ID: (AGENCY, "community_detoxification"),
}


async def make_examples_true(
    services: Mapping[str, Service], url: str, token: Callable[[str], str], demo: Demo
) -> None:
    """Do what the documented examples write, and have the documents show this instance's values.

    `token` makes the token of an agency. Each write has its own key, so that every start after the
    first learns the same ids again. The examples are about 2019 and another district than the one
    whose year is told in full: they change nothing in its figures, and in those of the city are
    a few files that stay open. An example that is refused stays as it is documented.
    """
    async with aiohttp.ClientSession() as session:
        for name in (service.name for service in WRITING_SERVICES):
            calls = DemoCalls(session, f"{url}/{name}", token)
            document = services[name].openapi()
            ids = await (_prepared(calls) if name == "cases" else _planned(calls, demo))
            ids, versions = await _written(calls, document, ids)
            services[name].example_versions = versions
            services[name].example_values = {**ids, **await _imported(calls)}
    services["reporting"].example_values = {
        f'"{REGION}"': f'"{demo.region}"',
        str(YEAR): str(demo.year),
        f"{YEAR + 1}-01-01": f"{demo.year + 1}-01-01",
    }


async def _prepared(calls: DemoCalls) -> dict[str, str]:
    """What must have been done before: a mistaken registration, cases of others, workers.

    Returns the real ids by the documented ones, without those that were refused.
    """
    ids: dict[str, str] = {}
    for shown in (MISTAKEN_CLIENT_ID, *OPENED):
        person, key = _person(shown), f"example-{shown}"
        try:
            if shown == MISTAKEN_CLIENT_ID:
                ids[shown] = await calls.register(AGENCY, person, key)
            else:
                agency, kind = OPENED[shown]
                file = {
                    "kind": kind,
                    "region": case_examples.REGION,
                    "decided_on": "2019-01-10",
                }
                ids[shown] = await calls.open(agency, person, file, key)
        except CallRefused as refused:
            log.warning("example_not_prepared", call=str(refused))
    for shown, agency in WORKERS.items():
        worker = {"name": _person(shown)["name"], **WORKER}
        try:
            registered = await calls.post(agency, "/v1/workers", worker, f"example-{shown}")
            ids[shown] = registered["worker_id"]
        except CallRefused as refused:
            log.warning("example_not_prepared", call=str(refused))
    return ids


async def _planned(calls: DemoCalls, demo: Demo) -> dict[str, str]:
    """Plans for a day to come: those that the examples change and call off, and one that stays.

    Returns their ids by the documented ones, and the day by the documented one.
    """
    day = (demo.last_day + PLANNED_AHEAD).isoformat()
    plan = {**activity_examples.PLAN, "planned_on": day}
    values = {activity_examples.PLANNED_ON: day}
    for shown in (activity_examples.CHANGED_ID, activity_examples.UNHELD_ID, LISTED_PLAN):
        try:
            made = await calls.post(AGENCY, "/v1/activities/plans", plan, f"example-{shown}")
            values[shown] = made["activity_id"]
        except CallRefused as refused:
            log.warning("example_not_prepared", call=str(refused))
    return values


def _person(shown: str) -> dict[str, Any]:
    random = Random(shown)  # noqa: S311 (nothing here is secret)
    county = case_examples.REGION[:6]
    return {
        "name": people.name(random),
        "id_number": people.id_number(random, county, male=True),
    }


async def _written(
    calls: DemoCalls, document: dict[str, Any], ids: dict[str, str]
) -> tuple[dict[str, str], dict[str, int]]:
    """Send every example that writes, in the document's order, as soon as its ids are known.

    Returns the real ids by the documented ones, and by operations the version that each has seen.
    """
    versions: dict[str, int] = {}  # of streams
    seen: dict[str, int] = {}
    waiting = [
        (number, documented)
        for number, documented in enumerate(examples_of(document))
        if documented.method == "POST"
    ]
    while waiting:
        ready = (each for each in waiting if each[1].ids() <= ids.keys())
        number, documented = next(ready, waiting[0])
        waiting.remove((number, documented))
        example = examples_of(with_values(document, ids))[number]
        headers, stream = dict(example.headers), _stream_of(example.path)
        if "If-Match" in headers and stream in versions:
            seen[example.operation] = versions[stream]
            headers["If-Match"] = f'"{versions[stream]}"'
        agency = BY.get(example.operation, AGENCY)
        async with calls.session.post(
            calls.url + example.path,
            data=(example.body or "").encode(),
            headers={**headers, **calls.authorization(agency)},
        ) as answer:
            if answer.status in documented.answers:
                answered = await answer.json()
                ids = documented.learned(answer.status, answered) | ids
                if "Location" in answer.headers and "/points/" not in example.path:
                    versions[_stream_of(answer.headers["Location"])] = answered["version"]
            else:
                log.warning("example_refused", operation=example.operation, status=answer.status)
    for example in examples_of(with_values(document, ids)):
        if example.method == "PATCH" and (version := versions.get(_stream_of(example.path))):
            seen[example.operation] = version  # these are left to who reads the document
    return ids, seen


def _stream_of(path: str) -> str:
    """What a path is about: the id behind the collection, as in /v1/cases/{case_id}/team."""
    return "".join(path.split("/")[3:4])


async def _imported(calls: DemoCalls) -> dict[str, str]:
    """The id of the newest import, which is that of the demo's ledgers, for the documented one."""
    headers = calls.authorization(AGENCY)
    async with calls.session.get(f"{calls.url}/v1/imports", headers=headers) as answer:
        imports = (await answer.json()).get("imports", ())
    return {IMPORT_ID: imports[0]["import_id"]} if imports else {}
