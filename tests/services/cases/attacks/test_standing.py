"""What an event says of what a case stands at names the person: it reaches no agency."""

import json
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.streams import case_stream
from services.cases.unpublished import publish_all
from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.before import EVENT
from tests.services.cases.ended import IMPRISONED, MISTAKEN
from tests.services.cases.place import ALL, OFFICE, POLICE, PROVIDER, Place, file_of

pytestmark = pytest.mark.postgres

IMPORT = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("reporting-in", {"occurred_on": "2019-01-12"}),
    ("agreement", {"occurred_on": "2019-01-13"}),
    (
        "suspension",
        {"occurred_on": "2019-06-03", "reason": "detained", "evidence": "detention_notice"},
    ),
    ("resumption", {"occurred_on": "2019-06-18", "evidence": "release_certificate"}),
    (
        "kind",
        {
            "occurred_on": "2020-01-15",
            "kind": "community_rehabilitation",
            "evidence": "decision",
        },
    ),
    ("risk-assessments", {"occurred_on": "2020-02-15", "level": "high"}),
    ("ending", IMPRISONED),
    ("notices", {"occurred_on": "2021-05-12", "told": "police"}),
    ("reopening", {"occurred_on": "2022-05-10", "reason": "released"}),
)


async def test_the_person_in_what_a_case_stands_at_reaches_no_agency(
    place: Place, rows: Rows
) -> None:
    """Not in an answer, first or again; not in the case, its list, the changes or an import; nor
    in a void or an annulment, which copy the entry that they take back."""
    number = place.number()
    importer = place.by(PROVIDER, actions=(*ALL, "cases:import"))
    client = await place.registered(PROVIDER, number)
    answers: list[Any] = []

    async def post(path: str, body: Any, **headers: str) -> Any:
        key = f"{path}-{len(answers)}"
        for _ in range(2):  # the second time it is answered again
            reply = await importer.post(path, body, key=key, **headers)
            assert reply.status == 201, (path, reply)
            answers.append(reply.body)
        return reply.body

    case = (await post("/v1/cases", file_of(client), Import_Id=IMPORT))["case_id"]
    path = f"/v1/cases/{case}"
    for what, body in STEPS:
        entry = (await post(f"{path}/{what}", body, Import_Id=IMPORT))["entry_id"]
    await _publish_anew(place, case)
    version = (await importer.get(path)).body["version"]
    void = f"{path}/entries/{entry}/void"
    await post(void, MISTAKEN, If_Match=f'"{version}"', Import_Id=IMPORT)
    [(person,)] = await rows(f"SELECT person_id::text FROM case_register WHERE case_id = '{case}'")
    assert person not in (client, case)
    written = await rows(f"SELECT data::text FROM events WHERE stream_id = 'case-{case}'")
    assert sum("standing" in text and person in text for (text,) in written) > len(STEPS)

    async def looks() -> None:
        for agency in (importer, place.by(POLICE), place.by(OFFICE)):
            for address in (
                path,
                "/v1/cases",
                "/v1/changes?limit=500",
                "/v1/imports",
                f"/v1/imports/{IMPORT}",
                "/v1/answers?key=x",
                f"{path}/reads",
            ):
                answers.append((await agency.get(address)).body)

    await looks()
    changes = (await place.by(POLICE).get("/v1/changes?limit=500")).body["changes"]
    told = {change["type"].split(".")[1] for change in changes}
    assert {"CaseEnded", "CaseReopened", "EntryVoided"} <= told
    assert "StandingPublished" not in told
    shown = (await importer.get(f"/v1/imports/{IMPORT}")).body["entries"]
    assert len(shown) > len(STEPS)
    version = (await place.by(POLICE).get(path)).body["version"]
    reply = await place.oversee(case, "annulment", MISTAKEN, version)
    answers.append(reply.body)
    assert reply.status == 201, reply
    await looks()
    for answer in answers:
        text = json.dumps(answer)
        assert person not in text, answer
        assert '"standing"' not in text, answer


async def test_the_journal_tells_the_services(place: Place) -> None:
    """What cases of before stand at is in the feed that reporting reads, and nowhere else."""
    case = await place.opened(OFFICE)
    await _publish_anew(place, case)
    feed = (await place.api.as_service().get("/v1/journal")).body
    assert "cases.StandingPublished.v1" in json.dumps(feed)
    for agency in (OFFICE, POLICE, PROVIDER):
        for address in (f"/v1/cases/{case}", "/v1/changes?limit=500", "/v1/cases"):
            assert "StandingPublished" not in json.dumps((await place.by(agency).get(address)).body)


async def _publish_anew(place: Place, case: str) -> None:
    """An entry that does not say what it changes, as older software wrote it; then what says it."""
    stream, entry = case_stream(case), "0196a1f0-0000-7000-8000-0000000000aa"
    connection = await asyncpg.connect(place.dsn)
    try:
        opening = await connection.fetchval(
            "SELECT data FROM events WHERE stream_id = $1 AND version = 1", stream
        )
        fields = json.loads(opening)
        data = {name: fields[name] for name in ("case_id", "client_id", "kind", "region")}
        data |= {"entry_id": entry, "occurred_on": "2023-01-01", "level": "low"}
        metadata = json.dumps({"agency": PROVIDER})
        name = "cases.RiskAssessed.v1"
        await connection.execute(EVENT, stream, UUID(entry), name, json.dumps(data), metadata)
        await connection.execute(
            "UPDATE case_register SET version = version + 1, standing = false WHERE case_id = $1",
            UUID(case),
        )
    finally:
        await connection.close()
    done = await publish_all(place.context.pool, place.context.handler)
    assert done.count == 1
