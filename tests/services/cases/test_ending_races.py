"""Endings, reopenings and voids at the same moment, on two replicas: one effect each."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.cases.ended import IMPRISONED, MISTAKEN, RELEASED, end, ended_case, reopen
from tests.services.cases.place import OFFICE, POLICE, Place, a_place, file_of
from tests.services.cases.test_races import at_once, rows
from tests.services.service import Reply

pytestmark = pytest.mark.postgres


@pytest.fixture
async def second(place: Place, tmp_path: Path) -> AsyncIterator[Place]:
    """Another replica on the same database."""
    async with a_place(place.dsn, tmp_path) as it:
        it._keys = place._keys  # no key is used twice
        yield it


async def effects(place: Place, case: str) -> list[str]:
    """What was written in a case, by its events' names."""
    found = await rows(
        place, f"SELECT type FROM events WHERE stream_id = 'case-{case}' ORDER BY version"
    )
    return [name.split(".")[1] for (name,) in found]


async def held(place: Place) -> list[tuple[str, ...]]:
    """Which cases are the open one of their person."""
    return await rows(place, "SELECT holder FROM claims WHERE name LIKE 'open-case:%'")


def told(replies: list[Reply]) -> Counter[str]:
    """How often each thing was answered."""
    return Counter(
        "written" if each.status == 201 else each.body["type"].rpartition("/")[2]
        for each in replies
    )


async def test_of_many_endings_at_once_one_is_written(place: Place, second: Place) -> None:
    """The others are told that the case has ended."""
    case = await place.opened(OFFICE)
    replies = await at_once(end(at, OFFICE, case) for _ in range(10) for at in (place, second))
    assert told(replies) == {"written": 1, "case-has-ended": 19}
    assert await effects(place, case) == ["CaseOpened", "CaseEnded"]
    assert await held(place) == []


async def test_of_many_reopenings_at_once_one_is_written(place: Place, second: Place) -> None:
    """The others are told that it has not ended, and not that it cannot be opened here."""
    case = await ended_case(place, OFFICE)
    replies = await at_once(reopen(at, OFFICE, case) for _ in range(10) for at in (place, second))
    assert told(replies) == {"written": 1, "case-has-not-ended": 19}
    assert await effects(place, case) == ["CaseOpened", "CaseEnded", "CaseReopened"]
    assert await held(place) == [(case,)]


async def test_fifty_voids_of_an_ending_at_once_are_one(place: Place, second: Place) -> None:
    """Whoever comes later has seen an older version, and is told so."""
    case = await place.opened(OFFICE)
    entry = (await end(place, OFFICE, case)).body["entry_id"]
    path = f"/v1/cases/{case}/entries/{entry}/void"
    replies = await at_once(
        at.by(OFFICE).post(path, MISTAKEN, If_Match='"2"')
        for _ in range(25)
        for at in (place, second)
    )
    answered = told(replies)
    assert answered["written"] == 1
    assert set(answered) <= {"written", "version-conflict", "stale", "entry-already-void"}
    assert await effects(place, case) == ["CaseOpened", "CaseEnded", "EntryVoided"]
    assert await held(place) == [(case,)]


async def test_one_call_that_is_sent_fifty_times_has_one_effect(
    place: Place, second: Place
) -> None:
    """A void under one key is answered alike each time."""
    case = await place.opened(OFFICE)
    entry = (await end(place, OFFICE, case)).body["entry_id"]
    path = f"/v1/cases/{case}/entries/{entry}/void"
    replies = await at_once(
        at.by(OFFICE).post(path, MISTAKEN, If_Match='"2"', key="once")
        for _ in range(25)
        for at in (place, second)
    )
    assert told(replies) == {"written": 50}
    assert len({reply.body["entry_id"] for reply in replies}) == 1
    assert await effects(place, case) == ["CaseOpened", "CaseEnded", "EntryVoided"]


async def test_a_void_of_the_step_before_races_an_ending(place: Place, second: Place) -> None:
    """Either the step is void and the case has not ended, or it has ended upon the step."""
    for _ in range(8):
        case = await place.opened(OFFICE)
        body = {"occurred_on": "2019-01-12"}
        step = await place.by(OFFICE).post(f"/v1/cases/{case}/reporting-in", body)
        path = f"/v1/cases/{case}/entries/{step.body['entry_id']}/void"
        replies = await at_once(
            [
                place.by(OFFICE).post(path, MISTAKEN, If_Match='"2"'),
                second.by(OFFICE).post(f"/v1/cases/{case}/ending", IMPRISONED, If_Match='"2"'),
            ]
        )
        assert sorted(reply.status for reply in replies) in ([201, 409], [201, 412])
        voided, ended = (reply.status == 201 for reply in replies)
        shown = (await place.by(OFFICE).get(f"/v1/cases/{case}")).body
        assert shown["phase"] == ("ordered" if voided else "ended")
        assert len(shown["entries"]) == (2 if voided else 3)
        assert ended is not voided


async def test_a_reopening_races_an_opening_elsewhere(place: Place, second: Place) -> None:
    """Of a person one file is open, whoever comes first; the other is told no more."""
    for _ in range(8):
        number = place.number()
        case = await ended_case(place, OFFICE, number)
        client = await place.registered(POLICE, number)
        replies = await at_once(
            [
                reopen(place, OFFICE, case),
                second.by(POLICE).post("/v1/cases", file_of(client)),
                place.by(POLICE).post("/v1/cases", file_of(client)),
            ]
        )
        assert told(replies)["written"] == 1, replies
        assert set(told(replies)) <= {"written", "cannot-open-here", "client-has-open-case"}
        [(holder,)] = await rows(
            place,
            "SELECT holder FROM claims WHERE name = 'open-case:' || ("
            f"SELECT person_id FROM case_register WHERE case_id = '{case}')",
        )
        assert (holder == case) is (replies[0].status == 201)


async def test_endings_and_reopenings_all_along_keep_one_file(place: Place, second: Place) -> None:
    """Many end and open again, on both replicas; path, phase and claim agree at the end."""
    case = await place.opened(OFFICE)
    day = {"occurred_on": "2021-05-10"}

    async def turns(at: Place) -> list[Reply]:
        path, replies = f"/v1/cases/{case}", []
        for _ in range(6):
            replies.append(await at.by(OFFICE).post(f"{path}/ending", IMPRISONED))
            replies.append(await at.by(OFFICE).post(f"{path}/reopening", {**RELEASED, **day}))
        return replies

    answers = await asyncio.gather(*(turns(at) for at in (place, second, place, second)))
    answered = told([reply for each in answers for reply in each])
    assert set(answered) <= {"written", "case-has-ended", "case-has-not-ended"}
    written = await effects(place, case)
    steps = [name for name in written if name != "CaseOpened"]
    assert steps == ["CaseEnded", "CaseReopened"] * (len(steps) // 2) + ["CaseEnded"] * (
        len(steps) % 2
    )
    assert len(steps) == answered["written"]
    assert await held(place) == ([] if len(steps) % 2 else [(case,)])
