"""One file in one answer: for the responsible agency, logged first, escaped on its page."""

import hashlib
import re
from base64 import b64encode
from typing import Any

import asyncpg
import pytest

from tests.services.cases.calls import CONTACT, ID_NUMBER, REGION, WHY, a_case, a_client, problem
from tests.services.cases.place import (
    ALL,
    HOSPITAL,
    LABORATORY,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
)
from tests.services.service import ISSUER, Client

pytestmark = pytest.mark.postgres

PAGE = {**WHY, "Accept": "text/html"}
OWN_REQUEST = {"Purpose": "own_request", "Legal_Basis": "pipl_45"}


async def post(api: Client, path: str, body: Any, **headers: str) -> str:
    """The id of an entry."""
    reply = await api.post(path, body, **headers)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def logged(dsn: str) -> list[Any]:
    """The log of reads, as it stands."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("SELECT * FROM vault_reads ORDER BY read_id")
    await connection.close()
    return list(rows)


async def test_a_file_is_exported_whole(api: Client) -> None:
    """The person, the case, what happened with its facts, and what was noted at each entry."""
    client = await a_client(api)
    case = await a_case(api, client, reference="4101-00001")
    path = f"/v1/cases/{case}"
    contact = await post(api, f"{path}/contacts", CONTACT)
    await post(api, f"{path}/reporting-in", {"occurred_on": "2019-01-12"})
    reply = await api.get(f"{path}/export", **OWN_REQUEST)
    assert reply.status == 200, reply
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["ETag"] == '"3"'
    body = reply.body
    assert body["person"] == {
        "name": "测试甲",
        "id_number": ID_NUMBER,
        "identity_document": None,
        "phone": "19900000000",
        "sex": "female",
        "born_on": None,
    }
    assert (body["purpose"], body["legal_basis"]) == ("own_request", "pipl_45")
    assert body["file"]["client_id"] == client
    assert body["file"]["region"] == REGION.ljust(12, "0")
    assert body["file"]["reference"] == "4101-00001"
    opening, reporting_in, visit = body["items"]
    assert opening["facts"]["agency"] == "agency"
    assert visit["entry_id"] == contact
    assert visit["facts"]["mode"] == "home_visit"
    noted = {"note": "家访", "worker": "社工甲", "document_number": None, "erased": False}
    assert visit["kept"] == noted
    assert reporting_in["kept"] == dict.fromkeys(noted) | {"erased": False}
    timeline = (await api.get(f"{path}/timeline")).body["items"]
    keys = timeline[0].keys()
    assert [{key: item[key] for key in keys} for item in body["items"]] == timeline


async def test_each_export_is_logged_once_and_first(api: Client, dsn: str) -> None:
    """With its kind, purpose and case, however many entries there are; the log is not in it."""
    case = await a_case(api)
    for day in range(1, 6):
        await post(api, f"/v1/cases/{case}/contacts", {**CONTACT, "occurred_on": f"2019-03-0{day}"})
    before = len(await logged(dsn))
    await api.get(f"/v1/cases/{case}/export", **WHY)
    page = await api.get(f"/v1/cases/{case}/export", **PAGE)
    assert page.status == 200
    looks = (await logged(dsn))[before:]
    assert [look["what"] for look in looks] == ["export", "export"]
    for look in looks:
        assert str(look["case_id"]) == case
        assert (look["purpose"], look["legal_basis"]) == (*WHY.values(),)
        assert (look["agency"], look["acting_user"]) == ("agency", "tester")
    shown = (await api.get(f"/v1/cases/{case}/reads")).body["reads"]
    assert [look["what"] for look in shown].count("export") == 2


async def test_what_cannot_be_logged_is_not_answered(api: Client, dsn: str) -> None:
    """Nothing is decrypted before the look is on disk."""
    case = await a_case(api)
    connection = await asyncpg.connect(dsn)
    await connection.execute("ALTER TABLE vault_reads ADD CHECK (what <> 'export')")
    await connection.close()
    reply = await api.get(f"/v1/cases/{case}/export", **WHY)
    assert reply.status == 500
    assert "测试甲" not in str(reply.body)


@pytest.mark.parametrize("agency", [POLICE, OFFICE, LABORATORY, HOSPITAL, WORKSTATION])
async def test_only_the_responsible_agency_exports(place: Place, agency: str) -> None:
    """Not who oversees, not who was asked for a test, not a neighbour; and nothing is logged."""
    case = await place.opened(PROVIDER)
    asked = {"due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    for each in (LABORATORY, HOSPITAL):
        body = {**asked, "asked_of": each}
        await post(place.by(PROVIDER), f"/v1/cases/{case}/test-appointments", body)
    before = len(await logged(place.dsn))
    why = {"Purpose": "own_request", "Legal_Basis": "pipl_45"}
    reply = await place.by(agency).get(f"/v1/cases/{case}/export", **why)
    if agency == WORKSTATION:
        problem(reply, 404, "not-found")
    else:
        problem(reply, 403, "not-entitled")
    assert len(await logged(place.dsn)) == before


async def test_the_agency_before_exports_no_more(place: Place) -> None:
    """What was noted before goes over with the case; the number of who opened it does not."""
    case = await place.opened(PROVIDER, reference="本单位1号")
    await post(place.by(PROVIDER), f"/v1/cases/{case}/contacts", CONTACT)
    await place.reassigned(case, WORKSTATION, 3)
    problem(await place.by(PROVIDER).get(f"/v1/cases/{case}/export", **WHY), 404, "not-found")
    body = (await place.by(WORKSTATION).get(f"/v1/cases/{case}/export", **WHY)).body
    assert body["file"]["reference"] is None
    assert "社工甲" in [item["kept"]["worker"] for item in body["items"]]


async def test_both_actions_a_user_and_a_reason_are_needed(api: Client) -> None:
    """As for personal data: a token without one of them exports nothing."""
    case = await a_case(api)
    path = f"/v1/cases/{case}/export"
    for actions in (("cases:read",), ("clients:personal",)):
        refused = await api.as_agency("agency", actions=actions).get(path, **WHY)
        problem(refused, 403, "action-not-allowed")
    nobody = Client(api.url, api.session, ISSUER.mint("agency", ("41",), ALL))
    problem(await nobody.get(path, **WHY), 403, "user-required")
    both = problem(await api.get(path), 422, "invalid-request")["errors"]
    assert {error["header"] for error in both} == {"Purpose", "Legal-Basis"}


async def test_an_erased_person_is_gone_and_the_look_is_written_down(api: Client, dsn: str) -> None:
    """The case stays, and its timeline; the export answers as every read of the person does."""
    case = await a_case(api)
    await post(api, f"/v1/cases/{case}/contacts", CONTACT)
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM vault_persons")
    await connection.close()
    problem(await api.get(f"/v1/cases/{case}/export", **WHY), 410, "erased")
    assert (await logged(dsn))[-1]["what"] == "export"
    assert len((await api.get(f"/v1/cases/{case}/timeline")).body["items"]) == 2


async def test_what_was_erased_with_a_former_registration_says_so(place: Place) -> None:
    """The rest of the file is exported all the same."""
    case = await place.opened(PROVIDER)
    own = place.by(PROVIDER)
    former = (await own.get(f"/v1/cases/{case}")).body["client_id"]
    await post(own, f"/v1/cases/{case}/contacts", CONTACT)
    await place.reassigned(case, WORKSTATION, 3)
    connection = await asyncpg.connect(place.dsn)
    await connection.execute("DELETE FROM vault_persons WHERE person_id = $1", former)
    await connection.close()
    body = (await place.by(WORKSTATION).get(f"/v1/cases/{case}/export", **WHY)).body
    [contact] = [item for item in body["items"] if item["category"] == "contacts"]
    nothing = {"note": None, "worker": None, "document_number": None}
    assert contact["kept"] == {**nothing, "erased": True}
    page = await place.by(WORKSTATION).get(f"/v1/cases/{case}/export", **PAGE)
    assert "内容已随个人信息一并销毁" in page.body


async def test_a_page_is_in_the_language_that_is_asked_for(api: Client) -> None:
    """By the parameter, else by the browser's, else in Chinese."""
    case = await a_case(api)
    path = f"/v1/cases/{case}/export"
    for query, header, tag, title in (
        ("", "", "zh-CN", "服务对象档案"),
        ("", "en-GB,zh;q=0.5", "en", "Case file"),
        ("?lang=zh", "en", "zh-CN", "服务对象档案"),
        ("?lang=en", "", "en", "Case file"),
    ):
        page = await api.get(path + query, **PAGE, Accept_Language=header)
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert f'<html lang="{tag}">' in page.body
        assert f"<h1>{title}</h1>" in page.body
        assert page.headers["Vary"] == "Accept, Accept-Language"
        assert page.headers["Cache-Control"] == "no-store"


async def test_a_page_holds_nothing_but_itself(api: Client) -> None:
    """What was noted is escaped; nothing is fetched, and the policy names the one style by hash."""
    client = await a_client(api)
    case = await a_case(api, client, reference="<b>1</b>")
    note = {**CONTACT, "note": "</p><script>alert(1)</script>\n第二行", "worker": '"><img src=x>'}
    await post(api, f"/v1/cases/{case}/contacts", note)
    page = await api.get(f"/v1/cases/{case}/export", **PAGE)
    text = page.body
    assert "<script" not in text
    assert "<img" not in text
    assert "<b>1" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\n第二行" in text
    assert not re.search(r"(?:src|href)=\"(?!data:)|url\(|@import|https?://", text)
    [style] = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = page.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'; script-src 'none'" in policy


async def test_a_void_entry_is_struck_out_with_its_reason_or_left_out(api: Client) -> None:
    """On paper as in the answer."""
    case = await a_case(api)
    path = f"/v1/cases/{case}"
    entry = await post(api, f"{path}/contacts", CONTACT)
    await post(api, f"{path}/entries/{entry}/void", {"reason": "mistaken"}, If_Match='"2"')
    page = await api.get(f"{path}/export", **PAGE)
    assert "<s>入户走访</s>" in page.body
    assert "已作废：误记" in page.body
    page = await api.get(f"{path}/export?void=false", **PAGE)
    assert "入户走访" not in page.body
