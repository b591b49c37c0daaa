"""Appends that share a commit: who is refused costs the others little, and harms none."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.database import Pool
from shared.ids import new_id
from shared.journal.journal import (
    AlreadyAnswered,
    Append,
    Claim,
    ClaimTaken,
    Conflict,
    Journal,
    NewEvent,
)
from tests.shared.journal.appends import an_answer, an_append

pytestmark = pytest.mark.postgres


class CountingJournal(Journal):
    """Counts the statements by which groups are written."""

    statements = 0

    async def write_group(self, group: Sequence[Append]) -> Sequence[Exception | None]:
        """Write appends as one group."""
        return await self._write(group)

    async def _write(
        self, group: Sequence[Append], *, asked: bool = False
    ) -> Sequence[Exception | None]:
        self.statements += 1
        return await super()._write(group, asked=asked)


async def test_a_refused_append_does_not_harm_its_group(journal: Journal) -> None:
    """Those that share its statement are written all the same."""
    await journal.append(an_append("taken", answer=an_answer("used"), claims=[Claim("c", "taken")]))
    doomed = [
        an_append("taken"),
        an_append("a", answer=an_answer("used")),
        an_append("b", claims=[Claim("c", "b")]),
    ]
    fine = [an_append(f"fine-{n}") for n in range(40)]
    results = await asyncio.gather(
        *(journal.append(append) for append in [*fine[:20], *doomed, *fine[20:]]),
        return_exceptions=True,
    )
    refusals = [type(result) for result in results if result is not None]
    assert refusals == [Conflict, AlreadyAnswered, ClaimTaken]
    for n in range(40):
        assert len(await journal.read(f"fine-{n}")) == 1


async def test_repeated_keys_are_set_apart_at_once(pool: Pool) -> None:
    """Of a full group with repeats, the statements do not grow with the number of the others."""
    journal = CountingJournal(pool, flushers=1)
    await journal.append(an_append("before", answer=an_answer("used")))
    journal.statements = 0
    fine = [an_append(f"fine-{n}", answer=an_answer(f"key-{n}")) for n in range(100)]
    repeated = [an_append(f"repeated-{n}", answer=an_answer("used")) for n in range(5)]
    twice = [an_append(f"twice-{n}", answer=an_answer("new")) for n in range(2)]
    group = [*fine[:50], *repeated, *twice, *fine[50:]]
    outcomes = await journal.write_group(group)
    refused = [append.stream_id for append, error in zip(group, outcomes, strict=True) if error]
    assert refused == [*(append.stream_id for append in repeated), "twice-1"]
    assert {type(error) for error in outcomes if error} == {AlreadyAnswered}
    assert journal.statements <= 3
    for append in group:
        assert bool(await journal.read(append.stream_id)) == (append.stream_id not in refused)


async def test_one_that_is_refused_costs_its_group_few_statements(pool: Pool) -> None:
    """Whatever it is refused for, it is found by halves, and it alone is refused."""
    journal = CountingJournal(pool, flushers=1)
    await journal.append(an_append("taken", claims=[Claim("c", "taken")]))
    for number, doomed in enumerate(
        (
            an_append("taken"),
            an_append("a", claims=[Claim("c", "a")]),
            an_append("a", released=[Claim("c", "a")]),
            Append("a", 0, [NewEvent(new_id(), "tests.Happened.v1", "no JSON")]),
            Append("a", 0, [NewEvent(new_id(), "tests.Happened.v1", '{"a": "\x00"}')]),
        )
    ):
        fine = [an_append(f"{number}-{n}", answer=an_answer(f"{number}-{n}")) for n in range(128)]
        journal.statements = 0
        outcomes = await journal.write_group([*fine[:77], doomed, *fine[77:]])
        assert [n for n, error in enumerate(outcomes) if error] == [77]
        assert journal.statements <= 2 * 8 + 1
        assert all([await journal.read(append.stream_id) for append in fine])
    assert await journal.read("a") == []
