"""Opens figures for tests: every page of them, and histories with all that takes something back."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import (
    EntryRow,
    PersonRow,
    Row,
    Values,
    Wanted,
    every_row,
    explained,
)
from services.reporting.statistics.question import Question
from shared.database import Pool
from shared.events.cases.drug_tests import DrugTestRechecked
from shared.events.cases.duties import Duty, DutyOutcome
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.closing import closed
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.lives import lives
from tests.services.reporting.statistics.test_any_question import any_day, history

SALT = "a text of the figure"


async def opened(
    pool: Pool, opening: Opening, wanted: Wanted | None = None, size: int = 7
) -> tuple[Values, list[Row]]:
    """The figure, and all its rows, page by page; every page says the same of the figure."""
    wanted = wanted or Wanted(SALT)
    rows: list[Row] = []
    place: tuple[str, ...] | None = None
    said: list[Values] = []
    while True:
        async with pool.acquire() as connection:
            page = await explained(connection, opening, wanted, limit=size, after=place)
        said.append(page.values)
        rows += page.rows
        place = page.following
        if place is None:
            break
        assert len(page.rows) == size
    assert said == [said[0]] * len(said)
    async with pool.acquire() as connection:
        whole: list[Any] = [each async for each in every_row(connection, opening, wanted)]
    assert whole == [said[0], *rows], "the file has what the pages have"
    return said[0], rows


def entries(rows: Sequence[Row]) -> list[EntryRow]:
    """Rows of which each is an entry."""
    assert all(isinstance(row, EntryRow) for row in rows)
    return [row for row in rows if isinstance(row, EntryRow)]


def persons(rows: Sequence[Row]) -> list[PersonRow]:
    """Rows of which each is a person."""
    assert all(isinstance(row, PersonRow) for row in rows)
    return [row for row in rows if isinstance(row, PersonRow)]


def any_ledger(chance: random.Random, size: int) -> list[ReceivedEvent]:
    """A history with voids, re-checks, outcomes that are replaced, and lives that change."""
    ledger = history(chance, files=size // 4 + 1, entries=size)
    _recheck_and_close(chance, ledger, size)
    others, _ = lives(chance, cases=size // 10 + 1, steps=size // 2)
    first = len(ledger.events)
    later = ledger.events[-1].recorded_at if ledger.events else None
    return ledger.events + [
        event._replace(
            offset=first + number,
            recorded_at=event.recorded_at
            if later is None
            else later + timedelta(seconds=number + 1),
        )
        for number, event in enumerate(others.events)
    ]


def _recheck_and_close(chance: random.Random, ledger: Ledger, size: int) -> None:
    files = list(ledger.files.values())
    for _ in range(size // 4):
        file, day = chance.choice(files), any_day(chance)
        before, result = chance.sample(("negative", "positive"), 2)
        test = file.test(day, before)
        recheck = file.entry(
            DrugTestRechecked,
            day + timedelta(days=chance.randrange(40)),
            test_id=test,
            tested_on=day,
            method="urine",
            before=before,
            substances_before=("heroin",) if before == "positive" else (),
            result=result,
            substances=("heroin",) if result == "positive" else (),
            tested_by="police",
        )
        if chance.random() < 0.4:
            ledger.void(recheck)
    for _ in range(size // 4):
        duty = chance.choice((Duty.TEST, Duty.CONTACT))
        until = date(any_day(chance).year, chance.randrange(1, 13), 1)
        window = closed(chance.choice(files), duty, chance.choice([*DutyOutcome]), until=until)
        for _ in range(chance.randrange(3)):
            window.close(chance.choice([*DutyOutcome]))
        if chance.random() < 0.2:
            window.take_back()


def total(question: Question) -> Question:
    """The same question, grouped by nothing."""
    return Question(
        question.indicators,
        question.region,
        question.start,
        question.end,
        (),
        question.where,
        question.as_of,
    )
