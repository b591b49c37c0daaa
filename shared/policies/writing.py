"""Policies as a file: all that holds, in one form, which reads as the same again. Pure."""

import json
from collections.abc import Iterator, Mapping
from datetime import date

from shared.policies.holding import Holding
from shared.policies.policies import DutyPolicy, Emergency, Number, Policies
from shared.policies.schemes import Scheme
from shared.policies.shapes import EachWindow, Every, Shape, TimesAYear
from shared.policies.teams import TeamPolicy
from shared.policies.working_days import Days
from shared.text import Text

Fields = Mapping[str, object]


def written(policies: Policies) -> str:
    """The file; the same for the same policies, in whichever order they were written."""
    return "\n".join([f"version = {_value(policies.version)}\n", *sorted(_entries(policies))])


def _entries(policies: Policies) -> Iterator[str]:
    yield from (_table("duty", of_duty(each)) for each in policies.duties)
    yield from (_table("number", of_number(each)) for each in policies.numbers)
    yield from (_table("emergency", of_emergency(each)) for each in policies.emergencies)
    yield from (_table("scheme", of_scheme(each)) for each in policies.schemes)
    yield from (_table("days", of_days(each)) for each in policies.days)
    yield from (_table("team", of_team(each)) for each in policies.teams)


def of_duty(duty: DutyPolicy) -> Fields:
    """A duty as its table has it."""
    return {
        "code": duty.code,
        "duty": duty.duty,
        **of_shape(duty.shape),
        "levels": sorted(duty.levels),
        **_held(duty.holding),
        "source": _in_both(duty.source),
        "note": duty.note,
    }


def of_shape(shape: Shape | None) -> Fields:
    """A shape as a duty's table has it."""
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


def of_number(number: Number) -> Fields:
    """A number as its table has it."""
    several = number.bands
    return {
        "code": number.code,
        "value": number.value,
        **({"numbers": [*several]} if several else {"number": number.number}),
        **_held(number.holding),
        "source": _in_both(number.source),
        "note": number.note,
    }


def of_emergency(emergency: Emergency) -> Fields:
    """An emergency as its table has it."""
    return {
        "code": emergency.code,
        "name": _named(emergency.name),
        **_held(emergency.holding),
        "source": _in_both(emergency.source),
        "note": emergency.note,
    }


def of_scheme(scheme: Scheme) -> Fields:
    """A scheme as its table has it."""
    return {
        "code": scheme.code,
        "name": _named(scheme.name),
        "levels": [{"code": code, "name": _named(name)} for code, name in scheme.levels.items()],
        **_held(scheme.holding),
        "source": _in_both(scheme.source),
        "note": scheme.note,
    }


def of_team(team: TeamPolicy) -> Fields:
    """A team as its table has it."""
    return {
        "code": team.code,
        "name": _named(team.name),
        "roles": [
            {"code": code, "name": _named(role.name), "number": role.number}
            | ({"carries": True} if role.carries else {})
            for code, role in team.roles.items()
        ],
        "levels": sorted(team.levels),
        **_held(team.holding),
        "source": _in_both(team.source),
        "note": team.note,
    }


def of_days(days: Days) -> Fields:
    """A list of days as its table has it."""
    return {
        "code": days.code,
        **({} if days.year is None else {"year": days.year}),
        "off": [*days.off],
        "working": [*days.working],
        **_held(Holding(regions=days.regions)),
        "source": _in_both(days.source),
        "note": days.note,
    }


def _held(holding: Holding) -> Fields:
    return {
        **({} if holding.regions == ("",) else {"regions": sorted(holding.regions)}),
        "kinds": sorted(holding.kinds),
        **({} if holding.since == date.min else {"since": holding.since}),
        **({} if holding.until == date.max else {"until": holding.until}),
    }


def _named(name: Text) -> Fields:
    return {"zh": name.zh, "en": name.en}


def _in_both(text: Text) -> Fields | str:
    return text.zh if text.zh == text.en else _named(text)


def _table(table: str, fields: Fields) -> str:
    lines = (
        f"{name} = {_value(value)}\n" for name, value in fields.items() if value not in ("", [])
    )
    return f"[[{table}]]\n{''.join(lines)}"


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)  # TOML escapes as JSON does
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {_value(each)}' for key, each in value.items())} }}"
        case _:
            return str(value)
