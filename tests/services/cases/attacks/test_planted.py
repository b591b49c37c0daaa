"""Personal data that is planted at every input is found nowhere but in the vault."""

import base64
import hashlib
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest
import structlog
from prometheus_client import generate_latest

from shared import logs
from shared.journal.journal import RecordedEvent
from shared.kafka.cloudevents import headers as kafka_headers
from tests.databases import MakeDatabase
from tests.services.cases.attacks.supported import Told, supported
from tests.services.cases.calls import CONTACT
from tests.services.cases.place import (
    ALL,
    HOSPITAL,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    a_place,
    file_of,
)
from tests.services.matrix.asking import Route, routes_of
from tests.services.service import Client, Reply, migrated

pytestmark = pytest.mark.postgres

NAME = "欧阳蘑菇"
NUMBER = "110101199003078814"
OTHER_NUMBER = "110101199003078822"
PASSPORT = "XQ7788990"
PHONE = "19955512345"
NOTE = "住葫芦巷七百号，已谈话"
WORKER = "司徒瓢虫"
REFERENCE = "葫芦巷柒佰号档"
PLANTED = (NAME, NUMBER, OTHER_NUMBER, PASSPORT, PHONE, NOTE, WORKER, REFERENCE)
WHY = {"Purpose": "identity_check", "Legal_Basis": "pipl_13_3"}
# Who may read who the person is, or a note, or their own number of the file, gets it.
SHOWS = ("/personal-data", "/particulars", "/export", "/name", "/names")
STAFF = (*ALL, "staff:read", "staff:write")
# What an office calls itself, its goods and its contracts is public, and refuses numbers alone.
PUBLIC = {
    ("register_workstation", "name"),
    ("offer_item", "name"),
    *((route, "goods") for route in ("donate", "propose_relief")),
    *((route, "unit") for route in ("register_worker", "correct_worker", "move_worker")),
}
_NAME = re.compile(r"{(\w+)}")


def forms(planted: str) -> set[str]:
    """How a text could stand somewhere: plain, escaped, encoded, or by a hash without a key."""
    plain = planted.encode()
    whole = len(plain) // 3 * 3  # a start that Base64 writes alike, whatever follows
    return {
        planted,
        json.dumps(planted)[1:-1],
        quote(planted),
        plain.hex(),
        base64.b64encode(plain[:whole]).decode(),
        hashlib.sha256(plain).hexdigest(),
        hashlib.md5(plain).hexdigest(),
    }


FORMS = {form: planted for planted in PLANTED for form in forms(planted)}


def found(text: str) -> set[str]:
    """What of the planted stands in a text, in whichever form."""
    return {planted for form, planted in FORMS.items() if form in text}


@pytest.fixture
def log() -> Iterator[StringIO]:
    """The log as a service writes it."""
    stream = StringIO()
    root = logging.getLogger()
    before = list(root.handlers), root.level
    logs.configure("cases", stream=stream)
    yield stream
    root.handlers[:], root.level = before
    structlog.reset_defaults()


@pytest.fixture
async def place(make_database: MakeDatabase, tmp_path: Path, log: StringIO) -> AsyncIterator[Place]:
    """The service, with its log."""
    async with a_place(await make_database(migrated), tmp_path) as it:
        yield it


class Answers:
    """All answers that were given, but for those that are asked to show the data."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def add(self, path: str, reply: Reply) -> Reply:
        """Look at an answer: its body, and all its headers."""
        shows = path.partition("?")[0].endswith(SHOWS) and reply.status == 200
        text = "" if shows else json.dumps(reply.body, ensure_ascii=False)
        if there := found(f"{text} {[*reply.headers.items()]}"):
            self.wrong.append(f"{path} {reply.status} shows {there}: {reply.body}")
        return reply


async def lives(place: Place, answers: Answers) -> dict[str, str]:
    """A case's life with planted data in all that is written of a person."""

    async def post(agency: str, path: str, body: Any, **headers: str) -> Any:
        actions = (*STAFF, "cases:import") if agency == PROVIDER else STAFF
        reply = await place.by(agency, actions=actions).post(path, body, **headers)
        assert reply.status in (200, 201, 204), (path, reply)
        return answers.add(path, reply).body

    person = {"name": NAME, "id_number": NUMBER, "phone": PHONE}
    client = (await post(PROVIDER, "/v1/clients", person, Idempotency_Key=NUMBER))["client_id"]
    await post(PROVIDER, "/v1/clients", {**person, "phone": "19900000000"})
    await post(PROVIDER, "/v1/clients/search", {"id_number": NUMBER})
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    body = file_of(client, reference=REFERENCE)
    case = (await post(PROVIDER, "/v1/cases", body, Import_Id=import_id))["case_id"]
    path = f"/v1/cases/{case}"
    contact = {**CONTACT, "crisis": "danger_to_self", "note": NOTE, "worker": WORKER}
    entry = (await post(PROVIDER, f"{path}/contacts", contact, Import_Id=import_id))["entry_id"]
    warned = {"occurred_on": "2019-03-14", "reason": "missed_test", "note": NOTE}
    await post(PROVIDER, f"{path}/warnings", {**warned, "document_number": PASSPORT})
    own = place.by(PROVIDER)
    patch = f"/v1/clients/{client}/personal-data"
    reason = {"id_number": OTHER_NUMBER, "reason": "mistyped"}
    noted = {"occurred_on": "2019-07-10", "note": NOTE}
    await post(PROVIDER, f"{path}/risk-assessments", {**noted, "level": "high"})
    await post(PROVIDER, f"{path}/summaries", noted)
    await post(PROVIDER, f"{path}/evaluations", {**noted, "outcome": "kept"})
    corrected = await own.patch(patch, reason, If_Match='"1"', Idempotency_Key=PHONE)
    assert answers.add("", corrected).status == 200, corrected
    asked = {"asked_of": HOSPITAL, "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    await post(PROVIDER, f"{path}/test-appointments", asked)
    answered = {"occurred_on": "2019-03-18", "outcome": "safe", "note": NOTE, "worker": WORKER}
    answer = (await post(PROVIDER, f"{path}/contacts/{entry}/follow-up", answered))["entry_id"]
    for what, agency, said in (
        (f"entries/{answer}/void", PROVIDER, {"reason": "mistaken"}),
        ("reassignment", POLICE, {"agency": WORKSTATION, "reason": "moved"}),
    ):
        seen = (await place.by(agency).get(path)).headers["ETag"]
        await post(agency, f"{path}/{what}", said, If_Match=seen)
    document = {"type": "passport", "number": PASSPORT, "country": "MMR"}
    alien = {"name": NAME, "identity_document": document, "born_on": "1990-01-01"}
    second = (await post(WORKSTATION, "/v1/clients", alien))["client_id"]
    body = file_of(second, reference=NUMBER)
    asked_for = (await post(WORKSTATION, "/v1/cases", body))["case_id"]
    await post(POLICE, f"/v1/cases/{asked_for}/annulment", {"reason": "mistaken"}, If_Match='"1"')
    ids = {"client_id": client, "case_id": case, "entry_id": entry, "import_id": import_id}
    told = Told(PHONE, OTHER_NUMBER, NOTE, WORKER)
    return {**ids, **await supported(post, case, told)}


def texts_in(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all texts in a body."""
    match body:
        case str():
            yield at
        case dict():
            for name, value in body.items():
                yield from texts_in(value, (*at, name))
        case list():
            for number, value in enumerate(body):
                yield from texts_in(value, (*at, number))


def objects_in(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all objects in a body, itself among them."""
    if isinstance(body, dict):
        yield at
        for name, value in body.items():
            yield from objects_in(value, (*at, name))


def put(body: Any, at: tuple[Any, ...], value: str) -> Any:
    """The same body with another text at a place."""
    if not at:
        return value
    copy = body.copy()
    copy[at[0]] = put(body[at[0]], at[1:], value) if at[1:] else value
    return copy


async def plant(route: Route, ids: dict[str, str], api: Client, answers: Answers) -> None:
    """Call a route with each planted text at each place that takes one, one after the other."""
    known = {name: ids.get(name, NUMBER) for name in _NAME.findall(route.template)}
    known["contact_id"] = ids["entry_id"]
    path = route.path({**known, "reference": REFERENCE, "name": NAME, "key": NUMBER})
    shown, write = route.example, {"POST": api.post, "PATCH": api.patch}
    kept = {name: value for name, value in shown.headers.items() if name in ("If-Match",)}

    async def call(path: str, body: Any, **headers: str) -> None:
        if shown.method == "GET":
            answers.add(path, await api.get(path, **WHY, **headers))
        else:
            answers.add(path, await write[shown.method](path, body, **{**kept, **headers}))

    sent = shown.body
    for value in (NUMBER, NAME, PHONE):
        for at in texts_in(sent) if sent is not None else ():
            if (route.name, at[-1] if at else "") not in PUBLIC or value == NUMBER:
                await call(path, put(sent, at, value))
        for at in objects_in(sent):
            await call(path, put(sent, (*at, value), value))
        for header in ("Idempotency_Key", "If_Match", "Import_Id", "Dry_Run", "Traceparent"):
            await call(path, sent, **{header: quote(value)})
        for header in ("Purpose", "Legal_Basis") if shown.method == "GET" else ():
            answers.add(path, await api.get(path, **{**WHY, header: quote(value)}))
        await call(f"{path}{'&' if '?' in path else '?'}{quote(value)}={quote(value)}", sent)
        wrong = route.template.format_map(dict.fromkeys(known, quote(value)))
        if wrong != route.template:
            await call(wrong, sent)


async def test_planted_data_stays_in_the_vault(place: Place, log: StringIO) -> None:
    """It is in no event, record, log line, metric, problem, cursor, table or address."""
    answers = Answers()
    ids = await lives(place, answers)
    for route in routes_of(place.app.openapi()):
        for agency in (PROVIDER, WORKSTATION, POLICE):
            await plant(route, ids, place.by(agency, actions=STAFF), answers)
    feed = await place.api.as_service().get("/v1/journal")
    assert "cases.CaseReassigned" in str(feed.body)
    answers.add("/v1/journal", feed)
    assert not answers.wrong, "\n".join(answers.wrong)
    assert not found(generate_latest(place.app.registry).decode())
    lines = log.getvalue()
    assert lines.count("\n") > 1000
    assert not found(lines)
    connection = await asyncpg.connect(place.dsn)
    tables = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    for (table,) in tables:
        for row in await connection.fetch(f"SELECT t::text FROM {table} AS t"):
            assert not found(row[0]), (table, row[0])
    events = await connection.fetch(
        "SELECT position, stream_id, version, event_id, type, data::text, metadata::text,"
        " recorded_at FROM events"
    )
    await connection.close()
    assert len(events) > 10
    for row in events:
        event = RecordedEvent(*row)
        record = kafka_headers("cases", event, event.stream_id.encode()), event.data
        assert not found(str(record))


def test_what_is_looked_for_would_be_found() -> None:
    """The search itself finds a planted text, however it was written."""
    for planted in PLANTED:
        assert all(found(f"…{form}…") == {planted} for form in forms(planted))
