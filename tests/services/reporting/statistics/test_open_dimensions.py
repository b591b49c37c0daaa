"""An open dimension takes any code: counted, grouped by and filtered on, and never enumerated."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.sessions import PLACE_KIND
from services.reporting.declared.words import (
    Fact,
    Indicator,
    Measure,
    OpenDimension,
    Selection,
)
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import NoSuchDimension, Question
from shared.database import Pool
from shared.events.cases.contacts import ContactRecorded
from shared.events.outreach.sessions import SessionHeld
from shared.http.application import Service
from shared.ids import new_id
from shared.text import Text
from tests.services.reporting.calling import get
from tests.services.reporting.declaring import declared
from tests.services.reporting.deliveries import DAY, DETOX, REHAB, Ledger
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

YEAR = (date(2019, 1, 1), date(2020, 1, 1))
RAGGED = (date(2019, 1, 2), date(2019, 12, 31))

TOPIC = OpenDimension("topic", Text(zh="主题", en="topic"), optional=True)
CASE = OpenDimension("case", Text(zh="档案", en="case"))


def _topic(event: SessionHeld) -> list[Fact]:
    return [Fact(event.occurred_on, event.region, (event.place_kind, event.topic))]


def _case(event: ContactRecorded) -> list[Fact]:
    values = (event.kind, str(event.case_id))
    return [Fact(event.occurred_on, event.region, values, 1, event.client_id)]


TOPICS = Measure("topics", (PLACE_KIND, TOPIC), {SessionHeld: _topic})
CASES_MET = Measure("cases_met", (KIND, CASE), {ContactRecorded: _case}, (GROUP,))


def _indicator(code: str, part: Selection, of: Selection | None = None) -> Indicator:
    name = Text(zh="试验", en="trial")
    return Indicator(code=code, name=name, unit="次", formula=name, numerator=part, denominator=of)


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    with declared(
        _indicator("topics", Selection(TOPICS)),
        _indicator("topics_at_school", Selection(TOPICS, {"place_kind": ("school",)})),
        _indicator("persons_met", Selection(CASES_MET, counting="persons")),
        _indicator(
            "share_of_persons_met",
            Selection(CASES_MET, {"kind": ("community_detoxification",)}, "persons"),
            Selection(CASES_MET, {}, "persons"),
        ),
    ):
        yield


async def figures(pool: Pool, code: str, **more: Any) -> dict[tuple[str, ...], Any]:
    """The values of an indicator in 2019 by group; the same over ragged ends of the year."""
    answers = []
    for period in (YEAR, RAGGED):
        question = Question((INDICATORS[code],), "410000000000", *period, **more)
        async with pool.acquire() as connection:
            rows = await answer(connection, question)
        answers.append({row.group: row.value for row in rows})
    assert answers[0] == answers[1]
    return answers[0]


async def test_codes_that_nobody_listed_are_counted(pool: Pool, consumer: Consumer) -> None:
    """Each code is a value by itself, beside a closed dimension; a void takes it back."""
    ledger = Ledger()
    ledger.session(DAY, topic="new-drugs.2019")
    ledger.session(DAY, topic="new-drugs.2019")
    ledger.session(DAY, "shop", topic="etomidate")
    ledger.session(DAY, "shop")
    ledger.void(ledger.session(DAY, topic="mistaken"))
    await consumer.apply("outreach", 0, 0, ledger.events)
    assert await rollups(pool) == naive(ledger.events)
    by_topic = {("",): 1, ("etomidate",): 1, ("new-drugs.2019",): 2}
    assert await figures(pool, "topics", by=("topic",)) == by_topic
    assert await figures(pool, "topics", where={"topic": ("etomidate", "unheard-of")}) == {(): 1}
    by_both = {("school", "new-drugs.2019"): 2}
    assert await figures(pool, "topics_at_school", by=("place_kind", "topic")) == by_both
    assert await figures(pool, "topics_at_school", where={"place_kind": ("shop",)}) == {(): 0}


async def test_persons_are_counted_by_codes(pool: Pool, consumer: Consumer) -> None:
    """One person with two cases is one by kind and group, and one in each case."""
    ledger, twice = Ledger(), new_id()
    first, second = ledger.case(DETOX, client_id=twice), ledger.case(REHAB, client_id=twice)
    other = ledger.case(REHAB)
    for file in (first, first, second, other):
        file.contact(DAY)
    ledger.void(ledger.case(DETOX).contact(DAY))
    await consumer.apply("cases", 0, 0, ledger.events)

    def cases(*ids: UUID) -> dict[tuple[str, ...], int]:
        return {(str(case),): 1 for case in ids}

    by_case = cases(first.case_id, second.case_id, other.case_id)
    assert await figures(pool, "persons_met", by=("case",)) == by_case
    assert await figures(pool, "persons_met") == {(): 2}
    assert await figures(pool, "persons_met", by=("group",)) == {("programme",): 2}
    in_first = {"case": (str(first.case_id),), "group": ("programme",)}
    assert await figures(pool, "persons_met", by=("group",), where=in_first) == {("programme",): 1}
    assert await figures(pool, "persons_met", where={"group": ("at_large",)}) == {(): 0}
    assert await figures(pool, "share_of_persons_met") == {(): 50.0}
    shares = {(str(first.case_id),): 100.0, (str(second.case_id),): 0.0, (str(other.case_id),): 0.0}
    assert await figures(pool, "share_of_persons_met", by=("case",)) == shares


@pytest.mark.parametrize("topic", ["a/b", "/", "Heroin", "主题", "a" * 65, "a b"])
async def test_what_is_no_code_parks_its_stream(pool: Pool, consumer: Consumer, topic: str) -> None:
    """A value with the separator in it would be read as two; it is malformed, like any other."""
    ledger = Ledger()
    ledger.session(DAY, topic=topic)
    ledger.session(DAY, topic="a-code")
    await consumer.apply("outreach", 0, 0, ledger.events)
    assert await one(pool, "SELECT array_agg(reason) FROM live.parked") == ["malformed"]
    assert await figures(pool, "topics", by=("topic",)) == {("a-code",): 1}
    with pytest.raises(NoSuchDimension):
        await figures(pool, "topics", where={"topic": (topic,)})


async def test_an_open_dimension_over_http(app: Service) -> None:
    """It is declared as open and without values; any code can be asked for, and nothing else."""
    ledger = Ledger()
    ledger.session(DAY, topic="etomidate")
    await app.state.consumer.apply("outreach", 0, 0, ledger.events)
    indicators = (await get(app, "/v1/indicators")).json()["indicators"]
    [topics] = [each for each in indicators if each["code"] == "topics"]
    assert topics["dimensions"][1] == {
        "code": "topic",
        "name": {"zh": "主题", "en": "topic"},
        "values": [],
        "open": True,
    }
    kinds = [its for each in indicators for its in each["dimensions"] if its["code"] == "kind"]
    assert kinds
    assert not any(each["open"] for each in kinds)
    ask = "/v1/statistics?indicators=topics&region=4101&from=2019-01-01&to=2020-01-01"
    grouped = (await get(app, f"{ask}&by=topic")).json()["rows"]
    assert [(row["group"], row["value"]) for row in grouped] == [({"topic": "etomidate"}, 1)]
    filtered = (await get(app, f"{ask}&where=topic:never-used")).json()["rows"]
    assert [row["value"] for row in filtered] == [0]
    refused = await get(app, f"{ask}&where=topic:a/b")
    assert refused.status == 422
    assert [each["reason"] for each in refused.json()["errors"]] == ["unknown_dimension"]
