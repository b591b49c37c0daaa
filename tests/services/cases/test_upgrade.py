"""A journal of before is brought up to date: each agency keeps what it has, and no more."""

from random import Random
from uuid import UUID

import asyncpg
import pytest

from services.cases import relation_rows
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.standing import spans
from services.cases.case.state import Existing, OpenedInError
from services.cases.register import rows
from services.cases.streams import case_stream
from shared.decider import fold
from shared.events.cases.case import CaseOpened
from tests.services.cases.before import Before, Upgrade, until_published
from tests.services.cases.calls import CONTACT, ID_NUMBER, WHY, a_file, problem
from tests.services.cases.client.persons import OTHER_NUMBER, kept
from tests.services.service import Client, Reply, migrated

pytestmark = pytest.mark.postgres

FIRST, SECOND, THIRD = "agency", "other", "another"
NOTE = "家访，家属在场"
CASES = """
SELECT case_id, agency, region, kind, phase, workstation_id, registration_id, person_id, version,
    standing, level, crisis, opened_at, changed_at
FROM case_register ORDER BY case_id
"""
RELATIONS = """
SELECT case_id, agency, relation, subject, begun, begun_at, ended
FROM relations ORDER BY case_id, subject, begun
"""


async def _register(api: Client, name: str, number: str) -> Reply:
    return await api.post("/v1/clients", {"name": name, "id_number": number})


async def test_who_registered_and_opened_goes_on_as_before(upgrade: Upgrade) -> None:
    """Same id, same person, same file, same notes; the same again opens no second file."""
    async with upgrade.before() as before:
        client = await before.person(FIRST, "测试甲", ID_NUMBER)
        opened = await before.case(FIRST, client, "A-1")
        entry = await before.entry(
            FIRST, opened, "ContactRecorded", "2019-03-01", NOTE, mode="home_visit"
        )
    async with await upgrade.serve() as api:
        again = await _register(api, "测试甲", ID_NUMBER)
        assert (again.status, again.body["client_id"]) == (200, str(client))
        assert (await kept(api, str(client)))["name"] == "测试甲"
        file = (await api.get(f"/v1/cases/{opened}")).body
        assert (file["client_id"], file["reference"], file["phase"]) == (
            str(client),
            "A-1",
            "ordered",
        )
        found = (await api.get("/v1/cases?reference=a-1")).body["cases"]
        assert [each["case_id"] for each in found] == [str(opened)]
        note = await api.get(f"/v1/cases/{opened}/entries/{entry}/particulars", **WHY)
        assert note.body["note"] == NOTE, note
        refused = await api.post("/v1/cases", a_file(str(client)))
        problem(refused, 409, "client-has-open-case")
        assert (await api.post(f"/v1/cases/{opened}/contacts", CONTACT)).status == 201


async def test_who_opened_on_anothers_registration_keeps_it(upgrade: Upgrade) -> None:
    """The one that opened the file reads and writes it; the one that registered keeps its person,
    and has no part in the case."""
    async with upgrade.before() as before:
        client = await before.person(FIRST, "测试甲", ID_NUMBER, SECOND)
        opened = await before.case(SECOND, client, "B-1")
        entry = await before.entry(
            SECOND, opened, "ContactRecorded", "2019-03-01", NOTE, mode="home_visit"
        )
    async with await upgrade.serve() as first:
        second = first.as_agency(SECOND)
        assert (await kept(second, str(client)))["name"] == "测试甲"
        again = await _register(second, "测试甲", ID_NUMBER)
        assert (again.status, again.body["client_id"]) == (200, str(client))
        read = await second.get(f"/v1/cases/{opened}/entries/{entry}/particulars", **WHY)
        assert read.body["note"] == NOTE
        refused = await second.post("/v1/cases", a_file(str(client)))
        problem(refused, 409, "client-has-open-case")
        again = await _register(first, "测试甲", ID_NUMBER)
        assert (again.status, again.body["client_id"]) == (200, str(client))
        assert (await kept(first, str(client)))["name"] == "测试甲"
        assert (await first.get(f"/v1/clients/{client}")).body["open_case_id"] is None
        # The first one is an anti-drug office: it oversees the case, and reads no notes.
        read = await first.get(f"/v1/cases/{opened}/entries/{entry}/particulars", **WHY)
        problem(read, 403, "not-entitled")
        refused = await first.post("/v1/cases", a_file(str(client)))
        problem(refused, 409, "cannot-open-here")


async def test_who_only_knew_the_person_registers_anew(upgrade: Upgrade) -> None:
    """The old id stays good for what an agency got it for, and tells nothing that others wrote."""
    async with upgrade.before() as before:
        client = await before.person(FIRST, "测试甲", ID_NUMBER, SECOND)
    async with await upgrade.serve() as first:
        second = first.as_agency(SECOND)
        assert (await second.get(f"/v1/clients/{client}")).status == 200
        read = await second.get(f"/v1/clients/{client}/personal-data", **WHY)
        problem(read, 404, "not-found")
        made = await _register(second, "周测丁", ID_NUMBER)
        assert (made.status, made.body["client_id"] == str(client)) == (201, False)
        assert (await kept(second, made.body["client_id"]))["name"] == "周测丁"
        assert (await kept(first, str(client)))["name"] == "测试甲"
        opened = await second.post("/v1/cases", a_file(made.body["client_id"]))
        assert opened.status == 201
        refused = await first.post("/v1/cases", a_file(str(client)))
        problem(refused, 409, "cannot-open-here")
        third = first.as_agency(THIRD)
        problem(await third.get(f"/v1/clients/{client}"), 404, "not-found")


async def test_a_file_that_is_taken_back_gives_no_hold_on_anothers_registration(
    upgrade: Upgrade,
) -> None:
    """Then the person is registered anew; so is who had a void file already."""
    async with upgrade.before() as before:
        client = await before.person(FIRST, "测试甲", ID_NUMBER, SECOND)
        await before.void_opening(SECOND, await before.case(SECOND, client))
        other = await before.person(FIRST, "测试乙", OTHER_NUMBER, SECOND)
        opened = await before.case(SECOND, other)
    async with await upgrade.serve() as first:
        second = first.as_agency(SECOND)
        assert (await _register(second, "测试甲", ID_NUMBER)).status == 201
        opening = (await second.get(f"/v1/cases/{opened}")).body["entries"][0]["entry_id"]
        await until_published(upgrade.dsn)
        version = (await second.get(f"/v1/cases/{opened}")).headers["ETag"]
        void = await second.post(
            f"/v1/cases/{opened}/entries/{opening}/void", {"reason": "mistaken"}, If_Match=version
        )
        assert void.status == 201, void
        dry = await second.post(
            "/v1/clients", {"name": "测试乙", "id_number": OTHER_NUMBER}, Dry_Run="true"
        )
        assert dry.status == 204
        made = await _register(second, "测试乙", OTHER_NUMBER)
        assert (made.status, made.body["client_id"] == str(other)) == (201, False)
        again = await _register(second, "测试乙", OTHER_NUMBER)
        assert (again.status, again.body["client_id"]) == (200, made.body["client_id"])
        assert (await second.post("/v1/cases", a_file(made.body["client_id"]))).status == 201


async def test_nobody_takes_back_what_another_agency_made(upgrade: Upgrade) -> None:
    """A registration is withdrawn by its own agency; its number stays while another's file rests
    on it."""
    async with upgrade.before() as before:
        client = await before.person(FIRST, "测试甲", ID_NUMBER, SECOND)
        other = await before.person(FIRST, "测试乙", OTHER_NUMBER, SECOND)
        opened = await before.case(SECOND, other)
    async with await upgrade.serve() as first:
        second, body = first.as_agency(SECOND), {"reason": "mistaken"}
        path = f"/v1/clients/{client}/withdrawal"
        problem(await second.post(path, body, If_Match='"1"'), 409, "registered-by-another")
        assert (await first.post(path, body, If_Match='"1"')).status == 200
        path = f"/v1/clients/{other}/personal-data"
        body = {"id_number": ID_NUMBER, "reason": "mistyped"}
        problem(await first.patch(path, body, If_Match='"1"'), 409, "cannot-correct-here")
        person = await second.get(f"/v1/cases/{opened}/personal-data", **WHY)
        assert person.body["id_number"] == OTHER_NUMBER, person


async def test_a_corrected_number_is_known_to_who_corrected_it(upgrade: Upgrade) -> None:
    """And to whose file is open, through the file; who registered the one before begins anew."""
    async with upgrade.before() as before:
        mistyped = await before.person(FIRST, "测试甲", OTHER_NUMBER, SECOND)
        opened = await before.case(SECOND, mistyped, "B-1")
        await before.corrected(mistyped, THIRD, "测试甲", OTHER_NUMBER, ID_NUMBER)
    async with await upgrade.serve() as first:
        second, third = first.as_agency(SECOND), first.as_agency(THIRD)
        for number in (ID_NUMBER, OTHER_NUMBER):
            made = await _register(first, "测试丙", number)
            assert (made.status, made.body["client_id"] == str(mistyped)) == (201, False)
        again = await _register(second, "测试甲", ID_NUMBER)
        assert (again.status, again.body["client_id"]) == (200, str(mistyped))
        assert (await kept(second, str(mistyped)))["id_number"] == ID_NUMBER
        file = (await second.get(f"/v1/cases/{opened}")).body
        assert file["client_id"] == str(mistyped)
        person = await second.get(f"/v1/cases/{opened}/personal-data", **WHY)
        assert person.body["id_number"] == ID_NUMBER, person
        assert (await _register(third, "测试甲", ID_NUMBER)).status == 201
        refused = await third.post(
            "/v1/cases", a_file((await _register(third, "测试甲", ID_NUMBER)).body["client_id"])
        )
        problem(refused, 409, "cannot-open-here")


async def test_the_register_is_what_folding_gives(upgrade: Upgrade) -> None:
    """For histories of every phase, with steps and openings made void: the same rows as if each
    append had written them."""
    draw = Random(8)
    agencies: dict[UUID, str] = {}
    async with upgrade.before() as before:
        for number in range(120):
            agency = draw.choice((FIRST, SECOND))
            opened = await _drawn(before, agency, draw, number)
            agencies[opened] = agency
    connection = await asyncpg.connect(upgrade.dsn)
    try:
        events = await connection.fetch("SELECT * FROM events ORDER BY stream_id, version")
        await migrated(upgrade.dsn)
        assert events == await connection.fetch("SELECT * FROM events ORDER BY stream_id, version")
        cases, relations = [], []
        for case_id, agency in sorted(agencies.items()):
            of_case = [each for each in events if each["stream_id"] == case_stream(case_id)]
            folded = [_of_today(case.read(each["type"], each["data"]), agency) for each in of_case]
            state = case.initial
            for version, event in enumerate(folded, 1):
                state = case.evolve(state, event)
                row, *parts = rows(state, [event], version)
                begun = [part.values for part in parts if part.part is relation_rows.BEGUN]
                relations += [(*each[:5], of_case[version - 1]["recorded_at"]) for each in begun]
            first, last = of_case[0]["recorded_at"], of_case[-1]["recorded_at"]
            cases.append((*row.values, first, last))
        kept_cases = [tuple(each.values()) for each in await connection.fetch(CASES)]
        assert kept_cases == cases
        assert len({each[4] for each in cases}) == 5, "every phase of before is among them"
        assert len({each[10] for each in cases}) == 4, "every level too, and none"
        kept_parts = await connection.fetch(RELATIONS)
        assert [tuple(each.values())[:6] for each in kept_parts] == relations
        assert {each["ended"] for each in kept_parts} == {None}
    finally:
        await connection.close()


def _of_today(event: CaseEvent, agency: str) -> CaseEvent:
    """An event of before, with the agency that then stood in the metadata alone."""
    return event.model_copy(update={"agency": agency}) if isinstance(event, CaseOpened) else event


async def test_what_cases_of_before_stand_at_is_published(upgrade: Upgrade) -> None:
    """Once each, whatever their history; agencies see no more than they did."""
    draw = Random(21)
    async with upgrade.before() as before:
        drawn = [await _drawn(before, FIRST, draw, number) for number in range(60)]
    connection = await asyncpg.connect(upgrade.dsn)
    try:
        async with await upgrade.serve() as api:
            await until_published(upgrade.dsn)
            for case_id in drawn:
                rows = await connection.fetch(
                    "SELECT type, data FROM events WHERE stream_id = $1 ORDER BY version",
                    case_stream(case_id),
                )
                state = fold(case, [case.read(row["type"], row["data"]) for row in rows])
                assert isinstance(state, Existing)
                assert state.file.spans == spans(state)
                said = [row["type"] for row in rows].count("cases.StandingPublished.v1")
                assert said == (0 if isinstance(state, OpenedInError) else 1)
                shown = (await api.get(f"/v1/cases/{case_id}")).body
                assert shown["version"] == len(rows)
                assert len(shown["entries"]) <= len(rows) - said
                kept = await connection.fetchrow(
                    "SELECT version, standing FROM case_register WHERE case_id = $1", case_id
                )
                assert kept is not None
                assert (kept["version"], kept["standing"]) == (len(rows), said == 1)
    finally:
        await connection.close()


async def _drawn(before: Before, agency: str, draw: Random, number: int) -> UUID:
    """A case with a history that the rules of before allow."""
    client = await before.person(agency, "测试甲", f"no-number-{number}")
    kind = draw.choice(("community_detoxification", "community_rehabilitation", "at_large"))
    decided_on = "2019-01-10" if kind != "at_large" or draw.random() < 0.5 else None
    opened = await before.case(agency, client, kind=kind, decided_on=decided_on)
    counting: list[UUID] = []
    steps: list[UUID] = []
    for _ in range(draw.randrange(7)):
        what = draw.choice(("step", "contact", "assessment", "void", "void a step"))
        if what == "step" and kind != "at_large" and len(steps) < 2:
            name = ("ReportedIn", "AgreementSigned")[len(steps)]
            steps.append(await before.entry(agency, opened, name, "2019-01-20"))
        elif what == "void" and counting:
            await before.void(agency, opened, counting.pop())
        elif what == "void a step" and steps:
            await before.void(agency, opened, steps.pop())
        elif what == "assessment":
            day, level = (
                f"2019-02-{draw.randrange(1, 4):02}",
                draw.choice(("high", "medium", "low")),
            )
            counting.append(await before.entry(agency, opened, "RiskAssessed", day, level=level))
        else:
            contact = ("ContactRecorded", "2019-02-01")
            counting.append(await before.entry(agency, opened, *contact, mode="home_visit"))
    if draw.random() < 0.2:
        for entry in (*counting, *reversed(steps)):
            await before.void(agency, opened, entry)
        await before.void_opening(agency, opened)
    return opened
