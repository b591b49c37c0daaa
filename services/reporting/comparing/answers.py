"""What the answers of comparisons have in common: when, of which days, where, and why not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any, NamedTuple

from fastapi import Request
from pydantic import BaseModel, Field

from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.sides import Side
from services.reporting.counting.position import counted_until
from services.reporting.declared.words import Indicator
from services.reporting.downloads.table import Note, notes_of
from services.reporting.statistics.answering import Names, not_settled, settle, wait_for
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.settling import NotSettled
from services.reporting.statistics.spans import Span
from shared.database import Connection
from shared.http.operation import Call
from shared.region_names import full_name
from shared.regions import regions_in_force
from shared.text import Text
from shared.units import UNITS

PER_UNIT = Text(zh="每万人", en="per 10,000 people")


class PeriodShown(BaseModel):
    """The days that count: from the first to before `to`; `days` of them."""

    name: str
    text: Names
    start: date = Field(alias="from")
    to: date
    days: int


class Reading(NamedTuple):
    """A connection, and up to when the figures that it reads are counted at least."""

    connection: Connection
    counted_until: datetime | None


@asynccontextmanager
async def reading(
    request: Request, call: Call, asked: PeriodQuestion, min_position: list[str]
) -> AsyncIterator[Reading]:
    """A connection, once what was asked for is counted; else a 503 Problem."""
    await wait_for(request, call, min_position)
    if asked.as_of is not None:
        await settle(request, asked.as_of)
    async with connection_for(request) as connection:
        # Before the figures: what is counted once stays so, and more may be counted by then.
        counted = await counted_until(connection)
        try:
            yield Reading(connection, counted)
        except NotSettled:
            raise not_settled(request) from None


def names(text: Text) -> dict[str, str]:
    """A text as JSON."""
    return {"zh": text.zh, "en": text.en}


def period(span: Span) -> dict[str, Any]:
    """A period as JSON."""
    return {
        "name": span.name,
        "text": names(span.text()),
        "from": f"{span.start}",
        "to": f"{span.end}",
        "days": (span.end - span.start).days,
    }


def place(code: str, on: date) -> Text:
    """The name of a region on a day."""
    return full_name(code, regions_in_force(), on)


def side(figure: Side) -> dict[str, Any]:
    """A figure as JSON: with residents also the count and the year of the population."""
    document: dict[str, Any] = {"value": figure.value}
    if figure.residents is not None:
        document |= {
            "count": figure.count,
            "population": figure.residents.number,
            "population_year": figure.residents.year,
        }
    return document if figure.why is None else {**document, "reason": names(figure.why)}


def indicator(declared: Indicator) -> dict[str, Any]:
    """What a figure is of, as JSON."""
    return {
        "indicator": declared.code,
        "name": names(declared.name),
        "unit": declared.unit,
    }


def unit_of(declared: Indicator, asked: PeriodQuestion) -> Text:
    """What figures of an indicator are counted in, here."""
    unit = UNITS.get(declared.unit, Text(zh=declared.unit, en=declared.unit))
    if not asked.per:
        return unit
    return Text(zh=f"{unit.zh}（{PER_UNIT.zh}）", en=f"{unit.en} {PER_UNIT.en}")


def table_notes(asked: PeriodQuestion, counted: datetime | None) -> tuple[Note, ...]:
    """What a table of a comparison says of itself."""
    span = asked.counted
    until = Text(zh=f"（截至{span.last_day}）", en=f" (until {span.last_day})")
    text = asked.span.text()
    if not asked.is_over:
        text = Text(zh=text.zh + until.zh, en=text.en + until.en)
    where = place(asked.region, span.last_day)
    return notes_of(where, asked.region, text, asked.now, counted)
