"""Points for who helped at a prevention session, over both services: once, whatever happens."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from services.cases.reactions.when_client_helped_at_activity_then_earn_points import entry_id_of
from tests.services.cases.beside_outreach import Both
from tests.services.cases.place import (
    LABORATORY,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
)
from tests.services.cases.reactions.victim import STEPS
from tests.services.cases.staff.test_own_file import Staffed
from tests.services.service import services_token

pytestmark = pytest.mark.postgres


async def test_who_helped_earns_points_once_and_loses_them_with_the_record(both: Both) -> None:
    """Also where all is delivered twice, before and after the record is void."""
    case = await both.place.opened(WORKSTATION)
    held = await both.session(WORKSTATION, case)
    for _ in range(2):
        await both.reactions().follow()
        assert await both.points(WORKSTATION, case) == 10
    await both.delivered_again()
    assert await both.points(WORKSTATION, case) == 10
    (entry,) = await both.entries(WORKSTATION, case)
    activity = held.body["activity_id"]
    assert entry["facts"]["activity_id"] == activity
    assert UUID(entry["entry_id"]) == entry_id_of(UUID(activity), UUID(case))
    await both.void(WORKSTATION, held)
    for _ in range(2):
        await both.delivered_again()
        assert await both.points(WORKSTATION, case) == 0
    (entry,) = await both.entries(WORKSTATION, case)
    assert entry["void"]


async def test_two_processes_at_once_do_it_once(both: Both) -> None:
    """Both read the same, and one entry is made of each."""
    case = await both.place.opened(WORKSTATION)
    for _ in range(4):
        await both.session(WORKSTATION, case)
    await asyncio.gather(*(both.reactions().follow() for _ in range(3)))
    await both.reactions().follow()
    assert len(await both.entries(WORKSTATION, case)) == 4
    assert await both.points(WORKSTATION, case) == 40


async def test_only_who_was_responsible_then_gives_points(both: Both) -> None:
    """Not an agency that was asked for a test, one of another case, an overseer, or one that had
    passed the case on before; the answers tell nothing of it."""
    case = await both.place.opened(PROVIDER)
    nowhere = "0196a1f0-7a80-7f52-a3c6-000000000000"
    answers = [
        await both.session(agency, which)
        for agency in (WORKSTATION, POLICE, OFFICE, LABORATORY)
        for which in (case, nowhere)
    ]
    assert {frozenset(each.body) for each in answers} == {frozenset(answers[0].body)}
    await both.reactions().follow()
    assert await both.points(PROVIDER, case) == 0
    before = await both.session(PROVIDER, case)
    await both.place.reassigned(case, WORKSTATION, 2)
    await both.session(PROVIDER, case)  # which is not responsible any more
    await both.session(WORKSTATION, case)
    await both.reactions().follow()
    entries = await both.entries(WORKSTATION, case)
    assert len(entries) == 2
    assert entries[0]["facts"]["activity_id"] == before.body["activity_id"]


async def test_a_worker_earns_nothing_in_the_own_file(both: Both) -> None:
    """A worker who was a client, and records that they helped: who recorded it is not known, so a
    colleague enters it by hand."""
    number = both.place.number()
    case = await both.place.opened(WORKSTATION, number)
    await Staffed(both.place, number, case, "").registers(user="u-own", id_number=number)
    other = await both.place.opened(WORKSTATION)
    await both.session(WORKSTATION, case, other)
    await both.delivered_again()
    assert await both.points(WORKSTATION, other) == 10
    assert await both.points(WORKSTATION, case) == 0


async def test_a_day_that_the_case_does_not_take_earns_nothing(both: Both) -> None:
    """Before its decision; and what comes after goes on."""
    case = await both.place.opened(WORKSTATION)
    await both.session(WORKSTATION, case, occurred_on="2018-06-26")
    await both.session(WORKSTATION, case)
    await both.reactions().follow()
    assert await both.points(WORKSTATION, case) == 10


async def test_an_entry_that_was_made_void_by_hand_stays_so(both: Both) -> None:
    """Neither a repetition brings it back, nor does the record's own void trip over it."""
    case = await both.place.opened(WORKSTATION)
    held = await both.session(WORKSTATION, case)
    await both.reactions().follow()
    (entry,) = await both.entries(WORKSTATION, case)
    path = f"/v1/cases/{case}/entries/{entry['entry_id']}/void"
    caller = both.place.by(WORKSTATION)
    version = (await caller.get(f"/v1/cases/{case}")).body["version"]
    reply = await caller.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
    assert reply.status == 201, reply
    await both.delivered_again()
    await both.void(WORKSTATION, held)
    await both.reactions().follow()
    assert await both.points(WORKSTATION, case) == 0


async def test_who_helped_is_shown_to_the_recorder_alone(both: Both) -> None:
    """In a session by itself, and in the list."""
    case = await both.place.opened(WORKSTATION)
    held = await both.session(WORKSTATION, case)
    for agency, shown in ((WORKSTATION, [case]), (OFFICE, None), (PROVIDER, None)):
        caller = both.recorder(agency)
        one = await caller.get(f"/v1/activities/{held.body['activity_id']}")
        listed = await caller.get("/v1/activities")
        assert one.body["helpers"] == shown
        assert [each["helpers"] for each in listed.body["activities"]] == [shown]


def killed(both: Both, step: str = "-", passing: int = 1) -> int:
    """The end of a process that follows."""
    dsn, url = both.place.dsn, both.outreach.url
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.services.cases.reactions.victim"),
            *(dsn, url, services_token(), step, str(passing)),
        ],
        check=False,
        cwd=Path(__file__).parents[4],
        timeout=60,
    )
    return done.returncode


@pytest.mark.processes
async def test_killed_at_any_step_nothing_is_lost_or_doubled(both: Both) -> None:
    """With -9, at each step in turn, before and after voids; then another process goes on."""
    cases = [await both.place.opened(WORKSTATION) for _ in range(3)]
    held = [await both.session(WORKSTATION, *cases) for _ in range(4)]
    for step in STEPS:
        for passing in (1, 2):
            code = await asyncio.to_thread(killed, both, step, passing)
            assert code in (-signal.SIGKILL, 0)
    await both.void(WORKSTATION, held[0])
    assert await asyncio.to_thread(killed, both, "about to write") == -signal.SIGKILL
    assert await asyncio.to_thread(killed, both, "written") == -signal.SIGKILL
    assert await asyncio.to_thread(killed, both) == 0
    for case in cases:
        entries = await both.entries(WORKSTATION, case)
        assert sorted(each["void"] for each in entries) == [False, False, False, True]
        assert await both.points(WORKSTATION, case) == 30
