"""Who carries a case follows from the case's own region, kind and level, in every list."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import md5
from itertools import product
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.carrying import absence_rules, carrying_rules, roles_of, uncovered_since
from services.cases.staff.caseload import COUNTS, PLACES
from shared.clock import present_day
from shared.events.cases.kinds import CaseKind
from shared.policies.in_force import use_policies
from shared.policies.numbers import Number
from shared.policies.policies import Policies
from shared.policies.reading import built_in
from shared.policies.teams import TeamPolicy
from shared.policies.values import Value
from tests.plans import PLANNED, explained
from tests.services.cases.place import ALL, WORKSTATION, Place
from tests.services.cases.test_worklists_of_workers import a_worker, by, is_absent, joins, orphaned

pytestmark = pytest.mark.postgres

TODAY = present_day()
[FOUR] = built_in().teams
[DAYS] = [each for each in built_in().numbers if each.value is Value.UNCOVERED_DAYS]
HERE, THERE = "410102001003", "410103001003"


def carried_by(role: str, code: str, *regions: str, **more: Any) -> TeamPolicy:
    """The team with another role that carries the case."""
    roles = {name: replace(each, carries=name == role) for name, each in FOUR.roles.items()}
    fields = {name: more.pop(name) for name in ("since", "until", "kinds") if name in more}
    holding = replace(FOUR.holding, regions=regions or ("",), **fields)
    return replace(FOUR, code=code, roles=roles, holding=holding, **more)


def days(number: int, code: str, *regions: str) -> Number:
    """So many days of absence without cover, in some regions."""
    return replace(DAYS, code=code, number=number, holding=replace(DAYS.holding, regions=regions))


GRID = carried_by("grid_administrator", "grid", "410103")
BY_PLACE = replace(
    built_in(), teams=(FOUR, GRID), numbers=(*built_in().numbers, days(30, "patient", "410103"))
)
MANY = (
    FOUR,
    GRID,
    carried_by("volunteer", "grave", "41", levels=frozenset({"high"})),
    carried_by("police_officer", "kind", "41", kinds=frozenset({CaseKind.REHABILITATION})),
    carried_by("family", "later", since=date(2100, 1, 1)),
    carried_by("nobody", "none", "33"),
)


@pytest.fixture
def by_place() -> Iterator[Policies]:
    """In one county the grid administrator carries, and absences may last for 30 days."""
    use_policies(BY_PLACE)
    yield BY_PLACE
    use_policies(None)


async def test_the_rules_of_statements_are_those_of_the_policies(dsn: str) -> None:
    """For each region, kind and level the same roles, and the same days, as `Policies` says."""
    several = (*built_in().numbers, days(30, "a", "410103"), days(3, "b", "41", "33"))
    policies = replace(built_in(), teams=MANY, numbers=several)
    asked = f"SELECT {roles_of('kept', '$4')} AS roles, {uncovered_since('kept', '$5')} AS since"
    asked += " FROM (SELECT $1::text AS region, $2::text AS kind, $3::text AS level) AS kept"
    rules = carrying_rules(policies, TODAY), absence_rules(policies, TODAY)
    connection = await asyncpg.connect(dsn)
    try:
        regions = (HERE, THERE, "410200000000", "330100000000", "110000000000")
        for region, kind, level in product(regions, CaseKind, ("high", "low", "")):
            [row] = await connection.fetch(asked, region, kind, level or None, *rules)
            team = policies.team(region, kind, level, TODAY)
            assert team is not None
            roles = [code for code, role in team.roles.items() if role.carries]
            assert row["roles"] == roles, (region, kind, level)
            number = policies.number(Value.UNCOVERED_DAYS, region, TODAY, kind)
            assert (TODAY - row["since"]).days == number
    finally:
        await connection.close()


@pytest.mark.usefixtures("by_place")
async def test_a_role_that_carries_in_one_county_does_not_in_another(place: Place) -> None:
    """In the caseload, among the worker's cases, and in the list of cases that nobody has."""
    api = by(place)
    here, there = [await place.opened(WORKSTATION, region=region) for region in (HERE, THERE)]
    worker = await a_worker(api)
    for case in (here, there):
        await joins(api, case, worker)
    assert await orphaned(api) == {there}
    shown = (await api.get(f"/v1/workers/{worker}/caseload")).body
    assert shown["cases"] == 1
    assert {each["case_id"]: each["carries"] for each in shown["serves"]} == {
        here: True,
        there: False,
    }
    await joins(api, there, worker, role="grid_administrator")
    assert await orphaned(api) == set()
    assert (await api.get(f"/v1/workers/{worker}/caseload")).body["cases"] == 2


@pytest.mark.usefixtures("by_place")
async def test_how_long_an_absence_may_be_is_asked_of_the_cases_own_region(place: Place) -> None:
    """Ten days without cover: too long in one county and not in the other, whoever asks."""
    api = by(place)
    here, there = [await place.opened(WORKSTATION, region=region) for region in (HERE, THERE)]
    worker = await a_worker(api)
    await joins(api, here, worker)
    await joins(api, there, worker, role="grid_administrator")
    await is_absent(api, worker, 1)
    assert await orphaned(api) == {here}
    for regions, wanted in ((("410103",), set()), (("410102", "410103"), {here})):
        caller = place.by(WORKSTATION, *regions, actions=ALL)
        assert await orphaned(caller) == wanted


FILL = """
INSERT INTO case_register (case_id, agency, region, kind, phase, registration_id, version)
SELECT md5('case' || n)::uuid, 'agency', '410101001001', 'community_detoxification', 'agreed',
    md5('case' || n)::uuid, 1
FROM generate_series(1, 20000) AS n;
INSERT INTO team_members (joining_id, case_id, role, agency, worker_id, joined_on)
SELECT md5('joining' || n)::uuid, md5('case' || n)::uuid, 'social_worker', 'agency',
    md5('worker' || n % 500)::uuid, '2019-01-01'
FROM generate_series(1, 20000) AS n;
"""


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_caseloads_are_read_along_an_index(dsn: str, mode: str, counted: bool) -> None:
    """A page reads the cases of its workers: of 50 workers 2,000, and of one the 40."""
    workers = [
        UUID(md5(f"worker{n}".encode(), usedforsecurity=False).hexdigest()) for n in range(50)
    ]
    rules = carrying_rules(built_in(), TODAY)
    first = (UUID(int=0), UUID(int=0))
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute("ANALYZE case_register, team_members")
        await connection.execute(f"SET plan_cache_mode = {mode}")
        plan = await explained(connection, COUNTS, [workers, rules])
        assert "team_members_worker" in plan.indexes
        assert not plan.whole
        assert plan.rows <= 2 * 2000 + 100
        given = [workers[0], ["41"], *first, "agency", None, rules]
        plan = await explained(connection, PLACES.format(limit=51), given)
        assert "team_members_worker" in plan.indexes
        assert not plan.whole
        assert plan.rows <= 2 * 51 + 100
    finally:
        await connection.close()
