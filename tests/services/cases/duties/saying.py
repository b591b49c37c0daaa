"""What a schedule says, line by line; and policies of a test's own."""

from collections.abc import Iterable
from dataclasses import replace

from services.cases.duties.history import History
from services.cases.duties.schedule import PoliciesOver, pending, schedule
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.duties import DutyPolicy
from shared.policies.emergencies import Emergency
from shared.policies.holding import Holding
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.shapes import Shape
from shared.policies.values import Value
from shared.text import Text
from tests.services.cases.duties.told import day


def rule(
    duty: Duty,
    shape: Shape | None,
    code: str = "",
    regions: tuple[str, ...] = ("",),
    kinds: frozenset[CaseKind] = frozenset(),
    levels: frozenset[str] = frozenset(),
    since: str = "0001-01-01",
    until: str = "9999-12-31",
) -> DutyPolicy:
    """A policy of a duty."""
    holding = Holding(regions=regions, kinds=kinds, since=day(since), until=day(until))
    return DutyPolicy(
        code=code or f"{duty.value}.own", duty=duty, shape=shape, holding=holding, levels=levels
    )


def policies(
    *rules: DutyPolicy,
    emergencies: tuple[Emergency, ...] = (),
    version: str = "own",
    term_months: int = 36,
) -> Policies:
    """Policies of these duties and no others, with the numbers that are built in."""
    numbers = tuple(
        replace(each, number=term_months) if each.value is Value.TERM_MONTHS else each
        for each in built_in().numbers
    )
    return Policies(version, version, duties=rules, numbers=numbers, emergencies=emergencies)


def emergency(since: str, until: str, regions: tuple[str, ...] = ("",)) -> Emergency:
    """An emergency that is declared for some days."""
    holding = Holding(regions=regions, since=day(since), until=day(until))
    return Emergency(name=Text(zh="疫情", en="epidemic"), holding=holding)


def said(case: History, duty: Duty, today: str, by: PoliciesOver | None = None) -> list[str]:
    """The windows of a duty on a day, a line each, with the last day in time.

    >>> from tests.services.cases.duties.told import history, opened, reported
    >>> said(history(opened("2019-01-10"), reported("2019-01-12")), Duty.REPORT_IN, "2019-02-01")
    ['2019-01-10..2019-01-25 met on 2019-01-12']
    """
    return lines(each for each in schedule(case, by or built_in(), day(today)) if each.duty is duty)


def lines(windows: Iterable[Window]) -> list[str]:
    """Windows, a line each."""
    return [_line(each) for each in windows]


def awaits(case: History, today: str, by: PoliciesOver | None = None) -> dict[Duty, str]:
    """The last day in time of each duty that is awaited, of those without a subject."""
    found = pending(schedule(case, by or built_in(), day(today)))
    return {each.duty: str(each.last_day) for each in found if each.subject is None}


def _line(window: Window) -> str:
    words = [f"{window.since}..{window.last_day}"]
    if window.outcome is not None:
        words.append(window.outcome.value)
    elif window.met_on is not None:
        words.append("done")
    elif window.settled is not None:
        words.append(f"will be {window.settled.value}")
    else:
        words.append("awaited")
    if window.met_on is not None:
        words.append(f"on {window.met_on}")
    if window.to_whom:
        words.append(f"for {window.to_whom}")
    return " ".join(words)
