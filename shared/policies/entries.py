"""Each kind of entry in a file of policies: what of it is read. Pure."""

from typing import Any

from shared.events.cases.duties import Duty
from shared.policies import teams
from shared.policies.fields import HELD, NO_CODE, NO_NAME, NOTES, Entry, is_code, is_named, text_of
from shared.policies.policies import DutyPolicy, Emergency, Number
from shared.policies.schemes import Scheme
from shared.policies.shapes import EachWindow, Every, Per, Shape, TimesAYear, Within
from shared.policies.values import ALLOWED, Value
from shared.policies.working_days import Days
from shared.text import Text

SHAPES = ("each", "every", "times_a_year", "within", "due")
FIELDS = {
    "duty": ("code", "duty", *SHAPES, "kinds", "levels", *HELD, *NOTES),
    "number": ("code", "value", "number", "numbers", "kinds", *HELD, *NOTES),
    "emergency": ("code", "name", *HELD, *NOTES),
    "scheme": ("code", "name", "levels", *HELD, *NOTES),
    "days": ("code", "year", "off", "working", "regions", *NOTES),
    "team": (*teams.FIELDS, *HELD, *NOTES),
}

# These are due once, after something; all others again and again.
ONCE = frozenset(
    {
        Duty.REPORT_IN,
        Duty.AGREEMENT,
        Duty.APPOINTED_TEST,
        Duty.RETURN_FROM_LEAVE,
        Duty.CRISIS_FOLLOW_UP,
        Duty.END_OF_TERM,
        Duty.ENDING_NOTICE,
        Duty.TEAM,
    }
)
_MONTHS, _DAYS, _TIMES = 120, 3660, 366


def duty(entry: Entry) -> DutyPolicy:
    """A table [[duty]]."""
    code, name = entry.code(), entry.one_of("duty", Duty)
    return DutyPolicy(
        code=code,
        duty=name or Duty.CONTACT,
        shape=_shape(entry, name),
        levels=frozenset(entry.codes("levels")),
        holding=entry.holding(kinds=True),
        source=entry.in_both("source"),
        note=entry.free("note"),
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


def number(entry: Entry) -> Number:
    """A table [[number]]."""
    code, value = entry.code(), entry.one_of("value", Value)
    allowed = ALLOWED[value or Value.TERM_MONTHS]
    field, other = ("numbers", "number") if allowed.bands else ("number", "numbers")
    numbers: list[int] = []
    if value is not None:
        if entry.has(other):
            entry.fault(other, f"{value} 请写 {field}。", f"of {value} say {field}.")
        elif allowed.bands:
            numbers = entry.numbers("numbers", allowed.least, allowed.most, falling=True)
        else:
            numbers = [entry.number("number", allowed.least, allowed.most)]
    return Number(
        code=code,
        value=value or Value.TERM_MONTHS,
        number=numbers[0] if numbers else 0,
        bands=tuple(numbers) if allowed.bands else (),
        holding=entry.holding(kinds=True),
        source=entry.in_both("source"),
        note=entry.free("note"),
    )


def emergency(entry: Entry) -> Emergency:
    """A table [[emergency]]."""
    entry.get("since")  # it begins on a day; its end may not be known yet
    return Emergency(
        code=entry.code(),
        name=entry.named(),
        holding=entry.holding(),
        source=entry.in_both("source"),
        note=entry.free("note"),
    )


def scheme(entry: Entry) -> Scheme:
    """A table [[scheme]]."""
    given, levels = entry.get("levels"), dict[str, Text]()
    if entry.has("levels") and not (isinstance(given, list) and len(given) >= 2):
        entry.fault(
            "levels",
            "至少应有两级，由高到低。",
            "must be a list of two levels or more, the gravest first.",
        )
        given = []
    for at, each in enumerate(given or (), 1):
        field = f"levels[{at}]"
        if not (isinstance(each, dict) and each.keys() == {"code", "name"}):
            entry.fault(
                field,
                '应写成 { code = "a", name = { zh = "A类", en = "A" } }。',
                'write it as { code = "a", name = { zh = "A类", en = "A" } }.',
            )
        elif not is_code(each["code"]):
            entry.fault(f"{field}.code", *NO_CODE)
        elif not is_named(each["name"]):
            entry.fault(f"{field}.name", *NO_NAME)
        elif each["code"] in levels:
            entry.fault(
                f"{field}.code", f"{each['code']} 出现了两次。", f"{each['code']} is there twice."
            )
        else:
            levels[each["code"]] = text_of(each["name"])
    return Scheme(
        code=entry.code(),
        name=entry.named(),
        levels=levels,
        holding=entry.holding(),
        source=entry.in_both("source"),
        note=entry.free("note"),
    )


def days(entry: Entry) -> Days:
    """A table [[days]]."""
    year = entry.number("year", 1949, 2200) if entry.has("year") else None
    off, working = entry.days("off"), entry.days("working")
    both = sorted({*off} & {*working})
    if both:
        entry.fault(
            "working", f"{both[0]} 也在 off 中。", f"{both[0]} is among those in off as well."
        )
    outside = [day for day in (*off, *working) if year is not None and day.year != year]
    if outside:
        entry.fault("year", f"{outside[0]} 不在该年。", f"{outside[0]} is not of this year.")
    if not any(map(entry.has, ("off", "working", "year"))):
        entry.fault(
            "off", "off、working 至少写一项。", "say off, working or both; else it does nothing."
        )
    return Days(
        code=entry.code(),
        regions=entry.holding().regions,
        year=year,
        off=off,
        working=working,
        source=entry.in_both("source"),
        note=entry.free("note"),
    )
