"""A report waits for what its caller has written, and tells nothing of what others have."""

from uuid import UUID

import pytest

from shared.http.application import Service
from tests.positions import sealed
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import DAY, Ledger

pytestmark = pytest.mark.postgres

YEAR = "/v1/reports/annual?region=4101&year=2019"
FIGURES = "/v1/statistics?indicators=contacts&from=2019-01-01&to=2020-01-01"


@pytest.fixture
async def ledger(app: Service) -> Ledger:
    """An article, counted."""
    ledger = Ledger()
    ledger.article(DAY)
    await app.state.consumer.apply("cases", 0, 0, ledger.events)
    return ledger


async def test_a_report_waits_for_what_the_caller_has_written(
    app: Service, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted already: at once. Not counted in time: 503, and when to ask again."""
    stream = ledger.events[-1].stream_id
    first, second = (sealed(f"{stream}@{version}", "tests") for version in (1, 2))
    assert (await get(app, f"{YEAR}&min_position={first}")).status == 200
    monkeypatch.setattr("services.reporting.statistics.answering.POSITION_WAIT", 0.05)
    late = await get(app, f"{YEAR}&min_position={first}&min_position={second}")
    assert late.status == 503
    assert late.headers["retry-after"]


async def test_a_position_that_was_not_answered_to_the_caller_tells_nothing(
    app: Service, ledger: Ledger
) -> None:
    """Another agency's, one in plain, one made up: the same answer, is there the stream or not."""
    stream, nowhere = ledger.events[-1].stream_id, f"case-{UUID(int=0)}"
    others = [sealed(f"{each}@1", "another") for each in (stream, nowhere)]
    refused = []
    for position in (*others, f"{stream}@1", f"{nowhere}@1", "A" * 79, others[0][:-2], "%20"):
        for asked in (YEAR, "/v1/reports/annual/years?region=4101", f"{FIGURES}&region=4101"):
            refused.append(await get(app, f"{asked}&min_position={position}"))
    assert {answer.status for answer in refused} == {400}
    assert len({answer.body for answer in refused}) == 1
    [error] = refused[0].json()["errors"]
    assert (error["parameter"], error["reason"]) == ("min_position", "not_a_position")
    assert "as it is" in error["detail"]
    assert "照原样填写" in error["detail_zh"]
