"""Runs the examples of an OpenAPI document against the service, as a reader of it would.

The ids in the examples stand for those that the service gives out: wherever an example answer
shows an id, the real answer's takes its place in all examples that follow.
"""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema_rs

from services.cases.case import examples as case_examples
from services.cases.client import examples as client_examples
from services.cases.post import examples as post_examples
from services.cases.staff import examples as staff_examples
from services.outreach.activity import examples as activity_examples
from services.reporting.entry.pages import entry_link
from shared.agencies import AgencyKind
from shared.catalogue import SERVICES_ACTIONS
from shared.clock import today, utc_now
from tests.agencies import id_of
from tests.services.service import ACTIONS, ISSUER, Client, Reply
from tests.services.whole import BROWSER_KEY

PROVIDER = id_of(AgencyKind.SOCIAL_WORK_PROVIDER)
CALLERS = ("agency", PROVIDER)  # who are answered positions
BY_PROVIDER = {"withdraw_opening"}  # what only an agency does that decides on nothing
BY_ANOTHER_PERSON = {"release_relief"}  # than who proposed it
BY_IMPORTER = {"enter_relief"}  # who may import
NUMBERS = (
    "110101199003078814",
    "110101199003078822",
    "110101199003078830",
    "110101199003078849",
    "110101199003078857",
)
SESSION = "/v1/sessions/17/"  # as examples show the number of a browser's session
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass
class Example:
    """One operation's example: what to send, and what it shows as the answer.

    Some operations are for Waystation's own services alone.
    """

    name: str
    method: str
    path: str
    query: dict[str, Any]
    headers: dict[str, str]
    body: Any
    answers: dict[int, dict[str, Any]]
    for_services: bool = False

    def ids(self) -> set[str]:
        """The ids that must be known before it can run."""
        return set(_ID.findall(json.dumps([self.path, self.query, self.body])))


def examples_of(document: dict[str, Any]) -> list[Example]:
    """The example of every operation; raises KeyError where a required one is missing."""
    return [
        _example(path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def _example(path: str, method: str, operation: dict[str, Any]) -> Example:
    places: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}}
    for parameter in operation.get("parameters", []):
        shown = [
            *([parameter["example"]] if "example" in parameter else []),
            *parameter["schema"].get("examples", []),
        ]
        if shown:
            places[parameter["in"]][parameter["name"]] = shown[0]
        elif parameter.get("required"):
            raise KeyError(f"{operation['operationId']} has no example for {parameter['name']}")
    body = None
    if "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]["example"]
    answers = {
        int(status): answer
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    }
    return Example(
        operation["operationId"],
        method.upper(),
        path.format_map({name: quote(str(value)) for name, value in places["path"].items()}),
        places["query"],
        places["header"],
        body,
        answers,
        not SERVICES_ACTIONS.isdisjoint(operation["security"][0]["bearer"]),
    )


@dataclass
class Runner:
    """Runs examples one after the other; `real` are the ids that the examples' ids stand for."""

    api: Client
    document: dict[str, Any]
    real: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    async def run_all(self) -> dict[str, Reply]:
        """All examples, each as soon as the ids that it speaks of are known."""
        waiting = examples_of(self.document)
        if "/v1/cases" in self.document["paths"]:
            await self._prepare()
        if "/v1/activities/plans" in self.document["paths"]:
            await self._plan()
        if "/v1/sessions" in self.document["paths"]:
            await self._let_browsers_in()
        replies: dict[str, Reply] = {}
        while waiting:
            ready = next((e for e in waiting if e.ids() <= self.real.keys()), None)
            assert ready is not None, f"no answer shows an id of {[e.name for e in waiting]}"
            waiting.remove(ready)
            replies[ready.name] = await self._run(ready)
        return replies

    async def _prepare(self) -> None:
        """What must have been done before: more workers; cases of other agencies that wait, or
        are to be passed on."""
        worker = {"name": "社工丁", "region": "410102001000", "employment": "social_worker"}
        for shown, its in (
            (staff_examples.TAKER_ID, self.api),
            (post_examples.WORKER_ID, self.api.as_agency(post_examples.PROVIDER)),
        ):
            if shown not in self.real:
                joins = {**worker, "joined_on": "2019-01-02"}
                made = await its.post("/v1/workers", joins, key=f"registered-{shown}")
                self.real[shown] = made.body["worker_id"]
        provider = self.api.as_agency(PROVIDER)
        told = (
            (client_examples.MISTAKEN_CLIENT_ID, self.api, None),
            (case_examples.REQUESTED_ID, provider, "at_large"),
            (case_examples.MISTAKEN_ID, provider, "at_large"),
            (case_examples.WITHDRAWN_ID, provider, "at_large"),
            (case_examples.REASSIGNED_ID, self.api, "community_detoxification"),
        )
        for number, (shown, agency, kind) in zip(NUMBERS, told, strict=True):
            if shown in self.real:
                continue
            person = {"name": "测试乙", "id_number": number}
            made = await agency.post("/v1/clients", person, key=f"registered-{number}")
            assert made.status == 201, made
            real = made.body["client_id"]
            if kind is not None:
                file = {
                    "client_id": real,
                    "kind": kind,
                    "region": case_examples.REGION,
                    "decided_on": "2019-01-10",
                }
                made = await agency.post("/v1/cases", file, key=f"opened-{number}")
                assert made.status == 201, made
                real = made.body["case_id"]
            self.real[shown], self.versions[real] = real, 1

    async def _plan(self) -> None:
        """Plans that are to be changed, and to be called off."""
        plan = {**activity_examples.PLAN, "planned_on": today(utc_now()).isoformat()}
        for shown in (activity_examples.CHANGED_ID, activity_examples.UNHELD_ID):
            made = await self.api.post("/v1/activities/plans", plan, key=f"planned-{shown}")
            assert made.status == 201, made
            real = made.body["activity_id"]
            self.real[shown], self.versions[real] = real, 1

    async def _let_browsers_in(self) -> None:
        """Two, with sessions that can be ended: one by its number, the other one with all."""
        for _ in range(2):
            link = f"{self.api.url}{entry_link(BROWSER_KEY)}"
            async with self.api.session.get(link, allow_redirects=False) as answer:
                assert answer.status == 303, answer
        held = (await self.api.get("/v1/sessions")).body["sessions"]
        self.real[SESSION] = f"/v1/sessions/{held[0]['number']}/"

    async def _run(self, example: Example) -> Reply:
        example = self.realised(example)
        path, headers = example.path, dict(example.headers)
        if "Import-Id" in headers:  # it is the caller who gives this id
            self.real[headers["Import-Id"]] = headers["Import-Id"]
        if "If-Match" in headers:
            stream = path.split("/")[3]
            headers["If-Match"] = f'"{self.versions[stream]}"'
        if example.query:
            path += "?" + urlencode(example.query, doseq=True)
        api = self.api.as_service() if example.for_services else self.api
        if example.name in BY_PROVIDER:
            api = self.api.as_agency(PROVIDER)
        if example.name in BY_IMPORTER:
            api = self.api.as_agency("agency", actions=(*ACTIONS, "cases:import"))
        if example.name in BY_ANOTHER_PERSON:
            another = ISSUER.mint("agency", ("41",), ACTIONS, user="another")
            api = Client(self.api.url, self.api.session, another)
        if example.method == "GET":
            reply = await api.get(path, **headers)
        else:
            if "planned_on" in (example.body or {}):  # a day that has not come, whenever this runs
                example.body["planned_on"] = today(utc_now()).isoformat()
            write = {"POST": api.post, "PATCH": api.patch}[example.method]
            reply = await write(path, example.body, **headers)
        assert reply.status in example.answers, f"{example.name} {path}: {reply}"
        self._compare(example, reply)
        return reply

    def realised(self, example: Example) -> Example:
        """An example with the real ids in place of those that it shows."""
        body = json.loads(self._really(json.dumps(example.body)))
        path = self._really(example.path).replace(SESSION, self.real.get(SESSION, SESSION))
        return replace(example, path=path, body=body)

    def _really(self, text: str) -> str:
        return _ID.sub(lambda match: self.real.get(match[0], match[0]), text)

    def _compare(self, example: Example, reply: Reply) -> None:
        """The answer fits its schema, and shows what the example shows."""
        kind = reply.headers["Content-Type"].partition(";")[0]
        content = example.answers[reply.status]["content"][kind]
        if "example" not in content:
            return  # a file
        shown = content["example"]
        for answer in (shown, reply.body):
            self._validate(content["schema"], answer)
        if isinstance(shown, dict):
            assert shown.keys() == reply.body.keys(), example.name
            self._learn(shown, reply.body)
            if "Location" in reply.headers and "/points/" not in example.path:
                self.versions[reply.headers["Location"].split("/")[3]] = reply.body["version"]

    def _learn(self, shown: dict[str, Any], answered: dict[str, Any]) -> None:
        for name, value in shown.items():
            if name.endswith("_id") and value and answered[name]:
                self.real.setdefault(value, answered[name])

    def _validate(self, schema: dict[str, Any], value: Any) -> None:
        whole = {**schema, "components": self.document["components"]}
        jsonschema_rs.Draft202012Validator(whole).validate(value)
