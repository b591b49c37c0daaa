"""A hundred exchanges, and a hundred releases, at once, by several handlers on one database."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.cases.app import CasesSettings, build
from shared.vault import VaultKeys
from tests.positions import POSITION_KEY
from tests.services.cases.calls import a_client
from tests.services.cases.place import id_number
from tests.services.cases.points.exchanging import (
    a_station,
    account,
    an_item,
    earned,
    exchange,
    stock,
)
from tests.services.cases.points.releasing import another_person, donate, propose
from tests.services.service import Client, serving, verifier

pytestmark = pytest.mark.postgres

TIMES = 100


@pytest.fixture
async def apis(dsn: str, tmp_path: Path) -> AsyncIterator[list[Client]]:
    """Three of the service, as three processes are: each remembers and decides by itself."""
    keys = tmp_path / "vault.json"
    VaultKeys.create(keys)
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(
                serving(
                    build(
                        CasesSettings(
                            cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY
                        ),
                        verifier(),
                    )
                )
            )
            for _ in range(3)
        ]


async def test_a_hundred_exchanges_at_once_leave_nothing_below_zero(
    apis: list[Client], dsn: str
) -> None:
    """Neither accounts nor stock; each is what the entries come to."""
    api = apis[0]
    station = await a_station(api)
    rice = await an_item(api, station, points=2, stock=17)
    oil = await an_item(api, station, points=3, stock=12, name="食用油")
    soap = await an_item(api, station, points=2, stock=40, name="香皂")
    # An account that runs out of points before its item does, and two that find theirs gone.
    poor, *rich = [
        await earned(api, months, client=await a_client(api, id_number(number)))
        for number, months in ((1, 1), (2, 8), (3, 8))
    ]
    wanted = cycle([(poor, soap), (rich[0], rice), (rich[1], oil), (rich[1], rice), (rich[0], oil)])
    replies = await asyncio.gather(
        *(
            exchange(apis[n % 3], case, station, item)
            for n, (case, item) in zip(range(TIMES), wanted, strict=False)
        )
    )
    outcomes = Counter(
        reply.body["type"] if reply.status == 409 else reply.status for reply in replies
    )
    assert outcomes == {
        201: 5 + 17 + 12,
        "/problems/not-enough-points": 20 - 5,
        "/problems/out-of-stock": 80 - 17 - 12,
    }
    assert await stock(api, station) == [0, 0, 35]
    spent = 0
    for case, earnings in ((poor, 10), *((each, 80) for each in rich)):
        found = await account(api, case, 2024)
        assert all(line["balance"] >= 0 for line in found["lines"])
        sums = sum(line["points"] for line in found["lines"])
        assert found["today"] == earnings + sums
        spent -= sums
    assert spent == 5 * 2 + 17 * 2 + 12 * 3
    connection = await asyncpg.connect(dsn)
    try:
        counted = await connection.fetchval(
            "SELECT count(*) FROM events WHERE type = 'cases.PointsSpent.v1'"
        )
    finally:
        await connection.close()
    assert counted == outcomes[201]


async def test_the_same_exchange_sent_by_many_at_once_is_made_once(apis: list[Client]) -> None:
    """Under one key, by three of the service: one exchange, answered alike."""
    api = apis[0]
    station = await a_station(api)
    item = await an_item(api, station)
    case = await earned(api, 3)
    replies = await asyncio.gather(
        *(exchange(apis[n % 3], case, station, item, key="one") for n in range(20))
    )
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body["entry_id"] for reply in replies}) == 1
    assert (await account(api, case))["today"] == 20
    assert await stock(api, station) == [39]


async def test_a_hundred_releases_at_once_leave_the_box_at_zero(apis: list[Client]) -> None:
    """As many as there is money for; what is left is what came in less what went out."""
    api = apis[0]
    station = await a_station(api)
    await donate(api, station, amount_fen=100_050)
    proposals = [await propose(api, station, amount_fen=3_000) for _ in range(TIMES)]
    others = [another_person(each) for each in apis]

    async def release(n: int) -> Any:
        path = f"/v1/workstations/{station}/relief-box/proposals/{proposals[n]}/release"
        return await others[n % 3].post(path, {"occurred_on": "2024-05-07"})

    replies = await asyncio.gather(*map(release, range(TIMES)))
    outcomes = Counter(
        reply.body["type"] if reply.status == 409 else reply.status for reply in replies
    )
    assert outcomes == {201: 33, "/problems/not-enough-in-the-box": 67}
    box = (await api.get(f"/v1/workstations/{station}/relief-box")).body
    assert (box["amount_fen"], box["amount_yuan"]) == (1_050, "10.50")
    assert len(box["proposals"]) == 67


async def test_one_proposal_is_released_once(apis: list[Client]) -> None:
    """By twenty at once: one releases it, the others are told that it is released."""
    api = apis[0]
    station = await a_station(api)
    await donate(api, station, amount_fen=100_000)
    proposal = await propose(api, station, amount_fen=1_000)
    path = f"/v1/workstations/{station}/relief-box/proposals/{proposal}/release"
    replies = await asyncio.gather(
        *(
            another_person(apis[n % 3]).post(path, {"occurred_on": "2024-05-07"}, key=f"{n}")
            for n in range(20)
        )
    )
    assert sorted(reply.status for reply in replies) == [201, *[409] * 19]
    box = (await api.get(f"/v1/workstations/{station}/relief-box")).body
    assert box["amount_fen"] == 99_000


async def test_counts_at_once_leave_what_was_counted(apis: list[Client]) -> None:
    """The same count, entered by several at once, takes the difference out once; so do counts
    while goods come in."""
    api = apis[0]
    station = await a_station(api)
    item = await an_item(api, station, stock=40)
    base = f"/v1/workstations/{station}/shop/items/{item}"
    counted, came = {"occurred_on": "2024-03-04", "counted": 30}, {"occurred_on": "2024-03-04"}
    replies = await asyncio.gather(*(apis[n % 3].post(f"{base}/counts", counted) for n in range(9)))
    assert {reply.status for reply in replies} == {201}
    assert await stock(api, station) == [30]
    replies = await asyncio.gather(
        *(
            apis[n % 3].post(f"{base}/receipts", {**came, "quantity": 1})
            if n % 2
            else apis[n % 3].post(f"{base}/counts", {**counted, "counted": 20})
            for n in range(12)
        )
    )
    assert {reply.status for reply in replies} == {201}
    assert await stock(api, station) in [[20 + more] for more in range(7)]
