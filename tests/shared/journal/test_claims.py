"""Names that an append releases: with the commit, by their holder, and free for another."""

import asyncio

import pytest

from shared.database import connect_pool
from shared.journal.journal import Append, Asked, Claim, ClaimNotHeld, ClaimTaken, Conflict, Journal
from tests.shared.journal.appends import an_answer, an_append

pytestmark = pytest.mark.postgres


async def test_a_released_claim_is_free_with_the_commit(journal: Journal) -> None:
    """Another may take the name, and whoever held it cannot release it twice."""
    await journal.append(an_append("s", claims=[Claim("name", "s"), Claim("other", "s")]))
    await journal.append(an_append("s", 1, released=[Claim("name", "s")]))
    assert await journal.holder("name") is None
    assert await journal.holder("other") == "s"
    await journal.append(an_append("t", claims=[Claim("name", "t")]))
    with pytest.raises(ClaimNotHeld):
        await journal.append(an_append("s", 2, released=[Claim("name", "s")]))
    assert await journal.holder("name") == "t"
    assert len(await journal.read("s")) == 2


@pytest.mark.parametrize(
    "doomed",
    [
        an_append("doomed", released=[Claim("unheld", "s")]),
        an_append("doomed", released=[Claim("name", "somebody else")]),
        an_append("doomed", released=[Claim("name", "s"), Claim("unheld", "s")]),
        an_append("doomed", released=[Claim("name", "s")] * 2),
        Append("", 0, (), released=[Claim("unheld", "s")], answer=an_answer("k")),
        an_append("doomed", released=[Claim("name", "s")], claims=[Claim("taken", "doomed")]),
        an_append("s", released=[Claim("name", "s")]),
    ],
)
async def test_what_cannot_be_released_leaves_all_as_it_was(
    journal: Journal, doomed: Append
) -> None:
    """Also beside a name that can, and where a claim or a version refuses the append."""
    await journal.append(an_append("s", claims=[Claim("name", "s"), Claim("taken", "t")]))
    outcomes = await asyncio.gather(
        *map(journal.append, (an_append("a"), doomed, an_append("b"))), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes if outcome] in (
        [ClaimNotHeld],
        [ClaimTaken],
        [Conflict],
    )
    assert await journal.holder("name") == "s"
    assert await journal.read("doomed") == []
    assert await journal.answer(Asked("agency", "k")) is None
    assert len(await journal.read("a")) == len(await journal.read("b")) == 1


async def test_a_name_passes_on_within_one_append(journal: Journal) -> None:
    """What an append releases it may claim again, for the same holder or another."""
    await journal.append(an_append("s", claims=[Claim("name", "s"), Claim("b", "s")]))
    same = [Claim("name", "s")]
    await journal.append(an_append("s", 1, claims=same, released=same, answer=an_answer("k")))
    assert await journal.holder("name") == "s"
    await journal.append(an_append("s", 2, claims=[Claim("name", "t")], released=same))
    assert await journal.holder("name") == "t"
    await journal.append(Append("", 0, (), released=[Claim("name", "t")]))
    assert await journal.holder("name") is None


async def test_a_name_passes_on_within_one_group(journal: Journal) -> None:
    """Appends of one statement release a name and take it, in both orders."""
    await journal.append(an_append("s", claims=[Claim("name", "s")]))
    await asyncio.gather(
        *(journal.append(an_append(f"before-{n}")) for n in range(20)),
        journal.append(an_append("s", 1, released=[Claim("name", "s")])),
        journal.append(an_append("t", claims=[Claim("name", "t")])),
    )
    assert await journal.holder("name") == "t"
    await asyncio.gather(
        *(journal.append(an_append(f"after-{n}")) for n in range(20)),
        journal.append(an_append("u", claims=[Claim("free", "u")])),
        journal.append(an_append("u", 1, released=[Claim("free", "u")])),
    )
    assert await journal.holder("free") is None
    assert len(await journal.read("u")) == 2


async def test_names_pass_crosswise(journal_url: str) -> None:
    """Two processes that pass names to each other end, each with all of its append or nothing."""
    pools = [await connect_pool(journal_url, application_name="tests", size=2) for _ in range(2)]
    journals = [Journal(pool) for pool in pools]
    for n in range(10):
        held = [Claim(f"a{n}", "a"), Claim(f"b{n}", "b")]
        await journals[0].append(Append("", 0, (), claims=held))
        outcomes = await asyncio.gather(
            *(
                journal.append(
                    an_append(
                        f"{mine.holder}{n}",
                        claims=[Claim(other.name, mine.holder)],
                        released=[mine],
                    )
                )
                for journal, mine, other in zip(journals, held, held[::-1], strict=True)
            ),
            return_exceptions=True,
        )
        assert {type(outcome) for outcome in outcomes} <= {ClaimTaken, Conflict, type(None)}
        for claim, outcome in zip(held, outcomes, strict=True):
            assert len(await journals[0].read(f"{claim.holder}{n}")) == (outcome is None)
    for pool in pools:
        await pool.close()
