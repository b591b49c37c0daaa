"""What a token says of its agency, the register knows better."""

from dataclasses import replace
from datetime import date

import jwt
import pytest

from shared.agencies import Agencies, AgencyKind
from tests.agencies import agency
from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import (
    ALL,
    FAR_REGISTER,
    LABORATORY,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    far_id,
    file_of,
)
from tests.services.service import ISSUER, Client

pytestmark = pytest.mark.postgres

WHY = {"Purpose": "identity_check", "Legal_Basis": "pipl_13_3"}


def claiming(place: Place, agency_id: str, **claims: object) -> Client:
    """A caller whose token, well signed, has other claims besides."""
    token = ISSUER.mint(agency_id, ("41",), ALL, user="tester")
    said = jwt.decode(token, options={"verify_signature": False}) | claims
    head = jwt.get_unverified_header(token)
    signed = jwt.encode(said, ISSUER._key, "EdDSA", headers={"kid": head["kid"]})
    return Client(place.api.url, place.api.session, signed, place._keys)


async def test_no_token_makes_a_provider_the_police(place: Place) -> None:
    """A kind, or another agency's id in an unknown claim, is not read; its own kind stands."""
    client = await place.registered(PROVIDER)
    false = claiming(place, PROVIDER, kind="police", agency_kind="police", client_id=POLICE)
    asked = await false.post("/v1/cases", file_of(client))
    assert asked.body["confirmed"] is False
    path = f"/v1/cases/{asked.body['case_id']}/confirmation"
    problem(await false.post(path, {}, If_Match='"1"'), 403, "not-entitled")


async def test_no_token_reaches_beyond_the_registers_regions(place: Place) -> None:
    """Police of another province that name this one in their token find nothing here."""
    case = await place.opened(PROVIDER)
    far = far_id(AgencyKind.POLICE)
    wide = place.by(far, "33", "41")
    problem(await wide.get(f"/v1/cases/{case}"), 404, "not-found")
    annul = await wide.post(f"/v1/cases/{case}/annulment", {"reason": "mistaken"}, If_Match='"2"')
    problem(annul, 404, "not-found")
    here = await place.by(far, "41").get(f"/v1/cases/{case}")
    problem(here, 401, "unauthenticated")
    client = await place.registered(PROVIDER)
    refused = await place.by(PROVIDER, "33").post("/v1/cases", file_of(client))
    assert problem(refused, 422, "invalid-request")["errors"][0]["reason"] == "region_out_of_scope"


async def test_an_agency_that_is_valid_no_more_keeps_nothing(place: Place) -> None:
    """Its tokens of before hold no longer, with the next call."""
    case = await place.opened(WORKSTATION)
    api = place.by(WORKSTATION)
    assert (await api.get(f"/v1/cases/{case}")).status == 200
    entries = {each.agency_id: each for each in FAR_REGISTER}
    entries[WORKSTATION] = replace(entries[WORKSTATION], valid_to=date(2020, 1, 1))
    place.register.entries = Agencies(entries.values(), version="later")
    problem(await api.get(f"/v1/cases/{case}"), 401, "unauthenticated")
    problem(await api.post(f"/v1/cases/{case}/contacts", CONTACT), 401, "unauthenticated")
    del entries[WORKSTATION]
    place.register.entries = Agencies(entries.values(), version="last")
    problem(await api.get(f"/v1/cases/{case}"), 401, "unauthenticated")


async def test_an_agency_of_another_kind_has_the_rights_of_that(place: Place) -> None:
    """Police that became something else oversee no more; a workstation that did carries none."""
    case, others = await place.opened(WORKSTATION), await place.opened(PROVIDER)
    entries = {each.agency_id: each for each in FAR_REGISTER}
    for changed in (WORKSTATION, POLICE):
        entries[changed] = agency(changed, AgencyKind.CIVIL_AFFAIRS)
    path = f"/v1/cases/{case}"
    note = await place.by(WORKSTATION).post(f"{path}/contacts", CONTACT)
    particulars = f"{path}/entries/{note.body['entry_id']}/particulars"
    place.register.entries = Agencies(entries.values(), version="later")
    api = place.by(WORKSTATION)
    for reply in (
        await api.get(path),
        await api.post(f"{path}/contacts", CONTACT),
        await api.get(particulars, Purpose="correction", Legal_Basis="pipl_46"),
    ):
        problem(reply, 403, "not-entitled")
    problem(await place.by(POLICE).get(f"/v1/cases/{others}"), 404, "not-found")
    late = await place.oversee(others, "annulment", {"reason": "mistaken"}, 2)
    problem(late, 404, "not-found")


async def test_two_parts_in_a_case_give_what_each_gives_and_no_third(place: Place) -> None:
    """Police that oversee a case and are asked for a test do not become responsible by it."""
    case = await place.opened(PROVIDER)
    asked = {"asked_of": POLICE, "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    path = f"/v1/cases/{case}"
    made = await place.by(PROVIDER).post(f"{path}/test-appointments", asked)
    api = place.by(POLICE)
    for refused in (
        await api.post(f"{path}/contacts", CONTACT),
        await api.post(f"{path}/drug-tests", {"occurred_on": "2019-03-16", "result": "negative"}),
        await api.post(f"{path}/test-appointments", {**asked, "asked_of": LABORATORY}),
    ):
        problem(refused, 403, "not-entitled")
    test = {"occurred_on": "2019-03-16", "result": "negative"}
    own = {**test, "appointment_id": made.body["entry_id"]}
    assert (await api.post(f"{path}/drug-tests", own)).status == 201
    problem(await api.get(f"{path}/personal-data", **WHY), 403, "not-entitled")


async def test_a_purpose_in_free_words_opens_nothing(place: Place, rows: Rows) -> None:
    """It must be one of those of the caller's kind; what was written instead is not kept."""
    case = await place.opened(PROVIDER)
    path = f"/v1/cases/{case}/personal-data"
    for purpose in ("just%20curious", "decision", "drug_test%20"):
        reply = await place.by(PROVIDER).get(path, Purpose=purpose, Legal_Basis="pipl_13_3")
        errors = problem(reply, 422, "invalid-request")["errors"]
        assert (errors[0]["reason"], errors[0]["header"]) == ("not_a_choice", "Purpose")
    assert await rows("SELECT FROM vault_reads WHERE what = 'personal_data'") == []
