"""Any rank is reproduced by its parts, and each part by the rows that its address opens to."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, get_args
from urllib.parse import quote

import pytest

from services.reporting.comparing.opened_rank import opened
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.ranking import Ranking, indicators_of, ranked
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.rounding import exact, rounded, rounded_fraction
from services.reporting.declared.schemes import SCHEMES
from services.reporting.declared.schemes.scheme import (
    LEAST_WEIGHT,
    Better,
    Part,
    Scheme,
    Scoring,
    wrong_scoring,
)
from services.reporting.declared.words import Indicator
from services.reporting.statistics.spans import GRAINS, span_named, span_of
from shared.http.application import Service
from shared.journal.received_event import ReceivedEvent
from shared.regions import RegionYear
from shared.text import Text
from tests.services.reporting.calling import headers
from tests.services.reporting.comparing.asking import JINSHUI, ZHONGYUAN, listed
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.statistics.explain.calling import count
from tests.services.reporting.statistics.explain.opening import any_ledger
from tests.services.reporting.statistics.test_any_question import any_day
from tests.shared.http.calling import call

pytestmark = pytest.mark.postgres

REGIONS = ("410000000000", "410100000000", "410102000000")
RESIDENTS = [
    RegionYear(code, year, number)
    for year in (2018, 2019, 2020)
    for code, number in (("410100000000", 90_000), (JINSHUI, 16_000), (ZHONGYUAN, 7_000))
]
NOW = datetime(2020, 6, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize("seed", range(3))
async def test_any_rank_is_reproduced_by_what_it_opens_to(app: Service, seed: int) -> None:
    """Any scheme, or one indicator, of any region and period, as of any moment.

    The parts add up to the total; each part's figure is what its addresses open to, row by row.
    """
    chance = random.Random(seed)
    ledger = Ledger()
    ledger.events = any_ledger(chance, 200)
    await count(app, ledger)
    ranks = 0
    with listed([], RESIDENTS):
        for number in range(8):
            by = any_scheme(chance) if number % 4 else INDICATORS[chance.choice([*INDICATORS])]
            asked = any_asked(chance, ledger.events, by)
            async with app.state.pool.acquire() as connection:
                made = await ranked(connection, asked, by)
            for row in made.rows:
                document = opened(made, row, opens=True)
                if isinstance(by, Scheme):
                    add_up(by, document)
                parts = document["parts"] if isinstance(by, Scheme) else [document]
                for part in parts:
                    await open_each(app, made, part)
                ranks += 1
    assert ranks > 10


def any_scheme(chance: random.Random) -> Scheme:
    """A published one, or one of any indicators, weights and scorings."""
    if chance.random() < 0.3:
        return chance.choice([*SCHEMES.values()])
    strands = ("one", "other")
    parts = [
        any_part(chance, INDICATORS[code], strands[number % 2])
        for number, code in enumerate(chance.sample([*INDICATORS], 4))
    ]
    name = Text(zh="任意", en="any")
    return Scheme(
        code="any", name=name, since=date(2018, 1, 1), parts=tuple(parts),
        strands=dict.fromkeys(strands, name),
    )  # fmt: skip


def any_part(chance: random.Random, indicator: Indicator, strand: str) -> Part:
    """A part that can be scored, of an indicator."""
    better = None if indicator.better else chance.choice(get_args(Better))
    while True:
        scoring = chance.choice(get_args(Scoring))
        per = chance.random() < 0.4
        if wrong_scoring(indicator, scoring=scoring, per=per, better=better) is None:
            aim = chance.randrange(1, 50) if scoring == "aim" else None
            weight = chance.randrange(1, 40)
            return Part(
                indicator=indicator, weight=weight, scoring=scoring, per=per, aim=aim,
                better=better, strand=strand,
            )  # fmt: skip


def any_asked(
    chance: random.Random, events: Sequence[ReceivedEvent], by: Indicator | Scheme
) -> PeriodQuestion:
    """What is asked: of calendar periods and others, now or as of the moment of some event."""
    start = any_day(chance)
    span = span_of(chance.choice(GRAINS[2:]), start)
    if chance.random() < 0.3:
        end = max(start, any_day(chance))
        span = span_named(f"{start}..{date.fromordinal(end.toordinal() + 1)}")
    known = [event.recorded_at for event in events if event.recorded_at.date() >= span.start]
    as_of = chance.choice(known) if known and chance.random() < 0.5 else None
    return PeriodQuestion(
        indicators=indicators_of(by), region=chance.choice(REGIONS), span=span, now=NOW, as_of=as_of
    )


def add_up(scheme: Scheme, document: dict[str, Any]) -> None:
    """The points of the parts are those of the total, and the strands' are too."""
    parts = document["parts"]
    scored = [part for part in parts if part["score"] is not None]
    points = sum((part["weight"] * exact(part["score"]) for part in scored), Fraction(0))
    weight = sum(part["weight"] for part in scored)
    assert document["total"] == {"points": float(points), "weight": weight}
    assert [part["points"] for part in scored] == [
        float(part["weight"] * exact(part["score"])) for part in scored
    ]
    enough = weight and Fraction(weight, scheme.weight) >= LEAST_WEIGHT
    assert document["value"] == (rounded_fraction(points / weight) if enough else None)
    if scheme.strands:
        totals = [strand["total"] for strand in document["strands"]]
        assert sum(each["weight"] for each in totals) == weight
        assert sum(map(exact, (each["points"] for each in totals)), Fraction(0)) == points


async def open_each(app: Service, made: Ranking, part: dict[str, Any]) -> None:
    """The figure of a part, or what it was counted from, is what its addresses open to."""
    figure = part.get("count", part["value"])
    sums: dict[str, int] = {}
    for name, address in part["explain"].items():
        rows, after = 0, ""
        while True:
            answer = await call(
                app, "GET", f"{address}&limit=50{after}", headers=headers("41", "42", "44")
            )
            assert answer.status == 200, (address, answer.body)
            said = answer.json()
            assert said["value"] == figure or said["value"] is None is figure, address
            rows += sum(row["amount"] for row in said["rows"])
            if said["next"] is None:
                break
            after = f"&after={quote(said['next'])}"
        assert rows == said["total"] == said[name], address
        sums[name] = rows
        if made.asked.as_of is not None:
            assert "as_of=" in address
    if "denominator" in sums:
        of, times = sums["denominator"], said["times"]
        assert figure == (rounded(times * sums["numerator"], of) if of else None)
    else:
        assert figure == sums["numerator"]
