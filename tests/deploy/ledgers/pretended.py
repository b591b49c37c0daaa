"""A service in memory that refuses what the real ones refuse, and fails when it is asked to."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import TypeAdapter

from deploy.ledgers.sending import ImportTarget, Reply
from services.cases.case import decider
from services.cases.case.api.opening import NewCase
from services.cases.case.events import CaseEvent
from services.cases.case.opening import (
    ClientHasEndedCase,
    ClientHasOpenCase,
    OpenCase,
    ReferenceTaken,
)
from services.cases.case.programme import ReportIn, SignAgreement
from services.cases.case.state import Case, Ended
from services.cases.client.bodies import NewClient
from services.cases.duties.history import History, noted
from services.cases.workstation.api import NewWorkstation
from services.outreach.activity.bodies import NewSession
from services.outreach.informants.api import NewCount
from services.outreach.place.bodies import Closing, NewPlace
from services.outreach.place.uses_api import NewUse
from shared.command_handler import KeyReused
from shared.decider import Refused, check_day, check_region
from shared.events import Entry
from shared.http import problems
from shared.http.body import parse_body
from shared.http.command_answers import problem_of
from shared.http.problems import Problem
from tests.deploy.ledgers import pretended_places
from tests.deploy.ledgers.pretended_entries import (
    NOBODY,
    OF_NO_CASE,
    Entering,
    command_of,
    day_of,
    entries_of,
    model_of,
)
from tests.deploy.ledgers.pretended_lists import absences, articles
from tests.deploy.ledgers.pretended_place import OF_PLACE
from tests.deploy.ledgers.pretended_refusals import problem, refusal
from tests.deploy.ledgers.pretended_streams import STREAMS, claim_of
from tests.positions import opened, sealed

TOKEN = "the right one"
TODAY = date(2025, 6, 1)


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


@dataclass
class Pretended:
    """What was written, and how the service behaves.

    `trouble` is asked before each call and may give an answer of its own; `loses` is asked
    after each write whether its answer gets lost. `written` are the writes that had an effect:
    the path, and the body. `asked` are all calls; a dry run is marked.
    """

    trouble: Callable[[web.Request], web.Response | None] = lambda request: None
    loses: Callable[[web.Request], bool] = lambda request: False
    answers: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    states: dict[str, Case] = field(default_factory=dict)
    histories: dict[str, History | None] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    written: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    counted: bool = True
    knows_dry_runs: bool = True

    @property
    def posts(self) -> list[tuple[str, dict[str, Any]]]:
        """The writes that had an effect: the last word of the path, and the body."""
        return [(path.rpartition("/")[2], body) for path, body in self.written]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[ImportTarget]:
        """The service, listening."""
        app = web.Application()
        app.router.add_route("*", "/v1/{rest:.*}", self._answer)
        async with TestServer(app) as server:
            yield ImportTarget(str(server.make_url("")), lambda: TOKEN)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self.knows_dry_runs and request.headers.get("Dry-Run") == "?":
            return problem(400, "bad-request", {"header": "Dry-Run"})
        dry_run = request.headers.get("Dry-Run") == "true"
        self.asked.append(f"{'dry ' if dry_run else ''}{request.method} {request.path}")
        trouble = self.trouble(request)
        if trouble is not None:
            return trouble
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return problem(401, "unauthenticated")
        if request.method == "GET":
            reply = self.read(request.path, [*request.query.items()])
        else:
            key = request.headers["Idempotency-Key"]
            reply = self.write(request.path, await request.read(), key, dry_run=dry_run)
            if not dry_run and self.loses(request) and request.transport is not None:
                request.transport.close()
        if reply.status == 204:
            return web.Response(status=204)
        return web.json_response(dict(reply.body), status=reply.status, headers=reply.headers)

    def read(self, path: str, query: list[tuple[str, str]]) -> Reply:
        """The answer to a GET."""
        asked = dict(query)
        if path.endswith("/v1/imports"):
            return Reply(200, {}, {"imports": [], "next": None})
        if path in OF_PLACE:
            return Reply(200, {}, OF_PLACE[path]().model_dump(mode="json"))
        if path == "/v1/publications":
            return Reply(200, {}, articles(self.written, self.answers.values(), asked))
        if path == "/v1/cases":
            case_id = self.claims.get(f"reference:{asked['reference']}")
            cases = [{"case_id": case_id, **self.cases[case_id]}] if case_id else []
            return Reply(200, {}, {"cases": cases})
        if path.startswith("/v1/cases/"):
            return Reply(200, {}, {"entries": entries_of(self.states[path.rpartition("/")[2]])})
        if path == "/v1/places":
            return Reply(200, {}, pretended_places.places_of(self.claims, asked))
        if path.startswith("/v1/activities/"):
            return Reply(200, {}, {})
        if path == "/v1/workstations":
            name, street = asked["name"], f"{asked['region'][:9]}000"
            known = self.claims.get(f"workstation:{street}:{name}")
            station = {"workstation_id": known, "name": name, "region": street}
            return Reply(200, {}, {"workstations": [station] if known else []})
        if path.startswith("/v1/workers/"):
            return Reply(200, {}, absences(self.written, path))
        for position in (value for name, value in query if name == "min_position"):
            stream, _, version = opened(position).rpartition("@")
            assert self.versions[stream] >= int(version)
        return Reply(200, {}, {}) if self.counted else refusal(problems.unavailable())

    def write(self, path: str, raw: bytes, key: str, *, dry_run: bool) -> Reply:
        """The answer to a POST, by the models and the rules of the real services."""
        name, content = path.rpartition("/")[2], f"{path} {raw.decode()}"
        try:
            body = parse_body(raw, _adapter(model_of(path)), b"application/json")
            if isinstance(body, NewClient):
                body.particulars(TODAY)
            if key in self.answers:
                if self.answers[key][0] != content:
                    raise KeyReused
                return Reply(201, {"Idempotency-Replayed": "true"}, self.answers[key][1])
            found = self._found(name, body)
            if found is not None:
                return found
            made = self._decide(path, name, body, dry_run=dry_run)
        except Problem as refused:
            return refusal(refused)
        except (Refused, KeyReused) as refused:
            return refusal(problem_of(refused))
        if dry_run:
            return Reply(204, {}, {})
        answer = made()
        self.answers[key] = (content, answer)
        self.written.append((path, json.loads(raw)))
        return Reply(201, {}, answer)

    def _found(self, name: str, body: Any) -> Reply | None:
        """The answer of what is registered already, if it is."""
        stream = STREAMS.get(name, "")
        known = self.claims.get(claim_of(name, body))
        if known is None:
            return None
        version = self.versions[f"{stream}-{known}"]
        position = sealed(f"{stream}-{known}@{version}")
        return Reply(200, {}, {f"{stream}_id": known, "version": version, "position": position})

    def _decide(
        self, path: str, name: str, body: Any, *, dry_run: bool
    ) -> Callable[[], dict[str, Any]]:
        """What a call comes to: how it is written."""
        identity = f"00000000-0000-4000-8000-{len(self.versions) + 1:012}"
        match body:
            case NewCase():
                return self._open(identity, body, dry_run=dry_run)
            case NewWorkstation() | NewClient():
                return lambda: self._register(name, identity, claim_of(name, body))
            case _ if path.startswith("/v1/activities/") and name != "plans":
                if isinstance(body, NewSession):
                    check_day(body.occurred_on, TODAY)
                return lambda: self._append(f"activity-{path.split('/')[3]}", {})
            case _ if isinstance(body, OF_NO_CASE):
                day = day_of(body, TODAY)
                check_day(day, TODAY)
                check_region(body.region, day, TODAY)
                return lambda: self._register(name, identity, "")
            case NewPlace() | NewUse():
                pretended_places.check(body, TODAY)
                claim = pretended_places.name_of(body)
                return lambda: self._register(name, identity, claim)
            case NewCount() | Closing():
                pretended_places.check(body, TODAY)
                return lambda: self._append(pretended_places.stream_of(body, path), {})
            case _ if path.startswith(("/v1/workers/", "/v1/posts/")):
                return self._of_staff(path)
            case _:
                case_id = path.split("/")[3]
                return self._enter(case_id, command_of(path, body, self.histories.get(case_id)))

    def _of_staff(self, path: str) -> Callable[[], dict[str, Any]]:
        """What becomes of a worker or a post that is registered."""
        _, _, things, identity, *_ = path.split("/")
        stream = f"{STREAMS[things]}-{identity}"
        if stream not in self.versions:
            raise problems.not_found()
        return lambda: self._append(stream, {"entry_id": str(uuid4())})

    def _open(self, identity: str, body: NewCase, *, dry_run: bool) -> Callable[[], dict[str, Any]]:
        assert dry_run or body.client_id is not None
        events = decider.decide(
            OpenCase(
                UUID(identity),
                body.client_id or NOBODY,
                body.client_id or NOBODY,
                "agency",
                "agency",
                body.kind,
                body.region,
                body.workstation_id,
                body.decided_on,
                ReportIn(uuid4(), body.reported_in_on) if body.reported_in_on else None,
                SignAgreement(uuid4(), body.agreement_signed_on)
                if body.agreement_signed_on
                else None,
            ),
            decider.case.initial,
            TODAY,
        )
        if f"open:{body.client_id}" in self.claims:
            own = self.states[self.claims[f"open:{body.client_id}"]]
            raise ClientHasEndedCase if isinstance(own, Ended) else ClientHasOpenCase
        if f"reference:{body.reference}" in self.claims:
            raise ReferenceTaken

        def write() -> dict[str, Any]:
            self.claims[f"open:{body.client_id}"] = identity
            self.claims[f"reference:{body.reference}"] = identity
            of_case = {"region": body.region, "kind": str(body.kind)}
            self.cases[identity] = {"client_id": str(body.client_id), **of_case}
            for event in events:
                self._note(identity, event)
            return self._append(f"case-{identity}", {"case_id": identity})

        return write

    def _enter(self, case_id: str, command: Entering) -> Callable[[], dict[str, Any]]:
        decider.check(command, TODAY)
        if case_id not in self.states:
            raise problems.not_found()
        *others, event = decider.decide(command, self.states[case_id], TODAY)

        def write() -> dict[str, Any]:
            for each in (*others, event):
                self._note(case_id, each)
            entry = {"entry_id": str(event.entry_id)} if isinstance(event, Entry) else {}
            return self._append(f"case-{case_id}", entry)

        return write

    def _note(self, case_id: str, event: CaseEvent) -> None:
        before = self.states.get(case_id, decider.case.initial)
        self.states[case_id] = decider.case.evolve(before, event)
        event_id = getattr(event, "entry_id", UUID(case_id))
        self.histories[case_id] = noted(self.histories.get(case_id), event_id, TODAY, event)

    def _register(self, name: str, identity: str, claim: str) -> dict[str, Any]:
        if claim:
            self.claims[claim] = identity
        stream = STREAMS[name]
        return self._append(f"{stream}-{identity}", {f"{stream}_id": identity})

    def _append(self, stream: str, body: dict[str, Any]) -> dict[str, Any]:
        self.versions[stream] = self.versions.get(stream, 0) + 1
        version = self.versions[stream]
        return {**body, "version": version, "position": sealed(f"{stream}@{version}")}
