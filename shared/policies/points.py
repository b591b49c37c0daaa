"""The table [[points]]: what earns points, and how many, with limits a month and a year. Pure."""

from dataclasses import dataclass

from shared.events.cases.earning import PointsFor
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fault, Fields, Table, check_as_wide, of_another
from shared.text import Text

_POINTS, _TIMES = 10_000, 366


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRule:
    """So many points for each entry of a kind; 0 where it earns none.

    In a calendar month, and a year, only so many entries earn them; None sets no limit.
    """

    code: str
    earned_for: PointsFor
    points: int
    holding: Holding
    most_a_month: int | None = None
    most_a_year: int | None = None
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> PointsRule:
    month, year = (
        entry.number(field, 1, _TIMES) if entry.has(field) else None
        for field in ("most_a_month", "most_a_year")
    )
    if month is not None and year is not None and year < month:
        entry.fault(
            "most_a_year",
            "不应小于 most_a_month。",
            "must not be less than most_a_month.",
        )
    return PointsRule(
        code=entry.code(),
        earned_for=entry.one_of("earned_for", PointsFor) or PointsFor.CONTACT,
        points=entry.number("points", 0, _POINTS),
        most_a_month=month,
        most_a_year=year,
        **entry.held(kinds=True),
    )


def _own_fields(rule: PointsRule) -> Fields:
    limits = {"most_a_month": rule.most_a_month, "most_a_year": rule.most_a_year}
    return {
        "earned_for": rule.earned_for,
        "points": rule.points,
        **{name: limit for name, limit in limits.items() if limit is not None},
    }


def _check_replacing(own: PointsRule, before: PointsRule, fault: Fault) -> None:
    if own.earned_for is not before.earned_for:
        of_another("earned_for", before.earned_for, fault)
    else:
        check_as_wide(own, before, fault)


POINTS = Table(
    table="points",
    attribute="points",
    name=Text(zh="积分", en="points"),
    fields=(
        *("code", "earned_for", "points", "most_a_month", "most_a_year", "kinds"),
        *(*HELD, *NOTES),
    ),
    read=_read,
    own_fields=_own_fields,
    alike=("earned_for", lambda one, other: one.earned_for is other.earned_for),
    check_replacing=_check_replacing,
)
