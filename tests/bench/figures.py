"""Figures at ten times the events, and the overview of a province.

Two models, each in a database of its own: `N` events of two years in 20 counties, and ten times as
many of five years in 80 counties. Each question is asked of both in turn, in this process, as the
service asks it: with its snapshot and the grouping in Python; the first time does not count. An
opened figure is a page of 50. As of a moment of the past what was recorded since is read: of a
large region that grows with it, so those have no aim.

The overview is asked of the service in a process of its own, by one caller: each month of two years
first once, when its charts are drawn, then again and again, when they are kept.
"""

import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from statistics import median, quantiles

import asyncpg

from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import Wanted, explained
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from shared.http.problems import Problem
from tests.bench.load import press
from tests.bench.model import Model, model_of
from tests.bench.place import Place
from tests.bench.rounds import Row, ratios
from tests.bench.served import ISSUER, serving
from tests.services.reporting.calling import ACTIONS

FLAT, SOON = 1.2, 0.005  # beside a tenth of the events; the 99th of a hundred, in seconds
LONGEST = 1.0  # seconds, of what reads all that there is of something
OVERVIEW = 0.15  # seconds
FEWEST, MOST = 5, 200  # times that a question is asked
PLACES = {
    "province": "410000000000",
    "city": "410100000000",
    "county": "410102000000",
    "street": "410102001000",
    "community": "410102001001",
}

Asking = Callable[[asyncpg.Connection, int], Awaitable[object]]  # of a model's last year


def _figures(
    indicator: str,
    place: str,
    *by: str,
    days: tuple[tuple[int, int], tuple[int, int]] | None = None,
    ago: int | None = None,
) -> Asking:
    """Asks for figures of the last year or some of its days, as of so many days before its end."""

    async def ask(connection: asyncpg.Connection, year: int) -> object:
        end = date(year + 1, 1, 1)
        first, last = (date(year, 1, 1), end)
        if days is not None:
            first, last = (date(year, *each) for each in days)
        as_of = None
        if ago is not None:
            as_of = datetime(end.year, 1, 1, tzinfo=UTC) - timedelta(days=ago)
        question = Question((INDICATORS[indicator],), PLACES[place], first, last, by, as_of=as_of)
        return await answer(connection, question)

    return ask


def _opened(indicator: str, place: str) -> Asking:
    """Opens a figure of the last year."""

    async def ask(connection: asyncpg.Connection, year: int) -> object:
        days = (date(year, 1, 1), date(year + 1, 1, 1))
        opening = Opening(Question((INDICATORS[indicator],), PLACES[place], *days))
        page = await explained(connection, opening, Wanted("a secret of this run"), limit=50)
        assert page.rows
        return page

    return ask


def _questions() -> dict[str, Asking]:
    quarter, ragged = ((4, 1), (7, 1)), ((3, 5), (11, 20))
    asked: dict[str, Asking] = {}
    for place in ("province", "county", "street", "community"):
        asked[f"sum of a year by month: {place}"] = _figures("contacts", place, "month")
        asked[f"sum of a year by quarter: {place}"] = _figures("contacts", place, "quarter")
        asked[f"sum of a quarter by day: {place}"] = _figures(
            "contacts", place, "day", days=quarter
        )
        asked[f"sum of a quarter by week: {place}"] = _figures(
            "contacts", place, "week", days=quarter
        )
    for place in ("province", "street"):
        asked[f"sum of a ragged period: {place}"] = _figures("contacts", place, days=ragged)
    asked["streets of a county, a year"] = _figures("contacts", "county", "region")
    asked["communities of a street, a year"] = _figures("contacts", "street", "region")
    for place in ("province", "county", "street"):
        asked[f"stock by month of a year: {place}"] = _figures("duties_overdue", place, "month")
        asked[f"persons by month of a year: {place}"] = _figures(
            "persons_contacted", place, "month"
        )
        asked[f"persons by quarter of a year: {place}"] = _figures(
            "persons_contacted", place, "quarter"
        )
        asked[f"persons of a year: {place}"] = _figures("persons_contacted", place)
    for place in ("province", "city", "county", "street"):
        asked[f"opened, entries of a year: {place}"] = _opened("contacts", place)
    for place in ("city", "county", "street"):
        asked[f"opened, persons of a year: {place}"] = _opened("persons_contacted", place)
    for ago, name in ((30, "a month"), (365, "a year")):
        for place in ("province", "county", "street"):
            asked[f"as of {name} ago: {place}"] = _figures("contacts", place, ago=ago)
    return asked


# What reads all that there is of something: answered soon, or refused with a hint.
NOT_FLAT = ("as of", "opened, persons")


async def flat(place: Place) -> list[Row]:
    """Figures at `N` and at ten times `N` events."""
    few, many = place.scale.events, place.scale.events * 10
    models = (
        await model_of(place, few, counties=20, years=2),
        await model_of(place, many, counties=80, years=5),
    )
    async with AsyncExitStack() as stack:
        connections = []
        for model in models:
            settings = {"TimeZone": "UTC", "jit": "off"}  # as the service's own
            connection = await asyncpg.connect(model.dsn, server_settings=settings)
            stack.push_async_callback(connection.close)
            connections.append((connection, model))
        return [
            _row(name, few, many, *await _in_turn(ask, connections, place.scale.seconds))
            for name, ask in _questions().items()
        ]


async def _in_turn(
    ask: Asking, models: list[tuple[asyncpg.Connection, Model]], seconds: float
) -> list[list[float]]:
    """The seconds that each model takes, in turn, for so many seconds in all."""
    taken: list[list[float]] = [[] for _ in models]
    ends = time.perf_counter() + seconds
    for number in range(-1, MOST):
        for (connection, model), own in zip(models, taken, strict=True):
            started = time.perf_counter()
            try:
                await ask(connection, model.last_year)
            except Problem as problem:
                if [error.reason for error in problem.errors] != ["too_much"]:
                    raise
                return [[], []]
            if number >= 0:
                own.append(time.perf_counter() - started)
        if number + 1 >= FEWEST and time.perf_counter() > ends:
            break
    return taken


def _row(name: str, few: int, many: int, small: list[float], large: list[float]) -> Row:
    name = f"{name}; {many:,} events beside {few:,}"
    if not large:
        return Row(name, "", "refused with a hint", "", f"≤ {LONGEST:g} s or refused", True)
    each, p99 = ratios(small, large), _p99(large)
    flat, opened = not name.startswith(NOT_FLAT), name.startswith("opened, entries")
    soon = f"≤ {FLAT:g} ×" + ("" if opened else f", p99 ≤ {SOON * 1000:g} ms")
    return Row(
        name,
        _told(small),
        _told(large),
        f"{median(each):.2f} (of the least: {min(large) / min(small):.2f})",
        soon if flat else f"≤ {LONGEST:g} s or refused",
        median(each) <= FLAT and (opened or p99 <= SOON) if flat else p99 <= LONGEST,
        "each community that has facts is looked for, and there are four times as many."
        if name.startswith("opened")
        else "",
    )


def _p99(taken: list[float]) -> float:
    return quantiles(taken, n=100, method="inclusive")[98]


def _told(taken: list[float]) -> str:
    """The median and the 99th of a hundred, in milliseconds."""
    return f"p50 {median(taken) * 1000:.1f} ms, p99 {_p99(taken) * 1000:.1f} ms"


async def overview(place: Place) -> list[Row]:
    """The overview of a province."""
    events = place.scale.events * 10
    model = await model_of(place, events, counties=20, years=2)
    token = ISSUER.mint("bench", ["41"], list(ACTIONS))
    requests = [
        (
            f"GET /?region=41&period={year}-{month:02} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {token}\r\nAccept: text/html\r\n\r\n"
        ).encode()
        for year in (model.last_year - 1, model.last_year)
        for month in range(1, 13)
    ]
    asked = cycle(requests)
    async with serving(place, "reporting", model.dsn) as port:
        answers = await press(port, lambda: next(asked), 1, place.scale.seconds * 5)
    assert set(answers.statuses) == {200}, answers.statuses
    drawn, kept = answers.seconds[: len(requests)], answers.seconds[len(requests) :]
    ours = kept or drawn
    return [
        Row(
            f"overview of a province, {events:,} events",
            "—",
            f"{_told(ours)}; while its charts are drawn p50 {median(drawn) * 1000:.1f} ms",
            "—",
            f"p50 ≤ {OVERVIEW * 1000:g} ms",
            median(drawn) <= OVERVIEW,
        )
    ]
