"""From an address to a view: which region is meant, what may be seen, and how complete it is."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from types import MappingProxyType

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from services.reporting.counting.position import counted_until
from services.reporting.dashboard.asked import Asked, Written, has_detail, present
from services.reporting.dashboard.freshness import State, Verified
from services.reporting.dashboard.home import home_of
from services.reporting.dashboard.pages import choice, headers
from services.reporting.declared.words import Indicator, Where
from services.reporting.proving.daily import last_verified
from services.reporting.statistics.answering import completeness_of, not_settled, settle
from services.reporting.statistics.connections import connection_for
from services.reporting.statistics.detail import COUNTY, check_question, check_region
from services.reporting.statistics.figures import answer, snapshot
from services.reporting.statistics.groups import Figure
from services.reporting.statistics.held import held_below
from services.reporting.statistics.naming import regions_meant
from services.reporting.statistics.places import child_length, parent_of
from services.reporting.statistics.query_parameters import region_of
from services.reporting.statistics.question import Question
from services.reporting.statistics.settling import NotSettled
from services.reporting.statistics.spans import Grain, Span, span_of
from shared.database import Connection
from shared.http.operation import Call
from shared.identity.claims import Caller
from shared.regions import level

NO_FILTER: Where = MappingProxyType({})


async def asked_of(
    request: Request, call: Call, written: Written, path: str, *, default: Grain = "month"
) -> Asked | Response:
    """What an address asks for, or the answer that leads on: to a region, or to choose one.

    Raises Problems: 422 for what cannot be read, 404 out of scope, 403 for what is too fine.
    """
    now = present()
    written.check_day(now)
    span = written.span(now, default, over=not has_detail(call.caller))
    keys = ("region", "period", "as_of", "lang", "format")
    more = tuple(each for each in request.query_params.multi_items() if each[0] not in keys)
    asked = Asked(path, "", span, written.as_of, written.language, now, written.form, more)
    if written.region is None:
        async with connection_for(request) as connection:
            homes = await home_of(connection, call.caller)
        if len(homes) != 1:
            return HTMLResponse(choice(asked, homes), headers=headers())
        return _led_to(asked, homes[0])
    meant = regions_meant(written.region, call.caller)
    if not meant.clear:
        return HTMLResponse(choice(asked, meant.codes), 300, headers())
    if meant.codes != (written.region,):
        return _led_to(asked, meant.codes[0])
    code = region_of(written.region, call.caller)
    check_region(call.caller, code)
    if asked.moment is not None:
        await settle(request, asked.moment)
    return replace(asked, region=code)


def _led_to(asked: Asked, region: str) -> Response:
    """To the same of a region, in the form that was asked for."""
    form = "" if asked.form == "html" else asked.form
    return RedirectResponse(asked.address(region=region, format=form), 303, headers())


@dataclass(frozen=True)
class Figures:
    """Asks for figures on one connection, for one caller: no more than the caller may see."""

    request: Request
    connection: Connection
    caller: Caller
    state: State

    async def of(
        self,
        indicators: Sequence[Indicator],
        asked: Asked,
        span: Span | None = None,
        *,
        by: tuple[str, ...] = (),
        where: Where = NO_FILTER,
        region: str | None = None,
        exact: bool = False,
    ) -> list[Figure]:
        """The figures of a view's region and period, or of another one.

        `exact` is for the year's table, which shows small figures too.

        Raises a 403 Problem for what is too fine for the caller.
        """
        whole = span or asked.span
        days = whole.until(asked.known)
        question = Question(
            tuple(indicators),
            region or asked.region,
            days.start,
            days.end,
            by,
            where,
            asked.moment,
            None if days == whole else days.last_day,
        )
        question = check_question(self.caller, question, whole.start, whole.end, asked.known)
        if exact:
            question = replace(question, rule=None)
        async with self.settled():
            return await answer(self.connection, question, settled_only=question.as_of is not None)

    @asynccontextmanager
    async def settled(self) -> AsyncIterator[None]:
        """Where figures of a moment are read: a 503 Problem while not all until then is counted."""
        try:
            yield
        except NotSettled:
            raise not_settled(self.request) from None

    def over(self, asked: Asked, spans: Sequence[Span]) -> list[Span]:
        """Those of several months or quarters that the caller may see: without detail, those over.

        Years are seen up to today.
        """
        return [
            span for span in spans if self.detail or span.grain == "year" or asked.is_over(span)
        ]

    def month_of(self, asked: Asked) -> Span:
        """The month of the last day of a view, or the last one of which the caller may see."""
        month = span_of("month", asked.days.last_day)
        return month if self.over(asked, [month]) else month.before()

    def sees_below(self, region: str) -> bool:
        """Whether the caller may see the figures of the regions just below one."""
        return self.detail or child_length(region) <= COUNTY

    @property
    def detail(self) -> bool:
        """Whether the caller may see what is finer than the published tables."""
        return has_detail(self.caller)


@asynccontextmanager
async def figures_for(request: Request, caller: Caller, asked: Asked) -> AsyncIterator[Figures]:
    """The connection that a view's figures are read on, how complete they are, and what is near.

    All of a view is of one moment of the model.
    """
    async with connection_for(request) as connection, snapshot(connection):
        counted, last = await counted_until(connection), await last_verified(connection)
        verified = None if last is None else Verified(last[0], equal=not last[1])
        near = await _near(connection, asked.region)
        state = State(completeness_of(request), counted, verified, near)
        yield Figures(request, connection, caller, state)


async def _near(connection: Connection, region: str) -> tuple[str, ...]:
    """The regions beside one and just below it that have figures."""
    beside = await held_below(connection, parent_of(region))
    below = [] if level(region) == "community" else await held_below(connection, region)
    return tuple(dict.fromkeys((*beside, *below)))
