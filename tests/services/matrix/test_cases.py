"""The matrix of services/cases: every route × kind × relation × region, by the table alone."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.access_table import Category, Relation, Right
from shared.agencies import AgencyKind
from shared.catalogue import ACTIONS
from shared.clock import present_day
from tests.agencies import id_of
from tests.databases import MakeDatabase
from tests.services.cases.calls import REGION
from tests.services.cases.place import ALL, FAR, OFFICE, Place, a_place, far_id
from tests.services.matrix.asking import Route, ask, came_to, nobody, routes_of
from tests.services.matrix.expecting import (
    FOR_SERVICES,
    ON_CALLER,
    ON_CASE,
    ON_OWN,
    Expected,
    Situation,
    Where,
    check_known,
)
from tests.services.matrix.statements import Statements
from tests.services.matrix.things import a_whole_case
from tests.services.service import Client, Reply, migrated

pytestmark = pytest.mark.postgres

# To oversee follows from the kind.
PARTS = (Relation.RESPONSIBLE, Relation.ASKED_FOR_TEST, Relation.TEAM_MEMBER)
# What a part is about; where nothing else is said, the case.
ABOUT = {Relation.ASKED_FOR_TEST: "appointment_id", Relation.TEAM_MEMBER: "joining_id"}
Thing = tuple[Relation | None, bool, bool]  # a part, whether it has ended, whether it is late
HELD: tuple[Thing, ...] = ((None, False, False), *((part, False, False) for part in PARTS))
ACTIONS_OF_STAFF = (*ALL, "cases:import", "staff:read", "staff:write")
THINGS: tuple[Thing, ...] = (
    *HELD,
    *((part, True, False) for part in PARTS),
    (Relation.ASKED_FOR_TEST, False, True),
)
SITUATIONS = [
    Situation(kind, part, ended, where, late)
    for kind, (part, ended, late), where in product(AgencyKind, THINGS, Where)
    if not ((ended or late) and where is not Where.INSIDE)
]
RELATE = """
INSERT INTO relations (case_id, agency, relation, subject, begun, ended, until)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_NAME = re.compile(r"{(\w+)}")


@dataclass
class Matrix:
    """The place with a case for each part that an agency can have, or have had, in one."""

    place: Place
    statements: Statements
    routes: list[Route]
    things: dict[Thing, dict[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    workers: dict[str, str] = field(default_factory=dict)

    async def prepare(self) -> None:
        """Open the cases; every kind of agency, here and far away, is given its part in each."""
        connection = await asyncpg.connect(self.place.dsn)
        for part, ended, late in THINGS:
            ids = await a_whole_case(self.place)
            self.things[part, ended, late] = ids
            subject = ids[ABOUT.get(part, "case_id")] if part else ids["case_id"]
            agencies = [name(kind) for kind in AgencyKind for name in (id_of, far_id)]
            for number, agency in enumerate(agencies if part else ()):
                begun, over = 100 + number, 900 if ended else None
                until = present_day() + timedelta(days=-2 if late else 2)
                args = UUID(ids["case_id"]), agency, str(part), UUID(subject), begun, over, until
                await connection.execute(RELATE, *args)
        await connection.close()
        for kind in AgencyKind:
            await self.worker_of(id_of(kind))

    async def worker_of(self, agency: str) -> str:
        """A worker of an agency, who takes over."""
        if agency not in self.workers:
            body = {"name": "社工甲", "region": REGION, "employment": "social_worker"}
            api = self.place.by(agency, actions=ACTIONS_OF_STAFF)
            reply = await api.post("/v1/workers", {**body, "joined_on": "2019-01-02"})
            self.workers[agency] = str(reply.body["worker_id"])
        return self.workers[agency]

    def caller(self, situation: Situation) -> Client:
        """Who calls in a situation; a token may name regions that the register does not grant."""
        match situation.where:
            case Where.INSIDE:
                return self.place.by(id_of(situation.kind), actions=ACTIONS_OF_STAFF)
            case Where.OUTSIDE_OF_TOKEN:
                return self.place.by(id_of(situation.kind), FAR, actions=ACTIONS_OF_STAFF)
            case Where.OUTSIDE_OF_REGISTER:
                return self.place.by(far_id(situation.kind), "41", FAR, actions=ACTIONS_OF_STAFF)

    async def ask(
        self,
        route: Route,
        situation: Situation,
        ids: dict[str, str],
        *,
        dry_run: bool,
        names_version: bool = True,
    ) -> Reply:
        """Call a route of a case in a situation; a test is that of the appointment."""
        body: dict[str, Any] | None = None
        if route.name in ("record_drug_test", "take_sample"):
            body = {"appointment_id": ids["appointment_id"]}
        if route.name == "join_team":
            body = {"worker_id": None}  # who is in a roster is tried beside it
        if route.name == "hand_over":
            body = {"worker_id": await self.worker_of(id_of(situation.kind))}
        if route.name == "reassign_case":
            body = {"agency": OFFICE}
        api, kind = self.caller(situation), situation.kind
        more = {"dry_run": dry_run, "names_version": names_version}
        return await ask(api, kind, route, ids, body, **more)

    def expect(self, expected: Expected, reply: Reply, *about: object) -> None:
        """Note where a call came to something else."""
        if (came := came_to(reply)) is not expected:
            self.wrong.append(f"{' '.join(map(str, about))}: {came}, and not {expected}")


@pytest.fixture
async def matrix(
    make_database: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Matrix]:
    """The service, with all statements recorded."""
    statements = Statements(monkeypatch)
    dsn = await make_database(migrated)
    many = {"openings_per_day": 10**6, "searches_per_day": 10**6}
    async with a_place(dsn, tmp_path, **many) as place:
        it = Matrix(place, statements, routes_of(place.app.openapi()))
        await it.prepare()
        yield it


async def test_each_route_of_a_case_is_open_exactly_where_the_table_says(matrix: Matrix) -> None:
    """And a case that is nothing to the caller is answered as one that nobody has.

    The body is the same, and so are the statements that were run for it.
    """
    for route in matrix.routes:
        check_known(route.rule)
        if route.rule["rule"] not in ON_CASE:
            assert "{case_id}" not in route.template, f"{route.name} names no rule of a case"
            continue
        for situation in SITUATIONS:
            expected = ON_CASE[route.rule["rule"]](route.rule, situation)
            await _check(matrix, route, situation, expected)
    assert not matrix.wrong, "\n".join(matrix.wrong)


async def _check(matrix: Matrix, route: Route, situation: Situation, expected: Expected) -> None:
    ids = matrix.things[situation.relation, situation.ended, situation.late]
    about = route.name, situation
    if expected is Expected.ALLOWED:
        dry_run, names = route.dry_runs, situation.sees_versions
        if not names and "If-Match" in route.example.headers:
            reply = await matrix.ask(route, situation, ids, dry_run=dry_run)
            matrix.expect(Expected.NO_VERSION, reply, "naming a version,", *about)
        reply = await matrix.ask(route, situation, ids, dry_run=dry_run, names_version=names)
        matrix.expect(expected, reply, *about)
        if not names and "ETag" in reply.headers:
            matrix.wrong.append(f"{about}: is shown the version {reply.headers['ETag']}")
        return
    matrix.statements.taken()
    reply = await matrix.ask(route, situation, ids, dry_run=False)
    run = matrix.statements.taken()
    matrix.expect(expected, reply, *about)
    if expected is Expected.NOT_FOUND:
        unknown = {**ids, "case_id": nobody()}
        there = await matrix.ask(route, situation, unknown, dry_run=False)
        if (there.status, there.body) != (reply.status, reply.body):
            matrix.wrong.append(f"{about}: answered as {reply}, one that is not there as {there}")
        if (of_nobody := matrix.statements.taken()) != run or not run:
            matrix.wrong.append(f"{about}: ran {run}, for one that is not there {of_nobody}")
    if route.dry_runs and situation.where is Where.INSIDE:
        dry = await matrix.ask(route, situation, ids, dry_run=True)
        matrix.expect(expected, dry, "dry run of", *about)


async def test_a_registration_is_its_agencys_own(matrix: Matrix) -> None:
    """Another agency's is answered like one that nobody has, by the same statements."""
    place = matrix.place
    others = matrix.things[None, False, False]["client_id"]
    for kind in AgencyKind:
        agency = id_of(kind)
        own = await place.registered(agency)
        for route in matrix.routes:
            if route.rule["rule"] not in ON_OWN:
                assert "{client_id}" not in route.template, f"{route.name} names no rule of clients"
                continue
            api = place.by(agency)
            reply = await ask(api, kind, route, {"client_id": own}, dry_run=route.dry_runs)
            matrix.expect(Expected.ALLOWED, reply, route.name, kind, "own")
            matrix.statements.taken()
            reply = await ask(api, kind, route, {"client_id": others})
            run = matrix.statements.taken()
            matrix.expect(Expected.NOT_FOUND, reply, route.name, kind, "another's")
            there = await ask(api, kind, route, {"client_id": nobody()})
            if there.body != reply.body or matrix.statements.taken() != run:
                matrix.wrong.append(f"{route.name} tells {kind} another's client from nobody's")
    assert not matrix.wrong, "\n".join(matrix.wrong)


# What of a case may be shown to whom, by the category that it belongs to.
SHOWN_TO = {
    "case_id": None,  # to whoever may read anything of it
    "client_id": Relation.RESPONSIBLE,
    "entry_id": Category.CONTACTS,
    "contact_id": Category.CONTACTS,
    "appointment_id": Category.TESTS,
    "leave_id": Category.PROGRAMME,
    "exchange_id": Category.HELP,
    "treatment_id": Category.PROGRAMME,
    **dict.fromkeys(("need_id", "request_id", "help_id"), Category.HELP),
    "finding_id": Category.PROGRAMME,
    "goal_id": Category.HELP,
    "joining_id": Category.TEAM,
    # Who was asked for another test reads tests, and not this one.
    "test_id": (Category.OPENING, Category.TESTS),
}


def shown_to(situation: Situation, name: str) -> bool:
    """Whether an id of a case may be shown, by the table."""
    match SHOWN_TO[name]:
        case Relation() as relation:
            return relation in situation.relations
        case Category() as category:
            return situation.may(category, Right.READ)
        case tuple() as categories:
            return all(situation.may(category, Right.READ) for category in categories)
        case _:
            return any(situation.may(category, Right.READ) for category in Category)


async def test_lists_and_answers_show_nothing_of_what_is_not_the_callers(matrix: Matrix) -> None:
    """Of each case no more than the caller's part in it may read; of no part, or one that ended,
    nothing."""
    for route, kind, where in product(matrix.routes, AgencyKind, Where):
        rule = route.rule["rule"]
        if rule == FOR_SERVICES:
            expected = Expected.ACTION_NOT_ALLOWED
        elif rule in ON_CALLER:
            expected = ON_CALLER[rule](route.rule, kind)
        else:
            continue
        api = matrix.caller(Situation(kind, None, where=where))
        ids = {name: nobody() for name in _NAME.findall(route.template)}
        reply = await ask(api, kind, route, ids, dry_run=route.dry_runs)
        if expected is Expected.ALLOWED and "{" in route.template:
            assert reply.status in (404, 422), (route.name, reply)
            continue
        if expected is not Expected.ALLOWED or reply.status != 422:  # its ids are nobody's
            matrix.expect(expected, reply, route.name, kind, where)
        for (part, ended, late), of_case in matrix.things.items():
            situation = Situation(kind, part, ended, where, late)
            for name, value in of_case.items():
                if value in str(reply.body) and not shown_to(situation, name):
                    matrix.wrong.append(f"{route.name} shows {situation} the {name}")
    assert not matrix.wrong, "\n".join(matrix.wrong)


async def test_each_action_that_a_route_names_is_needed(matrix: Matrix) -> None:
    """A token without it is refused before anything is looked up, whoever has it."""
    for route in matrix.routes:
        for missing in route.actions:
            actions = tuple({*ACTIONS} - {missing})
            api = matrix.place.by("agency", actions=actions)
            ids = {name: nobody() for name in _NAME.findall(route.template)}
            matrix.statements.taken()
            reply = await ask(api, AgencyKind.POLICE, route, ids)
            matrix.expect(Expected.ACTION_NOT_ALLOWED, reply, route.name, missing)
            assert matrix.statements.taken() == []
    assert not matrix.wrong, "\n".join(matrix.wrong)


def test_a_rule_that_is_new_must_be_said_here() -> None:
    """What the matrix does not know fails it, so that no route is left out silently."""
    with pytest.raises(AssertionError, match="say in"):
        check_known({"rule": "whoever_asks_nicely"})
