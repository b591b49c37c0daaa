"""The table [[number]]: a number that a policy sets, or its bands. Pure."""

from dataclasses import dataclass

from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fault, Fields, Table, check_as_wide, of_another
from shared.policies.values import ALLOWED, Value
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, by its code; of bands it is the first, and `bands` has them all."""

    code: str
    value: Value
    number: int
    holding: Holding
    bands: tuple[int, ...] = ()
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> Number:
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
        **entry.held(kinds=True),
    )


def _own_fields(number: Number) -> Fields:
    several = {"numbers": [*number.bands]} if number.bands else {"number": number.number}
    return {"value": number.value, **several}


def _check_replacing(own: Number, before: Number, fault: Fault) -> None:
    if own.value is not before.value:
        of_another("value", before.value, fault)
    else:
        check_as_wide(own, before, fault)


NUMBER = Table(
    table="number",
    attribute="numbers",
    name=Text(zh="数值", en="number"),
    fields=("code", "value", "number", "numbers", "kinds", *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
    alike=("value", lambda one, other: one.value is other.value),
    check_replacing=_check_replacing,
)
