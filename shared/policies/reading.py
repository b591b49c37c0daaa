"""The file of policies: TOML, read whole."""

import hashlib
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.policies import DutyPolicy, Emergency, Holding, Number, Policies, Value
from shared.policies.shapes import EachWindow, Every, Per, Shape, TimesAYear, Within
from shared.text import Text


def read_policies(content: bytes) -> Policies:
    """The policies that a file with these bytes holds."""
    document = tomllib.loads(content.decode("utf-8-sig"))
    return Policies(
        document["version"],
        hashlib.sha256(content).hexdigest(),
        tuple(
            DutyPolicy(
                code=each["code"],
                duty=Duty(each["duty"]),
                shape=_shape(each),
                holding=_holding(each),
                levels=frozenset(each.get("levels", ())),
            )
            for each in document.get("duty", ())
        ),
        tuple(
            Number(
                code=each["code"],
                value=Value(each["value"]),
                number=each["number"],
                holding=_holding(each),
            )
            for each in document.get("number", ())
        ),
        tuple(
            Emergency(name=Text(**each["name"]), holding=_holding(each))
            for each in document.get("emergency", ())
        ),
    )


def _holding(entry: dict[str, Any]) -> Holding:
    return Holding(
        regions=tuple(entry.get("regions", ("",))),
        kinds=frozenset(map(CaseKind, entry.get("kinds", ()))),
        since=entry.get("since", date.min),
        until=entry.get("until", date.max),
    )


def _shape(entry: dict[str, Any]) -> Shape | None:
    if "each" in entry:
        return EachWindow(Per(entry["each"]))
    if "every" in entry:
        return Every(**entry["every"])
    if "times_a_year" in entry:
        return TimesAYear(tuple(entry["times_a_year"]))
    return Within(**entry["within"]) if "within" in entry else None


@cache
def built_in() -> Policies:
    """The policies that hold where a place sets none."""
    return read_policies(resources.files(__package__).joinpath("built_in.toml").read_bytes())
