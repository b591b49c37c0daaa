"""Opening a figure: its value, and page by page the entries or the persons that it is made of."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.reporting.counting.position import MADE_BY
from services.reporting.declared.measures import ENTRIES, outdated
from services.reporting.declared.words import ALWAYS, Delay, Selection, stored_values
from services.reporting.statistics.explain import looking
from services.reporting.statistics.explain.opening import PARTS, Opening
from services.reporting.statistics.explain.query import (
    Statement,
    entries_of,
    persons_of,
    total_of,
)
from services.reporting.statistics.explain.values import values_of
from services.reporting.statistics.figures import check_measures, snapshot
from services.reporting.statistics.settling import check_settled
from shared import strict
from shared.clock import today
from shared.database import Connection
from shared.http.problems import unavailable
from shared.text import Text

AT_ONCE = 2_000  # rows that are read ahead of a file
# Persons are added up by all that their entries say, which is sorted: in memory, not on the disk.
SORT_IN_MEMORY = "SET LOCAL work_mem = '32MB'"


class EntryRow(NamedTuple):
    """What one entry adds: on a day (None: not known), in a region, under some values.

    `voided_at` is there where it was void by the moment of the question, and adds nothing; a figure
    of entries as they were recorded counts it all the same. `voided_since` is when it was made void
    after that moment.
    """

    day: date | None
    region: str
    values: dict[str, str]
    amount: int
    recorded_at: datetime
    entry_id: UUID
    stream_id: str
    voided_at: datetime | None
    voided_since: datetime | None
    place: tuple[str, ...]


class Held(NamedTuple):
    """What a person's entries add up to in a region, under some values."""

    region: str
    values: dict[str, str]
    amount: int


class PersonRow(NamedTuple):
    """One person: `amount` is what the figure counts, `total` what the person's entries add up to.

    `owner` is the person's internal id, or a stream's where a fact is of no person: never shown.
    """

    owner: str
    amount: int
    total: int
    held: tuple[Held, ...]
    place: tuple[str, ...]


Row = EntryRow | PersonRow


@dataclass(frozen=True)
class Values:
    """A figure, what each of its parts is, and what the rows that are asked for add up to."""

    value: int | float | None
    parts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Explained:
    """A figure with some of its rows; `following` is the place behind which more follow."""

    values: Values
    rows: Sequence[Row]
    following: tuple[str, ...] | None


@dataclass(frozen=True)
class Wanted:
    """Which rows of an opened figure are wanted.

    `owner` asks for the entries of one person; `salt` is secret, and this figure's own. `with_void`
    asks for what was void by the moment of the question too.
    """

    salt: str
    owner: str | None = None
    with_void: bool = False

    def are_persons(self, opening: Opening) -> bool:
        """Whether the rows are persons, and not entries."""
        return self.owner is None and opening.selection.counting in ("persons", "stock")

    def statement(
        self,
        opening: Opening,
        after: Sequence[str] | None = None,
        limit: int | None = None,
        days: looking.Days | None = None,
        regions: list[str] | None = None,
    ) -> Statement:
        """What reads them, from a place on; entries of some `days` and `regions` alone."""
        if self.are_persons(opening):
            place = None if after is None else after[0]
            return persons_of(
                opening, self.salt, after=place, with_void=self.with_void, limit=limit
            )
        return entries_of(
            opening,
            owner=self.owner,
            after=None if after is None else _read_place(after),
            days=days,
            regions=regions,
            with_void=self.with_void,
            limit=limit,
        )


async def explained(
    connection: Connection,
    opening: Opening,
    wanted: Wanted,
    *,
    limit: int,
    after: Sequence[str] | None = None,
    settled_only: bool = False,
) -> Explained:
    """The figure and a page of its rows, as the model is at one moment.

    Raises a 503 Problem if the model lacks what is asked for, a 422 Problem for persons of more
    facts than can be looked at, with `settled_only` `NotSettled`.
    """
    async with snapshot(connection):
        values = await _begin(connection, opening, wanted, settled_only=settled_only)
        records = await _page(connection, opening, wanted, after, limit + 1, values.total)
        found = [_row(opening, wanted, each) for each in records]
    following = found[limit - 1].place if len(found) > limit else None
    return Explained(values, found[:limit], following)


async def _page(
    connection: Connection,
    opening: Opening,
    wanted: Wanted,
    after: Sequence[str] | None,
    limit: int,
    total: int,
) -> list[Any]:
    if wanted.owner is not None or wanted.are_persons(opening):
        sql, parameters = wanted.statement(opening, after, limit)
        return await connection.fetch(sql, *parameters)

    async def read(days: looking.Days, regions: list[str] | None, limit: int) -> list[Any]:
        sql, parameters = wanted.statement(opening, after, limit, days, regions)
        return await connection.fetch(sql, *parameters)

    start, end, low, high, _ = opening.facts()
    width = looking.width_for(limit, (start, end), total)
    begin = low
    if after is not None:
        day, region, *_ = _read_place(after)
        start, begin = max(start, day), max(low, region)
    look = looking.Look((start, end), (low, high), begin)
    return await looking.first_rows(connection, read, look, width, limit)


async def every_row(
    connection: Connection, opening: Opening, wanted: Wanted, *, settled_only: bool = False
) -> AsyncGenerator[Values | Row]:
    """The figure, then each of its rows, all of them as the model is at one moment.

    Raises as `explained` does.
    """
    async with snapshot(connection):
        yield await _begin(connection, opening, wanted, settled_only=settled_only)
        sql, parameters = wanted.statement(opening)
        async for each in connection.cursor(sql, *parameters, prefetch=AT_ONCE):
            yield _row(opening, wanted, each)


async def _begin(
    connection: Connection, opening: Opening, wanted: Wanted, *, settled_only: bool
) -> Values:
    """The figure, where all that is needed is there and settled."""
    await connection.execute(SORT_IN_MEMORY)
    as_of, made_by = opening.question.as_of, await connection.fetchval(MADE_BY)
    check_measures([opening.indicator], made_by)
    if ENTRIES in outdated(made_by):
        raise unavailable(
            Text(
                zh="统计模型由旧版本生成，数字可以查询，但还不能逐条列出所含记录；请管理员运行"
                " waystation rebuild。",
                en="The read model was made by an older version: its figures are answered, but they"
                " cannot be opened; the operator runs waystation rebuild.",
            ),
            retry_after=60,
        )
    await check_settled(connection, as_of, settled_only)
    if wanted.owner is not None or wanted.are_persons(opening):
        await looking.check_facts(connection, opening)
    value, *parts = await values_of(connection, opening)
    total = int(parts[PARTS.index(opening.part)] or 0)
    if wanted.owner is not None:
        sql, parameters = total_of(opening, wanted.owner)
        total = await connection.fetchval(sql, *parameters)
    return Values(value, tuple(int(part or 0) for part in parts), total)


def _row(opening: Opening, wanted: Wanted, record: Any) -> Row:
    if wanted.are_persons(opening):
        return _person(opening.selection, record)
    day, entry_id, region, dims = (record[of] for of in ("day", "event_id", "region", "dims"))
    is_void = record["is_void"]
    since = record["changed_since"] if record["is_void_now"] and not is_void else None
    return EntryRow(
        None if day == ALWAYS else day,
        region,
        _values_of(opening.selection, dims, record["recorded_at"], day),
        record["amount"],
        record["recorded_at"],
        entry_id,
        record["stream_id"],
        record["changed_at"] if is_void else None,
        since,
        (day.isoformat(), region, str(entry_id), dims),
    )


def _person(part: Selection, record: Any) -> PersonRow:
    total = record["total"]
    held = tuple(
        Held(region, _values_of(part, dims), amount)
        for region, dims, amount in zip(
            record["regions"], record["dims"], record["amounts"], strict=True
        )
    )
    counts = total if part.counting == "stock" else int(total > 0)
    return PersonRow(record["owner"], counts, total, held, (record["place"],))


def _values_of(
    part: Selection, dims: str, recorded_at: datetime | None = None, day: date | None = None
) -> dict[str, str]:
    """The values by dimension, groupings and delay included; those that do not apply left out."""
    values = dict(stored_values(part.measure, dims) or {})
    if part.delay is not None and recorded_at is not None and day is not None:
        days = 0 if day == ALWAYS else (today(recorded_at) - day).days
        values[part.delay.code] = band_of(part.delay, days)
    return {code: value for code, value in values.items() if value}


def band_of(delay: Delay, days: int) -> str:
    """The value of what was recorded so many days later.

    >>> from services.reporting.declared.dimensions import DELAY
    >>> band_of(DELAY, -1), band_of(DELAY, 4)
    ('same_day', '4_to_7_days')
    """
    return [band for band, first in delay.bands.items() if first <= max(days, 0)][-1]


def _read_place(place: Sequence[str]) -> tuple[date, str, UUID, str]:
    day, region, entry_id, dims = place
    return strict.day(day), region, UUID(entry_id), dims
