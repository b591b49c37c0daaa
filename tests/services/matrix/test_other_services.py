"""The matrix of outreach and reporting: their routes are open by action and by region."""

from itertools import product
from pathlib import Path
from typing import Any

import pytest

from services.outreach.survey.examples import ANSWERS_ID
from shared.agencies import AgencyKind
from shared.catalogue import ACTIONS, SERVICES_ACTIONS
from shared.http.operation import Operation
from tests.agencies import id_of
from tests.databases import MakeDatabase
from tests.services.examples import Runner
from tests.services.matrix.asking import ask, came_to, nobody, routes_of
from tests.services.matrix.expecting import (
    FOR_OPERATORS,
    FOR_SERVICES,
    NATIONWIDE,
    ON_CALLER,
    Expected,
    check_known,
)
from tests.services.matrix.statements import Statements
from tests.services.service import migrated, serving
from tests.services.whole import SERVICES, built, running

_PLACE = {
    "region": "410102001003",
    "kind": "points_shop",
    "name": "积分超市",
    "opened_on": "2018-06-01",
}


def test_every_route_names_a_rule_that_is_known(tmp_path: Path) -> None:
    """Also one that the document would leave out: no route of the interface is without one."""
    for service in SERVICES:
        (tmp_path / service).mkdir()
        app = built(service, "postgresql:///none", tmp_path / service)
        public = [route for route in app.routes if getattr(route, "path", "").startswith("/v1")]
        assert all(isinstance(route, Operation) for route in public)
        routes = routes_of(app.openapi())
        assert len(routes) == len(public)
        for route in routes:
            check_known(route.rule)


@pytest.mark.postgres
async def test_outreach_is_open_within_the_region_to_every_kind(
    make_database: MakeDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record of another region is answered as one that nobody has, by the same statements."""
    statements = Statements(monkeypatch)
    app = built("outreach", await make_database(migrated), tmp_path)
    wrong: list[Any] = []
    async with serving(app) as api:
        owner = api.as_agency("agency", "41", actions=ACTIONS)
        runner = Runner(owner, app.openapi())
        replies = await runner.run_all()
        ids = {
            name: str(value)
            for reply in replies.values()
            for name, value in (reply.body if isinstance(reply.body, dict) else {}).items()
            if name.endswith("_id")
        }
        # The place of the examples is void by now; sessions and uses need one that is open.
        opened = await owner.post("/v1/places", _PLACE)
        ids |= {"place_id": opened.body["place_id"], "region": _PLACE["region"]}
        for route, kind, region in product(routes_of(app.openapi()), AgencyKind, ("41", "33")):
            check_known(route.rule)
            caller = api.as_agency(id_of(kind), region, actions=ACTIONS)
            if route.rule["rule"] == FOR_SERVICES:
                expected = Expected.ACTION_NOT_ALLOWED
            else:
                expected = ON_CALLER[route.rule["rule"]](route.rule, kind)
            if route.rule["rule"] in NATIONWIDE:
                pass  # as anywhere else
            elif "{" in route.template and (region == "33" or route.rule["rule"] == "own"):
                expected = Expected.NOT_FOUND
            there = {
                **ids,
                "import_id": str(runner.real.get("import_id", nobody())),
                "entry_id": runner.real[ANSWERS_ID],
            }
            statements.taken()
            names_place = "place_id" in (route.example.body or {})
            body = {"place_id": there["place_id"]} if names_place else None
            reply = await ask(caller, kind, route, there, body, dry_run=route.dry_runs)
            run = statements.taken()
            if region == "33" and "{" not in route.template and reply.status == 422:
                continue  # it writes about a region that is not its own
            if came_to(reply) is not expected:
                wrong.append((route.name, kind, region, reply, expected))
            if expected is Expected.NOT_FOUND:
                unknown = {name: nobody() for name in there} | {"region": there["region"]}
                none = await ask(caller, kind, route, unknown, dry_run=route.dry_runs)
                if none.body != reply.body or statements.taken() != run:
                    wrong.append((route.name, kind, region, "told from nobody's"))
    assert not wrong


@pytest.mark.postgres
async def test_reports_are_open_to_every_kind_and_rebuilding_to_operators(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    """By the action in the token alone; without it, to nobody."""
    wrong: list[Any] = []
    nobodys = {"number": "17"}  # no session of a browser bears it
    async with running("reporting", make_database, tmp_path) as api:
        routes = routes_of((await api.get("/openapi.json")).body)
        for route, kind in product(routes, AgencyKind):
            if route.example.method == "POST" and kind is not AgencyKind.POLICE:
                continue  # each of these reads the whole model
            without = tuple({*ACTIONS} - {*route.actions})
            refused = await ask(api.as_agency(id_of(kind), actions=without), kind, route, nobodys)
            if came_to(refused) is not Expected.ACTION_NOT_ALLOWED:
                wrong.append((route.name, kind, refused))
            reply = await ask(api.as_agency(id_of(kind), actions=ACTIONS), kind, route, nobodys)
            if "{" in route.template:
                is_let_in = came_to(reply) is Expected.NOT_FOUND
            else:
                is_let_in = reply.status not in (401, 403, 404)
            if not is_let_in:
                wrong.append((route.name, kind, reply))
    assert not wrong


def test_what_only_services_do_is_in_no_agencys_token(tmp_path: Path) -> None:
    """The feed of all events needs an action that is taken out of every agency's token."""
    for service in ("cases", "outreach"):
        (tmp_path / service).mkdir()
        app = built(service, "postgresql:///none", tmp_path / service)
        feeds = [each for each in routes_of(app.openapi()) if "/journal" in each.template]
        assert len(feeds) == 2
        assert all(SERVICES_ACTIONS.issuperset(each.actions) for each in feeds)
        assert all(each.rule["rule"] == FOR_SERVICES for each in feeds)


def test_only_what_is_in_no_agencys_token_is_said_to_be_for_services(tmp_path: Path) -> None:
    """To rebuild and to verify is an operator's, whose token is an agency's: it says so."""
    for service in SERVICES:
        (tmp_path / service).mkdir()
        app = built(service, "postgresql:///none", tmp_path / service)
        for route in routes_of(app.openapi()):
            is_for_services = route.rule["rule"] == FOR_SERVICES
            assert is_for_services is bool(SERVICES_ACTIONS.intersection(route.actions))
            assert ("reporting:operate" in route.actions) is (route.rule["rule"] == FOR_OPERATORS)
