"""Who had a part in a case, and has it no more, sees nothing of what comes after."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from services.cases.relations import Access
from shared.clock import present_day
from shared.identity.claims import Caller
from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import (
    HOSPITAL,
    LABORATORY,
    PROVIDER,
    WORKSTATION,
    Place,
    file_of,
)
from tests.services.service import Reply

pytestmark = pytest.mark.postgres

WHY = {"Purpose": "identity_check", "Legal_Basis": "pipl_13_3"}
TESTING = {"Purpose": "drug_test", "Legal_Basis": "pipl_13_3"}
TODAY = present_day()  # who is asked for a test knows the person for some time only
ASKED_ON = str(TODAY - timedelta(days=20))
IMPORT = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
IMPORTS = ("cases:import", "cases:read", "cases:write")


@pytest.fixture
async def lost(place: Place) -> dict[str, str]:
    """A case that a provider opened and entered a contact in, and that another agency has now."""
    importer = place.by(PROVIDER, actions=IMPORTS)
    client = await place.registered(PROVIDER)
    body = file_of(client, reference="2019-17")
    opened = await importer.post("/v1/cases", body, key="opening", Import_Id=IMPORT)
    case = opened.body["case_id"]
    path = f"/v1/cases/{case}/contacts"
    entry = await importer.post(path, CONTACT, key="contact", Import_Id=IMPORT)
    await place.reassigned(case, WORKSTATION, 2)
    return {
        "case": case,
        "client": client,
        "entry": entry.body["entry_id"],
        "opening": opened.body["entry_id"],
    }


async def void(place: Place, case: str, entry: str, version: int, agency: str) -> Reply:
    """An agency makes an entry void."""
    path = f"/v1/cases/{case}/entries/{entry}/void"
    return await place.by(agency).post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')


async def test_every_read_of_a_lost_case_finds_nothing(place: Place, lost: dict[str, str]) -> None:
    """By its id, by the agency's own number, by the client, by the entry."""
    api, path = place.by(PROVIDER), f"/v1/cases/{lost['case']}"
    problem(await api.get(path), 404, "not-found")
    problem(await api.get(f"{path}/personal-data", **WHY), 404, "not-found")
    read = await api.get(f"{path}/entries/{lost['entry']}/particulars", **WHY)
    problem(read, 404, "not-found")
    assert (await api.get("/v1/cases?reference=2019-17")).body["cases"] == []
    assert (await api.get(f"/v1/clients/{lost['client']}")).body["open_case_id"] is None


async def test_no_version_is_told_by_what_it_is_not(place: Place, lost: dict[str, str]) -> None:
    """A write that names a version is answered alike, whether that is the present one or not."""
    replies = [
        await void(place, lost["case"], lost["entry"], seen, PROVIDER) for seen in (1, 2, 3, 4)
    ]
    assert {reply.status for reply in replies} == {404}
    assert all("ETag" not in reply.headers for reply in replies)
    assert [reply.body for reply in replies] == [replies[0].body] * 4


async def test_a_call_that_is_repeated_tells_nothing(place: Place, lost: dict[str, str]) -> None:
    """Neither the key of an entry nor that of the opening opens the case again."""
    api = place.by(PROVIDER, actions=IMPORTS)
    body = file_of(lost["client"], reference="2019-17")
    contacts = f"/v1/cases/{lost['case']}/contacts"
    assert (await void(place, lost["case"], lost["entry"], 3, WORKSTATION)).status == 201
    for reply in (
        await api.post("/v1/cases", body, key="opening", Import_Id=IMPORT),
        await api.post(contacts, CONTACT, key="contact", Import_Id=IMPORT),
    ):
        problem(reply, 404, "not-found")
        assert "Entry-Void" not in reply.headers


async def test_own_answers_and_imports_tell_nothing_newer(
    place: Place, lost: dict[str, str]
) -> None:
    """Whether another agency has made an own entry void since is not the caller's to know."""
    api = place.by(PROVIDER)
    addresses = ("/v1/answers?key=contact", "/v1/imports", f"/v1/imports/{IMPORT}")
    before = [(await api.get(address)).body for address in addresses]
    assert before[0] == {"answers": []}
    assert lost["entry"] not in str(before)
    assert (await void(place, lost["case"], lost["entry"], 3, WORKSTATION)).status == 201
    assert before == [(await api.get(address)).body for address in addresses]


async def test_who_has_the_case_is_told_that_an_entry_is_void(place: Place) -> None:
    """As long as the case is the agency's, its answers and imports say what counts."""
    importer = place.by(PROVIDER, actions=IMPORTS)
    client = await place.registered(PROVIDER)
    case = (await importer.post("/v1/cases", file_of(client), Import_Id=IMPORT)).body["case_id"]
    path = f"/v1/cases/{case}/contacts"
    entry = await importer.post(path, CONTACT, key="contact", Import_Id=IMPORT)
    await void(place, case, entry.body["entry_id"], 2, PROVIDER)
    api = place.by(PROVIDER)
    assert (await api.get("/v1/answers?key=contact")).body["answers"][0]["void"] is True
    assert (await api.get("/v1/imports")).body["imports"][0]["void"] == 1
    again = await importer.post(path, CONTACT, key="contact", Import_Id=IMPORT)
    assert again.headers["Entry-Void"] == "true"


async def test_an_own_registration_says_nothing_of_the_case_any_more(
    place: Place, lost: dict[str, str], rows: Rows
) -> None:
    """The agency corrects what it keeps itself; the case's person stays who it is."""
    held = "SELECT name, holder FROM claims WHERE name LIKE 'id-number:%'"
    before = await rows(held)
    path = f"/v1/clients/{lost['client']}/personal-data"
    body = {"name": "别名", "id_number": place.number(), "reason": "mistyped"}
    done = await place.by(PROVIDER).patch(path, body, If_Match='"1"')
    assert done.status == 200
    shown = await place.by(WORKSTATION).get(f"/v1/cases/{lost['case']}/personal-data", **WHY)
    assert shown.body["name"] == "测试乙"
    assert await rows(held) == before


async def test_a_number_is_not_passed_on_with_a_case_that_was_lost_meanwhile(
    place: Place, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case goes to another agency while its agency gives the person another number."""
    client = await place.registered(PROVIDER)
    asked = await place.by(PROVIDER).post("/v1/cases", file_of(client))
    case = asked.body["case_id"]
    await place.oversee(case, "confirmation", {}, 1)
    held = "SELECT name, holder FROM claims WHERE name LIKE 'id-number:%'"
    before, found = await rows(held), place.context.relations.access
    waiting: list[Callable[[], Awaitable[None]]] = [lambda: place.reassigned(case, WORKSTATION, 2)]

    async def access(caller: Caller, case_id: object) -> Access | None:
        answer = await found(caller, case_id)  # type: ignore[arg-type]
        if caller.agency == PROVIDER and waiting:
            await waiting.pop()()
        return answer

    monkeypatch.setattr(place.context.relations, "access", access)
    body = {"id_number": place.number(), "reason": "mistyped"}
    path = f"/v1/clients/{client}/personal-data"
    late = await place.by(PROVIDER).patch(path, body, If_Match='"1"')
    assert late.status == 503  # to be sent again, when it is the agency's own number alone
    assert await rows(held) == before
    assert (await place.by(PROVIDER).patch(path, body, If_Match='"1"')).status == 200
    assert await rows(held) == before


async def asked_for(place: Place, agency: str) -> tuple[str, str]:
    """A provider's case, and the appointment for a test that an agency is asked for."""
    case = await place.opened(PROVIDER)
    asked = {"asked_of": agency, "due_on": str(TODAY), "occurred_on": ASKED_ON}
    path = f"/v1/cases/{case}/test-appointments"
    made = await place.by(PROVIDER).post(path, asked)
    assert made.status == 201, made
    return case, made.body["entry_id"]


def a_test(appointment: str | None = None) -> dict[str, str]:
    """A test, for an appointment."""
    told = {"occurred_on": ASKED_ON, "result": "negative"}
    return {**told, "appointment_id": appointment} if appointment else told


async def test_who_is_asked_for_a_test_sees_that_and_no_more(place: Place) -> None:
    """A hospital is told who comes, a laboratory is not; of the ledger both see the appointment."""
    for agency in (HOSPITAL, LABORATORY):
        case, appointment = await asked_for(place, agency)
        await place.by(PROVIDER).post(f"/v1/cases/{case}/drug-tests", a_test())
        api, path = place.by(agency), f"/v1/cases/{case}"
        shown = (await api.get(path)).body
        assert [entry["entry_id"] for entry in shown["entries"]] == [appointment]
        told = ("client_id", "kind", "agency", "decided_on", "reference", "phase", "level")
        assert [shown[name] for name in told] == [None] * len(told)
        person = await api.get(f"{path}/personal-data", **TESTING)
        if agency == LABORATORY:
            problem(person, 403, "not-entitled")
        else:
            assert (person.body["name"], person.body["phone"]) == ("测试乙", None)


async def test_one_test_is_written_for_an_appointment_and_no_second(place: Place) -> None:
    """Nor one that names no appointment, or another agency's."""
    case, appointment = await asked_for(place, HOSPITAL)
    other = {"asked_of": LABORATORY, "due_on": str(TODAY), "occurred_on": ASKED_ON}
    second = await place.by(PROVIDER).post(f"/v1/cases/{case}/test-appointments", other)
    api, path = place.by(HOSPITAL), f"/v1/cases/{case}/drug-tests"
    problem(await api.post(path, a_test()), 403, "not-entitled")
    others = a_test(second.body["entry_id"])
    problem(await api.post(path, others), 403, "not-entitled")
    assert (await api.post(path, a_test(appointment), key="test")).status == 201
    for late in (
        await api.post(path, a_test(appointment)),
        await api.post(path, a_test(appointment), key="test"),
        await api.post(path, a_test()),
        await api.get(f"/v1/cases/{case}"),
        await api.get(f"/v1/cases/{case}/personal-data", **TESTING),
    ):
        problem(late, 404, "not-found")


async def test_an_appointment_that_is_void_gives_no_part_in_the_case(place: Place) -> None:
    """The one who was asked finds nothing any more."""
    case, appointment = await asked_for(place, HOSPITAL)
    assert (await void(place, case, appointment, 3, PROVIDER)).status == 201
    api = place.by(HOSPITAL)
    problem(await api.get(f"/v1/cases/{case}"), 404, "not-found")
    late = await api.post(f"/v1/cases/{case}/drug-tests", a_test(appointment))
    problem(late, 404, "not-found")


async def test_nobody_keeps_a_part_by_asking_itself(place: Place) -> None:
    """An agency that is to lose a case would see its person ever after, as asked for a test."""
    case = await place.opened(WORKSTATION)
    asked = {"asked_of": WORKSTATION, "due_on": "2099-01-01"}
    api = place.by(WORKSTATION)
    refused = await api.post(f"/v1/cases/{case}/test-appointments", asked)
    problem(refused, 409, "asked-itself")
    for kind in (PROVIDER, "civil_affairs", "nobody"):
        reply = await api.post(f"/v1/cases/{case}/test-appointments", {**asked, "asked_of": kind})
        assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_agency"
