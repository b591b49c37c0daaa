"""What a call must come to, by the table and by the rule that its route names. Pure.

Nothing here asks the code under test: the table and the OpenAPI document are all it knows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from services.cases.access_table import TABLE, Category, Relation, Right
from shared.agencies import AgencyKind


class Where(Enum):
    """Where the caller's regions are, seen from the case."""

    INSIDE = "inside"
    OUTSIDE_OF_TOKEN = "outside of the token's regions"
    OUTSIDE_OF_REGISTER = "outside of the register's regions"


class Expected(Enum):
    """What a call comes to before any rule of the case is asked."""

    ALLOWED = "allowed"
    NOT_ENTITLED = "not-entitled"
    TIME_OVER = "time-for-test-over"
    NO_VERSION = "no-version-shown"
    NOT_FOUND = "not-found"
    ACTION_NOT_ALLOWED = "action-not-allowed"


@dataclass(frozen=True)
class Situation:
    """Who calls: of which kind, with which part in the case (`held`, or ended), from where.

    A part that is `late` is one in a test whose time to know the person is over.
    """

    kind: AgencyKind
    relation: Relation | None
    ended: bool = False
    where: Where = Where.INSIDE
    late: bool = False

    @property
    def relations(self) -> set[Relation]:
        """What the caller is to the case; police and anti-drug offices oversee their regions."""
        if self.where is not Where.INSIDE:
            return set()
        held = {self.relation} if self.relation is not None and not self.ended else set()
        if (self.kind, Relation.OVERSEEING) in TABLE:
            held.add(Relation.OVERSEEING)
        return held

    @property
    def sees_versions(self) -> bool:
        """Whether a version of the case is the caller's to know, and to name."""
        return self.relations != {Relation.ASKED_FOR_TEST}

    def may(self, category: Category, right: Right) -> bool:
        """Whether a cell of the table grants a right."""
        relations = self.relations
        if self.late and category is Category.PERSON:
            relations = relations - {Relation.ASKED_FOR_TEST}
        cells = (TABLE.get((self.kind, relation), {}) for relation in relations)
        return any(cell.get(category, Right.NONE) >= right for cell in cells)


Rule = Mapping[str, Any]


def _related(situation: Situation, *, enough: bool) -> Expected:
    if not situation.relations:
        return Expected.NOT_FOUND
    return Expected.ALLOWED if enough else Expected.NOT_ENTITLED


def _on_case(rule: Rule, situation: Situation) -> Expected:
    category, right = Category(rule["category"]), Right[rule["right"].upper()]
    enough = situation.may(category, right)
    if not enough and replace(situation, late=False).may(category, right):
        return Expected.TIME_OVER
    return _related(situation, enough=enough)


def _any_part(rule: Rule, situation: Situation) -> Expected:
    return _related(situation, enough=any(situation.may(each, Right.READ) for each in Category))


def _responsible(rule: Rule, situation: Situation) -> Expected:
    is_responsible = Relation.RESPONSIBLE in situation.relations
    carries = (situation.kind, Relation.RESPONSIBLE) in TABLE
    return _related(situation, enough=is_responsible and carries)


def _overseeing(rule: Rule, situation: Situation) -> Expected:
    return _related(situation, enough=Relation.OVERSEEING in situation.relations)


def _sees_reads(rule: Rule, situation: Situation) -> Expected:
    sees = {Relation.RESPONSIBLE, Relation.OVERSEEING} & situation.relations
    return _related(situation, enough=bool(sees))


# Rules about the case in the path.
ON_CASE: Mapping[str, Callable[[Rule, Situation], Expected]] = {
    "on_case": _on_case,
    "any_part": _any_part,
    "responsible": _responsible,
    "overseeing": _overseeing,
    "sees_reads": _sees_reads,
}


def _whoever(rule: Rule, kind: AgencyKind) -> Expected:
    return Expected.ALLOWED


def _opens(rule: Rule, kind: AgencyKind) -> Expected:
    carries = (kind, Relation.RESPONSIBLE) in TABLE
    return Expected.ALLOWED if carries else Expected.NOT_ENTITLED


def _oversees_region(rule: Rule, kind: AgencyKind) -> Expected:
    oversees = (kind, Relation.OVERSEEING) in TABLE
    return Expected.ALLOWED if oversees else Expected.NOT_ENTITLED


def _recorder(rule: Rule, kind: AgencyKind) -> Expected:
    # Of what another agency recorded; whose own it is, is tried beside the service.
    coordinates = kind is AgencyKind.ANTI_DRUG_OFFICE
    return Expected.ALLOWED if coordinates else Expected.NOT_ENTITLED


def _planner(rule: Rule, kind: AgencyKind) -> Expected:
    # Of what another agency has held; a plan of it is not there, which is tried beside the service.
    return Expected.NOT_ENTITLED


# Rules about the caller alone; what it is shown is its own, or of its regions.
ON_CALLER: Mapping[str, Callable[[Rule, AgencyKind], Expected]] = {
    "by_action": _whoever,
    "by_region": _whoever,
    "own": _whoever,
    "each": _whoever,  # each command of a batch by its own rule: see the tests of batches
    "own_cases": _whoever,
    "carried": _whoever,
    "related": _whoever,
    "rosters": _whoever,  # whose they are: tests/services/cases/staff/test_api.py
    "posts": _whoever,
    "opens": _opens,
    "at_station": _opens,  # of a workstation of its regions, which is not found here
    "oversees_region": _oversees_region,
    "recorder": _recorder,
    "planner": _planner,
}
# Rules about something else in the path, which is the caller's own, or nothing to it.
ON_OWN = frozenset({"own_registration"})
# What no agency is ever let do is not in its token, whatever was asked of the issuer. An operator's
# token is an agency's, with a right of its own.
FOR_SERVICES, FOR_OPERATORS = "services", "operators"


def check_known(rule: Rule) -> None:
    """Fail for a rule that nobody has said here what it comes to."""
    known = {*ON_CASE, *ON_CALLER, *ON_OWN, FOR_SERVICES, FOR_OPERATORS}
    assert rule["rule"] in known, f"say in {__name__} what the rule {rule['rule']} comes to"
