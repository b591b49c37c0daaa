"""Every list of codes of published events, with its names: for who is given any code. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from shared.names import (
    assessments,
    campaigns,
    case,
    contacts,
    counselling,
    drug_tests,
    duties,
    endings,
    facts,
    findings,
    guidance,
    help,
    household,
    leave,
    maintenance,
    outreach,
    plan,
    points,
    programme,
    staff,
    surveys,
    team,
)
from shared.text import Text

_CHAPTERS = (
    *(assessments, campaigns, case, contacts, counselling, drug_tests, duties, endings),
    *(facts, findings, guidance, help, household, leave, maintenance, outreach),
    *(plan, points, programme, staff, surveys, team),
)
# By list, for lists may share a code that each calls otherwise.
NAMES: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    type(next(iter(names))): names
    for chapter in _CHAPTERS
    for names in vars(chapter).values()
    if isinstance(names, dict) and names and isinstance(next(iter(names)), StrEnum)
}
