"""An agency whose part in a case has ended sees nothing of it: imports, answers, repeated calls."""

import json
from typing import Any
from uuid import UUID

import pytest

from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import CONTACT, ID_NUMBER, a_file, problem
from tests.services.service import ACTIONS, Client

pytestmark = pytest.mark.postgres

IMPORT, OVERSEEN = str(UUID(int=9 << 64)), str(UUID(int=5 << 64))
BEFORE, AFTER = (id_of(AgencyKind.STREET_WORKSTATION, number) for number in (1, 2))
PERSON = {"name": "测试甲", "id_number": ID_NUMBER}


class Reassigned:
    """A case that one workstation has imported, which is then given to another one."""

    def __init__(self, api: Client) -> None:
        self.before = api.as_agency(BEFORE, actions=(*ACTIONS, "cases:import"))
        self.after = api.as_agency(AFTER)
        self.police = api.as_agency("police", actions=(*ACTIONS, "cases:oversee"))
        self.client = self.case = self.contact = ""

    async def open(self) -> None:
        """Register, open and record, as an import does."""
        made = await self.before.post("/v1/clients", PERSON, key="person", Import_Id=IMPORT)
        assert made.status == 201, made
        self.client = made.body["client_id"]
        opened = await self.before.post("/v1/cases", self.file, key="opening", Import_Id=IMPORT)
        assert opened.body["confirmed"], opened
        self.case = opened.body["case_id"]
        made = await self.record()
        assert made.status == 201, made
        self.contact = made.body["entry_id"]

    @property
    def file(self) -> dict[str, Any]:
        """The case that is opened."""
        return a_file(self.client, reference="A-1")

    async def record(self) -> Any:
        """Record the contact; the same call each time."""
        path = f"/v1/cases/{self.case}/contacts"
        return await self.before.post(path, CONTACT, key="contact", Import_Id=IMPORT)

    async def reassign(self) -> None:
        """Give the case to the other workstation."""
        done = await self.police.post(
            f"/v1/cases/{self.case}/reassignment",
            {"agency": AFTER, "reason": "moved"},
            If_Match='"2"',
            Import_Id=OVERSEEN,
        )
        assert done.status == 201, done


async def _shown(api: Client, import_id: str = IMPORT) -> list[Any]:
    shown = await api.get(f"/v1/imports/{import_id}")
    assert shown.status == 200, shown
    return list(shown.body["entries"])


async def test_an_import_tells_no_ids_of_persons_or_others_registrations(api: Client) -> None:
    """Its own registration by its own id; of a case neither the person nor any registration."""
    its = Reassigned(api)
    await its.open()
    void = f"/v1/cases/{its.case}/entries/{its.contact}/void"
    await its.before.post(void, {"reason": "mistaken"}, If_Match='"2"', Import_Id=IMPORT)
    entries = await _shown(its.before)
    assert [each["type"].split(".")[1] for each in entries] == [
        "ClientRegistered",
        "CaseOpened",
        "ContactRecorded",
        "EntryVoided",
    ]
    assert entries[0]["facts"]["client_id"] == its.client
    text = json.dumps(entries[1:])
    assert "client_id" not in text
    assert "registration_id" not in text


async def test_what_an_agency_wrote_is_shown_while_it_has_a_part_in_the_case(api: Client) -> None:
    """Then its own registration is left, and nothing tells what others do in the case."""
    its = Reassigned(api)
    await its.open()
    assert (await its.before.get("/v1/answers?key=contact")).body["answers"][0]["void"] is False
    await its.reassign()
    void = f"/v1/cases/{its.case}/entries/{its.contact}/void"
    assert (await its.after.post(void, {"reason": "mistaken"}, If_Match='"3"')).status == 201
    assert [each["type"] for each in await _shown(its.before)] == ["cases.ClientRegistered.v1"]
    listed = (await its.before.get("/v1/imports")).body["imports"]
    assert [(each["entries"], each["void"]) for each in listed] == [
        ({"cases.ClientRegistered.v1": 1}, 0)
    ]
    assert listed[0]["first_at"] == listed[0]["last_at"]
    for key in ("contact", "opening"):
        assert (await its.before.get(f"/v1/answers?key={key}")).body == {"answers": []}
    assert len((await its.before.get("/v1/answers?key=person")).body["answers"]) == 1


async def test_a_call_that_is_repeated_when_the_part_has_ended_finds_no_case(api: Client) -> None:
    """Under its key too, which would tell the version of the case, and whether its entry counts."""
    its = Reassigned(api)
    await its.open()
    again = await its.before.post("/v1/cases", its.file, key="opening", Import_Id=IMPORT)
    assert (again.status, (await its.record()).status) == (201, 201)
    await its.reassign()
    for dry in ({}, {"Dry_Run": "true"}):
        again = await its.before.post("/v1/cases", its.file, key="opening", **dry)
        problem(again, 404, "not-found")
        path = f"/v1/cases/{its.case}/contacts"
        problem(await its.before.post(path, CONTACT, key="contact", **dry), 404, "not-found")
    never = await its.before.get("/v1/cases?reference=A-1")
    assert never.body["cases"] == []


async def test_who_oversees_sees_its_own_decisions_and_no_ones_registration(api: Client) -> None:
    """A reassignment that an import made shows neither registration, nor the copy for the other."""
    its = Reassigned(api)
    await its.open()
    await its.reassign()
    entries = await _shown(its.police, OVERSEEN)
    assert [each["type"] for each in entries] == ["cases.CaseReassigned.v1"]
    assert entries[0]["facts"]["to_agency"] == AFTER
    assert "registration_id" not in entries[0]["facts"]
    elsewhere = api.as_agency("police", "33", actions=(*ACTIONS, "cases:oversee"))
    problem(await elsewhere.get(f"/v1/imports/{OVERSEEN}"), 404, "not-found")
    assert (await elsewhere.get("/v1/imports")).body == {"imports": [], "next": None}
