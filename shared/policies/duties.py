"""The table [[duty]]: what is due, to whom, and how often. Pure."""

from dataclasses import dataclass
from typing import Any

from shared.events.cases.duties import Duty
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.shapes import EachWindow, Every, Per, Shape, TimesAYear, Within
from shared.policies.table import Fault, Fields, Table, check_as_wide, narrower, of_another
from shared.text import Text

SHAPES = ("each", "every", "times_a_year", "within", "due")
# These are due once, after something; all others again and again.
ONCE = frozenset(
    {
        Duty.REPORT_IN,
        Duty.AGREEMENT,
        Duty.APPOINTED_TEST,
        Duty.RETURN_FROM_LEAVE,
        Duty.CRISIS_FOLLOW_UP,
        Duty.END_OF_TERM,
        Duty.END_OF_POST,
        Duty.ENDING_NOTICE,
        Duty.FINDING,
        Duty.FINDING_REVIEW,
        Duty.POLICE_NOTICE,
        Duty.CLOSING_REPORT,
        Duty.TEAM,
    }
)
_MONTHS, _DAYS, _TIMES = 120, 3660, 366


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPolicy:
    """What is due, by its code; without a shape nothing is. Without levels it is for all."""

    code: str
    duty: Duty
    shape: Shape | None
    holding: Holding
    levels: frozenset[str] = frozenset()
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> DutyPolicy:
    code, name = entry.code(), entry.one_of("duty", Duty)
    return DutyPolicy(
        code=code,
        duty=name or Duty.CONTACT,
        shape=_shape(entry, name),
        levels=frozenset(entry.codes("levels")),
        **entry.held(kinds=True),
    )


def _shape(entry: Entry, name: Duty | None) -> Shape | None:
    said = [each for each in SHAPES if entry.has(each)]
    if len(said) != 1:
        entry.fault(
            said[1] if said else "within" if name in ONCE else "each",
            "each、every、times_a_year、within 只能写一项；不要求的，写 due = false。",
            "say one of each, every, times_a_year and within; where nothing is due, due = false.",
        )
        return None
    [shape] = said
    if shape == "due":
        if entry.get("due") is not False:
            entry.fault(
                "due",
                "只能写 due = false（不要求）；要求的，请写 each、every、times_a_year 或 within。",
                "is false where nothing is due; what is due is said by each, every, times_a_year"
                " or within.",
            )
        return None
    if name is not None and (shape == "within") != (name in ONCE):
        _unfit(entry, shape, name)
        return None
    match shape:
        case "each":
            per = entry.one_of("each", Per)
            return EachWindow(per) if per else None
        case "every":
            return _every(entry)
        case "times_a_year":
            return TimesAYear(tuple(entry.numbers("times_a_year", 1, _TIMES)))
        case _:
            return _within(entry)


def _unfit(entry: Entry, shape: str, name: Duty) -> None:
    if name in ONCE:
        entry.fault(
            shape,
            f"{name} 只发生一次，请用 within，如 within = {{ days = 7 }}。",
            f"{name} is due once; say within, as within = {{ days = 7 }}.",
        )
    else:
        entry.fault(
            shape,
            f"{name} 是反复进行的，请用 each、every 或 times_a_year。",
            f"{name} is due again and again; say each, every or times_a_year.",
        )


def _every(entry: Entry) -> Shape | None:
    given: Any = entry.get("every")
    if isinstance(given, dict) and given.keys() in ({"months"}, {"days"}):
        [(unit, count)] = given.items()
        most = _MONTHS if unit == "months" else _DAYS
        if isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= most:
            return Every(**{unit: count})
    entry.fault(
        "every",
        f"应写成 {{ months = 6 }}（1至{_MONTHS}）或 {{ days = 30 }}（1至{_DAYS}）。",
        f"write it as {{ months = 6 }} (1 to {_MONTHS}) or {{ days = 30 }} (1 to {_DAYS}).",
    )
    return None


def _within(entry: Entry) -> Shape | None:
    given: Any = entry.get("within")
    if isinstance(given, dict) and given.keys() in ({"days"}, {"days", "working"}):
        days, working = given["days"], given.get("working", False)
        whole = isinstance(days, int) and not isinstance(days, bool) and 0 <= days <= _DAYS
        if whole and isinstance(working, bool):
            return Within(days, working)
    entry.fault(
        "within",
        f"应写成 {{ days = 15 }}（0至{_DAYS}），以工作日计的写 {{ days = 3, working = true }}。",
        f"write it as {{ days = 15 }} (0 to {_DAYS}), in working days"
        " { days = 3, working = true }.",
    )
    return None


def _own_fields(duty: DutyPolicy) -> Fields:
    return {"duty": duty.duty, **_of_shape(duty.shape), "levels": sorted(duty.levels)}


def _of_shape(shape: Shape | None) -> Fields:
    match shape:
        case None:
            return {"due": False}
        case EachWindow():
            return {"each": shape.per}
        case Every():
            units = {"months": shape.months, "days": shape.days}
            return {"every": {unit: count for unit, count in units.items() if count}}
        case TimesAYear():
            return {"times_a_year": [*shape.times]}
        case _:
            return {"within": {"days": shape.days, "working": shape.working}}


def _are_alike(one: DutyPolicy, other: DutyPolicy) -> bool:
    levels = one.levels & other.levels or not (one.levels or other.levels)
    return one.duty is other.duty and bool(levels)


def _check_replacing(own: DutyPolicy, before: DutyPolicy, fault: Fault) -> None:
    if own.duty is not before.duty:
        of_another("duty", before.duty, fault)
    elif own.levels:
        narrower(fault)
    else:
        check_as_wide(own, before, fault)


DUTY = Table(
    table="duty",
    attribute="duties",
    name=Text(zh="事项", en="duty"),
    fields=("code", "duty", *SHAPES, "kinds", "levels", *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
    alike=("duty", _are_alike),
    check_replacing=_check_replacing,
)
