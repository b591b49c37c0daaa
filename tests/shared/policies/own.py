"""Policies of a place for tests."""

from datetime import date

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.policies import Policies
from shared.policies.reading import read_own_policies
from shared.regions import built_in as built_in_regions

DETOX, REHAB, LARGE = CaseKind.DETOXIFICATION, CaseKind.REHABILITATION, CaseKind.AT_LARGE
DAY = date(2026, 7, 1)
HANGZHOU, NINGBO, ZHENGZHOU = "330106001000", "330203001000", "410105001000"


def own(text: str, version: str = "own") -> Policies:
    """The built-in policies with these entries."""
    content = f'version = "{version}"\n{text}'.encode()
    return read_own_policies(content, built_in_regions())


def duty(code: str, duty: Duty = Duty.CONTACT, shape: str = 'each = "week"', more: str = "") -> str:
    """A table of a duty."""
    return f'[[duty]]\ncode = "{code}"\nduty = "{duty}"\n{shape}\n{more}\n'


def number(code: str, value: str, number: int, more: str = "") -> str:
    """A table of a number."""
    return f'[[number]]\ncode = "{code}"\nvalue = "{value}"\nnumber = {number}\n{more}\n'
